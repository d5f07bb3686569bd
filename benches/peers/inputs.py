"""What the programs are told: the numbers of benches/plain/inputs.json under the field names of inputs.rs."""

import json
import re
from collections import namedtuple
from pathlib import Path

import numpy as np

PLAIN = Path(__file__).resolve().parent.parent / "plain"
START = 12


def fields():
    """Field of the Rust program -> its number."""
    numbers = json.loads((PLAIN / "inputs.json").read_text())
    pairs = re.findall(r'^    (\w+) = "([^"]+)";$', (PLAIN / "inputs.rs").read_text(), re.M)
    return {field: float(numbers[name]) for field, name in pairs}


def outcome_names():
    """Outcomes of a history in the order of the Rust program's."""
    source = (PLAIN / "record.rs").read_text()
    body = re.search(r"\n    History \{\n(.*?)\n    \}", source, re.S).group(1)
    return tuple(re.findall(r"\w+", body))


FIELDS = fields()
Inputs = namedtuple("Inputs", FIELDS)
INPUTS = Inputs(**FIELDS)
# The same as a record, which numba reads through a pointer.
RECORD = np.array([tuple(INPUTS)], dtype=[(name, "f8") for name in FIELDS]).view(np.recarray)
MONTHS = int(INPUTS.months_from_deployment) + START
NAMES = outcome_names()
PLACE = {name: k for k, name in enumerate(NAMES)}
FIRST_INDEX = PLACE["womens_participation"]

COUNT, INDICES, YEARS, PAYERS = len(NAMES), 22, MONTHS // 12 + 2, 12
WAR, CEASEFIRE, PEACE = 0, 1, 2
AGREEMENT, TRUCE, GOVERNMENT, REBEL, FADING = 1, 2, 3, 4, 5

BATTLE, BY_GOVERNMENT, BY_REBELS, AT_WAR = 0, 1, 2, 3
CONFLICT_YEARS, WAR_YEARS = PLACE["conflict_years"], PLACE["war_years"]
CEASEFIRE_TIME, SETTLEMENT_TIME = PLACE["time_to_ceasefire_rmst"], PLACE["time_to_settlement_rmst"]
ENDED, STILL_FIGHTING = PLACE["ended_by_settlement"], PLACE["still_fighting"]
SUCCESS, WARTIME, AT_PEACE = PLACE["success"], PLACE["wartime_success"], PLACE["peace_at_horizon"]
RELAPSE, PEACE_MONTHS, PEACE_FAILED = PLACE["relapse_5y"], PLACE["first_peace_months"], PLACE["first_peace_failed"]
WITHDRAWN, TERMINATED = PLACE["consent_withdrawn"], PLACE["mandate_terminated"]
IMPLEMENTATION, INFECTED = PLACE["mandate_implementation"], PLACE["neighbours_infected"]
DISPLACED, RETURNED = PLACE["displaced_person_months"], PLACE["people_returned"]
AID_WORKERS, SEXUAL_VIOLENCE = PLACE["aid_worker_attacks"], PLACE["sexual_violence_cases"]
DEATHS, MALICIOUS = PLACE["peacekeeper_deaths"], PLACE["peacekeeper_deaths_malicious"]
PERSON_YEARS, MISSION_MONTHS = PLACE["uniformed_person_years"], PLACE["mission_months"]
COST, REQUIREMENT, BUDGET = PLACE["cost_usd"], PLACE["requirement_usd"], PLACE["budget_usd"]
RECEIPTS, SHORT, CUT = PLACE["receipts_usd"], PLACE["cash_short_months"], PLACE["cash_cut_months"]
UNPAID, OWED = PLACE["unpaid_at_end_usd"], PLACE["owed_to_contributors_at_end_usd"]
CONTRIBUTORS, OPERATIONS = PLACE["cost_contributors_usd"], PLACE["cost_operations_usd"]
PROGRAMME, CIVILIANS = PLACE["cost_programme_usd"], PLACE["cost_civilians_usd"]
OVERHEAD = PLACE["cost_overhead_usd"]

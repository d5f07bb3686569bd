"""One history of benches/plain, line by line: numba compiles it, EMA Workbench runs it as it stands.

`sums` (an outcome each), `indices` (22), `years` (18) and `money` (of three payers: due, withheld this year,
withheld before, pace) are the caller's, all zero: lists for Python, arrays for numba. What a month leaves is
added to `sums`; what is coded at the end is returned, for `finish` of ledger.py. `begun` is from start.py.
"""

from math import exp, inf, log, sqrt
from random import expovariate, gauss, random

import numpy as np

from inputs import *  # noqa: F403 -- names of places


def history(p, mission, begun, sums, indices, years, money):
    calendar, conflict, spells, host, operation = begun
    severity, quiet_odds, to_active, agreement, spread, ending_base, relapse_frailty, mediated, cap, early = conflict
    active, government_on, rebel_on, intensity = spells
    unity_level, asked, usual, unity_x, consent_x = host
    skill, fill_x, delay, ramp, full_cost = operation
    # Conflict.
    negotiated = agreement + p.ending_ceasefire
    other = p.ending_government + p.ending_rebel + p.ending_fading
    early_fade, young_fade = exp(-1.0 / p.ending_early_months), exp(-1.0 / p.relapse_months)
    relapse_after = (p.relapse_agreement, p.relapse_ceasefire, p.relapse_government, p.relapse_rebel, p.relapse_fading)
    phase, last, young = WAR, FADING, 1.0
    phi = p.consent_persistence
    consent, acceptance = 1.0 / (1.0 + exp(-asked - consent_x)), p.acceptance_level
    withdrawn, changed, violence = False, False, 0.0
    # Society and neighbours.
    built = 1.0 - 0.4 * exp(-p.age / 24.0)
    displaced = min(1.2 * p.displaced_per_death * exp(severity) * built / p.return_war, 0.4e6 * p.population)
    fighting, momentum = p.neighbours_in_conflict, 0.0
    peaceful = p.neighbours - fighting
    # Operation and account.
    there, forced, terminated, exit_month = mission, False, False, -1
    authorised = overload = tempo = programme = afford = 1.0
    legacy_fade = exp(-1.0 / p.legacy_months)
    shock = presence = legacy = abrupt = done_military = done_police = done_civilian = 0.0
    shares = (p.share_largest, p.share_second, 1.0 - p.share_largest - p.share_second)
    paid_shares = (p.largest_paid, p.second_paid, p.others_paid)
    delays = (p.largest_delay, p.second_delay, p.others_delay)
    cash = borrowed = advance = owed = budget = required = owed_months = closing = 0.0
    reserve, covered, winding = p.reserve, 0, p.liquidation
    # Ledger.
    war_at_start, displaced_start, displaced_end = False, 0.0, 0.0
    before = window = window_months = 0.0
    window_infected = False
    first_kind, first_month, first_truce, first_settlement, peace_from, peace_to = 0, inf, 120.0, 120.0, -1.0, -1.0

    for month in range(MONTHS):
        age, season = month - START, (month + calendar) % 12
        unity_x = p.unity_persistence * unity_x + p.unity_sd * gauss(0.0, 1.0)
        unity = 1.0 / (1.0 + exp(-unity_level - unity_x))
        deployed = troops_there = police_there = observers_there = civilians_there = effectiveness = benefits = 0.0
        malicious = other_deaths = spending = receipts = unpaid = to_contributors = share_paid = 0.0
        troops = police = civilians = multidimensional = implementation = 0.0
        started = mission and age >= 0
        if started:
            war, truce = phase == WAR, phase == CEASEFIRE
            left = max(p.length - age, 0.0)
            # Renewal, withdrawal of consent, planned exit.
            if there:
                if age > 0 and age % 12 == 0 and left > 0.0:
                    division, u = 1.0 - unity, random()
                    terminate = p.renewal_terminate * division * division
                    cut = terminate + p.renewal_cut * division
                    if u < terminate:
                        terminated = not (unity <= 0.25 and random() < p.assembly_rescue)
                    elif u < cut:
                        authorised *= 1.0 - p.renewal_cut_share
                    elif u < cut + p.renewal_overload * division:
                        overload *= 1.0 + p.renewal_overload_step
                if left == 0.0 or terminated or withdrawn:
                    orderly = 0.0 if terminated or withdrawn else p.transition
                    forced, there, exit_month = withdrawn, False, month
                    legacy, abrupt, presence = orderly * presence, (1.0 - orderly) * presence, 0.0
            # Deployment.
            ceiling = keep = 0.0
            if there:
                fill_x = p.fill_persistence * fill_x + p.fill_sd * gauss(0.0, 1.0)
                willing = p.fill_level + fill_x - p.unpaid_fill * owed_months - (p.caveats - 0.2)
                most = afford / (1.0 + exp(-willing))
                since = max(age + 0.5 - delay, 0.0)
                arrived = most * (1.0 - exp(-since / ramp))
                later = most * (1.0 - exp(-since * p.police_pace / ramp))
                keep = authorised * min((left + 1.0) / (24.0 * p.transition + 1.0), 1.0)
                ceiling = (p.troops + p.police + p.observers) * keep
                troops_there, police_there = p.troops * keep * arrived, p.police * keep * later
                observers_there, civilians_there = p.observers * keep * arrived, p.civilians * keep * later
                deployed = troops_there + police_there + observers_there
            # Budget and letters of assessment.
            inside = season % 6
            if there or age == 0:
                first = age == 0
                year, net = first or season == 6, 0.0
                required = authorised * full_cost
                if year:
                    budget = p.funding * required
                if first:
                    advance = min(8.0e6, 6.0 * budget)
                    cash += advance
                if first or (inside == 0 and month >= covered):
                    span = 12 - inside if first else 6
                    covered = month + span
                    gross = 0.95 * budget * min(float(span), left)
                    net = gross - min(max(cash - borrowed - advance - owed - budget, 0.0), gross)
                for k in range(3):
                    if year:
                        speed = exp(p.payment_sd * gauss(0.0, 1.0) + p.payment_unity * (unity - 0.65))
                        money[9 + k] = 1.0 / (1.0 + delays[k] / speed)
                        money[6 + k] += money[3 + k]
                        money[3 + k] = 0.0
                    money[k] += net * shares[k]
            # Receipts.
            unpaid = expected = 0.0
            comes = left > 6.0 - inside
            for k in range(3):
                moved, paid_share = money[k] * money[9 + k], paid_shares[k]
                receipt, collection = moved * paid_share, p.arrears_collection * paid_share
                from_current, from_older = money[3 + k] * collection, money[6 + k] * collection
                money[k] -= moved
                money[3 + k] += moved - receipt - from_current
                money[6 + k] -= from_older
                receipts += receipt + from_current + from_older
                unpaid += money[k] + money[3 + k] + money[6 + k]
                if there:
                    slow = 1.0 - money[9 + k]
                    letter = 5.7 * budget * shares[k] * (1.0 - slow**inside) if comes else 0.0
                    expected += paid_share * (money[k] * (1.0 - slow**6) + letter)
            cash += receipts
            # Plan, cuts, payment.
            gap, short, liquidation = 0.0, False, 0.0
            c_reimbursement = c_equipment = c_operations = c_aviation = 0.0
            c_travel = c_programme = c_staff = c_overhead = 0.0
            if there:
                since_july = season + 6 if season < 6 else season - 6
                people = deployed / max(afford, 0.3)
                c_staff = civilians_there * (1.0 + 0.02 * since_july / 12.0) * p.civilian_cost
                reimbursement, equipment = people * p.reimbursement, people * p.equipment
                operations = people * p.operations
                c_overhead = (operations + equipment + c_staff) * p.overhead
                full = reimbursement + equipment + operations + c_staff + c_overhead
                c_operations, c_aviation = operations * (1.0 - 0.30 - 0.10 - 0.045), operations * 0.30
                c_travel, c_programme = operations * 0.10, operations * 0.045
                c_reimbursement, c_equipment = reimbursement * afford, equipment * afford
                wish = full - (1.0 - afford) * (reimbursement + equipment)
                ahead = min(max(left, 1.0), 6.0)
                means = expected + cash + reserve - 0.5 * full
                gap = min(max(1.0 - means / (ahead * min(full, budget) + 0.01), 0.0), 0.6)
                wanted, programme_wanted = wish - c_reimbursement - c_equipment, c_programme
                savings = c_programme + 0.3 * c_travel + 0.08 * c_aviation + 0.03 * c_staff
                home = min(max(gap * full - savings, 0.0) / (reimbursement + equipment + 0.01), 0.6)
                afford += 0.35 * (1.0 - p.cash_cut * home - afford)
                saving = max(gap * full, wish - budget)
                if saving > 0.0:
                    saved = min(saving, c_programme)
                    c_programme, saving = c_programme - saved, saving - saved
                    saved = min(saving, 0.3 * c_travel)
                    c_travel, saving = c_travel - saved, saving - saved
                    saved = min(saving, 0.08 * c_aviation)
                    c_aviation, saving = c_aviation - saved, saving - saved
                    c_staff -= min(saving, 0.03 * c_staff)
            elif budget > 0.0:
                share = min(winding, 1.0)
                liquidation = min(closing, budget, max(cash - owed, 0.0) + reserve) * share
                winding -= share
                if winding <= 0.0:
                    budget = 0.0
            earned = c_reimbursement + c_equipment
            rest = c_operations + c_aviation + c_travel + c_programme + c_staff + c_overhead + liquidation
            planned = owed + earned + rest
            if there:
                planned = min(planned, budget + owed)
            missing = planned - cash if there else min(planned - cash, liquidation)
            loan = min(max(missing, 0.0), reserve)
            reserve, borrowed, cash = reserve - loan, borrowed + loan, cash + loan
            spending = max(min(planned, cash), 0.0)
            short = there and spending < planned - 0.005
            cash -= spending
            to_contributors = min(spending, earned + owed)
            owed = earned + owed - to_contributors
            share_paid = min((spending - to_contributors) / max(rest, 0.01), 1.0)
            if there:
                closing = spending
                activity = min(max((spending - to_contributors) / wanted, 0.0), 1.0) if wanted > 0.005 else 1.0
                tempo = 0.3 * tempo + 0.7 * activity
                programme = 1.0
                if programme_wanted > 0.005:
                    programme = min(c_programme * share_paid / max(programme_wanted, 0.01), 1.0)
                owed_months = min(owed / max(earned, 1.0e3), 24.0) if earned > 0.0 else 0.0
            spare = max(cash - 2.0 * budget, 0.0)
            back = min(advance, spare)
            repaid = min(borrowed, spare - back)
            advance, borrowed, reserve, cash = advance - back, borrowed - repaid, reserve + repaid, cash - back - repaid
            # Performance, implementation, fatalities.
            if there:
                shock = min(p.shock_persistence * shock + (1.0 if changed else 0.0), 1.0)
                performance = min(max(skill * (1.0 - p.shock_loss * shock * (1.0 - p.adaptability)), 0.0), 1.0)
                access = 1.0 - p.access_consent * (1.0 - consent) - p.access_acceptance * (1.0 - acceptance)
                can = deployed / max(ceiling, 1.0) * authorised
                overstretch = max(p.task_load * overload / max(can, 0.05), 1.0)
                acts = min(max(access, 0.02), 1.0) * tempo * performance / overstretch
                effectiveness = acts / p.strength_reference
                felt = troops_there + police_there + 2.0 * observers_there
                presence = 1.0 - exp(-felt * effectiveness / 1000.0 / p.presence_scale)
                climate = p.implementation_war if war else (0.5 * (1.0 + p.implementation_war) if truce else 1.0)
                cooperation = max(1.0 + p.implementation_consent * (consent / 0.6 - 1.0), 0.0)
                pace = p.implementation_rate * climate * cooperation * effectiveness
                done_military += (1.0 - done_military) * min(pace * troops_there / max(p.troops * keep, 1.0), 1.0)
                done_police += (1.0 - done_police) * min(pace * police_there / max(p.police * keep, 1.0), 1.0)
                done_civilian += (1.0 - done_civilian) * min(pace * civilians_there / max(p.civilians * keep, 1.0), 1.0)
                hostility = (1.0 + p.deaths_malicious_war if war else 1.0) * (1.3 - 0.5 * p.capabilities)
                hostility *= exp(p.deaths_malicious_consent * (0.6 - consent))
                if deployed > 0.0:
                    malicious = float(np.random.poisson(deployed / 12_000.0 * p.deaths_malicious * hostility))
                    other_deaths = float(np.random.poisson(deployed / 12_000.0 * p.deaths_other))
                troops = p.dose_max_troops * (1.0 - exp(-effectiveness * troops_there / 1000.0 / p.dose_max_troops))
                police = p.dose_max_police * (1.0 - exp(-effectiveness * police_there / 100.0 / p.dose_max_police))
                civilians = 10.0 * (1.0 - exp(-effectiveness * civilians_there / 1000.0))
                multidimensional = presence * min(2.0 * min(police / p.dose_max_police, civilians / 10.0), 1.0)
                benefits = min(p.benefits * programme, 1.0)
            else:
                legacy, abrupt = legacy * legacy_fade, abrupt * legacy_fade
            implementation = 0.4 * done_military + 0.2 * done_police + 0.4 * done_civilian

        # Host.
        changed = random() < p.government_change
        pull = (p.consent_unity * (unity - 0.65) + p.consent_regional * (p.regional_support - 0.5)
                - p.consent_divergence * (p.divergence - 0.3))
        if presence > 0.0:
            pull += presence * (p.consent_benefits * (benefits - 0.4)
                                + p.consent_communication * (p.communication - 0.5)
                                + p.consent_conduct * (p.conduct - 0.7)
                                - p.consent_disinformation * (p.disinformation - 0.3))
        consent_x = phi * consent_x + (1.0 - phi) * pull + p.consent_sd * gauss(0.0, 1.0)
        if changed:
            consent_x += p.government_change_sd * gauss(0.0, 1.0)
        consent = 1.0 / (1.0 + exp(-asked - consent_x))
        below = (p.withdrawal_threshold - consent) / p.withdrawal_threshold
        withdrawn = there and below > 0.0 and random() < p.withdrawal_hazard * below
        wish = usual
        if presence > 0.0:
            wish += presence * (p.acceptance_benefits * (benefits - 0.4) + p.acceptance_conduct * (p.conduct - 0.7))
        if violence > 0.0:
            wish -= p.acceptance_violence * log(1.0 + violence)
        acceptance += p.acceptance_pace * (1.0 / (1.0 + exp(-wish)) - acceptance)

        # Phase.
        ended, began = 0, False
        favour = 1.0
        if phase != PEACE:
            favour = exp(p.ending_mediation * (p.mediation - p.mediation_reference)
                         + p.mediation * (p.ending_together * presence + p.ending_troops * troops)
                         + p.ending_consent * (consent - 0.6) + p.ending_unity * (unity - 0.65)
                         - p.ending_external * (p.external_support - 0.3))
        if phase == WAR:
            scale = (favour * negotiated + other) / (negotiated + other)
            fierce = exp(-p.ending_intensity * intensity / spread)
            hazard = ending_base * fierce * (1.0 + p.ending_early * early) * scale
            early *= early_fade
            if expovariate(1.0) < hazard:
                at = random() * (favour * negotiated + other)
                victory = favour * negotiated + p.ending_government
                last = (AGREEMENT + (at >= favour * agreement) + (at >= favour * negotiated)
                        + (at >= victory) + (at >= victory + p.ending_rebel))
                phase, ended, young = CEASEFIRE if last == TRUCE else PEACE, last, 1.0
        else:
            after = relapse_after[last - AGREEMENT]
            protection = presence + (1.0 - presence) * legacy * implementation
            pressed = (p.inbound_spill * (min(fighting, 3.0) - 1.0) - p.relapse_consent * (consent - 0.6)
                       + relapse_frailty + p.relapse_abrupt * abrupt
                       - protection * (p.relapse_mission + p.relapse_implementation * implementation))
            fail = (p.relapse_floor + p.relapse_start * young) * after * exp(pressed)
            settle = p.ceasefire_settlement * favour if phase == CEASEFIRE else 0.0
            young *= young_fade
            if expovariate(1.0) < fail + settle:
                if settle == 0.0 or random() < fail / (fail + settle):
                    phase, began, active, early = WAR, True, True, 1.0
                else:
                    phase, last, ended = PEACE, AGREEMENT, AGREEMENT
        war = phase == WAR
        if war and not began:
            if active:
                odds = quiet_odds * exp(p.spell_mission * presence)
                active = random() >= odds / (1.0 + odds)
            else:
                active = random() < to_active

        # Deaths.
        intensity = p.intensity_persistence * intensity + p.intensity_sd * gauss(0.0, 1.0)
        battle = government = rebel = 0.0
        if phase != PEACE:
            share = (1.0 if active else p.quiet_share) if war else p.ceasefire_share
            mean = min(exp(severity + intensity), cap) * share * mediated * exp(-p.battle_troops * troops)
            battle = float(np.random.poisson(mean))
        government_on = war and (random() >= p.government_stop if government_on else random() < p.government_start)
        rebel_on = war and (random() >= p.rebel_stop if rebel_on else random() < p.rebel_start)
        if government_on or rebel_on:
            heat = severity - p.severity_centre + intensity
            posture = 1.0 + p.one_sided_posture * (p.posture - 0.5)
            shield = p.one_sided_troops * troops * posture + p.one_sided_police * police
            if government_on:
                size = exp(p.government_level + p.government_sd * gauss(0.0, 1.0) + p.government_tie * heat)
                government = float(round(min(size, cap) * exp(-shield * (1.0 - p.one_sided_rebels))))
            if rebel_on:
                size = exp(p.rebel_level + p.rebel_sd * gauss(0.0, 1.0) + p.rebel_tie * heat)
                rebel = float(round(min(size, cap) * exp(-shield * (1.0 + p.one_sided_rebels))))
        deaths = battle + government + rebel

        # Society.
        fled = 0.0
        if deaths > 0.0:
            noise = exp(p.displaced_sd * (gauss(0.0, 1.0) - 0.5 * p.displaced_sd))
            fled = p.displaced_per_death * deaths * noise * exp(-p.displaced_uniformed * troops)
            fled = min(fled, max(0.4e6 * p.population - displaced, 0.0))
        rate = (p.return_war if war else p.return_peace) * exp(p.returns_uniformed * troops)
        returned = displaced * min(rate, 0.5)
        displaced += fled - returned
        stress = 1.0 if war else 0.2
        heat = 1.0 + p.aid_workers_intensity * (sqrt(sqrt(1.0 + battle)) - 1.0)
        attacks = float(np.random.poisson(p.aid_workers_level * stress * heat * exp(-p.aid_workers_troops * troops)))
        reported = exp(0.6 * gauss(0.0, 1.0) - 0.18 - p.sexual_violence_police * police)
        cases = float(round(p.sexual_violence_level * stress * reported))
        if started:
            women = indices[0]
            decline = p.women_decline if presence <= 0.0 and women > 0.0 else 0.0
            indices[0] = max(women + (p.women_growth * multidimensional - decline) / 1200.0, -0.9)
            momentum = max(multidimensional, momentum * 0.9591894573)
            after = (p.growth_mission - p.growth_fall_back) * momentum if presence <= 0.0 else 0.0
            indices[1] += (p.growth_mission * multidimensional + after) / 1200.0
            step = 1.0 / max(p.response_months if presence > 0.0 else p.fade_months, 1.0)
            engaged, work = min(consent / 0.6, 1.5), p.task_response * presence
            crime = p.crime_troops * troops / p.dose_max_troops - p.crime_police * police / p.dose_max_police
            targets = (p.maternal_health * multidimensional, p.household * presence,
                       p.democracy * civilians / 10.0 * engaged, p.power_sharing * civilians / 10.0,
                       p.environment * presence, p.protest * police / p.dose_max_police, crime,
                       -p.election_violence * presence, -work * (0.5 if war else 1.0), work * engaged)
            for k in range(10):
                place = k + 2 if k < 9 else 21
                indices[place] = min(max(indices[place] + step * (targets[k] - indices[place]), -0.95), 20.0)

        # Neighbours.
        spill = 1.0 + p.neighbour_spill * (1.0 - p.contagion_containment * presence) if war else 1.0
        infected = random() < peaceful * p.neighbour_onset * spill
        over = fighting > 0.0 and random() < fighting * p.neighbour_end
        change = (1.0 if infected else 0.0) - (1.0 if over else 0.0)
        fighting, peaceful = fighting + change, peaceful - change
        violence = min(deaths / p.population, 1.0e3)

        # Ledger.
        years[(month + calendar) // 12] += battle
        if age < 0:
            before += deaths
            continue
        if age == 0:
            war_at_start, displaced_start = war, displaced
        if 12 <= age < 36 and (there or not mission):
            window, window_months, displaced_end = window + deaths, window_months + 1.0, displaced
            window_infected = window_infected or infected
        if ended > 0:
            if first_kind == 0:
                first_kind, first_month = ended, float(age)
            if ended == AGREEMENT or ended == TRUCE:
                first_truce = min(first_truce, float(age))
            if ended == AGREEMENT:
                first_settlement = min(first_settlement, float(age))
        if not war and peace_from < 0.0:
            peace_from = float(age)
        if began and peace_to < 0.0 and peace_from >= 0.0:
            peace_to = float(age)
        sums[BATTLE] += battle
        sums[BY_GOVERNMENT] += government
        sums[BY_REBELS] += rebel
        sums[AT_WAR] += 1.0 if war else 0.0
        sums[INFECTED] += 1.0 if infected else 0.0
        sums[DISPLACED] += displaced
        sums[RETURNED] += returned
        sums[AID_WORKERS] += attacks
        sums[SEXUAL_VIOLENCE] += cases
        if mission:
            sums[DEATHS] += malicious + other_deaths
            sums[MALICIOUS] += malicious
            sums[PERSON_YEARS] += deployed / 12.0
            sums[COST] += spending
            sums[RECEIPTS] += receipts
            if there:
                sums[MISSION_MONTHS] += 1.0
                sums[REQUIREMENT] += required
                sums[BUDGET] += budget
                sums[SHORT] += 1.0 if short else 0.0
                sums[CUT] += 1.0 if gap > 0.01 else 0.0
            sums[UNPAID], sums[OWED] = unpaid, owed
            sums[CONTRIBUTORS] += to_contributors
            sums[OPERATIONS] += (c_operations + c_aviation + c_travel) * share_paid
            sums[PROGRAMME] += c_programme * share_paid
            sums[CIVILIANS] += c_staff * share_paid
            sums[OVERHEAD] += (c_overhead + liquidation) * share_paid
            for k in range(INDICES):
                sums[FIRST_INDEX + k] += indices[k]

    done = 0.4 * done_military + 0.2 * done_police + 0.4 * done_civilian
    first = (war_at_start, first_kind, first_month, first_truce, first_settlement, peace_from, peace_to)
    change = (window, window_months, before, displaced_end, displaced_start, window_infected)
    return calendar, phase == PEACE, first, change, (forced, terminated, exit_month, done)

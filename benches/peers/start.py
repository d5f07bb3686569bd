"""How a history of benches/plain begins: traits of the conflict, levels, what is drawn once."""

from math import exp, log, sqrt
from random import gauss, random


def begin(p):
    """Calendar month of month 0, traits of the conflict, its spells, the host with the Council, the operation."""
    calendar = int(12.0 * random())
    severity = log(p.severity_median) + p.severity_sigma * gauss(0.0, 1.0)
    z = (severity - p.severity_centre) / p.severity_spread
    frailty = p.frailty_sd * (p.frailty_tie * z + sqrt(1.0 - p.frailty_tie * p.frailty_tie) * gauss(0.0, 1.0))
    to_quiet = 1.0 / (1.0 + exp(p.quiet_severity * z - p.quiet_level))
    to_active = 1.0 / (1.0 + exp(-p.active_level - p.active_severity * z))
    quiet_odds = to_quiet / (1.0 - to_quiet)
    agreement = p.ending_agreement * exp(p.agreement_severity * z)
    spread = p.intensity_sd / sqrt(1.0 - p.intensity_persistence * p.intensity_persistence)
    ending_base, relapse_frailty = p.ending_hazard * exp(frailty), p.relapse_frailty * frailty
    mediated = exp(-p.battle_mediation * (p.mediation - p.mediation_reference))
    cap = p.intensity_cap * 1.0e6 * p.population
    early = exp(-p.age / p.ending_early_months)
    active = random() < to_active / (to_active + to_quiet)
    government_on = random() < p.government_start / (p.government_start + p.government_stop)
    rebel_on = random() < p.rebel_start / (p.rebel_start + p.rebel_stop)
    intensity = spread * gauss(0.0, 1.0)
    unity_level, asked = log(p.unity / (1.0 - p.unity)), log(p.consent / (1.0 - p.consent))
    usual = log(p.acceptance_level / (1.0 - p.acceptance_level))
    unity_x = p.unity_sd / sqrt(1.0 - p.unity_persistence * p.unity_persistence) * gauss(0.0, 1.0)
    phi = p.consent_persistence
    consent_x = p.consent_sd / sqrt(1.0 - phi * phi) * gauss(0.0, 1.0)
    skill = (p.performance_base + p.performance_quality * p.quality + p.performance_leadership * p.leadership
             + p.performance_capabilities * p.capabilities + p.performance_knowledge * p.local_knowledge)
    skill *= 1.0 - p.caveat_loss * p.caveats
    fill_x = p.fill_sd / sqrt(1.0 - p.fill_persistence * p.fill_persistence) * gauss(0.0, 1.0)
    delay, ramp = p.ramp_delay * max(gauss(0.0, 1.0), 0.0), p.ramp_months * exp(p.ramp_spread * gauss(0.0, 1.0))
    per_person = p.reimbursement + p.equipment + p.operations + (p.operations + p.equipment) * p.overhead
    per_civilian = p.civilian_cost * (1.0 + p.overhead)
    full_cost = (p.troops + p.police + p.observers) * per_person + p.civilians * per_civilian
    conflict = (severity, quiet_odds, to_active, agreement, spread, ending_base, relapse_frailty, mediated, cap, early)
    spells, host = (active, government_on, rebel_on, intensity), (unity_level, asked, usual, unity_x, consent_x)
    return calendar, conflict, spells, host, (skill, fill_x, delay, ramp, full_cost)

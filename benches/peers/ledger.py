"""What a history comes to at its end, coded as benches/plain/ledger.rs codes it."""

from math import nan

from inputs import *  # noqa: F403 -- names of places


def finish(sums, years, mission, calendar, at_peace, first, change, end):
    """Leaves the outcomes in `sums`; not a number where one is undefined."""
    (war_at_start, first_kind, first_month, first_truce, first_settlement, peace_from, peace_to) = first
    (window, window_months, before, displaced_end, displaced_start, window_infected) = change
    forced, terminated, exit_month, done = end
    # Outcomes by calendar year.
    complete_from = 1 if calendar > 0 else 0
    complete_to = (MONTHS + calendar) // 12
    conflict_years = war_years = 0.0
    peace_year = -1
    for year in range(complete_from, complete_to):
        if 12 * year - calendar >= START:
            conflict_years += 1.0 if years[year] >= 25.0 else 0.0
            war_years += 1.0 if years[year] >= 1000.0 else 0.0
        if peace_year < 0 and years[year] < 25.0 and 12 * year - calendar + 11 >= START:
            peace_year = year
    sums[CONFLICT_YEARS], sums[WAR_YEARS], sums[RELAPSE] = conflict_years, war_years, nan
    if peace_year >= 0:
        relapsed = False
        for year in range(peace_year + 1, min(peace_year + 6, complete_to)):
            relapsed = relapsed or years[year] >= 25.0
        if peace_year + 6 <= complete_to:
            sums[RELAPSE] = 1.0 if relapsed else 0.0
    # Endings.
    sums[CEASEFIRE_TIME] = first_truce if war_at_start else nan
    sums[SETTLEMENT_TIME] = first_settlement if war_at_start else nan
    for k in range(5):
        sums[ENDED + k] = 0.0 if war_at_start else nan
    if war_at_start:
        if first_month >= 120.0:
            sums[STILL_FIGHTING] = 1.0
        elif first_kind == AGREEMENT or first_kind == TRUCE:
            sums[ENDED + first_kind - 1] = 1.0
        elif first_kind == FADING:
            sums[ENDED + 3] = 1.0
        else:
            sums[ENDED + 2] = 1.0
    sums[PEACE_MONTHS] = sums[PEACE_FAILED] = nan
    if peace_from >= 0.0:
        sums[PEACE_MONTHS] = (peace_to if peace_to >= 0.0 else (MONTHS - START)) - peace_from
        sums[PEACE_FAILED] = 1.0 if peace_to >= 0.0 else 0.0
    sums[AT_PEACE] = 1.0 if at_peace else 0.0
    # Success.
    sums[WARTIME] = nan
    if war_at_start:
        calmer = window_months > 0.0 and window / max(window_months, 1.0) < before / 12.0
        sums[WARTIME] = 1.0 if calmer and displaced_end <= displaced_start and not window_infected else 0.0
    sums[SUCCESS] = sums[WITHDRAWN] = sums[TERMINATED] = sums[IMPLEMENTATION] = nan
    if mission:
        sums[WITHDRAWN], sums[TERMINATED] = 1.0 if forced else 0.0, 1.0 if terminated else 0.0
        sums[IMPLEMENTATION] = done
        if 0 <= exit_month <= MONTHS - 24:
            calm = True
            for year in range((exit_month + calendar) // 12, min((exit_month + calendar) // 12 + 3, YEARS)):
                calm = calm and years[year] < 25.0
            sums[SUCCESS] = 1.0 if calm and not forced and sums[IMPLEMENTATION] >= 0.6 else 0.0
    for k in range(INDICES):
        sums[FIRST_INDEX + k] = 100.0 * (1.0 + sums[FIRST_INDEX + k] / (MONTHS - START))

"""benches/plain as Python runs it, alone and under EMA Workbench."""

import random
import time

import numpy as np

from inputs import COUNT, INDICES, INPUTS, NAMES, PAYERS, YEARS
from ledger import finish
from scalar import history
from start import begin


def one(mission=True):
    """One history: its outcomes."""
    sums, years = [0.0] * COUNT, [0.0] * YEARS
    state = history(INPUTS, mission, begin(INPUTS), sums, [0.0] * INDICES, years, [0.0] * PAYERS)
    finish(sums, years, mission, *state)
    return sums


def seeded(seed, mission=True):
    """One history that depends on nothing but its seed."""
    random.seed(seed)
    np.random.seed(seed)
    return one(mission)


def model(seed=0):
    """What EMA Workbench calls; its processes begin with the same generators, so each history seeds its own."""
    return dict(zip(NAMES, seeded(seed)))


def ema_program():
    """A function that takes the seconds of `n` experiments on two processes."""
    from ema_workbench import IntegerParameter, Model, MultiprocessingEvaluator, ScalarOutcome

    ema = Model("peer", function=model)
    ema.uncertainties = [IntegerParameter("seed", 0, 2**31 - 1)]
    ema.outcomes = [ScalarOutcome(name) for name in NAMES]

    def run(n):
        with MultiprocessingEvaluator(ema, n_processes=2) as evaluator:
            started = time.perf_counter()
            evaluator.perform_experiments(scenarios=n)
            return time.perf_counter() - started

    return run

"""benches/plain compiled by numba: a scalar loop, histories in parallel."""

import numba
import numpy as np

import ledger
import scalar
import start
from inputs import COUNT, INDICES, PAYERS, RECORD, YEARS

begin, history, finish = numba.njit(start.begin), numba.njit(scalar.history), numba.njit(ledger.finish)


@numba.njit(parallel=True)
def many(record, mission, n):
    out = np.zeros((n, COUNT))
    for k in numba.prange(n):
        years = np.zeros(YEARS)
        p = record[0]
        state = history(p, mission, begin(p), out[k], np.zeros(INDICES), years, np.zeros(PAYERS))
        finish(out[k], years, mission, *state)
    return out


def histories(n, mission=True):
    """`n` histories on two threads, a row each."""
    return many(RECORD, mission, n)


numba.set_num_threads(min(2, numba.config.NUMBA_NUM_THREADS))

"""The month of benches/plain in numpy, in numba and in plain Python under EMA Workbench.

    python3 -m venv peers && peers/bin/pip install numpy numba ema_workbench
    PKOSIM_PEERS=peers/bin/python cargo bench --bench ratios
    cargo bench --bench ratios -- means > means.csv
    peers/bin/python benches/peers/peers.py check means.csv

The same equations at the same numbers (inputs.json) with the same outcomes; `check` prints the means of each
program beside those of the Rust one and how many standard errors lie between them; it fails above 4.5.

columns.py is numpy, an array operation for each line; scalar.py one history, which compiled.py has numba
compile and plainly.py runs as it stands.
"""

import csv
import os
import sys
import time
from concurrent.futures import ProcessPoolExecutor

os.environ.setdefault("OMP_NUM_THREADS", "1")

import numpy as np  # noqa: E402 -- after the number of threads is set

from inputs import NAMES  # noqa: E402

# Standard errors between two means that `check` does not take for luck.
TOO_FAR = 4.5
# Columns of each of the two numpy processes: narrower ones spend their time in calls.
WIDTH = 16_384


def numpy_chunk(job):
    import columns

    n, seed = job
    return columns.histories(n, seed).sum(0)


class Programs:
    """The peers, each made ready before its first measurement."""

    def __init__(self):
        self.pool = ProcessPoolExecutor(2)
        list(self.pool.map(numpy_chunk, [(8, 0), (8, 1)]))
        self.seed = 0
        self.run = None

    def time(self, name, n):
        """Seconds for `n` histories."""
        return getattr(self, name)(n)

    def numpy(self, n):
        self.seed += 2
        started = time.perf_counter()
        list(self.pool.map(numpy_chunk, [(WIDTH, self.seed), (WIDTH, self.seed + 1)]))
        return (time.perf_counter() - started) * n / (2 * WIDTH)

    def numba(self, n):
        import compiled

        compiled.histories(16)
        started = time.perf_counter()
        compiled.histories(n)
        return time.perf_counter() - started

    def ema(self, n):
        import plainly

        self.run = self.run or plainly.ema_program()
        few = min(n, 256)
        return self.run(few) * n / few


def compare(program, world, table, theirs):
    """Prints a program's means with the standard errors between them and `theirs`; returns the largest."""
    most = 0.0
    for name, column in zip(NAMES, table.T):
        column = column[np.isfinite(column)]
        if not len(column):
            continue
        mean, error = column.mean(), column.std() / len(column) ** 0.5
        line = f"{program:<8}{world:<8}{name:<34}{mean:>18.6f} +- {error:<14.6f}"
        if (world, name) in theirs:
            other, spread = theirs[world, name]
            apart = abs(mean - other)
            z = 0.0 if apart <= 1e-9 * abs(other) else apart / (error**2 + spread**2) ** 0.5
            line, most = f"{line}{other:>18.6f}{z:>7.2f}", max(most, z)
        print(line)
    return most


def check(path=None):
    """Each program's means, beside those of a table of the Rust program's where one is given."""
    theirs = {}
    if path:
        with open(path, newline="") as file:
            theirs = {(r["world"], r["outcome"]): (float(r["mean"]), float(r["error"])) for r in csv.DictReader(file)}
    import columns
    import compiled
    import plainly

    programs = {
        "numpy": lambda mission: columns.histories(20_000, 5, mission),
        "numba": lambda mission: compiled.histories(20_000, mission),
        "python": lambda mission: np.array([plainly.seeded(seed, mission) for seed in range(1_000)]),
    }
    most = {}
    for name, run in programs.items():
        for world in ("mission", "none"):
            most[name, world] = compare(name, world, run(world == "mission"), theirs)
    if theirs:
        for (name, world), z in most.items():
            print(f"{name}, world {world}: at most {z:.2f} standard errors apart")
        sys.exit(int(max(most.values()) > TOO_FAR))


def serve():
    """Answers lines of `program histories` with seconds, nan where there is no such program."""
    programs = Programs()
    for line in sys.stdin:
        name, n = line.split()
        try:
            seconds = programs.time(name, int(n))
        except ImportError:
            seconds = float("nan")
        print(seconds, flush=True)
    # Left to the interpreter's end, its processes are told to stop through a pipe that is closed by then.
    programs.pool.shutdown()


if __name__ == "__main__":
    what, *rest = sys.argv[1:] or ["check"]
    {"check": check, "serve": serve}[what](*rest)

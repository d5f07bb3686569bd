"""Pins for tests/sensitivity.rs: SALib on the same design and the same outcomes.
Run once: pip install SALib==1.6.0, then python tests/data/sensitivity_salib.py > tests/data/sensitivity_salib.csv"""
import sys
from importlib.metadata import version

import numpy as np
from SALib.analyze import morris as am, pawn, sobol
from SALib.sample.morris import sample as morris_sample
from scipy.stats import qmc

D = 3
LIMITS = {"num_vars": D, "names": ["x1", "x2", "x3"], "bounds": [[0, 1]] * D}


def ishigami(u):
    x = -np.pi + 2 * np.pi * u
    return np.sin(x[:, 0]) + 7 * np.sin(x[:, 1]) ** 2 + 0.1 * x[:, 2] ** 4 * np.sin(x[:, 0])


def saltelli(base):
    rows = []
    for r in base:
        a, b = r[:D], r[D:]
        rows.append(a)
        for i in range(D):
            x = a.copy(); x[i] = b[i]; rows.append(x)
        for i in range(D):
            x = b.copy(); x[i] = a[i]; rows.append(x)
        rows.append(b)
    return np.array(rows)


def out(name, values):
    print(name + "," + ",".join(repr(float(v)) for v in np.ravel(values)))


print("# SALib " + version("SALib") + ", numpy " + version("numpy"))
base = np.round(qmc.Sobol(2 * D, seed=1).random(64), 6)
for r in base:
    out("base", r)
s = sobol.analyze(LIMITS, ishigami(saltelli(base)), calc_second_order=True, num_resamples=10)
out("first", s["S1"]); out("total", s["ST"])
out("second", [s["S2"][0, 1], s["S2"][0, 2], s["S2"][1, 2]])
x = morris_sample(LIMITS, 8, num_levels=4, seed=3)
m = am.analyze(LIMITS, x, ishigami(x), num_resamples=10, num_levels=4)
for r in x:
    out("morris", r)
out("mu", m["mu"]); out("mu_star", m["mu_star"]); out("sigma", m["sigma"])
x = np.round(np.random.default_rng(5).random((200, D)), 6)
for r in x:
    out("sample", r)
p = pawn.analyze(LIMITS, x, ishigami(x), S=10)
out("pawn", p["median"])

"""Pins for tests/discovery.rs: PRIM of EMA Workbench and scikit-learn's tree on one data set.
Run once: pip install ema_workbench==2.5.3 scikit-learn, then python tests/data/discovery_ema.py > tests/data/discovery_ema.csv"""
import warnings
from importlib.metadata import version

warnings.simplefilter("ignore")
import numpy as np
import pandas as pd
from ema_workbench.analysis import prim
from sklearn.tree import DecisionTreeClassifier

random = np.random.default_rng(11)
n = 600
x = pd.DataFrame(np.round(random.random((n, 3)), 5), columns=["a", "b", "c"])
x["form"] = random.choice(["joint", "sequenced", "hybrid", "un-only"], n)
inside = (x.a > 0.55) & (x.b < 0.6) & x.form.isin(["joint", "hybrid", "un-only"])
y = np.where(inside, random.random(n) < 0.9, random.random(n) < 0.08)

print("# ema_workbench " + version("ema_workbench") + ", scikit-learn " + version("scikit-learn"))
for row, case in zip(x.itertuples(index=False), y):
    print(f"point,{row.a!r},{row.b!r},{row.c!r},{row.form},{int(case)}")
p = prim.Prim(x, y.astype(int), threshold=0.5)
box = p.find_box()
for s in box.peeling_trajectory.itertuples(index=False):
    print(f"step,{s.coverage!r},{s.density!r},{s.mass!r},{s.res_dim}")
lims = box.box_lims[-1]
for c in "abc":
    print(f"limit,{c},{float(lims[c][0])!r},{float(lims[c][1])!r}")
print("levels," + ",".join(sorted(lims["form"][0])))
box2 = p.find_box()
s = box2.peeling_trajectory.iloc[-1]
print(f"second,{s.coverage!r},{s.density!r},{s.mass!r},{s.res_dim}")
t = DecisionTreeClassifier(max_depth=2, min_samples_leaf=30, random_state=0).fit(x[["a", "b", "c"]], y)
print(f"tree,{t.tree_.feature[0]},{float(t.tree_.threshold[0])!r},{t.score(x[['a', 'b', 'c']], y)!r}," + ",".join(repr(float(i)) for i in t.feature_importances_))

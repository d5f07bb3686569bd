"""Reads an exported sweep with Polars and DuckDB and holds both against its CSV tables.

    python parquet.py FOLDER_OF_THE_SWEEP
"""

import csv
import json
import math
import sys

import duckdb
import polars as pl

folder = sys.argv[1]
results = pl.read_parquet(f"{folder}/parquet/results.parquet")
points = pl.read_parquet(f"{folder}/parquet/points.parquet")
with open(f"{folder}/results.csv", newline="") as file:
    lines = list(csv.DictReader(file))
assert len(lines) == results.height, (len(lines), results.height)
assert list(lines[0]) == results.columns
for line, row in zip(lines, results.iter_rows(named=True)):
    assert int(line["point"]) == row["point"] and line["outcome"] == row["outcome"]
    assert (line["mean"] == "" and row["mean"] is None) or float(line["mean"]) == row["mean"]

glob = f"{folder}/parquet/replicates/**/*.parquet"
lazily = pl.scan_parquet(glob, hive_partitioning=True)
means = lazily.group_by("point").agg(pl.col("mission.cost_usd").mean()).collect()
by_polars = dict(means.iter_rows())
query = f'select point, avg("mission.cost_usd") from read_parquet(\'{glob}\', hive_partitioning = true) group by point'
by_duckdb = dict(duckdb.sql(query).fetchall())
cost = {
    int(line["point"]): float(line["mean"])
    for line in lines
    if line["outcome"] == "cost_usd" and line["world"] == "mission"
}
assert cost.keys() == by_polars.keys() == by_duckdb.keys()
for point, mean in cost.items():
    assert math.isclose(mean, by_polars[point], rel_tol=1e-9), point
    assert math.isclose(mean, by_duckdb[point], rel_tol=1e-9), point

joined = results.join(points, on="point").filter(pl.col("outcome") == "success")
assert joined["host.consent"].dtype == pl.Float64 and joined["host.phase"].dtype == pl.String
query = f"select value from parquet_kv_metadata('{folder}/parquet/results.parquet') where decode(key) = 'pkosim.dictionary'"
entries = json.loads(bytes(duckdb.sql(query).fetchall()[0][0]))
assert [entry["column"] for entry in entries] == results.columns
print(f"agree: {results.height} rows, {len(cost)} points")

#!/usr/bin/env bash
# A sweep as an array of a Slurm cluster has the bytes of a sweep on this machine, whatever happens to its elements.
#
#   tests/slurm.sh [PKOSIM]      on a machine where sbatch reaches a cluster (SLURM_CONF set where it needs to be)
#
# One element is cancelled, one is killed, one runs twice at once; then the merge names what is missing, the array line
# that it prints fills it, and the merged folder is compared with a local run. Then the node of another array fails and
# comes back. Takes about four minutes, most of which Slurm waits before it runs requeued elements. Without Slurm it says
# so and ends with 0: set SLURM_REQUIRED=1 where that would be a failure. Without the right to set a node down (or with
# SLURM_NO_NODE_FAILURE=1) the last part is left out.
set -euo pipefail

pkosim=$(realpath "${1:-target/release/pkosim}")
fail() { echo "slurm.sh: FAILED: $*" >&2; exit 1; }
if ! command -v sbatch >/dev/null || ! sinfo >/dev/null 2>&1; then
  [ -z "${SLURM_REQUIRED:-}" ] || fail "no Slurm"
  echo "slurm.sh: skipped, no Slurm here"
  exit 0
fi

home=$(mktemp -d)
trap 'scancel --name=pkosim-array 2>/dev/null || true; rm -rf "$home"' EXIT
cd "$home"
cat > array.toml <<'TOML'
replicates = 3_000
outcomes = ["success", "lives_saved", "cost_usd"]
[axes]
mission.troops = { from = 2_000, to = 16_000, steps = 8 }
host.consent = [0.2, 0.4, 0.6, 0.8]
TOML

# Waits until no job of this name is left; a controller that does not answer is asked again.
wait_jobs() {
  local end=$((SECONDS + 300)) left
  while left=$(squeue --noheader --name=pkosim-array 2>/dev/null || echo unknown); [ -n "$left" ]; do
    [ $SECONDS -lt $end ] || fail "jobs still there after 300 s: $left"
    sleep 0.3
  done
}

# Waits until an element of an array has begun its shard.
wait_begun() {
  local end=$((SECONDS + 120))
  until compgen -G "$2/shards/shard-$1/part-*.pks" >/dev/null; do
    [ $SECONDS -lt $end ] || fail "element $1 did not begin"
    sleep 0.05
  done
}

# Compares a merged folder with the local run.
same() {
  local file
  for file in points.csv results.csv failures.csv manifest.json; do
    cmp "local/$file" "$1/$file" || fail "$file differs"
  done
}

"$pkosim" sweep array.toml --out local --quiet
"$pkosim" slurm array.toml --array 4 --cpus 1 --time 00:10:00 --out out --program "$pkosim" --script array.sbatch

echo "slurm.sh: an array of 4, of which element 2 is cancelled and element 3 killed"
job=$(sbatch --parsable array.sbatch)
(wait_begun 2 out && scancel "${job}_2") &
canceller=$!
(wait_begun 3 out && scancel --signal=KILL --full "${job}_3") &
killer=$!
wait $canceller $killer
wait_jobs

echo "slurm.sh: the merge names what is missing"
if "$pkosim" merge out/shards --out merged 2> missing.txt; then
  fail "the merge of an unfinished array succeeded"
fi
cat missing.txt
array=$(grep -o -- '--array=[0-9,]*' missing.txt) || fail "no array line"
[ "$array" = --array=2,3 ] || fail "expected --array=2,3, found $array"

echo "slurm.sh: $array again, and element 3 a second time at once"
sbatch --parsable "$array" array.sbatch
sbatch --parsable --array=3 array.sbatch
wait_jobs
"$pkosim" merge out/shards --out merged
"$pkosim" verify merged

same merged
echo "slurm.sh: the array has the bytes of the local run"

[ -z "${SLURM_NO_NODE_FAILURE:-}" ] || exit 0
"$pkosim" slurm array.toml --array 2 --cpus 1 --time 00:10:00 --out failed --program "$pkosim" --script failed.sbatch
job=$(sbatch --parsable failed.sbatch)
wait_begun 1 failed
node=$(squeue --noheader --jobs="$job" --states=RUNNING --format=%N | head -n 1)
if ! scontrol update "NodeName=$node" State=DOWN Reason=slurm.sh; then
  echo "slurm.sh: no right to set a node down: its failure is not tried"
  exit 0
fi
echo "slurm.sh: $node failed under an array of 2; it comes back, and Slurm runs the elements again"
# Where it has registered again meanwhile there is nothing to resume.
scontrol update "NodeName=$node" State=RESUME || echo "slurm.sh: $node is back by itself"
wait_jobs
"$pkosim" merge failed/shards --out failed/whole
same failed/whole
echo "slurm.sh: the array whose node failed has the bytes of the local run"

#!/usr/bin/env bash
# The pages of pkosim in a real browser: `explore` and reports, by mouse, keyboard and touch, in both languages, offline.
#
#   tests/browser.sh [PKOSIM] [SHOTS]     a program built with `--features explore`; a folder for screenshots, if wanted
#
# Takes about three minutes. Where Chromium, its driver (Debian: chromium, chromium-driver) or Python 3.9 are not at hand, or
# the program has no `explore`, it says so and ends with 0: set BROWSER_REQUIRED=1 where that would be a failure.
set -euo pipefail

skip() {
  [ -z "${BROWSER_REQUIRED:-}" ] || { echo "browser.sh: FAILED: $*" >&2; exit 1; }
  echo "browser.sh: skipped, $*"
  exit 0
}
here=$(cd "$(dirname "$0")" && pwd)
pkosim=$(realpath "${1:-target/release/pkosim}")
command -v chromedriver >/dev/null || skip "no chromedriver here"
command -v chromium chromium-browser google-chrome >/dev/null || skip "no Chromium here"
python3 -c 'import sys; sys.exit(sys.version_info < (3, 9))' 2>/dev/null || skip "no Python 3.9 here"
"$pkosim" explore --help >/dev/null 2>&1 || skip "$pkosim was built without --features explore"

PYTHONDONTWRITEBYTECODE=1 exec python3 "$here/browser/pages.py" "$pkosim" ${2:+"$2"}

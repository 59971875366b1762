#!/bin/sh
# Our forecasts beside those of statsforecast and Prophet on the same series, with accuracy and CPU time.
#   DATA    benchmark folder (default ../shared/bench)
#   LIMIT   series of each set (default 3)
#   VENV    throw-away Python environment, made when missing (default in the temporary folder)
#   RIVALS  which of AutoARIMA AutoETS AutoTheta MSTL Prophet (default all)
set -eu
here=$(CDPATH= cd -- "$(dirname -- "$0")/../../.." && pwd)
data=${DATA:-$here/../shared/bench}
limit=${LIMIT:-3}
venv=${VENV:-${TMPDIR:-/tmp}/headroom-bench-venv}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT INT TERM

if [ ! -f "$data/score.py" ]; then
  echo "bench-forecast: no benchmark in $data. Set DATA to its folder." >&2
  exit 1
fi
if [ ! -x "$venv/bin/python" ]; then
  python3 -m venv "$venv"
fi
if ! "$venv/bin/python" -c 'import statsforecast' 2>/dev/null; then
  "$venv/bin/pip" install --quiet statsforecast==2.1.1 pandas
fi
if ! "$venv/bin/python" -c 'import prophet' 2>/dev/null; then
  "$venv/bin/pip" install --quiet prophet || echo 'Prophet does not install here: left out.'
fi

sets=$("$venv/bin/python" -c 'import json, sys
print(" ".join(sorted({meta["dataset"] for meta in json.load(open(sys.argv[1])).values()})))' "$data/forecast_meta.json")
for model in ensemble auto seasonal-naive; do
  for set in $sets; do
    "$here/bin/headroom" bench forecast --data "$data" --out "$work/ours-$model-$set.csv" \
      --model "$model" --dataset "$set" --limit "$limit" >"$work/ours-$model-$set.txt"
  done
done
"$venv/bin/python" - "$work" <<'PYTHON'
import glob, json, os, re, sys
cost = {}
for model in ('ensemble', 'auto', 'seasonal-naive'):
    for path in sorted(glob.glob(os.path.join(sys.argv[1], f'ours-{model}-*.txt'))):
        spent = re.search(r'([\d.]+) a forecast', open(path).read())
        name = os.path.basename(path)[len(f'ours-{model}-'):-len('.txt')]
        cost.setdefault(model, {})[name] = float(spent.group(1))
json.dump(cost, open(os.path.join(sys.argv[1], 'cpu.json'), 'w'))
PYTHON
OMP_NUM_THREADS=1 NUMBA_NUM_THREADS=1 "$venv/bin/python" "$here/tests/bench/forecast/rivals.py" "$data" "$work" "$limit"

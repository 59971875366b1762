#!/bin/sh
# Loads what the sample exporter wrote into Prometheus' data folder, closes the gap up to now, and becomes Prometheus.
# Usage: load-history.sh HISTORY_DIR DATA_DIR EXPORTER_URL PROMETHEUS_ARGUMENT...
set -eu

history=$1
data=$2
exporter=$3
shift 3

load() {
  promtool tsdb create-blocks-from openmetrics --quiet --max-block-duration=54h "$1" "$data"
  rm -f "$1"
}

until [ -f "$history/until" ]; do
  sleep 1
done

loaded=no
for file in "$history"/*.om; do
  [ -f "$file" ] || continue
  echo "Loading $file."
  load "$file"
  loaded=yes
done

if [ "$loaded" = yes ]; then
  wget -q -O "$data/since.om" "$exporter/history?from=$(cat "$history/until")"
  load "$data/since.om"
fi

exec prometheus "$@"

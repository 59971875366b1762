# Two commands: `make demo` shows Headroom at work, `make test` runs every check.
SHELL := /bin/sh
BIN := node_modules/.bin
export PATH := $(CURDIR)/$(BIN):$(PATH)

.PHONY: demo test build bench bench-forecast faults properties fuzz screenshots clean

node_modules/.installed: package.json package-lock.json
	npm ci --no-audit --no-fund --loglevel=error
	touch $@

# Rebuilds only when something that goes into the package is newer.
dist/.built: node_modules/.installed $(shell find src pkg scripts .config -type f -not -name '*.test.*' 2>/dev/null) LICENSE CHANGELOG.md README.md
	npm run -s build
	touch $@

build: dist/.built

demo: dist/.built
	node scripts/demo.ts

test: node_modules/.installed
	node scripts/check.ts

bench: dist/.built
	node tests/bench/forecast/cost.ts
	node tests/bench/anomaly.ts
	node tests/bench/engine.ts
	node tests/bench/cluster.ts

# Kills, full and failing disks, power cuts, damaged files and broken servers under load, N of them (50), with a SEED of yours or a fresh one. Needs root, for a disk of its own.
# Where GRAFANA_HOME and GRAFANA_BIN name a Grafana, that is killed, too.
faults: dist/.built
	node tests/faults/run.ts --faults $(or $(N),50) $(if $(SEED),--seed $(SEED))
	$(if $(GRAFANA_BIN),node tests/faults/grafana.ts $(if $(SEED),--seed $(SEED)))

# Our forecasts beside AutoARIMA, AutoETS, AutoTheta, MSTL and Prophet (DATA, LIMIT, VENV and RIVALS are yours to choose).
bench-forecast: node_modules/.installed
	node tests/bench/forecast/cost.ts
	sh tests/bench/forecast/compare.sh

clean:
	rm -rf dist build .demo test-results

# Every forecasting model, and ensemble and auto with their bands, on 10,000 generated series each (N and SEED are yours to choose).
properties: node_modules/.installed
	HEADROOM_PROPERTY_RUNS=$(or $(N),10000) HEADROOM_PROPERTY_SEED=$(or $(SEED),20261124) \
	  HEADROOM_SEED=$(or $(SEED),20261124) vitest run --project unit --maxWorkers 2 \
	  pkg/model/forecast/robustness.test.ts pkg/model/forecast/soundness.test.ts \
	  -t 'every model on|of the model (ensemble|auto) |made together'

# 10,000 mutated inputs at each door: query, resource call, REST routes, configuration file, answers of Prometheus (N and SEED are yours to choose).
fuzz: dist/.built
	HEADROOM_FUZZ_RUNS=$(or $(N),10000) HEADROOM_SEED=$(or $(SEED),20261130) vitest run --project fuzz

# Two commands: `make demo` shows Headroom at work, `make test` runs every check.
SHELL := /bin/sh
BIN := node_modules/.bin
export PATH := $(CURDIR)/$(BIN):$(PATH)

.PHONY: demo test build bench bench-forecast properties screenshots clean

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
	node tests/bench/engine.ts

clean:
	rm -rf dist build .demo test-results

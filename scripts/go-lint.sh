#!/bin/sh
# Format, vet and the sums of the modules of the Go code.
set -eu
cd "$(dirname "$0")/.."
command -v go >/dev/null || { echo "Go is missing. Install it, or run .ci/run." >&2; exit 1; }
export GOTOOLCHAIN="${GOTOOLCHAIN:-auto}" GOFLAGS=-mod=readonly
unformatted=$(gofmt -l pkg/forwarder tests/conformance Magefile.go)
[ -z "$unformatted" ] || { echo "Run gofmt -w on: $unformatted" >&2; exit 1; }
go vet ./pkg/forwarder ./tests/conformance
go vet -tags mage .
go mod verify

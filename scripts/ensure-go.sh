#!/bin/sh
# Prints the folder of a Go that is new enough for go.mod. An older one, such as a distribution's, fetches it from the
# module proxy, which has Go itself, too.
set -eu
cd "$(dirname "$0")/.."
export PATH="$PATH:/usr/local/go/bin"
scripts/ensure-packages.sh go:golang-go >&2
wanted=$(sed -n 's/^go //p' go.mod)
have=$(go version | sed 's/^go version go\([0-9.]*\).*/\1/')
if [ "$(printf '%s\n' "$wanted" "$have" | sort -V | tail -n 1)" = "$have" ]; then
  dirname "$(command -v go)"
  exit 0
fi
cd /
module="golang.org/toolchain@v0.0.1-go$wanted.$(go env GOOS)-$(go env GOARCH)"
folder=$(go mod download -json "$module" | sed -n 's/.*"Dir": "\(.*\)".*/\1/p')
[ -n "$folder" ] || { echo "Cannot fetch $module. Install Go $wanted or newer and run this again." >&2; exit 1; }
chmod u+x "$folder"/bin/* "$folder"/pkg/tool/*/*
echo "$folder/bin"

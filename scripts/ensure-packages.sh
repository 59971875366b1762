#!/bin/sh
# Installs Debian packages whose programs are missing; says plainly what it cannot install.
# Usage: ensure-packages.sh PROGRAM[:PACKAGE] ...
set -eu
packages=""
for entry in "$@"; do
  program=${entry%%:*}
  command -v "$program" >/dev/null 2>&1 || packages="$packages ${entry##*:}"
done
[ -n "$packages" ] || exit 0
if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null 2>&1; then
  echo "Missing:$packages. Install them with your package manager and run this again." >&2
  exit 1
fi
echo "Installing$packages."
export DEBIAN_FRONTEND=noninteractive
apt-get update -qq
# shellcheck disable=SC2086
apt-get install -y -qq --no-install-recommends $packages >/dev/null

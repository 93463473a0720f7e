#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Installs the system packages that npusim needs (Debian 12), with --tests those that only tests need
# too, with --mpi those of a build that shares campaigns among machines (-DNPUSIM_MPI=ON). Returns at
# once when all are there. Works as root or with sudo.
set -euo pipefail

packages=(
  catch2 ccache cmake g++ libcli11-dev libdeflate-dev libdw-dev libfmt-dev libhdf5-dev libseccomp-dev
  libsystemc-dev libxxhash-dev ninja-build nlohmann-json3-dev pkg-config python3
)
# For the tests: of the Python package, of layers (git lists the project's files), of the HTML report
# (Chromium opens it, its page is bundled anew; a Node.js that is there already will do).
test_packages=(
  chromium git python3-h5py python3-numpy python3-pandas python3-pip python3-pytest python3-setuptools
  python3-venv python3-wheel
)
command -v node >/dev/null && command -v npm >/dev/null || test_packages+=(nodejs npm)

for option in "$@"; do
  case "$option" in
    --tests) packages+=("${test_packages[@]}") ;;
    --mpi) packages+=(libopenmpi-dev openmpi-bin) ;;
    *)
      echo "usage: tools/setup.sh [--tests] [--mpi]" >&2
      exit 2
      ;;
  esac
done

if ! command -v dpkg-query >/dev/null; then
  echo "tools/setup.sh: this is not a Debian system; install the equivalents of: ${packages[*]}" >&2
  exit 3
fi

missing=()
for package in "${packages[@]}"; do
  state=$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null || true)
  [ "$state" = installed ] || missing+=("$package")
done
[ ${#missing[@]} -eq 0 ] && exit 0

as_root=()
if [ "$(id -u)" -ne 0 ]; then
  if ! command -v sudo >/dev/null; then
    echo "tools/setup.sh: needs root or sudo to install: ${missing[*]}" >&2
    exit 3
  fi
  as_root=(sudo)
fi
echo "installing: ${missing[*]}"
log=$(mktemp)
trap 'rm -f "$log"' EXIT
install() {
  "${as_root[@]}" apt-get update &&
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
      apt-get install -y --no-install-recommends "${missing[@]}"
}
if ! install >"$log" 2>&1; then
  tail -n 20 "$log" >&2
  echo "tools/setup.sh: apt-get failed; the lines above say why" >&2
  exit 3
fi

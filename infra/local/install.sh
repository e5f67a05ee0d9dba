#!/usr/bin/env bash
# Makes the virtual environment and installs what requirements-dev.txt pins. Does nothing when both are current.
set -euo pipefail
cd "$(dirname "$0")/../.."

venv=${VENV:-.venv}
wanted=$(cat requirements.txt requirements-docs.txt requirements-dev.txt infra/local/install.sh | cksum)
stamp=$venv/installed-requirements

find_python() {
  local name
  for name in ${PYTHON:-python3.11 python3.12 python3.13 python3}; do
    if command -v "$name" >/dev/null && "$name" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))'; then
      echo "$name"
      return
    fi
  done
  echo "Python 3.11, 3.12 or 3.13 is needed. On Debian 12:  apt-get install python3 python3-venv" >&2
  exit 1
}

# Debian ships the venv module without pip in it; a separate package brings that.
require_venv() {
  "$1" -c 'import ensurepip, venv' 2>/dev/null && return
  if [ "$(id -u)" = 0 ] && [ -n "${CI:-}" ]; then
    echo "setup: installing python3-venv"
    apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq python3-venv >/dev/null
    return
  fi
  echo "The venv module of $1 is incomplete. On Debian:  apt-get install python3-venv" >&2
  exit 1
}

if [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$wanted" ]; then
  exit 0
fi
python=$(find_python)
if [ ! -x "$venv/bin/python" ] || ! "$venv/bin/python" -m pip --version >/dev/null 2>&1; then
  require_venv "$python"
  echo "setup: creating $venv with $("$python" --version)"
  "$python" -m venv --clear "$venv"
fi
echo "setup: installing the pinned requirements (the first time takes a minute or two)"
# Newer pip breaks the packaging step.
"$venv/bin/python" -m pip install --quiet --disable-pip-version-check 'pip<26.3'
"$venv/bin/python" -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
echo "$wanted" >"$stamp"

#!/usr/bin/env bash
# Renews requirements.txt and requirements-dev.txt from the .in files, for Python 3.11 and later on every platform.
# Arguments go to uv, for example --upgrade or --upgrade-package django.
set -euo pipefail
cd "$(dirname "$0")/.."

# A tool of one's own, outside .venv: it must not end up in what it locks.
werkzeug=$(mktemp -d)
trap 'rm -rf "$werkzeug"' EXIT
python3 -m venv "$werkzeug"
"$werkzeug/bin/python" -m pip install --quiet --disable-pip-version-check uv

for name in requirements requirements-dev; do
  "$werkzeug/bin/uv" pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-annotate \
    --no-emit-index-url --custom-compile-command "make lock" "$@" "$name.in" --output-file "$name.txt"
done
if grep -nE '://|^--(index|extra|find)' requirements.txt requirements-dev.txt; then
  echo "Die Sperrdateien enthalten Adressen." >&2
  exit 1
fi
scripts/einrichten.sh werkzeug
.venv/bin/python scripts/lizenzen.py

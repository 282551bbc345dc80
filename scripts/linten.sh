#!/usr/bin/env bash
# Lints everything and reports all findings at once; fails if there was one.
set -uo pipefail
cd "$(dirname "$0")/.."

ergebnis=0
pruefe() {
  local name=$1 ausgabe
  shift
  if ausgabe=$("$@" 2>&1); then
    echo "  $name: in Ordnung"
  else
    printf '  %s: Fehler\n%s\n' "$name" "$ausgabe"
    ergebnis=1
  fi
}

python=.venv/bin/python
pruefe "Python (ruff check)" $python -m ruff check --quiet .
pruefe "Python (ruff format)" $python -m ruff format --quiet --diff .
pruefe "Vorlagen (djlint)" $python -m djlint --lint --quiet templates
pruefe "Drittanbieter (DRITTE.md)" $python scripts/lizenzen.py --check
exit $ergebnis

#!/usr/bin/env bash
# The whole test run: lint, Django's checks, pytest on SQLite, pytest on PostgreSQL (there every test that can reach the
# database, without the walk over all rights; of the browser tests the main paths). Goes on after a failure, so that
# one run shows everything; fails if any part failed. Arguments go to pytest.
set -uo pipefail
cd "$(dirname "$0")/.."
trap 'exit 130' INT TERM

python=.venv/bin/python
protokolle=var/tests
mkdir -p "$protokolle"
# What the developer's shell has set for a server of her own must not reach the tests.
for name in $(compgen -e NETZWERK_ || true); do unset "$name"; done
# Each of the four test processes would translate all tests anew, which takes longer than to read them.
unset PYTHONDONTWRITEBYTECODE
farbe=no
if [ -t 1 ]; then farbe=yes; fi
gescheitert=()

# Without arguments of the caller a run that finds no tests is a fault, with them (-k, a path) it is an answer.
leer_ist_gut=$(($# > 0))

teste() { # NAME COMMAND...
  local name=$1 protokoll=$protokolle/$1.log rc
  shift
  echo "── Tests auf $name"
  "$@" -n "${KERNE:-2}" --dist worksteal --color=$farbe </dev/null 2>&1 | tee "$protokoll"
  rc=${PIPESTATUS[0]}
  if [ "$rc" = 5 ] && [ "$leer_ist_gut" = 1 ]; then rc=0; fi
  if [ "$rc" != 0 ]; then gescheitert+=("Tests auf $name"); fi
}

django() { NETZWERK_DEBUG=1 NETZWERK_DATABASE_URL=sqlite://:memory: $python -W error::DeprecationWarning manage.py "$@"; }

echo "── Lint"
scripts/linten.sh || gescheitert+=(Lint)
echo "── Prüfungen"
django check --fail-level WARNING || gescheitert+=("manage.py check")
django makemigrations --check --dry-run || gescheitert+=("fehlende Migration")

teste SQLite $python -m pytest "$@"
teste PostgreSQL $python scripts/pgtmp.py $python -m pytest -m "datenbank and not einmal and (not browser or hauptweg) and not bench and not bilder" "$@"

echo
echo "── Ergebnis nach $((SECONDS / 60)) min $((SECONDS % 60)) s"
if [ ${#gescheitert[@]} -gt 0 ]; then printf 'Gescheitert: %s\n' "${gescheitert[@]}"; fi
for name in SQLite PostgreSQL; do
  echo "$name:"
  tail -n 1 "$protokolle/$name.log"
done
[ ${#gescheitert[@]} -eq 0 ]

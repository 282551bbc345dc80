#!/usr/bin/env bash
# Prepares this checkout: scripts/einrichten.sh [lauf|werkzeug|test]
#   lauf      system packages and Python packages for running (default)
#   werkzeug  Python packages for linting and tests, no further system packages
#   test      everything the whole test run needs
# Idempotent: what is there already is left alone, the second call takes a fraction of a second.
set -euo pipefail
cd "$(dirname "$0")/.."

umfang=${1:-lauf}
case "$umfang" in lauf | werkzeug | test) ;; *) echo "Aufruf: scripts/einrichten.sh [lauf|werkzeug|test]" >&2; exit 2 ;; esac

melde() { echo "» $*"; }
scheitere() { echo "$*" >&2; exit 1; }

finde_python() {
  local name
  for name in python3 python3.13 python3.12 python3.11 python3.14; do
    # Asked by running it: a name on the path may be an empty shell of a version manager.
    if "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
      echo "$name"
      return
    fi
  done
}

hat_paket() { [ "$(dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null)" = installed ]; }
hat_befehl() { command -v "$1" >/dev/null 2>&1; }

fehlende_pakete() {
  local paket
  for paket in libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0; do hat_paket "$paket" || echo "$paket"; done
  # Python from elsewhere brings venv along; Debian's own keeps it in a package apart.
  if [ -z "$python" ]; then
    echo python3 python3-venv
  elif [ ! -x .venv/bin/python ] && ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
    echo python3-venv
  fi
  [ "$umfang" = test ] || return 0
  hat_befehl chromium || echo chromium
  compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null || hat_befehl initdb || echo postgresql
  hat_befehl pdftoppm || echo poppler-utils
  hat_befehl javac || echo default-jdk-headless
  hat_paket libjaxb-java || echo libjaxb-java
  hat_paket libatomic1 || echo libatomic1 # for Node, which Playwright brings along
}

installiere_pakete() {
  local fehlend=("$@")
  if [ "$(id -u)" != 0 ] || ! hat_befehl apt-get; then
    scheitere "Es fehlen Systempakete. Bitte ausführen: sudo apt-get install --no-install-recommends ${fehlend[*]}"
  fi
  melde "Systempakete werden installiert: ${fehlend[*]}"
  export DEBIAN_FRONTEND=noninteractive
  local protokoll=var/systempakete.log
  if ! { apt-get update && apt-get install -y --no-install-recommends "${fehlend[@]}"; } </dev/null >"$protokoll" 2>&1; then
    tail -n 15 "$protokoll" >&2
    scheitere "Die Systempakete ließen sich nicht installieren (ganzes Protokoll: $protokoll).
Bitte ausführen: apt-get update && apt-get install --no-install-recommends ${fehlend[*]}"
  fi
}

mkdir -p var
# Two calls at once (say make run and make test) must not install into the same environment.
if hat_befehl flock; then exec 9>var/.einrichten.lock && flock 9; fi

python=$(finde_python)
if hat_befehl dpkg-query; then
  mapfile -t fehlend < <(fehlende_pakete | tr ' ' '\n')
  if [ ${#fehlend[@]} -gt 0 ]; then
    installiere_pakete "${fehlend[@]}"
    python=$(finde_python)
  fi
elif [ ! -e .venv/.stand-lauf ]; then
  melde "Kein Debian-System: Pango und HarfBuzz müssen vorhanden sein; für Tests auch Chromium, PostgreSQL, Poppler, ein JDK und JAXB."
fi
[ -n "$python" ] || scheitere "Es fehlt Python 3.11 oder neuer (mit dem Modul venv)."

if ! .venv/bin/python -c '' 2>/dev/null; then
  melde "Virtuelle Umgebung .venv wird angelegt ($("$python" --version))"
  rm -rf .venv
  "$python" -m venv .venv
fi

# The development lock contains the other one, so installing it satisfies both.
if [ "$umfang" = lauf ]; then stand=lauf sperre=requirements.txt; else stand=test sperre=requirements-dev.txt; fi
pruefsumme() { sha256sum "$1" | cut -d ' ' -f 1; }
if [ "$(cat ".venv/.stand-$stand" 2>/dev/null)" != "$(pruefsumme "$sperre")" ]; then
  melde "Python-Pakete werden installiert ($sperre), etwa eine Minute"
  # No resolving: the lock is complete, and its hashes are checked for every single file.
  .venv/bin/python -m pip install --quiet --disable-pip-version-check --no-input --no-deps --require-hashes -r "$sperre" \
    2>var/pip.log || { cat var/pip.log >&2; scheitere "Die Python-Pakete ließen sich nicht installieren (Protokoll: var/pip.log)."; }
  pruefsumme requirements.txt >.venv/.stand-lauf
  if [ "$stand" = test ]; then pruefsumme "$sperre" >.venv/.stand-test; fi
  melde "Einrichtung fertig"
fi

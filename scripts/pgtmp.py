"""Runs a command with a throwaway PostgreSQL: scripts/pgtmp.py COMMAND...

The cluster listens on a Unix socket only, lives in memory where there is room, and is gone afterwards. Works as root
(the server then runs as `postgres`) and as an ordinary user. The command finds the address in NETZWERK_DATABASE_URL.
"""

import glob
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

# Safe only because the data may vanish at any moment.
EINSTELLUNGEN = {
    "listen_addresses": "",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "max_connections": "100",
    "shared_buffers": "128MB",
    "autovacuum": "off",
    "jit": "off",
}
PLATZ_IM_SPEICHER = 1 << 30  # containers often offer 64 MB of /dev/shm, too little for a cluster


def programme() -> Path:
    """Folder of the newest installed server's programs; ends with the line to run if there is none."""
    ordner = sorted(map(Path, glob.glob("/usr/lib/postgresql/*/bin")), key=lambda pfad: float(pfad.parent.name))
    if ordner:
        return ordner[-1]
    if initdb := shutil.which("initdb"):
        return Path(initdb).resolve().parent
    sys.exit("PostgreSQL fehlt. Bitte ausführen: sudo apt-get install --no-install-recommends postgresql")


def adresse(ordner: Path) -> str:
    """The cluster's address as NETZWERK_DATABASE_URL writes it: no host, and the socket folder before the name."""
    return f"postgres://app@/{ordner}/postgres"


def _basis() -> str | None:
    shm = Path("/dev/shm")
    if os.access(shm, os.W_OK) and shutil.disk_usage(shm).free >= PLATZ_IM_SPEICHER:
        return str(shm)
    return None


@contextmanager
def wegwerf_cluster() -> Iterator[Path]:
    """A running cluster; yields the folder of its socket."""
    bin_ = programme()
    als = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    ordner = Path(tempfile.mkdtemp(prefix="pgtmp-", dir=_basis()))
    umgebung = {**os.environ, "LC_ALL": "C.UTF-8"}
    daten, protokoll = str(ordner / "daten"), ordner / "protokoll"

    def rufe(programm: str, *argumente: str, pruefe: bool = True) -> None:
        # From / because the server's user may not enter the caller's folder.
        subprocess.run(
            [*als, str(bin_ / programm), "-D", daten, *argumente],
            check=pruefe,
            stdout=subprocess.DEVNULL,
            env=umgebung,
            cwd="/",
        )

    try:
        if als:
            shutil.chown(ordner, "postgres", "postgres")
        ordner.chmod(0o755)
        rufe("initdb", "-U", "app", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "-N")
        optionen = " ".join(f"-c {name}={wert}" for name, wert in EINSTELLUNGEN.items())
        rufe("pg_ctl", "-w", "-s", "-l", str(protokoll), "-o", f"-k {ordner} {optionen}", "start")
        yield ordner
    finally:
        rufe("pg_ctl", "-m", "immediate", "-s", "stop", pruefe=False)
        shutil.rmtree(ordner, ignore_errors=True)


def main() -> int:
    befehl = sys.argv[1:]
    if not befehl:
        sys.exit("Aufruf: scripts/pgtmp.py BEFEHL…")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    with wegwerf_cluster() as ordner:
        return subprocess.run(befehl, env={**os.environ, "NETZWERK_DATABASE_URL": adresse(ordner)}).returncode


if __name__ == "__main__":
    sys.exit(main())

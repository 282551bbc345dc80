"""One run at a time, on either database; the operating system or the database lets go when the process dies."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from zlib import crc32

from django.db import connection


@contextmanager
def alleinlauf(name: str) -> Iterator[bool]:
    """True inside for the one process that holds the lock of this name; the others get False at once.

    PostgreSQL: an advisory lock of the connection. SQLite lives on one machine: a locked file beside the database.
    """
    yield from _mit_datei(name) if connection.vendor == "sqlite" else _mit_datenbank(name)


def _mit_datenbank(name: str) -> Iterator[bool]:
    schluessel = crc32(name.encode())
    with connection.cursor() as zeiger:
        zeiger.execute("SELECT pg_try_advisory_lock(%s)", [schluessel])
        bekommen = zeiger.fetchone()[0]
        try:
            yield bekommen
        finally:
            if bekommen:
                zeiger.execute("SELECT pg_advisory_unlock(%s)", [schluessel])


def _mit_datei(name: str) -> Iterator[bool]:
    pfad = Path(f"{connection.settings_dict['NAME']}.{name}.lock")
    with pfad.open("w") as datei:
        try:
            fcntl.flock(datei, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True

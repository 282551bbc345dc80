"""Data and measuring for the benchmarks: the example Landkreis of size "kreis", measured in process time."""

import gc
import statistics
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from konten.models import Benutzer

LAEUFE = 40
WARM = 4


@dataclass(frozen=True, slots=True)
class Messung:
    """Times in milliseconds of process time, so that neighbours on the machine disturb little."""

    name: str
    menge: str
    abfragen: int
    median: float
    p95: float


@pytest.fixture(scope="session")
def kreis(django_db_setup, django_db_blocker) -> Iterator[None]:
    """About 400 partners and 15,000 contacts, once for all benchmarks."""
    with django_db_blocker.unblock():
        call_command("beispieldaten", groesse="kreis", verbosity=0)
        yield


@pytest.fixture
def angemeldet(kreis, db) -> Callable[[str], Client]:
    """A signed-in test client per account."""

    def fuer(name: str) -> Client:
        client = Client()
        client.force_login(
            Benutzer.objects.get(username=name), backend="allauth.account.auth_backends.AuthenticationBackend"
        )
        return client

    return fuer


def messe(name: str, menge: str, aufruf: Callable[[], object]) -> Messung:
    """Median and 95 % of repeated calls after a warm-up, and the number of queries of one call."""
    for _ in range(WARM):
        aufruf()
    with CaptureQueriesContext(connection) as abfragen:
        aufruf()
    zeiten = []
    gc.collect()
    gc.disable()
    try:
        for _ in range(LAEUFE):
            anfang = time.process_time()
            aufruf()
            zeiten.append((time.process_time() - anfang) * 1000)
    finally:
        gc.enable()
    zeiten.sort()
    return Messung(name, menge, len(abfragen), statistics.median(zeiten), zeiten[int(LAEUFE * 0.95)])

"""Measures the server time of pages in a production setting: `python -m tests.bench.messung` prints JSON.

A process of its own, because the test runner's settings (simple hashes, instrumented templates) would falsify it. The
application is called through WSGI as gunicorn does; pages take turns, so that a disturbance hits all of them alike.
"""

import gc
import io
import json
import os
import sys
import tempfile
from collections.abc import Callable
from statistics import median, quantiles
from time import process_time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.bench.seiten import Seite

AUFWAERMEN, RUNDEN = 5, 41
ANMELDUNG = "allauth.account.auth_backends.AuthenticationBackend"


def main() -> None:
    with tempfile.TemporaryDirectory() as statisch:
        _richte_ein(statisch)
        json.dump(_miss(), sys.stdout)


def _richte_ein(statisch: str) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    import django
    from django.conf import settings
    from django.core.management import call_command

    settings.STATIC_ROOT = statisch
    settings.ROOT_URLCONF = "tests.bench.urls"
    # Same names with a fingerprint as in production; compressing them is no part of a page's time.
    settings.STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"
    django.setup()
    call_command("collectstatic", interactive=False, verbosity=0)


def _miss() -> dict:
    from django.core.wsgi import get_wsgi_application

    from netzwerk.models import Kontakt
    from partner.models import Netzwerkpartner
    from tests.bench.seiten import seiten

    anwendung, liste = get_wsgi_application(), seiten()
    kekse = {konto: _melde_an(konto) for konto in {seite.konto for seite in liste}}
    abruf = {seite.name: (lambda s=seite: _rufe(anwendung, s.url, kekse[s.konto])) for seite in liste}
    zeiten = _zeiten(abruf)
    return {
        "daten": {"Partner": Netzwerkpartner.objects.count(), "Kontakte": Kontakt.objects.count()},
        "abdeckung": _abfragen_der_abdeckung(),
        "seiten": [_zeile(seite, zeiten[seite.name], abruf[seite.name]) for seite in liste],
    }


def _melde_an(konto: str) -> str:
    from django.conf import settings
    from django.test import Client

    from konten.models import Benutzer

    client = Client()
    client.force_login(Benutzer.objects.get(username=konto), backend=ANMELDUNG)
    return client.cookies[settings.SESSION_COOKIE_NAME].OutputString(attrs=[])


def _rufe(anwendung: Callable, url: str, keks: str) -> int:
    """One request from start to the last byte; returns its size. Raises AssertionError unless the answer is 200."""
    pfad, _, frage = url.partition("?")
    umgebung = {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": pfad,
        "QUERY_STRING": frage,
        "SERVER_NAME": "127.0.0.1",
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_HOST": "127.0.0.1",
        "HTTP_COOKIE": keks,
        "REMOTE_ADDR": "127.0.0.1",
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(),
        "wsgi.errors": sys.stderr,
    }
    kopf: list[str] = []
    antwort = anwendung(umgebung, lambda status, kopfzeilen, ausnahme=None: kopf.append(status))
    groesse = sum(len(stueck) for stueck in antwort)
    antwort.close()
    assert kopf[0].startswith("200"), f"{url}: {kopf[0]}"
    return groesse


def _zeiten(abruf: dict[str, Callable[[], int]]) -> dict[str, list[float]]:
    """Milliseconds of computing by page; so neighbours on the machine disturb little."""
    zeiten: dict[str, list[float]] = {name: [] for name in abruf}
    gc.disable()
    for runde in range(AUFWAERMEN + RUNDEN):
        gc.collect()
        for name, rufe in abruf.items():
            beginn = process_time()
            rufe()
            if runde >= AUFWAERMEN:
                zeiten[name].append((process_time() - beginn) * 1000)
    return zeiten


def _zeile(seite: "Seite", zeiten: list[float], rufe: Callable[[], int]) -> dict:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as abfragen:
        groesse = rufe()
    return {
        "name": seite.name,
        "art": seite.art,
        "abfragen": len(abfragen),
        "kib": round(groesse / 1024, 1),
        "median": median(zeiten),
        "p95": quantiles(zeiten, n=20)[-1],
    }


def _abfragen_der_abdeckung() -> int:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext
    from django.utils import timezone

    from netzwerk.selectors.abdeckung import abdeckung

    with CaptureQueriesContext(connection) as abfragen:
        abdeckung(timezone.localdate())
    return len(abfragen)


if __name__ == "__main__":
    main()

"""Real concurrency: several connections book, reverse and close at once."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from threading import Barrier, Event
from typing import Any
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils import timezone

from finanzen.models import Ausgabe, Ausnahmeantrag, Jahresabschluss
from finanzen.selectors.ausgabe import gebucht_auf
from finanzen.services.ausgabe import buche, storniere
from finanzen.services.sperre import pruefe_offen
from tests.finanzen.ausgaben import antrag, buchung, einzeltermin
from tests.welt import Welt, baue_welt

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def wirklich(transactional_db: None) -> Welt:
    """The world, committed, so that other connections see it."""
    return baue_welt()


def zugleich(*aufgaben: Callable[[], Any]) -> list[Any]:
    """Runs the tasks in threads that start together, each with its own connection; errors are answers, too."""
    schranke = Barrier(len(aufgaben))

    def lauf(aufgabe: Callable[[], Any]) -> Any:
        schranke.wait()
        try:
            return aufgabe()
        except ValidationError as fehler:
            return fehler
        finally:
            connection.close()

    with ThreadPoolExecutor(len(aufgaben)) as becken:
        return list(becken.map(lauf, aufgaben))


@pytest.mark.parametrize("runde", range(4))
def test_zwei_buchungen_zugleich_ueberziehen_den_antrag_nicht(wirklich, runde):
    offen = antrag(wirklich, "500.00")
    ergebnisse = zugleich(*[lambda: einzeltermin(wirklich, offen, "300.00") for _ in range(2)])
    assert sorted(type(ergebnis).__name__ for ergebnis in ergebnisse) == ["Ausgabe", "ValidationError"]
    assert gebucht_auf(offen.pk) == Decimal("300.00")


def test_sechs_buchungen_und_ein_storno_zugleich_bleiben_im_antrag(wirklich):
    offen = antrag(wirklich, "500.00")
    erste = einzeltermin(wirklich, offen, "250.00")
    leitung = wirklich.person("leitung_konz")
    zugleich(
        *[lambda: einzeltermin(wirklich, offen, "125.00") for _ in range(6)],
        lambda: storniere(ausgabe_id=erste.pk, grund="Irrtum", benutzer=leitung),
    )
    gebuchte = Ausgabe.objects.filter(antrag=offen, storno_von__isnull=True, storno__isnull=True)
    assert gebucht_auf(offen.pk) == sum(zeile.betrag for zeile in gebuchte) <= Decimal("500.00")
    assert gebuchte.count() in {2, 3, 4}


def test_dasselbe_formular_viermal_zugleich_ist_eine_buchung(wirklich):
    leitung, schluessel = wirklich.person("leitung_konz"), uuid4()
    ergebnisse = zugleich(
        *[lambda: buche(benutzer=leitung, uuid=schluessel, angaben=buchung(wirklich)) for _ in range(4)]
    )
    assert sorted(neu for _, neu in ergebnisse) == [False, False, False, True]
    assert Ausgabe.objects.count() == 1


def test_vier_klicks_zugleich_sind_ein_storno(wirklich):
    leitung = wirklich.person("leitung_konz")
    ausgabe, _ = buche(benutzer=leitung, uuid=uuid4(), angaben=buchung(wirklich))
    ergebnisse = zugleich(
        *[lambda: storniere(ausgabe_id=ausgabe.pk, grund="Doppelt", benutzer=leitung) for _ in range(4)]
    )
    assert sorted(neu for _, neu in ergebnisse) == [False, False, False, True]
    assert Ausgabe.objects.count() == 2


def test_wer_waehrend_des_abschlusses_bucht_wartet_und_wird_abgewiesen(wirklich):
    gesperrt, leitung = Event(), wirklich.person("leitung_konz")

    def schliesse() -> str:
        with transaction.atomic():
            pruefe_offen(2026, wirklich.konz.pk)
            gesperrt.set()
            Jahresabschluss.objects.create(
                sozialraum=wirklich.konz, jahr=2026, daten={}, pruefsumme="0" * 64, programmversion="0",
                geschlossen_am=timezone.now(),
            )  # fmt: skip
        return "geschlossen"

    def bucht() -> Any:
        assert gesperrt.wait(10)
        return buche(benutzer=leitung, uuid=uuid4(), angaben=buchung(wirklich))

    ergebnisse = zugleich(schliesse, bucht)
    assert ergebnisse[0] == "geschlossen"
    assert isinstance(ergebnisse[1], ValidationError)
    assert not Ausgabe.objects.exists()
    assert Ausnahmeantrag.objects.count() == 0

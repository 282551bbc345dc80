"""Real concurrency: several connections book, reverse and close at once."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from decimal import Decimal
from threading import Barrier, Event
from typing import Any
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction

from finanzen.models import Ausgabe, Ausnahmeantrag, Jahresabschluss
from finanzen.selectors.ausgabe import gebucht_auf
from finanzen.selectors.pruefung import abschlussbefunde
from finanzen.services.antrag import ZwischenzeitlichGeaendert, aendere, entwirf, stelle
from finanzen.services.ausgabe import buche, storniere
from tests.finanzen.abschluss import JAHR, entschieden, geschlossen, jahr_mit_geld
from tests.finanzen.ausgaben import antrag, buchung, einzeltermin
from tests.finanzen.test_antrag_dienst import angaben
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


@pytest.mark.parametrize("runde", range(4))
def test_aendern_und_stellen_zugleich_sperren_sich_nicht_gegenseitig(wirklich, runde):
    """Both take the Sozialraum before the application; the other way round PostgreSQL would end one with an error."""
    leitung = wirklich.person("leitung_konz")
    neu = angaben(wirklich, titel="Anderer Titel")
    entwurf, _ = entwirf(benutzer=leitung, uuid=uuid4(), angaben=angaben(wirklich))

    def aendert() -> object:
        try:
            return aendere(antrag_id=entwurf.pk, version=1, angaben=neu, benutzer=leitung)
        except ZwischenzeitlichGeaendert as fehler:
            return fehler

    ergebnisse = zugleich(aendert, lambda: stelle(antrag_id=entwurf.pk, version=1, benutzer=leitung))
    assert sum(isinstance(ergebnis, Ausnahmeantrag) for ergebnis in ergebnisse) == 1
    assert Ausnahmeantrag.objects.get().version == 2


# --- Closing against booking ----------------------------------------------------------------------------------------


@pytest.fixture
def bereit(wirklich: Welt) -> Welt:
    """Konz 2025 with nothing left to do but to close it."""
    jahr_mit_geld(wirklich)
    entschieden(wirklich)
    return wirklich


def _bucht(welt: Welt) -> Ausgabe:
    angaben = buchung(welt, jahr=JAHR, am=date(JAHR, 5, 1), betrag=Decimal("99.55"))
    return buche(benutzer=welt.person("leitung_konz"), uuid=uuid4(), angaben=angaben)[0]


def _pruefe_stand(welt: Welt, abschluss: object, ausgabe: object) -> None:
    """Exactly one of them came through, and what the closing kept is what is booked."""
    assert sorted(isinstance(ergebnis, ValidationError) for ergebnis in (abschluss, ausgabe)) == [False, True]
    gebucht = Ausgabe.objects.filter(jahr=JAHR, betrag=Decimal("99.55")).count()
    assert gebucht == (not isinstance(ausgabe, ValidationError))
    assert Jahresabschluss.objects.count() == (not isinstance(abschluss, ValidationError))
    assert list(abschlussbefunde()) == []


@pytest.mark.parametrize("runde", range(4))
def test_abschluss_und_buchung_zugleich_nur_eines_kommt_durch(bereit, runde):
    aufgaben = [lambda: geschlossen(bereit), lambda: _bucht(bereit)]
    if runde % 2:
        ausgabe, abschluss = zugleich(*reversed(aufgaben))
    else:
        abschluss, ausgabe = zugleich(*aufgaben)
    _pruefe_stand(bereit, abschluss, ausgabe)


def test_wer_waehrend_des_abschlusses_bucht_wird_abgewiesen(bereit):
    """The closing has written its snapshot and is not committed yet: the booking waits and reads the closed year."""
    geschrieben = Event()

    def schliesst() -> Jahresabschluss:
        with transaction.atomic():
            abschluss = geschlossen(bereit)
            geschrieben.set()
        return abschluss

    def bucht() -> Ausgabe:
        assert geschrieben.wait(10)
        return _bucht(bereit)

    abschluss, ausgabe = zugleich(schliesst, bucht)
    assert "Das Jahr 2025 ist für Konz abgeschlossen" in ausgabe.messages[0]
    _pruefe_stand(bereit, abschluss, ausgabe)


def test_wer_waehrend_einer_buchung_abschliesst_entscheidet_neu_ueber_den_rest(bereit):
    """The booking is written and not committed yet: the closing waits and finds another rest than was decided upon."""
    gebucht = Event()

    def bucht() -> Ausgabe:
        with transaction.atomic():
            ausgabe = _bucht(bereit)
            gebucht.set()
        return ausgabe

    def schliesst() -> Jahresabschluss:
        assert gebucht.wait(10)
        return geschlossen(bereit)

    ausgabe, abschluss = zugleich(bucht, schliesst)
    assert "der Rest ist jetzt 900,00 €. Bitte neu entscheiden." in abschluss.messages[0]
    _pruefe_stand(bereit, abschluss, ausgabe)

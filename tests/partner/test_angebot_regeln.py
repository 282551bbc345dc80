"""When an offer counts as verified, when it takes place next, and what a line of times must say."""

from datetime import date, time

import pytest
from django.core.exceptions import ValidationError

from konten.models import Parameter
from konten.models.felder import marke
from konten.rules.monate import plus_monate
from partner.models import Angebot
from partner.rules.angebot import Angebotsart, Frische, Frischegrenzen, frische
from partner.rules.angebotszeit import Rhythmus, Zeitangabe, naechster_termin, zeitfehler
from partner.selectors.angebot import grenzen
from tests.partner.angebote import neues_angebot
from tests.welt import ANFANG, Welt

HEUTE = date(2026, 11, 23)
GRENZEN = Frischegrenzen(
    HEUTE,
    dict.fromkeys(Angebotsart.values, date(2025, 11, 23)),
    dict.fromkeys(Angebotsart.values, date(2025, 5, 23)),
)


@pytest.mark.parametrize(
    ("geprueft_am", "gilt_bis", "erwartet"),
    [
        (date(2026, 11, 23), None, Frische.AKTUELL),
        (date(2025, 11, 23), None, Frische.AKTUELL),
        (date(2025, 11, 22), None, Frische.UNGEPRUEFT),
        (date(2025, 5, 23), None, Frische.UNGEPRUEFT),
        (date(2025, 5, 22), None, Frische.ABGELAUFEN),
        (None, None, Frische.UNGEPRUEFT),
        (date(2026, 11, 23), date(2026, 11, 23), Frische.AKTUELL),
        (date(2026, 11, 23), date(2026, 11, 22), Frische.ABGELAUFEN),
        (None, date(2026, 11, 22), Frische.ABGELAUFEN),
    ],
)
def test_frische_an_ihren_grenzen(geprueft_am, gilt_bis, erwartet):
    assert frische(Angebotsart.ANGEBOT, geprueft_am, gilt_bis, GRENZEN) == erwartet


@pytest.mark.django_db
def test_die_datenbank_urteilt_wie_die_regel(welt: Welt):
    tage = [None, *(date(jahr, monat, tag) for jahr in (2025, 2026) for monat in (5, 11) for tag in (22, 23, 24))]
    for nummer, tag in enumerate(tage):
        for ende in (None, date(2026, 11, 22), HEUTE):
            neues_angebot(welt, f"A{nummer}{ende}", art=Angebotsart.values[nummer % 6], geprueft_am=tag, gilt_bis=ende)
    stand = grenzen(HEUTE)
    gefunden = {a.titel: a.frische_wort for a in Angebot.objects.mit_frische(stand)}
    assert gefunden == {a.titel: a.frische(stand).value for a in Angebot.objects.all()}
    assert set(gefunden.values()) == set(Frische.values)


@pytest.mark.django_db
def test_die_frist_gilt_je_art_und_abgelaufen_nie_vor_ungeprueft(welt: Welt):
    Parameter.objects.create(schluessel="angebot_aktuell_monate_raum", wert="24", von=ANFANG)
    stand = grenzen(HEUTE)
    assert stand.aktuell_seit["raum"] == stand.abgelaufen_vor["raum"] == date(2024, 11, 23)
    assert stand.aktuell_seit["angebot"] == date(2025, 11, 23)
    assert stand.abgelaufen_vor["angebot"] == date(2025, 5, 23)


def test_monate_enden_am_letzten_des_monats():
    assert plus_monate(date(2026, 3, 31), -1) == date(2026, 2, 28)
    assert plus_monate(date(2024, 2, 29), 12) == date(2025, 2, 28)
    assert plus_monate(date(2026, 11, 23), -18) == date(2025, 5, 23)


# --- Times -------------------------------------------------------------------------------------------------------

MONTAGS = Zeitangabe(Rhythmus.WOECHENTLICH, 0, von_uhr=time(14), bis_uhr=time(15, 30), nicht_in_ferien=True)


def test_der_naechste_termin_kann_heute_sein():
    assert naechster_termin([MONTAGS], HEUTE) == HEUTE
    assert naechster_termin([MONTAGS], date(2026, 11, 24)) == date(2026, 11, 30)


def test_in_den_ferien_faellt_aus_was_das_sagt():
    ferien = {date(2026, 11, 23), date(2026, 11, 30)}
    assert naechster_termin([MONTAGS], HEUTE, None, ferien.__contains__) == date(2026, 12, 7)


def test_nach_dem_ende_des_angebots_kommt_kein_termin():
    assert naechster_termin([MONTAGS], date(2026, 11, 24), date(2026, 11, 29)) is None
    assert naechster_termin([], HEUTE) is None


def test_alle_zwei_wochen_zaehlt_ab_dem_ersten_tag():
    zeit = Zeitangabe(Rhythmus.ZWEIWOECHENTLICH, 3, ab=date(2026, 11, 19))
    assert naechster_termin([zeit], HEUTE) == date(2026, 12, 3)
    assert naechster_termin([zeit], date(2026, 11, 1)) == date(2026, 11, 19)


def test_der_letzte_im_monat_ist_der_vierte_oder_der_fuenfte():
    letzter = Zeitangabe(Rhythmus.MONATLICH, 0, monatswoche=5)
    assert naechster_termin([letzter], HEUTE) == date(2026, 11, 30)
    assert naechster_termin([letzter], date(2026, 12, 1)) == date(2026, 12, 28)
    zweiter = Zeitangabe(Rhythmus.MONATLICH, 1, monatswoche=2)
    assert naechster_termin([zweiter], HEUTE) == date(2026, 12, 8)


def test_ein_einzelner_tag_kommt_einmal():
    zeit = Zeitangabe(Rhythmus.EINMALIG, None, ab=date(2026, 12, 5))
    assert naechster_termin([zeit, MONTAGS], date(2026, 12, 1)) == date(2026, 12, 5)
    assert naechster_termin([zeit], date(2026, 12, 6)) is None


def test_zeiten_lesen_sich_wie_ein_satz():
    assert MONTAGS.satz == "montags 14:00–15:30 Uhr, nicht in den Ferien"
    assert Zeitangabe(Rhythmus.MONATLICH, 1, 2, time(9, 30)).satz == "am zweiten Dienstag im Monat 9:30 Uhr"
    assert Zeitangabe(Rhythmus.ZWEIWOECHENTLICH, 3, ab=HEUTE, bis=date(2027, 1, 5)).satz == (
        "alle zwei Wochen donnerstags, bis 05.01.2027"
    )


@pytest.mark.parametrize(
    ("zeit", "felder"),
    [
        (Zeitangabe(Rhythmus.WOECHENTLICH, None), {"wochentag"}),
        (Zeitangabe(Rhythmus.EINMALIG, None), {"ab"}),
        (Zeitangabe(Rhythmus.ZWEIWOECHENTLICH, 2), {"ab"}),
        (Zeitangabe(Rhythmus.MONATLICH, 2), {"monatswoche"}),
        (Zeitangabe(Rhythmus.WOECHENTLICH, 2, von_uhr=time(15), bis_uhr=time(14)), {"bis_uhr"}),
        (Zeitangabe(Rhythmus.WOECHENTLICH, 2, bis_uhr=time(14)), {"bis_uhr"}),
        (Zeitangabe(Rhythmus.WOECHENTLICH, 2, ab=HEUTE, bis=date(2026, 1, 1)), {"bis"}),
        (MONTAGS, set()),
    ],
)
def test_was_einer_zeit_fehlt_wird_gesagt(zeit, felder):
    assert zeitfehler(zeit).keys() == felder


# --- A column of codes -----------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_mehrere_codes_in_einer_spalte(welt: Welt):
    angebot = neues_angebot(welt, sprachen=["uk", "de"], lebensphasen=("baby",))
    neues_angebot(welt, "Anderes", sprachen=("ar",))
    gelesen = Angebot.objects.get(pk=angebot.pk)
    assert (gelesen.sprachen, gelesen.situationen) == (("uk", "de"), ())
    assert gelesen.sprachnamen == ["Deutsch", "Ukrainisch"]
    assert list(Angebot.objects.filter(sprachen__contains=marke("de"))) == [angebot]
    feld = Angebot._meta.get_field("sprachen")
    assert feld.clean("uk,de,uk", None) == ("de", "uk")
    with pytest.raises(ValidationError):
        feld.clean(["de", "klingonisch"], None)

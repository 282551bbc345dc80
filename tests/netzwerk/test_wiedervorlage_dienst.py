"""Next steps: rule of the days, acts of the service, and who may do them."""

import uuid
from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError

from konten.rules import Rolle
from netzwerk.models import Aufschub, Wiedervorlage
from netzwerk.models.wiedervorlage import VERBORGEN
from netzwerk.rules.wiedervorlage import Frist, frist_am, neuer_tag, zeitraum
from netzwerk.services.fassung import ZwischenzeitlichGeaendert
from netzwerk.services.kontakt import Beteiligter, Kontaktangaben, erfasse
from netzwerk.services.wiedervorlage import aendere, erledige, lege_an, verschiebe
from sozialraum.models import Zustaendigkeit
from tests.welt import ANFANG, neue_fachkraft, neuer_partner

SONNTAG = date(2026, 11, 22)
MITTWOCH = date(2026, 11, 18)


@pytest.mark.parametrize(
    ("tag", "frist"),
    [
        (date(2026, 11, 17), Frist.UEBERFAELLIG),
        (MITTWOCH, Frist.HEUTE),
        (date(2026, 11, 19), Frist.WOCHE),
        (date(2026, 11, 25), Frist.WOCHE),
        (date(2026, 11, 26), Frist.SPAETER),
    ],
)
def test_frist_vom_mittwoch_aus(tag, frist):
    assert frist_am(tag, MITTWOCH) == frist


@pytest.mark.parametrize("heute", [SONNTAG + timedelta(days=n) for n in range(7)])
def test_jeder_tag_liegt_in_genau_einem_abschnitt(heute):
    for abstand in range(-20, 21):
        tag = heute + timedelta(days=abstand)
        treffer = [
            f for f in Frist if (lambda v, b: (v is None or v <= tag) and (b is None or tag <= b))(*zeitraum(f, heute))
        ]
        assert treffer == [frist_am(tag, heute)]


def test_ein_tag_weiter_zaehlt_bei_ueberfaelligem_von_heute():
    assert neuer_tag(date(2026, 11, 1), MITTWOCH, 1) == date(2026, 11, 19)
    assert neuer_tag(date(2026, 12, 1), MITTWOCH, 7) == date(2026, 12, 8)


def test_ein_tag_weiter_meidet_das_wochenende():
    freitag, sonntag, montag = date(2026, 11, 20), date(2026, 11, 22), date(2026, 11, 30)
    assert [neuer_tag(freitag, freitag, 1), neuer_tag(sonntag, sonntag, 7)] == [date(2026, 11, 23), montag]


@pytest.fixture
def konz(welt):
    return welt.personen["netzwerk_konz"]


@pytest.fixture
def schritt(welt, konz):
    raum = welt.konz
    schritt, _ = lege_an(benutzer=konz, was="Rückruf", am=MITTWOCH, partner=neuer_partner(welt), sozialraum=raum)
    return schritt


def neuer_kontakt(welt, benutzer, bezug="uebergreifend", was="Flyer schicken"):
    partner = neuer_partner(welt, "Kita Musterau")
    kontakt, _ = erfasse(
        benutzer=benutzer,
        uuid=uuid.uuid4(),
        angaben=Kontaktangaben(
            art="telefonat",
            am=MITTWOCH,
            bezug=bezug,
            beteiligte=(Beteiligter(partner.pk, welt.konz.pk, "erreicht"),),
            schritt=was,
            schritt_am=SONNTAG,
        ),
    )
    return Wiedervorlage.objects.get(kontakt=kontakt)


def test_aus_kontakt_kennt_partner_und_sozialraum(welt, konz):
    schritt = neuer_kontakt(welt, konz)
    assert (schritt.sozialraum, schritt.partner.name, schritt.zusage) == (welt.konz, "Kita Musterau", "wir")


def test_ohne_partner_und_sozialraum_geht_es_nicht(konz):
    with pytest.raises(ValidationError, match="Partner oder einen Sozialraum"):
        lege_an(benutzer=konz, was="Rückruf", am=MITTWOCH)


def test_dasselbe_formular_ist_eine_wiedervorlage(welt, konz):
    schluessel = uuid.uuid4()
    for was, neu in (("erste", True), ("zweite", False)):
        _, ist_neu = lege_an(benutzer=konz, uuid=schluessel, was=was, am=MITTWOCH, sozialraum=welt.konz)
        assert ist_neu is neu
    assert [w.was for w in Wiedervorlage.objects.filter(uuid=schluessel)] == ["erste"]
    with pytest.raises(ValidationError, match="nicht mehr gültig"):
        lege_an(benutzer=welt.personen["leitstelle"], uuid=schluessel, was="x", am=MITTWOCH, sozialraum=welt.konz)


def test_abhaken_merkt_sich_wer_und_wann_und_laesst_sich_zuruecknehmen(welt, konz, schritt):
    erledige(wiedervorlage=schritt, am=MITTWOCH, durch=konz)
    erledige(wiedervorlage=schritt, am=SONNTAG, durch=welt.personen["leitstelle"])
    schritt.refresh_from_db()
    assert (schritt.erledigt_am, schritt.erledigt_von) == (MITTWOCH, konz)
    erledige(wiedervorlage=schritt, am=None)
    schritt.refresh_from_db()
    assert (schritt.erledigt_am, schritt.erledigt_von) == (None, None)


def test_verschieben_behaelt_den_alten_tag_und_den_grund(konz, schritt):
    neu = MITTWOCH + timedelta(days=7)
    for _ in range(2):
        verschiebe(wiedervorlage=schritt, auf=neu, grund=" Warte auf Antwort ", durch=konz, heute=MITTWOCH)
    schritt.refresh_from_db()
    assert schritt.am == neu
    assert list(Aufschub.objects.values_list("von_tag", "auf_tag", "grund", "durch")) == [
        (MITTWOCH, neu, "Warte auf Antwort", konz.pk)
    ]


@pytest.mark.parametrize(
    ("auf", "grund", "feld"), [(SONNTAG, "  ", "grund"), (MITTWOCH - timedelta(days=1), "Grund", "auf_tag")]
)
def test_verschieben_braucht_grund_und_kommenden_tag(konz, schritt, auf, grund, feld):
    with pytest.raises(ValidationError) as fehler:
        verschiebe(wiedervorlage=schritt, auf=auf, grund=grund, durch=konz, heute=MITTWOCH)
    assert feld in fehler.value.error_dict
    assert not Aufschub.objects.exists()


def test_erledigtes_laesst_sich_nicht_verschieben(konz, schritt):
    erledige(wiedervorlage=schritt, am=MITTWOCH, durch=konz)
    with pytest.raises(ValidationError, match="schon erledigt"):
        verschiebe(wiedervorlage=schritt, auf=SONNTAG, grund="Grund", durch=konz, heute=MITTWOCH)


def test_uebergeben_nur_an_kolleginnen_desselben_sozialraums(welt, konz, schritt):
    kollegin = neue_fachkraft(welt, "netzwerk_konz_zwei", "konz", "beispieltal")
    fassung = {"wiedervorlage": schritt, "version": 1, "heute": MITTWOCH}
    with pytest.raises(ValidationError, match="nicht im Sozialraum"):
        aendere(**fassung, was="R", zusage="wir", an=welt.personen["netzwerk_saarburg"])
    aendere(**fassung, was="Rückruf heute", zusage="partner", an=kollegin)
    schritt.refresh_from_db()
    assert (schritt.was, schritt.zusage, schritt.benutzer) == ("Rückruf heute", "partner", kollegin)
    with pytest.raises(ZwischenzeitlichGeaendert):
        aendere(**fassung, was="Rückruf morgen", zusage="partner", an=konz)
    schritt.refresh_from_db()
    assert (schritt.was, schritt.benutzer, schritt.version) == ("Rückruf heute", kollegin, 2)


# --- Sight -----------------------------------------------------------------------------------------------------------


def sichtbare(welt, name: str, menge: str = "sichtbar_fuer") -> list[str]:
    bereich = welt.person(name).bereich
    return [w.was for w in getattr(Wiedervorlage.objects, menge)(bereich)]


def test_kollegin_im_sozialraum_sieht_mit_und_loescht_nicht(welt, konz, schritt):
    neue_fachkraft(welt, "netzwerk_konz_zwei", "konz", "beispieltal")
    welt.personen["netzwerk_konz_zwei"] = type(konz).objects.get(username="netzwerk-konz-zwei")
    assert sichtbare(welt, "netzwerk_konz_zwei") == ["Rückruf"]
    assert sichtbare(welt, "netzwerk_konz_zwei", "eigene_fuer") == []
    assert sichtbare(welt, "netzwerk_konz", "eigene_fuer") == ["Rückruf"]


@pytest.mark.parametrize(
    "name", ["netzwerk_saarburg", "leitung_konz", "leitstelle", "team_konz", "jugendamt", "datenschutz", "admin"]
)
def test_andere_sehen_sie_nicht(welt, schritt, name):
    assert sichtbare(welt, name) == []


def test_vertretung_sieht_und_besitzt_sie(welt, konz, schritt):
    Zustaendigkeit.objects.create(
        benutzer=welt.personen["netzwerk_saarburg"], rolle=Rolle.NETZWERK, vertritt=konz, von=ANFANG
    )
    assert sichtbare(welt, "netzwerk_saarburg", "eigene_fuer") == ["Rückruf"]


@pytest.mark.parametrize(("bezug", "lesbar"), [("uebergreifend", True), ("fallbezogen", False), ("beides", False)])
def test_text_aus_fallbezogenem_kontakt_nur_fuer_die_ihn_lesen_duerfen(welt, konz, bezug, lesbar):
    """Handed to somebody who meanwhile left the Sozialraum: the step stays hers, its text does not."""
    schritt = neuer_kontakt(welt, konz, bezug)
    Wiedervorlage.objects.filter(pk=schritt.pk).update(benutzer=welt.personen["netzwerk_saarburg"])
    texte = {}
    for name in ("netzwerk_saarburg", "netzwerk_konz"):
        (gesehen,) = Wiedervorlage.objects.sichtbar_fuer(welt.person(name).bereich).mit_lesbarkeit(
            welt.person(name).bereich
        )
        texte[name] = gesehen.text
    assert texte == {"netzwerk_saarburg": "Flyer schicken" if lesbar else VERBORGEN, "netzwerk_konz": "Flyer schicken"}

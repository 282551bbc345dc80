"""A list of the accounting as a whole: previewed, booked once, taken back."""

import io
from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from openpyxl import Workbook

from finanzen.models import Ausgabe, Buchungslauf, Buchungsschluessel
from finanzen.selectors.ausgabe import gebucht_auf
from finanzen.selectors.haushalt import haushalt_von
from finanzen.services.ausgabe import storniere
from finanzen.services.buchungslauf import (
    BUCHUNGSLISTE,
    buche_lauf,
    lege_an,
    listenzuordnung,
    ordne_zu,
    schluesselzahlen,
    storniere_lauf,
    verwirf,
    vorschau,
)
from konten.models import Protokolleintrag
from partner.services.einlesen.grenzen import Lesefehler
from partner.services.einlesen.lesen import lies_datei
from tests.finanzen.ausgaben import antrag, gebucht
from tests.finanzen.test_ausgabe_dienst import schliesse

pytestmark = pytest.mark.django_db
LISTE = """Buchungsliste Jugendhilfe Beispieltal;;;;;
Datum;Belegnummer;Konto;Buchungstext;Empfänger;Betrag
05.03.2026;R-17;4930;Moderationskoffer;Versandhaus;1.234,56
06.03.26;R-18;4930;Gutschrift Papier;Versandhaus;34,56-
2026-03-07;R-19;4120;Gehalt März;Alex Muster;2.000,00
07.03.2026;R-19;4120;Gehalt März;Alex Muster;2.000,00
08.03.2026;R-20;9999;Unbekannt;;5,00
Summe;;;;;5.205,00
"""


def lauf_aus(welt, text: str = LISTE, kodierung: str = "cp1252", **felder) -> Buchungslauf:
    vorgabe = {"traeger": welt.traeger["beispieltal"], "sozialraum": welt.konz, "jahr": 2026}
    tabelle = lies_datei(io.BytesIO(text.encode(kodierung)), BUCHUNGSLISTE)
    benutzer = felder.pop("benutzer", welt.person("leitung_konz"))
    return lege_an(tabelle=tabelle, dateiname="maerz.csv", benutzer=benutzer, **{**vorgabe, **felder})


def zugeordnet(welt, lauf: Buchungslauf, arten=None, **felder) -> Buchungslauf:
    vorgabe = {"vorgabe": "", "antrag": None, "projekt": None, "benutzer": welt.person("leitung_konz")}
    arten = {"4930": "sachkosten", "4120": "personal"} if arten is None else arten
    return ordne_zu(lauf=lauf, spalten=lauf.zuordnung["spalten"], arten=arten, **{**vorgabe, **felder})


def ergebnisse(lauf: Buchungslauf) -> list[str]:
    return [urteil.ergebnis for urteil in vorschau(lauf)]


def test_von_der_datei_bis_zur_buchung(welt):
    lauf = lauf_aus(welt)
    assert "Versandhaus" not in str(lauf.zeilen)
    assert schluesselzahlen(lauf) == {"4930": 2, "4120": 2, "9999": 1}
    lauf = zugeordnet(welt, lauf)
    assert ergebnisse(lauf) == ["neu", "neu", "neu", "doppelt", "offen", "fehlerhaft"]
    assert buche_lauf(lauf=lauf, benutzer=welt.person("leitung_konz")) == 3
    stand = haushalt_von(2026, welt.konz.pk, welt.traeger["beispieltal"].pk)
    assert (stand.verausgabt, stand.personal_gebucht) == (Decimal("3200.00"), Decimal("2000.00"))
    erste = Ausgabe.objects.get(belegnummer="R-17")
    assert (erste.am, erste.betrag, erste.art, erste.text) == (
        date(2026, 3, 5), Decimal("1234.56"), "sachkosten", "Moderationskoffer",
    )  # fmt: skip
    assert (erste.lauf_id, erste.erfasst_von) == (lauf.pk, welt.personen["leitung_konz"])
    assert Protokolleintrag.objects.filter(object_id=erste.pk, content_type__model="ausgabe").count() == 1


def test_dieselbe_datei_bucht_beim_zweiten_mal_nichts(welt):
    lauf = zugeordnet(welt, lauf_aus(welt))
    leitung = welt.person("leitung_konz")
    buche_lauf(lauf=lauf, benutzer=leitung)
    with pytest.raises(ValidationError, match="schon gebucht"):
        buche_lauf(lauf=lauf, benutzer=leitung)
    zweiter = lauf_aus(welt)
    assert ergebnisse(zweiter) == ["doppelt", "doppelt", "doppelt", "doppelt", "offen", "fehlerhaft"]
    assert buche_lauf(lauf=zweiter, benutzer=leitung) == 0
    assert Ausgabe.objects.count() == 3


def test_ein_von_hand_gebuchter_beleg_ist_doppelt(welt):
    gebucht(welt, "1234.56", belegnummer="r-17")
    assert ergebnisse(zugeordnet(welt, lauf_aus(welt)))[0] == "doppelt"


def test_schluessel_bleiben_beim_traeger_gemerkt(welt):
    zugeordnet(welt, lauf_aus(welt))
    assert dict(Buchungsschluessel.objects.values_list("schluessel", "art")) == {
        "4930": "sachkosten",
        "4120": "personal",
    }
    naechster = lauf_aus(welt)
    assert listenzuordnung(naechster).arten["4930"] == "sachkosten"
    zugeordnet(welt, naechster, {"4930": "", "4120": "honorar"})
    assert dict(Buchungsschluessel.objects.values_list("schluessel", "art")) == {"4120": "honorar"}


def test_der_ganze_lauf_wird_storniert_und_laesst_sich_neu_buchen(welt):
    lauf, leitung = zugeordnet(welt, lauf_aus(welt)), welt.person("leitung_konz")
    buche_lauf(lauf=lauf, benutzer=leitung)
    storniere(ausgabe_id=Ausgabe.objects.get(belegnummer="R-18").pk, grund="Einzeln", benutzer=leitung)
    with pytest.raises(ValidationError, match="Grund"):
        storniere_lauf(lauf=lauf, grund=" ", benutzer=leitung)
    assert storniere_lauf(lauf=lauf, grund="Falsches Jahr", benutzer=leitung) == 2
    assert storniere_lauf(lauf=lauf, grund="Falsches Jahr", benutzer=leitung) == 0
    assert haushalt_von(2026, welt.konz.pk, welt.traeger["beispieltal"].pk).verausgabt == 0
    assert set(Ausgabe.objects.exclude(storno_von=None).values_list("storno_grund", flat=True)) == {
        "Einzeln",
        "Falsches Jahr",
    }
    assert buche_lauf(lauf=lauf_aus(welt), benutzer=leitung) == 3


def test_einzeltermine_einer_liste_bleiben_im_antrag(welt):
    offen = antrag(welt, "2000.00", betrag=Decimal(2000))
    lauf = zugeordnet(welt, lauf_aus(welt), {"4120": "einzeltermin"}, antrag=offen)
    assert ergebnisse(lauf)[2] == "neu"
    buche_lauf(lauf=lauf, benutzer=welt.person("leitung_konz"))
    assert gebucht_auf(offen.pk) == Decimal("2000.00")
    storniere_lauf(lauf=lauf, grund="Irrtum", benutzer=welt.person("leitung_konz"))
    assert gebucht_auf(offen.pk) == 0
    offen.refresh_from_db()
    assert offen.zustand == "genehmigt"


def test_eine_mappe_bucht_dieselben_cents(welt):
    mappe = Workbook()
    mappe.active.append(["Datum", "Beleg", "Konto", "Soll", "Haben"])
    mappe.active.append([date(2026, 3, 5), "R-1", 4930, 1234.5, None])
    mappe.active.append([date(2026, 3, 6), "R-2", 4930, None, 0.1])
    datei = io.BytesIO()
    mappe.save(datei)
    tabelle = lies_datei(datei, BUCHUNGSLISTE)
    ort = {"traeger": welt.traeger["beispieltal"], "sozialraum": welt.konz, "jahr": 2026}
    lauf = lege_an(tabelle=tabelle, dateiname="maerz.xlsx", benutzer=welt.person("leitung_konz"), **ort)
    buche_lauf(lauf=zugeordnet(welt, lauf), benutzer=welt.person("leitung_konz"))
    assert list(Ausgabe.objects.order_by("am").values_list("betrag", flat=True)) == [
        Decimal("1234.50"),
        Decimal("-0.10"),
    ]


@pytest.mark.parametrize("person", ["leitung_fremd", "jugendamt", "netzwerk_konz"])
def test_nur_die_leitung_des_traegers(welt, person):
    with pytest.raises(PermissionDenied):
        lauf_aus(welt, benutzer=welt.person(person))
    lauf = zugeordnet(welt, lauf_aus(welt))
    for tat in (
        lambda: buche_lauf(lauf=lauf, benutzer=welt.person(person)),
        lambda: storniere_lauf(lauf=lauf, grund="x", benutzer=welt.person(person)),
        lambda: verwirf(lauf=lauf, benutzer=welt.person(person)),
        lambda: zugeordnet(welt, lauf, benutzer=welt.person(person)),
    ):
        with pytest.raises(PermissionDenied):
            tat()
    assert not Ausgabe.objects.exists()


def test_ein_geschlossenes_jahr_und_ein_verworfener_lauf_buchen_nichts(welt):
    lauf, leitung = zugeordnet(welt, lauf_aus(welt)), welt.person("leitung_konz")
    abschluss = schliesse(welt)
    for tat in (lambda: buche_lauf(lauf=lauf, benutzer=leitung), lambda: lauf_aus(welt)):
        with pytest.raises(ValidationError, match="abgeschlossen"):
            tat()
    abschluss.delete()
    verwirf(lauf=lauf, benutzer=leitung)
    with pytest.raises(ValidationError, match="verworfen"):
        buche_lauf(lauf=Buchungslauf(pk=lauf.pk or 1, **_ort(welt)), benutzer=leitung)


def _ort(welt) -> dict:
    return {"traeger": welt.traeger["beispieltal"], "sozialraum": welt.konz, "jahr": 2026}


def test_eine_datei_ohne_datum_ist_keine_buchungsliste():
    with pytest.raises(Lesefehler, match="Spalte mit dem Datum"):
        lies_datei(io.BytesIO(b"Name;Ort\nKita;Konz\n"), BUCHUNGSLISTE)

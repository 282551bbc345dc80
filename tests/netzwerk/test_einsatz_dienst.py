"""Acts on Einsätze: who may decide, what is refused, and what two at the same time may not do."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from threading import Barrier, Thread

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from konten.models import Parameter, Protokolleintrag
from netzwerk.models import Einsatz, Netzwerkfachkraft
from netzwerk.selectors.stellenanteil import stellenanteile
from netzwerk.services.einsatz import (
    ENTSCHIEDEN,
    UEBERHOLT,
    VIER_AUGEN,
    aendere,
    beende,
    bestaetige,
    lehne_ab,
    schlage_vor,
)
from sozialraum.models import Traegerschaft
from tests.welt import ANFANG, Welt, baue_welt

AB = date(2026, 1, 1)


def fachkraft(welt: Welt, traeger: str = "beispieltal", benutzer: str | None = None) -> Netzwerkfachkraft:
    konto = welt.personen[benutzer] if benutzer else None
    return Netzwerkfachkraft.objects.create(
        traeger=welt.traeger[traeger], vorname="Robin", nachname="Probe", benutzer=konto
    )


def vorschlag(welt: Welt, person: Netzwerkfachkraft, raum: str = "konz", vzae: str = "0.2", **felder) -> Einsatz:
    einsatz = Einsatz(
        fachkraft=person,
        sozialraum=welt.sozialraeume[raum],
        vzae=Decimal(vzae),
        **{"von": AB, "mehranteil_grund": "groesse", **felder},
    )
    return schlage_vor(einsatz=einsatz, durch=welt.personen["leitung_konz"])


def test_vorschlag_zaehlt_erst_nach_bestaetigung(welt: Welt):
    einsatz = vorschlag(welt, fachkraft(welt))
    vorher = stellenanteile(AB, AB, AB)[welt.konz.pk]
    assert (vorher.summe, len(vorher.vorgeschlagen)) == (Decimal("0.30"), 1)
    bestaetigt = bestaetige(einsatz=einsatz, version=1, durch=welt.personen["jugendamt"])
    assert stellenanteile(AB, AB, AB)[welt.konz.pk].summe == Decimal("0.5000")
    assert bestaetigt.entschieden_von == welt.personen["jugendamt"]
    assert bestaetigt.traeger == welt.traeger["beispieltal"]


def test_wer_vorschlaegt_bestaetigt_nicht(welt: Welt):
    einsatz = vorschlag(welt, fachkraft(welt))
    with pytest.raises(ValidationError, match=VIER_AUGEN):
        bestaetige(einsatz=einsatz, version=1, durch=welt.personen["leitung_konz"])


def test_wen_es_betrifft_bestaetigt_und_lehnt_nicht_ab(welt: Welt):
    einsatz = vorschlag(welt, fachkraft(welt, benutzer="jugendamt"))
    with pytest.raises(ValidationError, match=VIER_AUGEN):
        bestaetige(einsatz=einsatz, version=1, durch=welt.personen["jugendamt"])
    with pytest.raises(ValidationError, match=VIER_AUGEN):
        lehne_ab(einsatz=einsatz, version=1, grund="Nein", durch=welt.personen["jugendamt"])
    assert bestaetige(einsatz=einsatz, version=1, durch=welt.personen["jugendamt_2"]).zustand == "bestaetigt"


def test_geaendertes_wird_nicht_bestaetigt(welt: Welt):
    einsatz = vorschlag(welt, fachkraft(welt))
    gelesen = Einsatz.objects.get(pk=einsatz.pk)
    gelesen.vzae = Decimal("0.4")
    aendere(einsatz=gelesen, durch=welt.personen["leitung_konz"])
    with pytest.raises(ValidationError, match=UEBERHOLT):
        bestaetige(einsatz=einsatz, version=1, durch=welt.personen["jugendamt"])
    assert bestaetige(einsatz=einsatz, version=2, durch=welt.personen["jugendamt"]).vzae == Decimal("0.4")


def test_bestaetigtes_laesst_sich_nicht_mehr_aendern(welt: Welt):
    einsatz = vorschlag(welt, fachkraft(welt))
    bestaetige(einsatz=einsatz, version=1, durch=welt.personen["jugendamt"])
    with pytest.raises(ValidationError, match=ENTSCHIEDEN):
        aendere(einsatz=Einsatz.objects.get(pk=einsatz.pk), durch=welt.personen["leitung_konz"])


def test_ablehnen_braucht_einen_grund(welt: Welt):
    einsatz = vorschlag(welt, fachkraft(welt))
    with pytest.raises(ValidationError) as fehler:
        lehne_ab(einsatz=einsatz, version=1, grund="  ", durch=welt.personen["jugendamt"])
    assert "ablehnungsgrund" in fehler.value.error_dict
    abgelehnt = lehne_ab(einsatz=einsatz, version=1, grund="Stelle nicht besetzt", durch=welt.personen["jugendamt"])
    assert (abgelehnt.zustand, abgelehnt.ablehnungsgrund) == ("abgelehnt", "Stelle nicht besetzt")
    eintrag = Protokolleintrag.objects.filter(content_type__model="einsatz").latest("pk")
    assert eintrag.changes["ablehnungsgrund"][1] == "geändert"


def test_mehr_als_eine_volle_stelle_nennt_tag_und_andere(welt: Welt):
    person = fachkraft(welt)
    vorschlag(welt, person, vzae="0.8", von=date(2026, 3, 1))
    with pytest.raises(ValidationError) as fehler:
        vorschlag(welt, person, vzae="0.3")
    (satz,) = fehler.value.message_dict["vzae"]
    assert satz.startswith("Am 01.03.2026 wären es zusammen 1,10 VZÄ")
    assert "Konz 0,80 VZÄ" in satz


def test_abgelehntes_zaehlt_nicht_zur_vollen_stelle(welt: Welt):
    person = fachkraft(welt)
    erster = vorschlag(welt, person, vzae="0.8")
    lehne_ab(einsatz=erster, version=1, grund="Nein", durch=welt.personen["jugendamt"])
    assert vorschlag(welt, person, vzae="0.9").pk


def test_traeger_muss_an_jedem_tag_dort_taetig_sein(welt: Welt):
    person = fachkraft(welt)
    with pytest.raises(ValidationError, match="nicht Träger im Sozialraum Saarburg"):
        vorschlag(welt, person, raum="saarburg")
    Traegerschaft.objects.create(
        traeger=welt.traeger["beispieltal"], sozialraum=welt.saarburg, von=AB, bis=date(2026, 6, 30)
    )
    with pytest.raises(ValidationError, match=r"01\.07\.2026"):
        vorschlag(welt, person, raum="saarburg")
    assert vorschlag(welt, person, raum="saarburg", bis=date(2026, 6, 30)).pk


def test_mehr_als_das_minimum_braucht_einen_grund(welt: Welt):
    with pytest.raises(ValidationError) as fehler:
        vorschlag(welt, fachkraft(welt), vzae="0.1", mehranteil_grund="")
    assert "Ab 01.01.2026" in fehler.value.message_dict["mehranteil_grund"][0]
    with pytest.raises(ValidationError, match="erläutern"):
        vorschlag(welt, fachkraft(welt), vzae="0.1", mehranteil_grund="sonstiges")


def test_beim_bestaetigen_zaehlen_fuer_den_grund_nur_bestaetigte(welt: Welt):
    """Proposed first and without a reason it is confirmable: what came later brought its own."""
    Einsatz.objects.filter(sozialraum=welt.konz).update(bis=date(2025, 12, 31))
    erster = vorschlag(welt, fachkraft(welt), vzae="0.2", mehranteil_grund="")
    vorschlag(welt, fachkraft(welt), vzae="0.2")
    assert bestaetige(einsatz=erster, version=1, durch=welt.personen["jugendamt"]).zustand == "bestaetigt"


def test_beenden_nur_innerhalb_des_bestaetigten(welt: Welt):
    einsatz = Einsatz.objects.get(sozialraum=welt.konz)
    with pytest.raises(ValidationError, match="beginnt erst"):
        beende(einsatz=einsatz, bis=date(2019, 12, 31))
    assert beende(einsatz=einsatz, bis=ANFANG).bis == ANFANG
    with pytest.raises(ValidationError, match="Bestätigt ist der Einsatz bis"):
        beende(einsatz=einsatz, bis=date(2020, 1, 2))


def test_vorschlag_laesst_sich_nicht_beenden(welt: Welt):
    with pytest.raises(ValidationError, match="nur ein bestätigter"):
        beende(einsatz=vorschlag(welt, fachkraft(welt)), bis=date(2026, 12, 31))


# --- Reading ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("anzahl", [1, 3, 12])
def test_stellenanteile_in_fuenf_abfragen(welt: Welt, anzahl: int, django_assert_num_queries):
    for nummer in range(anzahl):
        person = fachkraft(welt)
        vorschlag(welt, person, vzae="0.01", von=date(2026, 1, 1 + nummer))
    with django_assert_num_queries(5):
        lagen = stellenanteile(AB, ANFANG, AB)
        assert all(str(einsatz.fachkraft) for lage in lagen.values() for einsatz in lage.einsaetze)
    assert set(lagen) == {raum.pk for raum in welt.sozialraeume.values()}


def test_jeder_tag_misst_sich_am_minimum_dieses_tages(welt: Welt):
    Parameter.objects.create(schluessel="mindestumfang_vzae", wert="0.30", von=date(2017, 1, 1), bis=date(2026, 6, 30))
    Parameter.objects.create(schluessel="mindestumfang_vzae", wert="0.31", von=date(2026, 7, 1))
    lage = stellenanteile(date(2026, 6, 30), AB, date(2026, 12, 31))[welt.konz.pk]
    assert lage.urteil.wort == "erfüllt"
    (luecke,) = lage.luecken
    assert (luecke.von, luecke.bis, luecke.satz) == (date(2026, 7, 1), date(2026, 12, 31), "0,30 statt 0,31 VZÄ")


def test_sozialraum_ohne_einsatz_ist_nicht_beurteilbar(welt: Welt):
    lage = stellenanteile(AB, ANFANG, AB)[welt.sozialraeume["hermeskeil"].pk]
    assert (lage.summe, lage.urteil.wort, lage.luecken) == (Decimal(0), "nicht beurteilbar", ())


def test_ende_ohne_nachfolge_steht_in_der_lage(welt: Welt):
    Einsatz.objects.filter(sozialraum=welt.konz).update(bis=date(2026, 3, 31))
    lage = stellenanteile(date(2026, 1, 15), AB, date(2026, 1, 15))[welt.konz.pk]
    (ende,) = lage.endet_bald
    assert ende.warnung.satz.startswith("Endet am 31.03.2026 ohne Nachfolge: danach 0,00 VZÄ")


# --- Two at the same time -----------------------------------------------------------------------------------------


def gleichzeitig(*handlungen: Callable[[], object]) -> list[str]:
    """Starts all at once, each on its own connection; what each was refused with, empty for success."""
    tor, ergebnisse = Barrier(len(handlungen)), [""] * len(handlungen)

    def laufe(nummer: int) -> None:
        try:
            tor.wait(10)
            handlungen[nummer]()
        except ValidationError as fehler:
            ergebnisse[nummer] = " ".join(fehler.messages)
        finally:
            connection.close()

    faeden = [Thread(target=laufe, args=(nummer,)) for nummer in range(len(handlungen))]
    for faden in faeden:
        faden.start()
    for faden in faeden:
        faden.join(30)
    return ergebnisse


@pytest.mark.django_db(transaction=True)
def test_zwei_bestaetigungen_zugleich_sind_eine():
    welt = baue_welt()
    einsatz = vorschlag(welt, fachkraft(welt))
    ergebnisse = gleichzeitig(
        lambda: bestaetige(einsatz=einsatz, version=1, durch=welt.personen["jugendamt"]),
        lambda: bestaetige(einsatz=einsatz, version=1, durch=welt.personen["jugendamt_2"]),
    )
    assert sorted(ergebnisse) == ["", ENTSCHIEDEN]
    assert Einsatz.objects.get(pk=einsatz.pk).version == 2


@pytest.mark.django_db(transaction=True)
def test_zwei_vorschlaege_zugleich_ueberschreiten_keine_volle_stelle():
    welt = baue_welt()
    person = fachkraft(welt)
    ergebnisse = gleichzeitig(*[lambda v=vzae: vorschlag(welt, person, vzae=v) for vzae in ("0.6", "0.7")])
    assert sum(not ergebnis for ergebnis in ergebnisse) == 1
    assert "zusammen 1,30 VZÄ" in "".join(ergebnisse)
    assert Einsatz.objects.filter(fachkraft=person).count() == 1

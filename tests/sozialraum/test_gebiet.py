"""A Gemeinde changes its Sozialraum: its partners move along and their clock goes on."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone

from netzwerk.models import Kontakt, Kontaktbeteiligung
from partner.models import Netzwerkpartner, Wirkungsbereich
from partner.services.gebiet import plane_umzug, vollziehe_umzug
from sozialraum.models import Gebietszuordnung
from tests.welt import ANFANG, Welt, neuer_partner

AB = date(2026, 7, 1)
VORTAG = date(2026, 6, 30)


def ziehe_um(welt: Welt, *partner: Netzwerkpartner, ab: date = AB) -> list[int]:
    return vollziehe_umzug(
        gemeinde=welt.gemeinden["Tawern"],
        ziel=welt.saarburg,
        ab=ab,
        quelle="Beschluss",
        partner_ids={eins.pk for eins in partner},
    )


def in_tawern(welt: Welt, name: str = "Kita Tawern", **felder) -> Netzwerkpartner:
    return neuer_partner(welt, name, gemeinde=welt.gemeinden["Tawern"], **felder)


def wirkungen(partner: Netzwerkpartner) -> list[tuple]:
    return list(partner.wirkungsbereiche.order_by("von").values_list("sozialraum__kuerzel", "von", "bis"))


def test_gemeinde_und_partner_ziehen_um_und_die_uhr_geht_mit(welt: Welt):
    partner = in_tawern(welt)
    assert ziehe_um(welt, partner) == [partner.pk]
    zuordnungen = welt.gemeinden["Tawern"].gebietszuordnungen.order_by("von")
    assert list(zuordnungen.values_list("sozialraum__kuerzel", "von", "bis")) == [
        ("konz", ANFANG, VORTAG),
        ("saarburg", AB, None),
    ]
    assert wirkungen(partner) == [("konz", ANFANG, VORTAG), ("saarburg", AB, None)]
    alt, neu = partner.wirkungsbereiche.order_by("von")
    assert neu.vorgaenger == alt


def test_wer_anderswo_sitzt_oder_wirkt_bleibt(welt: Welt):
    anderswo = neuer_partner(welt, "Kita Konz")
    fremd = in_tawern(welt, "Beratung Tawern", sozialraum="hermeskeil")
    plan = plane_umzug(gemeinde=welt.gemeinden["Tawern"], ziel=welt.saarburg, ab=AB)
    assert plan.wirkungsbereiche == ()
    ziehe_um(welt, anderswo, fremd)
    assert wirkungen(anderswo) == [("konz", ANFANG, None)]
    assert wirkungen(fremd) == [("hermeskeil", ANFANG, None)]


def test_abgewaehlter_partner_bleibt_im_alten_sozialraum(welt: Welt):
    partner, bleibt = in_tawern(welt), in_tawern(welt, "Polizei Tawern")
    assert ziehe_um(welt, partner) == [partner.pk]
    assert wirkungen(bleibt) == [("konz", ANFANG, None)]


def test_wer_schon_dort_wirkt_wird_nicht_doppelt(welt: Welt):
    partner = in_tawern(welt)
    Wirkungsbereich.objects.create(partner=partner, sozialraum=welt.saarburg, von=date(2022, 1, 1))
    ziehe_um(welt, partner)
    assert wirkungen(partner) == [("konz", ANFANG, VORTAG), ("saarburg", date(2022, 1, 1), None)]


def test_spaeter_beginnende_wirkung_zieht_ganz_um(welt: Welt):
    partner = in_tawern(welt, von=date(2026, 9, 1))
    ziehe_um(welt, partner)
    assert wirkungen(partner) == [("saarburg", date(2026, 9, 1), None)]


def test_befristete_wirkung_behaelt_ihr_ende(welt: Welt):
    partner = in_tawern(welt)
    partner.wirkungsbereiche.update(bis=date(2026, 12, 31))
    ziehe_um(welt, partner)
    assert wirkungen(partner) == [("konz", ANFANG, VORTAG), ("saarburg", AB, date(2026, 12, 31))]


def test_derselbe_sozialraum_und_ein_spaeterer_wechsel_werden_abgewiesen(welt: Welt):
    tawern = welt.gemeinden["Tawern"]
    with pytest.raises(ValidationError, match="gehört an diesem Tag schon"):
        plane_umzug(gemeinde=tawern, ziel=welt.konz, ab=AB)
    ziehe_um(welt)
    with pytest.raises(ValidationError, match=r"schon ein Wechsel zum 01\.07\.2026"):
        plane_umzug(gemeinde=tawern, ziel=welt.sozialraeume["rst"], ab=VORTAG)


# --- Page ---------------------------------------------------------------------------------------------------------

ADRESSE = "/verwaltung/gemeinden/07235132/umziehen/"
FRAGE = {"sozialraum": "saarburg", "von": "2026-07-01", "quelle": "Beschluss"}


def test_vorschau_aendert_nichts(welt: Welt, als: Callable[[str], Client]):
    partner = in_tawern(welt)
    seite = als("jugendamt").get(ADRESSE, FRAGE).content.decode()
    assert "Das ändert sich am 01.07.2026" in seite
    assert partner.name in seite
    assert Gebietszuordnung.objects.filter(gemeinde=welt.gemeinden["Tawern"]).count() == 1


def test_wechsel_speichern_zaehlt_kontakte_neu(welt: Welt, als: Callable[[str], Client]):
    """Until the move was entered everybody worked by the former Sozialraum; what names it afterwards counts no more."""
    partner = in_tawern(welt)
    zeilen = []
    for am in (date(2026, 6, 1), date(2026, 8, 1), timezone.localdate() + timedelta(days=1)):
        kontakt = Kontakt.objects.create(
            art="besuch", am=am, bezug="uebergreifend", erfasst_von=welt.personen["netzwerk_konz"]
        )
        zeilen.append(
            Kontaktbeteiligung.objects.create(
                kontakt=kontakt, partner=partner, sozialraum=welt.konz, am=am, zaehlt=True
            )
        )
    antwort = als("jugendamt").post(ADRESSE, FRAGE | {"partner": [partner.uuid]}, follow=True)
    assert "Mit umgezogen: 1 Partner." in antwort.content.decode()
    assert [Kontaktbeteiligung.objects.get(pk=zeile.pk).zaehlt for zeile in zeilen] == [True, True, False]


def test_gefaelschter_partner_zieht_nicht_mit(welt: Welt, als: Callable[[str], Client]):
    fremd = neuer_partner(welt, "Kita Konz")
    als("jugendamt").post(ADRESSE, FRAGE | {"partner": [fremd.uuid]})
    assert wirkungen(fremd) == [("konz", ANFANG, None)]


def test_nur_das_jugendamt_zieht_um(welt: Welt, als: Callable[[str], Client]):
    for name in ("netzwerk_konz", "leitung_konz", "leitstelle", "admin"):
        assert als(name).post(ADRESSE, FRAGE).status_code == 403
    assert Gebietszuordnung.objects.filter(gemeinde=welt.gemeinden["Tawern"]).count() == 1


def test_unsinniger_tag_steht_im_formular(als: Callable[[str], Client]):
    seite = als("jugendamt").get(ADRESSE, FRAGE | {"von": "morgen"}).content.decode()
    assert "Bitte geben Sie den Tag als TT.MM.JJJJ ein." in seite
    assert "Das ändert sich" not in seite


def test_wer_am_ziel_erst_spaeter_beginnt_bedient_es_vom_umzug_an(welt: Welt):
    partner = in_tawern(welt)
    spaeter = date(2027, 1, 1)
    Wirkungsbereich.objects.create(partner=partner, sozialraum=welt.saarburg, von=spaeter)
    ziehe_um(welt, partner)
    assert wirkungen(partner) == [
        ("konz", ANFANG, VORTAG),
        ("saarburg", AB, date(2026, 12, 31)),
        ("saarburg", spaeter, None),
    ]

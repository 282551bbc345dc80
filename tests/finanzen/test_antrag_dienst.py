"""Applications for single appointments: who may take which step, what it causes, when it lapses."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from finanzen.models import Ausnahmeantrag
from finanzen.rules import ANTRAGSFOLGEN, Antragsstatus
from finanzen.rules.antrag import anteilstext, buchbar_bis, moegliche_folgen, terminanteil
from finanzen.selectors.antrag import quote, umfeld, zu_entscheiden
from finanzen.services.antrag import (
    Antragsangaben,
    ZwischenzeitlichGeaendert,
    aendere,
    entwirf,
    folgen_fuer,
    genehmige,
    lasse_verfallen,
    lehne_ab,
    rechne_ab,
    stelle,
    ziehe_zurueck,
)
from konten.models import Versandauftrag
from sozialraum.models import Zustaendigkeit
from tests.finanzen.ausgaben import antrag, einzeltermin, gebucht
from tests.finanzen.geld import neue_regel, neuer_anteil, neues_volumen
from tests.finanzen.test_ausgabe_dienst import schliesse
from tests.netzwerk.test_kontakt_formular import eingaben
from tests.welt import ANFANG, Welt, neuer_partner

pytestmark = pytest.mark.django_db


def angaben(welt: Welt, **felder) -> Antragsangaben:
    vorgabe = {
        "titel": "Referat zur Medienerziehung",
        "sozialraum_id": welt.konz.pk,
        "traeger_id": welt.traeger["beispieltal"].pk,
        "jahr": 2026,
        "begruendung": "Im Team fehlt das Fachwissen.",
        "termine": 2,
        "von": date(2026, 4, 1),
        "bis": date(2026, 5, 1),
        "betrag": Decimal("600.00"),
    }
    return Antragsangaben(**{**vorgabe, **felder})


def gestellt(welt: Welt, **felder) -> Ausnahmeantrag:
    leitung = welt.person("leitung_konz")
    entwurf, _ = entwirf(benutzer=leitung, uuid=uuid4(), angaben=angaben(welt, **felder))
    return stelle(antrag_id=entwurf.pk, version=entwurf.version, benutzer=leitung)


def genehmigt(welt: Welt, offen: Ausnahmeantrag, betrag: str = "450.00", person: str = "jugendamt") -> Ausnahmeantrag:
    return genehmige(
        antrag_id=offen.pk, version=offen.version, betrag=Decimal(betrag), grund="", benutzer=welt.person(person)
    )


def test_vom_entwurf_bis_zur_abrechnung(welt):
    offen = gestellt(welt)
    assert (offen.zustand, offen.beantragt_von) == ("beantragt", welt.personen["leitung_konz"])
    bewilligt = genehmigt(welt, offen)
    assert (bewilligt.zustand, bewilligt.genehmigt, bewilligt.betrag) == ("genehmigt", Decimal(450), Decimal(600))
    einzeltermin(welt, bewilligt, "450.00")
    bewilligt.refresh_from_db()
    assert bewilligt.zustand == "genehmigt"
    ende = rechne_ab(antrag_id=bewilligt.pk, version=bewilligt.version, benutzer=welt.person("leitung_konz"))
    assert ende.zustand == "abgerechnet"


def test_die_entscheidung_geht_an_wer_gestellt_hat(welt):
    offen = gestellt(welt)
    lehne_ab(antrag_id=offen.pk, version=offen.version, grund="Das kann das Team.", benutzer=welt.person("jugendamt"))
    mail = Versandauftrag.objects.get(anlass__endswith=":entscheidung")
    assert (mail.empfaenger, mail.benutzer) == ("leitung_konz@example.org", welt.personen["leitung_konz"])
    assert mail.betreff == "Ausnahmeantrag abgelehnt: Referat zur Medienerziehung"
    assert "Das kann das Team." in mail.text
    assert f"/ausnahmeantraege/{offen.uuid}/" in mail.text


def test_die_mail_nennt_den_genehmigten_betrag(welt):
    genehmigt(welt, gestellt(welt))
    assert (
        "Ergebnis: genehmigt mit 450,00 € von 600,00 €."
        in Versandauftrag.objects.get(anlass__endswith=":entscheidung").text
    )


def test_ein_gestellter_antrag_geht_an_alle_die_entscheiden(welt):
    """Not to a person of the Jugendamt who files it herself for a Träger: she does not decide."""
    Zustaendigkeit.objects.create(benutzer=welt.personen["leitung_konz"], rolle="jugendamt", von=ANFANG)
    entwurf, _ = entwirf(benutzer=welt.person("leitung_konz"), uuid=uuid4(), angaben=angaben(welt))
    assert not Versandauftrag.objects.exists()
    offen = stelle(antrag_id=entwurf.pk, version=entwurf.version, benutzer=welt.person("leitung_konz"))
    mails = Versandauftrag.objects.order_by("empfaenger")
    assert [mail.benutzer for mail in mails] == [welt.personen["jugendamt"], welt.personen["jugendamt_2"]]
    for zeile in ("Jugendhilfe Beispieltal e. V.", "Kosten: 600,00 €", f"/ausnahmeantraege/{offen.uuid}/"):
        assert zeile in mails[0].text
    assert offen.begruendung not in mails[0].text


def test_eine_ablehnung_braucht_einen_grund(welt):
    offen = gestellt(welt)
    with pytest.raises(ValidationError, match="Grund der Ablehnung"):
        lehne_ab(antrag_id=offen.pk, version=offen.version, grund=" ", benutzer=welt.person("jugendamt"))
    offen.refresh_from_db()
    assert offen.zustand == "beantragt"


@pytest.mark.parametrize(("betrag", "satz"), [("600.01", "Beantragt sind 600,00 €"), ("0.00", "über null")])
def test_mehr_als_beantragt_oder_nichts_laesst_sich_nicht_genehmigen(welt, betrag, satz):
    with pytest.raises(ValidationError, match=satz):
        genehmigt(welt, gestellt(welt), betrag)


def test_vier_augen_vergleichen_personen(welt):
    Zustaendigkeit.objects.create(benutzer=welt.personen["leitung_konz"], rolle="jugendamt", von=ANFANG)
    with pytest.raises(ValidationError, match="andere Person"):
        genehmigt(welt, gestellt(welt), person="leitung_konz")


def test_wer_den_entwurf_geaendert_hat_entscheidet_nicht(welt):
    leitung = welt.person("leitung_konz")
    entwurf, _ = entwirf(benutzer=leitung, uuid=uuid4(), angaben=angaben(welt))
    zweite = Zustaendigkeit.objects.create(
        benutzer=welt.personen["jugendamt_2"], rolle="leitung", traeger=welt.traeger["beispieltal"], von=ANFANG
    ).benutzer
    neu = angaben(welt, titel="Anders")
    entwurf = aendere(antrag_id=entwurf.pk, version=1, angaben=neu, benutzer=welt.person("jugendamt_2"))
    assert (entwurf.titel, entwurf.erfasst_von.pk) == ("Anders", zweite.pk)
    offen = stelle(antrag_id=entwurf.pk, version=entwurf.version, benutzer=leitung)
    with pytest.raises(ValidationError, match="andere Person"):
        genehmigt(welt, offen, person="jugendamt_2")
    assert genehmigt(welt, offen).zustand == "genehmigt"


@pytest.mark.parametrize("person", ["leitung_fremd", "netzwerk_konz", "leitstelle", "team_konz", "admin"])
def test_fremde_gehen_keinen_schritt(welt, person):
    fremd, offen = welt.person(person), gestellt(welt)
    felder = {"antrag_id": offen.pk, "version": offen.version, "benutzer": fremd}
    for tat in (
        lambda: entwirf(benutzer=fremd, uuid=uuid4(), angaben=angaben(welt)),
        lambda: ziehe_zurueck(**felder),
        lambda: lehne_ab(grund="x", **felder),
        lambda: genehmige(betrag=Decimal(1), grund="", **felder),
    ):
        with pytest.raises(PermissionDenied):
            tat()
    bewilligt = genehmigt(welt, offen)
    with pytest.raises(PermissionDenied):
        rechne_ab(antrag_id=bewilligt.pk, version=bewilligt.version, benutzer=fremd)


def test_das_jugendamt_stellt_nicht_und_die_leitung_entscheidet_nicht(welt):
    offen = gestellt(welt)
    assert folgen_fuer(offen, welt.person("leitung_konz")) == ("zurueckgezogen",)
    assert folgen_fuer(offen, welt.person("jugendamt")) == ("genehmigt", "abgelehnt")
    assert folgen_fuer(offen, welt.person("leitung_fremd")) == ()
    with pytest.raises(PermissionDenied):
        genehmigt(welt, offen, person="leitung_konz")
    with pytest.raises(PermissionDenied):
        ziehe_zurueck(antrag_id=offen.pk, version=offen.version, benutzer=welt.person("jugendamt"))


def test_nur_folgende_zustaende_sind_moeglich(welt):
    leitung = welt.person("leitung_konz")
    for zustand in Antragsstatus.values:
        alt = antrag(welt, zustand=zustand)
        felder = {"antrag_id": alt.pk, "version": alt.version, "benutzer": leitung}
        for ziel, tat in (("beantragt", stelle), ("zurueckgezogen", ziehe_zurueck), ("abgerechnet", rechne_ab)):
            if ziel in ANTRAGSFOLGEN[zustand]:
                assert ziel in moegliche_folgen(zustand, stellt=True, entscheidet=False)
            else:
                with pytest.raises(ValidationError, match="nicht mehr möglich"):
                    tat(**felder)


def test_eine_alte_fassung_wird_nicht_entschieden(welt):
    offen = gestellt(welt)
    with pytest.raises(ValidationError, match="inzwischen geändert"):
        genehmige(antrag_id=offen.pk, version=1, betrag=Decimal(1), grund="", benutzer=welt.person("jugendamt"))
    leitung = welt.person("leitung_konz")
    entwurf, _ = entwirf(benutzer=leitung, uuid=uuid4(), angaben=angaben(welt))
    with pytest.raises(ZwischenzeitlichGeaendert):
        aendere(antrag_id=entwurf.pk, version=7, angaben=angaben(welt), benutzer=leitung)
    with pytest.raises(ValidationError, match="nicht mehr ändern"):
        aendere(antrag_id=offen.pk, version=offen.version, angaben=angaben(welt), benutzer=leitung)


def test_ein_geschlossenes_jahr_nimmt_keinen_antrag_an(welt):
    offen = gestellt(welt)
    schliesse(welt)
    for tat in (lambda: gestellt(welt), lambda: genehmigt(welt, offen)):
        with pytest.raises(ValidationError, match="abgeschlossen"):
            tat()


@pytest.mark.parametrize(
    ("felder", "satz"),
    [
        ({"bis": date(2026, 3, 1)}, "vor dem ersten"),
        ({"von": date(2025, 1, 1), "bis": date(2025, 2, 1)}, "Keiner der Termine"),
    ],
)
def test_die_termine_liegen_im_haushaltsjahr(welt, felder, satz):
    with pytest.raises(ValidationError, match=satz):
        entwirf(benutzer=welt.person("leitung_konz"), uuid=uuid4(), angaben=angaben(welt, **felder))


# --- The nightly job ------------------------------------------------------------------------------------------------


def gealtert(welt: Welt, tag: date, **felder) -> Ausnahmeantrag:
    alt = antrag(welt, bis=date(2026, 3, 31), **felder)
    mitternacht = datetime(tag.year, tag.month, tag.day, 12, tzinfo=ZoneInfo("Europe/Berlin"))
    Ausnahmeantrag.objects.filter(pk=alt.pk).update(geaendert_am=mitternacht)
    return alt


def test_nach_der_frist_verfaellt_was_uebrig_ist(welt):
    unbenutzt = gealtert(welt, date(2026, 2, 1))
    spaet = gealtert(welt, date(2026, 4, 2))
    abgelehnt = gealtert(welt, date(2026, 2, 1), zustand="abgelehnt")
    verbraucht = gealtert(welt, date(2026, 4, 4))
    einzeltermin(welt, verbraucht, "500.00")
    assert lasse_verfallen(date(2026, 6, 29)) == 0
    assert lasse_verfallen(date(2026, 6, 30)) == 1
    assert lasse_verfallen(date(2026, 7, 1)) == 0
    assert lasse_verfallen(date(2026, 7, 2)) == 1
    assert lasse_verfallen(date(2026, 7, 4)) == 1
    zustaende = {unbenutzt: "verfallen", spaet: "verfallen", abgelehnt: "abgelehnt", verbraucht: "abgerechnet"}
    for satz, zustand in zustaende.items():
        satz.refresh_from_db()
        assert satz.zustand == zustand


def test_frist_zaehlt_ab_dem_spaeteren_tag():
    assert buchbar_bis(date(2026, 3, 31), date(2026, 2, 1), 90) == date(2026, 6, 29)
    assert buchbar_bis(date(2026, 3, 31), date(2026, 4, 10), 90) == date(2026, 7, 9)


# --- Context --------------------------------------------------------------------------------------------------------


def test_das_umfeld_nennt_rest_fruehere_und_anteil(welt, als):
    neue_regel()
    neues_volumen(welt)
    neuer_anteil(welt.konz, welt.traeger["beispieltal"], "10000.00")
    frueher = antrag(welt, "300.00", titel="Früher", termine=3)
    antrag(welt, titel="Nur ein Entwurf", zustand="entwurf")
    antrag(welt, titel="Fremd", traeger=welt.traeger["musterhof"])
    einzeltermin(welt, frueher, "250.00")
    gebucht(welt, "750.00")
    offen = gestellt(welt)
    with CaptureQueriesContext(connection) as fragen:
        lage = umfeld(offen)
    assert len(fragen) == 14
    assert (lage.haushalt.frei, lage.frei_danach) == (Decimal("8950.00"), Decimal("8350.00"))
    assert [(alt.titel, alt.gebucht) for alt in lage.fruehere] == [("Früher", Decimal("250.00"))]
    assert lage.quote.anteil_ausgaben == 25
    assert lage.quote.rechnung == (
        "250,00 € Einzeltermine von 1.000,00 € Ausgaben = 25 %",
        "3 Einzeltermine von 3 Terminen (Einzeltermine und 0 Kontakte) = 100 %",
    )


def test_die_quote_zaehlt_jeden_kontakt_des_jahres_einmal(welt, als):
    antrag(welt, termine=1)
    partner = neuer_partner(welt)
    client = als("netzwerk_konz")
    daten = eingaben(partner) if partner else {}
    assert client.post("/kontakte/neu/", daten).status_code == 302
    jahr = date.today().year  # noqa: DTZ011 - the form's own default day
    stand = quote(jahr, [welt.konz.pk])
    assert stand.kontakte == 1
    assert quote(jahr + 1, [welt.konz.pk]).kontakte == 0
    assert quote(jahr, [welt.saarburg.pk]).kontakte == 0


@pytest.mark.parametrize(
    ("termine", "kontakte", "anteil"), [(0, 0, None), (1, 1, 50), (1, 199, 1), (1, 200, 0), (3, 0, 100)]
)
def test_anteil_der_termine_kaufmaennisch_gerundet(termine, kontakte, anteil):
    assert terminanteil(termine, kontakte)[0] == anteil


def test_der_eingang_zeigt_dem_jugendamt_die_aeltesten_zuerst(welt):
    spaeter = antrag(welt, zustand="beantragt", beantragt_am=date(2026, 3, 1))
    frueher = antrag(welt, zustand="beantragt", beantragt_am=date(2026, 2, 1))
    antrag(welt, zustand="entwurf")
    assert list(zu_entscheiden(welt.person("jugendamt").bereich)) == [frueher, spaeter]
    assert not zu_entscheiden(welt.person("leitung_konz").bereich)
    assert frueher.beantragt_am + timedelta(days=28) == spaeter.beantragt_am


@pytest.mark.parametrize(
    ("anteil", "ist_null", "satz"), [(None, True, "–"), (0, True, "0 %"), (0, False, "unter 1 %"), (25, False, "25 %")]
)
def test_ein_kleiner_anteil_liest_sich_nicht_wie_keiner(anteil, ist_null, satz):
    assert anteilstext(anteil, ist_null) == satz

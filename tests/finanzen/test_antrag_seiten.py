"""Pages of applications for single appointments as each role sees them."""

from decimal import Decimal
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from finanzen.models import Ausnahmeantrag
from konten.models import Versandauftrag
from tests.finanzen.ausgaben import antrag, einzeltermin, gebucht
from tests.welt import Welt

LISTE, NEU = "/ausnahmeantraege/", "/ausnahmeantraege/neu/"
pytestmark = pytest.mark.django_db


def eingaben(welt: Welt, **felder) -> dict:
    return {
        "uuid": str(uuid4()),
        "traeger": str(welt.traeger["beispieltal"].uuid),
        "sozialraum": "konz",
        "jahr": "2026",
        "titel": "Referat zur Medienerziehung",
        "begruendung": "Im Team fehlt das Fachwissen.",
        "termine": "2",
        "von": "2026-04-01",
        "bis": "2026-05-01",
        "betrag": "600,00",
        **felder,
    }


def text(antwort) -> str:
    assert antwort.status_code == 200
    return antwort.content.decode()


def test_entwerfen_stellen_genehmigen_buchen(als, welt):
    leitung, amt = als("leitung_konz"), als("jugendamt")
    url = leitung.post(NEU, eingaben(welt)).url
    assert amt.get(url).status_code == 404
    assert "Antrag stellen" in text(leitung.get(url))
    leitung.post(f"{url}stellen/", {"version": "1"})
    seite = text(amt.get(url))
    assert "Was zur Entscheidung gehört" in seite
    assert 'value="600,00"' in seite
    assert "Referat zur Medienerziehung" in text(amt.get(LISTE))
    amt.post(f"{url}genehmigen/", {"version": "2", "genehmigt": "450,00", "grund": "Ein Termin weniger."})
    satz = Ausnahmeantrag.objects.get()
    assert (satz.zustand, satz.genehmigt) == ("genehmigt", Decimal("450.00"))
    assert "Ein Termin weniger." in Versandauftrag.objects.get(anlass__endswith=":entscheidung").text
    seite = text(leitung.get(url))
    assert "Einzeltermin buchen" in seite
    assert "450,00 €" in seite
    einzeltermin(welt, satz, "450.00")
    seite = text(leitung.get(url))
    assert "Alles ist gebucht." in seite
    assert "Einzeltermin buchen" not in seite
    leitung.post(f"{url}abrechnen/", {"version": str(Ausnahmeantrag.objects.get().version)})
    assert "abgerechnet" in text(leitung.get(url))


def test_ablehnen_braucht_einen_grund_und_der_text_bleibt(als, welt):
    offen = antrag(welt, None, zustand="beantragt")
    url, amt = offen.get_absolute_url(), als("jugendamt")
    assert "Bitte nennen Sie den Grund der Ablehnung." in text(amt.post(f"{url}ablehnen/", {"version": "1"}))
    seite = text(amt.post(f"{url}genehmigen/", {"version": "1", "genehmigt": "500,01", "grund": "Gern"}))
    assert "Mehr lässt sich nicht genehmigen." in seite
    assert 'value="500,01"' in seite
    assert "Gern" in seite
    amt.post(f"{url}ablehnen/", {"version": "1", "grund": "Das kann das Team."})
    assert "Das kann das Team." in text(als("leitung_konz").get(url))


def test_eine_alte_version_wird_nicht_entschieden(als, welt):
    offen = antrag(welt, None, zustand="beantragt", version=3)
    seite = text(
        als("jugendamt").post(f"{offen.get_absolute_url()}ablehnen/", {"version": "2", "grund": "x"}, follow=True)
    )
    assert "inzwischen geändert" in seite
    offen.refresh_from_db()
    assert offen.zustand == "beantragt"


def test_zwei_bearbeiten_denselben_entwurf(als, welt):
    entwurf, client = antrag(welt, None, zustand="entwurf"), als("leitung_konz")
    url = f"{entwurf.get_absolute_url()}bearbeiten/"
    client.post(url, eingaben(welt, version="1", titel="Erste Fassung"))
    seite = text(client.post(url, eingaben(welt, version="1", titel="Zweite Fassung")))
    assert "Zwei Fassungen" in seite
    assert "Erste" in seite
    assert client.post(url, eingaben(welt, version="2", titel="Zweite Fassung")).status_code == 302
    entwurf.refresh_from_db()
    assert (entwurf.titel, entwurf.version) == ("Zweite Fassung", 3)


def test_ein_gestellter_antrag_laesst_sich_nicht_bearbeiten(als, welt):
    offen = antrag(welt, None, zustand="beantragt")
    client = als("leitung_konz")
    assert client.get(f"{offen.get_absolute_url()}bearbeiten/").status_code == 302
    seite = text(client.post(f"{offen.get_absolute_url()}bearbeiten/", eingaben(welt, version="1")))
    assert "lässt sich nicht mehr ändern" in seite


def test_wer_sieht_was(als, welt):
    entwurf = antrag(welt, None, zustand="entwurf", titel="Nur Entwurf")
    offen = antrag(welt, None, zustand="beantragt", titel="Gestellt")
    gebucht(welt, "777.00")
    sicht = {
        "leitung_konz": (200, 200), "leitung_fremd": (404, 404), "jugendamt": (404, 200), "netzwerk_konz": (404, 200),
        "netzwerk_saarburg": (404, 404), "leitstelle": (403, 403), "team_konz": (403, 403), "admin": (403, 403),
    }  # fmt: skip
    for person, (an_entwurf, an_antrag) in sicht.items():
        client = als(person)
        assert client.get(entwurf.get_absolute_url()).status_code == an_entwurf, person
        assert client.get(offen.get_absolute_url()).status_code == an_antrag, person
    netzwerk = als("netzwerk_konz")
    assert "Was zur Entscheidung gehört" not in text(netzwerk.get(offen.get_absolute_url()))
    assert "777,00" not in text(netzwerk.get(LISTE))
    assert "Nur Entwurf" not in text(als("jugendamt").get(LISTE))
    assert "Nur Entwurf" in text(als("leitung_konz").get(LISTE))


@pytest.mark.parametrize(
    ("person", "tat", "status"),
    [
        ("leitung_konz", "genehmigen", 403),
        ("leitung_fremd", "zurueckziehen", 404),
        ("jugendamt", "zurueckziehen", 403),
        ("netzwerk_konz", "stellen", 403),
        ("netzwerk_konz", "ablehnen", 403),
        ("leitstelle", "genehmigen", 403),
    ],
)
def test_fremde_schritte_werden_abgewiesen(als, welt, person, tat, status):
    offen = antrag(welt, None, zustand="beantragt")
    daten = {"version": "1", "genehmigt": "1,00", "grund": "x"}
    assert als(person).post(f"{offen.get_absolute_url()}{tat}/", daten).status_code == status
    offen.refresh_from_db()
    assert offen.zustand == "beantragt"


def test_die_liste_nennt_den_anteil_und_die_ausfuhr_dasselbe(als, welt):
    einzeltermin(welt, antrag(welt), "100.00")
    gebucht(welt, "300.00")
    seite = text(als("jugendamt").get(f"{LISTE}?jahr=2026"))
    assert "25 %" in seite
    assert "100,00 € Einzeltermine von 400,00 € Ausgaben = 25 %" in seite
    assert "500,00;100,00" in als("jugendamt").get(f"{LISTE}?format=csv").content.decode("utf-8-sig")


def test_die_liste_fragt_immer_gleich_oft(als, welt):
    client, zahlen = als("jugendamt"), []
    for anzahl in (1, 3, 12):
        for _ in range(Ausnahmeantrag.objects.count(), anzahl):
            antrag(welt, None, zustand="beantragt")
        with CaptureQueriesContext(connection) as fragen:
            client.get(LISTE)
        zahlen.append(len(fragen))
    assert len(set(zahlen)) == 1

"""Pages of duplicates: list, comparison, merging, taking back, rights."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from netzwerk.models import Kontaktbeteiligung
from partner.models import Dublettenpaar, Netzwerkpartner, Zusammenfuehrung
from partner.services.dubletten import suche_dubletten
from tests.partner.test_zusammenfuehren import kontakt
from tests.welt import Welt, neuer_partner

pytestmark = pytest.mark.django_db
Als = Callable[[str], Client]
LISTE = "/partner/dubletten/"


@pytest.fixture
def paar(welt: Welt) -> Dublettenpaar:
    neuer_partner(welt, "Kita Regenbogen", telefon="06501 12345", strasse="Am Bach 1")
    neuer_partner(welt, "Kindergarten Regenbogen", telefon="06501/12345", strasse="Am Bach 1", aufgaben="Frühstück")
    assert suche_dubletten() == 1
    return Dublettenpaar.objects.get()


def formular(client: Client, paar: Dublettenpaar, **wahl) -> dict:
    form = client.get(paar.get_absolute_url()).context["form"]
    return {name: feld.initial or form.initial.get(name) for name, feld in form.fields.items()} | wahl


def test_liste_zeigt_das_paar_und_seine_gruende(paar, als: Als):
    text = als("leitstelle").get(LISTE).text
    assert "Kita Regenbogen" in text
    assert "gleiches Telefon, gleiche Anschrift, gleicher Ort" in text
    assert (
        als("leitstelle").get(LISTE, {"format": "csv"}).content.decode("utf-8-sig").splitlines()[1].startswith("Kita R")
    )


def test_zusammenfuehren_und_zuruecknehmen(paar, welt: Welt, als: Als):
    gespraech = kontakt(welt, paar.b)
    client = als("leitstelle")
    antwort = client.post(paar.get_absolute_url(), formular(client, paar, name="weicht"), follow=True)
    bleibt = Netzwerkpartner.objects.get(pk=paar.a_id)
    assert antwort.redirect_chain[-1][0] == bleibt.get_absolute_url()
    assert (bleibt.name, bleibt.aufgaben) == ("Kindergarten Regenbogen", "Frühstück")
    assert Kontaktbeteiligung.objects.get(kontakt=gespraech).partner == bleibt
    assert client.get(paar.b.get_absolute_url()).headers["Location"] == bleibt.get_absolute_url()
    assert client.get(paar.get_absolute_url()).headers["Location"] == bleibt.get_absolute_url()
    assert "Keine möglichen Duplikate" in client.get(LISTE).text
    akte = Zusammenfuehrung.objects.get()
    assert "Zurücknehmen" in client.get(akte.get_absolute_url()).text
    client.post(reverse("partner:zusammenfuehrung_zuruecknehmen", args=[akte.uuid]))
    assert "war aufgegangen in" in client.get(akte.get_absolute_url()).text
    assert client.get(paar.b.get_absolute_url()).status_code == 200
    assert Kontaktbeteiligung.objects.get(kontakt=gespraech).partner == paar.b


def test_kontakte_beider_zaehlen_danach_neu(paar, welt: Welt, als: Als):
    kontakt(welt, paar.b)
    Kontaktbeteiligung.objects.update(zaehlt=False)
    client = als("jugendamt")
    client.post(paar.get_absolute_url(), formular(client, paar))
    assert Kontaktbeteiligung.objects.get().zaehlt is True


def test_wer_inzwischen_aenderte_bekommt_recht(paar, als: Als):
    client = als("leitstelle")
    daten = formular(client, paar)
    Netzwerkpartner.objects.filter(pk=paar.a_id).update(version=9)
    antwort = client.post(paar.get_absolute_url(), daten)
    assert "inzwischen geändert" in antwort.text
    assert not Zusammenfuehrung.objects.exists()


def test_zweiter_klick_fuehrt_zum_gemeinsamen_eintrag(paar, als: Als):
    client = als("leitstelle")
    daten = formular(client, paar)
    for _ in range(2):
        antwort = client.post(paar.get_absolute_url(), daten)
    assert antwort.status_code == 200
    assert "aufgegangen" in antwort.text
    assert Zusammenfuehrung.objects.count() == 1


def test_kein_duplikat_wird_gemerkt(paar, als: Als):
    client = als("jugendamt")
    adresse = reverse("partner:dublette_entscheiden", args=[paar.uuid])
    client.post(adresse)
    assert suche_dubletten() == 0
    assert "Kita Regenbogen" in client.get(LISTE, {"stand": "ausgeschlossen"}).text
    client.post(adresse, {"offen": "1"})
    assert "Kita Regenbogen" in client.get(LISTE).text


def test_tauschen(paar, als: Als):
    client = als("leitstelle")
    adresse = f"{paar.get_absolute_url()}?bleibt={paar.b.uuid}"
    form = client.get(adresse).context["form"]
    daten = {name: feld.initial or form.initial.get(name) for name, feld in form.fields.items()}
    client.post(adresse, daten)
    assert Netzwerkpartner.objects.get(pk=paar.a_id).aufgegangen_in == paar.b


def test_zwei_selbst_waehlen(welt: Welt, als: Als):
    eine, andere = neuer_partner(welt, "Jugendraum"), neuer_partner(welt, "Treffpunkt Möhn", sozialraum="saarburg")
    client = als("leitstelle")
    adresse = reverse("partner:dublette_partner", args=[eine.uuid])
    assert "Treffpunkt Möhn" in client.get(adresse, {"q": "moehn"}).text
    antwort = client.post(adresse, {"partner": str(andere.uuid)})
    paar = Dublettenpaar.objects.get()
    assert (antwort.headers["Location"], paar.gruende) == (paar.get_absolute_url(), ["von Hand gewählt"])
    suche_dubletten()
    assert Dublettenpaar.objects.filter(pk=paar.pk).exists()
    for falsch in (str(eine.uuid), "keine-uuid", ""):
        assert "Bitte wählen Sie einen anderen Eintrag" in client.post(adresse, {"partner": falsch}, follow=True).text


@pytest.mark.parametrize("konto", ["netzwerk_konz", "leitung_konz", "team_konz", "datenschutz", "admin"])
def test_andere_duerfen_nicht(paar, als: Als, konto: str):
    client = als(konto)
    for adresse in (LISTE, paar.get_absolute_url(), "/partner/zusammenfuehrungen/"):
        assert client.get(adresse).status_code == 403
    assert client.post(paar.get_absolute_url(), {}).status_code == 403


def test_suche_findet_neue_und_vergisst_alte(paar, welt: Welt):
    Netzwerkpartner.objects.filter(pk=paar.b_id).update(name="Polizei", telefon="", strasse="")
    assert suche_dubletten() == 0
    assert not Dublettenpaar.objects.exists()

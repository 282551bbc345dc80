"""From a constellation to offers: ranked with reasons, counted, collected, printed, asked on (K05)."""

import re
from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

from django.utils import timezone
from playwright.sync_api import Page, expect

from konten.models import Benutzer
from netzwerk.models import Thema
from partner.models import Angebot, Angebotsnutzung, Sammlung
from sozialraum.models import Gemeinde, Sozialraum
from tests.browser.fenster import SCHMAL
from tests.browser.test_barrierefrei import UEBERLAUF

SeiteAls = Callable[..., Page]


def suche(seite: Page) -> None:
    seite.get_by_role("button", name="Suchen", exact=True).click()
    expect(seite.locator("#fund")).to_be_visible()


def test_von_der_konstellation_zum_angebot_und_zur_zahl(seite_als: SeiteAls):
    konz, heute = Sozialraum.objects.get(kuerzel="konz"), timezone.localdate()
    angebot = Angebot.objects.filter(sozialraeume=konz).exclude(stufe="ruhend")[0]
    Angebot.objects.filter(pk=angebot.pk).update(
        alter_von=3,
        alter_bis=6,
        geprueft_am=heute,
        plaetze_frei=4,
        ortsart="aufsuchend",
        gilt_bis=None,
        titel="Lesehund",
    )
    Angebot.gemeinden.through.objects.filter(angebot=angebot).delete()
    ags = Gemeinde.objects.get(name="Konz").ags
    genutzt = Angebotsnutzung.objects.count()

    team = seite_als("team-konz", groesse=SCHMAL)
    team.goto("/angebote/finden/")
    assert team.locator("main input[type=text], main textarea").count() == 0
    team.get_by_label("Wo wird etwas gesucht?").select_option(ags)
    team.get_by_label("Altersgruppe").select_option("3_6")
    team.get_by_label("Wie kommt man hin?").select_option("bus")
    suche(team)
    erster = team.locator(".netz-fund > li").first
    expect(erster.get_by_role("heading", name="Lesehund")).to_be_visible()
    expect(erster).to_contain_text("passt zum Alter 3–6 · kommt nach Hause · 4 Plätze frei · in diesem Monat geprüft")
    assert team.evaluate(UEBERLAUF) <= 0
    assert parse_qs(urlsplit(team.url).query)["wo"] == [ags]

    erster.get_by_role("button", name=re.compile("Für einen Fall genutzt")).click()
    expect(team.get_by_text("Gerade gezählt.")).to_be_visible()
    assert list(Angebotsnutzung.objects.filter(angebot=angebot, jahr=heute.year).values_list("jahr"))
    assert Angebotsnutzung.objects.count() == genutzt + 1
    team.get_by_role("button", name=re.compile("Zurücknehmen")).click()
    expect(team.get_by_text("Die Zählung ist zurückgenommen.")).to_be_visible()
    assert Angebotsnutzung.objects.count() == genutzt

    team.get_by_role("link", name="Lotsenanfrage daraus machen").click()
    expect(team.get_by_label("Für wen?")).to_have_value("3_6")
    expect(team.get_by_role("radio", name="mit Bus und Bahn")).to_be_checked()


def test_leer_fuehrt_weiter_und_angekreuztes_wird_gesammelt_und_gedruckt(seite_als: SeiteAls):
    thema = Thema.objects.filter(ist_aktiv=True)[0]
    Angebot.objects.update(sprachen=("de",), alter_von=None, alter_bis=None, gilt_bis=None)
    thema.angebote.add(Angebot.objects.filter(sozialraeume__kuerzel="konz").exclude(stufe="ruhend")[0])
    kraft = seite_als("netzwerk-konz")
    kraft.goto(f"/angebote/finden/?wo=raum-konz&sprache=so&thema={thema.pk}&alter=6_10")
    expect(kraft.get_by_text("Kein Angebot passt zu allem zugleich")).to_be_visible()
    bedarf = kraft.get_by_role("link", name="Als Bedarf melden").get_attribute("href")
    kraft.get_by_role("link", name="ohne Sprache").click()
    expect(kraft.locator(".netz-fund > li").first).to_be_visible()
    assert "sprache" not in parse_qs(urlsplit(kraft.url).query)

    sammlung = Sammlung.objects.create(titel="Für den Finder", erstellt_von_id=_nummer("netzwerk-konz"))
    kraft.reload()
    titel = kraft.locator(".netz-fund h3").first.inner_text()
    kraft.get_by_role("checkbox", name=f"{titel} auswählen").check()
    kraft.get_by_label("Sammlung").select_option(label="Für den Finder")
    kraft.get_by_role("button", name="In die Sammlung").click()
    expect(kraft.get_by_text("1 Angebot in „Für den Finder“ aufgenommen.")).to_be_visible()
    assert [str(angebot) for angebot in sammlung.angebote.all()] == [titel]

    kraft.goto(bedarf)
    expect(kraft.get_by_label("Um welche Altersgruppe geht es?")).to_have_value("6_10")
    expect(kraft.get_by_label("Thema")).to_have_value(str(thema.pk))


def _nummer(konto: str) -> int:
    return Benutzer.objects.get(username=konto).pk

"""Pages of the resource finder (K05): ranking, ways on, what is counted, printed and collected."""

import io
from uuid import uuid4

import pytest
from django.utils import timezone
from pypdf import PdfReader

from konten.models import Protokolleintrag
from netzwerk.models import Thema
from partner.models import Angebotsnutzung, Angebotszeit, Sammlung
from partner.rules.finden import Konstellation, reihe
from partner.selectors.finden import finde_angebote
from tests.partner.angebote import neues_angebot
from tests.welt import Welt

pytestmark = pytest.mark.django_db
URL = "/angebote/finden/"


def titel(antwort) -> list[str]:
    return [zeile.treffer.angebot.titel for zeile in antwort.context["zeilen"]]


def test_die_passendsten_zuerst_mit_grund(welt: Welt, als):
    thema = Thema.objects.create(name="Freizeit")
    neues_angebot(welt, "Alles offen")
    neues_angebot(welt, "Für Große", alter_von=14)
    neues_angebot(welt, "Woanders", raum="saarburg")
    passt = neues_angebot(
        welt, "Zirkus", alter_von=3, alter_bis=10, sprachen=("ar",), geprueft_am=timezone.localdate(), plaetze_frei=2
    )
    passt.themen.add(thema)
    antwort = als("team_konz").get(
        URL, {"wo": "raum-konz", "alter": "3_6", "thema": str(thema.pk), "sprache": "ar", "rollstuhl": "on"}
    )
    assert titel(antwort) == ["Zirkus", "Alles offen"]
    erster, zweiter = (zeile.treffer.gruende for zeile in antwort.context["zeilen"])
    assert erster.satz == (
        "für Konz · Thema Freizeit · passt zum Alter 3–10 · auf Arabisch · 2 Plätze frei · in diesem Monat geprüft"
    )
    assert erster.unbekannt == ("Rollstuhl",)
    assert zweiter.unbekannt == ("Thema", "Alter", "Sprache", "Rollstuhl", "Plätze")
    assert not antwort.context["form"].errors


def test_ohne_angaben_alle_und_die_datenbank_reiht_wie_die_regel(welt: Welt, als):
    heute = timezone.localdate()
    for nummer, (frei, warteliste, geprueft) in enumerate(
        [
            (None, "", None),
            (3, "", heute),
            (0, "", heute),
            (0, "offen", None),
            (None, "geschlossen", heute),
            (1, "", None),
        ]
    ):
        neues_angebot(welt, f"A{nummer}", plaetze_frei=frei, warteliste=warteliste, geprueft_am=geprueft)
    neues_angebot(welt, "Ruht", stufe="ruhend")
    neues_angebot(welt, "Vorbei", gilt_bis=heute.replace(year=heute.year - 1))
    gelistet = titel(als("team_konz").get(URL))
    assert gelistet == ["A1", "A5", "A0", "A2", "A4", "A3"]
    bereich = welt.person("team_konz").bereich
    # Everything suits this one, so that the rule ranks and not the database.
    weit = finde_angebote(Konstellation(alter_von=0, alter_bis=120), bereich, heute)
    assert [t.angebot.titel for t in weit[:10]] == gelistet


def test_jede_angabe_schliesst_im_bestand_nur_aus_was_die_regel_ausschliesst(welt: Welt):
    bereich, heute = welt.person("leitstelle").bereich, timezone.localdate()
    thema = Thema.objects.create(name="Freizeit")
    felder = [{}, {"alter_bis": 3}, {"alter_von": 7}, {"sprachen": ("de",)}, {"barrierefrei": "nein"}]
    felder += [{"ortsart": "aufsuchend"}, {"kostenart": "betrag"}, {"zugang": "zuweisung"}]
    angebote = [neues_angebot(welt, f"A{n}", **feld) for n, feld in enumerate(felder)]
    angebote[0].themen.add(thema)
    neues_angebot(welt, "Fern", raum="saarburg").themen.add(Thema.objects.create(name="Geld"))
    raum = welt.konz.pk
    for f in (
        Konstellation(alter_von=4, alter_bis=6),
        Konstellation(sprache="ar"),
        Konstellation(rollstuhl=True),
        Konstellation(fahrt="zuhause"),
        Konstellation(themen=frozenset({thema.pk})),
        Konstellation(sozialraum=raum),
        Konstellation(sozialraum=raum, themen=frozenset({thema.pk}), kostenlos=True, zugang="offen"),
    ):
        fund = finde_angebote(f, bereich, heute)
        alle = finde_angebote(Konstellation(), bereich, heute)
        from partner.selectors import finden

        ungefiltert = reihe(finden._mit_mengen(alle._menge.order_by("titel", "pk"), f), f)
        assert [t.angebot.pk for t in fund[:50]] == [k.pk for k in ungefiltert], f


def test_gemeinde_gibt_den_weg_und_unlesbares_wird_uebergangen(welt: Welt, als):
    gemeinde = next(iter(welt.gemeinden.values()))
    neues_angebot(welt, "Nah", ortsart="eigen", breite=gemeinde.breite, laenge=gemeinde.laenge)
    antwort = als("team_konz").get(URL, {"wo": gemeinde.ags, "von": "9", "bis": "3", "fahrt": "rakete", "thema": "x"})
    assert "Eine Angabe war nicht lesbar" in antwort.content.decode()
    [zeile] = antwort.context["zeilen"]
    assert "unter 1 km" in zeile.treffer.gruende.satz
    assert antwort.context["form"].konstellation().alter_von is None


def test_leer_nennt_den_engpass_und_fuehrt_weiter(welt: Welt, als):
    thema = Thema.objects.create(name="Freizeit")
    for nummer in range(3):
        neues_angebot(welt, f"Deutsch {nummer}", sprachen=("de",), barrierefrei="ja")
    neues_angebot(welt, "Treppe", sprachen=("tr",), barrierefrei="nein")
    frage = {"wo": "raum-konz", "sprache": "tr", "rollstuhl": "on", "thema": thema.pk, "alter": "6_10", "fahrt": "bus"}
    antwort = als("team_konz").get(URL, frage)
    text = antwort.content.decode()
    assert antwort.context["engpaesse"][0][:2] == ("Sprache", 3)
    assert "Am meisten schließt aus: <strong>Sprache</strong>" in text
    ziel = antwort.context["engpaesse"][0][2]
    assert "sprache" not in ziel
    assert titel(als("team_konz").get(URL + ziel)) == ["Deutsch 0", "Deutsch 1", "Deutsch 2"]

    lotsen = als("team_konz").get(antwort.context["lotsen_url"]).context["form"].initial
    assert (lotsen["sozialraum"], lotsen["themen"], lotsen["altersgruppe"]) == (welt.konz, [thema.pk], "6_10")
    assert (lotsen["sprache"], lotsen["mobilitaet"]) == ("tr", "bus")
    bedarf = als("team_konz").get(antwort.context["bedarf_url"]).context["form"].initial
    assert (bedarf["sozialraum"], bedarf["thema"], bedarf["altersgruppe"]) == (welt.konz, thema.pk, "6_10")
    assert als("jugendamt").get(URL, frage).context["lotsen_url"] is None


def test_gefaelschte_vorgaben_fallen_weg(welt: Welt, als):
    url = "/lotsenanfragen/neu/?sozialraum=x'&gemeinde=9&thema=²&thema=99999999999&altersgruppe=<b>&sprache=xx&zeit=nie"
    antwort = als("netzwerk_konz").get(url)
    assert antwort.status_code == 200
    assert not {"gemeinde", "themen", "altersgruppe", "sprache", "zeit"} & {
        name for name, wert in antwort.context["form"].initial.items() if wert
    }


def test_aus_der_liste_gezaehlt_und_zurueckgenommen_ohne_spur(welt: Welt, als):
    angebot, team, schluessel = neues_angebot(welt, "Treff"), als("team_konz"), str(uuid4())
    vorher = Protokolleintrag.objects.count()
    nutzung, daten = f"{angebot.get_absolute_url()}nutzung/", {"schluessel": schluessel, "suche": "sprache=ar"}
    antwort = team.post(nutzung, daten)
    assert antwort.url == f"{URL}?sprache=ar&gezaehlt={schluessel}&fuer={angebot.uuid}#a-{angebot.uuid}"
    assert "Gerade gezählt." in team.get(antwort.url).content.decode()
    assert list(Angebotsnutzung.objects.values_list("angebot", "jahr")) == [(angebot.pk, timezone.localdate().year)]
    assert team.post(nutzung, daten | {"zurueck": "1"}).url == f"{URL}?sprache=ar#a-{angebot.uuid}"
    assert not Angebotsnutzung.objects.exists()
    assert Protokolleintrag.objects.count() == vorher


def test_die_liste_fuer_die_familie_nennt_nichts_internes(welt: Welt, als):
    offen = neues_angebot(
        welt, "Elterncafé", ist_oeffentlich=True, telefon="06501 1234", gegenleistung="Kuchen", geeignet_fuer="Internes"
    )
    Angebotszeit.objects.create(angebot=offen, wochentag=0)
    intern = neues_angebot(welt, "Leihoma", telefon="06501 9999")
    weitere = neues_angebot(welt, "Drittes")
    frage = {"angebot": [offen.uuid, intern.uuid, "kein schlüssel"], "suche": "wo=raum-konz"}
    antwort = als("team_konz").post(f"{URL}liste/", frage)
    assert antwort["Content-Type"] == "application/pdf"
    text = "".join(seite.extract_text() for seite in PdfReader(io.BytesIO(antwort.content)).pages)
    assert "Elterncafé" in text
    assert "06501 1234" in text
    assert "montags" in text
    assert "Leihoma" in text
    for fremdes in ("06501 9999", weitere.titel, "Kuchen", "Internes", "geprüft", "entdeckt"):
        assert fremdes not in text


def test_angekreuzte_kommen_in_die_eigene_sammlung(welt: Welt, als):
    eins, zwei = neues_angebot(welt, "Eins"), neues_angebot(welt, "Zwei")
    eigene = Sammlung.objects.create(titel="Meine", erstellt_von=welt.personen["netzwerk_konz"])
    fremde = Sammlung.objects.create(titel="Fremde", erstellt_von=welt.personen["netzwerk_saarburg"])
    kraft, url = als("netzwerk_konz"), f"{URL}sammeln/"
    wahl = {"angebot": [eins.uuid, zwei.uuid], "suche": "wo=raum-konz"}
    antwort = kraft.post(url, wahl | {"sammlung": eigene.uuid}, follow=True)
    assert antwort.redirect_chain[0][0] == f"{URL}?wo=raum-konz"
    assert "2 Angebote in „Meine“ aufgenommen." in antwort.content.decode()
    assert (
        "0 Angebote in „Meine“ aufgenommen. 2 standen"
        in kraft.post(url, wahl | {"sammlung": eigene.uuid}, follow=True).content.decode()
    )
    kraft.post(url, wahl | {"sammlung": fremde.uuid})
    assert (eigene.angebote.count(), fremde.angebote.count()) == (2, 0)
    assert als("team_konz").post(url, wahl | {"sammlung": eigene.uuid}).status_code == 403


def test_gleich_viele_abfragen_wie_viele_es_auch_sind(welt: Welt, als, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    gemeinde, team = next(iter(welt.gemeinden.values())), als("team_konz")
    frage = {"wo": gemeinde.ags, "alter": "3_6", "tag": ["0"], "sprache": "de", "kostenlos": "on"}

    def abfragen(daten) -> int:
        with CaptureQueriesContext(connection) as gefangen:
            assert team.get(URL, daten).context["zeilen"]
        return len(gefangen)

    neues_angebot(welt, "Erstes")
    team.get(URL, frage)
    wenige = abfragen(frage), abfragen({})
    for nummer in range(12):
        neues_angebot(welt, f"Weiteres {nummer}")
    assert (abfragen(frage), abfragen({})) == wenige
    assert max(wenige) <= 20


def test_die_wirkung_je_jahr_verraet_keine_kleine_zahl(welt: Welt, als):
    thema, heute = Thema.objects.create(name="Freizeit"), timezone.localdate()
    viel, wenig = neues_angebot(welt, "Viel genutzt"), neues_angebot(welt, "Wenig genutzt", raum="saarburg")
    neues_angebot(welt, "Nie genutzt")
    viel.themen.add(thema)
    Angebotsnutzung.objects.bulk_create(
        Angebotsnutzung(uuid=uuid4(), angebot=angebot, jahr=jahr)
        for angebot, jahr, zahl in ((viel, heute.year, 5), (wenig, heute.year, 1), (viel, heute.year - 1, 2))
        for _ in range(zahl)
    )
    team, url = als("team_konz"), "/angebote/nutzung/"
    zeilen = [zeile.split(";") for zeile in team.get(url, {"format": "csv"}).content.decode("utf-8-sig").splitlines()]
    assert [zeile[:4] for zeile in zeilen[1:]] == [
        ["Landkreis", "alle Angebote", "5–6", "< 3"],
        ["Thema", "Freizeit", "5–6", "< 3"],
        ["Sozialraum", "Konz", "5–6", "< 3"],
        ["Sozialraum", "Saarburg", "< 3", "0"],
        ["Angebot", "Viel genutzt", "5–6", "< 3"],
        ["Angebot", "Wenig genutzt", "< 3", "0"],
    ]
    assert "Nie genutzt" not in team.get(url).content.decode()
    assert f"<dt>{heute.year}</dt><dd>5–6</dd>" in team.get(viel.get_absolute_url()).content.decode()

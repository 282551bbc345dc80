"""Pages of needs: report, steps, rights, radar in every form, agenda, query counts."""

import io
import uuid
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from openpyxl import load_workbook
from pypdf import PdfReader

from konten.services.textschutz import Stelle, schwaerze
from netzwerk.models import Bedarfsmeldung, Bedarfsschritt, Thema
from netzwerk.rules.bedarf import Ausschnitt, Quartal, abgeschlossene_quartale
from netzwerk.selectors.bedarf import radar
from netzwerk.services.kontakt import Beteiligter, Kontaktangaben, erfasse
from tests.konten.test_fassung import texte as fassungen
from tests.welt import Welt, neuer_partner


@pytest.fixture
def thema(db) -> Thema:
    return Thema.objects.create(name="Sprache", reihenfolge=1)


@pytest.fixture
def quartal() -> Quartal:
    """The last closed one."""
    return abgeschlossene_quartale(timezone.localdate(), 1)[0]


def melde(welt: Welt, thema: Thema, ort: str = "konz", am: date | None = None, **felder) -> Bedarfsmeldung:
    quellen = felder.pop("quellen", [])
    meldung = Bedarfsmeldung.objects.create(
        sozialraum=welt.sozialraeume[ort],
        thema=thema,
        am=am or timezone.localdate(),
        **{"gemeldet_von": welt.personen["netzwerk_konz"]}
        | {"altersgruppe": "3_6", "schwere": "hinweis", "titel": "Förderung fällt aus", "text": "Ohne Vertretung."}
        | felder,
    )
    meldung.quellen.set(quellen)
    return meldung


def eingabe(thema: Thema, **felder) -> dict[str, str]:
    return {
        "uuid": str(uuid.uuid4()),
        "sozialraum": "konz",
        "thema": str(thema.pk),
        "titel": "Kein Treff am Nachmittag",
        "text": "Im Ort fehlt ein offenes Angebot.",
        "schwere": "beobachtung",
        "altersgruppe": "10_14",
        "am": str(timezone.localdate()),
    } | felder


# --- Reporting --------------------------------------------------------------------------------------------------------


def test_melden_mit_quelle_und_zweimal_senden_ergibt_eine_meldung(welt, als, thema):
    kita = neuer_partner(welt)
    daten = eingabe(thema, partner=str(kita.uuid))
    client = als("netzwerk_konz")
    for _ in range(2):
        antwort = client.post("/bedarfslagen/neu/", daten)
        assert antwort.status_code == 302
    meldung = Bedarfsmeldung.objects.get()
    assert antwort.url == meldung.get_absolute_url()
    assert (meldung.zustand, meldung.gemeldet_von, list(meldung.quellen.all())) == (
        "neu",
        welt.personen["netzwerk_konz"],
        [kita],
    )


def test_aus_einem_kontakt_ist_alles_vorbelegt(welt, als, thema):
    kita = neuer_partner(welt)
    kontakt, _ = erfasse(
        benutzer=welt.personen["netzwerk_konz"],
        uuid=uuid.uuid4(),
        angaben=Kontaktangaben(
            art="besuch",
            am=timezone.localdate() - timedelta(days=5),
            bezug="uebergreifend",
            beteiligte=(Beteiligter(kita.pk, welt.konz.pk, "erreicht"),),
            themen=frozenset([thema.pk]),
        ),
    )
    adresse = f"/bedarfslagen/neu/?kontakt={kontakt.uuid}"
    form = als("netzwerk_konz").get(adresse).context["form"]
    assert (form["sozialraum"].value(), form["thema"].value(), form.quellen) == ("konz", thema.pk, [kita])
    assert form["am"].value() == kontakt.am
    als("netzwerk_konz").post(adresse, eingabe(thema))
    assert Bedarfsmeldung.objects.get().kontakt == kontakt
    assert als("netzwerk_saarburg").get(adresse).context["form"].quellen == []


@pytest.mark.parametrize(
    ("felder", "feld"),
    [
        ({"sozialraum": "saarburg"}, "sozialraum"),
        ({"am": "2999-01-01"}, "am"),
        ({"titel": ""}, "titel"),
        ({"text": "Max M., geb. 12.03.2019, braucht Hilfe."}, "text"),
    ],
)
def test_was_nicht_gespeichert_wird(welt, als, thema, felder, feld):
    antwort = als("netzwerk_konz").post("/bedarfslagen/neu/", eingabe(thema, **felder))
    assert antwort.status_code == 200
    assert feld in antwort.context["form"].errors
    assert not Bedarfsmeldung.objects.exists()


def test_formular_beginnt_mit_dem_hinweis_zum_kinderschutz(als):
    text = als("team_konz").get("/bedarfslagen/neu/").content.decode()
    assert text.index("Sorge um ein bestimmtes Kind") < text.index('name="titel"')


def test_quelle_hinzu_und_weg_ohne_javascript(welt, als, thema):
    kita = neuer_partner(welt)
    client = als("netzwerk_konz")
    antwort = client.post("/bedarfslagen/neu/", eingabe(thema, suchen="1", partnersuche="beispielbach"))
    assert antwort.context["vorschlaege"] == [kita]
    assert client.post("/bedarfslagen/neu/", eingabe(thema, hinzu=str(kita.uuid))).context["form"].quellen == [kita]
    weg = client.post("/bedarfslagen/neu/", eingabe(thema, partner=str(kita.uuid), weg=str(kita.uuid)))
    assert weg.context["form"].quellen == []
    assert not Bedarfsmeldung.objects.exists()


def test_zwei_aendern_und_der_zweite_sieht_beide_fassungen(welt, als, thema):
    meldung = melde(welt, thema)
    client, adresse = als("netzwerk_konz"), f"/bedarfslagen/{meldung.uuid}/bearbeiten/"
    assert client.post(adresse, eingabe(thema, version="1", titel="Erste Fassung")).status_code == 302
    antwort = client.post(adresse, eingabe(thema, version="1", titel="Zweite Fassung"))
    assert fassungen(antwort) == {"titel": ("Zweite Fassung", "Erste Fassung")}
    meldung.refresh_from_db()
    assert meldung.titel == "Erste Fassung"
    assert client.post(adresse, eingabe(thema, version="2", titel="Zweite Fassung")).status_code == 302


def test_suche_findet_umlaute_und_grossschreibung_auf_jeder_datenbank(welt, als, thema):
    melde(welt, thema, titel="Kein Übergang in die Schule", text="ÄRZTE fehlen.")
    melde(welt, thema, titel="Straße zu laut", text="Ohne Vertretung.")
    client = als("netzwerk_konz")
    for frage, treffer in (
        ("uebergang", ["Kein Übergang in die Schule"]),
        ("ärzte SCHULE", ["Kein Übergang in die Schule"]),
        ("strasse", ["Straße zu laut"]),
        ("ubergang", []),
        ("", ["Kein Übergang in die Schule", "Straße zu laut"]),
    ):
        liste = client.get("/bedarfslagen/", {"q": frage}).context["object_list"]
        assert sorted(meldung.titel for meldung in liste) == treffer, frage


def test_geschwaerztes_findet_niemand_mehr(welt, thema):
    meldung = melde(welt, thema, text="Der Sohn Tim fehlt.")
    schwaerze(
        benutzer=welt.person("datenschutz"), objekt=meldung, stellen=[Stelle(meldung, "text", meldung.text, 4, 12)]
    )
    meldung.refresh_from_db()
    assert "tim" not in meldung.such_norm
    assert "foerderung faellt aus" in meldung.such_norm


def test_offener_bedarf_auf_der_seite_des_sozialraums(welt, als, thema):
    medien = Thema.objects.create(name="Medien", reihenfolge=2)
    for nummer in range(7):
        melde(welt, thema, titel=f"Sprache {nummer}")
    melde(welt, medien, titel="Handys in der Kita", zustand="in_beratung")
    melde(welt, medien, titel="Längst erledigt", zustand="erledigt")
    melde(welt, medien, ort="saarburg", titel="Woanders")
    seite = als("netzwerk_konz").get("/sozialraeume/konz/vorhaben/")
    lage = seite.context["bedarf"]
    assert ([(thema.name, zahl) for thema, zahl in lage.themen], lage.anzahl) == ([("Sprache", 7), ("Medien", 1)], 8)
    assert [meldung.titel for meldung in lage.meldungen][:2] == ["Handys in der Kita", "Sprache 6"]
    assert "die 6 neuesten von 8 offenen Meldungen" in seite.text
    assert "Längst erledigt" not in seite.text
    leer = als("jugendamt").get("/sozialraeume/hermeskeil/vorhaben/").text
    assert "Zurzeit ist keine Meldung offen." in leer
    assert "Handys" not in als("netzwerk_saarburg").get("/sozialraeume/konz/").text


def test_partnerseite_nennt_was_von_dort_gemeldet_wurde(welt, als, thema):
    kita = neuer_partner(welt)
    melde(welt, thema, titel="Ohne Quelle")
    melde(welt, thema, titel="Von der Kita", quellen=[kita])
    melde(welt, thema, ort="saarburg", titel="Von der Kita in Saarburg", quellen=[kita])
    gesehen = {
        name: [meldung.titel for meldung in als(name).get(f"{kita.get_absolute_url()}vorhaben/").context["bedarf"]]
        for name in ("netzwerk_konz", "jugendamt", "netzwerk_saarburg")
    }
    assert gesehen == {
        "netzwerk_konz": ["Von der Kita"],
        "jugendamt": ["Von der Kita in Saarburg", "Von der Kita"],
        "netzwerk_saarburg": ["Von der Kita in Saarburg"],
    }


# --- Steps ------------------------------------------------------------------------------------------------------------


def test_vom_hinweis_bis_zum_abschluss(welt, als, thema):
    meldung = melde(welt, thema)
    adresse = f"/bedarfslagen/{meldung.uuid}/stand/"
    assert als("netzwerk_konz").post(adresse, {"zustand": "in_beratung", "version": 1}).status_code == 302
    assert als("netzwerk_konz").post(adresse, {"zustand": "erledigt", "version": 2}).status_code == 403
    ohne_grund = als("jugendamt").post(adresse, {"zustand": "erledigt", "version": 2})
    assert "grund" in ohne_grund.context["standform"].errors
    mit_grund = {"zustand": "erledigt", "version": 2, "grund": "Die Gemeinde öffnet den Jugendraum."}
    assert als("jugendamt").post(adresse, mit_grund).status_code == 302
    schritte = Bedarfsschritt.objects.filter(meldung=meldung).values_list("zustand", "grund", "durch__username")
    assert list(schritte) == [
        ("in_beratung", "", "netzwerk-konz"),
        ("erledigt", "Die Gemeinde öffnet den Jugendraum.", "jugendamt"),
    ]
    aendern = als("netzwerk_konz").post(f"/bedarfslagen/{meldung.uuid}/bearbeiten/", eingabe(thema, version="3"))
    assert "abgeschlossen" in aendern.content.decode()


def test_wer_einen_alten_stand_sah_entscheidet_nicht(welt, als, thema):
    meldung = melde(welt, thema, zustand="in_beratung", version=4)
    als("jugendamt").post(f"/bedarfslagen/{meldung.uuid}/stand/", {"zustand": "erledigt", "version": 3, "grund": "x"})
    meldung.refresh_from_db()
    assert meldung.zustand == "in_beratung"


# --- Rights -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("persona", "orte"),
    [
        ("netzwerk_konz", ["konz"]),
        ("netzwerk_saarburg", ["saarburg"]),
        ("leitung_konz", ["konz"]),
        ("leitung_fremd", ["konz", "saarburg"]),
        ("team_konz", ["konz"]),
        ("jugendamt", ["konz", "saarburg"]),
        ("leitstelle", ["konz", "saarburg"]),
    ],
)
def test_einzelne_meldungen_nur_der_eigenen_sozialraeume(welt, als, thema, persona, orte):
    for ort in ("konz", "saarburg"):
        melde(welt, thema, ort, zustand="in_beratung", titel=f"Bedarf in {ort}")
    for adresse in ("/bedarfslagen/", "/bedarfslagen/?format=csv", "/bedarfslagen/vorlage/?format=csv"):
        text = als(persona).get(adresse).content.decode()
        assert [ort for ort in ("konz", "saarburg") if f"Bedarf in {ort}" in text] == orte, adresse
    seite = als(persona).get(f"/themen/{thema.pk}/").content.decode()
    assert [ort for ort in ("konz", "saarburg") if f"Bedarf in {ort}" in seite] == orte


def test_der_radar_ist_fuer_alle_fuenf_derselbe(welt, als, thema, quartal):
    for nummer in range(3):
        melde(welt, thema, "saarburg", quartal.von, quellen=[neuer_partner(welt, f"Kita {nummer}")])
    personen = ("netzwerk_konz", "leitung_konz", "jugendamt", "leitstelle", "team_konz")
    dateien = {als(persona).get("/bedarfslagen/radar/?format=csv").content for persona in personen}
    assert len(dateien) == 1
    ziele = {p: b"sozialraum=saarburg&amp;thema" in als(p).get("/bedarfslagen/radar/").content for p in personen}
    assert ziele == dict(zip(personen, (False, False, True, True, False), strict=True))


# --- Radar and agenda -------------------------------------------------------------------------------------------------


@pytest.fixture
def belegt(welt, thema, quartal) -> None:
    """Konz: 5 sources, 2 of them for the youngest; Saarburg: 2; Hermeskeil: none; the running quarter: many."""
    kitas = [neuer_partner(welt, f"Kita {nummer}") for nummer in range(5)]
    melde(welt, thema, "konz", quartal.von, quellen=kitas[:3])
    melde(welt, thema, "konz", quartal.bis, quellen=kitas[3:], altersgruppe="0_3", schwere="dringend")
    melde(welt, thema, "saarburg", quartal.von, quellen=kitas[:2], zustand="in_beratung")
    melde(welt, thema, "saarburg", quartal.vorheriges.bis, quellen=kitas)
    for kita in kitas:
        melde(welt, thema, "saarburg", timezone.localdate(), quellen=[kita])


#: Hermeskeil, Konz, Ruwer/Schweich/Trier-Land, Saarburg, total
@pytest.mark.parametrize(
    ("frage", "erwartet"),
    [
        ("", ["0", "5–6", "0", "< 3", "6–8"]),
        ("ausschnitt=alter-0_3", ["0", "< 3", "0", "0", "< 3"]),
        ("ausschnitt=alter-3_6", ["0", "3–4", "0", "< 3", "4–6"]),
        ("ausschnitt=gewicht-dringend", ["0", "< 3", "0", "0", "< 3"]),
        ("ausschnitt=alter-18_27", ["0", "0", "0", "0", "0"]),
        ("ausschnitt=unsinn&quartal=1999-9&sozialraum=nirgends", ["0", "5–6", "0", "< 3", "6–8"]),
    ],
)
def test_seite_und_dateien_zeigen_dieselben_spannen(als, belegt, frage, erwartet):
    client = als("team_konz")
    bild = client.get(f"/bedarfslagen/radar/?{frage}").context["radar"]
    zeile = bild.zeilen[0]
    assert [wert.text for wert in (*zeile.zellen, zeile.summe)] == erwartet
    mappe = load_workbook(io.BytesIO(client.get(f"/bedarfslagen/radar/?format=xlsx&{frage}").content))
    kopf, erste, summe = (list(mappe.active.values)[stelle] for stelle in (0, 1, -1))
    assert [kopf[0], kopf[2], erste[0]] == ["Thema", f"Hermeskeil, {bild.quartal.name}", "Sprache"]
    assert list(erste[2:7]) == erwartet
    assert list(summe[2:7]) == erwartet
    csv = client.get(f"/bedarfslagen/radar/?format=csv&{frage}").content.decode("utf-8-sig").splitlines()
    assert csv[1].split(";")[2:7] == erwartet


def test_entwicklung_fuer_einen_sozialraum_und_fuer_ein_frueheres_quartal(welt, thema, belegt, quartal):
    bild = radar(timezone.localdate(), Ausschnitt(), quartal.vorheriges, welt.saarburg)
    zeile = bild.zeilen[0]
    assert [wert.text for wert in zeile.verlauf] == [*["0"] * 6, "5–6", "< 3"]
    assert [wert.text for wert in zeile.zellen] == ["0", "0", "0", "5–6"]


def test_ohne_quelle_zaehlt_wer_gemeldet_hat_einmal(welt, thema, quartal):
    for name in ("netzwerk_konz", "netzwerk_konz", "team_konz", "leitung_konz"):
        melde(welt, thema, "konz", quartal.von, gemeldet_von=welt.personen[name])
    zeile = radar(timezone.localdate(), Ausschnitt()).zeilen[0]
    assert [wert.text for wert in zeile.zellen] == ["0", "3–4", "0", "0"]


def test_vorlage_nennt_spannen_aber_keine_quellen_und_personen(welt, als, belegt):
    client = als("jugendamt")
    seite = client.get("/bedarfslagen/vorlage/").content.decode()
    mappe = load_workbook(io.BytesIO(client.get("/bedarfslagen/vorlage/?format=xlsx").content)).active
    pdf = PdfReader(io.BytesIO(client.get("/bedarfslagen/vorlage.pdf").content))
    druck = "\n".join(blatt.extract_text() for blatt in pdf.pages)
    tabelle = [[str(wert) for wert in zeile] for zeile in mappe.values]
    for text in (seite, druck):
        assert "5–6" in text
        assert "6–8" in text
        assert "Förderung fällt aus" in text
    assert [wert for wert in tabelle[1] if wert in {"0", "5–6", "< 3", "6–8"}] == ["0", "5–6", "0", "< 3", "6–8"]
    inhalt = seite.split("<main", 1)[1].split("</main>", 1)[0]
    for text in (inhalt, druck, str(tabelle)):
        assert "Kita 0" not in text
        assert str(welt.personen["netzwerk_konz"]) not in text
    assert pdf.trailer["/Root"]["/MarkInfo"]["/Marked"]


def test_vorlage_sagt_wenn_sie_nur_einen_teil_zeigt(welt, als, thema):
    melde(welt, thema, zustand="in_beratung")
    teil, ganz = als("netzwerk_konz"), als("jugendamt")
    seite = teil.get("/bedarfslagen/vorlage/").content.decode()
    assert "Meldungen: nur Sozialraum Konz." in seite
    assert "nur Sozialr" not in ganz.get("/bedarfslagen/vorlage/").content.decode()
    heute = timezone.localdate()
    namen = [c.get("/bedarfslagen/vorlage/?format=csv")["Content-Disposition"] for c in (teil, ganz)]
    assert [f"vorlage-uajhp-konz-{heute}" in namen[0], f"vorlage-uajhp-{heute}" in namen[1]] == [True, True]
    pdf = teil.get("/bedarfslagen/vorlage.pdf")
    assert f"vorlage-uajhp-konz-{heute}.pdf" in pdf["Content-Disposition"]
    assert "nur Sozialraum Konz" in PdfReader(io.BytesIO(pdf.content)).pages[0].extract_text()


# --- Queries ----------------------------------------------------------------------------------------------------------

SEITEN = ("/bedarfslagen/", "/bedarfslagen/?format=csv", "/bedarfslagen/radar/", "/bedarfslagen/vorlage/", "/themen/")


def test_vorlage_mit_meldung_zu_einem_thema_das_nicht_mehr_angeboten_wird(welt, als, thema):
    melde(welt, thema, zustand="in_beratung")
    Thema.objects.update(ist_aktiv=False)
    seite = als("jugendamt").get("/bedarfslagen/vorlage/")
    assert seite.status_code == 200
    assert [str(eintrag.thema) for eintrag in seite.context["vorlage"].themen] == [str(thema)]


def test_seiten_fragen_gleich_oft(welt, als, thema, quartal):
    client = als("jugendamt")
    for adresse in SEITEN:
        client.get(adresse)
    je_anzahl, vorhanden = {}, 0
    for anzahl in (1, 3, 12):
        for nummer in range(vorhanden, anzahl):
            neues = Thema.objects.create(name=f"Thema {nummer}")
            partner = [neuer_partner(welt, f"Kita {nummer}-{stelle}") for stelle in range(2)]
            melde(welt, thema, "konz", quartal.von, quellen=partner, zustand="in_beratung")
            melde(welt, neues, "konz", quartal.von, quellen=partner, zustand="in_beratung")
        vorhanden = anzahl
        adressen = (*SEITEN, f"/themen/{thema.pk}/", Bedarfsmeldung.objects.earliest("pk").get_absolute_url())
        je_anzahl[anzahl] = [_abfragen(client, adresse) for adresse in adressen]
    assert je_anzahl[1] == je_anzahl[3] == je_anzahl[12]


def _abfragen(client, adresse: str) -> int:
    with CaptureQueriesContext(connection) as abfragen:
        assert client.get(adresse).status_code == 200
    return len(abfragen)

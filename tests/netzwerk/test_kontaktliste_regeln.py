"""Each row of a list of contacts gets a verdict and a reason; the same list twice changes nothing."""

from dataclasses import replace
from datetime import date

import pytest

from netzwerk.rules import Bezug, Ergebnis, Kontaktart
from netzwerk.rules.kontaktbestand import Autor, Kontaktangabe, Kontaktbestand, Kontaktgrundlage, Raumangabe
from netzwerk.rules.kontaktliste import Kontakteintrag, kontaktschluessel, urteile_ueber_kontakte
from netzwerk.rules.kontaktspalten import erkenne_kontaktspalten, kontaktspaltenfehler
from netzwerk.rules.kontaktworte import (
    erkenne_bezug,
    erkenne_ergebnis,
    erkenne_kontaktart,
    erkenne_zweck,
    lies_minuten,
)
from partner.rules.einlesen import NICHT_UEBERNEHMEN, PERSON, Aenderung, Listenzeile, Urteil, Zeilenergebnis, Zuordnung
from partner.rules.partnertreffer import Partnerangabe, Partnerverzeichnis

KONZ, SAARBURG = Raumangabe(1, "konz", "Konz"), Raumangabe(2, "saarburg", "Saarburg")
KITA = Partnerangabe(1, "00000000-0000-4000-8000-000000000001", "Kita Beispielbach", "", "Konz")
SCHULE = Partnerangabe(2, "00000000-0000-4000-8000-000000000002", "Grundschule Musterberg", "", "Saarburg")
BEIDE = Partnerangabe(3, "00000000-0000-4000-8000-000000000003", "Beratungsstelle Mustertal", "", "Konz")
ANFANG, HEUTE = date(2020, 1, 1), date(2026, 11, 23)
ICH = Autor(7, "Kim", "Muster", "kim-muster")
KOLLEGIN = Autor(8, "Alex", "Beispiel", "alex-beispiel", ((1, date(2025, 1, 1), None),))
GRUNDLAGE = Kontaktgrundlage(
    partner=Partnerverzeichnis([KITA, SCHULE, BEIDE]),
    raeume=(KONZ, SAARBURG),
    wirkung={
        1: ((1, ANFANG, None),),
        2: ((2, ANFANG, date(2025, 6, 30)),),
        3: ((1, ANFANG, None), (2, ANFANG, None)),
    },
    autoren=(ICH,),
    selbst=7,
    bestand=Kontaktbestand(),
    heute=HEUTE,
    fruehestens=date(2000, 1, 1),
    erlaubt=frozenset({1}),
    themen={"sprache": 5, "fruehe hilfen": 6},
    themennamen={5: "Sprache", 6: "Frühe Hilfen"},
)
LEITUNG = replace(GRUNDLAGE, autoren=(ICH, KOLLEGIN))
KOPF = ["Datum", "Kontaktart", "Einrichtung", "Sozialraum", "Erreicht", "Bezug", "Thema", "Ergebnis", "Wer"]


def zeile(**felder) -> tuple[str, ...]:
    werte = {
        "am": "01.03.2025",
        "art": "Tel.",
        "partner": "Kita Beispielbach",
        "raum": "",
        "erreicht": "",
        "bezug": "übergreifend",
        "thema": "",
        "ergebnis": "",
        "wer": "",
    }
    return tuple((werte | felder).values())


def urteile(*zeilen, kopf=KOPF, basis=GRUNDLAGE, entscheidung="", **wie) -> list[Urteil]:
    return list(
        urteile_ueber_kontakte(
            spalten=kopf,
            zeilen=[Listenzeile(nummer, tuple(zellen), entscheidung) for nummer, zellen in enumerate(zeilen, start=2)],
            zuordnung=Zuordnung(erkenne_kontaktspalten(kopf), **wie),
            grundlage=basis,
        )
    )


def eines(*, basis=GRUNDLAGE, entscheidung="", wie=None, **felder) -> Urteil:
    return urteile(zeile(**felder), basis=basis, entscheidung=entscheidung, **(wie or {}))[0]


# --- words -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "art"),
    [
        ("Tel.", Kontaktart.TELEFONAT),
        ("telefonisch", Kontaktart.TELEFONAT),
        ("Mail", Kontaktart.EMAIL),
        ("E-Mail", Kontaktart.EMAIL),
        ("vor Ort", Kontaktart.BESUCH),
        ("Videokonferenz", Kontaktart.TREFFEN),
        ("persönlich", Kontaktart.TREFFEN),
        ("AK Kita", Kontaktart.GREMIUM),
        ("Runder Tisch", Kontaktart.GREMIUM),
        ("Sommerfest", Kontaktart.VERANSTALTUNG),
        ("Tür-und-Angel", Kontaktart.KURZKONTAKT),
        ("Flyer", Kontaktart.OEFFENTLICHKEIT),
        ("Öffentlichkeitsarbeit", Kontaktart.OEFFENTLICHKEIT),
        ("Hausbesuch", ""),
        ("Brief", ""),
        ("", ""),
    ],
)
def test_arten_von_kontakten_werden_erkannt_oder_bleiben_offen(text, art):
    assert erkenne_kontaktart(text) == art


@pytest.mark.parametrize("art", Kontaktart)
def test_die_eigenen_worte_werden_immer_erkannt(art):
    assert erkenne_kontaktart(art.label) == art


@pytest.mark.parametrize(
    ("text", "bezug"),
    [
        ("einzelfallübergreifend", Bezug.UEBERGREIFEND),
        ("allg.", Bezug.UEBERGREIFEND),
        ("fallbezogen", Bezug.FALLBEZOGEN),
        ("Einzelfall", Bezug.FALLBEZOGEN),
        ("beides", Bezug.BEIDES),
        ("blau", ""),
    ],
)
def test_bezug_in_vielen_worten(text, bezug):
    assert erkenne_bezug(text) == bezug


def test_erreicht_zweck_und_dauer():
    assert [erkenne_ergebnis(wort) for wort in ("", "ja", "AB", "nein", "-", "?")] == [
        Ergebnis.ERREICHT,
        Ergebnis.ERREICHT,
        Ergebnis.NICHT_ERREICHT,
        Ergebnis.NICHT_ERREICHT,
        Ergebnis.NICHT_ERREICHT,
        "",
    ]
    assert [erkenne_zweck(wort) for wort in ("Beziehung pflegen", "Ressourcen erschließen", "Kaffee")] == [
        "pflegen",
        "erschliessen",
        "",
    ]
    assert [lies_minuten(wort) for wort in ("30", "1,5 h", "1:30", "90 Minuten", "0", "25 h", "lang")] == [
        30,
        90,
        90,
        90,
        None,
        None,
        None,
    ]


def test_spalten_ueber_menschen_werden_nicht_gelesen():
    kopf = ["Wann?", "Wie?", "Mit wem?", "Ansprechpartner", "Notizen", "Kind", "Familienname", "Az.", "Geburtsdatum"]
    zuordnung = erkenne_kontaktspalten(kopf)
    assert [zuordnung.get(spalte) for spalte in kopf] == [
        "am",
        "art",
        "partner",
        PERSON,
        "inhalt",
        PERSON,
        PERSON,
        PERSON,
        PERSON,
    ]
    assert "Tag" in kontaktspaltenfehler(["partner"])
    assert "Partner" in kontaktspaltenfehler(["am"])


# --- new contacts ----------------------------------------------------------------------------------------------------


def test_ein_kontakt_aus_einer_zeile():
    urteil = eines(thema="Sprache, Basteln", ergebnis="Sprechstunde verabredet")
    assert urteil.ergebnis == Zeilenergebnis.NEU
    assert urteil.grund == "Thema „Basteln“ gibt es nicht und bleibt weg."
    eintrag = urteil.sache
    assert (eintrag.autor, eintrag.am, eintrag.art, eintrag.bezug) == (
        7,
        date(2025, 3, 1),
        "telefonat",
        "uebergreifend",
    )
    assert eintrag.beteiligte == ((1, 1),)
    assert (eintrag.themen, eintrag.inhalt) == (frozenset({5}), "Sprechstunde verabredet")


@pytest.mark.parametrize(
    ("felder", "satz"),
    [
        ({"am": ""}, "Der Tag fehlt."),
        ({"am": "im März"}, "ist kein Tag"),
        ({"am": "24.11.2026"}, "liegt in der Zukunft"),
        ({"am": "01.01.1999"}, "zu weit zurück"),
        ({"art": "Brief"}, "Welche Art von Kontakt „Brief“ ist"),
        ({"art": ""}, "Welche Art von Kontakt „ohne Angabe“ ist"),
        ({"partner": ""}, "Der Partner fehlt."),
        ({"partner": "Feuerwehr Nirgendwo"}, "steht nicht im Verzeichnis"),
        ({"raum": "Mond"}, "Den Sozialraum „Mond“ gibt es nicht."),
        ({"raum": "Saarburg"}, "In Saarburg dürfen Sie"),
        ({"erreicht": "vielleicht"}, "weder ja noch nein"),
        ({"bezug": ""}, "Der Bezug fehlt."),
        ({"bezug": "blau"}, "ist kein Bezug"),
        ({"wer": "Alex Beispiel"}, "niemand zu erkennen"),
        ({"ergebnis": "x" * 8001}, "länger als 8000 Zeichen"),
    ],
)
def test_was_nicht_geht_wird_mit_grund_abgelehnt(felder, satz):
    urteil = eines(**felder)
    assert urteil.ergebnis == Zeilenergebnis.ABGELEHNT
    assert satz in urteil.grund
    assert urteil.sache is None


def test_heute_ist_erlaubt():
    assert eines(am="23.11.2026").ergebnis == Zeilenergebnis.NEU


def test_zuordnung_entscheidet_ueber_worte_und_fehlenden_bezug():
    wie = {"kategorien": {"Brief": "email", "ohne Angabe": NICHT_UEBERNEHMEN}, "vorgabe": "uebergreifend"}
    assert eines(art="Brief", bezug="", wie=wie).sache.art == "email"
    assert "sollen nicht übernommen werden" in eines(art="", wie=wie).grund


def test_versuch_ohne_wort_ist_einzelfalluebergreifend():
    urteil = eines(bezug="", erreicht="AB")
    assert (urteil.sache.bezug, urteil.sache.ergebnis) == ("uebergreifend", "nicht_erreicht")


def test_text_ueber_ein_kind_bleibt_draussen_oder_kommt_ohne_text():
    text = "Es ging um Max, geb. am 3.4.2019."
    urteil = eines(ergebnis=text)
    assert urteil.ergebnis == Zeilenergebnis.ZWEIFELHAFT
    assert "Angaben über ein Kind oder eine Familie" in urteil.grund
    assert "Geburtsdatum" in urteil.grund
    assert "Max" not in f"{urteil.grund}{urteil.anzeige}"
    ohne = eines(ergebnis=text, entscheidung="text:ohne")
    assert (ohne.ergebnis, ohne.sache.inhalt) == (Zeilenergebnis.NEU, "")
    assert "ohne Ergebnistext" in ohne.grund


def test_partner_muss_an_dem_tag_im_sozialraum_wirken():
    frueher = eines(am="31.12.2019")
    assert frueher.ergebnis == Zeilenergebnis.ZWEIFELHAFT
    assert "war am 31.12.2019 für Konz nicht eingetragen" in frueher.grund
    assert eines(am="31.12.2019", entscheidung="raum:konz").sache.beteiligte == ((1, 1),)


def test_partner_in_zwei_eigenen_sozialraeumen_wird_gefragt():
    basis = replace(GRUNDLAGE, erlaubt=frozenset({1, 2}))
    offen = eines(basis=basis, partner="Beratungsstelle Mustertal")
    assert "wirkt in mehreren Sozialräumen: Konz, Saarburg" in offen.grund
    assert eines(basis=basis, partner="Beratungsstelle Mustertal", raum="Saarburg").sache.beteiligte == ((3, 2),)
    assert eines(partner="Beratungsstelle Mustertal").sache.beteiligte == ((3, 1),)


def test_mehrere_partner_in_einer_zeile():
    urteil = eines(partner="Kita Beispielbach; Beratungsstelle Mustertal")
    assert urteil.sache.beteiligte == ((1, 1), (3, 1))


def test_leitung_traegt_fuer_kolleginnen_ihres_sozialraums_ein():
    assert eines(basis=LEITUNG, wer="Beispiel, Alex").ergebnis == Zeilenergebnis.ABGELEHNT
    assert eines(basis=LEITUNG, wer="Alex Beispiel").sache.autor == 8
    vorher = eines(basis=LEITUNG, wer="Alex Beispiel", am="31.12.2024")
    assert (vorher.ergebnis, vorher.sache) == (Zeilenergebnis.ABGELEHNT, None)


# --- the same list twice ---------------------------------------------------------------------------------------------


def angabe(**felder) -> Kontaktangabe:
    werte = {
        "pk": 31,
        "uuid": "30000000-0000-4000-8000-000000000031",
        "version": 4,
        "autor": 7,
        "am": date(2025, 3, 1),
        "art": "telefonat",
        "bezug": "uebergreifend",
        "inhalt": "Sprechstunde verabredet",
        "partner_ids": frozenset({1}),
        "partner": "Kita Beispielbach",
        "ist_bearbeitbar": True,
    }
    return Kontaktangabe(**(werte | felder))


def mit(*kontakte: Kontaktangabe) -> Kontaktgrundlage:
    return replace(GRUNDLAGE, bestand=Kontaktbestand(kontakte))


def test_schluessel_haengt_nur_am_inhalt():
    eintrag = Kontakteintrag(autor=7, am=HEUTE, art="besuch", beteiligte=((1, 1), (2, 1)), inhalt="a")
    schluessel = kontaktschluessel(eintrag)
    assert len(schluessel) == 32
    assert kontaktschluessel(replace(eintrag, beteiligte=((2, 1), (1, 1)))) == schluessel
    andere = {
        kontaktschluessel(replace(eintrag, inhalt="b")),
        kontaktschluessel(replace(eintrag, autor=8)),
        kontaktschluessel(replace(eintrag, ergebnis="nicht_erreicht")),
        kontaktschluessel(eintrag, "09:00"),
    }
    assert len(andere | {schluessel}) == 5


def test_dieselbe_liste_noch_einmal_aendert_nichts():
    schluessel = eines().sache.schluessel
    gruppiert = "-".join((schluessel[:8], schluessel[8:12], schluessel[12:16], schluessel[16:20], schluessel[20:]))
    zweites = eines(basis=mit(angabe(uuid=gruppiert, inhalt="")))
    assert (zweites.ergebnis, zweites.objekt) == (Zeilenergebnis.UNVERAENDERT, 31)
    erste, gleiche = urteile(zeile(), zeile())
    assert (erste.ergebnis, gleiche.grund) == (Zeilenergebnis.NEU, "Steht schon in Zeile 2 der Liste.")


def test_von_hand_erfasster_kontakt_am_selben_tag_wird_gefragt():
    offen = eines(basis=mit(angabe()))
    assert offen.ergebnis == Zeilenergebnis.ZWEIFELHAFT
    assert "schon einen Kontakt (Telefonat)" in offen.grund
    assert eines(basis=mit(angabe()), entscheidung="doppelt:trotzdem").ergebnis == Zeilenergebnis.NEU


def test_zweiter_kontakt_am_selben_tag_aus_derselben_liste_macht_keine_zweifel():
    schluessel = eines().sache.schluessel
    gruppiert = "-".join((schluessel[:8], schluessel[8:12], schluessel[12:16], schluessel[16:20], schluessel[20:]))
    basis = mit(angabe(uuid=gruppiert, inhalt=""))
    schon, weiterer = urteile(zeile(), zeile(ergebnis="Rückruf"), basis=basis)
    assert (schon.ergebnis, weiterer.ergebnis) == (Zeilenergebnis.UNVERAENDERT, Zeilenergebnis.NEU)
    assert eines(basis=basis, ergebnis="Rückruf").ergebnis == Zeilenergebnis.ZWEIFELHAFT


# --- round trip ------------------------------------------------------------------------------------------------------

RUNDKOPF = ["ID", "Stand", "Tag", "Art", "Bezug", "Themen", "Ergebnis", "Partner"]


def rund(kontakt: Kontaktangabe, *, stand="v4", leeren=False, **neu) -> Urteil:
    werte = {
        "am": "01.03.2025",
        "art": "Telefonat",
        "bezug": "einzelfallübergreifend",
        "themen": "",
        "inhalt": kontakt.inhalt if kontakt.bezug == "uebergreifend" else "",
        "partner": "Kita Beispielbach",
    } | neu
    return urteile((kontakt.uuid, stand, *werte.values()), kopf=RUNDKOPF, basis=mit(kontakt), leeren=leeren)[0]


def test_unveraenderte_zeile_des_exports():
    assert rund(angabe()).ergebnis == Zeilenergebnis.UNVERAENDERT


def test_geaenderte_felder_alt_und_neu():
    urteil = rund(angabe(), am="02.03.2025", themen="Frühe Hilfen", inhalt="Sprechstunde am Montag")
    assert urteil.aenderungen == (
        Aenderung("Tag", "01.03.2025", "02.03.2025"),
        Aenderung("Themen", "", "Frühe Hilfen"),
        Aenderung("Ergebnis", "Sprechstunde verabredet", "Sprechstunde am Montag"),
    )
    assert (urteil.sache.kontakt, urteil.sache.version) == (31, 4)


def test_inzwischen_geaendert_und_fremd_wird_abgelehnt():
    assert "Inzwischen geändert" in rund(angabe(), stand="v3", am="02.03.2025").grund
    fremd = rund(angabe(ist_bearbeitbar=False), am="02.03.2025")
    assert fremd.grund == "Diesen Kontakt dürfen Sie nicht ändern."
    assert rund(angabe(), partner="Kita Anders").grund == "Beteiligte Partner ändert eine Liste nicht."


def test_falltexte_werden_nie_geleert_und_der_bezug_nie_gelockert():
    fall = angabe(bezug="fallbezogen", inhalt="Hilfe besprochen")
    assert rund(fall, bezug="fallbezogen", leeren=True).ergebnis == Zeilenergebnis.UNVERAENDERT
    assert "Bezug fallbezogener Kontakte" in rund(fall).grund
    offen = rund(angabe(), inhalt="", leeren=True)
    assert offen.aenderungen == (Aenderung("Ergebnis", "Sprechstunde verabredet", ""),)


def test_geaenderter_text_ueber_ein_kind_kommt_nicht_hinein():
    urteil = rund(angabe(), inhalt="Max, geb. 3.4.2019, braucht Hilfe")
    assert (urteil.ergebnis, urteil.sache) == (Zeilenergebnis.ZWEIFELHAFT, None)

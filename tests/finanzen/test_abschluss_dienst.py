"""K29: a year is closed once everything that must be is settled; its snapshot never changes again."""

import json
from datetime import date
from decimal import Decimal
from io import StringIO
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import CommandError, call_command
from django.db import transaction
from django.utils import timezone

from finanzen.models import Ausgabe, Finanzvolumen, Jahresabschluss, Kostensatz, Minusbegruendung, Traegerabschluss
from finanzen.rules import Restentscheidung, Volumenstatus
from finanzen.rules.abschluss import Punktart, pruefliste
from finanzen.rules.jahresstand import als_daten, aus_daten, kanonisch, pruefsumme
from finanzen.selectors.haushalt import haushalt_von
from finanzen.selectors.jahresstand import abschlusslage, jahresstand, stand_des_jahres
from finanzen.services.abschluss import NICHT_GESEHEN, VIER_AUGEN, entscheide_rest, oeffne, schliesse
from finanzen.services.ausgabe import buche, pruefe_belege, reiche_beleg_nach, storniere
from finanzen.services.sperre import pruefe_offen
from finanzen.services.verteilung import begruende_minus, verteile_mittel
from finanzen.services.volumen import aendere as aendere_volumen
from finanzen.services.volumen import bestaetige
from konten.rules import Rolle
from sozialraum.models import Zustaendigkeit
from tests.finanzen.abschluss import JAHR, REST, entschieden, geschlossen, jahr_mit_geld
from tests.finanzen.ausgaben import buchung
from tests.finanzen.geld import neue_ausgabe, neuer_kostensatz
from tests.welt import ANFANG

HEUTE = date(2026, 1, 15)


def _offen(welt, jahr=JAHR, heute=HEUTE) -> dict[str, list[str]]:
    punkte = pruefliste(abschlusslage(jahresstand(jahr, welt.konz), welt.konz, heute))
    return {punkt.art: [offen.satz for offen in punkt.offen] for punkt in punkte if punkt.offen}


# --- Checklist ------------------------------------------------------------------------------------------------------


def test_pruefliste_nennt_was_fehlt(welt):
    jahr_mit_geld(welt)
    assert _offen(welt) == {
        Punktart.REST: ["Jugendhilfe Beispieltal e. V.: Rest 999,55 €, Rückzahlung oder Übertrag?"],
        Punktart.BELEG: ["Jugendhilfe Beispieltal e. V.: 1 Ausgabe ohne Beleg"],
        Punktart.PRUEFUNG: [
            "Jugendhilfe Beispieltal e. V.: 2 Ausgaben nicht geprüft",
            "Musterhof gGmbH: 1 Ausgabe nicht geprüft",
        ],
        Punktart.NACHWEIS: [
            "Jugendhilfe Beispieltal e. V.: Verwendungsnachweis fehlt",
            "Musterhof gGmbH: Verwendungsnachweis fehlt",
        ],
    }


def test_laufendes_jahr_unbestaetigtes_volumen_und_offenes_vorjahr(welt):
    jahr_mit_geld(welt)
    Finanzvolumen.objects.update(zustand=Volumenstatus.EINGETRAGEN)
    Finanzvolumen.objects.create(sozialraum=welt.konz, jahr=2024, gesamt=Decimal(1), davon_asd=Decimal(0))
    offen = _offen(welt, heute=date(2025, 12, 31))
    assert offen[Punktart.JAHRESENDE] == ["Das Jahr 2025 läuft noch. Abschließen lässt es sich ab dem 01.01.2026."]
    assert offen[Punktart.VORJAHR] == ["Das Jahr 2024 ist noch offen. Sein Übertrag steht deshalb noch nicht fest."]
    assert offen[Punktart.VOLUMEN] == ["Das Finanzvolumen wartet auf die Bestätigung durch eine zweite Person."]


def test_gekuerztes_volumen_reicht_nicht_mehr_fuer_die_verteilung(welt):
    """50,000.00 are distributed; the corrected and confirmed volume gives 10 % of 300,000.00."""
    jahr_mit_geld(welt)
    entschieden(welt)
    volumen = Finanzvolumen.objects.get(jahr=JAHR)
    geaendert = aendere_volumen(
        volumen=volumen,
        version=volumen.version,
        gesamt=Decimal("300000.00"),
        davon_asd=Decimal("0.00"),
        durch=welt.person("jugendamt"),
        grund="Rückforderung",
    )
    bestaetige(volumen=geaendert, version=geaendert.version, durch=welt.person("jugendamt_2"))
    satz = "Verteilt sind 50.000,00 €, das sind 20.000,00 € mehr als die Netzwerkmittel von 30.000,00 €."
    assert [text.replace("\u00a0", " ") for text in _offen(welt)[Punktart.VOLUMEN]] == [satz]
    with pytest.raises(ValidationError, match="noch nicht abschließen"):
        geschlossen(welt)


def test_minus_ohne_grund_verhindert_den_abschluss(welt):
    jahr_mit_geld(welt)
    musterhof = welt.traeger["musterhof"]
    neue_ausgabe(welt.konz, musterhof, "0.01", jahr=JAHR, am=date(JAHR, 5, 1))
    entschieden(welt)
    assert _offen(welt)[Punktart.MINUS] == ["Musterhof gGmbH: im Minus mit -0,01 €"]
    with pytest.raises(ValidationError, match="im Minus mit -0,01 €"):
        geschlossen(welt)
    Minusbegruendung.objects.create(sozialraum=welt.konz, jahr=JAHR, traeger=musterhof, grund="Porto gestiegen")
    assert aus_daten(geschlossen(welt).daten).von(str(musterhof.uuid)).minusgrund == "Porto gestiegen"


# --- Decision and closing -------------------------------------------------------------------------------------------


def test_entscheidung_gilt_dem_betrag(welt):
    jahr_mit_geld(welt)
    entschieden(welt)
    assert Traegerabschluss.objects.get().rest == REST
    neue_ausgabe(welt.konz, welt.traeger["beispieltal"], "99.55", jahr=JAHR, am=date(JAHR, 12, 1))
    assert "jetzt 900,00 €" in _offen(welt)[Punktart.REST][0]
    with pytest.raises(ValidationError, match="Bitte neu entscheiden"):
        geschlossen(welt)
    entschieden(welt, Restentscheidung.RUECKZAHLUNG)
    assert aus_daten(geschlossen(welt).daten).rest == Decimal("900.00")


@pytest.mark.parametrize(("person"), ["leitung_konz", "netzwerk_konz", "leitstelle", "leitung_fremd", "admin"])
def test_nur_das_jugendamt_fuehrt_den_abschluss(welt, person):
    jahr_mit_geld(welt)
    wer = welt.person(person)
    with pytest.raises(PermissionDenied):
        entscheide_rest(
            jahr=JAHR,
            sozialraum_id=welt.konz.pk,
            traeger_id=welt.traeger["beispieltal"].pk,
            entscheidung="uebertrag",
            durch=wer,
        )
    with pytest.raises(PermissionDenied):
        schliesse(jahr=JAHR, sozialraum_id=welt.konz.pk, durch=wer, gesehen=True, heute=HEUTE)
    entschieden(welt)
    with pytest.raises(PermissionDenied):
        oeffne(abschluss_id=geschlossen(welt).pk, grund="Weil", durch=wer)


def test_vier_augen_beim_abschluss(welt):
    jahr_mit_geld(welt)
    entschieden(welt)
    with pytest.raises(ValidationError, match=VIER_AUGEN[:30]):
        geschlossen(welt, durch=welt.person("jugendamt"))
    leitung = welt.personen["leitung_konz"]
    Zustaendigkeit.objects.create(benutzer=leitung, rolle=Rolle.JUGENDAMT, von=ANFANG)
    with pytest.raises(ValidationError, match="eine Ausgabe"):
        geschlossen(welt, durch=welt.person("leitung_konz"))
    assert geschlossen(welt).geschlossen_von == welt.personen["jugendamt_2"]


def test_offene_punkte_muessen_gesehen_sein_und_bleiben_stehen(welt):
    jahr_mit_geld(welt)
    entschieden(welt)
    with pytest.raises(ValidationError, match=NICHT_GESEHEN):
        geschlossen(welt, gesehen=False)
    assert geschlossen(welt).daten["offene_punkte"] == [
        "Jugendhilfe Beispieltal e. V.: 1 Ausgabe ohne Beleg",
        "Jugendhilfe Beispieltal e. V.: 2 Ausgaben nicht geprüft",
        "Musterhof gGmbH: 1 Ausgabe nicht geprüft",
        "Jugendhilfe Beispieltal e. V.: Verwendungsnachweis fehlt",
        "Musterhof gGmbH: Verwendungsnachweis fehlt",
    ]


def test_ein_minus_wird_nicht_zurueckgezahlt(welt):
    jahr_mit_geld(welt)
    neue_ausgabe(welt.konz, welt.traeger["beispieltal"], "2000.00", jahr=JAHR, am=date(JAHR, 12, 1))
    with pytest.raises(ValidationError, match="nicht zurückzahlen"):
        entschieden(welt, Restentscheidung.RUECKZAHLUNG)
    entschieden(welt)
    assert Traegerabschluss.objects.get().rest == Decimal("-1000.45")


def test_wo_nichts_uebrig_ist_gibt_es_nichts_zu_entscheiden(welt):
    jahr_mit_geld(welt)
    with pytest.raises(ValidationError, match="nichts übrig"):
        entscheide_rest(
            jahr=JAHR,
            sozialraum_id=welt.konz.pk,
            traeger_id=welt.traeger["musterhof"].pk,
            entscheidung="uebertrag",
            durch=welt.person("jugendamt"),
        )


def test_geschlossen_ist_geschlossen(welt):
    jahr_mit_geld(welt)
    entschieden(welt)
    geschlossen(welt)
    with pytest.raises(ValidationError, match="abgeschlossen"):
        geschlossen(welt)
    with pytest.raises(ValidationError, match="abgeschlossen"):
        entschieden(welt, "rueckzahlung")
    with transaction.atomic(), pytest.raises(ValidationError, match="abgeschlossen"):
        pruefe_offen(JAHR, welt.konz.pk)


# --- Snapshot -------------------------------------------------------------------------------------------------------


def test_schnappschuss_haelt_alles_und_kommt_gleich_zurueck(welt):
    neuer_kostensatz(welt.traeger["beispieltal"], "74000.00", JAHR)
    jahr_mit_geld(welt)
    entschieden(welt)
    vorher = jahresstand(JAHR, welt.konz)
    abschluss = Jahresabschluss.objects.get(pk=geschlossen(welt).pk)
    zurueck = aus_daten(abschluss.daten)
    assert zurueck.mittel.mittel == Decimal("66234.56")
    assert zurueck.von(str(welt.traeger["beispieltal"].uuid)).stellen[0].kosten == Decimal("22200.00")
    assert als_daten(zurueck) == als_daten(vorher)
    assert abschluss.pruefsumme == pruefsumme(abschluss.daten) == pruefsumme(json.loads(kanonisch(abschluss.daten)))
    assert "leitung" not in kanonisch(abschluss.daten).casefold()


def test_schnappschuss_bleibt_wenn_sich_daten_aendern_und_das_jahr_oeffnet(welt):
    jahr_mit_geld(welt)
    entschieden(welt)
    abschluss = geschlossen(welt)
    text = kanonisch(abschluss.daten)
    Kostensatz.objects.create(traeger=welt.traeger["beispieltal"], jahr=JAHR, betrag=Decimal("99999"))
    welt.konz.name = "Konz-Neu"
    welt.konz.save()
    assert stand_des_jahres(JAHR, welt.konz)[0].sozialraum == "Konz"
    oeffne(abschluss_id=abschluss.pk, grund="Rechnung kam nach", durch=welt.person("jugendamt"))
    neue_ausgabe(welt.konz, welt.traeger["beispieltal"], "100.00", jahr=JAHR, am=date(JAHR, 12, 31))
    alt = Jahresabschluss.objects.get(pk=abschluss.pk)
    assert (kanonisch(alt.daten), alt.oeffnungsgrund) == (text, "Rechnung kam nach")
    assert stand_des_jahres(JAHR, welt.konz)[0].rest == Decimal("899.55")


def test_uebertrag_folgt_dem_abschluss_der_gilt(welt):
    jahr_mit_geld(welt)
    traeger = welt.traeger["beispieltal"]

    def uebertrag() -> Decimal:
        return haushalt_von(2026, welt.konz.pk, traeger.pk).uebertrag

    entschieden(welt)
    assert uebertrag() == 0
    erster = geschlossen(welt)
    assert uebertrag() == REST
    oeffne(abschluss_id=erster.pk, grund="Rechnung kam nach", durch=welt.person("jugendamt"))
    assert uebertrag() == 0
    neue_ausgabe(welt.konz, traeger, "99.55", jahr=JAHR, am=date(JAHR, 12, 31))
    entschieden(welt)
    geschlossen(welt)
    assert uebertrag() == Decimal("900.00")
    assert Jahresabschluss.objects.filter(jahr=JAHR).count() == 2


def test_oeffnen_braucht_grund_und_kein_spaeteres_jahr(welt):
    jahr_mit_geld(welt)
    entschieden(welt)
    erster = geschlossen(welt)
    with pytest.raises(ValidationError, match="Grund"):
        oeffne(abschluss_id=erster.pk, grund="  ", durch=welt.person("jugendamt"))
    jahr_mit_geld(welt, 2026)
    entschieden(welt, jahr=2026)
    zweiter = geschlossen(welt, 2026)
    with pytest.raises(ValidationError, match="Das Jahr 2026 ist schon abgeschlossen"):
        oeffne(abschluss_id=erster.pk, grund="Weil", durch=welt.person("jugendamt"))
    oeffne(abschluss_id=zweiter.pk, grund="Weil", durch=welt.person("jugendamt"))
    oeffne(abschluss_id=erster.pk, grund="Weil", durch=welt.person("jugendamt"))
    with pytest.raises(ValidationError, match="schon wieder geöffnet"):
        oeffne(abschluss_id=erster.pk, grund="Weil", durch=welt.person("jugendamt"))


def test_kein_jahr_wird_vor_einem_geschlossenen_abgeschlossen(welt):
    jahr_mit_geld(welt)
    entschieden(welt)
    geschlossen(welt)
    jahr_mit_geld(welt, 2024)
    entschieden(welt, jahr=2024)
    with pytest.raises(ValidationError, match="Das Jahr 2025 ist schon abgeschlossen"):
        geschlossen(welt, 2024)
    assert haushalt_von(JAHR, welt.konz.pk, welt.traeger["beispieltal"].pk).uebertrag == 0


def test_geschlossenes_jahr_nimmt_nichts_an(welt):
    jahr_mit_geld(welt)
    entschieden(welt)
    leitung, amt = welt.person("leitung_konz"), welt.person("jugendamt")
    traeger = welt.traeger["beispieltal"]
    volumen, ausgabe = Finanzvolumen.objects.get(), Ausgabe.objects.get(art="sachkosten")
    geschlossen(welt)
    wege = {
        "buchen": lambda: buche(benutzer=leitung, uuid=uuid4(), angaben=buchung(welt, jahr=JAHR, am=date(JAHR, 5, 1))),
        "stornieren": lambda: storniere(ausgabe_id=ausgabe.pk, grund="Irrtum", benutzer=leitung),
        "Beleg": lambda: reiche_beleg_nach(ausgabe_id=ausgabe.pk, benutzer=leitung),
        "pruefen": lambda: pruefe_belege(ausgabe_ids=[ausgabe.pk], benutzer=amt),
        "Volumen": lambda: aendere_volumen(
            volumen=volumen, version=volumen.version, gesamt=Decimal(1), davon_asd=Decimal(0), durch=amt, grund="x"
        ),
        "verteilen": lambda: verteile_mittel(
            jahr=JAHR, sozialraum_id=welt.konz.pk, betraege={traeger.pk: Decimal(1)}, stand=""
        ),
        "Minus": lambda: begruende_minus(
            jahr=JAHR, sozialraum_id=welt.konz.pk, traeger_id=traeger.pk, grund="x", durch=leitung
        ),
        "entscheiden": lambda: entschieden(welt, "rueckzahlung"),
    }
    offen = []
    for name, weg in wege.items():
        with pytest.raises(ValidationError) as fehler:
            weg()
        if "ist für Konz abgeschlossen" not in " ".join(fehler.value.messages):
            offen.append(name)
    assert offen == []


# --- pruefen --------------------------------------------------------------------------------------------------------


def _pruefe() -> str:
    ausgabe = StringIO()
    try:
        call_command("pruefen", stdout=ausgabe)
    except CommandError as fehler:
        return f"{ausgabe.getvalue()}{fehler}"
    return ausgabe.getvalue()


def test_pruefen_findet_jede_faelschung(welt):
    jahr_mit_geld(welt)
    entschieden(welt)
    abschluss = geschlossen(welt)
    assert "Keine Widersprüche" in _pruefe()

    gefaelscht = json.loads(kanonisch(abschluss.daten))
    gefaelscht["traeger"][0]["buchungen"][1]["betrag"] = "1000.46"
    Jahresabschluss.objects.update(daten=gefaelscht)
    assert "Jahresabschluss: Abschluss Konz 2025: Die Prüfsumme passt nicht zu den Zahlen" in _pruefe()

    Jahresabschluss.objects.update(daten=gefaelscht, pruefsumme=pruefsumme(gefaelscht))
    assert "Die Buchungen des geschlossenen Jahres sind heute andere" in _pruefe()

    Jahresabschluss.objects.update(daten=abschluss.daten, pruefsumme=abschluss.pruefsumme)
    Jahresabschluss.objects.update(geschlossen_am=timezone.now().replace(year=2001))
    assert "Der Zeitpunkt passt nicht" in _pruefe()
    Jahresabschluss.objects.update(geschlossen_am=abschluss.geschlossen_am, programmversion="9.9")
    assert "Programmversion passen nicht" in _pruefe()
    Jahresabschluss.objects.update(programmversion=abschluss.programmversion)
    assert "Keine Widersprüche" in _pruefe()

    Ausgabe.objects.filter(art="sachkosten").update(betrag=Decimal("1.00"))
    assert "Rest oder Entscheidung sind heute andere" in _pruefe()


def test_abfragen_wachsen_nicht_mit_den_buchungen(welt, django_assert_num_queries, django_assert_max_num_queries):
    jahr_mit_geld(welt)
    with django_assert_max_num_queries(24) as gezaehlt:
        jahresstand(JAHR, welt.konz)
    for nummer in range(12):
        neue_ausgabe(welt.konz, welt.traeger["musterhof"], "1.00", jahr=JAHR, belegnummer=f"B-{nummer}")
    with django_assert_num_queries(len(gezaehlt)):
        jahresstand(JAHR, welt.konz)

"""Bookings and applications for single appointments of the example data: three years, every state. All invented."""

import calendar
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any, NamedTuple

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from berichte.services.beispieldaten.anhaenge import einseiter
from berichte.services.beispieldaten.rahmen import SAAT, Rahmen, Wuerfel
from finanzen.models import Ausgabe, Ausnahmeantrag, Buchungslauf, Buchungsschluessel
from finanzen.rules import Antragsstatus, Ausgabenart
from finanzen.rules.ausgabe import stornotext
from finanzen.rules.buchungsliste import Listenurteil, Zeilenergebnis
from finanzen.rules.mittel import NULL, runde, verteile
from finanzen.selectors.haushalt import haushalte
from konten.rules.datei import PDF

#: years back from the Stichtag for which there are bookings
JAHRE = (2, 1, 0)
#: this year's bookings older than this are checked
GEPRUEFT_NACH = timedelta(days=120)
#: kind, what for, smallest and largest amount in euro, times a year
POSTEN = (
    (Ausgabenart.SACHKOSTEN, "Papier und Moderationsmaterial", 20, 140, 4),
    (Ausgabenart.SACHKOSTEN, "Fahrtkosten zu Partnern", 15, 90, 6),
    (Ausgabenart.OEFFENTLICHKEIT, "Druck der Faltblätter", 90, 320, 2),
    (Ausgabenart.HONORAR, "Moderation des Runden Tisches", 150, 450, 1),
    (Ausgabenart.QUALIFIZIERUNG, "Fachtag Netzwerkarbeit", 80, 260, 1),
)
SCHLUESSEL = {"4930": Ausgabenart.SACHKOSTEN, "4120": Ausgabenart.PERSONAL, "4610": Ausgabenart.OEFFENTLICHKEIT}
#: rows of the list that Beispieltal has taken over: key, what for, amount, result
LISTE = (
    ("4930", "Flipchartpapier", "84.20", Zeilenergebnis.NEU),
    ("4930", "Getränke für die Sozialraumrunde", "36.75", Zeilenergebnis.NEU),
    ("4610", "Anzeige im Amtsblatt", "118.00", Zeilenergebnis.NEU),
    ("4610", "Anzeige im Amtsblatt", "118.00", Zeilenergebnis.DOPPELT),
    ("8400", "Umlage Verwaltung", "52.10", Zeilenergebnis.OFFEN),
)
GRUENDE = {
    Zeilenergebnis.NEU: "",
    Zeilenergebnis.DOPPELT: "Beleg, Betrag und Datum sind schon gebucht oder stehen weiter oben",
    Zeilenergebnis.OFFEN: "Schlüssel 8400: Bitte wählen Sie die Art",
}


class Vorlage(NamedTuple):
    """An application: years back, first month, title, state, applied for, approved, booked, appointments."""

    zurueck: int
    monat: int
    titel: str
    zustand: str
    betrag: str
    genehmigt: str | None
    gebucht: tuple[str, ...]
    termine: int


ANTRAEGE = (
    Vorlage(1, 3, "Fachreferat Trauma in der Kita", Antragsstatus.ABGERECHNET, "480.00", "480.00", ("240.00",) * 2, 2),
    Vorlage(1, 5, "Theaterpädagogik am Familientag", Antragsstatus.VERFALLEN, "600.00", "450.00", (), 3),
    Vorlage(1, 9, "Fotodokumentation des Sommerfests", Antragsstatus.ABGELEHNT, "380.00", None, (), 1),
    Vorlage(0, 2, "Dolmetschen beim Elternabend", Antragsstatus.ZURUECKGEZOGEN, "220.00", None, (), 2),
    Vorlage(0, 9, "Referat zur Medienerziehung", Antragsstatus.GENEHMIGT, "900.00", "750.00", ("250.00",), 3),
    Vorlage(0, 11, "Entspannung für Alleinerziehende", Antragsstatus.BEANTRAGT, "640.00", None, (), 4),
    Vorlage(0, 11, "Erste Hilfe am Kleinkind", Antragsstatus.ENTWURF, "310.00", None, (), 1),
)
ENTSCHEIDUNG = {
    Antragsstatus.ABGELEHNT: "Fotos machen die Träger selbst. Das ist keine Netzwerkarbeit.",
    Antragsstatus.VERFALLEN: "Ein Termin weniger als beantragt.",
    Antragsstatus.GENEHMIGT: "Zwei Termine in diesem Jahr reichen aus.",
}
BEGRUENDUNG = (
    "Das Thema kam in der Sozialraumrunde auf. Weder unsere Fachkräfte noch die Partner vor Ort können es vertreten, "
    "und ein eigenes Angebot dafür lohnt sich nicht."
)


def buche_ausgaben(rahmen: Rahmen) -> int:
    """Bookings of this year and two before, one reversed; a list; an application in every state. Returns how many.

    Dice of its own, so that other parts of the example data do not depend on it. Deterministic.
    """
    wuerfel = Wuerfel(SAAT + 30)
    for zurueck in JAHRE:
        Ausgabe.objects.bulk_create(_jahresbuchungen(rahmen, wuerfel, rahmen.stichtag.year - zurueck))
    _lege_antraege_an(rahmen, wuerfel)
    _uebernimm_liste(rahmen, wuerfel)
    _storniere_eine(rahmen, wuerfel)
    _lege_belege_ab(rahmen, wuerfel)
    return Ausgabe.objects.count()


# --- Bookings of a year ---------------------------------------------------------------------------------------------


def _jahresbuchungen(rahmen: Rahmen, wuerfel: Wuerfel, jahr: int) -> Iterator[Ausgabe]:
    for (sozialraum_id, traeger_id), stand in haushalte(jahr).items():
        ort = {"sozialraum_id": sozialraum_id, "traeger_id": traeger_id, "jahr": jahr}
        for monat, betrag in enumerate(verteile(stand.personal_geplant, [1] * 12), start=1):
            tag = date(jahr, monat, calendar.monthrange(jahr, monat)[1])
            if betrag and tag <= rahmen.stichtag:
                text = f"Gehälter {monat:02}/{jahr}"
                yield _ausgabe(rahmen, wuerfel, tag, betrag, Ausgabenart.PERSONAL, text, **ort)
        if stand.mittel > stand.personal_geplant:
            yield from _sachbuchungen(rahmen, wuerfel, ort)


def _sachbuchungen(rahmen: Rahmen, wuerfel: Wuerfel, ort: dict[str, Any]) -> Iterator[Ausgabe]:
    for art, text, kleinster, groesster, wie_oft in POSTEN:
        for _ in range(wie_oft):
            tag = rahmen.arbeitstag(date(ort["jahr"], 1, 8) + timedelta(days=wuerfel.randrange(340)))
            betrag = Decimal(wuerfel.randrange(kleinster * 100, groesster * 100)) / 100
            nummer = f"B-{ort['jahr'] % 100}-{wuerfel.randrange(1000, 9999)}"
            if tag <= rahmen.stichtag:
                yield _ausgabe(rahmen, wuerfel, tag, betrag, art, text, belegnummer=nummer, **ort)


def _ausgabe(
    rahmen: Rahmen, wuerfel: Wuerfel, am: date, betrag: Decimal, art: str, text: str, **weiteres: Any
) -> Ausgabe:
    geprueft = am.year < rahmen.stichtag.year or am < rahmen.stichtag - GEPRUEFT_NACH
    pruefung = {"geprueft_von_id": rahmen.konten["jugendamt"], "geprueft_am": _danach(rahmen, am)} if geprueft else {}
    return Ausgabe(
        uuid=wuerfel.schluessel(),
        am=am,
        betrag=runde(betrag),
        art=art,
        text=text,
        erfasst_von_id=_leitung(rahmen, weiteres["traeger_id"]),
        **pruefung,
        **weiteres,
    )


def _leitung(rahmen: Rahmen, traeger_id: int) -> int | None:
    """The account that leads the Träger; two of the four have none."""
    konten = {"beispieltal": "leitung-konz", "musterhof": "leitung-fremd"}
    return next((rahmen.konten[konten[k]] for k in konten if rahmen.traeger[k].pk == traeger_id), None)


def _danach(rahmen: Rahmen, am: date) -> date:
    return min(rahmen.arbeitstag(am + timedelta(days=30)), rahmen.stichtag)


# --- Applications ---------------------------------------------------------------------------------------------------


def _lege_antraege_an(rahmen: Rahmen, wuerfel: Wuerfel) -> None:
    for vorlage in ANTRAEGE:
        antrag = Ausnahmeantrag.objects.bulk_create([_antrag(rahmen, wuerfel, vorlage)])[0]
        ort = {"sozialraum_id": antrag.sozialraum_id, "traeger_id": antrag.traeger_id, "jahr": antrag.jahr}
        Ausgabe.objects.bulk_create(
            _ausgabe(
                rahmen,
                wuerfel,
                min(rahmen.arbeitstag(antrag.von + timedelta(days=14 * nummer)), rahmen.stichtag),
                Decimal(betrag),
                Ausgabenart.EINZELTERMIN,
                f"{vorlage.titel}, Termin {nummer}",
                belegnummer=f"H-{antrag.jahr % 100}-{vorlage.monat:02}{nummer}",
                antrag=antrag,
                **ort,
            )
            for nummer, betrag in enumerate(vorlage.gebucht, start=1)
        )


def _antrag(rahmen: Rahmen, wuerfel: Wuerfel, vorlage: Vorlage) -> Ausnahmeantrag:
    jahr = rahmen.stichtag.year - vorlage.zurueck
    von = date(jahr, vorlage.monat, 10)
    gestellt = min(von - timedelta(days=28), rahmen.stichtag - timedelta(days=6))
    antrag = Ausnahmeantrag(
        uuid=wuerfel.schluessel(),
        titel=vorlage.titel,
        sozialraum=rahmen.sozialraeume["konz"],
        traeger=rahmen.traeger["beispieltal"],
        jahr=jahr,
        begruendung=BEGRUENDUNG,
        termine=vorlage.termine,
        von=von,
        bis=von + timedelta(days=14 * vorlage.termine),
        betrag=Decimal(vorlage.betrag),
        genehmigt=Decimal(vorlage.genehmigt) if vorlage.genehmigt else None,
        zustand=vorlage.zustand,
        erfasst_von_id=rahmen.konten["leitung-konz"],
        entscheidungsgrund=ENTSCHEIDUNG.get(vorlage.zustand, ""),
    )
    if vorlage.zustand != Antragsstatus.ENTWURF:
        antrag.beantragt_von_id, antrag.beantragt_am = rahmen.konten["leitung-konz"], rahmen.arbeitstag(gestellt)
    if vorlage.genehmigt or vorlage.zustand == Antragsstatus.ABGELEHNT:
        antrag.entschieden_von_id = rahmen.konten["jugendamt"]
        antrag.entschieden_am = rahmen.arbeitstag(min(gestellt + timedelta(days=9), rahmen.stichtag))
    return antrag


# --- A list, a reversal, receipts -----------------------------------------------------------------------------------


def _uebernimm_liste(rahmen: Rahmen, wuerfel: Wuerfel) -> None:
    """A list of five rows of which three were booked, and the keys that it taught."""
    traeger, konz = rahmen.traeger["beispieltal"], rahmen.sozialraeume["konz"]
    am = rahmen.arbeitstag(max(rahmen.stichtag - timedelta(days=30), date(rahmen.stichtag.year, 1, 1)))
    Buchungsschluessel.objects.bulk_create(
        Buchungsschluessel(uuid=wuerfel.schluessel(), traeger=traeger, schluessel=schluessel, art=art)
        for schluessel, art in SCHLUESSEL.items()
    )
    urteile = [_urteil(nummer, zeile, am) for nummer, zeile in enumerate(LISTE, start=2)]
    lauf = Buchungslauf(
        uuid=wuerfel.schluessel(),
        traeger=traeger,
        sozialraum=konz,
        jahr=am.year,
        dateiname=f"sachkonten-{am:%Y-%m}.csv",
        zuordnung={"kopf": [], "ist_mappe": False, "spalten": {}},
        zeilen=[urteil.als_json() for urteil in urteile],
        hochgeladen_von_id=rahmen.konten["leitung-konz"],
        gebucht_am=datetime.combine(rahmen.arbeitstag(rahmen.stichtag - timedelta(days=9)), time(9, 30), UTC),
    )
    Buchungslauf.objects.bulk_create([lauf])
    ort = {"sozialraum_id": konz.pk, "traeger_id": traeger.pk, "jahr": am.year}
    Ausgabe.objects.bulk_create(
        _ausgabe(
            rahmen, wuerfel, am, urteil.betrag, urteil.art, urteil.text,
            belegnummer=urteil.belegnummer, lauf=lauf, **ort,
        )
        for urteil in urteile
        if urteil.ergebnis == Zeilenergebnis.NEU
    )  # fmt: skip


def _urteil(nummer: int, zeile: tuple[str, str, str, str], am: date) -> Listenurteil:
    schluessel, text, betrag, ergebnis = zeile
    urteil = Listenurteil(
        nummer=nummer,
        ergebnis=ergebnis,
        grund=GRUENDE[ergebnis],
        am=am,
        betrag=Decimal(betrag),
        text=text,
        belegnummer=f"SK-{nummer:03}",
        schluessel=schluessel,
        art=SCHLUESSEL.get(schluessel, ""),
    )
    return replace(urteil, belegnummer=f"SK-{nummer - 1:03}") if ergebnis == Zeilenergebnis.DOPPELT else urteil


def _storniere_eine(rahmen: Rahmen, wuerfel: Wuerfel) -> None:
    """An amount typed with a wrong point: booked, taken back a week later, booked anew."""
    am = rahmen.arbeitstag(max(rahmen.stichtag - timedelta(days=50), date(rahmen.stichtag.year, 1, 1)))
    ort = {
        "sozialraum_id": rahmen.sozialraeume["konz"].pk,
        "traeger_id": rahmen.traeger["beispieltal"].pk,
        "jahr": am.year,
        "belegnummer": "R-2211",
    }
    text, art = "Banner für den Familientag", Ausgabenart.OEFFENTLICHKEIT
    falsch = _ausgabe(rahmen, wuerfel, am, Decimal("1296.00"), art, text, **ort)
    richtig = _ausgabe(rahmen, wuerfel, am, Decimal("129.60"), art, text, **ort)
    Ausgabe.objects.bulk_create([falsch, richtig])
    storno = _ausgabe(rahmen, wuerfel, _in_einer_woche(rahmen, am), -falsch.betrag, art, stornotext(text), **ort)
    storno.storno_von, storno.storno_grund = falsch, "Komma falsch gesetzt"
    Ausgabe.objects.bulk_create([storno])


def _in_einer_woche(rahmen: Rahmen, am: date) -> date:
    return min(rahmen.arbeitstag(am + timedelta(days=7)), rahmen.stichtag)


def _lege_belege_ab(rahmen: Rahmen, wuerfel: Wuerfel) -> None:
    """Receipts at most of this year's unchecked bookings of Konz; some are still missing."""
    offene = Ausgabe.objects.filter(
        sozialraum=rahmen.sozialraeume["konz"],
        jahr=rahmen.stichtag.year,
        geprueft_am=None,
        storno_von=None,
        betrag__gt=NULL,
    )
    zeilen = list(offene.exclude(art=Ausgabenart.PERSONAL).order_by("am", "pk"))
    mit_beleg = [zeile for stelle, zeile in enumerate(zeilen) if stelle % 4]
    for ausgabe in mit_beleg:
        name = f"beleg/{wuerfel.schluessel().hex}.pdf"
        if not default_storage.exists(name):
            default_storage.save(name, ContentFile(einseiter(f"Rechnung {ausgabe.belegnummer}")))
        ausgabe.beleg, ausgabe.beleg_name, ausgabe.beleg_typ = name, f"{ausgabe.belegnummer}.pdf", PDF.typ
    Ausgabe.objects.bulk_update(mit_beleg, ["beleg", "beleg_name", "beleg_typ"])

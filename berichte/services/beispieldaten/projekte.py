"""Projects of prevention of the example data: every state, with partners, contacts, needs and bookings; invented."""

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import NamedTuple

from berichte.services.beispieldaten.rahmen import SAAT, Rahmen, Wuerfel
from finanzen.models import Ausgabe, Projekt
from finanzen.rules import Ausgabenart, Projektstatus
from netzwerk.models import Bedarfsmeldung, Kontaktbeteiligung, Thema

#: partners and contacts that a project names
PARTNER, KONTAKTE = 3, 2


class Vorlage(NamedTuple):
    """A project: place, Träger, years back, first month, months, title, theme, aim, target group, state, money."""

    raum: str
    traeger: str
    zurueck: int
    monat: int
    dauer: int
    titel: str
    thema: str
    ziel: str
    zielgruppe: str
    zustand: str
    budget: str
    bewilligt: str | None = None
    gebucht: tuple[str, ...] = ()


VORLAGEN = (
    Vorlage(
        "konz", "beispieltal", 1, 3, 8, "Bewegte Pause", "Freizeit und Begegnung",
        "Kinder bewegen sich in der Pause, und Grundschule und Sportverein kennen sich.",
        "Kinder der Grundschulen", Projektstatus.ABGESCHLOSSEN, "1200.00", "1200.00", ("640.00", "512.35"),
    ),
    Vorlage(
        "konz", "beispieltal", 0, 4, 9, "Elterncafé im Neubaugebiet", "Freizeit und Begegnung",
        "Familien, die neu zugezogen sind, finden Anschluss und kennen die Beratungsstellen.",
        "Eltern mit Kindern unter sechs Jahren", Projektstatus.LAEUFT, "1500.00", "1200.00", ("310.40", "275.00"),
    ),
    Vorlage(
        "konz", "musterhof", 0, 11, 6, "Gemeinsam in die Schule", "Übergang Kita–Schule",
        "Kitas und Grundschulen stimmen den Übergang vor der Einschulung ab.",
        "Kinder im letzten Kitajahr und ihre Eltern", Projektstatus.BEWILLIGT, "900.00", "900.00",
    ),
    Vorlage(
        "saarburg", "musterhof", 0, 12, 6, "Gut durch die Pubertät", "Psychische Gesundheit",
        "Schulen und Beratungsstellen bieten einen gemeinsamen Abend für Eltern an.",
        "Eltern von Kindern zwischen elf und fünfzehn Jahren", Projektstatus.BEANTRAGT, "780.00",
    ),
    Vorlage(
        "konz", "beispieltal", 0, 12, 4, "Vorlesepaten in zwei Sprachen", "Sprache",
        "Ehrenamtliche lesen in der Kita in zwei Sprachen vor.",
        "Kinder zwischen drei und sechs Jahren", Projektstatus.IDEE, "350.00",
    ),
    Vorlage(
        "saarburg", "musterhof", 0, 5, 2, "Fahrradwerkstatt", "Freizeit und Begegnung",
        "Jugendliche reparieren Fahrräder und treffen sich dabei.",
        "Jugendliche ab zwölf Jahren", Projektstatus.ABGELEHNT, "2400.00",
    ),
)  # fmt: skip
GRUENDE = {
    Projektstatus.ABGELEHNT: "Die Werkstatt ist ein Angebot der offenen Jugendarbeit und keine Netzwerkarbeit.",
    Projektstatus.LAEUFT: "Die Raummiete trägt die Stadt.",
}
ERGEBNIS = (
    "Zwei Grundschulen und der Sportverein führen die Pause gemeinsam weiter. Die Schulen haben dafür feste "
    "Ansprechpersonen benannt."
)


def lege_projekte_an(rahmen: Rahmen) -> int:
    """Writes the projects after contacts, needs and bookings, and returns how many. Dice of its own."""
    wuerfel = Wuerfel(SAAT + 34)
    for vorlage in VORLAGEN:
        projekt = Projekt.objects.bulk_create([_projekt(rahmen, wuerfel, vorlage)])[0]
        am = datetime.combine(_entworfen(rahmen, projekt), time(9), UTC)
        Projekt.objects.filter(pk=projekt.pk).update(erstellt_am=am, geaendert_am=am)
        _verknuepfe(projekt, vorlage)
        _buche(rahmen, wuerfel, projekt, vorlage)
    return len(VORLAGEN)


def _entworfen(rahmen: Rahmen, projekt: Projekt) -> date:
    return rahmen.arbeitstag(min(projekt.von - timedelta(days=60), rahmen.vor(12)))


def _projekt(rahmen: Rahmen, wuerfel: Wuerfel, vorlage: Vorlage) -> Projekt:
    von = date(rahmen.stichtag.year - vorlage.zurueck, vorlage.monat, 1)
    leitung = rahmen.konten["leitung-konz" if vorlage.traeger == "beispieltal" else "leitung-fremd"]
    projekt = Projekt(
        uuid=wuerfel.schluessel(),
        titel=vorlage.titel,
        sozialraum=rahmen.sozialraeume[vorlage.raum],
        traeger=rahmen.traeger[vorlage.traeger],
        ziel=vorlage.ziel,
        zielgruppe=vorlage.zielgruppe,
        von=von,
        bis=von + timedelta(days=30 * vorlage.dauer),
        budget=Decimal(vorlage.budget),
        bewilligt=Decimal(vorlage.bewilligt) if vorlage.bewilligt else None,
        zustand=vorlage.zustand,
        erfasst_von_id=rahmen.konten[f"netzwerk-{vorlage.raum}"],
    )
    if vorlage.zustand != Projektstatus.IDEE:
        projekt.beantragt_von_id = leitung
    if vorlage.zustand not in (Projektstatus.IDEE, Projektstatus.BEANTRAGT):
        projekt.entschieden_von_id = rahmen.konten["jugendamt"]
        projekt.entschieden_am = rahmen.arbeitstag(_entworfen(rahmen, projekt) + timedelta(days=9))
        projekt.entscheidungsgrund = GRUENDE.get(vorlage.zustand, "")
    if vorlage.zustand == Projektstatus.ABGESCHLOSSEN:
        projekt.ergebnis, projekt.erreichte, projekt.termine = ERGEBNIS, 184, 14
    return projekt


def _verknuepfe(projekt: Projekt, vorlage: Vorlage) -> None:
    zeilen = Kontaktbeteiligung.objects.filter(sozialraum=projekt.sozialraum, zaehlt=True, am__lte=projekt.von)
    letzte = list(zeilen.order_by("-am", "pk").values_list("partner_id", "kontakt_id")[:30])
    modell = Projekt
    _binde(modell.partner.through, projekt, "netzwerkpartner_id", [partner for partner, _ in letzte], PARTNER)
    _binde(modell.kontakte.through, projekt, "kontakt_id", [kontakt for _, kontakt in letzte], KONTAKTE)
    themen = list(Thema.objects.filter(name=vorlage.thema).values_list("pk", flat=True))
    _binde(modell.themen.through, projekt, "thema_id", themen, 1)
    bedarfe = Bedarfsmeldung.objects.filter(sozialraum=projekt.sozialraum, thema__in=themen, am__lte=projekt.von)
    _binde(
        modell.bedarfsmeldungen.through,
        projekt,
        "bedarfsmeldung_id",
        list(bedarfe.order_by("-am", "pk").values_list("pk", flat=True)[:1]),
        1,
    )


def _binde(verbindung: type, projekt: Projekt, spalte: str, schluessel: list[int], hoechstens: int) -> None:
    einmal = list(dict.fromkeys(schluessel))[:hoechstens]
    verbindung.objects.bulk_create(verbindung(projekt=projekt, **{spalte: pk}) for pk in einmal)


def _buche(rahmen: Rahmen, wuerfel: Wuerfel, projekt: Projekt, vorlage: Vorlage) -> None:
    """Bookings some weeks apart, none after the Stichtag."""
    Ausgabe.objects.bulk_create(
        Ausgabe(
            uuid=wuerfel.schluessel(),
            sozialraum=projekt.sozialraum,
            traeger=projekt.traeger,
            jahr=projekt.von.year,
            am=(am := min(rahmen.arbeitstag(projekt.von + timedelta(days=40 * nummer)), rahmen.stichtag)),
            betrag=Decimal(betrag),
            art=Ausgabenart.PROJEKT,
            text=f"{projekt.titel}, Teil {nummer}",
            belegnummer=f"P-{projekt.von.year % 100}-{vorlage.monat:02}{nummer}",
            projekt=projekt,
            erfasst_von_id=projekt.beantragt_von_id,
            geprueft_von_id=rahmen.konten["jugendamt"] if am.year < rahmen.stichtag.year else None,
            geprueft_am=rahmen.arbeitstag(am + timedelta(days=30)) if am.year < rahmen.stichtag.year else None,
        )
        for nummer, betrag in enumerate(vorlage.gebucht, start=1)
    )

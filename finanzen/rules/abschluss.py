"""K29: what must be settled before a year is closed, and what should be."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import TextChoices

from finanzen.rules import Nachweisstatus, Restentscheidung, Volumenstatus
from finanzen.rules.jahresstand import Jahresstand, Traegerstand
from finanzen.rules.mittel import NULL, euro, verteilung_passt
from konten.rules import Stand
from konten.rules.zahl import mehrzahl


class Punktart(TextChoices):
    """A question of the checklist."""

    JAHRESENDE = "jahresende", "Das Jahr ist vorbei"
    VORJAHR = "vorjahr", "Das Vorjahr ist abgeschlossen"
    FOLGEJAHR = "folgejahr", "Kein späteres Jahr ist abgeschlossen"
    VOLUMEN = "volumen", "Das Finanzvolumen ist bestätigt und reicht für die Verteilung"
    MINUS = "minus", "Jedes Minus ist begründet"
    REST = "rest", "Über jeden Rest ist entschieden"
    BEWILLIGUNG = "bewilligung", "Bewilligtes ist gebucht"
    BELEG = "beleg", "Zu jeder Ausgabe gibt es einen Beleg"
    PRUEFUNG = "pruefung", "Jede Ausgabe ist geprüft"
    NACHWEIS = "nachweis", "Jeder Verwendungsnachweis ist bestätigt"


#: without these a closing would be wrong; the others are shown, confirmed as seen and kept with the closing
ZWINGEND = frozenset(
    {
        Punktart.JAHRESENDE,
        Punktart.VORJAHR,
        Punktart.FOLGEJAHR,
        Punktart.VOLUMEN,
        Punktart.MINUS,
        Punktart.REST,
    }
)
NICHT_VORBEI = "Das Jahr {jahr} läuft noch. Abschließen lässt es sich ab dem 01.01.{danach}."
SPAETERES_GESCHLOSSEN = "Das Jahr {spaeteres} ist schon abgeschlossen. Ein Übertrag würde seine Zahlen ändern."
VORJAHR_OFFEN = "Das Jahr {davor} ist noch offen. Sein Übertrag steht deshalb noch nicht fest."


@dataclass(frozen=True, slots=True)
class Offen:
    """One thing that is still to be done, in words; `traeger` is its key, empty for the whole Sozialraum."""

    satz: str
    traeger: str = ""


@dataclass(frozen=True, slots=True)
class Pruefpunkt:
    """One question with what is still open about it."""

    art: Punktart
    offen: tuple[Offen, ...]

    @property
    def ist_zwingend(self) -> bool:
        return self.art in ZWINGEND

    @property
    def ist_erledigt(self) -> bool:
        return not self.offen

    @property
    def verhindert(self) -> bool:
        return self.ist_zwingend and not self.ist_erledigt

    def fuer(self, schluessel: Collection[str]) -> "Pruefpunkt":
        """What concerns the Sozialraum and these Träger."""
        return Pruefpunkt(self.art, tuple(o for o in self.offen if not o.traeger or o.traeger in schluessel))


@dataclass(frozen=True, slots=True)
class Abschlusslage:
    """Everything that the checklist looks at."""

    stand: Jahresstand
    heute: date
    volumenstatus: str | None
    vorjahr_offen: bool
    letztes_geschlossenes: int | None
    nachweise: Mapping[str, str]


def pruefliste(lage: Abschlusslage) -> tuple[Pruefpunkt, ...]:
    """All questions in their order, settled ones too."""
    offene = {
        Punktart.JAHRESENDE: _jahresende(lage),
        Punktart.VORJAHR: _vorjahr(lage),
        Punktart.FOLGEJAHR: _folgejahr(lage),
        Punktart.VOLUMEN: _volumen(lage),
        Punktart.MINUS: _je_traeger(lage, _minus),
        Punktart.REST: _je_traeger(lage, _rest),
        Punktart.BEWILLIGUNG: _je_traeger(lage, _bewilligung),
        Punktart.BELEG: _je_traeger(lage, _beleg),
        Punktart.PRUEFUNG: _je_traeger(lage, _pruefung),
        Punktart.NACHWEIS: _je_traeger(lage, lambda stand: _nachweis(stand, lage.nachweise)),
    }
    return tuple(Pruefpunkt(art, tuple(offene[art])) for art in Punktart)


def _jahresende(lage: Abschlusslage) -> list[Offen]:
    jahr = lage.stand.jahr
    return [] if lage.heute.year > jahr else [Offen(NICHT_VORBEI.format(jahr=jahr, danach=jahr + 1))]


def _vorjahr(lage: Abschlusslage) -> list[Offen]:
    return [Offen(VORJAHR_OFFEN.format(davor=lage.stand.jahr - 1))] if lage.vorjahr_offen else []


def _folgejahr(lage: Abschlusslage) -> list[Offen]:
    letztes = lage.letztes_geschlossenes
    return [Offen(SPAETERES_GESCHLOSSEN.format(spaeteres=letztes))] if letztes and letztes > lage.stand.jahr else []


def _volumen(lage: Abschlusslage) -> list[Offen]:
    if lage.volumenstatus is None:
        return [Offen("Für dieses Jahr ist kein Finanzvolumen eingetragen.")]
    if lage.volumenstatus != Volumenstatus.BESTAETIGT:
        return [Offen("Das Finanzvolumen wartet auf die Bestätigung durch eine zweite Person.")]
    if lage.stand.mittel is None:
        return [Offen("Für dieses Jahr gilt kein Satz. Tragen Sie eine Budgetregel ein.")]
    urteil = verteilung_passt(lage.stand.mittel.mittel, [stand.haushalt.verteilt for stand in lage.stand.traeger])
    return [] if urteil.stand == Stand.ERFUELLT else [Offen(urteil.satz)]


def _je_traeger(lage: Abschlusslage, frage) -> list[Offen]:
    saetze = ((stand, frage(stand)) for stand in lage.stand.traeger)
    return [Offen(f"{stand.name}: {satz}", stand.schluessel) for stand, satz in saetze if satz]


def _minus(stand: Traegerstand) -> str:
    im_minus = stand.haushalt.ist_im_minus or stand.rest < 0
    return f"im Minus mit {euro(min(stand.haushalt.frei, stand.rest))}" if im_minus and not stand.minusgrund else ""


def _rest(stand: Traegerstand) -> str:
    if not stand.entscheidung:
        return f"Rest {euro(stand.rest)}, Rückzahlung oder Übertrag?" if stand.rest > 0 else ""
    if stand.entschiedener_rest != stand.rest:
        return (
            f"entschieden war über {euro(stand.entschiedener_rest)}, der Rest ist jetzt {euro(stand.rest)}. "
            "Bitte neu entscheiden."
        )
    return ""


def _bewilligung(stand: Traegerstand) -> str:
    offene = stand.offene_bewilligungen
    summe = sum((bewilligung.offen for bewilligung in offene), NULL)
    return f"{mehrzahl(len(offene), 'Bewilligung', 'Bewilligungen')} mit {euro(summe)} nicht gebucht" if offene else ""


def _beleg(stand: Traegerstand) -> str:
    return f"{mehrzahl(stand.ohne_beleg, 'Ausgabe', 'Ausgaben')} ohne Beleg" if stand.ohne_beleg else ""


def _pruefung(stand: Traegerstand) -> str:
    return f"{mehrzahl(stand.ungeprueft, 'Ausgabe', 'Ausgaben')} nicht geprüft" if stand.ungeprueft else ""


def _nachweis(stand: Traegerstand, nachweise: Mapping[str, str]) -> str:
    zustand = nachweise.get(stand.schluessel)
    if zustand == Nachweisstatus.BESTAETIGT:
        return ""
    return f"Verwendungsnachweis {Nachweisstatus(zustand).label}" if zustand else "Verwendungsnachweis fehlt"


# --- Decision about a rest ------------------------------------------------------------------------------------------


def entscheidungsfehler(rest: Decimal, entscheidung: str) -> str:
    """Why this cannot be decided about the rest; empty when it can. A deficit is carried over or stays with the
    Träger; it is nothing to pay back.
    """
    if not rest:
        return "Es ist nichts übrig. Eine Entscheidung ist nicht nötig."
    if rest < 0 and entscheidung == Restentscheidung.RUECKZAHLUNG:
        return "Ein Minus lässt sich nicht zurückzahlen. Es wird übertragen oder bleibt beim Träger."
    return ""


def offene_punkte(punkte: Iterable[Pruefpunkt]) -> list[str]:
    """What is open but does not prevent the closing, in words; it is kept with the closing."""
    return [offen.satz for punkt in punkte if not punkt.ist_zwingend for offen in punkt.offen]

"""What a handover consists of, what may be decided about each point, how far it is (K10)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from konten.rules import runde_prozent
from konten.rules.zahl import mehrzahl
from netzwerk.rules.fachkraft import Punktart, Punktentscheidung

#: agreements are handed over when they are looked at again, or end, within so many days after the last day
VORAUS_TAGE = 180
INZWISCHEN = "Hat sich inzwischen erledigt."
#: belong to an account: put aside, they pass to somebody when the handover is finished
PERSOENLICH = frozenset({Punktart.WIEDERVORLAGE, Punktart.LOTSENANFRAGE, Punktart.SITZUNG})
MEHRERE = {
    Punktart.WIEDERVORLAGE: "Offene Wiedervorlagen",
    Punktart.LOTSENANFRAGE: "Offene Lotsenanfragen",
    Punktart.FAELLIG: "Fällige Kontakte",
    Punktart.GETRAGEN: "Partner, die nur diese Person kennt",
    Punktart.VEREINBARUNG: "Vereinbarungen",
    Punktart.SITZ: "Sitze in Gremien",
    Punktart.SITZUNG: "Geplante Sitzungen",
    Punktart.VERTRETUNG: "Vertretungen",
    Punktart.ENTWURF: "Angefangene Einträge",
}
#: what "übergeben" does with a point of this kind
FOLGE = {
    Punktart.WIEDERVORLAGE: "Die Nachfolge ist zuständig, die Wiedervorlage steht in ihrer Liste.",
    Punktart.LOTSENANFRAGE: "Die Nachfolge ist für die Anfrage zuständig, Frist und Antworten bleiben.",
    Punktart.FAELLIG: "Die Nachfolge bekommt eine Wiedervorlage für diesen Kontakt.",
    Punktart.GETRAGEN: "Die Nachfolge bekommt eine Wiedervorlage, sich dort vorzustellen.",
    Punktart.VEREINBARUNG: "Die Nachfolge bekommt eine Wiedervorlage, die Vereinbarung wieder anzusehen.",
    Punktart.SITZ: "Der Sitz endet am letzten Tag, die Nachfolge hat ihn ab dem Tag danach.",
    Punktart.SITZUNG: "Die Nachfolge ist für die Sitzung verantwortlich.",
    Punktart.VERTRETUNG: "Die Vertretung endet am letzten Tag; wer vertreten wird, bekommt die Nachfolge.",
    Punktart.ENTWURF: "Entwürfe sieht nur, wer sie geschrieben hat. Bitte selbst abschließen oder verwerfen.",
}


@dataclass(frozen=True, slots=True)
class Fund:
    """Something that points to the person who leaves; `schluessel` is the record's outside key."""

    art: Punktart
    schluessel: str
    titel: str
    url: str = ""
    frist: date | None = None

    @property
    def kennung(self) -> str:
        return kennung(self.art, self.schluessel)


def kennung(art: str, schluessel: object) -> str:
    """Names a point also before it is stored: kind and record."""
    return f"{art}:{schluessel}"


@dataclass(frozen=True, slots=True)
class Fortschritt:
    """How many of the points are decided."""

    entschieden: int
    gesamt: int

    @property
    def offen(self) -> int:
        return self.gesamt - self.entschieden

    @property
    def prozent(self) -> int:
        anteil = runde_prozent(self.entschieden, self.gesamt)
        return 100 if anteil is None else anteil

    @property
    def satz(self) -> str:
        if not self.gesamt:
            return "Es gibt nichts zu übergeben."
        if not self.offen:
            alle = mehrzahl(self.gesamt, "Punkt ist", "Punkte sind")
            return f"{alle} entschieden."
        return f"{self.entschieden} von {mehrzahl(self.gesamt, 'Punkt', 'Punkten')} entschieden"


def fortschritt(entscheidungen: Iterable[str]) -> Fortschritt:
    """Counts decisions; a point put aside with its reason is decided."""
    liste = list(entscheidungen)
    return Fortschritt(sum(einer != Punktentscheidung.OFFEN for einer in liste), len(liste))


def warum_nicht(art: str, entscheidung: str, grund: str, hat_nachfolge: bool) -> str:
    """What keeps a point from being decided like this, as a sentence; empty when nothing does."""
    if entscheidung == Punktentscheidung.GEPARKT and not grund.strip():
        return "Bitte nennen Sie den Grund, warum der Punkt zurückgestellt wird."
    if entscheidung != Punktentscheidung.UEBERGEBEN:
        return ""
    if art == Punktart.ENTWURF:
        return FOLGE[Punktart.ENTWURF]
    return "" if hat_nachfolge else "Bitte wählen Sie, an wen der Punkt geht."


def benannt(titel: Iterable[str], hoechstens: int = 5) -> str:
    """ "A, B und 3 weitere"."""
    alle = list(titel)
    if len(alle) <= hoechstens:
        return ", ".join(alle)
    return f"{', '.join(alle[:hoechstens])} und {len(alle) - hoechstens} weitere"

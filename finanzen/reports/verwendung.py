"""The proof of use of a Träger: one value that page, PDF and file show alike (K29)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from finanzen.models import Jahresabschluss, Projekt, Verwendungsnachweis
from finanzen.rules import Restentscheidung
from finanzen.rules.jahresstand import Buchungszeile, Jahresstand, Stellenstand, Traegerstand
from finanzen.rules.verwendung import ABSCHNITTE
from finanzen.selectors.jahresstand import stand_des_jahres
from konten.rules.zahl import tagesdatum


@dataclass(frozen=True, slots=True)
class Betragszeile:
    """A line with an amount; a total is set apart."""

    titel: str
    betrag: Decimal
    ist_summe: bool = False


@dataclass(frozen=True, slots=True)
class Verwendungsbericht:
    """Figures and text of a proof of use. `abschnitte` is empty for readers who may not see the text yet."""

    nachweis: Verwendungsnachweis
    jahr: int
    sozialraum: str
    traeger: str
    herkunft: str
    abschluss: Jahresabschluss | None
    stand: Traegerstand
    abschnitte: tuple[tuple[str, str], ...]
    projekte: tuple[Projekt, ...]

    @property
    def mittel(self) -> tuple[Betragszeile, ...]:
        geld = self.stand.haushalt
        return (
            Betragszeile("Zugeteilte Netzwerkmittel", geld.verteilt),
            Betragszeile("Übertrag aus dem Vorjahr", geld.uebertrag),
            Betragszeile("Verfügbare Mittel", geld.mittel, ist_summe=True),
        )

    @property
    def ausgaben(self) -> tuple[Betragszeile, ...]:
        zeilen = (Betragszeile(titel, betrag) for titel, betrag in self.stand.je_art)
        return (*zeilen, Betragszeile("Ausgaben zusammen", self.stand.haushalt.verausgabt, ist_summe=True))

    @property
    def ergebnis(self) -> tuple[Betragszeile, ...]:
        geld = self.stand.haushalt
        return (
            Betragszeile("Verfügbare Mittel", geld.mittel),
            Betragszeile("Ausgaben", geld.verausgabt),
            Betragszeile("Rest", self.stand.rest, ist_summe=True),
        )

    @property
    def entscheidung(self) -> str:
        """What becomes of the rest, in words; empty while nobody decided."""
        return Restentscheidung(self.stand.entscheidung).label if self.stand.entscheidung else ""

    @property
    def buchungen(self) -> tuple[Buchungszeile, ...]:
        return self.stand.buchungen

    @property
    def stellen(self) -> tuple[Stellenstand, ...]:
        return self.stand.stellen

    @property
    def dateiname(self) -> str:
        """verwendungsnachweis-2025-konz-beispieltal"""
        kurz = self.nachweis.traeger.kurzname or self.traeger
        rein = "".join(zeichen if zeichen.isascii() and zeichen.isalnum() else "-" for zeichen in kurz.casefold())
        return f"verwendungsnachweis-{self.jahr}-{self.nachweis.sozialraum.kuerzel}-{rein.strip('-')}"


def verwendungsbericht(nachweis: Verwendungsnachweis, *, mit_text: bool, heute: date) -> Verwendungsbericht:
    """The report; figures of a closed year come from its snapshot. Two queries, or 23 while the year is open."""
    stand, abschluss = stand_des_jahres(nachweis.jahr, nachweis.sozialraum)
    texte = ((titel, getattr(nachweis, name)) for name, titel in ABSCHNITTE.items())
    return Verwendungsbericht(
        nachweis,
        nachweis.jahr,
        stand.sozialraum,
        nachweis.traeger.name,
        _herkunft(abschluss, heute),
        abschluss,
        _eigener(stand, nachweis),
        tuple((titel, text) for titel, text in texte if text.strip()) if mit_text else (),
        tuple(_projekte(nachweis)),
    )


def _eigener(stand: Jahresstand, nachweis: Verwendungsnachweis) -> Traegerstand:
    return stand.von(str(nachweis.traeger.uuid), nachweis.traeger.name)


def _herkunft(abschluss: Jahresabschluss | None, heute: date) -> str:
    if abschluss is None:
        return f"Zahlen vom {tagesdatum(heute)}. Das Jahr ist noch nicht abgeschlossen, sie können sich ändern."
    return (
        f"Zahlen aus dem Jahresabschluss vom {tagesdatum(abschluss.geschlossen_am.date())}, "
        f"Prüfsumme {abschluss.pruefsumme[:16]}."
    )


def _projekte(nachweis: Verwendungsnachweis) -> Iterable[Projekt]:
    """Projects that lasted on a day of the year and were approved."""
    menge = Projekt.objects.filter(
        sozialraum=nachweis.sozialraum_id,
        traeger=nachweis.traeger_id,
        von__lte=date(nachweis.jahr, 12, 31),
        bewilligt__isnull=False,
    )
    erster = date(nachweis.jahr, 1, 1)
    return [p for p in menge.order_by("von", "titel") if p.bis is None or p.bis >= erster]

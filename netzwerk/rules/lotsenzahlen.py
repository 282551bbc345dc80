"""Figures of the guide function (K22): outcomes, working days to an answer, gaps; small numbers are hidden."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from statistics import median
from typing import NamedTuple

from konten.rules.zahl import dezimal
from netzwerk.rules.bedarf import Quartal, Spanne, spanne
from netzwerk.rules.lotsen import Ergebnis, werktage_bis


class Einzelanfrage(NamedTuple):
    """A request as the figures need it: without text, without Gemeinde."""

    sozialraum: int
    themen: frozenset[int]
    eingang: date
    beantwortet: date | None
    ergebnis: str


@dataclass(frozen=True, slots=True)
class Lotsenzahlen:
    """One Sozialraum in one quarter; nothing but ranges, and a median only of at least `minimum` answers."""

    eingegangen: Spanne
    beantwortet: Spanne
    vermittelt: Spanne
    nicht_zustande: Spanne
    kein_angebot: Spanne
    werktage: float | None
    in_frist: int | None

    @property
    def werktage_text(self) -> str:
        """ "2", "2,5", "–" without any answer, "< 3" where there are too few."""
        if self.werktage is not None:
            return f"{self.werktage:g}".replace(".", ",")
        return "–" if self.beantwortet.ist_null else self.beantwortet.text

    @property
    def in_frist_text(self) -> str:
        if self.in_frist is not None:
            return f"{dezimal(self.in_frist)} %"
        return "–" if self.beantwortet.ist_null else self.beantwortet.text


def zahlen(anfragen: Iterable[Einzelanfrage], quartal: Quartal, werktage: int, minimum: int) -> Lotsenzahlen:
    """Requests that came, and those answered, in the quarter (K22).

    An answered request counts in the quarter of its first answer. The median and the share within the deadline are
    shown only when the number of answers is no small one; the share in steps of ten, so that it tells no number.
    """
    alle = list(anfragen)
    beantwortet = [eine for eine in alle if eine.beantwortet and Quartal.mit(eine.beantwortet) == quartal]
    dauern = [werktage_bis(eine.eingang, eine.beantwortet) for eine in beantwortet]
    je_ergebnis = {ergebnis: sum(eine.ergebnis == ergebnis for eine in beantwortet) for ergebnis in Ergebnis}
    genug = not (menge := spanne(len(dauern), minimum)).ist_verdeckt and not menge.ist_null
    return Lotsenzahlen(
        eingegangen=spanne(sum(Quartal.mit(eine.eingang) == quartal for eine in alle), minimum),
        beantwortet=menge,
        vermittelt=spanne(je_ergebnis[Ergebnis.VERMITTELT], minimum),
        nicht_zustande=spanne(je_ergebnis[Ergebnis.NICHT_ZUSTANDE], minimum),
        kein_angebot=spanne(je_ergebnis[Ergebnis.KEIN_ANGEBOT], minimum),
        werktage=float(median(dauern)) if genug else None,
        in_frist=_zehner(sum(dauer <= werktage for dauer in dauern), len(dauern)) if genug else None,
    )


def _zehner(zaehler: int, nenner: int) -> int:
    return round(10 * zaehler / nenner) * 10


#: theme, Sozialraum
Lueckenort = tuple[int, int]


def luecken(anfragen: Iterable[Einzelanfrage], quartal: Quartal, minimum: int) -> Mapping[Lueckenort, Spanne]:
    """Answered requests of the quarter that found nothing, per theme and Sozialraum, suppressed. Missing is zero."""
    je_zelle: dict[Lueckenort, int] = {}
    for eine in anfragen:
        if eine.ergebnis in (Ergebnis.KEIN_ANGEBOT, Ergebnis.NICHT_ZUSTANDE) and eine.beantwortet:
            if Quartal.mit(eine.beantwortet) != quartal:
                continue
            for thema in eine.themen:
                je_zelle[thema, eine.sozialraum] = je_zelle.get((thema, eine.sozialraum), 0) + 1
    return {ort: spanne(anzahl, minimum) for ort, anzahl in je_zelle.items()}

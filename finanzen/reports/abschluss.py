"""The year end of a Sozialraum: checklist, rest per Träger, closings; and one closing as it was (K29)."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from finanzen.models import Jahresabschluss
from finanzen.rules import Restentscheidung
from finanzen.rules.abschluss import Pruefpunkt, pruefliste
from finanzen.rules.jahresstand import Jahresstand, Traegerstand, aus_daten, pruefsumme
from finanzen.rules.mittel import NULL
from finanzen.selectors.jahresstand import abschluesse, abschlusslage, stand_des_jahres
from finanzen.selectors.sicht import Finanzsicht
from sozialraum.models import Sozialraum, Traeger


@dataclass(frozen=True, slots=True)
class Restzeile:
    """A Träger with its rest; bookings and plan only where `einzeln`."""

    stand: Traegerstand
    einzeln: bool

    @property
    def entscheidung(self) -> str:
        """In words; empty while nobody decided."""
        return Restentscheidung(self.stand.entscheidung).label if self.stand.entscheidung else ""

    @property
    def wahlen(self) -> list[tuple[str, str]]:
        """What can be decided about this rest: a deficit cannot be paid back."""
        return [] if not self.stand.rest else [w for w in Restentscheidung.choices if self._passt(w[0])]

    def _passt(self, wahl: str) -> bool:
        return self.stand.rest > 0 or wahl == Restentscheidung.UEBERTRAG


@dataclass(frozen=True, slots=True)
class Abschlussbild:
    """Everything the page of a year end shows; `gesamt` tells that all Träger are within sight."""

    raum: Sozialraum
    jahr: int
    abschluss: Jahresabschluss | None
    punkte: tuple[Pruefpunkt, ...]
    zeilen: tuple[Restzeile, ...]
    historie: tuple[Jahresabschluss, ...]
    gesamt: bool

    @property
    def ist_bereit(self) -> bool:
        return not any(punkt.verhindert for punkt in self.punkte)

    @property
    def hat_offene(self) -> bool:
        """Something is open that does not prevent the closing."""
        return any(not punkt.ist_erledigt and not punkt.ist_zwingend for punkt in self.punkte)

    @property
    def rest(self) -> Decimal:
        return sum((zeile.stand.rest for zeile in self.zeilen), NULL)


@dataclass(frozen=True, slots=True)
class Schnappschuss:
    """One closing as it was, within the reader's sight."""

    abschluss: Jahresabschluss
    stand: Jahresstand
    zeilen: tuple[Restzeile, ...]
    offene_punkte: tuple[str, ...]
    gesamt: bool
    ist_echt: bool

    @property
    def geschwaerzt(self) -> list[dict[str, Any]]:
        """When words were blanked, and the checksum before."""
        vermerke = self.abschluss.daten.get("geschwaerzt", ())
        return [vermerk | {"am": date.fromisoformat(vermerk["am"])} for vermerk in vermerke]

    @property
    def dateiname(self) -> str:
        """jahresabschluss-2025-konz"""
        return f"jahresabschluss-{self.stand.jahr}-{self.stand.kuerzel}"


def abschlussbild(sicht: Finanzsicht, raum: Sozialraum, jahr: int, heute: date) -> Abschlussbild:
    """The page of a year end; figures of a closed year come from its snapshot. Three queries, 30 while it is open."""
    stand, abschluss = stand_des_jahres(jahr, raum)
    zeilen, gesamt = _zeilen(stand, sicht, raum.pk)
    punkte = () if abschluss else pruefliste(abschlusslage(stand, raum, heute))
    gesehen = {zeile.stand.schluessel for zeile in zeilen}
    punkte = punkte if gesamt else tuple(punkt.fuer(gesehen) for punkt in punkte)
    return Abschlussbild(raum, jahr, abschluss, punkte, zeilen, tuple(abschluesse(jahr, raum)), gesamt)


def schnappschuss(abschluss: Jahresabschluss, sicht: Finanzsicht) -> Schnappschuss:
    """The stored figures, and whether they are still those that were stored. One query at most."""
    stand = aus_daten(abschluss.daten)
    zeilen, gesamt = _zeilen(stand, sicht, abschluss.sozialraum_id)
    offen = tuple(abschluss.daten["offene_punkte"]) if gesamt else ()
    echt = pruefsumme(abschluss.daten) == abschluss.pruefsumme
    return Schnappschuss(abschluss, stand, zeilen, offen, gesamt, echt)


def _zeilen(stand: Jahresstand, sicht: Finanzsicht, raum_id: int) -> tuple[tuple[Restzeile, ...], bool]:
    """Träger within sight, and whether these are all; the steering Träger reads the sums of the others."""
    if sicht.eigene is None:
        return tuple(Restzeile(eines, True) for eines in stand.traeger), True
    eigene = {str(uuid) for uuid in Traeger.objects.filter(pk__in=sicht.eigene).values_list("uuid", flat=True)}
    alle = sicht.zeigt_alle_traeger(raum_id)
    zeilen = [Restzeile(eines, eines.schluessel in eigene) for eines in stand.traeger]
    return tuple(zeile for zeile in zeilen if alle or zeile.einzeln), alle

"""The money of a year: one row per Sozialraum and per Träger, the previous year beside it (K29, K30, K34)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from finanzen.models import Jahresabschluss, Minusbegruendung
from finanzen.rules.gruppen import Gruppe, gruppiere
from finanzen.rules.mittel import NULL, Haushalt, Netzwerkmittel
from finanzen.rules.verlauf import Balkenteil, balken
from finanzen.selectors.geltend import Abgeschlossen, Geltend, geltende_zahlen
from finanzen.selectors.haushalt import Schluessel, Volumenstand, summe, volumenstaende
from finanzen.selectors.sicht import Finanzsicht
from finanzen.selectors.verteilung import minusgruende
from sozialraum.models import Sozialraum, Traeger

Arten = dict[str, Decimal]


@dataclass(frozen=True, slots=True)
class Geldzeile:
    """Money of a Sozialraum in sum (`traeger` None) or of one Träger in it; `vorjahr` is the same one year before."""

    raum: Sozialraum
    traeger: Traeger | None
    stand: Haushalt
    arten: Arten
    vorjahr: Haushalt
    einzeln: bool
    grund: Minusbegruendung | None = None
    unbegruendet: bool = False

    @property
    def gruppen(self) -> tuple[Gruppe, ...]:
        return gruppiere(self.arten)

    @property
    def balken(self) -> tuple[Balkenteil, ...]:
        """Spent by group, bound, of all there is."""
        teile = [(gruppe.name, f"netz-g{nummer}", gruppe.betrag) for nummer, gruppe in enumerate(self.gruppen, start=1)]
        return balken(self.stand.mittel, [*teile, ("gebunden", "netz-g-gebunden", self.stand.gebunden)])


@dataclass(frozen=True, slots=True)
class Raumzeile:
    """A Sozialraum: its volume, its sum (None when it is not hers to see), and the Träger within sight.

    `geschlossen` once the year is closed: then all figures are those of the closing.
    """

    raum: Sozialraum
    volumen: Volumenstand | None
    vorjahr: Volumenstand | None
    summe: Geldzeile | None
    traeger: tuple[Geldzeile, ...]
    geschlossen: Abgeschlossen | None = None

    @property
    def abschluss(self) -> Jahresabschluss | None:
        return self.geschlossen.abschluss if self.geschlossen else None

    @property
    def mittel(self) -> Netzwerkmittel | None:
        if self.geschlossen:
            return self.geschlossen.stand.mittel
        return self.volumen.mittel if self.volumen else None

    @property
    def mittel_vorjahr(self) -> Decimal | None:
        return self.vorjahr.mittel.mittel if self.vorjahr and self.vorjahr.mittel else None

    @property
    def nicht_verteilt(self) -> Decimal | None:
        """Below zero when more was distributed than there is now; None without sight of the sum."""
        return self.mittel.mittel - self.summe.stand.verteilt if self.mittel and self.summe else None

    @property
    def im_minus(self) -> bool:
        return any(zeile.stand.ist_im_minus for zeile in self.traeger)

    @property
    def unbegruendet(self) -> bool:
        return any(zeile.unbegruendet for zeile in self.traeger)


@dataclass(frozen=True, slots=True)
class Finanzuebersicht:
    jahr: int
    zeilen: tuple[Raumzeile, ...]

    @property
    def gesamt(self) -> Haushalt | None:
        """Sum of all sums, when there is more than one and all are within sight."""
        staende = [zeile.summe.stand for zeile in self.zeilen if zeile.summe]
        return sum(staende, Haushalt()) if len(staende) == len(self.zeilen) > 1 else None

    @property
    def gesamt_mittel(self) -> Decimal:
        return sum((zeile.mittel.mittel for zeile in self.zeilen if zeile.mittel), NULL)

    @property
    def flach(self) -> list[tuple[Raumzeile, Geldzeile | None]]:
        """For files: the row of every Sozialraum, its Träger after it."""
        return [
            (zeile, geld)
            for zeile in self.zeilen
            for geld in ((zeile.summe, *zeile.traeger) if zeile.summe or not zeile.traeger else zeile.traeger)
        ]


@dataclass(frozen=True, slots=True)
class _Grundlage:
    sicht: Finanzsicht
    jetzt: Geltend
    vorjahr: Mapping[Schluessel, Haushalt]
    gruende: Mapping[Schluessel, Minusbegruendung]
    traeger: Mapping[int, Traeger]


def finanzuebersicht(sicht: Finanzsicht, jahr: int, sozialraum_ids: list[int] | None = None) -> Finanzuebersicht:
    """All Sozialräume within sight, or the given of them. 29 queries, whatever the number."""
    raeume = [raum for raum in sicht.raeume if sozialraum_ids is None or raum.pk in sozialraum_ids]
    ids = [raum.pk for raum in raeume]
    jetzt, vorjahr = geltende_zahlen(jahr, ids), geltende_zahlen(jahr - 1, ids).haushalte
    grundlage = _Grundlage(
        sicht,
        jetzt,
        vorjahr,
        minusgruende(jahr, ids),
        Traeger.objects.in_bulk({traeger for _, traeger in {*jetzt.haushalte, *vorjahr}}),
    )
    volumen, voriges = volumenstaende(jahr, ids), volumenstaende(jahr - 1, ids)
    zeilen = [_raumzeile(raum, grundlage, volumen.get(raum.pk), voriges.get(raum.pk)) for raum in raeume]
    return Finanzuebersicht(jahr, tuple(zeilen))


def _raumzeile(
    raum: Sozialraum, g: _Grundlage, volumen: Volumenstand | None, vorjahr: Volumenstand | None
) -> Raumzeile:
    paare = [(raum_id, traeger_id) for raum_id, traeger_id in {**g.jetzt.haushalte, **g.vorjahr} if raum_id == raum.pk]
    gesehen = [paar for paar in paare if g.sicht.zeigt_traeger(*paar)]
    zeilen = [_traegerzeile(raum, paar, g) for paar in gesehen]
    zeilen.sort(key=lambda zeile: zeile.traeger.name)
    gesamt = _summenzeile(raum, paare, g) if g.sicht.zeigt_summe(raum.pk) else None
    return Raumzeile(raum, volumen, vorjahr, gesamt, tuple(zeilen), g.jetzt.geschlossen.get(raum.pk))


def _traegerzeile(raum: Sozialraum, paar: Schluessel, g: _Grundlage) -> Geldzeile:
    stand, grund = g.jetzt.haushalte.get(paar, Haushalt()), g.gruende.get(paar)
    return Geldzeile(
        raum=raum,
        traeger=g.traeger[paar[1]],
        stand=stand,
        arten=g.jetzt.arten.get(paar, {}),
        vorjahr=g.vorjahr.get(paar, Haushalt()),
        einzeln=g.sicht.zeigt_einzelnes(paar[1]),
        grund=grund if stand.ist_im_minus else None,
        unbegruendet=stand.ist_im_minus and grund is None,
    )


def _summenzeile(raum: Sozialraum, paare: Iterable[Schluessel], g: _Grundlage) -> Geldzeile:
    arten: Arten = {}
    for paar in paare:
        for art, betrag in g.jetzt.arten.get(paar, {}).items():
            arten[art] = arten.get(art, NULL) + betrag
    return Geldzeile(
        raum=raum,
        traeger=None,
        stand=summe(g.jetzt.haushalte, raum.pk),
        arten=arten,
        vorjahr=summe(g.vorjahr, raum.pk),
        einzeln=g.sicht.eigene is None,
    )

"""Staffing (K31, K32): sum of shares per Sozialraum and day, gaps below the minimum, who takes over, who is overloaded.

A share counts on a day when it is confirmed (only such come in here), valid and not suspended: `Anteil.gilt_am` is that
rule, `netzwerk.models.wirksam.arbeitet_am` the same as a condition of the database.

Shares are compared as stored (four places) and shown with two; where two places would hide the difference, with four.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise

from konten.rules import Stand, Urteil, ueberschneidet
from konten.rules.zahl import dezimal, mehrzahl, tagesdatum
from netzwerk.rules.abdeckung import ist_arbeitstag

QUELLE = "Konzept, Abschnitt Finanzierung (K31)"
ANFORDERUNG = "K31"
VOLLE_STELLE = Decimal(1)
NULL = Decimal(0)
_TAG = timedelta(days=1)
_CENT = Decimal("0.01")
_STELLEN = Decimal("0.0001")


Pause = tuple[date, date | None]


@dataclass(frozen=True, slots=True)
class Anteil:
    """A share of a full post over a period; suspended in `pausen`; `bezeichnung` is what a message may call it."""

    von: date
    bis: date | None
    vzae: Decimal
    bezeichnung: str = ""
    pausen: tuple[Pause, ...] = ()

    def gilt_am(self, tag: date) -> bool:
        return _umfasst(self.von, self.bis, tag) and not self.ruht_am(tag)

    def ruht_am(self, tag: date) -> bool:
        return any(_umfasst(von, bis, tag) for von, bis in self.pausen)

    @property
    def schnitte(self) -> set[date]:
        """Days on which it begins to count or no longer counts."""
        zeiten = [(self.von, self.bis), *self.pausen]
        return {von for von, _ in zeiten} | {bis + _TAG for _, bis in zeiten if bis}


@dataclass(frozen=True, slots=True)
class Ausnahme:
    """The Jugendamt accepts less than the minimum for a time (K31)."""

    von: date
    bis: date | None
    begruendung: str = ""

    def gilt_am(self, tag: date) -> bool:
        return _umfasst(self.von, self.bis, tag)

    @property
    def satz(self) -> str:
        return f"Ausnahme bis {tagesdatum(self.bis)}" if self.bis else "Ausnahme ohne Ende"


@dataclass(frozen=True, slots=True)
class Luecke:
    """Days on end with one and the same sum below the minimum."""

    von: date
    bis: date
    summe: Decimal
    minimum: Decimal
    ohne_arbeitstag: bool
    ausnahme: Ausnahme | None = None

    @property
    def ist_offen(self) -> bool:
        """Holds a working day and is covered by no exception; the others are noted only."""
        return not self.ohne_arbeitstag and self.ausnahme is None

    @property
    def tage(self) -> int:
        return (self.bis - self.von).days + 1

    @property
    def dauer(self) -> str:
        return mehrzahl(self.tage, "Tag", "Tage")

    @property
    def summe_text(self) -> str:
        return zeige(self.summe, self.minimum)

    @property
    def satz(self) -> str:
        """ "0,10 statt 0,25 VZÄ"."""
        return f"{self.summe_text} statt {zeige(self.minimum)} VZÄ"


@dataclass(frozen=True, slots=True)
class Ueberlast:
    """On this day one person would work more than a full post; `andere` are the shares already entered."""

    am: date
    summe: Decimal
    andere: tuple[Anteil, ...]

    @property
    def satz(self) -> str:
        weitere = "; ".join(
            f"{anteil.bezeichnung} {zeige(anteil.vzae)} VZÄ {zeitraumtext(anteil.von, anteil.bis)}"
            for anteil in self.andere
        )
        return (
            f"Am {tagesdatum(self.am)} wären es zusammen {zeige(self.summe, VOLLE_STELLE)} VZÄ, "
            f"mehr als eine volle Stelle. Schon eingetragen: {weitere or 'nichts'}."
        )


@dataclass(frozen=True, slots=True)
class OhneNachfolge:
    """A share ends and nobody takes it over; `summe_danach` is what the Sozialraum then has."""

    bis: date
    summe_danach: Decimal
    minimum: Decimal

    @property
    def unterschreitet(self) -> bool:
        return self.summe_danach < self.minimum

    @property
    def satz(self) -> str:
        danach = f"danach {zeige(self.summe_danach, self.minimum)} VZÄ"
        zusatz = f", weniger als der Mindestumfang von {zeige(self.minimum)} VZÄ" if self.unterschreitet else ""
        return f"Endet am {tagesdatum(self.bis)} ohne Nachfolge: {danach}{zusatz}."


def zeige(wert: Decimal, verglichen_mit: Decimal | None = None) -> str:
    """0,25; with four places when two would make it look equal to what it is not equal to."""
    gerundet = wert.quantize(_CENT, ROUND_HALF_UP)
    ungleich = verglichen_mit is not None and wert != verglichen_mit
    if ungleich and gerundet == verglichen_mit.quantize(_CENT, ROUND_HALF_UP):
        return dezimal(wert.quantize(_STELLEN))
    return dezimal(gerundet)


def aus_wochenstunden(stunden: Decimal, vollzeit: Decimal) -> Decimal:
    """Weekly hours ÷ full-time hours of the Träger, four places. 9,75 of 39 hours are 0,25."""
    return (stunden / vollzeit).quantize(_STELLEN, ROUND_HALF_UP)


def umrechnung(vzae: Decimal, vollzeit: Decimal) -> str:
    """Share and weekly hours beside each other: "0,25 VZÄ sind 9,75 von 39,00 Stunden je Woche"."""
    stunden = dezimal((vzae * vollzeit).quantize(_CENT, ROUND_HALF_UP))
    anteil = zeige(vzae, vzae.quantize(_CENT, ROUND_HALF_UP))
    return f"{anteil} VZÄ sind {stunden} von {dezimal(vollzeit.quantize(_CENT))} Stunden je Woche."


def tagessumme(anteile: Iterable[Anteil], tag: date) -> Decimal:
    """Σ vzae of the shares valid that day, unrounded (K31)."""
    return sum((anteil.vzae for anteil in anteile if anteil.gilt_am(tag)), NULL)


def luecken(
    anteile: Sequence[Anteil], von: date, bis: date, minimum: Decimal, ausnahmen: Sequence[Ausnahme] = ()
) -> list[Luecke]:
    """Gaps of the period in order: every day whose sum is below the minimum lies in exactly one (K31).

    An exception cuts a gap: the days it covers are one of their own.
    """
    schnitte = _schnitte(ausnahmen)
    unter = (
        (stufe, ausnahme_am(ausnahmen, stufe.von))
        for stufe in stufen(anteile, von, bis, schnitte)
        if stufe.summe < minimum
    )
    return [
        Luecke(stufe.von, stufe.bis, stufe.summe, minimum, not _hat_arbeitstag(stufe.von, stufe.bis), ausnahme)
        for stufe, ausnahme in _verbunden(unter)
    ]


def _schnitte(ausnahmen: Iterable[Ausnahme]) -> set[date]:
    return {tag for eine in ausnahmen for tag in (eine.von, eine.bis and eine.bis + _TAG) if tag}


def ausnahme_am(ausnahmen: Iterable[Ausnahme], tag: date) -> Ausnahme | None:
    """The exception that the Jugendamt allowed for this day; None when the minimum holds (K31)."""
    return next((eine for eine in ausnahmen if eine.gilt_am(tag)), None)


@dataclass(frozen=True, slots=True)
class Stufe:
    """Days on end with one sum."""

    von: date
    bis: date
    summe: Decimal


def stufen(anteile: Sequence[Anteil], von: date, bis: date, schnitte: Iterable[date] = ()) -> Iterator[Stufe]:
    """The period cut where any share begins, rests or has ended (and at `schnitte`), with the sum of each piece."""
    if bis < von:
        return
    alle = set(schnitte).union(*(anteil.schnitte for anteil in anteile))
    grenzen = [von, *sorted(tag for tag in alle if von < tag <= bis), bis + _TAG]
    for anfang, ende in pairwise(grenzen):
        yield Stufe(anfang, ende - _TAG, tagessumme(anteile, anfang))


def _verbunden(stuecke: Iterable[tuple[Stufe, Ausnahme | None]]) -> list[tuple[Stufe, Ausnahme | None]]:
    ergebnis: list[tuple[Stufe, Ausnahme | None]] = []
    for stufe, ausnahme in stuecke:
        vorige, vorige_ausnahme = ergebnis[-1] if ergebnis else (None, None)
        if vorige and vorige.bis + _TAG == stufe.von and (vorige.summe, vorige_ausnahme) == (stufe.summe, ausnahme):
            ergebnis[-1] = (Stufe(vorige.von, stufe.bis, stufe.summe), ausnahme)
        else:
            ergebnis.append((stufe, ausnahme))
    return ergebnis


def _umfasst(von: date, bis: date | None, tag: date) -> bool:
    return von <= tag and (bis is None or tag <= bis)


def arbeitszeiten(von: date, bis: date | None, pausen: Iterable[Pause]) -> list[Pause]:
    """The period without the suspended days, as periods in order."""
    zeiten = [(von, bis)]
    for pause in sorted(pausen, key=lambda eine: eine[0]):
        anfang, ende = zeiten[-1]
        if not ueberschneidet(anfang, ende, *pause):
            continue
        davor = [(anfang, pause[0] - _TAG)] if anfang < pause[0] else []
        danach = [(pause[1] + _TAG, ende)] if pause[1] and (ende is None or pause[1] < ende) else []
        zeiten[-1:] = davor + danach
        if not danach:
            break
    return zeiten


def _tage(von: date, bis: date) -> Iterator[date]:
    return (von + timedelta(days=nummer) for nummer in range((bis - von).days + 1))


def _hat_arbeitstag(von: date, bis: date) -> bool:
    return any(ist_arbeitstag(tag) for tag in _tage(von, bis))


def mindestumfang(
    anteile: Sequence[Anteil], stichtag: date, minimum: Decimal, ausnahmen: Sequence[Ausnahme] = ()
) -> Urteil:
    """K31 (soll): at least `minimum` VZÄ of network work in the Sozialraum on that day.

    `anteile` are all confirmed shares of the Sozialraum, whenever; without any there is nothing to judge. Below the
    minimum an exception of the Jugendamt reads "Ausnahme bis …", never "erfüllt".
    """
    ausnahme = ausnahme_am(ausnahmen, stichtag)
    if not anteile and ausnahme is None:
        satz = "Für diesen Sozialraum ist noch kein bestätigter Einsatz eingetragen."
        return Urteil(ANFORDERUNG, Stand.NICHT_BEURTEILBAR, satz, (), QUELLE)
    summe = tagessumme(anteile, stichtag)
    erfuellt = summe >= minimum
    rechnung = _rechnung(anteile, stichtag, summe, minimum, erfuellt)
    if ausnahme and not erfuellt:
        satz = f"{zeige(summe, minimum)} VZÄ statt mindestens {zeige(minimum)} VZÄ. {ausnahme.satz}."
        return Urteil(ANFORDERUNG, Stand.AUSNAHME, satz, rechnung, QUELLE)
    stand = Stand.ERFUELLT if erfuellt else Stand.ABWEICHEND
    return Urteil(ANFORDERUNG, stand, _satz(summe, minimum), rechnung, QUELLE)


def _satz(summe: Decimal, minimum: Decimal) -> str:
    hat = f"{zeige(summe, minimum)} VZÄ"
    if summe >= minimum:
        return f"{hat}, mindestens {zeige(minimum)} VZÄ sollen es sein."
    return f"{hat} statt mindestens {zeige(minimum)} VZÄ; abweichend, Begründung fehlt."


def _rechnung(
    anteile: Sequence[Anteil], stichtag: date, summe: Decimal, minimum: Decimal, erfuellt: bool
) -> tuple[str, ...]:
    gueltige = [anteil.vzae for anteil in anteile if anteil.gilt_am(stichtag)]
    posten = " + ".join(zeige(vzae, minimum) for vzae in gueltige) or "0,00"
    ruhende = sum(1 for anteil in anteile if _umfasst(anteil.von, anteil.bis, stichtag) and anteil.ruht_am(stichtag))
    zeilen = [
        f"Bestätigte Einsätze, die am {tagesdatum(stichtag)} gelten: {len(gueltige)}",
        f"Summe: {posten} = {zeige(summe, minimum)} VZÄ",
        f"Mindestumfang an diesem Tag: {zeige(minimum)} VZÄ",
        f"Verglichen wird ungerundet: {dezimal(summe.quantize(_STELLEN))} {'≥' if erfuellt else '<'} "
        f"{dezimal(minimum.quantize(_STELLEN))}",
    ]
    if ruhende:
        zeilen.append(f"Nicht mitgezählt, weil unterbrochen: {mehrzahl(ruhende, 'Einsatz', 'Einsätze')}.")
    if not erfuellt:
        zeilen.append(f"Erfüllt wäre es mit weiteren {dezimal((minimum - summe).quantize(_STELLEN))} VZÄ.")
    return (*zeilen, f"Quelle: {QUELLE}")


def ueberlast(neu: Anteil, andere: Sequence[Anteil]) -> Ueberlast | None:
    """First day on which the person would work more than a full post over all Sozialräume; None when there is none."""
    for tag in _wechseltage(neu, andere):
        summe = neu.vzae + tagessumme(andere, tag)
        if summe > VOLLE_STELLE:
            return Ueberlast(tag, summe, tuple(anteil for anteil in andere if anteil.gilt_am(tag)))
    return None


def ueber_minimum(neu: Anteil, andere: Sequence[Anteil], minimum: Decimal) -> date | None:
    """First day on which the Sozialraum has more than the minimum with this share; then it needs a reason (K32)."""
    return next(
        (tag for tag in _wechseltage(neu, andere) if neu.vzae + tagessumme(andere, tag) > minimum),
        None,
    )


def _wechseltage(neu: Anteil, andere: Iterable[Anteil]) -> list[date]:
    """Days on which the sum can rise while the new share lasts: its first day, each later beginning or resuming."""
    spaetere = set().union(*(anteil.schnitte for anteil in andere))
    return [neu.von, *sorted(tag for tag in spaetere if tag > neu.von and neu.gilt_am(tag))]


def ohne_nachfolge(
    endend: Anteil, anteile: Sequence[Anteil], stichtag: date, warnung_tage: int, minimum: Decimal
) -> OhneNachfolge | None:
    """Warning for a share that ends within the next days while nobody takes it over (K31); None when all is well.

    Looked at on the first working day after the end: a handover over a weekend is none to warn of.
    """
    if endend.bis is None or not stichtag <= endend.bis <= stichtag + timedelta(days=warnung_tage):
        return None
    danach = tagessumme(anteile, erster_arbeitstag_ab(endend.bis + _TAG))
    if danach >= tagessumme(anteile, endend.bis):
        return None
    return OhneNachfolge(endend.bis, danach, minimum)


def erster_arbeitstag_ab(tag: date) -> date:
    """That day or the next one that is a working day in Rheinland-Pfalz."""
    while not ist_arbeitstag(tag):
        tag += _TAG
    return tag


def erster_offener_tag(zeitraeume: Iterable[tuple[date, date | None]], von: date, bis: date | None) -> date | None:
    """First day of [von, bis] that none of the periods covers; None when all are covered."""
    tag = von
    for anfang, ende in sorted(zeitraeume, key=lambda zeitraum: zeitraum[0]):
        if anfang > tag:
            break
        if ende is None:
            return None
        tag = max(tag, ende + _TAG)
    return None if bis is not None and tag > bis else tag


def zeitraumtext(von: date, bis: date | None) -> str:
    """ "vom 01.01.2026 bis 31.03.2026", "ab 01.01.2026"."""
    return f"vom {tagesdatum(von)} bis {tagesdatum(bis)}" if bis else f"ab {tagesdatum(von)}"

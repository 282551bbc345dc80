"""K29, K30: what a Sozialraum and its Träger have, have bound, have spent and have left. Euro with cents throughout.

Each displayed line is rounded half up to the cent; totals add rounded lines; a given total is split by largest
remainder.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_FLOOR, ROUND_HALF_UP, Decimal

from konten.rules import Stand, Urteil
from konten.rules.zahl import dezimal

NULL = Decimal("0.00")
CENT = Decimal("0.01")
HUNDERT = Decimal(100)


def runde(betrag: Decimal) -> Decimal:
    """Half up to the cent, also below zero away from it."""
    return betrag.quantize(CENT, ROUND_HALF_UP)


def euro(betrag: Decimal | None) -> str:
    """ "66.234,56 €"; a dash where nothing is known."""
    return "–" if betrag is None else f"{dezimal(runde(betrag))} €"


def prozentsatz(satz: Decimal) -> str:
    """ "10 %", "7,5 %": without idle zeros."""
    return f"{dezimal(satz.normalize() if satz % 1 else satz.quantize(Decimal(1)))} %"


# --- The 10 % rule ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Regelsatz:
    """The share that holds from a year on, in percent, with its source."""

    jahr_ab: int
    satz: Decimal
    quelle: str


def satz_im_jahr(regeln: Iterable[Regelsatz], jahr: int) -> Regelsatz | None:
    """The youngest rule that began in this year or before; None before the first."""
    return max((regel for regel in regeln if regel.jahr_ab <= jahr), key=lambda regel: regel.jahr_ab, default=None)


@dataclass(frozen=True, slots=True)
class Netzwerkmittel:
    """Volume to money for network work, with its arithmetic."""

    gesamt: Decimal
    davon_asd: Decimal
    satz: Decimal
    quelle: str = ""

    def __post_init__(self) -> None:
        if not 0 <= self.davon_asd <= self.gesamt:
            raise ValueError("Der Anteil des ASD kann nicht größer sein als das Finanzvolumen.")

    @property
    def basis(self) -> Decimal:
        return runde(self.gesamt - self.davon_asd)

    @property
    def mittel(self) -> Decimal:
        return runde(self.basis * self.satz / HUNDERT)

    @property
    def rechnung(self) -> tuple[str, ...]:
        """The calculation as a reader would write it down."""
        return (
            f"Finanzvolumen {euro(self.gesamt)} − davon ASD {euro(self.davon_asd)} = Basis {euro(self.basis)}",
            f"Basis {euro(self.basis)} × {prozentsatz(self.satz)} = Netzwerkmittel {euro(self.mittel)}",
        )


def verteile(gesamt: Decimal, gewichte: Sequence[Decimal | int]) -> list[Decimal]:
    """Splits an amount by weight; the parts add up to it to the cent (largest remainder, earlier parts first).

    Raises ValueError without a positive weight or with a negative one.
    """
    summe = sum((Decimal(gewicht) for gewicht in gewichte), Decimal(0))
    if summe <= 0 or any(gewicht < 0 for gewicht in gewichte):
        raise ValueError("Zum Verteilen braucht es mindestens ein Gewicht über null.")
    vorzeichen = -1 if gesamt < 0 else 1
    cents = int(abs(runde(gesamt)) / CENT)
    genau = [Decimal(cents) * Decimal(gewicht) / summe for gewicht in gewichte]
    teile = [int(wert.to_integral_value(ROUND_FLOOR)) for wert in genau]
    rang = sorted(range(len(teile)), key=lambda i: (teile[i] - genau[i], i))
    for i in rang[: cents - sum(teile)]:
        teile[i] += 1
    return [vorzeichen * teil * CENT for teil in teile]


# --- Personnel ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Stellenzeile:
    """A share of a post over a period that counts (suspensions are cut out before), and the cost of a full post."""

    bezeichnung: str
    vzae: Decimal
    kostensatz: Decimal | None
    von: date
    bis: date | None

    def tage(self, jahr: int) -> int:
        """Valid days within the year."""
        von, bis = max(self.von, date(jahr, 1, 1)), min(self.bis or date.max, date(jahr, 12, 31))
        return max(0, (bis - von).days + 1)

    def kosten(self, jahr: int) -> Decimal:
        """Share × cost of a full post × valid days / days of the year; nothing without a cost rate."""
        if self.kostensatz is None:
            return NULL
        return runde(self.vzae * self.kostensatz * self.tage(jahr) / jahrestage(jahr))


def jahrestage(jahr: int) -> int:
    """365, or 366 in a leap year."""
    return (date(jahr, 12, 31) - date(jahr, 1, 1)).days + 1


def personalkosten(zeilen: Iterable[Stellenzeile], jahr: int) -> Decimal:
    """Planned personnel cost of the whole year: the sum of the rounded lines."""
    return sum((zeile.kosten(jahr) for zeile in zeilen), NULL)


# --- What is left -------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Bewilligung:
    """An approved application or project and what was booked on it."""

    bezeichnung: str
    bewilligt: Decimal
    gebucht: Decimal

    @property
    def offen(self) -> Decimal:
        return max(NULL, self.bewilligt - self.gebucht)


@dataclass(frozen=True, slots=True)
class Haushalt:
    """Money of a Träger in a Sozialraum and year, or the sum of several."""

    verteilt: Decimal = NULL
    uebertrag: Decimal = NULL
    verausgabt: Decimal = NULL
    personal_geplant: Decimal = NULL
    personal_gebucht: Decimal = NULL
    bewilligungen_offen: Decimal = NULL
    personal_offen_summe: Decimal | None = None

    @property
    def mittel(self) -> Decimal:
        return self.verteilt + self.uebertrag

    @property
    def personal_offen(self) -> Decimal:
        """Personnel still to come this year, never below zero; of a sum: the sum of these."""
        if self.personal_offen_summe is not None:
            return self.personal_offen_summe
        return max(NULL, self.personal_geplant - self.personal_gebucht)

    @property
    def gebunden(self) -> Decimal:
        return self.personal_offen + self.bewilligungen_offen

    @property
    def frei(self) -> Decimal:
        return self.mittel - self.gebunden - self.verausgabt

    @property
    def ist_im_minus(self) -> bool:
        return self.frei < 0

    @property
    def rechnung(self) -> tuple[str, ...]:
        """The calculation from the money to what is left."""
        return (
            f"Mittel: zugeteilt {euro(self.verteilt)} + Übertrag {euro(self.uebertrag)} = {euro(self.mittel)}",
            f"Gebunden: Personal {euro(self.personal_offen)} + Bewilligungen {euro(self.bewilligungen_offen)} "
            f"= {euro(self.gebunden)}",
            f"Frei: {euro(self.mittel)} − gebunden {euro(self.gebunden)} − verausgabt {euro(self.verausgabt)} "
            f"= {euro(self.frei)}",
        )

    def __add__(self, anderer: "Haushalt") -> "Haushalt":
        return Haushalt(
            self.verteilt + anderer.verteilt,
            self.uebertrag + anderer.uebertrag,
            self.verausgabt + anderer.verausgabt,
            self.personal_geplant + anderer.personal_geplant,
            self.personal_gebucht + anderer.personal_gebucht,
            self.bewilligungen_offen + anderer.bewilligungen_offen,
            self.personal_offen + anderer.personal_offen,
        )


def haushalt(
    *,
    verteilt: Decimal,
    uebertrag: Decimal,
    verausgabt: Decimal,
    personal_geplant: Decimal,
    personal_gebucht: Decimal,
    bewilligungen: Iterable[Bewilligung],
) -> Haushalt:
    """The Haushalt of one Träger: what is bound comes from planned personnel and open approvals, each at least zero."""
    offen = sum((bewilligung.offen for bewilligung in bewilligungen), NULL)
    return Haushalt(verteilt, uebertrag, verausgabt, personal_geplant, personal_gebucht, offen)


# --- Judgements ---------------------------------------------------------------------------------------------------


def verteilung_passt(mittel: Decimal, verteilt: Iterable[Decimal]) -> Urteil:
    """K29: together the Träger get not more than the Netzwerkmittel."""
    summe = sum(verteilt, NULL)
    if summe <= mittel:
        rest = mittel - summe
        satz = "Die Mittel sind vollständig verteilt." if not rest else f"{euro(rest)} sind noch nicht verteilt."
        return Urteil("K29", Stand.ERFUELLT, satz, (f"Verteilt {euro(summe)} von {euro(mittel)}",))
    return Urteil(
        "K29",
        Stand.NICHT_ERFUELLT,
        f"Verteilt sind {euro(summe)}, das sind {euro(summe - mittel)} mehr als die Netzwerkmittel von {euro(mittel)}.",
        (f"Verteilt {euro(summe)} > {euro(mittel)}",),
    )


@dataclass(frozen=True, slots=True)
class Verteilungsbild:
    """How a page shows the distribution: within the limit is not yet done while money is left."""

    urteil: Urteil
    rest: Decimal

    @property
    def ist_offen(self) -> bool:
        return self.rest > 0

    @property
    def symbol(self) -> str:
        return "!" if self.ist_offen else self.urteil.symbol

    @property
    def klasse(self) -> str:
        return "faellig" if self.ist_offen else self.urteil.klasse

    @property
    def wort(self) -> str:
        return "noch nicht verteilt" if self.ist_offen else f"Verteilung {self.urteil.wort}"

    @property
    def satz(self) -> str:
        return self.urteil.satz


def verteilungsbild(mittel: Decimal, verteilt: Decimal) -> Verteilungsbild:
    """The judgement on the distribution with what is left of the money (K29)."""
    return Verteilungsbild(verteilung_passt(mittel, [verteilt]), mittel - verteilt)


def minus_urteil(stand: Haushalt, grund: str) -> Urteil:
    """K29: less than nothing may be left only with a written reason."""
    if not stand.ist_im_minus:
        return Urteil("K29", Stand.ERFUELLT, f"Frei sind {euro(stand.frei)}.", stand.rechnung)
    if grund.strip():
        return Urteil("K29", Stand.ABWEICHEND, f"Im Minus mit {euro(stand.frei)}. Begründung: {grund}", stand.rechnung)
    return Urteil("K29", Stand.ABWEICHEND, f"Im Minus mit {euro(stand.frei)}, die Begründung fehlt.", stand.rechnung)


def anteil_einzeltermine(einzeltermine: Decimal, gesamt: Decimal) -> int | None:
    """Share of single appointments in what was spent, whole percent, half up; None when nothing was spent (K30)."""
    if gesamt <= 0:
        return None
    return int((einzeltermine * HUNDERT / gesamt).quantize(Decimal(1), ROUND_HALF_UP))


# --- Reading what people type -------------------------------------------------------------------------------------


def lies_betrag(text: str) -> Decimal:
    """ "1.234,56", "1234,56 €", "-12,5" or "1234.56" to euro.

    Raises ValueError with a German sentence. A point is a decimal point only when exactly two digits follow the last
    one and there is no comma; "1.234" is one thousand two hundred thirty-four.
    """
    roh = text.replace("€", "").replace("EUR", "").replace("\u00a0", "").replace(" ", "").replace("\u2212", "-")
    negativ = roh.endswith("-") or roh.startswith("-") or (roh.startswith("(") and roh.endswith(")"))
    zahl = roh.strip("+-()")
    ganz, komma, rest = _teile(zahl)
    if not ganz.isdecimal() or (komma and not rest.isdecimal()) or len(rest) > 2:
        raise ValueError("Bitte einen Betrag eingeben, zum Beispiel 1.234,56.")
    if len(ganz.lstrip("0")) > 10:
        raise ValueError("Der Betrag ist zu groß.")
    betrag = Decimal(f"{ganz}.{rest or '00'}").quantize(CENT)
    return -betrag if negativ and betrag else betrag


def _teile(zahl: str) -> tuple[str, str, str]:
    if "," in zahl:
        ganz, komma, rest = zahl.rpartition(",")
        return _ohne_punkte(ganz), komma, rest
    vorne, punkt, rest = zahl.rpartition(".")
    if punkt and len(rest) == 2 and "." not in vorne:
        return vorne, punkt, rest
    return _ohne_punkte(zahl), "", ""


def _ohne_punkte(ganz: str) -> str:
    """Thousands in groups of three, otherwise the text stays and is refused."""
    gruppen = ganz.split(".")
    gut = len(gruppen) == 1 or (0 < len(gruppen[0]) <= 3 and all(len(gruppe) == 3 for gruppe in gruppen[1:]))
    return "".join(gruppen) if gut else ganz


_MASCHINENZAHL = re.compile(r"-?\d{1,12}\.\d{1,20}")
_RAUSCHEN = Decimal("0.000001")


def lies_zellbetrag(text: str) -> Decimal:
    """An amount from a cell of a workbook, which yields numbers with a decimal point: 123.456 is not 123,456 thousand.

    What its binary numbers carry beyond the cent by mere noise is rounded away; text is read as people type it. Raises
    ValueError with a German sentence.
    """
    if not _MASCHINENZAHL.fullmatch(text):
        return lies_betrag(text)
    zahl = Decimal(text)
    if abs(zahl - runde(zahl)) > _RAUSCHEN:
        raise ValueError("Der Betrag hat mehr als zwei Stellen nach dem Komma")
    return lies_betrag(f"{runde(zahl):.2f}")

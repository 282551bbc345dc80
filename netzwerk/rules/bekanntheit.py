"""Being known (K19): to how many partners and colleagues of the Sozialraumteam a Netzwerkfachkraft is known."""

from dataclasses import dataclass
from datetime import date, timedelta

from konten.rules import Stand, Urteil, runde_prozent
from konten.rules.zahl import tagesdatum

QUELLE = "Konzept, Abschnitt Anforderungen (K19); Anteil und Frist legt der Landkreis fest"


@dataclass(frozen=True, slots=True)
class Bekanntheit:
    """Counts of one person in one Sozialraum on a day, and the verdict."""

    partner: int
    bekannt: int
    informiert: int
    team: int
    team_bekannt: int
    urteil: Urteil

    @property
    def anteil(self) -> str:
        return anteil(self.bekannt, self.partner)

    @property
    def anteil_informiert(self) -> str:
        return anteil(self.informiert, self.partner)

    @property
    def anteil_team(self) -> str:
        return anteil(self.team_bekannt, self.team)


def anteil(zaehler: int, nenner: int) -> str:
    """ "80 %", kept on one line; a dash when there is nobody to know her."""
    prozent = runde_prozent(zaehler, nenner)
    return "–" if prozent is None else f"{prozent}\u00a0%"


def bekanntheit(
    *,
    partner: frozenset[int],
    bekannt_bei: frozenset[int],
    informiert: frozenset[int],
    team: frozenset[int],
    team_bekannt: frozenset[int],
    seit: date,
    stichtag: date,
    soll_prozent: int,
    frist_tage: int,
) -> Bekanntheit:
    """Shares among active partners and team of the Sozialraum (K19).

    `bekannt_bei`: personal introduction or counting contact. `informiert`: got the Steckbrief.
    Judged from `frist_tage` after the Einsatz began, by exact shares, not by the rounded ones.
    """
    bekannte = partner & bekannt_bei
    zahlen = (
        len(partner),
        len(bekannte),
        len((partner & informiert) - bekannte),
        len(team),
        len(team & team_bekannt),
    )
    return Bekanntheit(*zahlen, _urteil(zahlen, seit, stichtag, soll_prozent, frist_tage))


def _urteil(zahlen: tuple[int, int, int, int, int], seit: date, stichtag: date, soll: int, frist: int) -> Urteil:
    partner, bekannt, informiert, team, team_bekannt = zahlen
    ab = seit + timedelta(days=frist)
    rechnung = (
        f"Bekannt bei {bekannt} von {partner} aktiven Partnern: {anteil(bekannt, partner)} "
        "(persönlich vorgestellt oder in einem zählenden Kontakt erlebt).",
        f"Weitere {informiert} haben den Steckbrief bekommen.",
        f"Im Sozialraumteam kennen sie {team_bekannt} von {team}: {anteil(team_bekannt, team)}.",
        f"Soll: mindestens {soll} % bei Partnern und Team, {frist} Tage nach Beginn des Einsatzes "
        f"({tagesdatum(seit)}), also ab {tagesdatum(ab)}.",
    )
    erreicht = _genug(bekannt, partner, soll) and _genug(team_bekannt, team, soll)
    if not partner and not team:
        return Urteil("K19", Stand.NICHT_BEURTEILBAR, "Noch gibt es hier weder Partner noch Team.", rechnung, QUELLE)
    if erreicht:
        return Urteil("K19", Stand.ERFUELLT, f"Bei mindestens {soll} % bekannt.", rechnung, QUELLE)
    if stichtag < ab:
        satz = f"Noch Zeit bis {tagesdatum(ab)}: Der Einsatz hat am {tagesdatum(seit)} begonnen."
        return Urteil("K19", Stand.NICHT_BEURTEILBAR, satz, rechnung, QUELLE)
    return Urteil("K19", Stand.ABWEICHEND, f"Bei weniger als {soll} % bekannt.", rechnung, QUELLE)


def _genug(zaehler: int, nenner: int, soll: int) -> bool:
    return 100 * zaehler >= soll * nenner

"""Words and rules of the committees: parallel structures, series of meetings, what a meeting counts for (K02, K10)."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, time, timedelta
from itertools import combinations

from django.db.models import TextChoices

from konten.rules import runde_prozent
from konten.rules.zahl import mehrzahl, tagesdatum


class Ebene(TextChoices):
    """Where a Gremium works: it steers, it builds structures, or it acts together."""

    LENKUNG = "lenkung", "Lenkung"
    STRUKTUR = "struktur", "Struktur"
    HANDLUNG = "handlung", "Handlung"


class Sitzungsstatus(TextChoices):
    """A meeting is planned, people are invited, it took place or was called off."""

    GEPLANT = "geplant", "geplant"
    EINGELADEN = "eingeladen", "eingeladen"
    GEHALTEN = "gehalten", "gehalten"
    ABGESAGT = "abgesagt", "abgesagt"


class Anwesenheit(TextChoices):
    """Whether a member came."""

    ANWESEND = "anwesend", "anwesend"
    ENTSCHULDIGT = "entschuldigt", "entschuldigt"
    ABWESEND = "abwesend", "nicht anwesend"


# --- Parallel structures --------------------------------------------------------------------------------------------

#: so many partners sit in both, and they are at least half of the smaller Gremium
MINDESTENS_GEMEINSAME = 2
MINDESTANTEIL = 50
REGEL = (
    f"Zwei Gremien gelten als parallel, wenn sie im selben Sozialraum arbeiten oder eines im ganzen Landkreis, "
    f"mindestens ein Thema teilen und mindestens {MINDESTENS_GEMEINSAME} Partner in beiden sitzen, "
    f"die zusammen mindestens {MINDESTANTEIL} % des kleineren Gremiums sind."
)


@dataclass(frozen=True, slots=True)
class Gremiumsprofil:
    """What is compared: where a Gremium works (None: in the whole Landkreis), which partners sit in it, its themes."""

    id: int
    sozialraum_id: int | None
    partner: frozenset[int]
    themen: frozenset[int]


@dataclass(frozen=True, slots=True)
class Parallele:
    """Two Gremien that do the same with the same people, and the numbers that say so."""

    erstes: int
    zweites: int
    partner: frozenset[int]
    themen: frozenset[int]
    kleineres: int
    zusammen: int

    @property
    def anteil(self) -> int:
        """Share of the smaller Gremium that sits in both, in percent."""
        return runde_prozent(len(self.partner), self.kleineres) or 0

    @property
    def jaccard(self) -> int:
        """Share of all partners of both that sits in both, in percent."""
        return runde_prozent(len(self.partner), self.zusammen) or 0

    @property
    def rechnung(self) -> tuple[str, ...]:
        """Both shares in sentences."""
        gemeinsam = mehrzahl(len(self.partner), "Partner sitzt", "Partner sitzen")
        return (
            f"{gemeinsam} in beiden Gremien.",
            f"Das sind {self.anteil} % der {self.kleineres} Partner des kleineren Gremiums "
            f"und {self.jaccard} % aller {self.zusammen} Partner beider Gremien.",
        )

    def anderes(self, gremium_id: int) -> int:
        """The other one of the two."""
        return self.zweites if gremium_id == self.erstes else self.erstes


def parallele(erstes: Gremiumsprofil, zweites: Gremiumsprofil) -> Parallele | None:
    """Whether two Gremien are parallel structures (K10), see `REGEL`; None when they are not."""
    gleicher_raum = erstes.sozialraum_id == zweites.sozialraum_id
    if not gleicher_raum and None not in (erstes.sozialraum_id, zweites.sozialraum_id):
        return None
    partner, themen = erstes.partner & zweites.partner, erstes.themen & zweites.themen
    kleineres = min(len(erstes.partner), len(zweites.partner))
    if not themen or len(partner) < MINDESTENS_GEMEINSAME or len(partner) * 100 < kleineres * MINDESTANTEIL:
        return None
    return Parallele(erstes.id, zweites.id, partner, themen, kleineres, len(erstes.partner | zweites.partner))


def parallelen(profile: Iterable[Gremiumsprofil]) -> list[Parallele]:
    """All parallel pairs, the closest first."""
    paare = [parallele(*paar) for paar in combinations(sorted(profile, key=lambda profil: profil.id), 2)]
    gefunden = [paar for paar in paare if paar]
    return sorted(gefunden, key=lambda paar: (-paar.anteil, -paar.jaccard, paar.erstes, paar.zweites))


# --- Meetings -------------------------------------------------------------------------------------------------------

SERIE_HOECHSTENS = 12


def serie(erster: date, wochen: int, anzahl: int) -> list[date]:
    """Days of a series: the first and every so many weeks after it."""
    return [erster + timedelta(weeks=wochen * nummer) for nummer in range(anzahl)]


def dauer_minuten(beginn: time | None, ende: time | None) -> int | None:
    """Minutes between two times of a day; None when one is missing."""
    if beginn is None or ende is None:
        return None
    return (ende.hour - beginn.hour) * 60 + ende.minute - beginn.minute


def termin_uid(schluessel: str) -> str:
    """The name under which calendars know the meeting with this uuid: the same in every invitation and feed."""
    return f"sitzung-{schluessel}@netzwerkarbeit"


def warum_nicht_abschliessbar(zustand: str, am: date, heute: date) -> str:
    """Why a meeting cannot be closed as held; empty when it can."""
    if zustand == Sitzungsstatus.ABGESAGT:
        return "Die Sitzung ist abgesagt."
    if am > heute:
        return f"Die Sitzung ist erst am {tagesdatum(am)}. Abschließen lässt sie sich ab diesem Tag."
    return ""


def warum_nicht_loeschbar(zustand: str, folge: int) -> str:
    """Why a meeting cannot be deleted; empty when it can. Whoever was invited must hear that it is off."""
    if zustand == Sitzungsstatus.GEHALTEN:
        return "Eine gehaltene Sitzung bleibt nachlesbar. Löschen geht erst, wenn Sie sie wieder öffnen und absagen."
    if folge and zustand != Sitzungsstatus.ABGESAGT:
        return "Zu dieser Sitzung ist schon eingeladen. Bitte sagen Sie sie zuerst ab."
    return ""


def kontaktpaare(
    gremium_raum: int | None, wirkt_in: Mapping[int, Collection[int]], mit_fachkraft: Collection[int]
) -> frozenset[tuple[int, int]]:
    """(partner, Sozialraum) for which a meeting is a contact (K06, K09).

    `wirkt_in`: every partner that came with the Sozialräume it serves that day. In a Gremium of a Sozialraum it is that
    Sozialraum. In a county-wide one those that the partner serves and for which a Netzwerkfachkraft was there
    (`mit_fachkraft`); without any, all that it serves: kept, but not counting.
    """
    if gremium_raum is not None:
        return frozenset((partner, gremium_raum) for partner in wirkt_in)
    paare = set()
    for partner, raeume in wirkt_in.items():
        paare |= {(partner, raum) for raum in set(raeume) & set(mit_fachkraft) or raeume}
    return frozenset(paare)

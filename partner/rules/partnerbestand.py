"""The partners of the directory as a list meets them: by key, by name and place, or by a similar name."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from partner.rules.dubletten import Steckdaten
from partner.rules.listenzwilling import Nachbarn, andere_strasse
from partner.rules.ort import ortsname


@dataclass(frozen=True, slots=True)
class Bestandspartner:
    """A partner that is there already, as far as a list can meet it."""

    pk: int
    name: str
    name_norm: str
    gemeinde: int | None
    werte: Mapping[str, Any]
    ist_bearbeitbar: bool = True

    @property
    def ortsschluessel(self) -> str:
        return ortsschluessel(self.gemeinde, self.werte.get("ort", ""), self.werte.get("plz", ""))


def ortsschluessel(gemeinde: int | None, ort: str, plz: str) -> str:
    """What makes the place of a partner: its Gemeinde, outside the Landkreis the place or else the postcode."""
    return f"g{gemeinde}" if gemeinde else ortsname(ort) or plz


class Bestand:
    """All partners, found by the key of a list or by name, place and category."""

    def __init__(
        self,
        partner: Iterable[Bestandspartner] = (),
        kategorien: Iterable[tuple[int, int]] = (),
        kennungen: Iterable[tuple[str, int]] = (),
    ) -> None:
        self.nach_pk = {eintrag.pk: eintrag for eintrag in partner}
        self.nach_name: dict[tuple[str, str], list[Bestandspartner]] = defaultdict(list)
        for eintrag in self.nach_pk.values():
            self.nach_name[eintrag.name_norm, eintrag.ortsschluessel].append(eintrag)
        self._kategorien: dict[int, set[int]] = defaultdict(set)
        for partner_pk, kategorie in kategorien:
            self._kategorien[partner_pk].add(kategorie)
        self.kennungen = {kennung: self.nach_pk[pk] for kennung, pk in kennungen if pk in self.nach_pk}
        self._nachbarn: Nachbarn | None = None

    def mit_namen(self, name_norm: str, ortsschluessel: str, kategorie: int, strasse: str) -> Bestandspartner | None:
        """The partner of that name, place and category; one without any category counts as well.

        Of several the one whose street does not speak against it.
        """
        passende = []
        for eintrag in self.nach_name.get((name_norm, ortsschluessel), []):
            eigene = self._kategorien.get(eintrag.pk, set())
            if not eigene or kategorie in eigene:
                passende.append(eintrag)
        am_haus = (eintrag for eintrag in passende if not andere_strasse(strasse, eintrag.werte.get("strasse", "")))
        return next(am_haus, passende[0] if passende else None)

    @property
    def nachbarn(self) -> Nachbarn:
        """All partners to be found by similar names; made when the first name is unknown."""
        if self._nachbarn is None:
            self._nachbarn = Nachbarn()
            for eintrag in self.nach_pk.values():
                self._nachbarn.nimm_auf(self._steckdaten(eintrag))
        return self._nachbarn

    def _steckdaten(self, eintrag: Bestandspartner) -> Steckdaten:
        return Steckdaten(
            id=eintrag.pk,
            name=eintrag.name,
            ort=eintrag.ortsschluessel,
            arten=frozenset(self._kategorien.get(eintrag.pk, ())),
            **{feld: eintrag.werte.get(feld) or "" for feld in ("strasse", "telefon", "email", "web")},
        )

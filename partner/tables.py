"""Rows of the partner list and the columns of its export."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from konten.rules import Geltungsbereich
from konten.tables import Spalte
from netzwerk.rules.abdeckung import REIHENFOLGE, Lage, Partnerlage
from netzwerk.selectors.abdeckung import partnerzustaende
from partner.models import Netzwerkpartner


@dataclass(frozen=True, slots=True)
class Partnerzeile:
    """One partner as listed: what holds on the Stichtag, last contact over its Sozialräume, and the worst state."""

    partner: Netzwerkpartner
    lagen: tuple[Partnerlage, ...]
    ist_kontaktierbar: bool = False

    @property
    def kategorien(self) -> list:
        return self.partner.kategorien_heute

    @property
    def raeume(self) -> list[str]:
        return [str(wirkung.sozialraum) for wirkung in self.partner.raeume_heute]

    @property
    def status(self) -> Any | None:
        """The state row valid on the day."""
        return next(iter(self.partner.zustaende_heute), None)

    @property
    def letzter(self) -> date | None:
        return max((lage.letzter for lage in self.lagen if lage.letzter), default=None)

    @property
    def schlimmste(self) -> Partnerlage | None:
        return max(self.lagen, key=_dringlichkeit, default=None)

    @property
    def raum_der_lage(self) -> str:
        """Name of the Sozialraum that the badge speaks of, when there are several."""
        if len(self.lagen) < 2:
            return ""
        raum = self.schlimmste.sozialraum_id
        return next((str(w.sozialraum) for w in self.partner.raeume_heute if w.sozialraum_id == raum), "")


def _dringlichkeit(lage: Partnerlage) -> tuple[int, int]:
    faellig = lage.faellig_am.toordinal() if lage.faellig_am else 0
    return REIHENFOLGE.index(Lage(lage.lage)), -faellig


def baue_zeilen(
    partner: Iterable[Netzwerkpartner],
    stichtag: date,
    raum_ids: Collection[int] | None = None,
    bereich: Geltungsbereich | None = None,
) -> list[Partnerzeile]:
    """Rows for partners from `mit_stand`. Four queries, one more with `bereich` for who may be contacted."""
    partner = list(partner)
    ids = [p.pk for p in partner]
    lagen: dict[int, list[Partnerlage]] = defaultdict(list)
    for lage in partnerzustaende(stichtag, raum_ids, ids).values():
        lagen[lage.partner_id].append(lage)
    kontaktierbar: set[int] = set()
    if bereich is not None and bereich.darf("kontakt.anlegen"):
        waehlbar = Netzwerkpartner.objects.waehlbar_fuer(bereich).filter(pk__in=ids)
        kontaktierbar = set(waehlbar.values_list("pk", flat=True))
    return [Partnerzeile(p, tuple(lagen[p.pk]), p.pk in kontaktierbar) for p in partner]


def _von_lage(name: str) -> Any:
    return lambda zeile: getattr(zeile.schlimmste, name) if zeile.schlimmste else None


def _vom_partner(name: str) -> Any:
    return lambda zeile: getattr(zeile.partner, name)


#: "ID" is the key by which an edited list finds its partners again.
SPALTEN = [
    Spalte("ID", lambda zeile: str(zeile.partner.uuid), 38),
    Spalte("Name", _vom_partner("name"), 40),
    Spalte("Kurzname", _vom_partner("kurzname")),
    Spalte("Kategorien", lambda zeile: ", ".join(z.kategorie.name for z in zeile.kategorien), 32),
    Spalte("Arten", lambda zeile: ", ".join(z.art for z in zeile.kategorien if z.art), 24),
    Spalte("Zustand", lambda zeile: str(zeile.status or "")),
    Spalte("Sozialräume", lambda zeile: ", ".join(zeile.raeume), 30),
    Spalte("Träger der Einrichtung", _vom_partner("traeger_name"), 30),
    Spalte("Straße und Hausnummer", _vom_partner("strasse"), 28),
    Spalte("Postleitzahl", _vom_partner("plz"), 12),
    Spalte("Ort", _vom_partner("ort"), 22),
    Spalte("Gemeinde", lambda zeile: str(zeile.partner.gemeinde or ""), 22),
    Spalte("Sitz", lambda zeile: zeile.partner.get_sitz_display(), 24),
    Spalte("Telefon", _vom_partner("telefon"), 20),
    Spalte("E-Mail", _vom_partner("email"), 30),
    Spalte("Internetseite", _vom_partner("web"), 30),
    Spalte("Zuständigkeit", _vom_partner("zustaendigkeiten"), 50),
    Spalte("Aufgaben", _vom_partner("aufgaben"), 50),
    Spalte("Notiz zur Einrichtung", _vom_partner("notiz"), 40),
    Spalte("Letzter Kontakt", lambda zeile: zeile.letzter, 15),
    Spalte("Nächster Kontakt fällig am", _von_lage("faellig_am"), 15),
    Spalte("Kontaktstand", _von_lage("text"), 26),
]

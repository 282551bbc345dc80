"""Rows of the partner list and the columns of its export."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import QuerySet

from konten.rules import Geltungsbereich
from konten.rules.zahl import relativ, tagesdatum
from konten.tables import Spalte
from netzwerk.rules.abdeckung import REIHENFOLGE, Anzeige, Lage, Partnerlage
from netzwerk.selectors.abdeckung import partnerzustaende
from partner.models import Angebot, Funktion, Netzwerkpartner
from partner.rules import Partnerstatus
from partner.rules.angebotsspalten import FELDER as ANGEBOTSFELDER
from partner.rules.angebotszelle import LANG, LEER, WAHL, als_wort
from partner.rules.personenbestand import stand_von
from partner.rules.rundlauf import fassung, rundlauffelder
from partner.selectors.angebotsliste import angebote_zum_export
from partner.selectors.partner import Kategorieangabe, Stand, Zustandsangabe, staende
from partner.selectors.personenliste import angabe_von, funktionen_zum_export, funktionsangabe_von
from partner.selectors.vollstaendigkeit import Angabenstand, angabenstaende


@dataclass(frozen=True, slots=True)
class Partnerzeile:
    """One partner as listed: what holds on the Stichtag, last contact over its Sozialräume, and the worst state."""

    partner: Netzwerkpartner
    stand: Stand
    lagen: tuple[Partnerlage, ...]
    angaben: Angabenstand
    ist_kontaktierbar: bool = False

    @property
    def kategorien(self) -> list[Kategorieangabe]:
        return self.stand.kategorien

    @property
    def raeume(self) -> list[str]:
        return [raum.name for raum in self.stand.raeume]

    @property
    def status(self) -> Zustandsangabe | None:
        """The state valid on the day."""
        return self.stand.zustand

    @property
    def letzter(self) -> date | None:
        return max((lage.letzter for lage in self.lagen if lage.letzter), default=None)

    @property
    def schlimmste(self) -> Partnerlage | None:
        return max(self.lagen, key=_dringlichkeit) if len(self.lagen) > 1 else next(iter(self.lagen), None)

    @property
    def raum_der_lage(self) -> str:
        """Name of the Sozialraum that the badge speaks of, when there are several."""
        if len(self.lagen) < 2:
            return ""
        schlimmste = self.schlimmste.sozialraum_id
        return next((raum.name for raum in self.stand.raeume if raum.sozialraum_id == schlimmste), "")


def _dringlichkeit(lage: Partnerlage) -> tuple[int, int]:
    faellig = lage.faellig_am.toordinal() if lage.faellig_am else 0
    return REIHENFOLGE.index(Lage(lage.lage)), -faellig


KEINE = Anzeige("", "", "")


class Listenzeile(NamedTuple):
    """What the page shows of one partner, ready to be written: looking it up in the template takes longer."""

    url: str
    schluessel: UUID
    name: str
    status: str
    kategorien: list[Kategorieangabe]
    ort: str
    raeume: str
    letzter: str
    her: str
    klasse: str
    symbol: str
    wort: str
    raum: str
    vollstaendig: str
    fehlt: str
    ist_kontaktierbar: bool


def listenzeile(zeile: Partnerzeile, stichtag: date) -> Listenzeile:
    """The row as shown; an active partner's state goes without saying."""
    partner, status, letzter, schlimmste = zeile.partner, zeile.status, zeile.letzter, zeile.schlimmste
    anzeige = schlimmste.zustand if schlimmste else KEINE
    return Listenzeile(
        partner.get_absolute_url(),
        partner.uuid,
        partner.name,
        "" if status and status.zustand == Partnerstatus.AKTIV else str(status or "ohne Zustand"),
        zeile.kategorien,
        partner.ort or (partner.gemeinde.name if partner.gemeinde_id else ""),
        ", ".join(zeile.raeume),
        tagesdatum(letzter),
        relativ(letzter, stichtag) if letzter else "",
        anzeige.klasse,
        anzeige.symbol,
        anzeige.wort,
        zeile.raum_der_lage,
        f"{zeile.angaben.vollstaendigkeit.prozent} %",
        ", ".join(fakt.titel for fakt in zeile.angaben.vollstaendigkeit.fehlende),
        zeile.ist_kontaktierbar,
    )


def baue_zeilen(
    partner: Iterable[Netzwerkpartner],
    stichtag: date,
    raum_ids: Collection[int] | None = None,
    bereich: Geltungsbereich | None = None,
) -> list[Partnerzeile]:
    """Rows for these partners. Eight queries; with `bereich` one more when the day is not its own."""
    partner = list(partner)
    ids = [p.pk for p in partner]
    stand = staende(ids, stichtag)
    lagen: dict[int, list[Partnerlage]] = defaultdict(list)
    for lage in partnerzustaende(stichtag, raum_ids, ids).values():
        lagen[lage.partner_id].append(lage)
    kontaktierbar = _kontaktierbar(ids, stand, stichtag, bereich)
    angaben = angabenstaende(ids, stichtag)
    return [Partnerzeile(p, stand[p.pk], tuple(lagen[p.pk]), angaben[p.pk], p.pk in kontaktierbar) for p in partner]


def _kontaktierbar(
    ids: list[int], stand: Mapping[int, Stand], stichtag: date, bereich: Geltungsbereich | None
) -> set[int]:
    """A contact is entered today: on another day the rows at hand do not tell who may be named in one."""
    if bereich is None or not bereich.darf("kontakt.anlegen"):
        return set()
    if stichtag != bereich.stichtag:
        waehlbar = Netzwerkpartner.objects.waehlbar_fuer(bereich).filter(pk__in=ids)
        return set(waehlbar.values_list("pk", flat=True))
    return {
        pk
        for pk in ids
        if (zustand := stand[pk].zustand) and Netzwerkpartner.ist_waehlbar(bereich, stand[pk].raum_ids, zustand.zustand)
    }


def _von_lage(name: str) -> Any:
    return lambda zeile: getattr(zeile.schlimmste, name) if zeile.schlimmste else None


def _vom_partner(name: str) -> Any:
    return lambda zeile: getattr(zeile.partner, name)


def _rundlauf(zeile: Partnerzeile) -> dict[str, str]:
    """What the list says of this partner when it comes back, in the order in which it is compared."""
    partner = zeile.partner
    return rundlauffelder(
        vars(partner),
        gemeinde=str(partner.gemeinde or ""),
        sitz=partner.sitz,
        kategorien=((z.name, z.art) for z in zeile.kategorien),
        zustand=zeile.status.zustand if zeile.status else "",
        raeume=zeile.raeume,
    )


def _fassung(zeile: Partnerzeile) -> str:
    return fassung(zeile.partner.version, _rundlauf(zeile))


#: "ID" is the key by which an edited list finds its partners again, "Fassung" tells whether they changed meanwhile.
SPALTEN = [
    Spalte("ID", lambda zeile: str(zeile.partner.uuid), 38),
    Spalte("Fassung", _fassung, 14),
    Spalte("Name", _vom_partner("name"), 40),
    Spalte("Kurzname", _vom_partner("kurzname")),
    Spalte("Kategorien", lambda zeile: _rundlauf(zeile)["kategorie"], 32),
    Spalte("Arten", lambda zeile: _rundlauf(zeile)["art"], 24),
    Spalte("Zustand", lambda zeile: str(zeile.status or "")),
    Spalte("Sozialräume", lambda zeile: _rundlauf(zeile)["sozialraeume"], 30),
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
    Spalte("Zielgruppen", _vom_partner("zielgruppentext"), 40),
    Spalte("Öffnungszeiten", _vom_partner("oeffnung"), 40),
    Spalte("Notiz zur Einrichtung", _vom_partner("notiz"), 40),
    Spalte("Letzter Kontakt", lambda zeile: zeile.letzter, 15),
    Spalte("Nächster Kontakt fällig am", _von_lage("faellig_am"), 15),
    Spalte("Kontaktstand", _von_lage("text"), 26),
    Spalte("Vollständigkeit in Prozent", lambda zeile: zeile.angaben.vollstaendigkeit.prozent, 14),
    Spalte("Angaben geprüft am", lambda zeile: zeile.angaben.geprueft_am, 15),
]


def exportiere(bereich: Geltungsbereich) -> tuple[str, Sequence[Spalte], list[Partnerzeile]]:
    """Title, columns and rows of the whole directory, as far as the scope may see it, for `manage.py exportieren`."""
    partner = Netzwerkpartner.objects.sichtbar_fuer(bereich).select_related("gemeinde").order_by("name_norm", "pk")
    return "Netzwerkpartner", SPALTEN, baue_zeilen(partner, bereich.stichtag, None, bereich)


def _von_person(name: str) -> Any:
    return lambda funktion: getattr(funktion.person, name)


#: One row per function. Private numbers are not among them, and never will be: a file leaves the house.
PERSONEN = (
    Spalte("ID der Ansprechperson", lambda funktion: str(funktion.uuid), 38),
    Spalte("Fassung", lambda f: stand_von(angabe_von(f.person), funktionsangabe_von(f)), 14),
    Spalte("Titel", _von_person("titel"), 10),
    Spalte("Vorname", _von_person("vorname"), 20),
    Spalte("Nachname", _von_person("nachname"), 24),
    Spalte("Funktion", lambda funktion: funktion.bezeichnung, 28),
    Spalte("Partner", lambda funktion: funktion.partner.name, 40),
    Spalte("Ort des Partners", lambda funktion: funktion.partner.ort, 20),
    Spalte("ID des Partners", lambda funktion: str(funktion.partner.uuid), 38),
    Spalte("Telefon (dienstlich)", lambda funktion: funktion.telefon, 20),
    Spalte("E-Mail (dienstlich)", lambda funktion: funktion.email, 30),
    Spalte("Funktionsadresse", lambda funktion: str(funktion.adresse or ""), 24),
    Spalte("Schlüsselperson", lambda funktion: funktion.ist_schluesselperson, 14),
    Spalte("In der Funktion seit", lambda funktion: funktion.von, 12),
    Spalte("In der Funktion bis", lambda funktion: funktion.bis, 12),
    Spalte("Informiert am", _von_person("informiert_am"), 14),
)


def exportiere_personen(bereich: Geltungsbereich) -> tuple[str, Sequence[Spalte], QuerySet[Funktion]]:
    """Title, columns and rows of all functions, former ones too, as far as the scope may see them. One query."""
    return "Ansprechpersonen", PERSONEN, funktionen_zum_export(bereich)


def _namen(menge: Any) -> str:
    return ", ".join(str(eintrag) for eintrag in menge.all())


def _wert(name: str) -> Any:
    return lambda angebot: als_wort(name, getattr(angebot, name))


#: Only what the entry itself says, so that an edited list brings nothing of the provider's into it.
ANGEBOTE = (
    Spalte("ID des Angebots", lambda angebot: str(angebot.uuid), 38),
    Spalte("Fassung", lambda angebot: f"v{angebot.version}", 10),
    Spalte("Titel", lambda angebot: angebot.titel, 40),
    Spalte("Anbieter", lambda angebot: angebot.anbieter.name, 36),
    Spalte("Ort des Anbieters", lambda angebot: angebot.anbieter.ort, 20),
    Spalte("ID des Anbieters", lambda angebot: str(angebot.anbieter.uuid), 38),
    Spalte("Themen", lambda angebot: _namen(angebot.themen), 30),
    Spalte("Sozialräume", lambda angebot: _namen(angebot.sozialraeume), 30),
    *[
        Spalte(titel, _wert(feld), 30 if feld in LANG else 18)
        for feld, titel in ANGEBOTSFELDER.items()
        if feld in LEER.keys() | WAHL.keys() and feld != "titel"
    ],
    Spalte("Zeiten", lambda angebot: "; ".join(str(zeit) for zeit in angebot.zeiten.all()), 40),
    Spalte("Stufe", lambda angebot: angebot.get_stufe_display(), 14),
    Spalte("Veröffentlicht", lambda angebot: angebot.ist_oeffentlich, 14),
    Spalte("Geprüft am", lambda angebot: angebot.geprueft_am, 12),
)


def exportiere_angebote(bereich: Geltungsbereich) -> tuple[str, Sequence[Spalte], QuerySet[Angebot]]:
    """Title, columns and rows of all offers within sight. Four queries."""
    return "Angebote", ANGEBOTE, angebote_zum_export(bereich)

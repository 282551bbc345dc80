"""Merges two entries of one institution: everything that names one names the other from then on (K16)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.core import serializers
from django.core.exceptions import ValidationError
from django.db import models, transaction

from konten.models import Benutzer, Zeitraum
from konten.services.protokoll import protokolliere_geaenderte, protokolliere_verknuepfungen
from partner.models import (
    Dublettenpaar,
    Intervall,
    Kategoriezuordnung,
    Netzwerkpartner,
    Partnerzustand,
    Wirkungsbereich,
    Zusammenfuehrung,
)
from partner.rules.zusammenfuehren import FELDER, ergebnis, freie_teile

#: rows that may not overlap, and the columns that make two of them speak of the same fact
UEBERSCHNEIDUNGSFREI: Mapping[type[Zeitraum], tuple[str, ...]] = {
    Intervall: ("kategorie_id", "sozialraum_id"),
    Kategoriezuordnung: ("kategorie_id",),
    Partnerzustand: (),
    Wirkungsbereich: ("sozialraum_id",),
}
#: how a table is called where partners are compared
TITEL: Mapping[type[models.Model], str] = {
    Kategoriezuordnung: "Kategorien",
    Partnerzustand: "Zustände (aktiv, ruhend …)",
    Wirkungsbereich: "Sozialräume, für die der Partner da ist",
}
#: what speaks of entries themselves and stays with each of them
BLEIBT_LIEGEN = (Netzwerkpartner, Dublettenpaar, Zusammenfuehrung)


@dataclass(frozen=True, slots=True)
class Umzug:
    """What becomes of the rows of one table: moved, cut to the days that are free, already there."""

    modell: type[models.Model]
    spalte: str
    verschoben: tuple[models.Model, ...] = ()
    #: rows that go because the same stands there; (row that goes, rows for its free days)
    ersetzt: tuple[tuple[models.Model, tuple[models.Model, ...]], ...] = ()

    @property
    def titel(self) -> str:
        if self.spalte == "nachfolger_id":
            return "Partner, deren Nachfolger es ist"
        return TITEL.get(self.modell) or str(self.modell._meta.verbose_name_plural)

    @property
    def schon_dort(self) -> int:
        return len(self.ersetzt)


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything that a merge moves."""

    bleibt: Netzwerkpartner
    weicht: Netzwerkpartner
    umzuege: tuple[Umzug, ...] = field(default=())

    @property
    def nicht_leere(self) -> list[Umzug]:
        return [umzug for umzug in self.umzuege if umzug.verschoben or umzug.ersetzt]


def bezuege() -> Iterator[tuple[type[models.Model], str]]:
    """Every table and column that names a partner, of higher floors and link tables too."""
    for bezug in Netzwerkpartner._meta.get_fields(include_hidden=True):
        if not (bezug.auto_created and bezug.one_to_many) or bezug.related_model in BLEIBT_LIEGEN:
            continue
        yield bezug.related_model, bezug.field.attname


def plane(*, bleibt: Netzwerkpartner, weicht: Netzwerkpartner) -> Plan:
    """What a merge would do; writes nothing. Two queries per table that names partners."""
    umzuege = (_plane(modell, spalte, bleibt, weicht) for modell, spalte in bezuege())
    return Plan(bleibt, weicht, tuple(umzuege))


def _plane(modell: type[models.Model], spalte: str, bleibt: Netzwerkpartner, weicht: Netzwerkpartner) -> Umzug:
    zeilen = list(modell._base_manager.filter(**{spalte: weicht.pk}).order_by("pk"))
    if not zeilen:
        return Umzug(modell, spalte)
    dort = list(modell._base_manager.filter(**{spalte: bleibt.pk}))
    verschoben, ersetzt = [], []
    # Only as rows of the partner: a state also names a Nachfolger, and many may have the same one.
    ist_frei = modell in UEBERSCHNEIDUNGSFREI and spalte == "partner_id"
    for zeile in zeilen:
        teile = _freie_teile(zeile, dort) if ist_frei else []
        ganz = teile == [(zeile.von, zeile.bis)] if teile else not ist_frei
        if ganz and not _steht_schon(zeile, dort, spalte):
            verschoben.append(zeile)
        else:
            ersetzt.append((zeile, tuple(_teil(zeile, spalte, bleibt, *teil) for teil in teile)))
    return Umzug(modell, spalte, tuple(verschoben), tuple(ersetzt))


def _freie_teile(zeile: Zeitraum, dort: list[Zeitraum]) -> list[Any]:
    gleich = UEBERSCHNEIDUNGSFREI[type(zeile)]
    belegte = [
        (andere.von, andere.bis) for andere in dort if all(getattr(andere, n) == getattr(zeile, n) for n in gleich)
    ]
    return freie_teile((zeile.von, zeile.bis), belegte)


def _teil(zeile: Zeitraum, spalte: str, bleibt: Netzwerkpartner, von: Any, bis: Any) -> models.Model:
    """A row for the days that were free, with the other facts of the one that goes."""
    felder = {f.attname: getattr(zeile, f.attname) for f in zeile._meta.concrete_fields if not _eigenes(f)}
    return type(zeile)(**felder | {spalte: bleibt.pk, "von": von, "bis": bis})


def _eigenes(feld: models.Field) -> bool:
    return feld.primary_key or feld.name in {"uuid", "erstellt_am", "geaendert_am", "vorgaenger"}


def _steht_schon(zeile: models.Model, dort: list[models.Model], spalte: str) -> bool:
    """Would a uniqueness rule refuse the row at the other entry?"""
    for felder in _eindeutige(type(zeile)):
        namen = [zeile._meta.get_field(name).attname for name in felder]
        if spalte not in namen:
            continue
        eigene = [getattr(zeile, name) for name in namen if name != spalte]
        if any(eigene == [getattr(andere, name) for name in namen if name != spalte] for andere in dort):
            return True
    return False


def _eindeutige(modell: type[models.Model]) -> Iterator[tuple[str, ...]]:
    yield from modell._meta.unique_together
    yield from (regel.fields for regel in modell._meta.constraints if isinstance(regel, models.UniqueConstraint))


@transaction.atomic
def fuehre_zusammen(
    *,
    bleibt: Netzwerkpartner,
    weicht: Netzwerkpartner,
    wahl: Mapping[str, str],
    versionen: tuple[int, int],
    durch: Benutzer,
) -> Zusammenfuehrung:
    """`weicht` goes into `bleibt`; `wahl` names for every one of FELDER whose value stays.

    The entry that goes keeps its row and its address, which leads to the other one. Raises ValidationError when one of
    them was changed or merged since (`versionen` of the entry that stays and the one that goes). Contacts are to be
    counted anew afterwards. Two queries per table that names partners, and up to four for what moves there.
    """
    bleibt, weicht = _sperre(bleibt, weicht, versionen)
    journal: dict[str, Any] = {"verschoben": [], "angelegt": [], "entfernt": [], "verweise": []}
    _loese_nachfolge(bleibt, weicht, journal)
    plan = plane(bleibt=bleibt, weicht=weicht)
    for umzug in plan.nicht_leere:
        _entferne(umzug, journal, durch)
        _verschiebe(umzug, bleibt, journal, durch)
    journal["felder"] = _uebernimm_felder(bleibt, weicht, wahl)
    weicht.aufgegangen_in = bleibt
    weicht.version += 1
    weicht.save()
    return Zusammenfuehrung.objects.create(bleibt=bleibt, aufgegangen=weicht, durch=durch, journal=journal)


def _sperre(
    bleibt: Netzwerkpartner, weicht: Netzwerkpartner, versionen: tuple[int, int]
) -> tuple[Netzwerkpartner, Netzwerkpartner]:
    ids = [bleibt.pk, weicht.pk]
    gesperrt = {partner.pk: partner for partner in Netzwerkpartner.objects.select_for_update().filter(pk__in=ids)}
    if len(gesperrt) < 2:
        raise ValidationError("Bitte wählen Sie zwei verschiedene Einträge.")
    beide = gesperrt[bleibt.pk], gesperrt[weicht.pk]
    if any(partner.aufgegangen_in_id for partner in beide):
        raise ValidationError("Einer der beiden Einträge ist inzwischen in einem anderen aufgegangen.")
    if tuple(partner.version for partner in beide) != versionen:
        raise ValidationError(
            "Einer der beiden Einträge wurde inzwischen geändert. Bitte vergleichen Sie beide noch einmal."
        )
    return beide


def _loese_nachfolge(bleibt: Netzwerkpartner, weicht: Netzwerkpartner, journal: dict[str, Any]) -> None:
    """One entry named the other as its Nachfolger: as one institution it cannot follow itself."""
    beide = [bleibt.pk, weicht.pk]
    for zeile in Partnerzustand.objects.filter(partner__in=beide, nachfolger__in=beide):
        journal["verweise"].append([Partnerzustand._meta.label, "nachfolger_id", zeile.pk, zeile.nachfolger_id])
        zeile.nachfolger = None
        zeile.save()


def _entferne(umzug: Umzug, journal: dict[str, Any], durch: Benutzer) -> None:
    """Rows whose fact stands there already: kept word for word in the journal, their free days become own rows."""
    weg = [zeile for zeile, _ in umzug.ersetzt]
    if not weg:
        return
    journal["entfernt"] += [_woertlich(eintrag) for eintrag in serializers.serialize("python", weg)]
    journal["verweise"] += _verweise_auf(weg)
    if umzug.modell._meta.auto_created:
        _protokolliere_verbindung(umzug.modell, weg, {zeile.pk: getattr(zeile, umzug.spalte) for zeile in weg}, durch)
    for zeile in weg:
        zeile.delete()
    neue = [teil for _, teile in umzug.ersetzt for teil in teile]
    for teil in neue:
        teil.save()
        journal["angelegt"].append([umzug.modell._meta.label, teil.pk])


def _woertlich(eintrag: dict[str, Any]) -> dict[str, Any]:
    """Days, times and amounts as text: JSON has none, and its usual encoding cuts times to thousandths."""
    return eintrag | {"fields": {name: _lesbar(wert) for name, wert in eintrag["fields"].items()}}


def _verweise_auf(zeilen: list[models.Model]) -> list[list[Any]]:
    """Columns that the database empties when these rows go."""
    verweise = []
    for bezug in zeilen[0]._meta.related_objects:
        spalte = bezug.field.attname
        for pk, ziel in bezug.related_model._base_manager.filter(
            **{f"{spalte}__in": [zeile.pk for zeile in zeilen]}
        ).values_list("pk", spalte):
            verweise.append([bezug.related_model._meta.label, spalte, pk, ziel])
    return verweise


def _verschiebe(umzug: Umzug, bleibt: Netzwerkpartner, journal: dict[str, Any], durch: Benutzer) -> None:
    ids = [zeile.pk for zeile in umzug.verschoben]
    if not ids:
        return
    journal["verschoben"].append([umzug.modell._meta.label, umzug.spalte, ids])
    setze_um(umzug.modell, umzug.spalte, list(umzug.verschoben), bleibt.pk, durch)


def setze_um(modell: type[models.Model], spalte: str, zeilen: list[models.Model], neu: int, durch: Benutzer) -> None:
    """Points these rows at another partner, with audit entries as for a single change. Two queries."""
    alt = {zeile.pk: getattr(zeile, spalte) for zeile in zeilen}
    modell._base_manager.filter(pk__in=list(alt)).update(**{spalte: neu})
    for zeile in zeilen:
        setattr(zeile, spalte, neu)
    if modell._meta.auto_created:
        _protokolliere_verbindung(modell, zeilen, alt, durch, neu)
    else:
        protokolliere_geaenderte([(zeile, {spalte: alt[zeile.pk]}) for zeile in zeilen], benutzer_id=durch.pk)


def _protokolliere_verbindung(
    modell: type[models.Model],
    zeilen: list[models.Model],
    alt: Mapping[int, int],
    durch: Benutzer,
    neu: int | None = None,
) -> None:
    herr = modell._meta.auto_created
    feld = next(f for f in herr._meta.many_to_many if f.remote_field.through is modell)
    spalte = f"{feld.m2m_field_name()}_id"
    eintraege = [
        (getattr(zeile, spalte), handlung, [partner])
        for zeile in zeilen
        for handlung, partner in (("delete", alt[zeile.pk]), ("add", neu))
        if partner is not None
    ]
    protokolliere_verknuepfungen(herr, feld.name, eintraege, benutzer_id=durch.pk)


def _uebernimm_felder(bleibt: Netzwerkpartner, weicht: Netzwerkpartner, wahl: Mapping[str, str]) -> dict[str, Any]:
    """Writes what was chosen; returns column → [before, after] as the journal keeps it."""
    eigene, fremde = _werte(bleibt), _werte(weicht)
    neu = {spalte: wert for feld in FELDER for spalte, wert in ergebnis(feld, wahl[feld.name], eigene, fremde).items()}
    for spalte, wert in neu.items():
        setattr(bleibt, spalte, wert)
    bleibt.version += 1
    bleibt.save()
    return {spalte: [_lesbar(eigene[spalte]), _lesbar(wert)] for spalte, wert in neu.items()}


def _werte(partner: Netzwerkpartner) -> dict[str, Any]:
    return {feld.attname: getattr(partner, feld.attname) for feld in partner._meta.concrete_fields}


def _lesbar(wert: Any) -> Any:
    return wert if wert is None or isinstance(wert, int | dict | list) else str(wert)

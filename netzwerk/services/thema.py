"""Merges themes: everything that named the old one names the other from then on."""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import F

from konten.models import Benutzer
from konten.services.protokoll import protokolliere_geaenderte, protokolliere_verknuepfungen
from netzwerk.models import Bedarfsmeldung, Thema


@dataclass(frozen=True, slots=True)
class Umzug:
    """How many records of each kind the merge moves; `schon_dort` of them carry both themes already."""

    zeilen: tuple[tuple[str, int], ...]
    schon_dort: int


@dataclass(frozen=True, slots=True)
class Verknuepfung:
    """A link table between themes and a kind of record; `spalte` names the record in it, `name` the themes of it."""

    modell: type[models.Model]
    name: str
    tabelle: type[models.Model]
    spalte: str


def _verknuepfte() -> list[Verknuepfung]:
    """All that carries several themes, of higher floors and of lower ones: what names a theme moves with it."""
    hoehere = [bezug.field for bezug in Thema._meta.related_objects if bezug.many_to_many]
    return [
        *(Verknuepfung(f.model, f.name, f.remote_field.through, f"{f.m2m_field_name()}_id") for f in hoehere),
        *(
            Verknuepfung(
                f.related_model, f.remote_field.name, f.remote_field.through, f"{f.m2m_reverse_field_name()}_id"
            )
            for f in Thema._meta.many_to_many
        ),
    ]


def vorschau(thema: Thema, ziel: Thema) -> Umzug:
    """What a merge would move. Two queries per kind of record that carries themes, and one for needs."""
    felder = _verknuepfte()
    zeilen = [(feld.modell._meta.verbose_name_plural, _mit(feld, thema).count()) for feld in felder]
    doppelt = sum(_mit(feld, thema).filter(**{feld.name: ziel}).count() for feld in felder)
    bedarfe = Bedarfsmeldung._meta.verbose_name_plural, Bedarfsmeldung.objects.filter(thema=thema).count()
    return Umzug((*zeilen, bedarfe), doppelt)


def _mit(feld: Verknuepfung, thema: Thema) -> models.QuerySet:
    return feld.modell._base_manager.filter(**{feld.name: thema})


@transaction.atomic
def fuehre_zusammen(*, thema_id: int, ziel_id: int, durch: Benutzer) -> Umzug:
    """Moves needs and all that carries themes to the other theme and retires the old one, which keeps its name.

    Raises ValidationError when one of them was merged meanwhile or both are the same.
    """
    gesperrt = {thema.pk: thema for thema in Thema.objects.select_for_update().filter(pk__in=[thema_id, ziel_id])}
    if len(gesperrt) < 2:
        raise ValidationError("Bitte wählen Sie ein anderes Thema.")
    thema, ziel = gesperrt[thema_id], gesperrt[ziel_id]
    if thema.aufgegangen_in_id or ziel.aufgegangen_in_id:
        raise ValidationError("Eines der Themen ist inzwischen in einem anderen aufgegangen.")
    umzug = vorschau(thema, ziel)
    for feld in _verknuepfte():
        _verknuepfe_um(feld, thema, ziel, durch)
    _ordne_meldungen_um(thema, ziel, durch)
    for frueheres in thema.aufgenommene.all():
        frueheres.aufgegangen_in = ziel
        frueheres.save()
    thema.ist_aktiv, thema.aufgegangen_in = False, ziel
    thema.save()
    return umzug


def _verknuepfe_um(feld: Verknuepfung, thema: Thema, ziel: Thema, durch: Benutzer) -> None:
    """Rows of the link table, without loading the records. Whoever carries both loses only the old one."""
    verbindung, spalte = feld.tabelle, feld.spalte
    alte = verbindung.objects.filter(thema=thema)
    schon_dort = set(verbindung.objects.filter(thema=ziel).values_list(spalte, flat=True))
    betroffene = list(alte.values_list(spalte, flat=True))
    umgezogen = [pk for pk in betroffene if pk not in schon_dort]
    alte.filter(**{f"{spalte}__in": verbindung.objects.filter(thema=ziel).values(spalte)}).delete()
    alte.update(thema=ziel)
    entfernt = [(pk, "delete", [thema.pk]) for pk in betroffene]
    ergaenzt = [(pk, "add", [ziel.pk]) for pk in umgezogen]
    protokolliere_verknuepfungen(feld.modell, feld.name, [*entfernt, *ergaenzt], benutzer_id=durch.pk)


def _ordne_meldungen_um(thema: Thema, ziel: Thema, durch: Benutzer) -> None:
    """The version goes up as well, so that a form opened before does not bring the old theme back."""
    meldungen = list(Bedarfsmeldung.objects.select_for_update().filter(thema=thema))
    Bedarfsmeldung.objects.filter(thema=thema).update(thema=ziel, version=F("version") + 1)
    for meldung in meldungen:
        meldung.thema = ziel
    protokolliere_geaenderte([(meldung, {"thema_id": thema.pk}) for meldung in meldungen], benutzer_id=durch.pk)

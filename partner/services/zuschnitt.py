"""Plans a re-cut, carries it out with everything that follows, and takes it back row by row (K25, K35)."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.core import serializers
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.db.models import Count, Max

from konten.models import Benutzer
from konten.rules.zahl import mehrzahl
from partner.models import Gemeindewechsel, Intervall, Netzwerkpartner, Neuzuschnitt, Wirkungsbereich
from partner.rules.zuschnitt import Zuschnittstatus, ist_unberuehrt, unterschied
from partner.services.gebiet import gruende_sozialraum, landkreispartner, plane_umzug, vollziehe_umzug
from sozialraum.models import Gebietszuordnung, Gemeinde, Sozialraum

LEER = "Noch ist keine Gemeinde vorgemerkt. Bitte wählen Sie mindestens eine."


class ZuschnittGeaendert(Exception):
    """Somebody else has changed the re-cut since the page was opened; `version` is the stored one."""

    def __init__(self, version: int) -> None:
        super().__init__(f"version {version}")
        self.version = version


@dataclass(frozen=True, slots=True)
class Vollzug:
    """What carrying out has changed: who moved, what was founded, every row as it was and as it is."""

    partner_ids: frozenset[int]
    gegruendet: Sozialraum | None
    journal: dict[str, Any]


# --- Planning ---------------------------------------------------------------------------------------------------------


@transaction.atomic
def lege_an(*, neuzuschnitt: Neuzuschnitt, durch: Benutzer) -> tuple[Neuzuschnitt, bool]:
    """Stores a new draft; its uuid is the key of the form: sent twice it is one draft. True when it is new."""
    neuzuschnitt.erstellt_von = durch
    try:
        with transaction.atomic():
            neuzuschnitt.save()
    except IntegrityError:
        if schon := Neuzuschnitt.objects.filter(uuid=neuzuschnitt.uuid).first():
            return schon, False
        raise
    return neuzuschnitt, True


@transaction.atomic
def aendere(*, neuzuschnitt: Neuzuschnitt, version: int) -> Neuzuschnitt:
    """Stores changed words and days of a draft. Raises ZuschnittGeaendert; ValidationError when it is no draft."""
    gespeichert = _sperre_entwurf(neuzuschnitt, version)
    if gespeichert.neu_name and not neuzuschnitt.neu_name and gespeichert.wechsel.filter(ziel__isnull=True).exists():
        raise ValidationError({"neu_name": "In den neuen Sozialraum sollen noch Gemeinden ziehen."})
    neuzuschnitt.version = version + 1
    neuzuschnitt.save()
    return neuzuschnitt


@transaction.atomic
def merke_vor(
    *, neuzuschnitt: Neuzuschnitt, version: int, gemeinden: Collection[Gemeinde], ziel: Sozialraum | None
) -> Neuzuschnitt:
    """Puts Gemeinden into the draft, or gives them another aim; None is the Sozialraum that the re-cut founds.

    Partners that serve several Sozialräume on that day stay unless somebody decides otherwise. Raises
    ZuschnittGeaendert; ValidationError for a move that cannot be.
    """
    akte = _sperre_entwurf(neuzuschnitt, version)
    if ziel is None and not akte.neu_name:
        raise ValidationError("Bitte wählen Sie, wohin die Gemeinden ziehen.")
    for gemeinde in gemeinden:
        if ziel is not None:
            plane_umzug(gemeinde=gemeinde, ziel=ziel, ab=akte.von)
        _, ist_neu = Gemeindewechsel.objects.update_or_create(
            neuzuschnitt=akte, gemeinde=gemeinde, defaults={"ziel": ziel}
        )
        if ist_neu:
            akte.bleiben.add(*_wirken_in_mehreren(akte, gemeinde))
    return _zaehle_version(akte)


def _wirken_in_mehreren(akte: Neuzuschnitt, gemeinde: Gemeinde) -> list[Netzwerkpartner]:
    zeilen = Wirkungsbereich.objects.ueberschneidend(akte.von, None).filter(partner__gemeinde=gemeinde).order_by()
    mehrfach = zeilen.values("partner").annotate(raeume=Count("sozialraum", distinct=True)).filter(raeume__gt=1)
    return list(Netzwerkpartner.objects.filter(pk__in=mehrfach.values("partner")))


@transaction.atomic
def nimm_heraus(*, neuzuschnitt: Neuzuschnitt, version: int, gemeinde: Gemeinde) -> Neuzuschnitt:
    """Takes a Gemeinde out of the draft, with what was decided about its partners. Raises ZuschnittGeaendert."""
    akte = _sperre_entwurf(neuzuschnitt, version)
    for wechsel in akte.wechsel.filter(gemeinde=gemeinde):
        wechsel.delete()
    akte.bleiben.remove(*akte.bleiben.filter(gemeinde=gemeinde))
    return _zaehle_version(akte)


@transaction.atomic
def entscheide_partner(*, neuzuschnitt: Neuzuschnitt, version: int, ziehen: Collection[int]) -> Neuzuschnitt:
    """Of the partners concerned the given ones move, the others stay. Raises ZuschnittGeaendert."""
    akte = _sperre_entwurf(neuzuschnitt, version)
    betroffene = betroffene_partner(akte)
    akte.bleiben.set([partner for partner in betroffene if partner.pk not in ziehen])
    return _zaehle_version(akte)


def betroffene_partner(neuzuschnitt: Neuzuschnitt) -> list[Netzwerkpartner]:
    """Partners seated in the moving Gemeinden that serve the Sozialraum which loses them. Two queries each Gemeinde."""
    gefunden = {}
    for wechsel in neuzuschnitt.wechsel.select_related("gemeinde"):
        for zeile in _betroffene_zeilen(neuzuschnitt, wechsel.gemeinde):
            gefunden[zeile.partner_id] = zeile.partner
    return sorted(gefunden.values(), key=lambda partner: partner.name_norm)


def _betroffene_zeilen(neuzuschnitt: Neuzuschnitt, gemeinde: Gemeinde) -> list[Wirkungsbereich]:
    bisher = gemeinde.gebietszuordnungen.aktiv(neuzuschnitt.von).first()
    if bisher is None:
        return []
    zeilen = Wirkungsbereich.objects.filter(partner__gemeinde=gemeinde, sozialraum=bisher.sozialraum_id)
    return list(zeilen.ueberschneidend(neuzuschnitt.von, None).select_related("partner"))


@transaction.atomic
def setze_stand(*, neuzuschnitt: Neuzuschnitt, von: str, nach: str) -> Neuzuschnitt:
    """Discards a draft or opens it again. Raises ValidationError when it is in another state meanwhile."""
    akte = Neuzuschnitt.objects.select_for_update().get(pk=neuzuschnitt.pk)
    if akte.zustand != von:
        raise ValidationError(f"Der Neuzuschnitt ist inzwischen {akte.get_zustand_display()}.")
    akte.zustand = nach
    return _zaehle_version(akte)


def _sperre_entwurf(neuzuschnitt: Neuzuschnitt, version: int) -> Neuzuschnitt:
    akte = Neuzuschnitt.objects.select_for_update().get(pk=neuzuschnitt.pk)
    if akte.version != version:
        raise ZuschnittGeaendert(akte.version)
    if not akte.ist_entwurf:
        raise ValidationError(f"Der Neuzuschnitt ist inzwischen {akte.get_zustand_display()}.")
    return akte


def _zaehle_version(akte: Neuzuschnitt) -> Neuzuschnitt:
    akte.version += 1
    akte.save()
    return akte


# --- Carrying out -----------------------------------------------------------------------------------------------------


@transaction.atomic
def vollziehe(neuzuschnitt: Neuzuschnitt) -> Vollzug:
    """Moves the Gemeinden and their partners and founds the new Sozialraum; the record itself stays as it is.

    The preview runs this very function and rolls it back. Raises ValidationError naming every move that cannot be.
    The caller recounts contacts (`netzwerk.services.neuzuschnitt`). Some queries per Gemeinde and partner: a rare act.
    """
    wechsel = list(neuzuschnitt.wechsel.select_related("gemeinde", "ziel").order_by("gemeinde__ags"))
    if not wechsel:
        raise ValidationError(LEER)
    partner_ids = {partner.pk for partner in betroffene_partner(neuzuschnitt)}
    if neuzuschnitt.neu_name:
        partner_ids |= set(landkreispartner(neuzuschnitt.von).values_list("pk", flat=True))
    _sperre_partner(partner_ids)
    umfang = _umfang([zeile.gemeinde_id for zeile in wechsel], partner_ids)
    vorher = {modell: zeilenbild(menge) for modell, menge in umfang.items()}
    neu = _gruende(neuzuschnitt)
    gezogen = _ziehe(neuzuschnitt, wechsel, neu, partner_ids)
    zeilen = {}
    for modell, menge in umfang.items():
        zeilen[modell] = dict(zip(("vorher", "nachher"), unterschied(vorher[modell], zeilenbild(menge)), strict=True))
    journal = {"zeilen": zeilen, "partner": sorted(gezogen), "ziele": sorted({(w.ziel or neu).pk for w in wechsel})}
    return Vollzug(frozenset(gezogen), neu, journal)


def _sperre_partner(partner_ids: Collection[int]) -> None:
    """Whoever changes a Sozialraum of these partners waits, so that no change of theirs is overwritten. One query."""
    gesperrt = Netzwerkpartner.objects.select_for_update(no_key=True).filter(pk__in=partner_ids)
    list(gesperrt.order_by("pk").values_list("pk"))


def _umfang(gemeinden: Collection[int], partner: Collection[int]) -> Mapping[str, models.QuerySet]:
    return {
        Gebietszuordnung._meta.label: Gebietszuordnung.objects.filter(gemeinde__in=gemeinden),
        Wirkungsbereich._meta.label: Wirkungsbereich.objects.filter(partner__in=partner),
        Intervall._meta.label: Intervall.objects.filter(partner__in=partner),
    }


def zeilenbild(menge: models.QuerySet) -> dict[str, dict[str, Any]]:
    """Every row word for word by its key; days and times as text, so that JSON keeps them to the microsecond."""
    eintraege = serializers.serialize("python", menge.order_by("pk"))
    return {
        str(eintrag["pk"]): {
            name: wert if wert is None or isinstance(wert, int) else str(wert)
            for name, wert in eintrag["fields"].items()
        }
        for eintrag in eintraege
    }


def _gruende(neuzuschnitt: Neuzuschnitt) -> Sozialraum | None:
    if not neuzuschnitt.neu_name:
        return None
    if not neuzuschnitt.wechsel.filter(ziel__isnull=True).exists():
        raise ValidationError(
            f"In den neuen Sozialraum {neuzuschnitt.neu_name} zieht keine Gemeinde. Bitte merken Sie eine vor oder "
            "leeren Sie seinen Namen."
        )
    letzter = Sozialraum.objects.aggregate(letzter=Max("reihenfolge"))["letzter"] or 0
    neu = Sozialraum(name=neuzuschnitt.neu_name, kuerzel=neuzuschnitt.neu_kuerzel, reihenfolge=letzter + 1)
    neu.full_clean()
    return gruende_sozialraum(neu=neu, ab=neuzuschnitt.von)


def _ziehe(
    neuzuschnitt: Neuzuschnitt, wechsel: list[Gemeindewechsel], neu: Sozialraum | None, betroffene: Collection[int]
) -> set[int]:
    """Only partners of the journal move: one entered at this very moment could not be taken back."""
    duerfen = set(betroffene) - set(neuzuschnitt.bleiben.values_list("pk", flat=True))
    gezogen: set[int] = set()
    hindernisse = []
    for zeile in wechsel:
        ziehen = duerfen & {w.partner_id for w in _betroffene_zeilen(neuzuschnitt, zeile.gemeinde)}
        try:
            gezogen |= set(
                vollziehe_umzug(
                    gemeinde=zeile.gemeinde,
                    ziel=zeile.ziel or neu,
                    ab=neuzuschnitt.von,
                    quelle=neuzuschnitt.quelle,
                    partner_ids=ziehen,
                )
            )
        except ValidationError as fehler:
            hindernisse += fehler.messages
    if hindernisse:
        raise ValidationError(hindernisse)
    return gezogen


# --- Taking back ------------------------------------------------------------------------------------------------------


def was_daran_haengt(neuzuschnitt: Neuzuschnitt) -> list[str]:
    """Reasons why the re-cut can no longer be taken back exactly; empty when nothing was built on it.

    One query per table of the journal, one per table that names the founded Sozialraum.
    """
    gruende = []
    for label, bild in neuzuschnitt.journal["zeilen"].items():
        modell = apps.get_model(label)
        heute = zeilenbild(modell.objects.filter(pk__in=[*bild["nachher"], *bild["vorher"]]))
        anders = [pk for pk, felder in bild["nachher"].items() if not ist_unberuehrt(felder, heute.get(pk))]
        anders += [pk for pk in bild["vorher"] if pk in heute and pk not in bild["nachher"]]
        if anders:
            was = mehrzahl(len(anders), "Eintrag wurde", "Einträge wurden")
            gruende.append(f"{modell._meta.verbose_name_plural}: {was} seitdem geändert.")
    return [*gruende, *_neue_zeilen(neuzuschnitt), *_bezuege_auf_gegruendeten(neuzuschnitt)]


def _neue_zeilen(neuzuschnitt: Neuzuschnitt) -> list[str]:
    """Rows entered since that would share days with those that come back."""
    zeilen, gruende = neuzuschnitt.journal["zeilen"], []
    for label, bild in zeilen.items():
        modell = apps.get_model(label)
        eigene = {*bild["nachher"], *bild["vorher"]}
        spalte = "gemeinde" if modell is Gebietszuordnung else "partner"
        betroffene = {felder[spalte] for felder in bild["vorher"].values()}
        fremde = modell.objects.filter(**{f"{spalte}__in": betroffene}).exclude(pk__in=eigene)
        raeume = {felder["sozialraum"] for felder in bild["vorher"].values()}
        neue = fremde.filter(sozialraum__in=raeume, erstellt_am__gt=neuzuschnitt.uebernommen_am)
        if anzahl := neue.count():
            gruende.append(f"{modell._meta.verbose_name_plural}: seitdem {mehrzahl(anzahl, 'neuer', 'neue')}.")
    return gruende


def _bezuege_auf_gegruendeten(neuzuschnitt: Neuzuschnitt) -> list[str]:
    raum = neuzuschnitt.gegruendet
    if raum is None:
        return []
    gruende = []
    for bezug in raum._meta.related_objects:
        modell = bezug.related_model
        eigene = neuzuschnitt.journal["zeilen"].get(modell._meta.label, {}).get("nachher", ())
        if modell is Neuzuschnitt:
            continue
        andere = modell._base_manager.filter(**{bezug.field.name: raum}).exclude(pk__in=list(eigene))
        if anzahl := andere.count():
            gruende.append(f"Zum Sozialraum {raum} gehört schon: {modell._meta.verbose_name_plural} ({anzahl}).")
    return gruende


@transaction.atomic
def stelle_wieder_her(neuzuschnitt: Neuzuschnitt) -> None:
    """Every row as it was before taking over, its own key and times too; a founded Sozialraum goes.

    Raises ValidationError with the reasons when something was built on it since.
    """
    if gruende := was_daran_haengt(neuzuschnitt):
        raise ValidationError(gruende)
    for label, bild in neuzuschnitt.journal["zeilen"].items():
        modell = apps.get_model(label)
        for zeile in modell.objects.filter(pk__in=set(bild["nachher"]) - set(bild["vorher"])):
            zeile.delete()
    for label, bild in neuzuschnitt.journal["zeilen"].items():
        eintraege = [{"model": label, "pk": pk, "fields": felder} for pk, felder in bild["vorher"].items()]
        for eintrag in serializers.deserialize("python", eintraege):
            eintrag.save()
    if neuzuschnitt.gegruendet:
        neuzuschnitt.gegruendet.delete()


def verwirf(*, neuzuschnitt: Neuzuschnitt) -> Neuzuschnitt:
    """Discards a draft; nothing else changes. Raises ValidationError when it is none any more."""
    return setze_stand(neuzuschnitt=neuzuschnitt, von=Zuschnittstatus.ENTWURF, nach=Zuschnittstatus.VERWORFEN)


def nimm_wieder_auf(*, neuzuschnitt: Neuzuschnitt) -> Neuzuschnitt:
    """A discarded re-cut is a draft again. Raises ValidationError when it is in another state."""
    return setze_stand(neuzuschnitt=neuzuschnitt, von=Zuschnittstatus.VERWORFEN, nach=Zuschnittstatus.ENTWURF)

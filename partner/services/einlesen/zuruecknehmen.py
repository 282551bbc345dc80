"""Takes an import back: what it created and nobody touched or named since goes, what it changed becomes as it was."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from auditlog.context import disable_auditlog
from django.apps import apps
from django.core import serializers
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.utils import timezone

from konten.models import Zeitraum
from konten.rules import Geltungsbereich
from konten.services.protokoll import protokolliere_entfernte, protokolliere_geaenderte
from partner.models import Importlauf, Importzeile
from partner.rules.einlesen import RUECKNAHME_TAGE, kann_zurueck, saetze
from partner.services.einlesen.art import Importart, art
from partner.services.einlesen.grenzen import SOFORT_HOECHSTENS, STAPEL
from partner.services.einlesen.hintergrund import Anspruch, starte
from partner.services.einlesen.journal import fingerabdruck, gleich
from partner.services.einlesen.uebernehmen import reihe_dich_ein

Zustand = Importlauf.Zustand
Schluessel = tuple[str, int]


@transaction.atomic
def nimm_zurueck(*, lauf: Importlauf, bereich: Geltungsbereich) -> Importlauf:
    """Takes the run back; rows keep in words what had to stay (`rueckstand`).

    Long runs are handed to the background. Raises ValidationError unless it was taken over in the last thirty days.
    About thirty queries and a few per 500 rows.
    """
    lauf = Importlauf.objects.select_for_update().get(pk=lauf.pk)
    if lauf.zustand != Zustand.UEBERNOMMEN:
        raise ValidationError(f"Dieser Import ist {lauf.get_zustand_display()} und lässt sich nicht zurücknehmen.")
    if not kann_zurueck(timezone.localdate(lauf.uebernommen_am), timezone.localdate()):
        raise ValidationError(f"Nach {RUECKNAHME_TAGE} Tagen lässt sich ein Import nicht mehr zurücknehmen.")
    if lauf.umfang > SOFORT_HOECHSTENS:
        return starte(lauf, Zustand.RUECKNAHME, bereich)
    reihe_dich_ein()
    for zeilen in _stapel(lauf):
        nimm_zeilen_zurueck(art(lauf.art), zeilen, bereich.benutzer_id)
    lauf.zustand, lauf.zurueckgenommen_am = Zustand.ZURUECK, timezone.now()
    lauf.save()
    return lauf


def nimm_weiter_zurueck(anspruch: Anspruch, benutzer_id: int | None) -> None:
    """The same in portions, each one transaction; rows that were taken back already are passed over."""
    lauf, fertig = anspruch.lauf, 0
    for zeilen in _stapel(lauf):
        with transaction.atomic():
            fertig += len(zeilen)
            anspruch.melde(fertig)
            reihe_dich_ein()
            nimm_zeilen_zurueck(art(lauf.art), zeilen, benutzer_id)


def _stapel(lauf: Importlauf) -> Iterator[list[Importzeile]]:
    """Rows that wrote something, the last ones first: what came later may refer to what came before."""
    while zeilen := list(lauf.zeilen.filter(journal__isnull=False).order_by("-nummer")[:STAPEL]):
        yield zeilen


def nimm_zeilen_zurueck(kind: Importart, zeilen: Sequence[Importzeile], benutzer_id: int | None) -> None:
    """Takes back what these rows wrote and notes at each what had to stay. In the caller's transaction."""
    ruecknahme = _Ruecknahme(kind, zeilen)
    bleibt = ruecknahme.hindernisse()
    betroffene = {pk for zeile in zeilen if (pk := zeile.objekt or zeile.partner_id)}
    ruecknahme.loesche([zeile for zeile in zeilen if zeile.nummer not in bleibt], benutzer_id)
    reste = ruecknahme.stelle_her(bleibt.keys(), benutzer_id)
    for zeile in zeilen:
        zeile.rueckstand = saetze(*sorted(bleibt.get(zeile.nummer, ())), *reste.get(zeile.nummer, ()))
        zeile.journal, zeile.ist_erledigt = None, False
        zeile.partner = ruecknahme.noch_da(zeile)
    Importzeile.objects.bulk_update(zeilen, ["rueckstand", "journal", "ist_erledigt", "partner"], batch_size=100)
    kind.danach(betroffene)


class _Ruecknahme:
    """One portion of rows: what they created and changed, loaded once."""

    def __init__(self, kind: Importart, zeilen: Sequence[Importzeile]) -> None:
        self.kind, self.zeilen = kind, zeilen
        self.zeile_von: dict[Schluessel, int] = {}
        self.abdruck: dict[Schluessel, str] = {}
        for zeile in zeilen:
            for label, pk, abdruck in zeile.journal["angelegt"]:
                self.zeile_von[label, pk], self.abdruck[label, pk] = zeile.nummer, abdruck
        self.angelegt = self._lade(self.zeile_von)
        self.geloescht: set[Schluessel] = set()

    @staticmethod
    def _lade(schluessel: Any) -> dict[Schluessel, models.Model]:
        je_modell: dict[str, set[int]] = defaultdict(set)
        for label, pk in schluessel:
            je_modell[label].add(pk)
        return {
            (label, pk): objekt
            for label, ids in je_modell.items()
            for pk, objekt in apps.get_model(label)
            ._base_manager.select_for_update()
            .order_by("pk")
            .in_bulk(ids)
            .items()
        }

    def hindernisse(self) -> dict[int, set[str]]:
        """Row number -> why what it created has to stay. A row goes as a whole or not at all."""
        gruende: dict[int, set[str]] = defaultdict(set)
        for schluessel, objekt in self.angelegt.items():
            if fingerabdruck(objekt) != self.abdruck[schluessel]:
                gruende[self.zeile_von[schluessel]].add(f"{_wort(objekt)}: seitdem geändert, bleibt.")
        innere: list[tuple[int, int, str]] = []
        for label in dict.fromkeys(label for label, _ in self.angelegt):
            self._pruefe_bezuege(label, gruende, innere)
        for pk, satz in self.kind.hindernisse([o.pk for o in self.angelegt.values()]).items():
            if nummer := self.zeile_von.get((self.kind.modell._meta.label, pk)):
                gruende[nummer].add(satz)
        # What stays keeps what it names, and so on until nothing changes.
        while weitere := [(ziel, wort) for quelle, ziel, wort in innere if quelle in gruende and ziel not in gruende]:
            for ziel, wort in weitere:
                gruende[ziel].add(f"{wort}: nennt den Eintrag und bleibt.")
        return gruende

    def _pruefe_bezuege(self, label: str, gruende: dict[int, set[str]], innere: list[tuple[int, int, str]]) -> None:
        modell = apps.get_model(label)
        ids = [pk for andere, pk in self.angelegt if andere == label]
        for bezug in modell._meta.get_fields(include_hidden=True):
            if not bezug.auto_created or bezug.concrete or not (bezug.one_to_many or bezug.one_to_one):
                continue
            fremd = bezug.related_model
            if fremd._meta.label in self.kind.unbeachtet or fremd._meta.auto_created is modell:
                continue
            spalte = bezug.field.attname
            gefunden = fremd._base_manager.filter(**{f"{spalte}__in": ids}).values_list("pk", spalte)
            for pk, ziel in gefunden:
                nummer, wort = self.zeile_von[label, ziel], str(fremd._meta.verbose_name_plural)
                quelle = self.zeile_von.get((fremd._meta.label, pk))
                if quelle is None:
                    gruende[nummer].add(f"{wort}: seitdem eingetragen, bleibt.")
                elif quelle != nummer:
                    innere.append((quelle, nummer, wort))

    def loesche(self, zeilen: Sequence[Importzeile], benutzer_id: int | None) -> None:
        """Removes what these rows created, in the opposite order of writing, with one audit entry each."""
        nummern = {zeile.nummer for zeile in zeilen}
        weg = [(k, o) for k, o in self.angelegt.items() if self.zeile_von[k] in nummern]
        reihenfolge = dict.fromkeys(k[0] for k in self.zeile_von)
        with disable_auditlog():
            for label in reversed(reihenfolge):
                objekte = [objekt for (name, _), objekt in weg if name == label]
                if objekte:
                    protokolliere_entfernte(objekte, benutzer_id=benutzer_id)
                    apps.get_model(label)._base_manager.filter(pk__in=[o.pk for o in objekte]).delete()
        self.geloescht = {schluessel for schluessel, _ in weg}

    def noch_da(self, zeile: Importzeile) -> models.Model | None:
        """The partner of the row, unless it has just gone."""
        return None if ("partner.Netzwerkpartner", zeile.partner_id) in self.geloescht else zeile.partner

    def stelle_her(self, bleibende: Any, benutzer_id: int | None) -> dict[int, list[str]]:
        """Gives changed columns their former value unless somebody changed them since; row number -> what stays."""
        jetzige = self._lade((label, pk) for z in self.zeilen for label, pk, _ in z.journal["geaendert"])
        alte: dict[Schluessel, dict[str, Any]] = defaultdict(dict)
        reste: dict[int, list[str]] = defaultdict(list)
        for zeile in self.zeilen:
            self._stelle_entfernte_her(zeile, zeile.nummer in bleibende, reste)
            for label, pk, felder in zeile.journal["geaendert"]:
                objekt = jetzige.get((label, pk))
                if objekt is None:
                    reste[zeile.nummer].append(f"{apps.get_model(label)._meta.verbose_name}: seitdem gelöscht.")
                elif isinstance(objekt, Zeitraum) and zeile.nummer in bleibende:
                    continue
                else:
                    reste[zeile.nummer] += _setze(objekt, felder, alte[label, pk])
        _schreibe_zurueck({k: jetzige[k] for k in alte if alte[k]}, alte, benutzer_id)
        return reste

    @staticmethod
    def _stelle_entfernte_her(zeile: Importzeile, bleibt: bool, reste: dict[int, list[str]]) -> None:
        for eintrag in serializers.deserialize("python", [] if bleibt else zeile.journal["entfernt"]):
            try:
                with transaction.atomic():
                    eintrag.save()
            except (IntegrityError, serializers.base.DeserializationError):
                reste[zeile.nummer].append(f"{eintrag.object._meta.verbose_name}: lässt sich nicht wiederherstellen.")


def _wort(objekt: models.Model) -> str:
    return str(objekt._meta.verbose_name)


def _setze(objekt: models.Model, felder: dict[str, list[Any]], bisher: dict[str, Any]) -> list[str]:
    reste = []
    for spalte, (alt, neu) in felder.items():
        feld = objekt._meta.get_field(spalte.removesuffix("_id") if spalte.endswith("_id") else spalte)
        if gleich(getattr(objekt, spalte), feld.to_python(neu)):
            bisher[spalte] = getattr(objekt, spalte)
            setattr(objekt, spalte, feld.to_python(alt))
        else:
            reste.append(f"{feld.verbose_name}: seitdem geändert, bleibt.")
    return reste


def _schreibe_zurueck(
    objekte: dict[Schluessel, models.Model], alte: dict[Schluessel, dict[str, Any]], benutzer_id: int | None
) -> None:
    je_modell: dict[str, list[Schluessel]] = defaultdict(list)
    for schluessel in objekte:
        je_modell[schluessel[0]].append(schluessel)
    for label, schluessel in je_modell.items():
        modell, spalten = apps.get_model(label), {s for k in schluessel for s in alte[k]}
        liste = [objekte[k] for k in schluessel]
        for objekt in liste:
            spalten |= _frische_auf(objekt)
        modell._base_manager.bulk_update(liste, [_feldname(modell, s) for s in spalten], batch_size=100)
        protokolliere_geaenderte([(objekte[k], alte[k]) for k in schluessel], benutzer_id=benutzer_id)


def _frische_auf(objekt: models.Model) -> set[str]:
    """Search columns, version and time of the change; the names of what was set."""
    gesetzt = set()
    if hasattr(objekt, "fuelle_suche"):
        objekt.fuelle_suche()
        gesetzt |= {"such_norm", "name_norm"} & {f.name for f in objekt._meta.concrete_fields}
    if hasattr(objekt, "version"):
        objekt.version += 1
        gesetzt.add("version")
    objekt.geaendert_am = timezone.now()
    return gesetzt | {"geaendert_am"}


def _feldname(modell: type[models.Model], spalte: str) -> str:
    return next(f.name for f in modell._meta.concrete_fields if spalte in (f.name, f.attname))


@transaction.atomic
def kuerze_alte(stichtag: date) -> int:
    """Nightly: when an import can no longer be taken back, its cells and its journal go; old previews go altogether.

    Returns how many runs were shortened. Two queries per run.
    """
    gekuerzt = 0
    voll = Importlauf.objects.filter(zeilen__isnull=False, zustand__in=(Zustand.UEBERNOMMEN, Zustand.ZURUECK))
    for lauf in voll.filter(zeilen__rohdaten__has_key="zellen").distinct():
        if kann_zurueck(timezone.localdate(lauf.uebernommen_am), stichtag):
            continue
        _kuerze(lauf)
        gekuerzt += 1
    grenze = timezone.now() - timezone.timedelta(days=RUECKNAHME_TAGE)
    alte = Importlauf.objects.filter(zustand=Zustand.VORSCHAU, geaendert_am__lt=grenze)
    liegen_geblieben = Importlauf.objects.filter(zustand=Zustand.VERWORFEN, zeilen__isnull=False)
    for lauf in [*alte, *liegen_geblieben.distinct()]:
        lauf.zeilen.all().delete()
        lauf.zustand = Zustand.VERWORFEN
        lauf.vergiss_inhalt()
        lauf.save()
        gekuerzt += 1
    return gekuerzt


def _kuerze(lauf: Importlauf) -> None:
    """Of institutions the name stays, of people, contacts and offers only what became of each row."""
    bleibt = lauf.art == "partner"
    zeilen = list(lauf.zeilen.all())
    for zeile in zeilen:
        zeile.rohdaten = {"anzeige": zeile.rohdaten.get("anzeige", {})} if bleibt else {"anzeige": {}}
        zeile.journal, zeile.aenderungen = None, []
        if not bleibt:
            zeile.grund = ""
            zeile.rueckstand = ""
    Importzeile.objects.bulk_update(
        zeilen, ["rohdaten", "journal", "aenderungen", "grund", "rueckstand"], batch_size=100
    )
    lauf.vergiss_inhalt()
    lauf.save()

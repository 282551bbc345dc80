"""Gremien with members, past and planned meetings, minutes and decisions; two pairs of them do the same."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta

from auditlog.context import disable_auditlog
from django.db import transaction
from django.db.models import Max

from berichte.services.beispieldaten.protokolltexte import BESCHLUESSE, GREMIEN, ORTE, PUNKTE, Vorlage
from berichte.services.beispieldaten.rahmen import Rahmen
from konten.models import Benutzer
from netzwerk.models import (
    Beschluss,
    Einsatz,
    Gremienmitglied,
    Gremium,
    Kontakt,
    Kontaktbeteiligung,
    Sitzung,
    Tagesordnungspunkt,
    Teilnahme,
    Thema,
    Wiedervorlage,
)
from netzwerk.rules.gremium import Anwesenheit, Sitzungsstatus
from netzwerk.services.protokoll import schliesse_ab
from partner.models import Funktion, Kategoriezuordnung

UHRZEIT = time(13, tzinfo=UTC)
#: days before the Stichtag on which a Gremium met, and after it on which it will
VERGANGEN, GEPLANT = (52, 143), (17, 108)
HOECHSTENS = 8


@dataclass(slots=True)
class _Bestand:
    """Partners by Sozialraum with the day of the last exchange: a meeting must not change how well they are kept."""

    letzter: dict[tuple[int, int], date]
    kategorien: dict[int, set[str]]
    raeume: dict[int, set[int]] = field(default_factory=dict)

    def waehle(self, raum: int | None, kategorien: Sequence[str]) -> list[int]:
        """Partners with an exchange, those of the first category first."""
        gefunden = {
            partner
            for (partner, ort) in self.letzter
            if (raum is None or ort == raum) and self.kategorien.get(partner, set()) & set(kategorien)
        }
        rang = {kategorie: stelle for stelle, kategorie in enumerate(kategorien)}
        return sorted(gefunden, key=lambda pk: (min(rang.get(k, 99) for k in self.kategorien[pk]), pk))[:HOECHSTENS]

    def kann_kommen(self, partner: int, raum: int | None, am: date) -> bool:
        orte = [raum] if raum else self.raeume[partner]
        return all(self.letzter.get((partner, ort), date.min) >= am for ort in orte)


@transaction.atomic
def richte_gremien_ein(rahmen: Rahmen) -> int:
    """Writes Gremien and meetings after the contacts, and returns the number of Gremien."""
    bestand = _bestand(rahmen)
    gremien = [_gremium(rahmen, bestand, vorlage) for vorlage in GREMIEN]
    for stelle, gremium in enumerate(gremien):
        _sitzungen(rahmen, bestand, gremium, stelle)
    return len(gremien)


def _bestand(rahmen: Rahmen) -> _Bestand:
    zaehlende = Kontaktbeteiligung.objects.filter(
        zaehlt=True, sozialraum__kuerzel__in=list(rahmen.gemeinden)
    ).order_by()
    zeilen = zaehlende.values_list("partner_id", "sozialraum_id").annotate(am=Max("am"))
    letzter = {(partner, raum): am for partner, raum, am in zeilen}
    kategorien: dict[int, set[str]] = {}
    for partner, kuerzel in Kategoriezuordnung.objects.values_list("partner_id", "kategorie__kuerzel"):
        kategorien.setdefault(partner, set()).add(kuerzel)
    bestand = _Bestand(letzter, kategorien)
    for partner, raum in letzter:
        bestand.raeume.setdefault(partner, set()).add(raum)
    return bestand


def _gremium(rahmen: Rahmen, bestand: _Bestand, vorlage: Vorlage) -> Gremium:
    raum = rahmen.sozialraeume[vorlage.raum] if vorlage.raum else None
    gremium = Gremium(
        uuid=rahmen.wuerfel.schluessel(),
        name=vorlage.name,
        ebene=vorlage.ebene,
        sozialraum=raum,
        aufgabe=vorlage.aufgabe,
        turnus=vorlage.turnus,
        von=date(rahmen.stichtag.year - 2, 1, 1),
    )
    Gremium.objects.bulk_create([gremium])
    themen = Thema.objects.filter(name__in=vorlage.themen)
    Gremium.themen.through.objects.bulk_create(Gremium.themen.through(gremium=gremium, thema=thema) for thema in themen)
    partner = bestand.waehle(raum.pk if raum else None, vorlage.kategorien)[: vorlage.groesse]
    personen = _ansprechpersonen(partner, rahmen.stichtag)
    sitze = [Gremienmitglied(gremium=gremium, partner_id=pk, funktion=personen.get(pk)) for pk in partner]
    sitze += [Gremienmitglied(gremium=gremium, fachkraft_id=pk) for pk in _fachkraefte(rahmen, raum)]
    if sitze:
        sitze[0].hat_vorsitz = True
    for sitz in sitze:
        sitz.uuid, sitz.von = rahmen.wuerfel.schluessel(), gremium.von
    Gremienmitglied.objects.bulk_create(sitze)
    return gremium


def _ansprechpersonen(partner: Iterable[int], stichtag: date) -> dict[int, Funktion]:
    funktionen = Funktion.objects.aktiv(stichtag).filter(partner__in=list(partner)).order_by("-pk")
    return {funktion.partner_id: funktion for funktion in funktionen}


def _fachkraefte(rahmen: Rahmen, raum: object) -> list[int]:
    einsaetze = Einsatz.objects.bestaetigt().aktiv(rahmen.stichtag).filter(fachkraft__benutzer__is_active=True)
    einsaetze = einsaetze.filter(sozialraum=raum) if raum else einsaetze
    return list(einsaetze.order_by("fachkraft_id").values_list("fachkraft_id", flat=True).distinct())


def _sitzungen(rahmen: Rahmen, bestand: _Bestand, gremium: Gremium, stelle: int) -> None:
    """Two that took place, one or two to come; the second Gremium still owes the minutes of last week."""
    for nummer, tage in enumerate(VERGANGEN):
        _gehaltene(rahmen, bestand, gremium, rahmen.arbeitstag(rahmen.vor(tage + 5 * stelle)), stelle * 2 + nummer)
    if stelle == len(GREMIEN) - 2:
        _lege_an(rahmen, gremium, rahmen.arbeitstag(rahmen.vor(6)), stelle)
    for tage in GEPLANT[: 1 + stelle % 2]:
        _lege_an(rahmen, gremium, rahmen.arbeitstag(rahmen.vor(-(tage + 4 * stelle))), stelle)


def _lege_an(rahmen: Rahmen, gremium: Gremium, am: date, stelle: int) -> Sitzung:
    sitzung = Sitzung(
        uuid=rahmen.wuerfel.schluessel(),
        gremium=gremium,
        am=am,
        beginn=time(9 + stelle % 3 * 2, 30 * (stelle % 2)),
        ende=time(11 + stelle % 3 * 2, 30 * (stelle % 2)),
        ort=ORTE[stelle % len(ORTE)],
        erfasst_von_id=_verantwortlich(rahmen, gremium),
    )
    Sitzung.objects.bulk_create([sitzung])
    titel = ["Begrüßung und Protokoll der letzten Sitzung", *(punkt[0] for punkt in _punkte(stelle)), "Verschiedenes"]
    Tagesordnungspunkt.objects.bulk_create(
        Tagesordnungspunkt(uuid=rahmen.wuerfel.schluessel(), sitzung=sitzung, reihenfolge=nummer, titel=text)
        for nummer, text in enumerate(titel, start=1)
    )
    return sitzung


def _punkte(stelle: int) -> list[tuple[str, str]]:
    return [PUNKTE[(stelle + schritt) % len(PUNKTE)] for schritt in range(3)]


def _verantwortlich(rahmen: Rahmen, gremium: Gremium) -> int:
    """The account that keeps the minutes: the Netzwerkfachkraft there, county-wide the Leitstelle."""
    if gremium.sozialraum is None:
        return rahmen.konten["leitstelle"]
    return rahmen.konten.get(f"netzwerk-{gremium.sozialraum.kuerzel}", rahmen.konten["leitstelle"])


def _gehaltene(rahmen: Rahmen, bestand: _Bestand, gremium: Gremium, am: date, stelle: int) -> None:
    sitzung = _lege_an(rahmen, gremium, am, stelle)
    if not _nimm_teil(rahmen, bestand, sitzung):
        Sitzung.objects.filter(pk=sitzung.pk).update(zustand=Sitzungsstatus.ABGESAGT)
        return
    for punkt, (_, ergebnis) in zip(sitzung.punkte.all()[1:4], _punkte(stelle), strict=False):
        Tagesordnungspunkt.objects.filter(pk=punkt.pk).update(text=ergebnis)
    Sitzung.objects.filter(pk=sitzung.pk).update(
        protokoll="Die nächste Sitzung ist abgestimmt. Die Einladung folgt zwei Wochen vorher."
    )
    _beschliesse(rahmen, sitzung, stelle)
    with disable_auditlog():
        schliesse_ab(
            sitzung_id=sitzung.pk,
            version=1,
            benutzer=Benutzer.objects.get(pk=sitzung.erfasst_von_id),
            heute=rahmen.stichtag,
        )
    erfasst = datetime.combine(am, UHRZEIT)
    Kontakt.objects.filter(sitzung=sitzung).update(erstellt_am=erfasst, geaendert_am=erfasst)


def _nimm_teil(rahmen: Rahmen, bestand: _Bestand, sitzung: Sitzung) -> bool:
    raum = sitzung.gremium.sozialraum_id
    zeilen = []
    for nummer, sitz in enumerate(sitzung.gremium.mitglieder.order_by("pk")):
        kann = sitz.fachkraft_id is not None or bestand.kann_kommen(sitz.partner_id, raum, sitzung.am)
        sonst = Anwesenheit.ENTSCHULDIGT if nummer % 3 else Anwesenheit.ABWESEND
        zeilen.append(
            Teilnahme(
                uuid=rahmen.wuerfel.schluessel(),
                sitzung=sitzung,
                mitglied=sitz,
                anwesenheit=Anwesenheit.ANWESEND if kann else sonst,
            )
        )
    if not any(zeile.anwesenheit == Anwesenheit.ANWESEND and zeile.mitglied.partner_id for zeile in zeilen):
        return False
    Teilnahme.objects.bulk_create(zeilen)
    return True


def _beschliesse(rahmen: Rahmen, sitzung: Sitzung, stelle: int) -> None:
    """One decision that somebody takes care of (every third is still open), one that is only noted."""
    erster, zweiter = (BESCHLUESSE[(stelle + schritt) % len(BESCHLUESSE)] for schritt in range(2))
    schluessel = rahmen.wuerfel.schluessel
    mit_schritt = Beschluss(uuid=schluessel(), sitzung=sitzung, text=erster)
    vermerkt = Beschluss(uuid=schluessel(), sitzung=sitzung, text=zweiter, zustaendig_text="alle Mitglieder")
    Beschluss.objects.bulk_create([mit_schritt, vermerkt])
    offen = stelle % 3 == 0
    konto = rahmen.konten["leitstelle" if sitzung.gremium.sozialraum is None else "leitung-konz"]
    Wiedervorlage.objects.bulk_create(
        [
            Wiedervorlage(
                uuid=schluessel(),
                beschluss=mit_schritt,
                sozialraum=sitzung.gremium.sozialraum,
                benutzer_id=konto,
                was=erster,
                am=rahmen.vor(-(10 + stelle)) if offen else sitzung.am + timedelta(days=21),
                erledigt_am=None if offen else sitzung.am + timedelta(days=18),
                erledigt_von_id=None if offen else konto,
            )
        ]
    )

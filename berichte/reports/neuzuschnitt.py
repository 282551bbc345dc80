"""What a re-cut would change, shown before anything is saved: the real act, carried out and rolled back (K25, K35)."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from hashlib import sha256

from django.db import transaction

from finanzen.models import Finanzvolumen, Jahresabschluss
from konten.rules import Urteil
from netzwerk.models import Wiedervorlage
from netzwerk.rules.abdeckung import Partnerlage
from netzwerk.selectors.abdeckung import abdeckung, partnerzustaende
from netzwerk.selectors.groessenvergleich import Groesse, groessenvergleich
from netzwerk.selectors.stellenanteil import stellenanteile
from netzwerk.services.neuzuschnitt import vollziehe_mit_kontakten
from partner.models import Netzwerkpartner, Neuzuschnitt, Wirkungsbereich
from partner.services.zuschnitt import Vollzug, betroffene_partner
from sozialraum.models import Gebietszuordnung, Sozialraum


@dataclass(frozen=True, slots=True)
class Raumstand:
    """One Sozialraum in figures on a day."""

    groesse: Groesse
    quote_kategorien: str
    quote_partner: str
    stellen: Urteil
    volumen: Decimal | None

    @property
    def volumen_je_einwohner(self) -> Decimal | None:
        if self.volumen is None or not self.groesse.einwohner:
            return None
        return round(self.volumen / self.groesse.einwohner, 2)


@dataclass(frozen=True, slots=True)
class Raumvergleich:
    """A Sozialraum before and after; one that the re-cut founds has no before."""

    sozialraum: Sozialraum
    vorher: Raumstand | None
    nachher: Raumstand


@dataclass(frozen=True, slots=True)
class Partnerwechsel:
    """What becomes of one partner seated in a moving Gemeinde: where it serves, when it is due."""

    partner: Netzwerkpartner
    zieht: bool
    vorher: tuple[str, ...]
    nachher: tuple[str, ...]
    faellig_vorher: date | None
    faellig_nachher: date | None
    grund: str = ""

    @property
    def uhr_bleibt(self) -> bool:
        return self.faellig_vorher == self.faellig_nachher

    @property
    def wirkt_mehrfach(self) -> bool:
        return len(self.vorher) > 1


@dataclass(frozen=True, slots=True)
class Fachkraftwechsel:
    """A Netzwerkfachkraft whose Sozialraum gains or loses partners."""

    name: str
    sozialraum: str
    vorher: int
    nachher: int


@dataclass(frozen=True, slots=True)
class Zuschnittsvorschau:
    """Everything that the page shows; `stichtag` is the day of the figures."""

    stichtag: date
    raeume: tuple[Raumvergleich, ...]
    partner: tuple[Partnerwechsel, ...]
    fachkraefte: tuple[Fachkraftwechsel, ...]
    schritte: tuple[tuple[str, int], ...]
    ist_vergangen: bool
    abgeschlossene: tuple[tuple[str, int], ...]

    @property
    def ziehende(self) -> list[Partnerwechsel]:
        return [zeile for zeile in self.partner if zeile.zieht]

    @property
    def veraenderte_uhren(self) -> list[Partnerwechsel]:
        return [zeile for zeile in self.partner if not zeile.uhr_bleibt]

    @property
    def pruefsumme(self) -> str:
        """Stands for exactly what was shown: when it is another one meanwhile, nobody has seen what would happen."""
        inhalt = (
            [(r.sozialraum.kuerzel, _zahlen(r.vorher), _zahlen(r.nachher)) for r in self.raeume],
            [(str(p.partner.uuid), p.zieht, p.vorher, p.nachher, p.faellig_nachher) for p in self.partner],
        )
        return sha256(repr(inhalt).encode()).hexdigest()[:32]


def _zahlen(stand: Raumstand | None) -> tuple | None:
    if stand is None:
        return None
    g = stand.groesse
    return g.einwohner, g.gemeinden, g.partner, stand.quote_kategorien, stand.quote_partner, str(stand.volumen)


def raumstaende(stichtag: date, ids: Collection[int]) -> dict[int, Raumstand]:
    """Figures of these Sozialräume on that day, by id. Constant number of queries."""
    raeume = list(Sozialraum.objects.filter(pk__in=ids))
    lagen = stellenanteile(stichtag, stichtag, stichtag, ids)
    matrix = {zeile.sozialraum.pk: zeile for zeile in abdeckung(stichtag, ids).zeilen}
    volumen = dict(
        Finanzvolumen.objects.filter(sozialraum__in=ids, jahr=stichtag.year).values_list("sozialraum", "gesamt")
    )
    return {
        groesse.sozialraum.pk: Raumstand(
            groesse,
            matrix[groesse.sozialraum.pk].quote_kategorien.text,
            matrix[groesse.sozialraum.pk].quote_partner.text,
            lagen[groesse.sozialraum.pk].urteil,
            volumen.get(groesse.sozialraum.pk),
        )
        for groesse in groessenvergleich(stichtag, raeume, lagen)
    }


def beteiligte_raeume(neuzuschnitt: Neuzuschnitt) -> set[int]:
    """Ids of the Sozialräume that lose or gain. One query each."""
    gemeinden = neuzuschnitt.wechsel.values("gemeinde")
    bisher = Gebietszuordnung.objects.aktiv(neuzuschnitt.von).filter(gemeinde__in=gemeinden)
    ziele = neuzuschnitt.wechsel.filter(ziel__isnull=False)
    return {*bisher.values_list("sozialraum", flat=True), *ziele.values_list("ziel", flat=True)}


def vorschau(neuzuschnitt: Neuzuschnitt, heute: date) -> Zuschnittsvorschau:
    """Carries the draft out, reads what became of everything, and rolls it back; nothing stays.

    Figures are those of the first day, for a past one those of today. Raises ValidationError when a move cannot be.
    """
    stichtag, raeume = max(neuzuschnitt.von, heute), beteiligte_raeume(neuzuschnitt)
    vorher = raumstaende(stichtag, raeume)
    betroffene = betroffene_partner(neuzuschnitt)
    lagen_vorher = _lagen(stichtag, betroffene)
    with transaction.atomic():
        vollzug = vollziehe_mit_kontakten(neuzuschnitt)
        alle = raeume | ({vollzug.gegruendet.pk} if vollzug.gegruendet else set())
        nachher = raumstaende(stichtag, alle)
        lagen_nachher, namen = _lagen(stichtag, betroffene), _namen()
        wirkungen = _wirkungen(stichtag, betroffene)
        transaction.set_rollback(True)
    wirkungen_vorher = _wirkungen(stichtag, betroffene)
    return Zuschnittsvorschau(
        stichtag=stichtag,
        raeume=tuple(Raumvergleich(n.groesse.sozialraum, vorher.get(pk), n) for pk, n in nachher.items()),
        partner=tuple(
            _wechsel(p, vollzug, namen, (wirkungen_vorher, wirkungen), (lagen_vorher, lagen_nachher))
            for p in betroffene
        ),
        fachkraefte=tuple(_fachkraefte(stichtag, vorher, nachher)),
        schritte=tuple(_schritte(vollzug.partner_ids)),
        ist_vergangen=neuzuschnitt.von < heute,
        abgeschlossene=tuple(_abgeschlossene(raeume, neuzuschnitt.von)),
    )


Lagen = Mapping[int, dict[int, Partnerlage]]


def _lagen(stichtag: date, partner: Iterable[Netzwerkpartner]) -> Lagen:
    """State per Sozialraum of each partner."""
    ergebnis: dict[int, dict[int, Partnerlage]] = {}
    ids = [einer.pk for einer in partner]
    for (pk, raum), lage in (partnerzustaende(stichtag, partner_ids=ids) if ids else {}).items():
        ergebnis.setdefault(pk, {})[raum] = lage
    return ergebnis


def _namen() -> dict[int, str]:
    return dict(Sozialraum.objects.values_list("pk", "name"))


def _wirkungen(stichtag: date, partner: Iterable[Netzwerkpartner]) -> dict[int, tuple[int, ...]]:
    zeilen = Wirkungsbereich.objects.aktiv(stichtag).filter(partner__in=partner).order_by("sozialraum__reihenfolge")
    ergebnis: dict[int, tuple[int, ...]] = {}
    for pk, raum in zeilen.values_list("partner", "sozialraum"):
        ergebnis[pk] = (*ergebnis.get(pk, ()), raum)
    return ergebnis


def _wechsel(
    partner: Netzwerkpartner,
    vollzug: Vollzug,
    namen: Mapping[int, str],
    wirkungen: tuple[Mapping, Mapping],
    lagen: tuple[Lagen, Lagen],
) -> Partnerwechsel:
    alte, neue = (seite.get(partner.pk, ()) for seite in wirkungen)
    verlassen, dazu = set(alte) - set(neue), set(neue) - set(alte)
    alt = _faellig(lagen[0].get(partner.pk, {}), verlassen or alte)
    neu = _faellig(lagen[1].get(partner.pk, {}), dazu or neue)
    if partner.pk in vollzug.partner_ids and not dazu:
        # It served the aim already: there its own clock goes on, the one of the former Sozialraum is no longer needed.
        alt = neu = _faellig(lagen[1].get(partner.pk, {}), neue)
    return Partnerwechsel(
        partner=partner,
        zieht=partner.pk in vollzug.partner_ids,
        vorher=tuple(namen[raum] for raum in alte),
        nachher=tuple(namen[raum] for raum in neue),
        faellig_vorher=alt,
        faellig_nachher=neu,
        grund="" if alt == neu else _grund(lagen, partner.pk, verlassen, dazu),
    )


def _faellig(lagen: Mapping[int, Partnerlage], raeume: Collection[int]) -> date | None:
    return min((lagen[raum].faellig_am for raum in raeume if raum in lagen and lagen[raum].faellig_am), default=None)


def _grund(lagen: tuple[Lagen, Lagen], partner: int, verlassen: Collection[int], dazu: Collection[int]) -> str:
    vorher = [lagen[0][partner][raum].tage for raum in verlassen if raum in lagen[0].get(partner, {})]
    nachher = [lagen[1][partner][raum].tage for raum in dazu if raum in lagen[1].get(partner, {})]
    if vorher != nachher and vorher and nachher:
        return f"Im neuen Sozialraum gilt ein Abstand von {nachher[0]} statt {vorher[0]} Tagen."
    return "Der Partner begann im bisherigen Sozialraum erst nach diesem Tag; Kontakte von dort zählen nicht mit."


def _fachkraefte(
    stichtag: date, vorher: Mapping[int, Raumstand], nachher: Mapping[int, Raumstand]
) -> Iterable[Fachkraftwechsel]:
    lagen = stellenanteile(stichtag, stichtag, stichtag, list(vorher))
    for raum, stand in vorher.items():
        alt, neu = stand.groesse.partner, nachher[raum].groesse.partner
        for einsatz in lagen[raum].gueltig if alt != neu else ():
            yield Fachkraftwechsel(str(einsatz.fachkraft), str(stand.groesse.sozialraum), alt, neu)


def _schritte(partner_ids: Collection[int]) -> Iterable[tuple[str, int]]:
    """Open next steps with moving partners, by the person who promised them."""
    offene = Wiedervorlage.objects.offen().filter(partner__in=partner_ids).select_related("benutzer")
    return sorted(Counter(str(schritt.benutzer) for schritt in offene).items())


def _abgeschlossene(raeume: Collection[int], von: date) -> Iterable[tuple[str, int]]:
    abschluesse = Jahresabschluss.objects.filter(sozialraum__in=raeume, jahr__gte=von.year, geoeffnet_am__isnull=True)
    return abschluesse.order_by("jahr", "sozialraum__reihenfolge").values_list("sozialraum__name", "jahr")

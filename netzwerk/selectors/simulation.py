"""What follows when an Einsatz ends on a day: computed before anybody saves it (K31)."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import Sum

from konten.rules.zahl import tagesdatum
from netzwerk.models import Einsatz
from netzwerk.models.wirksam import arbeitet_am
from netzwerk.rules import Einsatzstatus
from netzwerk.rules.stellenanteil import (
    Anteil,
    Luecke,
    erster_arbeitstag_ab,
    luecken,
    tagessumme,
    ueber_minimum,
    ueberlast,
    umrechnung,
    zeige,
)
from netzwerk.selectors.getragen import Getragen, nur_von
from netzwerk.selectors.stellenanteil import Stellenlage, als_anteil, stellenanteile

VORSCHAU_TAGE = 365


@dataclass(frozen=True, slots=True)
class Simulation:
    """The Sozialraum before and after the end of one Einsatz."""

    bis: date
    danach: date
    summe_vorher: Decimal
    summe_nachher: Decimal
    minimum: Decimal
    luecken: tuple[Luecke, ...]
    uebernehmen: tuple[Einsatz, ...]
    verdeckt: int
    getragen: tuple[Getragen, ...]

    @property
    def unterschreitet(self) -> bool:
        return self.summe_nachher < self.minimum

    @property
    def satz(self) -> str:
        vorher, nachher = zeige(self.summe_vorher, self.minimum), zeige(self.summe_nachher, self.minimum)
        stand = f"Am {tagesdatum(self.danach)} wären es {nachher} VZÄ statt {vorher} VZÄ"
        zusatz = "weniger als" if self.unterschreitet else "mindestens"
        return f"{stand}, {zusatz} der Mindestumfang von {zeige(self.minimum)} VZÄ."


def was_waere_wenn(einsatz: Einsatz, bis: date, heute: date, traeger: frozenset[int] | None = None) -> Simulation:
    """The year after `bis`, as if the Einsatz ended then; people of other Träger than `traeger` are only counted.

    At most sixteen queries.
    """
    danach = erster_arbeitstag_ab(bis + timedelta(days=1))
    lage = stellenanteile(danach, bis + timedelta(days=1), bis + timedelta(days=VORSCHAU_TAGE), [einsatz.sozialraum_id])
    eine = lage[einsatz.sozialraum_id]
    anteile = _gekuerzt(eine, einsatz, bis)
    andere = [e for e in eine.einsaetze if e.pk != einsatz.pk and (e.bis is None or e.bis >= danach)]
    sichtbare = [e for e in andere if traeger is None or e.traeger_id in traeger]
    return Simulation(
        bis=bis,
        danach=danach,
        summe_vorher=eine.summe,
        summe_nachher=tagessumme(anteile, danach),
        minimum=eine.minimum,
        luecken=tuple(
            luecke for a, e, minimum in eine.minima for luecke in luecken(anteile, a, e, minimum, eine.ausnahmen)
        ),
        uebernehmen=tuple(sichtbare),
        verdeckt=len(andere) - len(sichtbare),
        getragen=tuple(nur_von(einsatz.fachkraft_id, einsatz.sozialraum_id, heute)),
    )


@dataclass(frozen=True, slots=True)
class Vorschau:
    """What a proposal would mean, as sentences; `warnungen` name what stands in the way of saving it."""

    saetze: tuple[str, ...] = ()
    warnungen: tuple[str, ...] = ()


def vorschau(einsatz: Einsatz) -> Vorschau:
    """Share and hours, sum on the first day, overload, reason that is needed; of what is filled in so far (K31, K32).

    `einsatz` is unsaved, or changed and not saved. Up to seven queries.
    """
    if einsatz.vzae is None or einsatz.fachkraft_id is None:
        return Vorschau()
    saetze, warnungen = [umrechnung(einsatz.vzae, einsatz.fachkraft.traeger.vollzeit_stunden)], []
    if einsatz.von and not (einsatz.bis and einsatz.bis < einsatz.von):
        if fehler := ueberlast(als_anteil(einsatz), _anderswo(einsatz)):
            warnungen.append(fehler.satz)
        if einsatz.sozialraum_id:
            dort = _dort(einsatz)
            saetze.append(dort.saetze[0])
            warnungen += dort.warnungen
    return Vorschau(tuple(saetze), tuple(warnungen))


def entscheidungshilfe(einsatz: Einsatz) -> Vorschau:
    """What confirming the proposal would mean: also the sum of the person, and a second proposal for the same thing.

    Up to nine queries.
    """
    rechnung = vorschau(einsatz)
    andere = Einsatz.objects.filter(fachkraft=einsatz.fachkraft_id).exclude(pk=einsatz.pk)
    dabei = andere.filter(arbeitet_am(einsatz.von)).aggregate(summe=Sum("vzae"))["summe"] or Decimal(0)
    summe = f"{einsatz.fachkraft} hätte am {tagesdatum(einsatz.von)} zusammen {zeige(dabei + einsatz.vzae)} VZÄ."
    gleiche = andere.filter(
        zustand=Einsatzstatus.VORGESCHLAGEN, sozialraum=einsatz.sozialraum_id, von=einsatz.von
    ).values_list("vzae", flat=True)
    dasselbe = "Für dieselbe Person, denselben Sozialraum und denselben Tag ist noch ein Einsatz vorgeschlagen"
    doppelt = [f"{dasselbe}: {zeige(vzae)} VZÄ." for vzae in gleiche]
    return Vorschau((*rechnung.saetze, summe), (*rechnung.warnungen, *doppelt))


def _anderswo(einsatz: Einsatz) -> list[Anteil]:
    """The other shares of the person, proposed ones too, as the message may call them."""
    zeilen = Einsatz.objects.filter(fachkraft=einsatz.fachkraft_id).exclude(zustand=Einsatzstatus.ABGELEHNT)
    return [als_anteil(e, str(e.sozialraum)) for e in zeilen.exclude(pk=einsatz.pk).select_related("sozialraum")]


def _dort(einsatz: Einsatz) -> Vorschau:
    raum, von = einsatz.sozialraum, einsatz.von
    lage = stellenanteile(von, von, von, [raum.pk])[raum.pk]
    nachher = lage.summe + einsatz.vzae
    vorher, danach, minimum = (zeige(wert, lage.minimum) for wert in (lage.summe, nachher, lage.minimum))
    satz = f"{raum} hätte am {tagesdatum(von)} {danach} VZÄ statt {vorher} VZÄ; Mindestumfang {minimum} VZÄ."
    nachbarn = [als_anteil(e) for e in lage.einsaetze if e.pk != einsatz.pk]
    ab = ueber_minimum(als_anteil(einsatz), nachbarn, lage.minimum)
    if ab is None or einsatz.mehranteil_grund:
        return Vorschau((satz,))
    return Vorschau((satz,), (f"Ab {tagesdatum(ab)} mehr als der Mindestumfang: Bitte wählen Sie den Grund dafür.",))


def _gekuerzt(lage: Stellenlage, einsatz: Einsatz, bis: date) -> list[Anteil]:
    """Shares as confirmed, this one shortened."""
    bestaetigt = [e for e in lage.einsaetze if e.zustand == Einsatzstatus.BESTAETIGT]
    paare = zip(bestaetigt, lage.anteile, strict=True)
    return [replace(a, bis=min(bis, a.bis or bis)) if e.pk == einsatz.pk else a for e, a in paare]

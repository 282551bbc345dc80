"""Volumes, their distribution and the cost of posts of the example data; amounts are invented."""

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

from berichte.services.beispieldaten.rahmen import SAAT, Rahmen, Wuerfel
from finanzen.models import Finanzvolumen, Kostensatz, Mittelverteilung, Volumenkorrektur
from finanzen.rules import Volumenstatus
from finanzen.rules.mittel import runde, verteile
from finanzen.selectors.haushalt import netzwerkmittel
from sozialraum.models import Traegerschaft

#: years back from the Stichtag -> volume compared with this year, cost of a full post
JAHRE = {0: (Decimal(1), "74000.00"), 1: (Decimal("0.97"), "72500.00"), 2: (Decimal("0.94"), "71000.00")}
VOLUMEN = {
    "hermeskeil": ("610480.20", "170300.00"),
    "konz": ("912345.67", "250000.05"),
    "rst": ("1204777.31", "331500.40"),
    "saarburg": ("688120.55", "205000.00"),
}
ERDACHT = ("500000.00", "120000.00")
#: the Träger that steers gets most; in Konz a part of this year's money is not distributed yet
GEWICHTE = (75, 25)
RESERVE = {"konz": Decimal("4000.00")}


def richte_mittel_ein(rahmen: Rahmen) -> None:
    """This year and two before, confirmed and distributed; next year's volume of Konz waits for confirmation.

    Dice of its own, so that other parts of the example data do not depend on it.
    """
    wuerfel = Wuerfel(SAAT + 29)
    jahr = rahmen.stichtag.year
    Finanzvolumen.objects.bulk_create(
        _volumen(rahmen, wuerfel, kuerzel, jahr - zurueck) for zurueck in JAHRE for kuerzel in rahmen.sozialraeume
    )
    Kostensatz.objects.bulk_create(
        Kostensatz(
            uuid=wuerfel.schluessel(),
            traeger=traeger,
            jahr=jahr - zurueck,
            betrag=Decimal(kosten),
            quelle="Mittelwert der Personalkosten (erfunden)",
        )
        for zurueck, (_, kosten) in JAHRE.items()
        for traeger in rahmen.traeger.values()
    )
    for zurueck in JAHRE:
        _verteile(rahmen, wuerfel, jahr - zurueck)
    _offenes(rahmen, wuerfel, jahr + 1)
    _korrigiertes(rahmen, wuerfel, jahr)


def _volumen(rahmen: Rahmen, wuerfel: Wuerfel, kuerzel: str, jahr: int) -> Finanzvolumen:
    faktor, _ = JAHRE[rahmen.stichtag.year - jahr]
    gesamt, asd = (runde(Decimal(betrag) * faktor) for betrag in VOLUMEN.get(kuerzel, ERDACHT))
    return Finanzvolumen(
        uuid=wuerfel.schluessel(),
        sozialraum=rahmen.sozialraeume[kuerzel],
        jahr=jahr,
        gesamt=gesamt,
        davon_asd=asd,
        zustand=Volumenstatus.BESTAETIGT,
        eingetragen_von_id=rahmen.konten["jugendamt"],
        bestaetigt_von_id=rahmen.konten["jugendamt-2"],
        bestaetigt_am=min(rahmen.arbeitstag(date(jahr, 1, 20)), rahmen.stichtag),
        herkunft=f"aus haushalt-{jahr}.xlsx",
        version=2,
    )


def _verteile(rahmen: Rahmen, wuerfel: Wuerfel, jahr: int) -> None:
    mittel = {pk: geld.mittel for pk, geld in netzwerkmittel(jahr).items()}
    anteile = []
    for kuerzel, raum in rahmen.sozialraeume.items():
        reserve = RESERVE.get(kuerzel, Decimal(0)) if jahr == rahmen.stichtag.year else Decimal(0)
        traeger = _traeger(raum.pk, jahr)
        betraege = verteile(mittel[raum.pk] - reserve, GEWICHTE[: len(traeger)])
        anteile += [
            Mittelverteilung(
                uuid=wuerfel.schluessel(), sozialraum=raum, jahr=jahr, traeger_id=traeger_id, betrag=betrag
            )
            for traeger_id, betrag in zip(traeger, betraege, strict=True)
        ]
    Mittelverteilung.objects.bulk_create(anteile)


def _traeger(sozialraum_id: int, jahr: int) -> list[int]:
    """Those that work there in mid-year, the one that steers first; no more than there are weights."""
    menge = Traegerschaft.objects.aktiv(date(jahr, 7, 1)).filter(sozialraum=sozialraum_id)
    sortiert = menge.order_by("-ist_steuerungsverantwortlich", "traeger__name")
    return list(sortiert.values_list("traeger", flat=True))[: len(GEWICHTE)]


def _offenes(rahmen: Rahmen, wuerfel: Wuerfel, jahr: int) -> None:
    gesamt, asd = VOLUMEN["konz"]
    volumen = Finanzvolumen(
        uuid=wuerfel.schluessel(),
        sozialraum=rahmen.sozialraeume["konz"],
        jahr=jahr,
        gesamt=runde(Decimal(gesamt) * Decimal("1.02")),
        davon_asd=Decimal(asd),
        eingetragen_von_id=rahmen.konten["jugendamt"],
    )
    Finanzvolumen.objects.bulk_create([volumen])


def _korrigiertes(rahmen: Rahmen, wuerfel: Wuerfel, jahr: int) -> None:
    """In Hermeskeil two digits had been swapped."""
    volumen = Finanzvolumen.objects.get(sozialraum=rahmen.sozialraeume["hermeskeil"], jahr=jahr)
    korrektur = Volumenkorrektur(
        uuid=wuerfel.schluessel(),
        volumen=volumen,
        gesamt_vorher=volumen.gesamt + 90_000,
        asd_vorher=volumen.davon_asd,
        gesamt_nachher=volumen.gesamt,
        asd_nachher=volumen.davon_asd,
        grund="Zahlendreher im Haushaltsplan",
        durch_id=rahmen.konten["jugendamt"],
    )
    Volumenkorrektur.objects.bulk_create([korrektur])
    am = datetime.combine(rahmen.arbeitstag(volumen.bestaetigt_am - timedelta(days=1)), time(9), UTC)
    Volumenkorrektur.objects.filter(pk=korrektur.pk).update(erstellt_am=am, geaendert_am=am)

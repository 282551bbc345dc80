"""Invented partners in real Gemeinden with everything that changes with time."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from berichte.services.beispieldaten.namen import (
    TRAEGER_DER_EINRICHTUNG,
    Einrichtungsname,
    Namensgeber,
    anschrift,
    rechnername,
    rufnummer,
)
from berichte.services.beispieldaten.rahmen import Beziehung, Rahmen
from berichte.services.beispieldaten.texte import AUFGABEN
from berichte.services.beispieldaten.verteilung import SPANNEN, kategorien_im, pflegestand
from partner.models import Kategoriezuordnung, Netzwerkpartner, Partnerzustand, Wirkungsbereich
from partner.rules import Partnerstatus, Sitz
from sozialraum.models import Gemeinde

ABSTAND = {"verein": 365, "polizei": 365, "sonstige": 365, "jugendamt": 90}
#: the names that tests and the handbook know: first partner of the cell, seated in the town of that name
FESTE_NAMEN = {
    ("konz", "kita"): Einrichtungsname("Kita Beispielbach", "Kita"),
    ("konz", "schule"): Einrichtungsname("Grundschule Musterberg", "Grundschule"),
    ("saarburg", "kita"): Einrichtungsname("Kita Übungsmühle", "Kita"),
}
HAUPTORT = {"konz": "Konz", "saarburg": "Saarburg"}
ZENTRALE = [
    ("jugendhilfe", Einrichtungsname("Erziehungsberatung Musterquell", "Erziehungsberatung")),
    ("sonstige", Einrichtungsname("Fachstelle Sucht Beispielhöhe", "Beratung")),
]
#: not at work any more: Sozialraum, category, state
RUHENDE = [
    ("konz", "verein", Partnerstatus.RUHEND),
    ("konz", "kita", Partnerstatus.GESCHLOSSEN),
    ("saarburg", "jugendarbeit", Partnerstatus.RUHEND),
    ("rst", "sonstige", Partnerstatus.GESCHLOSSEN),
]


@dataclass(slots=True)
class Vorhaben:
    """One partner on its way into the database."""

    partner: Netzwerkpartner
    kategorien: list[tuple[str, str]]
    sozialraeume: list[str]
    beginn: date
    stand: dict[str, str] = field(default_factory=dict)
    endet: tuple[str, date] | None = None


def richte_einrichtungen_ein(rahmen: Rahmen) -> tuple[list[Vorhaben], list[Beziehung]]:
    """Writes the partners and returns them with the relations that contacts are made for."""
    namen = Namensgeber(rahmen.wuerfel)
    for name in FESTE_NAMEN.values():
        namen.reserviere(name.name)
    vorhaben = [eintrag for kuerzel in rahmen.sozialraeume for eintrag in _im_sozialraum(rahmen, namen, kuerzel)]
    vorhaben += [*_zentrale(rahmen, namen), *_ruhende(rahmen, namen), *_offene(rahmen, namen)]
    _schreibe(rahmen, vorhaben)
    return vorhaben, _beziehungen(rahmen, vorhaben) + _beziehungen_des_landkreises(rahmen)


def _im_sozialraum(rahmen: Rahmen, namen: Namensgeber, kuerzel: str) -> list[Vorhaben]:
    stellen: Counter[str] = Counter()
    ergebnis = []
    for kategorie in kategorien_im(rahmen, kuerzel):
        ergebnis.append(_einrichtung(rahmen, namen, kuerzel, kategorie, stellen[kategorie]))
        stellen[kategorie] += 1
    return ergebnis


def _einrichtung(rahmen: Rahmen, namen: Namensgeber, kuerzel: str, kategorie: str, stelle: int) -> Vorhaben:
    fest = FESTE_NAMEN.get((kuerzel, kategorie)) if stelle == 0 else None
    gemeinde = _gemeinde(rahmen, kuerzel, HAUPTORT[kuerzel] if fest else None)
    ort = gemeinde.name if gemeinde else f"Musterstadt {kuerzel[-3:]}"
    name = fest or namen.einrichtung(kategorie, ort)
    stand = pflegestand(rahmen.wuerfel, kuerzel, kategorie, stelle)
    kategorien = [(kategorie, name.art)]
    if kuerzel == "konz" and kategorie == "kita" and stelle == 2:
        kategorien.append(("familienbildung", "Mehrgenerationenhaus"))
    alter = rahmen.wuerfel.randint(8, 55) if stand == "neu" else _alter(rahmen)
    partner = _partner(rahmen, name.name, kategorie, ort, gemeinde)
    return Vorhaben(partner, kategorien, [kuerzel], rahmen.vor(alter), {kuerzel: stand})


def _alter(rahmen: Rahmen) -> int:
    return rahmen.groesse.tage + 400 + rahmen.wuerfel.randint(0, 600)


def _gemeinde(rahmen: Rahmen, kuerzel: str, name: str | None) -> Gemeinde | None:
    if rahmen.ist_erdacht(kuerzel):
        return None
    gemeinden = rahmen.gemeinden[kuerzel]
    if name:
        return next(gemeinde for gemeinde in gemeinden if gemeinde.name == name)
    return rahmen.wuerfel.choices(gemeinden, [gemeinde.einwohner for gemeinde in gemeinden])[0]


def _partner(rahmen: Rahmen, name: str, kategorie: str, ort: str, gemeinde: Gemeinde | None) -> Netzwerkpartner:
    wuerfel = rahmen.wuerfel
    rechner = rechnername(name)
    partner = Netzwerkpartner(
        uuid=wuerfel.schluessel(),
        name=name,
        traeger_name=wuerfel.choice(TRAEGER_DER_EINRICHTUNG.get(kategorie, [""])),
        strasse=anschrift(wuerfel),
        plz=gemeinde.plz if gemeinde else "",
        ort=ort,
        gemeinde=gemeinde,
        sitz=Sitz.LANDKREIS if gemeinde else Sitz.AUSSERHALB,
        telefon=rufnummer(wuerfel),
        email=f"info@{rechner}" if wuerfel.trifft(0.85) else "",
        web=f"https://{rechner}/" if wuerfel.trifft(0.6) else "",
        aufgaben=AUFGABEN[kategorie],
        zustaendigkeiten=f"{ort} und Umgebung" if wuerfel.trifft(0.7) else "",
    )
    if gemeinde:
        partner.breite, partner.laenge = _verrueckt(rahmen, gemeinde.breite), _verrueckt(rahmen, gemeinde.laenge)
    partner.fuelle_suche()
    return partner


def _verrueckt(rahmen: Rahmen, grad: Decimal) -> Decimal:
    """Near the centre, so that marks on a map do not lie on top of one another."""
    return grad + Decimal(rahmen.wuerfel.randint(-4000, 4000)) / 1_000_000


def _zentrale(rahmen: Rahmen, namen: Namensgeber) -> list[Vorhaben]:
    """Seated in the city of Trier, at work in several Sozialräume (K24)."""
    vorgaben = list(ZENTRALE)
    if rahmen.groesse.name != "klein":
        kategorien = ["jugendhilfe", "sonstige", "jugendhilfe", "fruehe-hilfen", "jugendhilfe", "sonstige"]
        vorgaben += [(kategorie, namen.einrichtung(kategorie, "Trier")) for kategorie in kategorien]
    return [_zentral(rahmen, nummer, *vorgabe) for nummer, vorgabe in enumerate(vorgaben)]


def _zentral(rahmen: Rahmen, nummer: int, kategorie: str, name: Einrichtungsname) -> Vorhaben:
    kuerzel = ["hermeskeil", "konz", "rst", "saarburg"]
    bedient = kuerzel if nummer == 0 else [eintrag for eintrag in kuerzel if eintrag != kuerzel[nummer % 4]]
    if kategorie == "fruehe-hilfen":
        bedient = ["hermeskeil", "konz"]
    partner = _partner(rahmen, name.name, kategorie, "Trier", None)
    partner.plz = "54290"
    partner.fuelle_suche()
    stand = dict(zip(bedient, ["aktuell", "aktuell", "faellig", "aktuell"], strict=False))
    return Vorhaben(partner, [(kategorie, name.art)], bedient, rahmen.vor(_alter(rahmen)), stand)


def _ruhende(rahmen: Rahmen, namen: Namensgeber) -> list[Vorhaben]:
    wiederholungen = 1 if rahmen.groesse.name == "klein" else 3
    return [_ruhend(rahmen, namen, *vorgabe) for vorgabe in RUHENDE * wiederholungen]


def _ruhend(rahmen: Rahmen, namen: Namensgeber, kuerzel: str, kategorie: str, zustand: str) -> Vorhaben:
    vorhaben = _einrichtung(rahmen, namen, kuerzel, kategorie, 99)
    vorhaben.beginn = rahmen.vor(_alter(rahmen))
    vorhaben.stand = {kuerzel: "beendet"}
    vorhaben.endet = (zustand, rahmen.vor(rahmen.wuerfel.randint(40, 300)))
    return vorhaben


def _offene(rahmen: Rahmen, namen: Namensgeber) -> list[Vorhaben]:
    """Known partners of whom nobody has said yet which Sozialraum they serve."""
    kategorien = ["jugendhilfe", "verein", "sonstige"] * (1 if rahmen.groesse.name == "klein" else 3)
    ergebnis = []
    for kategorie in kategorien:
        name = namen.einrichtung(kategorie, "Trier")
        partner = _partner(rahmen, name.name, kategorie, "Trier", None)
        beginn = rahmen.vor(rahmen.wuerfel.randint(5, 60))
        ergebnis.append(Vorhaben(partner, [(kategorie, name.art)], [], beginn))
    return ergebnis


def _schreibe(rahmen: Rahmen, vorhaben: list[Vorhaben]) -> None:
    schluessel = rahmen.wuerfel.schluessel
    Netzwerkpartner.objects.bulk_create((eintrag.partner for eintrag in vorhaben), batch_size=500)
    Partnerzustand.objects.bulk_create((zeile for eintrag in vorhaben for zeile in _zustaende(rahmen, eintrag)), 500)
    Kategoriezuordnung.objects.bulk_create(
        (
            Kategoriezuordnung(
                uuid=schluessel(),
                partner=eintrag.partner,
                kategorie=rahmen.kategorien[kategorie],
                art=art,
                von=eintrag.beginn,
            )
            for eintrag in vorhaben
            for kategorie, art in eintrag.kategorien
        ),
        500,
    )
    Wirkungsbereich.objects.bulk_create(
        (
            Wirkungsbereich(
                uuid=schluessel(),
                partner=eintrag.partner,
                sozialraum=rahmen.sozialraeume[kuerzel],
                von=eintrag.beginn,
            )
            for eintrag in vorhaben
            for kuerzel in eintrag.sozialraeume
        ),
        500,
    )


def _zustaende(rahmen: Rahmen, eintrag: Vorhaben) -> list[Partnerzustand]:
    erster = Partnerzustand(uuid=rahmen.wuerfel.schluessel(), partner=eintrag.partner, von=eintrag.beginn)
    if not eintrag.endet:
        return [erster]
    zustand, am = eintrag.endet
    erster.bis = am - timedelta(days=1)
    zweiter = Partnerzustand(uuid=rahmen.wuerfel.schluessel(), partner=eintrag.partner, zustand=zustand, von=am)
    return [erster, zweiter]


def _beziehungen(rahmen: Rahmen, vorhaben: list[Vorhaben]) -> list[Beziehung]:
    return [_beziehung(rahmen, eintrag, kuerzel) for eintrag in vorhaben for kuerzel in eintrag.sozialraeume]


def _beziehung(rahmen: Rahmen, eintrag: Vorhaben, kuerzel: str) -> Beziehung:
    return Beziehung(
        partner_id=eintrag.partner.pk,
        sozialraum_id=rahmen.sozialraeume[kuerzel].pk,
        beginn=eintrag.beginn,
        letzter=_letzter(rahmen, eintrag, kuerzel),
        gewicht=rahmen.wuerfel.uniform(0.4, 2.2),
        versuche=rahmen.wuerfel.randint(1, 2) if eintrag.stand[kuerzel] in {"nie", "ueberfaellig"} else 0,
    )


def _letzter(rahmen: Rahmen, eintrag: Vorhaben, kuerzel: str) -> date | None:
    if eintrag.endet:
        return rahmen.arbeitstag(eintrag.endet[1] - timedelta(days=rahmen.wuerfel.randint(5, 60)))
    spanne = SPANNEN[eintrag.stand[kuerzel]]
    if spanne.von is None:
        return None
    abstand = min(ABSTAND.get(kategorie, 180) for kategorie, _ in eintrag.kategorien)
    # Cubed: most exchanges are fresh, or the months before the Stichtag would look as if work had stopped.
    anteil = spanne.von + (spanne.bis - spanne.von) * rahmen.wuerfel.random() ** 3
    return rahmen.arbeitstag(rahmen.vor(round(abstand * anteil)))


def _beziehungen_des_landkreises(rahmen: Rahmen) -> list[Beziehung]:
    """Jugendamt and Leitstelle Familie come with the base data and are asked every 90 days."""
    zeilen = Wirkungsbereich.objects.filter(partner__kategoriezuordnungen__kategorie__kuerzel="jugendamt")
    return [
        Beziehung(
            partner_id=zeile.partner_id,
            sozialraum_id=zeile.sozialraum_id,
            beginn=zeile.von,
            letzter=rahmen.arbeitstag(rahmen.vor(rahmen.wuerfel.randint(4, 80))),
            gewicht=1.5,
        )
        for zeile in zeilen.order_by("sozialraum_id", "partner_id")
    ]

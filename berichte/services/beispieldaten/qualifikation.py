"""Evidence and what belongs to it: every state of the rule and of the Führungszeugnis at least once."""

from datetime import date, timedelta
from typing import NamedTuple

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from berichte.services.beispieldaten.anhaenge import einseiter
from berichte.services.beispieldaten.rahmen import Rahmen
from konten.rules.datei import PDF
from netzwerk.models import (
    Absprache,
    Abweichungsbegruendung,
    Entscheidungsbefugnis,
    Fuehrungszeugnis,
    Kompetenzeinschaetzung,
    Leitungsfachkraft,
    Netzwerkfachkraft,
    Qualifikationsnachweis,
)
from netzwerk.rules.fachkraft import Nachweisart, Nachweisstatus, Umfangseinheit
from netzwerk.rules.fuehrungszeugnis import wiedervorlage
from netzwerk.rules.qualifikationsbaum import LEITUNG

OFFEN, GUT, ZURUECK = Nachweisstatus.EINGEREICHT, Nachweisstatus.BESTAETIGT, Nachweisstatus.ZURUECKGEWIESEN
KURS = "Sozialräumliche Arbeit nach Lüttringhaus"
HOCHSCHULE, INSTITUT = "Hochschule Beispielstadt", "Institut Musterweg"


class Vorgabe(NamedTuple):
    """Evidence of one person: kind, title, provider, days, years ago, days until it ends, state, why extended."""

    konto: str
    art: str
    bezeichnung: str
    anbieter: str
    tage: int | None
    jahre: int
    endet_in: int | None
    zustand: str
    verlaengert: str = ""


VERSCHOBEN = "Der Auffrischungskurs wurde vom Anbieter verschoben."
NACHWEISE = (
    Vorgabe("netzwerk-konz", Nachweisart.GRUND, "Master Soziale Arbeit", HOCHSCHULE, None, 9, None, GUT),
    Vorgabe("netzwerk-konz", Nachweisart.LUETTRINGHAUS, KURS, INSTITUT, 12, 3, 900, GUT, VERSCHOBEN),
    Vorgabe("netzwerk-konz", Nachweisart.WEITERE, "Moderation von Gruppen", INSTITUT, 3, 2, None, GUT),
    Vorgabe("netzwerk-konz-2", Nachweisart.GRUND, "Bachelor Sozialpädagogik", HOCHSCHULE, None, 5, None, GUT),
    Vorgabe("netzwerk-konz-2", Nachweisart.LUETTRINGHAUS, KURS, INSTITUT, 12, 0, None, OFFEN),
    Vorgabe(
        "netzwerk-saarburg", Nachweisart.ERZIEHER, "Staatlich anerkannter Erzieher", HOCHSCHULE, None, 12, None, GUT
    ),
    Vorgabe("netzwerk-saarburg", Nachweisart.SYSTEMISCH, "Systemische Beratung", INSTITUT, 60, 6, None, GUT),
    Vorgabe("netzwerk-saarburg", Nachweisart.LUETTRINGHAUS, KURS, INSTITUT, 12, 4, 45, GUT),
    Vorgabe(
        "netzwerk-hermeskeil", Nachweisart.ERZIEHER, "Staatlich anerkannte Erzieherin", HOCHSCHULE, None, 8, None, GUT
    ),
    Vorgabe("netzwerk-hermeskeil", Nachweisart.SYSTEMISCH, "Einführung Systemik", INSTITUT, 2, 1, None, ZURUECK),
    Vorgabe("netzwerk-hermeskeil", Nachweisart.LUETTRINGHAUS, KURS, INSTITUT, 12, 2, None, GUT),
    Vorgabe("netzwerk-rst", Nachweisart.GRUND, "Diplom Sozialarbeit", HOCHSCHULE, None, 15, None, GUT),
    Vorgabe("netzwerk-rst", Nachweisart.LUETTRINGHAUS, KURS, INSTITUT, 12, 5, -30, GUT),
)
#: Träger, name, account of the Netzwerkfachkraft that she is herself
LEITUNGEN = (
    ("beispieltal", "Leonie", "Probe", ""),
    ("musterhof", "Frieder", "Fantasie", ""),
    ("probeberg", "Petra", "Planspiel", ""),
    ("fantasieau", "Theo", "Musterbach", "netzwerk-rst"),
)
#: account, Sozialraum, Träger of the Leitungsfachkraft, days ago
ABSPRACHEN = (
    ("netzwerk-konz", "konz", "beispieltal", 40),
    ("netzwerk-konz", "konz", "beispieltal", 220),
    ("netzwerk-saarburg", "saarburg", "musterhof", 70),
)
GRUND = "Die Leitungsstelle ist neu besetzt. Das erste Gespräch ist für den kommenden Monat verabredet."
#: account -> days since the Zeugnis was seen
ZEUGNISSE = {"netzwerk-konz": 400, "netzwerk-saarburg": 900, "netzwerk-rst": 300, "netzwerk-konz-2": 1900}


def weise_qualifikation_nach(rahmen: Rahmen) -> int:
    """Evidence, Leitungsfachkräfte, Absprachen, reasons, powers, statements, Führungszeugnisse; how many pieces."""
    konten = [rahmen.konten[name] for name in {vorgabe.konto for vorgabe in NACHWEISE}]
    je_konto = {person.benutzer_id: person for person in Netzwerkfachkraft.objects.filter(benutzer__in=konten)}
    personen = {name: je_konto[pk] for name, pk in rahmen.konten.items() if pk in je_konto}
    Qualifikationsnachweis.objects.bulk_create(_nachweis(rahmen, personen, vorgabe) for vorgabe in NACHWEISE)
    leitungen = _leitungen(rahmen, personen)
    Absprache.objects.bulk_create(
        Absprache(
            uuid=rahmen.wuerfel.schluessel(),
            fachkraft=personen[name],
            leitung=leitungen[traeger],
            sozialraum=rahmen.sozialraeume[kuerzel],
            am=(tag := rahmen.arbeitstag(rahmen.vor(tage))),
            themen="Stand der Partnerkontakte, nächste Sitzungen, Projektideen",
            naechste_am=rahmen.arbeitstag(tag + timedelta(days=120)),
        )
        for name, kuerzel, traeger, tage in ABSPRACHEN
    )
    _worte(rahmen, personen)
    _zeugnisse(rahmen, personen)
    return len(NACHWEISE)


def _nachweis(rahmen: Rahmen, personen: dict[str, Netzwerkfachkraft], vorgabe: Vorgabe) -> Qualifikationsnachweis:
    am = rahmen.vor(365 * vorgabe.jahre + 30)
    entschieden = vorgabe.zustand != OFFEN
    nachweis = Qualifikationsnachweis(
        uuid=rahmen.wuerfel.schluessel(),
        fachkraft=personen[vorgabe.konto],
        art=vorgabe.art,
        bezeichnung=vorgabe.bezeichnung,
        anbieter=vorgabe.anbieter,
        umfang=vorgabe.tage,
        einheit=Umfangseinheit.TAGE if vorgabe.tage else "",
        am=am,
        gueltig_bis=rahmen.stichtag + timedelta(days=vorgabe.endet_in) if vorgabe.endet_in else None,
        zustand=vorgabe.zustand,
        eingereicht_von_id=rahmen.konten[vorgabe.konto],
        entschieden_von_id=rahmen.konten["jugendamt"] if entschieden else None,
        entschieden_am=rahmen.vor(20) if entschieden else None,
        verlaengerung_grund=vorgabe.verlaengert,
        ablehnungsgrund="Zwei Tage sind keine längere Zusatzausbildung." if vorgabe.zustand == ZURUECK else "",
    )
    _lege_datei_ab(nachweis)
    return nachweis


def _lege_datei_ab(nachweis: Qualifikationsnachweis) -> None:
    inhalt = einseiter(nachweis.bezeichnung)
    name = f"nachweis/{nachweis.uuid.hex}.pdf"
    if not default_storage.exists(name):
        default_storage.save(name, ContentFile(inhalt))
    nachweis.datei, nachweis.datei_name = name, f"{nachweis.bezeichnung}.pdf"
    nachweis.datei_typ, nachweis.datei_groesse = PDF.typ, len(inhalt)


def _leitungen(rahmen: Rahmen, personen: dict[str, Netzwerkfachkraft]) -> dict[str, Leitungsfachkraft]:
    leitungen = {
        traeger: Leitungsfachkraft(
            uuid=rahmen.wuerfel.schluessel(),
            traeger=rahmen.traeger[traeger],
            vorname=vorname,
            nachname=nachname,
            fachkraft=personen.get(konto),
            von=rahmen.arbeitsbeginn,
        )
        for traeger, vorname, nachname, konto in LEITUNGEN
    }
    Leitungsfachkraft.objects.bulk_create(leitungen.values())
    return leitungen


def _worte(rahmen: Rahmen, personen: dict[str, Netzwerkfachkraft]) -> None:
    """A deviation with its reason (another person's has none), powers, one of them over, a statement."""
    Abweichungsbegruendung.objects.bulk_create(
        [
            Abweichungsbegruendung(
                uuid=rahmen.wuerfel.schluessel(),
                anforderung=LEITUNG,
                sozialraum=rahmen.sozialraeume["hermeskeil"],
                fachkraft=personen["netzwerk-hermeskeil"],
                grund=GRUND,
                von=rahmen.vor(30),
                verfasst_von_id=rahmen.konten["jugendamt"],
            )
        ]
    )
    heuer = rahmen.stichtag.year
    Entscheidungsbefugnis.objects.bulk_create(
        Entscheidungsbefugnis(
            uuid=rahmen.wuerfel.schluessel(),
            fachkraft=personen[name],
            umfang="Ausgaben bis 300 € im Rahmen bewilligter Projekte; Zusagen zu Terminen und Räumen",
            erteilt_von=leitung,
            von=date(jahr, 1, 1),
            bis=bis,
        )
        for name, leitung, jahr, bis in (
            ("netzwerk-konz", "Leonie Probe, Leitung", heuer, None),
            ("netzwerk-saarburg", "Frieder Fantasie, Leitung", heuer, None),
            ("netzwerk-saarburg", "Frieder Fantasie, Leitung", heuer - 1, date(heuer - 1, 12, 31)),
        )
    )
    Kompetenzeinschaetzung.objects.bulk_create(
        [
            Kompetenzeinschaetzung(
                uuid=rahmen.wuerfel.schluessel(),
                fachkraft=personen["netzwerk-konz"],
                am=rahmen.vor(120),
                kommunikation="Spricht Partner offen an und bringt unterschiedliche Sichtweisen zusammen.",
                arbeitsweise="Plant vorausschauend, hält Absprachen nach und dokumentiert zeitnah.",
                konzept="Erkennt Bedarfe früh und entwickelt daraus mit Partnern tragfähige Vorhaben.",
                verfasst_von_id=rahmen.konten["leitung-konz"],
            )
        ]
    )


def _zeugnisse(rahmen: Rahmen, personen: dict[str, Netzwerkfachkraft]) -> None:
    Fuehrungszeugnis.objects.bulk_create(
        Fuehrungszeugnis(
            uuid=rahmen.wuerfel.schluessel(),
            fachkraft=personen[name],
            datum=(datum := rahmen.vor(tage + 20)),
            eingesehen_am=rahmen.vor(tage),
            wiedervorlage_am=wiedervorlage(datum, 5),
        )
        for name, tage in ZEUGNISSE.items()
    )

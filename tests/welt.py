"""A small world for tests: four Sozialräume, two Träger, all roles, a few categories. Everything is invented."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from konten.models import Benutzer
from konten.rules import Rolle
from netzwerk.models import Einsatz, Netzwerkfachkraft
from netzwerk.rules import Einsatzstatus
from partner.models import (
    Funktion,
    Intervall,
    Kategoriepflicht,
    Kategoriezuordnung,
    Netzwerkpartner,
    Partnerkategorie,
    Partnerzustand,
    Person,
    Wirkungsbereich,
)
from partner.rules import Ferienregel, Kreis
from sozialraum.models import (
    Gebietszuordnung,
    Gemeinde,
    Sozialraum,
    Traeger,
    Traegerschaft,
    Verbandsgemeinde,
    Zustaendigkeit,
)

ANFANG = date(2020, 1, 1)
PASSWORT = "beispiel-2026"
KATEGORIEN = [
    ("kita", "Kindertagesstätte", "Kita", Kreis.NAH, True, 180, Ferienregel.SCHLIESSTAGE),
    ("schule", "Schule und Schulsozialarbeit", "Schule", Kreis.NAH, True, 180, Ferienregel.SCHULFERIEN),
    ("verein", "Vereine und Ehrenamt", "Verein", Kreis.NAH, False, 365, Ferienregel.KEINE),
    ("polizei", "Polizei", "Polizei", Kreis.WEITERE, True, 365, Ferienregel.KEINE),
]
#: role of every persona and what it is bound to
PERSONEN = {
    "leitung_konz": (Rolle.LEITUNG, None, "beispieltal"),
    "leitung_fremd": (Rolle.LEITUNG, None, "musterhof"),
    "jugendamt": (Rolle.JUGENDAMT, None, None),
    "jugendamt_2": (Rolle.JUGENDAMT, None, None),
    "leitstelle": (Rolle.LEITSTELLE, None, None),
    "team_konz": (Rolle.TEAM, "konz", None),
    "datenschutz": (Rolle.DATENSCHUTZ, None, None),
    "admin": (Rolle.ADMIN, None, None),
}


@dataclass(slots=True)
class Welt:
    """Handles to the records that most tests need."""

    sozialraeume: dict[str, Sozialraum]
    traeger: dict[str, Traeger]
    gemeinden: dict[str, Gemeinde]
    kategorien: dict[str, Partnerkategorie]
    personen: dict[str, Benutzer]

    @property
    def konz(self) -> Sozialraum:
        return self.sozialraeume["konz"]

    @property
    def saarburg(self) -> Sozialraum:
        return self.sozialraeume["saarburg"]

    def person(self, name: str) -> Benutzer:
        """A fresh instance, so that the cached scope of an earlier request does not leak."""
        return Benutzer.objects.get(pk=self.personen[name].pk)


def baue_welt() -> Welt:
    sozialraeume = {
        kuerzel: Sozialraum.objects.create(kuerzel=kuerzel, name=name, reihenfolge=nummer)
        for nummer, (kuerzel, name) in enumerate(
            [
                ("hermeskeil", "Hermeskeil"),
                ("konz", "Konz"),
                ("rst", "Ruwer/Schweich/Trier-Land"),
                ("saarburg", "Saarburg"),
            ]
        )
    }
    traeger = {
        "beispieltal": Traeger.objects.create(name="Jugendhilfe Beispieltal e. V.", kurzname="Beispieltal"),
        "musterhof": Traeger.objects.create(name="Musterhof gGmbH", kurzname="Musterhof"),
    }
    welt = Welt(sozialraeume, traeger, _gemeinden(sozialraeume), _kategorien(), {})
    _traegerschaften(welt)
    _personen(welt)
    return welt


def _gemeinden(sozialraeume: dict[str, Sozialraum]) -> dict[str, Gemeinde]:
    gemeinden = {}
    for ags, name, plz, kuerzel in [
        ("07235068", "Konz", "54329", "konz"),
        ("07235132", "Tawern", "54456", "konz"),
        ("07235118", "Saarburg", "54439", "saarburg"),
        ("07235045", "Hermeskeil", "54411", "hermeskeil"),
        ("07235125", "Schweich", "54338", "rst"),
    ]:
        vg, _ = Verbandsgemeinde.objects.get_or_create(schluessel=f"0723500{len(kuerzel)}", name=kuerzel.title())
        gemeinden[name] = Gemeinde.objects.create(
            ags=ags,
            name=name,
            plz=plz,
            verbandsgemeinde=vg,
            einwohner=1000,
            einwohner_am=date(2019, 12, 31),
            flaeche_km2=Decimal("10"),
            breite=Decimal("49.7"),
            laenge=Decimal("6.6"),
        )
        Gebietszuordnung.objects.create(gemeinde=gemeinden[name], sozialraum=sozialraeume[kuerzel], von=ANFANG)
    return gemeinden


def _kategorien() -> dict[str, Partnerkategorie]:
    kategorien = {}
    for nummer, (kuerzel, name, kurz, kreis, pflicht, tage, ferien) in enumerate(KATEGORIEN):
        kategorie = Partnerkategorie.objects.create(
            kuerzel=kuerzel, name=name, kurzname=kurz, kreis=kreis, ferienregel=ferien, reihenfolge=nummer
        )
        Intervall.objects.create(kategorie=kategorie, tage=tage, von=ANFANG)
        if pflicht:
            Kategoriepflicht.objects.create(kategorie=kategorie, von=ANFANG)
        kategorien[kuerzel] = kategorie
    return kategorien


def _traegerschaften(welt: Welt) -> None:
    for traeger, kuerzel, steuert in [
        ("beispieltal", "konz", True),
        ("musterhof", "konz", False),
        ("musterhof", "saarburg", True),
    ]:
        Traegerschaft.objects.create(
            traeger=welt.traeger[traeger],
            sozialraum=welt.sozialraeume[kuerzel],
            ist_steuerungsverantwortlich=steuert,
            von=ANFANG,
        )


def _personen(welt: Welt) -> None:
    for name, (rolle, kuerzel, traeger) in PERSONEN.items():
        welt.personen[name] = benutzer = _konto(name)
        Zustaendigkeit.objects.create(
            benutzer=benutzer,
            rolle=rolle,
            sozialraum=welt.sozialraeume.get(kuerzel),
            traeger=welt.traeger.get(traeger),
            von=ANFANG,
        )
    for name, kuerzel, traeger in [
        ("netzwerk_konz", "konz", "beispieltal"),
        ("netzwerk_saarburg", "saarburg", "musterhof"),
    ]:
        welt.personen[name] = neue_fachkraft(welt, name, kuerzel, traeger)
    welt.personen["ohne_rolle"] = _konto("ohne_rolle")


def _konto(name: str) -> Benutzer:
    return Benutzer.objects.create_user(
        name.replace("_", "-"),
        PASSWORT,
        vorname=name.split("_")[0].title(),
        nachname="Muster",
        email=f"{name}@example.org",
    )


def neue_fachkraft(
    welt: Welt, name: str, kuerzel: str, traeger: str, vzae: str = "0.30", von: date = ANFANG
) -> Benutzer:
    """An account whose role netzwerk follows from a confirmed Einsatz."""
    benutzer = _konto(name)
    fachkraft = Netzwerkfachkraft.objects.create(
        benutzer=benutzer, traeger=welt.traeger[traeger], vorname=benutzer.vorname, nachname=benutzer.nachname
    )
    Einsatz.objects.create(
        fachkraft=fachkraft,
        sozialraum=welt.sozialraeume[kuerzel],
        traeger=welt.traeger[traeger],
        vzae=Decimal(vzae),
        von=von,
        zustand=Einsatzstatus.BESTAETIGT,
    )
    return benutzer


def neuer_partner(
    welt: Welt,
    name: str = "Kita Beispielbach",
    kategorie: str = "kita",
    sozialraum: str | None = "konz",
    von: date = ANFANG,
    zustand: str = "aktiv",
    **felder,
) -> Netzwerkpartner:
    """An active partner of one category that serves one Sozialraum (None: none yet)."""
    partner = Netzwerkpartner.objects.create(name=name, **{"ort": "Konz", "gemeinde": welt.gemeinden["Konz"], **felder})
    Partnerzustand.objects.create(partner=partner, zustand=zustand, von=von)
    Kategoriezuordnung.objects.create(partner=partner, kategorie=welt.kategorien[kategorie], von=von)
    if sozialraum:
        Wirkungsbereich.objects.create(partner=partner, sozialraum=welt.sozialraeume[sozialraum], von=von)
    return partner


def neue_ansprechperson(partner: Netzwerkpartner, nachname: str = "Beispiel", **felder) -> Funktion:
    person = Person.objects.create(vorname="Alex", nachname=nachname)
    return Funktion.objects.create(
        person=person, partner=partner, **{"bezeichnung": "Leitung", "von": ANFANG, **felder}
    )

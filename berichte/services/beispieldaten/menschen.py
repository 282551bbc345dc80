"""Träger, accounts, roles and Einsätze of the example data."""

from datetime import date, timedelta
from decimal import Decimal

from django.contrib.auth.hashers import make_password

from berichte.services.beispieldaten.konten import KENNWORT, KONTEN, Beispielkonto
from berichte.services.beispieldaten.namen import rufnummer
from berichte.services.beispieldaten.rahmen import Rahmen
from konten.models import Benutzer
from konten.rules import Rolle, normalisiere
from netzwerk.models import Einsatz, Netzwerkfachkraft
from netzwerk.rules import Einsatzstatus, Mehranteilgrund
from sozialraum.models import Traeger, Traegerschaft, Zustaendigkeit

TRAEGER = [
    ("beispieltal", "Jugendhilfe Beispieltal e. V.", "Beispieltal"),
    ("musterhof", "Musterhof gGmbH", "Musterhof"),
    ("probeberg", "Sozialwerk Probeberg e. V.", "Probeberg"),
    ("fantasieau", "Familiendienste Fantasieau gGmbH", "Fantasieau"),
]
#: Träger, Sozialraum, steuerungsverantwortlich, from, to
TRAEGERSCHAFTEN = [
    ("musterhof", "konz", True, date(2017, 1, 1), date(2019, 12, 31)),
    ("beispieltal", "konz", False, date(2017, 1, 1), date(2019, 12, 31)),
    ("beispieltal", "konz", True, date(2020, 1, 1), None),
    ("musterhof", "konz", False, date(2020, 1, 1), None),
    ("musterhof", "saarburg", True, date(2017, 1, 1), None),
    ("probeberg", "hermeskeil", True, date(2017, 1, 1), None),
    ("fantasieau", "rst", True, date(2017, 1, 1), None),
    ("probeberg", "rst", False, date(2018, 1, 1), None),
]
ROLLEN = {
    "leitung-konz": (Rolle.LEITUNG, None, "beispieltal"),
    "leitung-fremd": (Rolle.LEITUNG, None, "musterhof"),
    "jugendamt": (Rolle.JUGENDAMT, None, None),
    "jugendamt-2": (Rolle.JUGENDAMT, None, None),
    "leitstelle": (Rolle.LEITSTELLE, None, None),
    "team-konz": (Rolle.TEAM, "konz", None),
    "datenschutz": (Rolle.DATENSCHUTZ, None, None),
    "admin": (Rolle.ADMIN, None, None),
}
FACHKRAEFTE = {
    "netzwerk-konz": "beispieltal",
    "netzwerk-konz-2": "musterhof",
    "netzwerk-saarburg": "musterhof",
    "netzwerk-hermeskeil": "probeberg",
    "netzwerk-rst": "fantasieau",
    "netzwerk-rst-frueher": "fantasieau",
}
#: the vacancy in Ruwer/Schweich/Trier-Land, in days before the Stichtag
LUECKE = (200, 150)
ENDET_IN_TAGEN = 62


def richte_menschen_ein(rahmen: Rahmen) -> None:
    """Accounts by username into `rahmen.konten`, Träger into `rahmen.traeger`; then roles and Einsätze."""
    for schluessel, name, kurzname in TRAEGER:
        rahmen.traeger[schluessel] = Traeger(uuid=rahmen.wuerfel.schluessel(), name=name, kurzname=kurzname)
    Traeger.objects.bulk_create(rahmen.traeger.values())
    _konten(rahmen, [*KONTEN, *_weitere_konten(rahmen)])
    _traegerschaften(rahmen)
    _zustaendigkeiten(rahmen)
    _einsaetze(rahmen, _fachkraefte(rahmen))


def erdachte(rahmen: Rahmen) -> list[str]:
    """Kürzel of the invented Sozialräume; empty but for the size "land"."""
    return [kuerzel for kuerzel in rahmen.sozialraeume if rahmen.ist_erdacht(kuerzel)]


def _weitere_konten(rahmen: Rahmen) -> list[Beispielkonto]:
    return [
        Beispielkonto(f"netzwerk-{kuerzel}", "Fachkraft", f"Beispiel {kuerzel[-3:]}", "")
        for kuerzel in erdachte(rahmen)
    ]


def _konten(rahmen: Rahmen, konten: list[Beispielkonto]) -> None:
    # One computation for all: it is slow on purpose, and the password is no secret.
    kennwort = make_password(KENNWORT)
    zeilen = Benutzer.objects.bulk_create(
        Benutzer(
            uuid=rahmen.wuerfel.schluessel(),
            username=konto.username,
            vorname=konto.vorname,
            nachname=konto.nachname,
            email=f"{konto.username}@example.org",
            is_active=konto.ist_aktiv,
            ist_beispiel=True,
            password=kennwort,
        )
        for konto in konten
    )
    rahmen.konten.update({zeile.username: zeile.pk for zeile in zeilen})


def _traegerschaften(rahmen: Rahmen) -> None:
    zeilen = list(TRAEGERSCHAFTEN)
    schluessel = list(rahmen.traeger)
    for nummer, kuerzel in enumerate(erdachte(rahmen)):
        zeilen.append((schluessel[nummer % len(schluessel)], kuerzel, True, date(2017, 1, 1), None))
    Traegerschaft.objects.bulk_create(
        Traegerschaft(
            uuid=rahmen.wuerfel.schluessel(),
            traeger=rahmen.traeger[traeger],
            sozialraum=rahmen.sozialraeume[kuerzel],
            ist_steuerungsverantwortlich=steuert,
            von=von,
            bis=bis,
        )
        for traeger, kuerzel, steuert, von, bis in zeilen
    )


def _zustaendigkeiten(rahmen: Rahmen) -> None:
    Zustaendigkeit.objects.bulk_create(
        Zustaendigkeit(
            uuid=rahmen.wuerfel.schluessel(),
            benutzer_id=rahmen.konten[username],
            rolle=rolle,
            sozialraum=rahmen.sozialraeume.get(kuerzel),
            traeger=rahmen.traeger.get(traeger),
            von=rahmen.arbeitsbeginn,
        )
        for username, (rolle, kuerzel, traeger) in ROLLEN.items()
    )


def _fachkraefte(rahmen: Rahmen) -> dict[str, Netzwerkfachkraft]:
    """By username; "ohne-konto" is the colleague who is only proposed yet."""
    namen = {konto.username: (konto.vorname, konto.nachname) for konto in KONTEN}
    traeger = dict(FACHKRAEFTE) | {"ohne-konto": "beispieltal"}
    schluessel = list(rahmen.traeger)
    for nummer, kuerzel in enumerate(erdachte(rahmen)):
        traeger[f"netzwerk-{kuerzel}"] = schluessel[nummer % len(schluessel)]
        namen[f"netzwerk-{kuerzel}"] = ("Fachkraft", f"Beispiel {kuerzel[-3:]}")
    namen["ohne-konto"] = ("Paul", "Probestein")
    fachkraefte = {name: _fachkraft(rahmen, name, *namen[name], eigner) for name, eigner in traeger.items()}
    Netzwerkfachkraft.objects.bulk_create(fachkraefte.values())
    return fachkraefte


def _fachkraft(rahmen: Rahmen, username: str, vorname: str, nachname: str, traeger: str) -> Netzwerkfachkraft:
    return Netzwerkfachkraft(
        uuid=rahmen.wuerfel.schluessel(),
        benutzer_id=rahmen.konten.get(username),
        traeger=rahmen.traeger[traeger],
        vorname=vorname,
        nachname=nachname,
        telefon=rufnummer(rahmen.wuerfel),
        email=f"{username}@example.org" if username in rahmen.konten else "",
        name_norm=normalisiere(f"{nachname} {vorname}"),
    )


def _einsaetze(rahmen: Rahmen, fachkraefte: dict[str, Netzwerkfachkraft]) -> None:
    beginn = rahmen.arbeitsbeginn
    stichtag = rahmen.stichtag
    luecke_von, luecke_bis = (rahmen.vor(tage) for tage in LUECKE)
    groesse, viele = Mehranteilgrund.GROESSE, Mehranteilgrund.EINRICHTUNGEN
    zeilen = [
        ("netzwerk-konz", "konz", "0.3000", beginn, None, groesse),
        ("netzwerk-konz-2", "konz", "0.1000", rahmen.vor(400), None, viele),
        ("netzwerk-saarburg", "saarburg", "0.2500", beginn, None, ""),
        ("netzwerk-hermeskeil", "hermeskeil", "0.2500", beginn, stichtag + timedelta(days=ENDET_IN_TAGEN), ""),
        ("netzwerk-rst-frueher", "rst", "0.5000", beginn, luecke_von - timedelta(days=1), viele),
        ("netzwerk-rst", "rst", "0.5000", luecke_bis + timedelta(days=1), None, viele),
    ]
    zeilen += [(f"netzwerk-{kuerzel}", kuerzel, "0.2500", beginn, None, "") for kuerzel in erdachte(rahmen)]
    einsaetze = [_einsatz(rahmen, fachkraefte[zeile[0]], *zeile[1:]) for zeile in zeilen]
    Einsatz.objects.bulk_create([*einsaetze, _vorschlag(rahmen, fachkraefte["ohne-konto"])])


def _einsatz(
    rahmen: Rahmen, fachkraft: Netzwerkfachkraft, kuerzel: str, vzae: str, von: date, bis: date | None, grund: str
) -> Einsatz:
    return Einsatz(
        uuid=rahmen.wuerfel.schluessel(),
        fachkraft=fachkraft,
        sozialraum=rahmen.sozialraeume[kuerzel],
        traeger_id=fachkraft.traeger_id,
        vzae=Decimal(vzae),
        von=von,
        bis=bis,
        mehranteil_grund=grund,
        zustand=Einsatzstatus.BESTAETIGT,
        vorgeschlagen_von_id=_leitung(rahmen, fachkraft.traeger),
        entschieden_von_id=rahmen.konten["jugendamt"],
        entschieden_am=von - timedelta(days=14),
    )


def _leitung(rahmen: Rahmen, traeger: Traeger) -> int | None:
    leitung = {"Beispieltal": "leitung-konz", "Musterhof": "leitung-fremd"}.get(traeger.kurzname)
    return rahmen.konten.get(leitung)


def _vorschlag(rahmen: Rahmen, fachkraft: Netzwerkfachkraft) -> Einsatz:
    naechster_monat = (rahmen.stichtag.replace(day=1) + timedelta(days=32)).replace(day=1)
    return Einsatz(
        uuid=rahmen.wuerfel.schluessel(),
        fachkraft=fachkraft,
        sozialraum=rahmen.sozialraeume["konz"],
        traeger_id=fachkraft.traeger_id,
        vzae=Decimal("0.1500"),
        von=naechster_monat,
        mehranteil_grund=Mehranteilgrund.BESONDERHEIT,
        mehranteil_text="Neubaugebiet mit zwei zusätzlichen Kitas",
        zustand=Einsatzstatus.VORGESCHLAGEN,
        vorgeschlagen_von_id=rahmen.konten["leitung-konz"],
    )

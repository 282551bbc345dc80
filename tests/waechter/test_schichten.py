"""Imports point down: kinds of module, floors of the house, edges that nobody imports, no circle."""

import ast
from collections.abc import Iterator

from tests.waechter.quelltext import (
    APPS,
    GESTAPELT,
    OBERFLAECHE,
    RANDMODULE,
    STUFE,
    Modul,
    appmodule,
    eingefuehrte,
    module,
    zeichenketten,
)

ALLE = appmodule()
#: konten's base classes are there to be inherited from
BASISKLASSEN = ("konten.views", "konten.tables", "konten.forms", "konten.filters", "konten.widgets")
#: what template tags may read
MARKEN_LESEN = {"rules", "selectors"}
#: (tag module, module) -> why
MARKEN_AUSNAHMEN = {
    ("konten.templatetags.netz", "konten.services.rueckgabe"): (
        "signs the hidden mark of a form's owner: a pure function whose key belongs beside the check that reads it"
    ),
    ("konten.templatetags.netz", "konten.widgets"): "writes fields as HTML, which is what a tag is for",
}
#: (module, module of another app) -> why
FREMDE_OBERFLAECHE: dict[tuple[str, str], str] = {}


def eigene_importe() -> Iterator[tuple[Modul, Modul, int]]:
    """(importing module, imported module of ours, line)."""
    for modul in ALLE.values():
        for name, zeile in eingefuehrte(modul, ALLE):
            if name in ALLE:
                yield modul, ALLE[name], zeile


def test_jedes_modul_hat_eine_bekannte_art():
    bekannt = {*STUFE, *RANDMODULE, "templatetags", ""}
    assert [modul.ort for modul in ALLE.values() if modul.art not in bekannt] == []


def test_importe_zeigen_auf_gleiche_oder_tiefere_art():
    verstoesse = [
        f"{von.ort}:{zeile} importiert {nach.name}"
        for von, nach, zeile in eigene_importe()
        if von.art in STUFE and nach.art in STUFE and STUFE[nach.art] > STUFE[von.art]
    ]
    assert verstoesse == []


def test_untere_arten_importieren_nur_aus_tieferen_stockwerken():
    verstoesse = [
        f"{von.ort}:{zeile} importiert {nach.name}"
        for von, nach, zeile in eigene_importe()
        if von.art in GESTAPELT and APPS.index(nach.app) > APPS.index(von.app)
    ]
    assert verstoesse == []


def test_fremde_formulare_und_seiten_werden_nicht_importiert():
    fremde = {
        (von.name, nach.name): f"{von.ort}:{zeile} importiert {nach.name}"
        for von, nach, zeile in eigene_importe()
        if von.app != nach.app and nach.art in OBERFLAECHE and not nach.name.startswith(BASISKLASSEN)
    }
    assert [satz for paar, satz in fremde.items() if paar not in FREMDE_OBERFLAECHE] == []
    assert set(FREMDE_OBERFLAECHE) <= set(fremde), "An exception that nobody needs any more"


def test_randmodule_werden_von_niemandem_importiert():
    verstoesse = [
        f"{von.ort}:{zeile} importiert {nach.name}"
        for von, nach, zeile in eigene_importe()
        if nach.art in RANDMODULE | {"templatetags"} and not nach.name.startswith(f"{von.app}.{von.art}")
    ]
    assert verstoesse == []


def test_vorlagenmarken_lesen_nur_regeln_und_abfragen():
    importe = {
        (von.name, nach.name): f"{von.ort}:{zeile} importiert {nach.name}"
        for von, nach, zeile in eigene_importe()
        if von.art == "templatetags" and nach.art not in MARKEN_LESEN
    }
    assert [satz for paar, satz in importe.items() if paar not in MARKEN_AUSNAHMEN] == []
    assert set(MARKEN_AUSNAHMEN) <= set(importe), "An exception that nobody needs any more"


def test_einstellungen_nennen_apps_nur_als_text():
    verstoesse = [
        f"{modul.ort}:{zeile} importiert {name}"
        for modul in module("config").values()
        for name, zeile in eingefuehrte(modul, ALLE)
        if name.split(".")[0] in APPS
    ]
    assert verstoesse == []


def test_apps_kennen_die_einstellungen_nur_ueber_django():
    verstoesse = [
        f"{modul.ort}:{zeile} importiert {name}"
        for modul in ALLE.values()
        for name, zeile in eingefuehrte(modul, ALLE)
        if name.split(".")[0] in {"config", "tests", "scripts"}
    ]
    assert verstoesse == []


def test_es_gibt_keinen_kreis_von_modulen():
    kanten: dict[str, set[str]] = {name: set() for name in ALLE}
    for von, nach, _ in eigene_importe():
        if von.name != nach.name:
            kanten[von.name].add(nach.name)
    # Leaves fall off until only circles are left.
    while blaetter := {name for name, ziele in kanten.items() if not ziele}:
        kanten = {name: ziele - blaetter for name, ziele in kanten.items() if name not in blaetter}
    auf_dem_weg = {ziel for ziele in kanten.values() for ziel in ziele}
    assert sorted(name for name in kanten if name in auf_dem_weg) == []


# --- Rules are pure -------------------------------------------------------------------------------------------------

#: Enums are values; the validators judge a text without a database or a clock.
REIN = {
    "django.db.models": {"TextChoices", "IntegerChoices"},
    "django.core.exceptions": {"ValidationError"},
    "django.core.validators": None,
}
UHREN = {"today", "now", "utcnow", "localdate", "localtime", "time_ns", "monotonic"}
UNREIN = {"os", "pathlib", "random", "secrets", "socket", "sqlite3", "subprocess", "time", "urllib.request", "uuid"}


def regelmodule() -> list[Modul]:
    return [modul for modul in ALLE.values() if modul.art == "rules"]


def test_regeln_kennen_keine_datenbank():
    verstoesse = [
        f"{modul.ort}:{knoten.lineno} importiert {name}"
        for modul in regelmodule()
        for knoten in ast.walk(modul.baum())
        for name in _unreine_namen(knoten)
    ]
    assert verstoesse == []


def _unreine_namen(knoten: ast.AST) -> list[str]:
    if isinstance(knoten, ast.Import):
        return [alias.name for alias in knoten.names if alias.name.startswith("django") or alias.name in UNREIN]
    if not isinstance(knoten, ast.ImportFrom) or knoten.level:
        return []
    quelle = knoten.module or ""
    if quelle in UNREIN:
        return [quelle]
    if not quelle.startswith("django"):
        return []
    erlaubt = REIN.get(quelle, set())
    return [f"{quelle}.{alias.name}" for alias in knoten.names if erlaubt is not None and alias.name not in erlaubt]


def test_regeln_kennen_keine_uhr():
    verstoesse = [
        f"{modul.ort}:{knoten.lineno} fragt {ast.unparse(knoten.func)}()"
        for modul in regelmodule()
        for knoten in ast.walk(modul.baum())
        if isinstance(knoten, ast.Call) and isinstance(knoten.func, ast.Attribute) and knoten.func.attr in UHREN
    ]
    assert verstoesse == []


# --- What this house does without -----------------------------------------------------------------------------------

VERBOTEN = {
    "django.contrib.admin": "no Django admin",
    "django.db.models.signals": "no signals",
    "django.dispatch": "no signals",
    "django.core.signals": "no signals",
}


def test_keine_signale_und_keine_django_verwaltung():
    verstoesse = [
        f"{modul.ort}:{zeile} importiert {name}: {grund}"
        for modul in [*ALLE.values(), *module("config").values()]
        for name, zeile in eingefuehrte(modul, ALLE)
        for verboten, grund in VERBOTEN.items()
        if name == verboten or name.startswith(f"{verboten}.")
    ]
    verstoesse += [
        f"{modul.ort}:{zeile} nennt {text}"
        for modul in module("config").values()
        for text, zeile in zeichenketten(modul)
        if text == "django.contrib.admin"
    ]
    assert verstoesse == []


def test_niemand_wartet_mit_der_uhr():
    verstoesse = [
        f"{modul.ort}:{knoten.lineno}"
        for modul in [*ALLE.values(), *module("config", "tests", "scripts").values()]
        for knoten in ast.walk(modul.baum())
        if isinstance(knoten, ast.Call) and ast.unparse(knoten.func) in {"time.sleep", "sleep"}
    ]
    assert verstoesse == []

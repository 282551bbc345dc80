"""Reads the project's own source as data: modules, what they import, functions, templates."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

WURZEL = Path(__file__).resolve().parent.parent.parent
#: bottom to top
APPS = ("konten", "sozialraum", "partner", "netzwerk", "finanzen", "berichte")
#: bottom to top; kinds of one row stand side by side
STUFEN = (
    {"rules"},
    {"models"},
    {"selectors"},
    {"services"},
    {"reports"},
    {"tasks"},
    {"forms", "filters", "tables", "widgets"},
    {"views", "feeds", "api"},
    {"urls"},
)
STUFE = {art: nummer for nummer, arten in enumerate(STUFEN) for art in arten}
#: kinds that also keep to the floors
GESTAPELT = ("rules", "models", "selectors", "services")
RANDMODULE = {"apps", "adapters", "middleware", "context_processors", "management", "datenschutz"}
OBERFLAECHE = {"forms", "filters", "tables", "widgets", "views", "feeds", "api", "urls"}


@dataclass(frozen=True, slots=True)
class Modul:
    """One Python file of an app."""

    name: str
    pfad: Path

    @property
    def app(self) -> str:
        return self.name.split(".")[0]

    @property
    def art(self) -> str:
        """Kind of module: second part of its name; empty for the app package itself."""
        teile = self.name.split(".")
        return teile[1] if len(teile) > 1 else ""

    @property
    def ort(self) -> str:
        return str(self.pfad.relative_to(WURZEL))

    def baum(self) -> ast.Module:
        return _baum(self.pfad)


@cache
def _baum(pfad: Path) -> ast.Module:
    return ast.parse(pfad.read_text(encoding="utf-8"), filename=str(pfad))


@cache
def module(*pakete: str) -> dict[str, Modul]:
    """All Python files of the packages by module name, migrations left out."""
    ergebnis = {}
    for paket in pakete:
        for pfad in sorted((WURZEL / paket).rglob("*.py")):
            teile = pfad.relative_to(WURZEL).with_suffix("").parts
            if "migrations" not in teile:
                name = ".".join(teile[:-1] if teile[-1] == "__init__" else teile)
                ergebnis[name] = Modul(name, pfad)
    return ergebnis


def appmodule() -> dict[str, Modul]:
    return module(*APPS)


def eingefuehrte(modul: Modul, bekannt: dict[str, Modul]) -> Iterator[tuple[str, int]]:
    """(name, line) of everything the module imports anywhere, down to the most exact known module."""
    for knoten in ast.walk(modul.baum()):
        if isinstance(knoten, ast.Import):
            yield from ((alias.name, knoten.lineno) for alias in knoten.names)
        elif isinstance(knoten, ast.ImportFrom):
            basis = _basis(modul, knoten)
            for alias in knoten.names:
                genau = f"{basis}.{alias.name}"
                yield (genau if genau in bekannt else basis), knoten.lineno


def _basis(modul: Modul, knoten: ast.ImportFrom) -> str:
    if not knoten.level:
        return knoten.module or ""
    paket = modul.name.split(".")
    if modul.pfad.name != "__init__.py":
        paket = paket[:-1]
    paket = paket[: len(paket) - knoten.level + 1]
    return ".".join([*paket, *([knoten.module] if knoten.module else [])])


Funktion = ast.FunctionDef | ast.AsyncFunctionDef


def funktionen(modul: Modul) -> Iterator[Funktion]:
    """All functions and methods, nested ones too."""
    return (k for k in ast.walk(modul.baum()) if isinstance(k, ast.FunctionDef | ast.AsyncFunctionDef))


def oeffentliche_funktionen(modul: Modul) -> Iterator[Funktion]:
    """Functions of the module's top level that others may call."""
    return (
        k
        for k in modul.baum().body
        if isinstance(k, ast.FunctionDef | ast.AsyncFunctionDef) and not k.name.startswith("_")
    )


def laenge(funktion: Funktion) -> int:
    """Lines from the first decorator's def to the end, docstring included."""
    return (funktion.end_lineno or funktion.lineno) - funktion.lineno + 1


def zeichenketten(modul: Modul) -> Iterator[tuple[str, int]]:
    for knoten in ast.walk(modul.baum()):
        if isinstance(knoten, ast.Constant) and isinstance(knoten.value, str):
            yield knoten.value, knoten.lineno


@cache
def vorlagen() -> dict[str, str]:
    """Template name -> source, for all templates of the project."""
    dateien = [(p, p.relative_to(WURZEL / "templates")) for p in (WURZEL / "templates").rglob("*") if p.is_file()]
    return {str(name): pfad.read_text(encoding="utf-8") for pfad, name in sorted(dateien)}

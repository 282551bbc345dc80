"""Which two entries of the directory are probably the same institution, and why (K16, K23)."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations
from urllib.parse import urlsplit

from konten.rules import normalisiere
from konten.rules.suche import aehnlichkeit, silben

#: words that say what something is, not which one; they would make all Kitas alike
GATTUNG = frozenset(
    wort
    for zeile in (
        "der die das und fuer von im in am an ev e v ggmbh gmbh st sankt stelle",
        "kita kindertagesstaette kindergarten kinderkrippe krippe hort",
        "schule grundschule realschule plus gymnasium foerderschule",
        "verein foerderverein beratungsstelle",
        "katholische evangelische kommunale staatliche staedtische kath",
    )
    for wort in zeile.split()
)
#: a value that more entries share says nothing: the number of a central office, the page of a Träger
GEMEINSAM_AB = 6
#: shares of the judgement in percent
NAME_HOECHSTENS, GLEICHES_TELEFON, GLEICHE_MAIL, GLEICHE_SEITE, GLEICHE_ANSCHRIFT, GLEICHER_ORT = 60, 25, 25, 15, 20, 10
#: what a pair needs to be shown, and the similarity of names below which nothing else counts
ZEIGEN_AB, NAME_AB = 55, 0.3
ANDERE_ART, ANDERER_ORT = 20, 25


@dataclass(frozen=True, slots=True)
class Steckdaten:
    """What is compared of one entry; `arten` are its categories, empty when unknown."""

    id: int
    name: str
    ort: str = ""
    strasse: str = ""
    telefon: str = ""
    email: str = ""
    web: str = ""
    arten: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Paar:
    """Two entries, the smaller id first, how sure it is in percent, and what speaks for it."""

    a: int
    b: int
    prozent: int
    gruende: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Form:
    """An entry in the form in which it is compared; `kern` are the trigrams of what is special in the name."""

    id: int
    worte: frozenset[str]
    silben: frozenset[str]
    kern: frozenset[str]
    ort: str
    anschrift: str
    telefon: str
    email: str
    seite: str
    arten: frozenset[int]


def telefonkern(text: str) -> str:
    """Digits of a number without the country, so that "+49 6501 12" and "06501/12" are one; "" below five digits."""
    ziffern = re.sub(r"\(0\)|\D", "", re.sub(r"^\s*(\+|00)49", "0", text.strip()))
    ziffern = ziffern.lstrip("0")
    return ziffern if len(ziffern) >= 5 else ""


def seitenkern(adresse: str) -> str:
    """Host and path of a web page without "www." and the last slash."""
    teile = urlsplit(adresse if "//" in adresse else f"//{adresse}")
    rechner = (teile.hostname or "").removeprefix("www.")
    return f"{rechner}{teile.path.rstrip('/').casefold()}"


def strassenkern(text: str) -> str:
    """A street with its number as one word: "Schul-Str. 6 a" and "Schulstraße 6a" are one."""
    return re.sub(r"[^a-z0-9]", "", re.sub(r"str(asse|\.|\b)", "str", normalisiere(text)))


def finde_paare(angaben: Iterable[Steckdaten], verworfen: Collection[tuple[int, int]] = ()) -> list[Paar]:
    """Probable pairs, the surest first; `verworfen` are pairs (smaller id first) that somebody has ruled out.

    Compares only entries that share something rare, so the effort grows with the entries, not with their square.
    """
    formen = {eine.id: _forme(eine) for eine in angaben}
    paare = []
    for a, b in _kandidaten(list(formen.values())):
        if (a, b) not in verworfen and (paar := _beurteile(formen[a], formen[b])):
            paare.append(paar)
    return sorted(paare, key=lambda paar: (-paar.prozent, paar.a, paar.b))


def vergleiche(eine: Steckdaten, andere: Steckdaten) -> Paar | None:
    """The judgement about these two, or None when they are too different to be shown."""
    a, b = sorted((_forme(eine), _forme(andere)), key=lambda form: form.id)
    return _beurteile(a, b)


def _forme(eine: Steckdaten) -> _Form:
    worte = frozenset(re.findall(r"[a-z0-9]+", normalisiere(eine.name)))
    ort, strasse = normalisiere(eine.ort.replace("-", " ")), strassenkern(eine.strasse)
    return _Form(
        id=eine.id,
        worte=worte,
        silben=silben(eine.name),
        kern=silben(" ".join(worte - GATTUNG - set(ort.split()))),
        ort=ort,
        anschrift=f"{strasse} {ort}" if strasse and ort else "",
        telefon=telefonkern(eine.telefon),
        email=normalisiere(eine.email),
        seite=seitenkern(eine.web) if eine.web else "",
        arten=eine.arten,
    )


def _kandidaten(formen: list[_Form]) -> Iterator[tuple[int, int]]:
    faecher: dict[tuple[str, str], list[int]] = defaultdict(list)
    for form in formen:
        for feld in ("telefon", "email", "seite", "anschrift"):
            if wert := getattr(form, feld):
                faecher[feld, wert].append(form.id)
        for wort in form.worte - GATTUNG or form.worte:
            faecher["wort", f"{wort} {form.ort}"].append(form.id)
            faecher["anfang", wort[:5]].append(form.id)
    gesehen: set[tuple[int, int]] = set()
    for (feld, _), ids in faecher.items():
        if feld in ("wort", "anfang") or len(ids) < GEMEINSAM_AB:
            gesehen.update(combinations(sorted(set(ids)), 2))
    yield from sorted(gesehen)


def _beurteile(a: _Form, b: _Form) -> Paar | None:
    name = max(aehnlichkeit(a.silben, b.silben), aehnlichkeit(a.kern, b.kern))
    if name < NAME_AB:
        return None
    prozent, gruende = round(name * NAME_HOECHSTENS), ["gleicher Name" if a.silben == b.silben else "ähnlicher Name"]
    for feld, punkte, grund in (
        ("telefon", GLEICHES_TELEFON, "gleiches Telefon"),
        ("email", GLEICHE_MAIL, "gleiche E-Mail"),
        ("seite", GLEICHE_SEITE, "gleiche Internetseite"),
        ("anschrift", GLEICHE_ANSCHRIFT, "gleiche Anschrift"),
    ):
        if getattr(a, feld) and getattr(a, feld) == getattr(b, feld):
            prozent += punkte
            gruende.append(grund)
    orte = frozenset(a.ort.split()), frozenset(b.ort.split())
    if all(orte):
        am_ort = orte[0] <= orte[1] or orte[1] <= orte[0]
        prozent += GLEICHER_ORT if am_ort else -ANDERER_ORT
        gruende.append("gleicher Ort" if am_ort else "aber anderer Ort")
    if a.arten and b.arten and not a.arten & b.arten:
        prozent -= ANDERE_ART
        gruende.append("aber andere Kategorie")
    hoechstens = 100 if a.worte == b.worte else 99
    return Paar(a.id, b.id, min(prozent, hoechstens), tuple(gruende)) if prozent >= ZEIGEN_AB else None

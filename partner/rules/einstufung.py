"""Which partner category an entry of a list belongs to, from its words for category and kind (K23, K24)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from partner.rules.spalten import ueberschrift

#: entries that belong to the Sozialraum itself and are no partners
SOZIALRAUMZENTRUM = "sozialraumzentrum"

# short name of the category, kind: words of lists that mean it
_KATEGORIEWORTE = """
kita, Kita: kita, kitas, kindertagesstaette, kindergarten, kindergaerten, kindertageseinrichtung, day care
kita, Krippe: krippe, kinderkrippe
kita, Hort: hort, kinderhort
kita, Kindertagespflege: kindertagespflege
schule, : schule, schulen, school, schools
schule, Schulsozialarbeit: schulsozialarbeit
jugendarbeit, Jugendzentrum: jugendzentrum, jugendhaus, haus der jugend, youth centre
jugendarbeit, : jugendarbeit, kinder und jugendarbeit, offene jugendarbeit
verein, : verein, vereine, ehrenamt, vereine und ehrenamt, club
jugendhilfe, : jugendhilfe, hilfen zur erziehung, einrichtungen und dienste der jugendhilfe
polizei, : polizei, police
familienbildung, Mehrgenerationenhaus: mehrgenerationenhaus, mgh
familienbildung, : familienbildung
fruehe-hilfen, : fruehe hilfen
jugendamt, Jugendamt: jugendamt
sonstige, Beratung: beratung, beratungsstelle, counselling
sonstige, Gesundheit: gesundheit, krankenhaus, klinik, health
sonstige, Verwaltung: verwaltung, behoerde, administration
sonstige, : sonstige, sonstiges, other
"""
# category where the kind alone decides it (otherwise empty), kind as we write it: words of lists that mean it
_ARTWORTE = """
sozialraumzentrum, Sozialraumzentrum: sozialraumzentrum
jugendhilfe, Erziehungsberatung: erziehungsberatung, lebensberatung, erziehungs ehe familien lebensberatung
jugendhilfe, Außensprechstunde: aussensprechstunde
jugendhilfe, Träger: wohlfahrtsverband, traeger
jugendhilfe, Jugendhilfezentrum: jugendhilfezentrum
schule, Schulsozialarbeit: schulsozialarbeit
familienbildung, Familienbildungsstätte: familienbildungsstaette
, IGS: integrierte gesamtschule
, BBS: berufsbildende schule
, Verwaltung: verbandsgemeindeverwaltung, kreisverwaltung, stadtverwaltung
, Jugendbildungsstätte: jugendbildungsstaette
"""


def _lies_tabelle(text: str) -> dict[str, tuple[str, str]]:
    """Word -> (short name of the category, kind)."""
    tabelle = {}
    for zeile in text.strip().splitlines():
        ziel, _, woerter = zeile.partition(":")
        kuerzel, _, art = ziel.partition(",")
        tabelle |= dict.fromkeys(woerter.strip().split(", "), (kuerzel.strip(), art.strip()))
    return tabelle


_KATEGORIEN: Mapping[str, tuple[str, str]] = MappingProxyType(_lies_tabelle(_KATEGORIEWORTE))
_ARTEN: Mapping[str, tuple[str, str]] = MappingProxyType(_lies_tabelle(_ARTWORTE))


@dataclass(frozen=True, slots=True)
class Kategorieangabe:
    """A category as the import needs it."""

    pk: int
    kuerzel: str
    name: str
    kurzname: str
    arten: tuple[str, ...] = ()


def kategorieschluessel(kategorie: str, art: str) -> str:
    """What is mapped: the word for the category, with the kind where that decides ("beratung / wohlfahrtsverband")."""
    wort, artwort = ueberschrift(kategorie), ueberschrift(art)
    if artwort in _ARTEN and _ARTEN[artwort][0]:
        return f"{wort} / {artwort}" if wort else artwort
    # "Grundschule" alone says enough; a mere number is a code of the list.
    return wort or ("" if artwort.isdigit() else artwort)


def ist_sozialraumzentrum(kategorie: str, art: str) -> bool:
    """True for rows about a Sozialraumzentrum: it belongs to the Sozialraum and is no partner of it."""
    return SOZIALRAUMZENTRUM in (ueberschrift(kategorie), ueberschrift(art))


def erkenne_kategorie(schluessel: str, kategorien: Iterable[Kategorieangabe]) -> str:
    """Short name of the category a mapped word most likely means; empty when nobody can tell."""
    wort, _, artwort = schluessel.partition(" / ")
    vorhanden = {kategorie.kuerzel for kategorie in kategorien}
    for kuerzel in (_ARTEN.get(artwort or wort, ("", ""))[0], _KATEGORIEN.get(wort, ("", ""))[0]):
        if kuerzel in vorhanden:
            return kuerzel
    return _nach_eigenem_wort(wort, kategorien)


def _nach_eigenem_wort(wort: str, kategorien: Iterable[Kategorieangabe]) -> str:
    for kategorie in kategorien:
        worte = (kategorie.kuerzel, kategorie.name, kategorie.kurzname, *kategorie.arten)
        if wort and wort in map(ueberschrift, worte):
            return kategorie.kuerzel
    return ""


def erkenne_art(kategorie: str, art: str, ziel: Kategorieangabe) -> str:
    """The kind as the category writes it, otherwise as the list does; at most 60 characters."""
    artwort = ueberschrift(art) or _KATEGORIEN.get(ueberschrift(kategorie), ("", ""))[1]
    if ueberschrift(artwort) in _ARTEN:
        return _ARTEN[ueberschrift(artwort)][1]
    if artwort.isdigit():
        return ""
    for bekannt in ziel.arten:
        if ueberschrift(bekannt) == ueberschrift(artwort):
            return bekannt
    return _als_wort(art or artwort)[:60]


def _als_wort(text: str) -> str:
    text = " ".join(text.split())
    return text[:1].upper() + text[1:]


def erkenne_vorgabe(dateiname: str, kategorien: Iterable[Kategorieangabe]) -> str:
    """Category for rows without one, from the words of the file name ("kitas_in_flensburg.csv")."""
    for wort in ueberschrift(dateiname.rpartition(".")[0]).split():
        # "Schulname" and "Kitaname" are headings that tell what the list is about.
        stamm = {"schulname": "schule", "kitaname": "kita", "vereinsname": "verein"}.get(wort, wort)
        kuerzel = erkenne_kategorie(stamm, kategorien)
        if kuerzel:
            return kuerzel
    return ""

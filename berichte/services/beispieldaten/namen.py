"""Invented names that nobody takes for real ones: institutions, people, streets, numbers.

Phone numbers are from the ranges that the Bundesnetzagentur keeps free for films and books, addresses on the net
from the domain that is reserved for examples.
"""

from typing import NamedTuple

from berichte.services.beispieldaten.rahmen import Wuerfel
from konten.rules import normalisiere


def _worte(text: str, zwischen: str | None = None) -> list[str]:
    return text.split(zwischen)


STAEMME = ["Beispiel", "Muster", "Probe", "Übungs", "Fantasie", "Modell"]
ENDUNGEN = _worte(
    "bach berg tal au hof wiese grund feld garten stein quell linde brunnen mühle hain steg born höhe kamp ried "
    "warte anger gasse furt"
)
VORNAMEN = _worte(
    "Alina Anton Ayşe Bela Birte Carlo Clara Dario Edda Elif Emil Finja Gesa Hannes Ida Ilja Jale Jannik Juna Kalle "
    "Kira Lasse Leyla Lorenz Malte Marie Mats Milena Nils Nora Ole Pia Rana Ruben Selma Silas Tarek Thea Till Wanda"
)
NACHNAMEN = _worte(
    "Beispiel Muster Probe Übung Fantasie Vorlage Platzhalter Musterfeld Beispielberg Probewein Musterbach "
    "Beispielsen Probemann Musterling Fantasius Vorlagner Übungsmann Musterkamp Beispieler Probestein"
)
STRASSEN = _worte(
    "Beispielweg|Musterstraße|Am Probeplatz|Übungsgasse|Fantasiestraße|Im Musterfeld|Beispielallee|Modellring|"
    "An der Probemühle|Musterpfad",
    "|",
)
RUFNUMMERN = ["030 23125", "040 66969", "069 90009", "089 99998", "0221 4710"]

#: per category: kind and pattern of the name; the first is the most frequent
MUSTER = {
    "kita": [
        ("Kita", "Kita {}"),
        ("Kita", "Kindergarten {}"),
        ("Krippe", "Kinderkrippe {}"),
        ("Hort", "Hort {}"),
        ("Kindertagespflege", "Kindertagespflege {}"),
    ],
    "schule": [
        ("Grundschule", "Grundschule {}"),
        ("Realschule plus", "Realschule plus {}"),
        ("Schulsozialarbeit", "Schulsozialarbeit {}"),
        ("Gymnasium", "Gymnasium {}"),
        ("IGS", "IGS {}"),
        ("Förderschule", "Förderschule {}"),
        ("BBS", "BBS {}"),
    ],
    "jugendarbeit": [
        ("Jugendtreff", "Jugendtreff {}"),
        ("Jugendzentrum", "Jugendzentrum {}"),
        ("Jugendpflege", "Jugendpflege {}"),
        ("Jugendverband", "Pfadfinderstamm {}"),
    ],
    "verein": [
        ("Sportverein", "SV {}"),
        ("Feuerwehr", "Freiwillige Feuerwehr {}"),
        ("Musikverein", "Musikverein {}"),
        ("Kirchengemeinde", "Kirchengemeinde {}"),
        ("Initiative", "Nachbarschaftshilfe {}"),
        ("Sportverein", "Turnverein {}"),
    ],
    "jugendhilfe": [
        ("Erziehungsberatung", "Erziehungsberatung {}"),
        ("Träger", "Jugendhilfe {}"),
        ("Jugendhilfezentrum", "Jugendhilfezentrum {}"),
    ],
    "polizei": [("Polizeiinspektion", "Polizeiinspektion {}"), ("Polizeiwache", "Polizeiwache {}")],
    "familienbildung": [
        ("Mehrgenerationenhaus", "Mehrgenerationenhaus {}"),
        ("Familienbildungsstätte", "Familienbildungsstätte {}"),
    ],
    "fruehe-hilfen": [
        ("Beratungsstelle", "Schwangerenberatung {}"),
        ("Familienhebamme", "Hebammenpraxis {}"),
        ("Babybesuchsdienst", "Babybesuchsdienst {}"),
    ],
    "sonstige": [
        ("Gesundheit", "Kinderarztpraxis {}"),
        ("Beratung", "Schuldnerberatung {}"),
        ("Verwaltung", "Bürgerbüro {}"),
        ("Sonstiges", "Bücherei {}"),
    ],
}
TRAEGER_DER_EINRICHTUNG = {
    "kita": ["Kita-Verbund Beispielland", "Stiftung Musterkinder", "Elterninitiative Probe e. V."],
    "schule": ["Schulverband Musterland"],
    "jugendarbeit": ["Jugendwerk Fantasie e. V.", ""],
    "jugendhilfe": ["Jugendhilfe Beispieltal e. V.", "Musterhof gGmbH", "Sozialwerk Probeberg e. V."],
    "familienbildung": ["Familienbund Beispiel e. V."],
    "fruehe-hilfen": ["Familienbund Beispiel e. V.", ""],
}
FUNKTIONEN = {
    "kita": ["Leitung", "stellvertretende Leitung", "Fachkraft für Sprache"],
    "schule": ["Schulleitung", "Schulsozialarbeit", "Sekretariat", "stellvertretende Schulleitung"],
    "jugendarbeit": ["Jugendpflege", "pädagogische Mitarbeit"],
    "verein": ["Vorsitz", "Jugendwart", "Geschäftsführung"],
    "jugendhilfe": ["Leitung", "Beratung", "Bereichsleitung"],
    "polizei": ["Jugendsachbearbeitung", "Leitung der Inspektion"],
    "familienbildung": ["Leitung", "Kursplanung"],
    "fruehe-hilfen": ["Beratung", "Koordination"],
    "jugendamt": ["Sachgebietsleitung", "Koordination"],
    "sonstige": ["Ansprechperson", "Leitung"],
}


class Einrichtungsname(NamedTuple):
    name: str
    art: str


class Namensgeber:
    """Hands out names of institutions, each only once."""

    def __init__(self, wuerfel: Wuerfel) -> None:
        self._wuerfel = wuerfel
        self._orte = [stamm + endung for stamm in STAEMME for endung in ENDUNGEN]
        wuerfel.shuffle(self._orte)
        self._vergeben: set[str] = set()
        self._naechster = 0

    def reserviere(self, name: str) -> None:
        self._vergeben.add(name)

    def einrichtung(self, kategorie: str, ort: str) -> Einrichtungsname:
        """A name with a place of its own; when all are taken the Gemeinde is added, then a number."""
        art, muster = self._wuerfel.fallend(MUSTER[kategorie])
        for zusatz in self._zusaetze(ort):
            for _ in range(12):
                name = muster.format(self._ort()) + zusatz
                if name not in self._vergeben:
                    self._vergeben.add(name)
                    return Einrichtungsname(name, art)
        raise AssertionError("unreachable: numbers do not end")

    def _ort(self) -> str:
        self._naechster += 1
        return self._orte[self._naechster % len(self._orte)]

    @staticmethod
    def _zusaetze(ort: str):
        yield ""
        yield f" {ort}"
        nummer = 2
        while True:
            yield f" {ort} {nummer}"
            nummer += 1


def rufnummer(wuerfel: Wuerfel) -> str:
    """A number that belongs to nobody."""
    return f"{wuerfel.choice(RUFNUMMERN)} {wuerfel.randrange(1000):03d}"


def anschrift(wuerfel: Wuerfel) -> str:
    """Street and house number of a street that does not exist there."""
    return f"{wuerfel.choice(STRASSEN)} {wuerfel.randint(1, 60)}"


def rechnername(name: str) -> str:
    """ "Kita Übungshöhe" becomes "kita-uebungshoehe.example.org"."""
    return "-".join(normalisiere(name).replace(".", "").split())[:60].strip("-") + ".example.org"


def postfach(vorname: str, nachname: str, rechner: str) -> str:
    """ "Ayşe Übung" becomes "ayse.uebung@…"; Turkish ı as i, which the normal form keeps."""
    teile = (normalisiere(teil).replace("ı", "i") for teil in (vorname, nachname))
    return f"{'.'.join(teile)}@{rechner}"

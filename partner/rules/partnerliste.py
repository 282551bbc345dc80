"""What becomes of each row of a partner list, and why. List, Gemeinden, categories and stock come in as values."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from konten.rules import normalisiere
from partner.rules import Sitz
from partner.rules.angaben import NAME_HOECHSTENS, Angaben, lies_angaben
from partner.rules.dubletten import Steckdaten
from partner.rules.einlesen import (
    NICHT_UEBERNEHMEN,
    Ablehnung,
    Aenderung,
    Listenzeile,
    Zeilenergebnis,
    Zuordnung,
    pruefe_spalten,
    saetze,
    stellen,
    zelle,
)
from partner.rules.einstufung import (
    Kategorieangabe,
    erkenne_art,
    erkenne_kategorie,
    erkenne_vorgabe,
    ist_sozialraumzentrum,
    kategorieschluessel,
)
from partner.rules.listenzwilling import Nachbarn, andere_strasse
from partner.rules.ort import Ortsurteil, Ortsverzeichnis, loese_ort
from partner.rules.partnerbestand import Bestand, Bestandspartner, ortsschluessel
from partner.rules.rundlauf import Nachtrag, Rundlaufpartner, Worte, lies_schluessel, vergleiche
from partner.rules.spalten import FELDER, erkenne_spalten

#: fields that a list may fill in a partner where they are empty
FUELLBAR = ("traeger_name", "strasse", "plz", "ort", "telefon", "email", "web", "kurzname")
#: fields of a list that fill a free text of the partner under another name
TEXTE = {"zielgruppen": "zielgruppen_frei", "oeffnung": "oeffnungshinweis"}
#: answer to the question whether a row means somebody who is there already
IST_NEU = "neu"
#: what a person may say about the seat of a doubtful row, beside the key of a Gemeinde
ENTSCHEIDUNGEN = {Sitz.AUSSERHALB.value: "außerhalb des Landkreises", Sitz.UNBEKANNT.value: "Ort nicht bekannt"}


@dataclass(frozen=True, slots=True)
class Grundlage:
    """Everything a row is judged by. `sozialraeume` None: the import may place partners everywhere."""

    verzeichnis: Ortsverzeichnis
    kategorien: tuple[Kategorieangabe, ...]
    bestand: Bestand
    sozialraeume: frozenset[int] | None = None
    rundlauf: Mapping[str, Rundlaufpartner] = field(default_factory=dict)
    worte: Worte = field(default_factory=Worte)


@dataclass(frozen=True, slots=True)
class Zeilenurteil:
    """Verdict on one row with everything that is needed to carry it out."""

    nummer: int
    ergebnis: Zeilenergebnis
    grund: str
    angaben: Angaben
    kategorie: Kategorieangabe | None = None
    art: str = ""
    ort: Ortsurteil = field(default_factory=Ortsurteil)
    partner: int | None = None
    ergaenzung: Mapping[str, Any] = field(default_factory=dict)
    aenderungen: tuple[Aenderung, ...] = ()
    nachtrag: Nachtrag = field(default_factory=Nachtrag)
    ist_ortszweifel: bool = False
    optionen: tuple[tuple[str, str], ...] = ()
    version: int = 0

    @property
    def ist_zentrum(self) -> bool:
        return ist_sozialraumzentrum(self.angaben.kategorie, self.angaben.art)


def erkenne_zuordnung(
    spalten: list[str], zeilen: Iterable[Listenzeile], kategorien: tuple[Kategorieangabe, ...], dateiname: str
) -> Zuordnung:
    """First proposal from headings, category words and the file's name."""
    felder = erkenne_spalten(spalten)
    vorgabe = "" if "kategorie" in felder.values() else erkenne_vorgabe(dateiname, kategorien)
    return vervollstaendige(Zuordnung(felder, {}, vorgabe), spalten, zeilen, kategorien)


def vervollstaendige(
    zuordnung: Zuordnung,
    spalten: list[str],
    zeilen: Iterable[Listenzeile],
    kategorien: tuple[Kategorieangabe, ...],
) -> Zuordnung:
    """Adds a proposal for every category word of the list that is not mapped yet."""
    worte = kategorieworte(spalten, zuordnung.spalten, zeilen)
    erkannt = {wort: erkenne_kategorie(wort, kategorien) for wort in worte}
    return replace(zuordnung, kategorien=erkannt | dict(zuordnung.kategorien))


def pruefe_zuordnung(zuordnung: Zuordnung, kategorien: Iterable[Kategorieangabe]) -> str:
    """The first fault of a mapping as a sentence; empty when it can be used."""
    if fehler := pruefe_spalten(zuordnung, FELDER, ("name",)):
        return fehler
    erlaubt = {"", NICHT_UEBERNEHMEN, *(kategorie.kuerzel for kategorie in kategorien)}
    fremd = {*zuordnung.kategorien.values(), zuordnung.vorgabe} - erlaubt
    return f"Die Kategorie „{min(fremd)}“ gibt es nicht." if fremd else ""


def kategorieworte(spalten: list[str], felder: Mapping[str, str], zeilen: Iterable[Listenzeile]) -> Counter[str]:
    """Words for categories in the list with the number of rows; Sozialraumzentren are no choice and left out."""
    orte = stellen(spalten, felder)
    worte: Counter[str] = Counter()
    kennung = orte.get("kennung") if "fassung" in orte else None
    for zeile in zeilen:
        if kennung is not None and lies_schluessel(zelle(zeile, kennung)):
            continue
        kategorie, art = (zelle(zeile, orte.get(feld)) for feld in ("kategorie", "art"))
        wort = kategorieschluessel(kategorie, art)
        if wort and not ist_sozialraumzentrum(kategorie, art):
            worte[wort] += 1
    return worte


class _Durchgang:
    """One pass over a list: remembers what was met before, so that nothing is taken twice."""

    def __init__(self, spalten: list[str], zuordnung: Zuordnung, grundlage: Grundlage) -> None:
        self.breite = len(spalten)
        self.stellen = stellen(spalten, zuordnung.spalten)
        self.zuordnung = zuordnung
        self.grundlage = grundlage
        self.kategorien = {kategorie.kuerzel: kategorie for kategorie in grundlage.kategorien}
        self.ist_ausgabe = "fassung" in self.stellen
        self.kennungen: dict[str, int] = {}
        self.namen: dict[tuple[str, str, int], tuple[int, str, str]] = {}
        self.getroffen: dict[int, int] = {}
        self.nachbarn = Nachbarn()

    def urteile(self, zeile: Listenzeile) -> Zeilenurteil:
        schluessel = lies_schluessel(zelle(zeile, self.stellen.get("kennung")))
        if schluessel and (self.ist_ausgabe or schluessel in self.grundlage.rundlauf):
            return self._urteile_rundlauf(zeile, schluessel)
        return self._urteile_liste(zeile)

    def _urteile_rundlauf(self, zeile: Listenzeile, schluessel: str) -> Zeilenurteil:
        """A row of our own export, edited: it changes exactly what differs, or nothing."""
        zellen = {feld: zelle(zeile, stelle) for feld, stelle in self.stellen.items()}
        urteil = Zeilenurteil(zeile.nummer, Zeilenergebnis.UNVERAENDERT, "", lies_angaben(zellen))
        try:
            self._pruefe_breite(zeile)
            partner = self.grundlage.rundlauf.get(schluessel)
            if partner is None:
                raise Ablehnung(
                    "Einen Partner mit dieser ID gibt es nicht (mehr). Für einen neuen lassen Sie sie leer."
                )
            nachtrag = vergleiche(zellen, partner, self.grundlage.worte, leeren=self.zuordnung.leeren)
            urteil = replace(urteil, partner=partner.pk, version=partner.version, nachtrag=nachtrag)
            urteil = replace(urteil, aenderungen=nachtrag.aenderungen)
            if not nachtrag.aenderungen:
                return urteil
            return self._pruefe_rundlauf(urteil, partner, zellen.get("fassung", "").strip())
        except Ablehnung as fehler:
            return replace(urteil, ergebnis=Zeilenergebnis.ABGELEHNT, grund=str(fehler))

    def _pruefe_rundlauf(self, urteil: Zeilenurteil, partner: Rundlaufpartner, fassung: str) -> Zeilenurteil:
        erste = self.getroffen.setdefault(partner.pk, urteil.nummer)
        if erste != urteil.nummer:
            raise Ablehnung(f"Steht schon in Zeile {erste} der Liste.")
        if fassung and fassung != partner.fassung:
            raise Ablehnung(
                "Inzwischen geändert: Der Eintrag ist nicht mehr der, den die Liste kennt. Zuerst steht, was jetzt "
                "gilt, dann die Liste. Bitte geben Sie die Liste neu aus oder ändern Sie auf der Seite des Partners."
            )
        bekannt = self.grundlage.bestand.nach_pk.get(partner.pk)
        if bekannt is None or not bekannt.ist_bearbeitbar:
            raise Ablehnung(
                f"„{partner.felder['name'][:80]}“ gehört nicht zu Ihren Sozialräumen und wird nicht geändert."
            )
        raeume = urteil.nachtrag.raeume
        if raeume is not None and self.grundlage.sozialraeume is not None:
            fremde = (raeume ^ partner.raeume) - self.grundlage.sozialraeume
            if fremde:
                raise Ablehnung("Andere als die eigenen Sozialräume kann nur die Leitstelle Familie ändern.")
        ohne = "" if fassung else "Ohne Spalte „Fassung“ ist nicht erkennbar, ob inzwischen jemand etwas geändert hat."
        return replace(urteil, ergebnis=Zeilenergebnis.GEAENDERT, grund=ohne, ergaenzung=urteil.nachtrag.felder)

    def _urteile_liste(self, zeile: Listenzeile) -> Zeilenurteil:
        angaben = lies_angaben({feld: zelle(zeile, stelle) for feld, stelle in self.stellen.items()})
        ort = loese_ort(ags=angaben.ags, ort=angaben.ort, plz=angaben.plz, verzeichnis=self.grundlage.verzeichnis)
        urteil = Zeilenurteil(zeile.nummer, Zeilenergebnis.NEU, "", angaben, ort=ort)
        try:
            self._pruefe(zeile, angaben)
            kategorie = self._kategorie(angaben)
            art = erkenne_art(angaben.kategorie, angaben.art, kategorie)
            urteil = replace(urteil, kategorie=kategorie, art=art)
            return self._einordnen(zeile, urteil)
        except Ablehnung as fehler:
            return replace(urteil, ergebnis=Zeilenergebnis.ABGELEHNT, grund=str(fehler))

    def _pruefe_breite(self, zeile: Listenzeile) -> None:
        if any(text.strip() for text in zeile.zellen[self.breite :]):
            raise Ablehnung("Die Zeile hat mehr Spalten als die Überschrift. Vermutlich fehlen Anführungszeichen.")

    def _pruefe(self, zeile: Listenzeile, angaben: Angaben) -> None:
        self._pruefe_breite(zeile)
        if not angaben.name:
            raise Ablehnung("Der Name fehlt.")
        if len(angaben.name) > NAME_HOECHSTENS:
            raise Ablehnung(f"Der Name ist länger als {NAME_HOECHSTENS} Zeichen.")
        if ist_sozialraumzentrum(angaben.kategorie, angaben.art):
            raise Ablehnung("Sozialraumzentren sind keine Partner. Sie stehen beim Sozialraum selbst.")

    def _kategorie(self, angaben: Angaben) -> Kategorieangabe:
        wort = kategorieschluessel(angaben.kategorie, angaben.art)
        kuerzel = self.zuordnung.kategorien.get(wort, "")
        if not kuerzel and not angaben.kategorie:
            kuerzel = self.zuordnung.vorgabe
        if kuerzel == NICHT_UEBERNEHMEN:
            raise Ablehnung(f"Die Kategorie „{wort}“ soll nicht übernommen werden.")
        if kuerzel in self.kategorien:
            return self.kategorien[kuerzel]
        if wort:
            raise Ablehnung(f"Die Kategorie „{wort}“ ist noch keiner Partnerkategorie zugeordnet.")
        raise Ablehnung("Die Kategorie fehlt. Wählen Sie in der Zuordnung eine für Zeilen ohne Kategorie.")

    def _einordnen(self, zeile: Listenzeile, urteil: Zeilenurteil) -> Zeilenurteil:
        bekannt = self._nach_kennung(urteil)
        ist_ortszweifel = bool(urteil.ort.zweifel) and bekannt is None
        if ist_ortszweifel:
            urteil = replace(urteil, ort=self._entschieden(zeile, urteil.ort), ist_ortszweifel=True)
        if bekannt is None and urteil.ort.zweifel:
            bekannt = self._nach_namen(urteil)
            if bekannt is None:
                return replace(urteil, ergebnis=Zeilenergebnis.ZWEIFELHAFT, grund=urteil.ort.zweifel)
        if bekannt is None:
            urteil, bekannt = self._finde(zeile, urteil)
            if urteil.ergebnis == Zeilenergebnis.ZWEIFELHAFT:
                return urteil
        if bekannt is None:
            self._pruefe_reichweite(urteil.ort)
        self._merke(zeile, urteil, bekannt)
        if bekannt:
            return self._ergaenze(urteil, bekannt)
        return replace(urteil, grund=saetze(_ortssatz(urteil), *urteil.angaben.notizen))

    def _finde(self, zeile: Listenzeile, urteil: Zeilenurteil) -> tuple[Zeilenurteil, Bestandspartner | None]:
        """Who is meant by name and place. Anything but the same name at the same house is asked, not guessed."""
        gesagt = zeile.entscheidung.split()
        gleicher = self._nach_namen(urteil)
        if gleicher and not andere_strasse(urteil.angaben.strasse, gleicher.werte.get("strasse", "")):
            return urteil, gleicher
        nachbar = gleicher or self._nachbar(urteil)
        if nachbar is None:
            return self._im_selben_blatt(zeile, urteil), None
        ja, nein = (" ".join([*_ortsantwort(gesagt), antwort]) for antwort in (f"ist:{nachbar.pk}", IST_NEU))
        urteil = replace(urteil, optionen=((ja, f"ist „{nachbar.name[:80]}“"), (nein, "ist neu")))
        if f"ist:{nachbar.pk}" in gesagt:
            return urteil, nachbar
        if IST_NEU in gesagt:
            return urteil, None
        satz = _nachbarsatz(nachbar, ist_gleichnamig=gleicher is not None)
        return replace(urteil, ergebnis=Zeilenergebnis.ZWEIFELHAFT, grund=satz), None

    def _nachbar(self, urteil: Zeilenurteil) -> Bestandspartner | None:
        naechste = self.grundlage.bestand.nachbarn.aehnlichste(self._steckdaten(urteil))
        return self.grundlage.bestand.nach_pk[naechste.id] if naechste else None

    def _im_selben_blatt(self, zeile: Listenzeile, urteil: Zeilenurteil) -> Zeilenurteil:
        """Two rows of one list that are probably one institution: the later one waits for a decision."""
        gesagt, steckdaten = zeile.entscheidung.split(), self._steckdaten(urteil)
        erste = self.namen.get(self._schluessel(urteil))
        if erste is None:
            naechste = self.nachbarn.aehnlichste(steckdaten)
            erste = naechste and (naechste.id, naechste.name, "")
        elif not andere_strasse(urteil.angaben.strasse, erste[2]):
            return urteil
        if not erste:
            return urteil
        nummer, name, strasse = erste
        ja, nein = (" ".join([*_ortsantwort(gesagt), antwort]) for antwort in (f"zeile:{nummer}", IST_NEU))
        urteil = replace(urteil, optionen=((ja, f"ist dieselbe wie Zeile {nummer}, bleibt draußen"), (nein, "ist neu")))
        if f"zeile:{nummer}" in gesagt:
            raise Ablehnung(f"Ist dieselbe Einrichtung wie in Zeile {nummer}: „{name[:80]}“.")
        if IST_NEU in gesagt:
            return urteil
        wie = f"mit einer anderen Straße: {strasse}" if strasse else f"als „{name[:80]}“ am selben Ort"
        satz = f"Steht vermutlich schon in Zeile {nummer} der Liste, {wie}. Ist das dieselbe Einrichtung?"
        return replace(urteil, ergebnis=Zeilenergebnis.ZWEIFELHAFT, grund=satz)

    def _steckdaten(self, urteil: Zeilenurteil) -> Steckdaten:
        angaben, (_, ort, kategorie) = urteil.angaben, self._schluessel(urteil)
        return Steckdaten(
            urteil.nummer,
            angaben.name,
            ort,
            angaben.strasse,
            angaben.telefon,
            angaben.email,
            angaben.web,
            frozenset({kategorie}),
        )

    def _nach_kennung(self, urteil: Zeilenurteil) -> Bestandspartner | None:
        kennung = urteil.angaben.kennung
        bekannt = self.grundlage.bestand.kennungen.get(kennung) if kennung else None
        if bekannt is None:
            return None
        gleicher_name = bekannt.name_norm == normalisiere(urteil.angaben.name)
        gleicher_ort = urteil.ort.gemeinde is not None and urteil.ort.gemeinde.pk == bekannt.gemeinde
        if gleicher_name or gleicher_ort:
            return bekannt
        # Lists that merely number their rows would otherwise hit partners of other lists.
        raise Ablehnung(
            f"Die Kennung „{kennung}“ gehört schon zu „{bekannt.name[:80]}“. Zählt die Liste nur ihre Zeilen, "
            "lassen Sie die Spalte in der Zuordnung aus."
        )

    def _entschieden(self, zeile: Listenzeile, ort: Ortsurteil) -> Ortsurteil:
        gesagt = next(iter(_ortsantwort(zeile.entscheidung.split())), "")
        if gesagt in ENTSCHEIDUNGEN:
            return Ortsurteil(sitz=Sitz(gesagt))
        gemeinde = self.grundlage.verzeichnis.nach_ags.get(gesagt)
        return Ortsurteil(gemeinde, Sitz.LANDKREIS) if gemeinde else ort

    def _schluessel(self, urteil: Zeilenurteil) -> tuple[str, str, int]:
        gemeinde = None if urteil.ort.zweifel else urteil.ort.gemeinde
        ort = ortsschluessel(gemeinde and gemeinde.pk, urteil.angaben.ort, urteil.angaben.plz)
        return normalisiere(urteil.angaben.name), ort, urteil.kategorie.pk

    def _nach_namen(self, urteil: Zeilenurteil) -> Bestandspartner | None:
        return self.grundlage.bestand.mit_namen(*self._schluessel(urteil), urteil.angaben.strasse)

    def _pruefe_reichweite(self, ort: Ortsurteil) -> None:
        erlaubt = self.grundlage.sozialraeume
        if erlaubt is None or (ort.gemeinde and ort.gemeinde.sozialraum in erlaubt):
            return
        wo = ort.gemeinde.name if ort.gemeinde else ENTSCHEIDUNGEN.get(ort.sitz, ort.sitz)
        raise Ablehnung(f"Liegt nicht in Ihren Sozialräumen ({wo}). Die Leitstelle Familie kann die Zeile übernehmen.")

    def _merke(self, zeile: Listenzeile, urteil: Zeilenurteil, bekannt: Bestandspartner | None) -> None:
        kennung, schluessel = urteil.angaben.kennung, self._schluessel(urteil)
        gleichnamige = None if IST_NEU in zeile.entscheidung.split() else self.namen.get(schluessel)
        fruehere = (
            self.kennungen.get(kennung) if kennung else None,
            gleichnamige[0] if gleichnamige and not bekannt else None,
            self.getroffen.get(bekannt.pk) if bekannt else None,
        )
        erste = next((nummer for nummer in fruehere if nummer is not None), None)
        if erste is not None:
            raise Ablehnung(f"Steht schon in Zeile {erste} der Liste.")
        self.namen.setdefault(schluessel, (urteil.nummer, urteil.angaben.name, urteil.angaben.strasse))
        self.nachbarn.nimm_auf(self._steckdaten(urteil))
        if kennung:
            self.kennungen[kennung] = urteil.nummer
        if bekannt:
            self.getroffen[bekannt.pk] = urteil.nummer

    def _ergaenze(self, urteil: Zeilenurteil, bekannt: Bestandspartner) -> Zeilenurteil:
        leere = {name: wert for name, wert in _fuellung(urteil.angaben).items() if not bekannt.werte.get(name)}
        if "breite" in leere and bekannt.werte.get("laenge") is not None:
            del leere["breite"], leere["laenge"]
        if not leere:
            return replace(urteil, ergebnis=Zeilenergebnis.UNVERAENDERT, partner=bekannt.pk)
        if not bekannt.ist_bearbeitbar:
            raise Ablehnung(f"„{bekannt.name[:80]}“ gehört nicht zu Ihren Sozialräumen und wird nicht geändert.")
        return replace(
            urteil,
            ergebnis=Zeilenergebnis.GEAENDERT,
            grund=saetze(
                f"Ergänzt wird: {', '.join(_FELDWORT[n] for n in leere if n in _FELDWORT)}.", *urteil.angaben.notizen
            ),
            partner=bekannt.pk,
            ergaenzung=leere,
            aenderungen=tuple(
                Aenderung(_FELDWORT[name], "", str(wert)) for name, wert in leere.items() if name in _FELDWORT
            ),
        )


_FELDWORT = {
    "traeger_name": "Träger",
    "strasse": "Straße",
    "plz": "Postleitzahl",
    "ort": "Ort",
    "telefon": "Telefon",
    "email": "E-Mail",
    "web": "Internetseite",
    "kurzname": "Kurzname",
    "zielgruppen_frei": "Weitere Zielgruppen",
    "oeffnungshinweis": "Hinweis zu den Öffnungszeiten",
    "breite": "Koordinaten",
}


def _nachbarsatz(nachbar: Bestandspartner, *, ist_gleichnamig: bool) -> str:
    name, strasse = f"„{nachbar.name[:80]}“", nachbar.werte.get("strasse", "")
    if ist_gleichnamig:
        return f"{name} steht hier schon im Verzeichnis, aber mit einer anderen Straße: {strasse}."
    wo = f" ({strasse})" if strasse else ""
    return f"Am selben Ort steht schon {name}{wo}. Ist das dieselbe Einrichtung?"


def _ortsantwort(gesagt: list[str]) -> list[str]:
    """What was said about the seat, among all that was said about a row."""
    return [wort for wort in gesagt if wort != IST_NEU and ":" not in wort][:1]


def _fuellung(angaben: Angaben) -> dict[str, str | Decimal]:
    werte: dict[str, str | Decimal] = {name: getattr(angaben, name) for name in FUELLBAR if getattr(angaben, name)}
    werte |= {spalte: wert for feld, spalte in TEXTE.items() if (wert := getattr(angaben, feld))}
    if angaben.breite is not None and angaben.laenge is not None:
        werte |= {"breite": angaben.breite, "laenge": angaben.laenge}
    return werte


def _ortssatz(urteil: Zeilenurteil) -> str:
    ort = urteil.ort
    if ort.gemeinde is None:
        return f"Sitz: {ENTSCHEIDUNGEN[ort.sitz]}. Der Sozialraum ist noch offen."
    if ort.gemeinde.sozialraum is None:
        return f"{ort.gemeinde.name} gehört heute zu keinem Sozialraum. Der Sozialraum ist noch offen."
    return f"Sitz von Hand bestimmt: {ort.gemeinde.name}." if urteil.ist_ortszweifel else ""


def urteile_ueber(
    *, spalten: list[str], zeilen: Iterable[Listenzeile], zuordnung: Zuordnung, grundlage: Grundlage
) -> Iterator[Zeilenurteil]:
    """Verdict on every row, in the order of the file; the first of two equal rows counts."""
    durchgang = _Durchgang(spalten, zuordnung, grundlage)
    return map(durchgang.urteile, zeilen)


def waehlbare_sitze(verzeichnis: Ortsverzeichnis, sozialraeume: frozenset[int] | None) -> dict[str, str]:
    """Seats that a doubtful row may be given, value -> name; a narrow import has only the Gemeinden in its reach."""
    gemeinden = {
        gemeinde.ags: gemeinde.name
        for gemeinde in verzeichnis.gemeinden
        if sozialraeume is None or gemeinde.sozialraum in sozialraeume
    }
    return ENTSCHEIDUNGEN | gemeinden if sozialraeume is None else gemeinden

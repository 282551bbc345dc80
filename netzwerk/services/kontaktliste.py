"""Lists of contacts: the history that people bring along from their own tables (K02, K09)."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

from konten.rules import Geltungsbereich
from netzwerk.models import Kontakt
from netzwerk.rules import Bezug, Kontaktart
from netzwerk.rules.kontaktbestand import Kontaktgrundlage
from netzwerk.rules.kontaktliste import artworte, urteile_ueber_kontakte
from netzwerk.rules.kontaktmuster import KONTAKTMUSTER
from netzwerk.rules.kontaktspalten import FELDER, erkenne_kontaktspalten, kontaktspaltenfehler
from netzwerk.rules.kontaktworte import OHNE_ANGABE, erkenne_kontaktart
from netzwerk.selectors.kontaktimport import kontaktgrundlage
from netzwerk.services.kontaktstapel import aendere_viele, erfasse_viele, gleiche_tage_ab
from partner.models import Importlauf
from partner.rules.einlesen import NICHT_UEBERNEHMEN, PERSON, Listenzeile, Urteil, Zuordnung, pruefe_spalten
from partner.services.einlesen.art import Bildspalte, Importart, Spur
from partner.services.einlesen.lesen import Kopf

SCHON_DA = "Dieser Kontakt ist inzwischen schon eingetragen."
INZWISCHEN = "Inzwischen geändert. Es wurde nichts geschrieben."
_KEINE_LISTE = (
    "In der Datei sind keine Spalten mit Tag und Partner erkennbar. "
    "Bitte nennen Sie die Überschriften zum Beispiel „Datum“, „Art“ und „Partner“."
)


class Kontaktliste(Importart):
    """Contacts with one or more partners."""

    schluessel = "kontakte"
    titel = "Kontakte einlesen"
    untertitel = "Aus einer Liste werden Kontakte mit Partnern, die schon im Verzeichnis stehen."
    eins, viele = "Kontakt", "Kontakte"
    modell = Kontakt
    recht = "kontakt.einlesen"
    ist_persoenlich = True
    felder = FELDER
    kopf = Kopf(erkenne_kontaktspalten, frozenset({"am", "partner"}), _KEINE_LISTE, PERSON)
    bild = (
        Bildspalte("Partner", "name"),
        Bildspalte("Tag und Sozialraum", "am", "sozialraum"),
        Bildspalte("Art und Bezug", "art", "bezug"),
        Bildspalte("Wer", "wer"),
    )
    worttitel = "Welche Art von Kontakt ist gemeint?"
    wahltitel = "Ihre Entscheidung"
    vorgabetitel = "Bezug, wo keiner steht"
    liste_url = "netzwerk:kontakt_liste"
    muster = KONTAKTMUSTER
    hilfe = "/hilfe/listen-einlesen/"
    verworfen_satz = "Angaben über Kinder, Familien und einzelne Personen gehören nicht in eine Kontaktliste."

    def worte(self, spalten: list[str], felder: Mapping[str, str], zeilen: Iterable[Listenzeile]) -> Counter[str]:
        return Counter(artworte(spalten, felder, zeilen))

    def wortziele(self) -> list[tuple[str, str]]:
        return list(Kontaktart.choices)

    def vorgabeziele(self) -> list[tuple[str, str]]:
        """The Bezug decides who may read the text, so nothing is chosen beforehand."""
        return list(Bezug.choices)

    def erkenne_wort(self, wort: str) -> str:
        return "" if wort == OHNE_ANGABE else erkenne_kontaktart(wort)

    def pruefe_zuordnung(self, zuordnung: Zuordnung) -> str:
        fehler = pruefe_spalten(zuordnung, FELDER, ()) or kontaktspaltenfehler(zuordnung.spalten.values())
        if fehler:
            return fehler
        fremd = set(zuordnung.kategorien.values()) - {"", NICHT_UEBERNEHMEN, *Kontaktart.values}
        fremd |= {zuordnung.vorgabe} - {"", *Bezug.values}
        return f"Die Auswahl „{min(fremd)}“ gibt es nicht." if fremd else ""

    def grundlage(self, bereich: Geltungsbereich, zeilen: Sequence[Listenzeile]) -> Kontaktgrundlage:
        return kontaktgrundlage(bereich, zeilen)

    def urteile(
        self, *, spalten: list[str], zeilen: Iterable[Listenzeile], zuordnung: Zuordnung, grundlage: Any
    ) -> Iterator[Urteil]:
        return urteile_ueber_kontakte(spalten=spalten, zeilen=zeilen, zuordnung=zuordnung, grundlage=grundlage)

    def uebernimm(self, *, lauf: Importlauf, urteile: Sequence[Urteil], bereich: Geltungsbereich) -> dict[int, Spur]:
        eintraege = {urteil.nummer: urteil.sache for urteil in urteile}
        neue = {nummer: eintrag for nummer, eintrag in eintraege.items() if eintrag.kontakt is None}
        alte = {nummer: eintrag for nummer, eintrag in eintraege.items() if eintrag.kontakt is not None}
        spuren = {nummer: Spur(ablehnung=SCHON_DA) for nummer in neue}
        spuren |= {nummer: Spur(ablehnung=INZWISCHEN) for nummer in alte}
        geschrieben = erfasse_viele(lauf=lauf, eintraege=neue, benutzer_id=bereich.benutzer_id)
        for nummer, eines in geschrieben.items():
            spuren[nummer] = Spur(eines.kontakt, [eines.kontakt, *eines.beteiligungen, eines.herkunft])
        for nummer, (kontakt, bisher) in aendere_viele(eintraege=alte, benutzer_id=bereich.benutzer_id).items():
            spuren[nummer] = Spur(kontakt, geaendert=[(kontakt, bisher)])
        return spuren

    def danach(self, ids: Collection[int]) -> None:
        gleiche_tage_ab(kontakt_ids=list(ids))

    def hindernisse(self, ids: Collection[int]) -> dict[int, str]:
        """Themes and people of a contact are no columns of it; its version tells that somebody has been at it."""
        geaendert = Kontakt.objects.filter(pk__in=ids, version__gt=1).values_list("pk", flat=True)
        return dict.fromkeys(geaendert, "Kontakt: seitdem geändert, bleibt.")

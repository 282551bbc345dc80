"""K02, K09: what becomes of each row of a list of contacts, and why. Everything comes in as values."""

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from konten.rules import normalisiere
from konten.rules.textschutz import arten_von, pruefe_text
from konten.rules.zahl import tagesdatum
from netzwerk.rules import Bezug, Ergebnis, Kontaktart, Zweck
from netzwerk.rules.kontaktbestand import Autor, Kontaktangabe, Kontaktgrundlage, Raumangabe
from netzwerk.rules.kontaktworte import (
    OHNE_ANGABE,
    erkenne_bezug,
    erkenne_ergebnis,
    erkenne_kontaktart,
    erkenne_zweck,
    lies_minuten,
    saeubere_text,
)
from partner.rules.einlesen import (
    NICHT_UEBERNEHMEN,
    Ablehnung,
    Aenderung,
    Listenzeile,
    Urteil,
    Zeilenergebnis,
    Zuordnung,
    saetze,
)
from partner.rules.einlesen import stellen as lies_stellen
from partner.rules.einlesen import zelle as lies_zelle
from partner.rules.listenfragen import Fragen, Wahl, Zweifel
from partner.rules.listentag import lies_listentag
from partner.rules.partnertreffer import Partnerangabe, waehle_partner

#: as in the form
LAENGEN = {"inhalt": 8_000, "vereinbarung": 4_000}
TEXTFELDER = ("inhalt", "vereinbarung")
AENDERBAR = {
    "am": "Tag",
    "art": "Art",
    "bezug": "Bezug",
    "zweck": "Zweck",
    "themen": "Themen",
    "inhalt": "Ergebnis",
    "vereinbarung": "Vereinbart wurde",
    "dauer_minuten": "Dauer in Minuten",
}
#: answers to a doubt: enter it without its texts, enter it although there is a similar one
OHNE_TEXT = (("text:ohne", "ohne Text eintragen"),)
TROTZDEM = (("doppelt:trotzdem", "ein weiterer Kontakt"),)
PARTNER_HOECHSTENS = 30


@dataclass(frozen=True, slots=True)
class Kontakteintrag:
    """What is to be written: a new contact with its key, or with `kontakt` the new values of a stored one."""

    schluessel: str = ""
    autor: int = 0
    am: date | None = None
    art: str = ""
    bezug: str = ""
    zweck: str = ""
    inhalt: str = ""
    vereinbarung: str = ""
    dauer_minuten: int | None = None
    themen: frozenset[int] = frozenset()
    beteiligte: tuple[tuple[int, int], ...] = ()
    ergebnis: str = Ergebnis.ERREICHT
    kontakt: int | None = None
    version: int = 0
    werte: tuple[tuple[str, Any], ...] = ()


def kontaktschluessel(eintrag: Kontakteintrag, zeit: str = "") -> str:
    """Key of a contact made from a list: the same list read twice makes the same keys, and so nothing new."""
    beteiligte = " ".join(f"{partner}/{raum}" for partner, raum in sorted(eintrag.beteiligte))
    teile = (eintrag.autor, eintrag.am, zeit, eintrag.art, eintrag.ergebnis, beteiligte, eintrag.inhalt)
    return hashlib.sha256("\0".join(map(str, ("kontaktliste", *teile))).encode()).hexdigest()[:32]


def artworte(spalten: list[str], felder: Mapping[str, str], zeilen: Iterable[Listenzeile]) -> dict[str, int]:
    """Words for the kind of contact in a list with the number of rows, an empty cell among them."""
    stelle = lies_stellen(spalten, felder).get("art")
    worte: dict[str, int] = {}
    for zeile in zeilen:
        wort = " ".join(lies_zelle(zeile, stelle).split())[:60] or OHNE_ANGABE
        worte[wort] = worte.get(wort, 0) + 1
    return worte


def urteile_ueber_kontakte(
    *, spalten: list[str], zeilen: Iterable[Listenzeile], zuordnung: Zuordnung, grundlage: Kontaktgrundlage
) -> Iterator[Urteil]:
    """Verdict on every row, in the order of the file; the first of two equal rows counts."""
    zeilen = list(zeilen)
    erster = _Durchgang(spalten, zuordnung, grundlage)
    # A contact made from another row of the same list is no reason for doubt: the list itself says that there are two.
    eigene = frozenset(erster.schluessel_von(zeile) for zeile in zeilen)
    durchgang = _Durchgang(spalten, zuordnung, grundlage, eigene)
    for zeile in zeilen:
        yield durchgang.urteile(zeile)


class _Durchgang:
    """One pass over a list: remembers what was met before, so that nothing is taken twice."""

    def __init__(
        self,
        spalten: list[str],
        zuordnung: Zuordnung,
        grundlage: Kontaktgrundlage,
        eigene: frozenset[str] = frozenset(),
    ) -> None:
        self.eigene = eigene
        self.breite, self.zuordnung, self.grundlage = len(spalten), zuordnung, grundlage
        self.stellen = lies_stellen(spalten, zuordnung.spalten)
        self.gesehen: dict[Any, int] = {}
        self.autoren = _namen(grundlage.autoren)
        self.selbst = next((autor for autor in grundlage.autoren if autor.pk == grundlage.selbst), None)
        self.raeume = {raum.pk: raum for raum in grundlage.raeume}

    def urteile(self, zeile: Listenzeile) -> Urteil:
        roh = {feld: lies_zelle(zeile, stelle).strip() for feld, stelle in self.stellen.items()}
        urteil = Urteil(zeile.nummer, Zeilenergebnis.NEU, anzeige=_anzeige(roh))
        try:
            if any(text.strip() for text in zeile.zellen[self.breite :]):
                raise Ablehnung("Die Zeile hat mehr Spalten als die Überschrift. Vermutlich fehlen Anführungszeichen.")
            if roh.get("kennung"):
                bekannt = self.grundlage.bestand.nach_uuid.get(roh["kennung"].lower())
                if bekannt is None:
                    raise Ablehnung(f"Einen Kontakt mit der ID „{roh['kennung'][:40]}“ gibt es nicht (mehr).")
                return self._aendere(urteil, roh, bekannt)
            return self._gefragt(urteil, zeile, roh)
        except Zweifel as zweifel:
            return replace(urteil, ergebnis=Zeilenergebnis.ZWEIFELHAFT, grund=saetze(str(zweifel)))
        except Ablehnung as fehler:
            return replace(urteil, ergebnis=Zeilenergebnis.ABGELEHNT, grund=saetze(str(fehler)))

    def schluessel_von(self, zeile: Listenzeile) -> str:
        """Key of the contact that the row makes or made, as a uuid; empty when it makes none."""
        sache = self.urteile(zeile).sache
        return _als_uuid(sache.schluessel) if sache and sache.schluessel else ""

    # --- a new contact -----------------------------------------------------------------------------------------------

    def _gefragt(self, urteil: Urteil, zeile: Listenzeile, roh: Mapping[str, str]) -> Urteil:
        """A new contact, or the question that is open; answers given before can be changed."""
        fragen = Fragen(zeile.entscheidung)
        try:
            urteil = self._lege_an(urteil, fragen, roh)
            offene: Wahl = ()
        except Zweifel as zweifel:
            urteil = replace(urteil, ergebnis=Zeilenergebnis.ZWEIFELHAFT, grund=saetze(str(zweifel)))
            offene = zweifel.wahl
        return replace(urteil, anzeige={**urteil.anzeige, "optionen": fragen.optionen(offene)})

    def _lege_an(self, urteil: Urteil, fragen: Fragen, roh: Mapping[str, str]) -> Urteil:
        am, notizen = self._tag(roh.get("am", "")), []
        autor = self._autor(roh.get("wer", ""))
        art, ergebnis = self._art(roh), self._ergebnis(roh)
        partner = self._partner(roh, fragen)
        texte = self._texte(roh, fragen)
        if roh.get("inhalt") and not texte["inhalt"]:
            notizen.append("Wird ohne Ergebnistext eingetragen.")
        beteiligte = tuple((einer.pk, self._raum(einer, am, autor, roh, fragen)) for einer in partner)
        themen, unbekannt = self._themen(roh.get("themen", ""))
        eintrag = Kontakteintrag(
            autor=autor.pk,
            am=am,
            art=art,
            bezug=self._bezug(roh, ergebnis, any(texte.values())),
            zweck=self._zweck(roh, notizen),
            dauer_minuten=self._dauer(roh, notizen),
            themen=themen,
            beteiligte=tuple(dict.fromkeys(beteiligte)),
            ergebnis=ergebnis,
            **texte,
        )
        eintrag = replace(eintrag, schluessel=kontaktschluessel(eintrag, normalisiere(roh.get("zeit", ""))))
        urteil = replace(urteil, anzeige=self._gelesen(urteil.anzeige, eintrag, partner, autor))
        return self._vergleiche(urteil, eintrag, fragen, (*unbekannt, *notizen))

    def _vergleiche(self, urteil: Urteil, eintrag: Kontakteintrag, fragen: Fragen, notizen: tuple[str, ...]) -> Urteil:
        """Is the contact there already, made from this list before or entered by hand?"""
        self._merke(urteil.nummer, eintrag.schluessel)
        bestand = self.grundlage.bestand
        if vorhanden := bestand.nach_uuid.get(_als_uuid(eintrag.schluessel)):
            return replace(urteil, ergebnis=Zeilenergebnis.UNVERAENDERT, objekt=vorhanden.pk, sache=eintrag)
        beteiligte = frozenset(pk for pk, _ in eintrag.beteiligte)
        aehnlich = bestand.gleicher_tag(eintrag.autor, eintrag.am, beteiligte, self.eigene)
        if aehnlich:
            art = Kontaktart(aehnlich.art).label
            fragen.frage(
                f"Am {tagesdatum(eintrag.am)} gibt es mit {aehnlich.partner[:80]} schon einen Kontakt ({art}). "
                "Ist es ein weiterer?",
                TROTZDEM,
            )
        return replace(urteil, grund=saetze(*notizen), sache=eintrag)

    def _merke(self, nummer: int, schluessel: Any) -> None:
        erste = self.gesehen.setdefault(schluessel, nummer)
        if erste != nummer:
            raise Ablehnung(f"Steht schon in Zeile {erste} der Liste.")

    def _tag(self, text: str) -> date:
        if not text:
            raise Ablehnung("Der Tag fehlt.")
        tag = lies_listentag(text)
        if tag is None:
            raise Ablehnung(f"„{text[:40]}“ ist kein Tag. Erwartet wird zum Beispiel 01.03.2025.")
        if tag > self.grundlage.heute:
            raise Ablehnung(f"Der {tagesdatum(tag)} liegt in der Zukunft. Eingetragen wird, was war.")
        if tag < self.grundlage.fruehestens:
            raise Ablehnung(f"Der {tagesdatum(tag)} liegt zu weit zurück. Bitte prüfen Sie das Jahr.")
        return tag

    def _autor(self, text: str) -> Autor:
        if not text:
            if self.selbst is None:
                raise Ablehnung("Wer den Kontakt hatte, fehlt.")
            return self.selbst
        autor = self.autoren.get(normalisiere(text))
        if autor is None:
            raise Ablehnung(f"In „{text[:60]}“ ist niemand zu erkennen, in deren Namen Sie Kontakte eintragen dürfen.")
        return autor

    def _art(self, roh: Mapping[str, str]) -> str:
        wort = " ".join(roh.get("art", "").split())[:60] or OHNE_ANGABE
        wahl = self.zuordnung.kategorien.get(wort) or erkenne_kontaktart(roh.get("art", ""))
        if wahl == NICHT_UEBERNEHMEN:
            raise Ablehnung(f"Zeilen mit „{wort}“ sollen nicht übernommen werden.")
        if wahl not in Kontaktart.values:
            raise Ablehnung(f"Welche Art von Kontakt „{wort}“ ist, steht noch nicht fest. Bitte wählen Sie sie oben.")
        return wahl

    def _ergebnis(self, roh: Mapping[str, str]) -> str:
        ergebnis = erkenne_ergebnis(roh.get("erreicht", ""))
        if not ergebnis:
            raise Ablehnung(f"„{roh['erreicht'][:40]}“ bei „Erreicht?“ ist weder ja noch nein.")
        return ergebnis

    def _bezug(self, roh: Mapping[str, str], ergebnis: str, hat_text: bool) -> str:
        """Says who may read the text, so it must be known; an attempt without a word is about no case."""
        if roh.get("bezug"):
            bezug = erkenne_bezug(roh["bezug"])
            if not bezug:
                raise Ablehnung(f"„{roh['bezug'][:40]}“ ist kein Bezug (einzelfallübergreifend, fallbezogen, beides).")
            return bezug
        if self.zuordnung.vorgabe in Bezug.values:
            return self.zuordnung.vorgabe
        if ergebnis == Ergebnis.NICHT_ERREICHT and not hat_text:
            return Bezug.UEBERGREIFEND
        raise Ablehnung("Der Bezug fehlt. Wählen Sie oben, was für Zeilen ohne Bezug gilt.")

    def _zweck(self, roh: Mapping[str, str], notizen: list[str]) -> str:
        zweck = erkenne_zweck(roh.get("zweck", ""))
        if roh.get("zweck") and not zweck:
            notizen.append(f"Zweck „{roh['zweck'][:40]}“ ausgelassen.")
        return zweck

    def _dauer(self, roh: Mapping[str, str], notizen: list[str]) -> int | None:
        dauer = lies_minuten(roh["dauer"]) if roh.get("dauer") else None
        if roh.get("dauer") and dauer is None:
            notizen.append(f"Dauer „{roh['dauer'][:20]}“ ausgelassen.")
        return dauer

    def _themen(self, text: str) -> tuple[frozenset[int], tuple[str, ...]]:
        """Known themes, and a sentence for those that do not exist."""
        worte = [wort.strip() for wort in re.split(r"[,;/\n]", text) if wort.strip()]
        if text and normalisiere(text) in self.grundlage.themen:
            worte = [text]
        bekannt = frozenset(pk for wort in worte if (pk := self.grundlage.themen.get(normalisiere(wort))))
        fehlt = [wort for wort in worte if normalisiere(wort) not in self.grundlage.themen]
        namen = ", ".join(f"„{wort[:40]}“" for wort in fehlt[:3])
        return bekannt, (f"Thema {namen} gibt es nicht und bleibt weg.",) if fehlt else ()

    def _texte(self, roh: Mapping[str, str], fragen: Fragen) -> dict[str, str]:
        """The texts of the row. Raises Zweifel when they look like data of a child or a family."""
        texte = {feld: saeubere_text(roh.get(feld, "")) for feld in TEXTFELDER}
        for feld, text in texte.items():
            if len(text) > LAENGEN[feld]:
                raise Ablehnung(f"„{AENDERBAR[feld]}“ ist länger als {LAENGEN[feld]} Zeichen.")
            if funde := pruefe_text(text):
                fragen.frage(
                    f"„{AENDERBAR[feld]}“ sieht nach Angaben über ein Kind oder eine Familie aus ({arten_von(funde)}). "
                    "Bitte formulieren Sie die Stelle in der Liste um und lesen sie neu ein.",
                    OHNE_TEXT,
                )
                return dict.fromkeys(TEXTFELDER, "")
        return texte

    def _partner(self, roh: Mapping[str, str], fragen: Fragen) -> list[Partnerangabe]:
        """All partners of the row; several are parted by semicolons or lines."""
        kennungen = [teil.strip() for teil in re.split(r"[;,\s]+", roh.get("partner_id", "")) if teil.strip()]
        if kennungen:
            suchen = [{"kennung": kennung} for kennung in kennungen]
        else:
            namen = [teil.strip() for teil in re.split(r"[;\n]", roh.get("partner", "")) if teil.strip()] or [""]
            suchen = [{"name": name, "ort": roh.get("ort", "")} for name in namen]
        if len(suchen) > PARTNER_HOECHSTENS:
            raise Ablehnung(f"In der Zeile stehen mehr als {PARTNER_HOECHSTENS} Partner.")
        return [self._einer(suche, fragen) for suche in suchen]

    def _einer(self, suche: Mapping[str, str], fragen: Fragen) -> Partnerangabe:
        treffer = self.grundlage.partner.finde(**suche)
        if treffer.ablehnung:
            raise Ablehnung(treffer.ablehnung)
        return treffer.partner or waehle_partner(treffer, fragen)

    def _raum(self, partner: Partnerangabe, am: date, autor: Autor, roh: Mapping[str, str], fragen: Fragen) -> int:
        """The Sozialraum that the contact was for. Raises Zweifel when the partner did not serve it on that day."""
        gedient = self.grundlage.raeume_am(partner.pk, am)
        genannt = self._genannter_raum(roh.get("sozialraum", ""), partner)
        if genannt is None:
            moeglich = [pk for pk in self.raeume if self._darf(pk, autor, am)]
            passend = [pk for pk in moeglich if pk in gedient]
            if len(passend) == 1:
                return passend[0]
            return self._frage_raum(partner, am, passend or moeglich, fragen, bool(passend))
        if not self._darf(genannt.pk, autor, am):
            raise Ablehnung(f"In {genannt.name} dürfen Sie für {autor.anzeige} keine Kontakte eintragen.")
        if genannt.pk in gedient:
            return genannt.pk
        return self._frage_raum(partner, am, [genannt.pk], fragen, False)

    def _genannter_raum(self, text: str, partner: Partnerangabe) -> Raumangabe | None:
        """The Sozialraum of the cell; commas join those of several partners, then each serves its own."""
        if not text or "," in text:
            return None
        gesucht = normalisiere(text)
        raum = next((r for r in self.raeume.values() if gesucht in (normalisiere(r.name), r.kuerzel.lower())), None)
        if raum is None:
            raise Ablehnung(f"Den Sozialraum „{text[:60]}“ gibt es nicht.")
        return raum

    def _darf(self, raum: int, autor: Autor, am: date) -> bool:
        erlaubt = self.grundlage.erlaubt
        if erlaubt is not None and raum not in erlaubt:
            return False
        return autor.pk == self.grundlage.selbst or autor.war_in(raum, am)

    def _frage_raum(
        self, partner: Partnerangabe, am: date, raeume: list[int], fragen: Fragen, hat_gedient: bool
    ) -> int:
        if not raeume:
            raise Ablehnung(f"{partner.benannt} gehört zu keinem Sozialraum, in dem Sie Kontakte eintragen dürfen.")
        wahl = [(f"raum:{self.raeume[pk].kuerzel}", self.raeume[pk].name) for pk in raeume]
        satz = (
            f"{partner.benannt} wirkt in mehreren Sozialräumen: {', '.join(name for _, name in wahl)}. "
            "Für welchen war es?"
            if hat_gedient
            else f"{partner.benannt} war am {tagesdatum(am)} {self._wo(raeume)} eingetragen. "
            "Der Kontakt zählt dann nicht."
        )
        kuerzel = fragen.frage(satz, wahl)
        return next(pk for pk in raeume if self.raeume[pk].kuerzel == kuerzel)

    def _wo(self, raeume: list[int]) -> str:
        return f"für {self.raeume[raeume[0]].name} nicht" if len(raeume) == 1 else "in keinem Ihrer Sozialräume"

    def _gelesen(
        self, anzeige: Mapping[str, Any], eintrag: Kontakteintrag, partner: list[Partnerangabe], autor: Autor
    ) -> dict[str, Any]:
        return {
            **anzeige,
            "am": tagesdatum(eintrag.am),
            "art": Kontaktart(eintrag.art).label,
            "bezug": Bezug(eintrag.bezug).label,
            "name": ", ".join(einer.name for einer in partner)[:160],
            "sozialraum": ", ".join(dict.fromkeys(self.raeume[raum].name for _, raum in eintrag.beteiligte)),
            "wer": autor.anzeige,
        }

    # --- a row of the export -----------------------------------------------------------------------------------------

    def _aendere(self, urteil: Urteil, roh: Mapping[str, str], bekannt: Kontaktangabe) -> Urteil:
        self._merke(urteil.nummer, ("kennung", bekannt.pk))
        anzeige = {**urteil.anzeige, "name": bekannt.partner[:160], "am": tagesdatum(bekannt.am)}
        urteil = replace(urteil, objekt=bekannt.pk, anzeige=anzeige)
        notizen: list[str] = []
        neu = {
            name: wert
            for name, wert in self._neue_werte(roh, bekannt, notizen).items()
            if wert != getattr(bekannt, name)
        }
        if not neu:
            return replace(urteil, ergebnis=Zeilenergebnis.UNVERAENDERT, grund=saetze(*notizen))
        if not bekannt.ist_bearbeitbar:
            raise Ablehnung("Diesen Kontakt dürfen Sie nicht ändern.")
        aenderungen = tuple(
            Aenderung(AENDERBAR[name], self._wort(name, getattr(bekannt, name)), self._wort(name, wert))
            for name, wert in neu.items()
        )
        if "bezug" in neu and bekannt.bezug != Bezug.UEBERGREIFEND:
            raise Ablehnung("Der Bezug fallbezogener Kontakte wird nicht aus einer Liste geändert.")
        if roh.get("stand") and roh["stand"] != stand_von(bekannt):
            worte = "; ".join(f"{a.titel}: jetzt „{a.alt[:60]}“, Liste „{a.neu[:60]}“" for a in aenderungen)
            raise Ablehnung(f"Inzwischen geändert, seit die Liste heruntergeladen wurde. {worte}")
        eintrag = Kontakteintrag(kontakt=bekannt.pk, version=bekannt.version, werte=tuple(neu.items()))
        return replace(
            urteil,
            ergebnis=Zeilenergebnis.GEAENDERT,
            grund=saetze(*notizen),
            aenderungen=aenderungen,
            sache=eintrag,
        )

    def _neue_werte(self, roh: Mapping[str, str], bekannt: Kontaktangabe, notizen: list[str]) -> dict[str, Any]:
        """What the row says of the fields a list may change; empty cells say nothing unless they are to empty."""
        werte: dict[str, Any] = {}
        if roh.get("am"):
            werte["am"] = self._tag(roh["am"])
        if roh.get("art"):
            werte["art"] = self._art(roh)
        if roh.get("bezug"):
            werte["bezug"] = self._bezug(roh, Ergebnis.ERREICHT, True)
        if roh.get("zweck"):
            werte["zweck"] = self._zweck(roh, notizen) or bekannt.zweck
        if roh.get("themen"):
            werte["themen"], unbekannt = self._themen(roh["themen"])
            notizen.extend(unbekannt)
        if roh.get("dauer"):
            werte["dauer_minuten"] = self._dauer(roh, notizen) or bekannt.dauer_minuten
        werte |= {feld: text for feld, text in self._geaenderte_texte(roh, bekannt).items() if text}
        if self.zuordnung.leeren:
            werte |= self._geleert(roh, bekannt)
        if roh.get("partner") and normalisiere(roh["partner"]) != normalisiere(bekannt.partner):
            notizen.append("Beteiligte Partner ändert eine Liste nicht.")
        return werte

    def _geaenderte_texte(self, roh: Mapping[str, str], bekannt: Kontaktangabe) -> dict[str, str]:
        """Texts that differ; only those are asked for client data, the others were judged when they were written."""
        neu = {
            feld: roh[feld]
            for feld in TEXTFELDER
            if roh.get(feld) and saeubere_text(roh[feld]) != saeubere_text(getattr(bekannt, feld))
        }
        return self._texte(neu, Fragen("")) if neu else {}

    def _geleert(self, roh: Mapping[str, str], bekannt: Kontaktangabe) -> dict[str, Any]:
        """Fields that an empty cell empties. Never a text around a case: exports leave it out."""
        leer: dict[str, Any] = {"zweck": "", "themen": frozenset(), "dauer": None}
        if bekannt.bezug == Bezug.UEBERGREIFEND:
            leer |= dict.fromkeys(TEXTFELDER, "")
        namen = {"dauer": "dauer_minuten"}
        return {namen.get(feld, feld): wert for feld, wert in leer.items() if feld in roh and not roh[feld]}

    def _wort(self, feld: str, wert: Any) -> str:
        if isinstance(wert, date):
            return tagesdatum(wert)
        if feld == "themen":
            return ", ".join(sorted(self.grundlage.themennamen.get(pk, "") for pk in wert))
        auswahl = {"art": Kontaktart, "bezug": Bezug, "zweck": Zweck}.get(feld)
        return str(auswahl(wert).label) if auswahl and wert else str(wert or "")


def stand_von(kontakt: Kontaktangabe) -> str:
    """Version of the contact as the export writes it: a row that others have changed since is noticed."""
    return f"v{kontakt.version}"


def _als_uuid(schluessel: str) -> str:
    """Thirty-two digits in the grouping of a uuid."""
    return "-".join((schluessel[:8], schluessel[8:12], schluessel[12:16], schluessel[16:20], schluessel[20:]))


def _namen(autoren: Iterable[Autor]) -> dict[str, Autor]:
    """Name -> account; a name that two people share means neither."""
    gezaehlt: dict[str, list[Autor]] = {}
    for autor in autoren:
        for name in autor.namen:
            gezaehlt.setdefault(name, []).append(autor)
    return {name: liste[0] for name, liste in gezaehlt.items() if len(liste) == 1}


def _anzeige(roh: Mapping[str, str]) -> dict[str, Any]:
    """What the page shows of a row that could not be read; never its texts."""
    gelesen = {feld: roh.get(feld, "")[:160] for feld in ("am", "art", "bezug", "sozialraum", "wer")}
    return {"name": (roh.get("partner") or roh.get("partner_id", ""))[:160], **gelesen}

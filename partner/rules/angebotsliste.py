"""K20: what becomes of each row of a list of offers, and why. Nothing that a list says counts as verified."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from konten.rules import normalisiere
from partner.rules.angebot import Ortsart
from partner.rules.angebotsspalten import FELDER
from partner.rules.angebotszelle import LEER, NIE_LEER, WAHL, als_wort, lies_angebotswerte, pruefe_zusammen
from partner.rules.einlesen import Ablehnung, Aenderung, Listenzeile, Urteil, Zeilenergebnis, Zuordnung, saetze
from partner.rules.einlesen import stellen as lies_stellen
from partner.rules.einlesen import zelle as lies_zelle
from partner.rules.listenfragen import Fragen, Wahl, Zweifel
from partner.rules.partnertreffer import Partnerangabe, Partnerverzeichnis, waehle_partner

#: what the entry takes over from its provider where it is empty; the export shows it, so a list brings it back
VOM_ANBIETER = ("telefon", "email", "web")


@dataclass(frozen=True, slots=True)
class Angebotsangabe:
    """An offer as stored: its values by attribute, those of its provider that stand in for empty ones, its address."""

    pk: int
    uuid: str
    version: int
    anbieter: int
    werte: Mapping[str, Any]
    vom_anbieter: Mapping[str, str] = field(default_factory=dict)
    anschrift: str = ""
    ist_bearbeitbar: bool = True


@dataclass(frozen=True, slots=True)
class Angebotsgrundlage:
    """Everything a row is judged by. `erlaubt` None: offers may be made for every Sozialraum."""

    partner: Partnerverzeichnis
    angebote: tuple[Angebotsangabe, ...]
    raeume: Mapping[int, str]
    kuerzel: Mapping[int, str]
    wirkung: Mapping[int, frozenset[int]]
    themen: Mapping[str, int] = field(default_factory=dict)
    erlaubt: frozenset[int] | None = None


@dataclass(frozen=True, slots=True)
class Angebotseintrag:
    """What is to be written: a new offer, or with `angebot` the new values of a stored one."""

    anbieter: int
    werte: Mapping[str, Any]
    sozialraeume: tuple[int, ...] = ()
    themen: tuple[int, ...] = ()
    angebot: int | None = None
    version: int = 0


def urteile_ueber_angebote(
    *, spalten: list[str], zeilen: Iterable[Listenzeile], zuordnung: Zuordnung, grundlage: Angebotsgrundlage
) -> Iterator[Urteil]:
    """Verdict on every row, in the order of the file; the first of two equal rows counts."""
    durchgang = _Durchgang(spalten, zuordnung, grundlage)
    for zeile in zeilen:
        yield durchgang.urteile(zeile)


class _Durchgang:
    """One pass over a list: remembers what was met before, so that nothing is taken twice."""

    def __init__(self, spalten: list[str], zuordnung: Zuordnung, grundlage: Angebotsgrundlage) -> None:
        self.breite, self.leeren, self.grundlage = len(spalten), zuordnung.leeren, grundlage
        self.stellen = lies_stellen(spalten, zuordnung.spalten)
        self.nach_uuid = {angebot.uuid: angebot for angebot in grundlage.angebote}
        self.nach_titel: dict[tuple[int, str], list[Angebotsangabe]] = defaultdict(list)
        for angebot in grundlage.angebote:
            self.nach_titel[angebot.anbieter, normalisiere(angebot.werte["titel"])].append(angebot)
        self.gesehen: dict[Any, int] = {}

    def urteile(self, zeile: Listenzeile) -> Urteil:
        roh = {feld: lies_zelle(zeile, stelle).strip() for feld, stelle in self.stellen.items()}
        urteil = Urteil(zeile.nummer, Zeilenergebnis.NEU, anzeige=_anzeige(roh))
        fragen, offene = Fragen(zeile.entscheidung), ()
        try:
            if any(text.strip() for text in zeile.zellen[self.breite :]):
                raise Ablehnung("Die Zeile hat mehr Spalten als die Überschrift. Vermutlich fehlen Anführungszeichen.")
            if roh.get("kennung"):
                return self._nach_kennung(urteil, roh)
            urteil = self._nach_titel(urteil, fragen, roh)
        except Ablehnung as fehler:
            return replace(urteil, ergebnis=Zeilenergebnis.ABGELEHNT, grund=saetze(str(fehler)))
        except Zweifel as zweifel:
            urteil = replace(urteil, ergebnis=Zeilenergebnis.ZWEIFELHAFT, grund=saetze(str(zweifel)))
            offene = zweifel.wahl
        return replace(urteil, anzeige={**urteil.anzeige, "optionen": fragen.optionen(offene)})

    def _merke(self, nummer: int, schluessel: Any) -> None:
        erste = self.gesehen.setdefault(schluessel, nummer)
        if erste != nummer:
            raise Ablehnung(f"Steht schon in Zeile {erste} der Liste.")

    # --- a row of the export -----------------------------------------------------------------------------------------

    def _nach_kennung(self, urteil: Urteil, roh: Mapping[str, str]) -> Urteil:
        bekannt = self.nach_uuid.get(roh["kennung"].lower())
        if bekannt is None:
            raise Ablehnung(f"Ein Angebot mit der ID „{roh['kennung'][:40]}“ gibt es nicht (mehr).")
        self._merke(urteil.nummer, ("kennung", bekannt.pk))
        partner = self.grundlage.partner.nach_pk.get(bekannt.anbieter)
        urteil = replace(urteil, objekt=bekannt.pk, anzeige=_anzeige(roh, partner))
        werte, notizen = lies_angebotswerte(self._ohne_ableitungen(roh, bekannt))
        if self.leeren:
            leere = {name for name in LEER.keys() - WAHL.keys() - NIE_LEER if name in roh and not roh[name]}
            werte |= {name: LEER[name] for name in leere}
        return self._aendere(urteil, roh, bekannt, werte, notizen)

    def _ohne_ableitungen(self, roh: Mapping[str, str], bekannt: Angebotsangabe) -> dict[str, str]:
        """Without cells that the export fills from elsewhere: the provider's numbers, the whole address as a place."""
        rest = dict(roh)
        for name in VOM_ANBIETER:
            if not bekannt.werte[name] and rest.get(name) == bekannt.vom_anbieter.get(name):
                rest.pop(name, None)
        if rest.get("ort") == bekannt.anschrift or bekannt.werte["ortsart"] != Ortsart.EIGEN:
            rest.pop("ort", None)
        return rest

    def _aendere(
        self,
        urteil: Urteil,
        roh: Mapping[str, str],
        bekannt: Angebotsangabe,
        werte: Mapping[str, Any],
        notizen: list[str],
    ) -> Urteil:
        neu = {name: werte[name] for name in FELDER if name in werte and werte[name] != bekannt.werte[name]}
        if not neu:
            return replace(urteil, ergebnis=Zeilenergebnis.UNVERAENDERT, grund=saetze(*notizen))
        if not bekannt.ist_bearbeitbar:
            raise Ablehnung("Dieses Angebot gehört nicht zu Ihren Sozialräumen und wird nicht geändert.")
        aenderungen = tuple(
            Aenderung(FELDER[name], als_wort(name, bekannt.werte[name]), als_wort(name, wert))
            for name, wert in neu.items()
        )
        if roh.get("stand") and roh["stand"] != f"v{bekannt.version}":
            worte = "; ".join(f"{a.titel}: jetzt „{a.alt[:60]}“, Liste „{a.neu[:60]}“" for a in aenderungen)
            raise Ablehnung(f"Inzwischen geändert, seit die Liste heruntergeladen wurde. {worte}")
        pruefe_zusammen({**bekannt.werte, **neu})
        eintrag = Angebotseintrag(bekannt.anbieter, neu, angebot=bekannt.pk, version=bekannt.version)
        return replace(
            urteil,
            ergebnis=Zeilenergebnis.GEAENDERT,
            grund=saetze(*notizen),
            objekt=bekannt.pk,
            aenderungen=aenderungen,
            sache=eintrag,
        )

    # --- a row of any other list -------------------------------------------------------------------------------------

    def _nach_titel(self, urteil: Urteil, fragen: Fragen, roh: Mapping[str, str]) -> Urteil:
        if not roh.get("titel"):
            raise Ablehnung("Der Titel fehlt.")
        partner = self._anbieter(fragen, roh)
        urteil = replace(urteil, anzeige=_anzeige(roh, partner))
        werte, notizen = lies_angebotswerte(roh)
        schluessel = (partner.pk, normalisiere(werte["titel"]))
        self._merke(urteil.nummer, schluessel)
        vorhandene = self.nach_titel.get(schluessel, [])
        if len(vorhandene) > 1:
            raise Ablehnung("Ein Angebot dieses Titels hat der Anbieter mehrmals. Nennen Sie die ID aus dem Export.")
        if vorhandene:
            bekannt = vorhandene[0]
            leere = {name: wert for name, wert in werte.items() if bekannt.werte[name] in ("", None, ())}
            urteil = replace(urteil, objekt=bekannt.pk)
            return self._aendere(urteil, {}, bekannt, leere, notizen)
        pruefe_zusammen(werte)
        raeume = self._raeume(partner, fragen, roh.get("sozialraeume", ""))
        themen, satz = self._themen(roh.get("themen", ""))
        if not werte.get("ortsart") and any(werte.get(name) for name in ("ortsname", "strasse", "ort")):
            werte["ortsart"] = Ortsart.EIGEN
        eintrag = Angebotseintrag(partner.pk, werte, raeume, themen)
        return replace(urteil, grund=saetze(satz, *notizen), sache=eintrag)

    def _anbieter(self, fragen: Fragen, roh: Mapping[str, str]) -> Partnerangabe:
        treffer = self.grundlage.partner.finde(
            kennung=roh.get("anbieter_id", ""), name=roh.get("anbieter", ""), ort=roh.get("anbieter_ort", "")
        )
        if treffer.ablehnung:
            raise Ablehnung(treffer.ablehnung)
        return treffer.partner or waehle_partner(treffer, fragen)

    def _raeume(self, partner: Partnerangabe, fragen: Fragen, text: str) -> tuple[int, ...]:
        """Sozialräume that the offer is for: those named, else those that the provider serves within reach."""
        erlaubt = self.grundlage.erlaubt
        if text:
            return self._genannte(text)
        gedient = self.grundlage.wirkung.get(partner.pk, frozenset())
        eigene = sorted(gedient if erlaubt is None else gedient & erlaubt)
        if eigene:
            return tuple(eigene)
        moeglich = [pk for pk in self.grundlage.raeume if erlaubt is None or pk in erlaubt]
        wahl: Wahl = [(f"raum:{self.grundlage.kuerzel[pk]}", self.grundlage.raeume[pk]) for pk in moeglich]
        kuerzel = fragen.frage(
            f"{partner.benannt} ist für keinen Ihrer Sozialräume eingetragen. Für wen gilt es?", wahl
        )
        return tuple(pk for pk in moeglich if self.grundlage.kuerzel[pk] == kuerzel)

    def _genannte(self, text: str) -> tuple[int, ...]:
        namen = {normalisiere(name): pk for pk, name in self.grundlage.raeume.items()}
        namen |= {kuerzel.lower(): pk for pk, kuerzel in self.grundlage.kuerzel.items()}
        worte = [wort.strip() for wort in re.split(r"[,;\n]", text) if wort.strip()]
        fremd = next((wort for wort in worte if normalisiere(wort) not in namen), None)
        if fremd:
            raise Ablehnung(f"Den Sozialraum „{fremd[:60]}“ gibt es nicht.")
        raeume = tuple(dict.fromkeys(namen[normalisiere(wort)] for wort in worte))
        erlaubt = self.grundlage.erlaubt
        ausserhalb = next((pk for pk in raeume if erlaubt is not None and pk not in erlaubt), None)
        if ausserhalb is not None:
            raise Ablehnung(f"Für {self.grundlage.raeume[ausserhalb]} dürfen Sie keine Angebote anlegen.")
        return raeume

    def _themen(self, text: str) -> tuple[tuple[int, ...], str]:
        worte = [wort.strip() for wort in re.split(r"[,;/\n]", text) if wort.strip()]
        bekannt = tuple(dict.fromkeys(pk for w in worte if (pk := self.grundlage.themen.get(normalisiere(w)))))
        fremd = ", ".join(f"„{w[:40]}“" for w in worte if normalisiere(w) not in self.grundlage.themen)
        return bekannt, f"Thema {fremd} gibt es nicht und bleibt weg." if fremd else ""


def _anzeige(roh: Mapping[str, str], partner: Partnerangabe | None = None) -> dict[str, Any]:
    return {
        "name": roh.get("titel", "")[:120],
        "art": roh.get("art", "")[:40],
        "partner": (partner.name if partner else roh.get("anbieter", ""))[:120],
        "ort": (partner.ort if partner else roh.get("anbieter_ort", ""))[:60],
    }

"""K28: what becomes of each row of a list of people, and why. List, partners and people come in as values."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from konten.rules import normalisiere
from konten.rules.zahl import tagesdatum
from partner.rules.angaben import Angaben, lies_angaben, saeubere
from partner.rules.einlesen import Ablehnung, Aenderung, Listenzeile, Urteil, Zeilenergebnis, Zuordnung, saetze
from partner.rules.einlesen import stellen as lies_stellen
from partner.rules.einlesen import zelle as lies_zelle
from partner.rules.listenfragen import Fragen, Wahl, Zweifel
from partner.rules.listentag import lies_listentag
from partner.rules.partnertreffer import Partnerangabe, waehle_partner
from partner.rules.personenbestand import (
    FUNKTIONSFELDER,
    PERSONENFELDER,
    Funktionsangabe,
    Personenangabe,
    Personengrundlage,
    stand_von,
)
from partner.rules.personenname import Namensfehler, Personenname, lies_name
from partner.rules.personenspalten import funktion_aus

#: what a list without a column for it means
OHNE_FUNKTION = "Ansprechperson"
FUNKTION_HOECHSTENS = 100
#: what a person may say about a doubtful row
DIESELBE = ("person:dieselbe", "dieselbe Person")
ANDERE_PERSON = ("person:neu", "eine andere Person gleichen Namens")
#: with these providers people have their private mail
_FREIE_ANBIETER = re.compile(
    r"(?:gmx|web|t-online|gmail|googlemail|freenet|yahoo|hotmail|outlook|icloud|aol|posteo|live|me)\.(?:de|net|com|org|at)"
)
_JA = frozenset(["ja", "j", "x", "1", "wahr", "true", "yes", "y"])
_NEIN = frozenset(["nein", "n", "0", "falsch", "false", "no", "-"])


@dataclass(frozen=True, slots=True)
class Eintrag:
    """What is to be written: without `person` a new one, or the one made from row `wie_zeile`; likewise `funktion`.

    `bisher` are the values that were there when the row was judged.
    """

    partner: int
    person: int | None = None
    wie_zeile: int | None = None
    funktion: int | None = None
    personenwerte: Mapping[str, Any] = field(default_factory=dict)
    funktionswerte: Mapping[str, Any] = field(default_factory=dict)
    bisher: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Zeile:
    """One row as clean values."""

    roh: Mapping[str, str]
    name: Personenname | None = None
    angaben: Angaben = field(default_factory=Angaben)
    notizen: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Stelle:
    """What a row wants to enter, and what is there already: `dort` of that name, `gleiche` of that function too."""

    zeile: _Zeile
    partner: Partnerangabe
    werte: dict[str, Any]
    dort: list[Funktionsangabe]
    gleiche: list[Funktionsangabe]


def urteile_ueber_personen(
    *, spalten: list[str], zeilen: Iterable[Listenzeile], zuordnung: Zuordnung, grundlage: Personengrundlage
) -> Iterator[Urteil]:
    """Verdict on every row, in the order of the file; the first of two equal rows counts."""
    zeilen = list(zeilen)
    erster = _Durchgang(spalten, zuordnung, grundlage)
    for zeile in zeilen:
        erster.urteile(zeile)
    durchgang = _Durchgang(spalten, zuordnung, grundlage, frozenset(erster.gesehen))
    for zeile in zeilen:
        yield durchgang.urteile(zeile)


class _Durchgang:
    """One pass over a list: remembers what was met before, so that nothing is taken twice."""

    def __init__(
        self,
        spalten: list[str],
        zuordnung: Zuordnung,
        grundlage: Personengrundlage,
        eigene: frozenset[tuple[Any, ...]] = frozenset(),
    ) -> None:
        self.eigene = eigene
        self.breite, self.leeren, self.grundlage = len(spalten), zuordnung.leeren, grundlage
        self.stellen = lies_stellen(spalten, zuordnung.spalten)
        kopf = next((name for name, feld in zuordnung.spalten.items() if feld == "name"), "")
        self.vorgabe = zuordnung.vorgabe or funktion_aus(kopf) or OHNE_FUNKTION
        self.gesehen: dict[tuple[Any, ...], int] = {}
        #: name -> (row, partner, function) of people who will be new
        self.neue: dict[str, tuple[int, int, str]] = {}

    def urteile(self, zeile: Listenzeile) -> Urteil:
        roh = {feld: lies_zelle(zeile, stelle).strip() for feld, stelle in self.stellen.items()}
        urteil = Urteil(zeile.nummer, Zeilenergebnis.NEU, anzeige=_anzeige(roh))
        try:
            if any(text.strip() for text in zeile.zellen[self.breite :]):
                raise Ablehnung("Die Zeile hat mehr Spalten als die Überschrift. Vermutlich fehlen Anführungszeichen.")
            if roh.get("kennung"):
                return self._nach_kennung(urteil, roh)
            return self._gefragt(urteil, zeile, roh)
        except (Ablehnung, Namensfehler) as fehler:
            return replace(urteil, ergebnis=Zeilenergebnis.ABGELEHNT, grund=saetze(str(fehler)))

    def _merke(self, nummer: int, *schluessel: Any) -> None:
        erste = self.gesehen.setdefault(schluessel, nummer)
        if erste != nummer:
            raise Ablehnung(f"Steht schon in Zeile {erste} der Liste.")

    # --- a row of the export -----------------------------------------------------------------------------------------

    def _nach_kennung(self, urteil: Urteil, roh: Mapping[str, str]) -> Urteil:
        funktion = self.grundlage.bestand.nach_uuid.get(roh["kennung"].lower())
        if funktion is None:
            raise Ablehnung(f"Eine Ansprechperson mit der ID „{roh['kennung'][:40]}“ gibt es nicht (mehr).")
        person = self.grundlage.bestand.personen[funktion.person]
        partner = self.grundlage.partner.nach_pk.get(funktion.partner)
        urteil = replace(urteil, objekt=funktion.pk, anzeige=_anzeige(roh, person, partner))
        self._merke(urteil.nummer, "kennung", funktion.pk)
        if partner is None:
            raise Ablehnung("Die Einrichtung dieser Ansprechperson ist nicht mehr im Verzeichnis.")
        self._pruefe_partner(roh, partner)
        personenwerte, funktionswerte, notizen = self._unterschiede(roh, person, funktion)
        aenderungen = _gegenueber(person, personenwerte, PERSONENFELDER)
        aenderungen += _gegenueber(funktion, funktionswerte, FUNKTIONSFELDER)
        if not aenderungen:
            return replace(urteil, ergebnis=Zeilenergebnis.UNVERAENDERT, grund=saetze(*notizen))
        urteil = replace(urteil, aenderungen=tuple(aenderungen))
        self._pruefe_recht(partner, person, bool(personenwerte))
        if roh.get("stand") and roh["stand"] != stand_von(person, funktion):
            raise _Inzwischen(urteil)
        bisher = _bisher(person, personenwerte) | _bisher(funktion, funktionswerte)
        eintrag = Eintrag(partner.pk, person.pk, None, funktion.pk, personenwerte, funktionswerte, bisher)
        grund = saetze(_ueberall(personenwerte, self.grundlage.bestand.stellen[person.pk]), *notizen)
        return replace(urteil, ergebnis=Zeilenergebnis.GEAENDERT, grund=grund, sache=eintrag)

    def _pruefe_partner(self, roh: Mapping[str, str], partner: Partnerangabe) -> None:
        """A list does not move people: leaving a post and taking up another is an act of its own."""
        genannt = roh.get("partner_id", "") or roh.get("partner", "")
        if not genannt:
            return
        treffer = self.grundlage.partner.finde(kennung=roh.get("partner_id", ""), name=roh.get("partner", ""))
        namen = {normalisiere(partner.name), normalisiere(partner.kurzname)}
        if treffer.partner != partner and normalisiere(roh.get("partner", "")) not in namen:
            raise Ablehnung(
                f"Die Ansprechperson gehört zu {partner.benannt}. Hat sie die Stelle gewechselt, tragen Sie das bitte "
                "auf ihrer Seite ein."
            )

    def _unterschiede(
        self, roh: Mapping[str, str], person: Personenangabe, funktion: Funktionsangabe
    ) -> tuple[dict[str, Any], dict[str, Any], tuple[str, ...]]:
        """New values of person and function, only where the list says something else."""
        zeile = self._lies(roh, person)
        gewuenscht = self._funktionswerte(zeile, funktion)
        funktionswerte = {name: wert for name, wert in gewuenscht.items() if wert != getattr(funktion, name)}
        name = zeile.name
        personenwerte = {}
        if name is not None:
            neu = {"titel": name.titel or person.titel, "vorname": name.vorname, "nachname": name.nachname}
            if self.leeren and "titel" in roh:
                neu["titel"] = name.titel
            personenwerte = {feld: wert for feld, wert in neu.items() if wert != getattr(person, feld)}
        return personenwerte, funktionswerte, zeile.notizen

    def _lies(self, roh: Mapping[str, str], bekannt: Personenangabe | None = None) -> _Zeile:
        """The row as clean values; a name that reads exactly as it is stored is not taken apart."""
        angaben = lies_angaben({"telefon": roh.get("telefon", ""), "email": roh.get("email", "")})
        hinweise = [*angaben.notizen, *_mailhinweis(angaben.email)]
        return _Zeile(roh, self._lies_name(roh, bekannt), angaben, tuple(hinweise))

    def _lies_name(self, roh: Mapping[str, str], bekannt: Personenangabe | None) -> Personenname | None:
        teile = [roh.get(feld, "") for feld in ("name", "nachname", "vorname")]
        if bekannt and not any(teile):
            return None
        if bekannt and (teile[0] == bekannt.anzeige or teile[1:] == [bekannt.nachname, bekannt.vorname]):
            return Personenname(bekannt.nachname, bekannt.vorname, saeubere(roh.get("titel", ""))[:30])
        titel = saeubere(roh.get("titel", ""))
        vorname = teile[2] or (bekannt.vorname if bekannt and not self.leeren and "vorname" in roh else "")
        return lies_name(teile[0], vorname=vorname, nachname=teile[1], titel=titel)

    def _funktionswerte(self, zeile: _Zeile, bekannt: Funktionsangabe | None) -> dict[str, Any]:
        """What the row says about the function. Empty cells say nothing, unless they are to empty the field."""
        roh, werte = zeile.roh, {}
        bezeichnung = saeubere(roh.get("funktion", ""))
        if bezeichnung:
            werte["bezeichnung"] = bezeichnung[:FUNKTION_HOECHSTENS]
        for feld in ("telefon", "email"):
            wert = getattr(zeile.angaben, feld)
            if wert or (self.leeren and feld in roh and not roh[feld]):
                werte[feld] = wert
        if roh.get("schluesselperson"):
            werte["ist_schluesselperson"] = _ja_nein(roh["schluesselperson"])
        for feld in ("von", "bis"):
            if roh.get(feld):
                werte[feld] = _tag(roh[feld])
        if self.leeren and "bis" in roh and not roh["bis"]:
            werte["bis"] = None
        von = werte.get("von", bekannt.von if bekannt else None)
        bis = werte.get("bis", bekannt.bis if bekannt else None)
        if von and bis and bis < von:
            raise Ablehnung(f"Das Ende ({tagesdatum(bis)}) liegt vor dem Beginn ({tagesdatum(von)}).")
        return werte

    # --- a row of any other list -------------------------------------------------------------------------------------

    def _gefragt(self, urteil: Urteil, zeile: Listenzeile, roh: Mapping[str, str]) -> Urteil:
        """The verdict on the row, or the question that is open; answers given before can be changed."""
        fragen = Fragen(zeile.entscheidung)
        offene: Wahl = ()
        try:
            urteil = self._nach_namen(urteil, fragen, roh)
        except Zweifel as zweifel:
            urteil = replace(urteil, ergebnis=Zeilenergebnis.ZWEIFELHAFT, grund=saetze(str(zweifel)))
            offene = zweifel.wahl
        return replace(urteil, anzeige={**urteil.anzeige, "optionen": fragen.optionen(offene)})

    def _nach_namen(self, urteil: Urteil, fragen: Fragen, roh: Mapping[str, str]) -> Urteil:
        gelesen = self._lies(roh)
        name = gelesen.name
        werte = self._funktionswerte(gelesen, None)
        werte.setdefault("bezeichnung", saeubere(name.funktion)[:FUNKTION_HOECHSTENS] or self.vorgabe)
        partner = self._partner(fragen, roh)
        urteil = replace(urteil, anzeige=_anzeige(roh, name, partner, werte["bezeichnung"]))
        schluessel = (partner.pk, name.norm, normalisiere(werte["bezeichnung"]))
        self._merke(urteil.nummer, *schluessel)
        dort = self.grundlage.bestand.am_partner.get(schluessel[:2], [])
        gleiche = [eine for eine in dort if normalisiere(eine.bezeichnung) == schluessel[2]]
        heutige = [eine for eine in gleiche if eine.gilt_am(self.grundlage.heute)]
        if heutige:
            return self._ergaenze(urteil, gelesen, heutige[0], werte)
        return self._lege_an(urteil, _Stelle(gelesen, partner, werte, dort, gleiche), fragen)

    def _partner(self, fragen: Fragen, roh: Mapping[str, str]) -> Partnerangabe:
        """The partner of the row. Raises Ablehnung, or Zweifel when somebody has to choose."""
        treffer = self.grundlage.partner.finde(
            kennung=roh.get("partner_id", ""),
            name=roh.get("partner", ""),
            ort=roh.get("ort", ""),
            plz=roh.get("plz", ""),
        )
        if treffer.ablehnung:
            raise Ablehnung(treffer.ablehnung)
        return treffer.partner or waehle_partner(treffer, fragen)

    def _ergaenze(self, urteil: Urteil, zeile: _Zeile, bekannt: Funktionsangabe, werte: Mapping[str, Any]) -> Urteil:
        """Somebody who is there already: what is empty is filled, what is filled stays."""
        person = self.grundlage.bestand.personen[bekannt.person]
        partner = self.grundlage.partner.nach_pk[bekannt.partner]
        leere = {name: wert for name, wert in werte.items() if wert and not getattr(bekannt, name) and name != "bis"}
        titel = {"titel": zeile.name.titel} if zeile.name.titel and not person.titel else {}
        anders = [
            FUNKTIONSFELDER[name]
            for name in ("telefon", "email")
            if werte.get(name) and getattr(bekannt, name) and werte[name] != getattr(bekannt, name)
        ]
        hinweis = (
            f"{' und '.join(anders)} {'weichen' if len(anders) > 1 else 'weicht'} ab und bleibt." if anders else ""
        )
        urteil = replace(urteil, objekt=bekannt.pk)
        if not leere and not titel:
            return replace(urteil, ergebnis=Zeilenergebnis.UNVERAENDERT, grund=saetze(hinweis, *zeile.notizen))
        self._pruefe_recht(partner, person, bool(titel))
        aenderungen = (*_gegenueber(person, titel, PERSONENFELDER), *_gegenueber(bekannt, leere, FUNKTIONSFELDER))
        return replace(
            urteil,
            ergebnis=Zeilenergebnis.GEAENDERT,
            grund=saetze(hinweis, *zeile.notizen),
            aenderungen=aenderungen,
            sache=Eintrag(
                partner.pk, person.pk, None, bekannt.pk, titel, leere, _bisher(person, titel) | _bisher(bekannt, leere)
            ),
        )

    def _lege_an(self, urteil: Urteil, stelle: _Stelle, fragen: Fragen) -> Urteil:
        """A new function; of a known person only if that is certain."""
        partner, werte, name = stelle.partner, stelle.werte, stelle.zeile.name
        self._pruefe_recht(partner)
        werte.setdefault("von", self.grundlage.heute)
        if werte.get("bis") and werte["bis"] < werte["von"]:
            raise Ablehnung(f"Das Ende ({tagesdatum(werte['bis'])}) liegt vor dem Beginn. Bitte nennen Sie beide Tage.")
        if stelle.gleiche:
            raise Ablehnung(
                f"War dort bis {tagesdatum(max(eine.bis for eine in stelle.gleiche))} als "
                f"„{stelle.gleiche[0].bezeichnung}“ eingetragen. Ist sie zurück, tragen Sie das bitte beim Partner ein."
            )
        person = self._bekannte(name, stelle.dort, fragen)
        wie_zeile = None if person or fragen.antwort([ANDERE_PERSON]) else self._in_der_liste(name, partner, fragen)
        neu = {"titel": name.titel, "vorname": name.vorname, "nachname": name.nachname}
        if person or wie_zeile:
            neu = {}
        else:
            self.neue.setdefault(name.norm, (urteil.nummer, partner.pk, partner.name))
        hinweis = "" if stelle.zeile.roh.get("funktion") else f"Funktion: {werte['bezeichnung']}."
        return replace(
            urteil,
            grund=saetze(hinweis, *stelle.zeile.notizen),
            sache=Eintrag(partner.pk, person and person.pk, wie_zeile, None, neu, werte),
        )

    def _bekannte(self, name: Personenname, dort: list[Funktionsangabe], fragen: Fragen) -> Personenangabe | None:
        """The person of the directory who is meant, if any. Raises Zweifel."""
        namensgleich = {eine.pk: eine for eine in self.grundlage.bestand.nach_name.get(name.norm, [])}
        if not namensgleich or (not dort and not name.vorname):
            return None
        if dort and all(self._in_liste(eine, name) for eine in dort):
            return self.grundlage.bestand.personen[dort[0].person]
        if dort:
            bisher = ", ".join(f"„{eine.bezeichnung}“" for eine in dort[:3])
            satz = f"Ist dort schon als {bisher} eingetragen. Ist es eine weitere Funktion derselben Person?"
        else:
            erste = self._benannt(min(namensgleich.items())[1])
            satz = f"Eine Person dieses Namens gibt es schon: {erste}. Ist es dieselbe?"
        wahl = [(f"person:{pk}", f"dieselbe Person wie {self._benannt(eine)}") for pk, eine in namensgleich.items()]
        if len(namensgleich) == 1 and fragen.antwort([DIESELBE]):
            # Answered when she stood in a row of the list; meanwhile that row was taken over.
            return next(iter(namensgleich.values()))
        antwort = fragen.frage(satz, [*wahl[:18], ANDERE_PERSON])
        return namensgleich[int(antwort)] if antwort.isdecimal() else None

    def _in_liste(self, funktion: Funktionsangabe, name: Personenname) -> bool:
        """Does another row of the list name this function? Then the list itself says that she has several."""
        return (funktion.partner, name.norm, normalisiere(funktion.bezeichnung)) in self.eigene

    def _in_der_liste(self, name: Personenname, partner: Partnerangabe, fragen: Fragen) -> int | None:
        """Row of the list that makes the same person. Raises Zweifel when it is at another institution."""
        fruehere = self.neue.get(name.norm)
        if fruehere is None or (not name.vorname and fruehere[1] != partner.pk):
            return None
        if fruehere[1] != partner.pk:
            fragen.frage(
                f"Steht auch in Zeile {fruehere[0]}, bei „{fruehere[2][:60]}“. Ist es dieselbe Person?",
                [DIESELBE, ANDERE_PERSON],
            )
        return fruehere[0]

    def _benannt(self, person: Personenangabe) -> str:
        """Name and where she is."""
        stelle = next(iter(self.grundlage.bestand.stellen[person.pk]), None)
        partner = self.grundlage.partner.nach_pk.get(stelle.partner) if stelle else None
        return f"{person.anzeige}, {partner.name[:60]}" if partner else person.anzeige

    def _pruefe_recht(
        self, partner: Partnerangabe, person: Personenangabe | None = None, aendert_namen: bool = False
    ) -> None:
        if not partner.ist_eigener:
            raise Ablehnung(f"„{partner.name[:80]}“ gehört nicht zu Ihren Sozialräumen und wird nicht geändert.")
        if aendert_namen and person and not person.ist_eigene:
            raise Ablehnung("Den Namen dieser Person dürfen Sie nicht ändern.")


class _Inzwischen(Ablehnung):
    """The record was changed since the export: both are shown, nothing is written."""

    def __init__(self, urteil: Urteil) -> None:
        worte = "; ".join(f"{eine.titel}: jetzt „{eine.alt}“, Liste „{eine.neu}“" for eine in urteil.aenderungen)
        super().__init__(f"Inzwischen geändert, seit die Liste heruntergeladen wurde. {worte}")


def _anzeige(
    roh: Mapping[str, str],
    name: Personenname | Personenangabe | None = None,
    partner: Partnerangabe | None = None,
    bezeichnung: str = "",
) -> dict[str, Any]:
    wer = " ".join(filter(None, (roh.get("titel"), roh.get("vorname"), roh.get("nachname")))) or roh.get("name", "")
    if name is not None:
        wer = " ".join(teil for teil in (name.titel, name.vorname, name.nachname) if teil)
    return {
        "name": wer[:120],
        "funktion": (bezeichnung or roh.get("funktion", ""))[:100],
        "partner": (partner.name if partner else roh.get("partner", ""))[:120],
        "ort": (partner.ort if partner else roh.get("ort", ""))[:60],
    }


def _bisher(objekt: Any, werte: Mapping[str, Any]) -> dict[str, Any]:
    return {name: getattr(objekt, name) for name in werte}


def _gegenueber(objekt: Any, werte: Mapping[str, Any], titel: Mapping[str, str]) -> list[Aenderung]:
    return [Aenderung(titel[name], _text(getattr(objekt, name)), _text(wert)) for name, wert in werte.items()]


def _text(wert: Any) -> str:
    if isinstance(wert, bool):
        return "ja" if wert else "nein"
    return tagesdatum(wert) if isinstance(wert, date) else str(wert or "")


def _ueberall(personenwerte: Mapping[str, Any], stellen: list[Funktionsangabe]) -> str:
    return "Der Name ändert sich an allen Stellen dieser Person." if personenwerte and len(stellen) > 1 else ""


def _tag(text: str) -> date:
    tag = lies_listentag(text)
    if tag is None:
        raise Ablehnung(f"„{text[:40]}“ ist kein Tag. Erwartet wird zum Beispiel 01.03.2025.")
    return tag


def _ja_nein(text: str) -> bool:
    wort = normalisiere(text)
    if wort in _JA:
        return True
    if wort in _NEIN:
        return False
    raise Ablehnung(f"„{text[:40]}“ bei Schlüsselperson ist weder ja noch nein.")


def _mailhinweis(adresse: str) -> list[str]:
    """A private address is no fault, but a reason to ask."""
    if _FREIE_ANBIETER.fullmatch(adresse.rpartition("@")[2].lower()):
        return ["Die E-Mail sieht privat aus. Bitte nur behalten, wenn sie dienstlich genutzt wird."]
    return []

"""Lists of partners: judged by place and category, written with category, state, served Sozialraum and origin."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.module_loading import import_string

from konten.rules import Geltungsbereich
from konten.services.masse import lege_viele_an
from konten.services.protokoll import protokolliere_angelegte, protokolliere_geaenderte
from partner.models import (
    Herkunft,
    Importlauf,
    Kategoriezuordnung,
    Netzwerkpartner,
    Partnerzustand,
    Wirkungsbereich,
)
from partner.rules import Partnerstatus, Sitz
from partner.rules.einlesen import Listenzeile, Urteil, Zeilenergebnis, Zuordnung
from partner.rules.einstufung import erkenne_kategorie, erkenne_vorgabe
from partner.rules.listenmuster import PARTNERMUSTER
from partner.rules.partnerliste import (
    FUELLBAR,
    TEXTE,
    Grundlage,
    Zeilenurteil,
    kategorieworte,
    urteile_ueber,
    waehlbare_sitze,
)
from partner.rules.rundlauf import RUNDLAUF, lies_schluessel
from partner.rules.spalten import FELDER, ueberschrift
from partner.rules.tabellenkopf import ABSCHNITT
from partner.selectors.einlesen import grundlage, kategorieangaben, ortsverzeichnis
from partner.services.einlesen.art import Bildspalte, Importart, Spur
from partner.services.einlesen.lesen import PARTNERLISTE, Tabelle
from partner.services.einlesen.nachtrag import trage_nach

INZWISCHEN = "Inzwischen geändert. Es wurde nichts geschrieben."


class Partnerliste(Importart):
    """Institutions with category, place and origin."""

    schluessel = "partner"
    titel = "Partner importieren"
    untertitel = "Aus einer Liste werden Partner, jeder mit Kategorie, Sozialraum und Herkunft."
    eins, viele = "Partner", "Partner"
    modell = Netzwerkpartner
    felder = FELDER
    kopf = PARTNERLISTE
    bild = (
        Bildspalte("Name", "name"),
        Bildspalte("Kategorie", "kategorie", "art"),
        Bildspalte("Ort und Sozialraum", "ort", "sozialraum"),
    )
    worttitel = "Welche Kategorie der Liste ist welche Partnerkategorie?"
    vorgabetitel = "Zeilen ohne Kategorie"
    wahltitel = "Sitz"
    liste_url = "partner:partner_liste"
    muster = PARTNERMUSTER
    verworfen_satz = "Ansprechpersonen tragen Sie beim Partner ein oder lesen sie als eigene Liste ein."

    def worte(self, spalten: list[str], felder: Mapping[str, str], zeilen: Iterable[Listenzeile]) -> Counter[str]:
        return kategorieworte(spalten, felder, zeilen)

    def wortziele(self) -> list[tuple[str, str]]:
        return [(kategorie.kuerzel, kategorie.name) for kategorie in kategorieangaben()]

    def vervollstaendige(self, zuordnung: Zuordnung, spalten: list[str], zeilen: Iterable[Listenzeile]) -> Zuordnung:
        kategorien = kategorieangaben()
        worte = self.worte(spalten, zuordnung.spalten, zeilen)
        erkannt = {wort: erkenne_kategorie(wort, kategorien) for wort in worte}
        return replace(zuordnung, kategorien=erkannt | dict(zuordnung.kategorien))

    def erkenne(self, tabelle: Tabelle, dateiname: str) -> Zuordnung:
        """Rows like "Stadt Konz" or "Grundschulen" above others give the place or the category where none is named."""
        zuordnung = super().erkenne(tabelle, dateiname)
        if ABSCHNITT not in tabelle.spalten or ABSCHNITT in zuordnung.spalten:
            return zuordnung
        stelle = tabelle.spalten.index(ABSCHNITT)
        texte = {zeile.zellen[stelle] for zeile in tabelle.zeilen if stelle < len(zeile.zellen)} - {""}
        vergeben, kategorien = set(zuordnung.spalten.values()), kategorieangaben()
        bekannt = [text for text in texte if erkenne_kategorie(ueberschrift(text), kategorien)]
        feld = "kategorie" if bekannt and len(bekannt) * 2 >= len(texte) else "ort"
        if feld in vergeben:
            return zuordnung
        felder = {**zuordnung.spalten, ABSCHNITT: feld}
        return self.vervollstaendige(replace(zuordnung, spalten=felder), tabelle.spalten, tabelle.zeilen)

    def erkenne_vorgabe(self, felder: Mapping[str, str], dateiname: str) -> str:
        if "kategorie" in felder.values():
            return ""
        kategorien = kategorieangaben()
        kopf = next((name for name, feld in felder.items() if feld == "name"), "")
        return erkenne_vorgabe(dateiname, kategorien) or erkenne_vorgabe(f"{kopf}.", kategorien)

    def grundlage(self, bereich: Geltungsbereich, zeilen: Sequence[Listenzeile]) -> Grundlage:
        return grundlage(
            bereich, {s for zeile in zeilen for zelle in zeile.zellen[:3] if (s := lies_schluessel(zelle))}
        )

    def urteile(
        self, *, spalten: list[str], zeilen: Iterable[Listenzeile], zuordnung: Zuordnung, grundlage: Any
    ) -> Iterator[Urteil]:
        for urteil in urteile_ueber(spalten=spalten, zeilen=zeilen, zuordnung=zuordnung, grundlage=grundlage):
            yield Urteil(
                urteil.nummer,
                urteil.ergebnis,
                urteil.grund,
                anzeige(urteil),
                urteil.aenderungen,
                urteil.partner,
                urteil,
            )

    def wahl(self, bereich: Geltungsbereich) -> dict[str, str]:
        return waehlbare_sitze(ortsverzeichnis(bereich.stichtag), bereich.sozialraeume("import.ausfuehren"))

    def uebernimm(self, *, lauf: Importlauf, urteile: Sequence[Urteil], bereich: Geltungsbereich) -> dict[int, Spur]:
        sachen = [urteil.sache for urteil in urteile]
        spuren = lege_partner_an(lauf, [s for s in sachen if s.ergebnis == Zeilenergebnis.NEU], bereich)
        return spuren | aendere_partner(lauf, [s for s in sachen if s.ergebnis == Zeilenergebnis.GEAENDERT], bereich)

    def danach(self, ids: Collection[int]) -> None:
        import_string(settings.NETZWERK_NACH_PARTNERIMPORT)(partner_ids=list(ids))


def anzeige(urteil: Zeilenurteil) -> dict[str, Any]:
    """What the page shows of a row, so that it needs neither mapping nor Gemeinden again."""
    gemeinde = urteil.ort.gemeinde
    ist_offen = urteil.ergebnis == Zeilenergebnis.ZWEIFELHAFT
    return {
        "name": urteil.angaben.name,
        "kategorie": urteil.kategorie.kurzname if urteil.kategorie else urteil.angaben.kategorie,
        "art": urteil.art or urteil.angaben.art,
        "ort": f"{urteil.angaben.plz} {urteil.angaben.ort}".strip(),
        "sozialraum": gemeinde.sozialraum_name if gemeinde and not ist_offen else "",
        "zentrum": gemeinde.sozialraum_kuerzel if gemeinde and urteil.ist_zentrum else "",
        "vorschlag": gemeinde.ags if gemeinde and ist_offen else "",
        "waehlbar": urteil.ist_ortszweifel,
        **({"optionen": urteil.optionen, "wahltitel": "Die Einrichtung"} if urteil.optionen else {}),
    }


def lege_partner_an(lauf: Importlauf, urteile: Sequence[Zeilenurteil], bereich: Geltungsbereich) -> dict[int, Spur]:
    """New partners with everything that makes them whole. Five writes and their audit per 500 rows."""
    von, paare = bereich.stichtag, [(urteil, _partner(urteil)) for urteil in urteile]
    schreibe([partner for _, partner in paare], bereich)
    spuren = {urteil.nummer: Spur(partner, [partner]) for urteil, partner in paare}
    for baue in (_zustand, _kategorie, _wirkungsbereich):
        zeilen = [(u.nummer, zeile) for u, p in paare if (zeile := baue(u, p, von))]
        schreibe([zeile for _, zeile in zeilen], bereich)
        for nummer, zeile in zeilen:
            spuren[nummer].angelegt.append(zeile)
    herkuenfte = [(u.nummer, _herkunft(lauf, u, p.pk, u.angaben.kennung)) for u, p in paare]
    schreibe([herkunft for _, herkunft in herkuenfte], bereich)
    for nummer, herkunft in herkuenfte:
        spuren[nummer].angelegt.append(herkunft)
    return spuren


def _partner(urteil: Zeilenurteil) -> Netzwerkpartner:
    angaben, ort = urteil.angaben, urteil.ort
    partner = Netzwerkpartner(
        name=angaben.name,
        sitz=Sitz.LANDKREIS if ort.gemeinde else ort.sitz,
        gemeinde_id=ort.gemeinde and ort.gemeinde.pk,
        breite=angaben.breite,
        laenge=angaben.laenge,
        **{feld: getattr(angaben, feld) for feld in FUELLBAR},
        **{spalte: getattr(angaben, feld) for feld, spalte in TEXTE.items()},
    )
    partner.fuelle_suche()
    return partner


def _zustand(urteil: Zeilenurteil, partner: Netzwerkpartner, von: date) -> Partnerzustand:
    return Partnerzustand(partner=partner, zustand=Partnerstatus.AKTIV, von=von)


def _kategorie(urteil: Zeilenurteil, partner: Netzwerkpartner, von: date) -> Kategoriezuordnung:
    return Kategoriezuordnung(partner=partner, kategorie_id=urteil.kategorie.pk, art=urteil.art, von=von)


def _wirkungsbereich(urteil: Zeilenurteil, partner: Netzwerkpartner, von: date) -> Wirkungsbereich | None:
    gemeinde = urteil.ort.gemeinde
    if gemeinde is None or gemeinde.sozialraum is None:
        return None
    return Wirkungsbereich(partner=partner, sozialraum_id=gemeinde.sozialraum, von=von)


def _herkunft(lauf: Importlauf, urteil: Zeilenurteil, partner_id: int, kennung: str) -> Herkunft:
    angaben = urteil.angaben
    return Herkunft(
        partner_id=partner_id,
        lauf=lauf,
        zeile=urteil.nummer,
        kennung=kennung,
        quelle=angaben.quelle,
        stand=angaben.stand,
        guete=angaben.guete,
        hinweis=angaben.hinweis,
    )


def aendere_partner(lauf: Importlauf, urteile: Sequence[Zeilenurteil], bereich: Geltungsbereich) -> dict[int, Spur]:
    """Fills or changes partners that are there already; what holds for a time gets new rows from today on."""
    if not urteile:
        return {}
    partner = Netzwerkpartner.objects.select_for_update().in_bulk([urteil.partner for urteil in urteile])
    bekannt = set(Herkunft.objects.exclude(kennung="").values_list("kennung", flat=True))
    spuren: dict[int, Spur] = {}
    for urteil in urteile:
        objekt = partner.get(urteil.partner)
        if objekt is None or not _gilt_noch(objekt, urteil):
            spuren[urteil.nummer] = Spur(ablehnung=INZWISCHEN)
            continue
        spur = Spur(objekt, geaendert=[(objekt, _setze(objekt, urteil.ergaenzung))])
        # An edited export says nothing about where the entry came from.
        if not urteil.nachtrag.aenderungen:
            kennung = urteil.angaben.kennung
            spur.angelegt.append(_herkunft(lauf, urteil, objekt.pk, "" if kennung in bekannt else kennung))
        spuren[urteil.nummer] = spur
    geaendert = [eintrag for spur in spuren.values() for eintrag in spur.geaendert]
    Netzwerkpartner.objects.bulk_update([objekt for objekt, _ in geaendert], _SCHREIBBAR, batch_size=100)
    protokolliere_geaenderte([eintrag for eintrag in geaendert if eintrag[1]], benutzer_id=bereich.benutzer_id)
    schreibe([herkunft for spur in spuren.values() for herkunft in spur.angelegt], bereich)
    geschrieben = {urteil.nummer: urteil for urteil in urteile if not spuren[urteil.nummer].ablehnung}
    trage_nach(geschrieben, spuren, bereich)
    return spuren


def _gilt_noch(objekt: Netzwerkpartner, urteil: Zeilenurteil) -> bool:
    """The whole list is judged first; until this portion is at its turn somebody may have been at the entry."""
    if urteil.nachtrag.aenderungen:
        return objekt.version == urteil.version
    return not any(getattr(objekt, name) for name in urteil.ergaenzung)


_SCHREIBBAR = [
    *dict.fromkeys((*FUELLBAR, *TEXTE.values(), *(set(RUNDLAUF) - {"kategorie", "art", "zustand", "sozialraeume"}))),
    *("breite", "laenge", "such_norm", "name_norm", "version", "geaendert_am"),
]


def _setze(objekt: Netzwerkpartner, werte: Mapping[str, Any]) -> dict[str, Any]:
    """Sets the values and returns what was there before."""
    bisher = {name: getattr(objekt, name) for name in werte}
    for name, wert in werte.items():
        setattr(objekt, name, wert)
    objekt.fuelle_suche()
    objekt.version += 1
    objekt.geaendert_am = timezone.now()
    return bisher


def schreibe(objekte: Sequence[models.Model], bereich: Geltungsbereich) -> None:
    """Inserts records of one model with their audit entries. Two queries per 500 records."""
    lege_viele_an(objekte)
    protokolliere_angelegte(objekte, benutzer_id=bereich.benutzer_id)

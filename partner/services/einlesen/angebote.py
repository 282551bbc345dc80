"""Lists of offers: entered as discovered and unverified; publishing and verifying stay acts of their own (K03, K20)."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

from django.db import models
from django.utils import timezone

from konten.rules import Geltungsbereich
from konten.services.protokoll import protokolliere_geaenderte, protokolliere_verknuepfungen
from partner.models import Angebot, Angebotsschritt, Importlauf
from partner.rules.angebot import Angebotsstufe
from partner.rules.angebotsliste import Angebotseintrag, Angebotsgrundlage, urteile_ueber_angebote
from partner.rules.angebotsspalten import FELDER, angebotsspaltenfehler, erkenne_angebotsspalten
from partner.rules.angebotszelle import LEER, WAHL
from partner.rules.einlesen import Listenzeile, Urteil, Zuordnung, pruefe_spalten
from partner.rules.listenmuster import ANGEBOTSMUSTER
from partner.selectors.angebotsliste import angebotsgrundlage
from partner.services.angebot import KAPAZITAET
from partner.services.einlesen.art import Bildspalte, Importart, Spur
from partner.services.einlesen.grenzen import STAPEL
from partner.services.einlesen.lesen import Kopf
from partner.services.einlesen.partnerliste import schreibe

INZWISCHEN = "Inzwischen geändert. Es wurde nichts geschrieben."
_KEINE_LISTE = (
    "In der Datei sind keine Spalten mit Titel und Anbieter erkennbar. "
    "Bitte nennen Sie die Überschriften zum Beispiel „Titel“, „Anbieter“ und „Beschreibung“."
)
_GESCHRIEBEN = [*sorted({*LEER, *WAHL}), "kapazitaet_am", "such_norm", "version", "geaendert_am"]


class Angebotsliste(Importart):
    """Offers and other resources of partners."""

    schluessel = "angebote"
    titel = "Angebote einlesen"
    untertitel = (
        "Aus einer Liste werden Angebote von Partnern, die schon im Verzeichnis stehen: ungeprüft und nicht öffentlich."
    )
    eins, viele = "Angebot", "Angebote"
    modell = Angebot
    recht = "angebot.sehen"
    felder = FELDER
    kopf = Kopf(erkenne_angebotsspalten, frozenset({"titel", "anbieter"}), _KEINE_LISTE)
    bild = (Bildspalte("Titel", "name"), Bildspalte("Art", "art"), Bildspalte("Anbieter", "partner", "ort"))
    wahltitel = "Ihre Entscheidung"
    liste_url = "partner:angebot_liste"
    muster = ANGEBOTSMUSTER
    hilfe = "/hilfe/listen-einlesen/"
    # Its themes are linked by Thema; they go with the offer.
    unbeachtet = Importart.unbeachtet | {"netzwerk.Thema_angebote"}

    def pruefe_zuordnung(self, zuordnung: Zuordnung) -> str:
        return pruefe_spalten(zuordnung, FELDER, ()) or angebotsspaltenfehler(zuordnung.spalten.values())

    def grundlage(self, bereich: Geltungsbereich, zeilen: Sequence[Listenzeile]) -> Angebotsgrundlage:
        return angebotsgrundlage(bereich)

    def urteile(
        self, *, spalten: list[str], zeilen: Iterable[Listenzeile], zuordnung: Zuordnung, grundlage: Any
    ) -> Iterator[Urteil]:
        return urteile_ueber_angebote(spalten=spalten, zeilen=zeilen, zuordnung=zuordnung, grundlage=grundlage)

    def uebernimm(self, *, lauf: Importlauf, urteile: Sequence[Urteil], bereich: Geltungsbereich) -> dict[int, Spur]:
        eintraege = {urteil.nummer: urteil.sache for urteil in urteile}
        spuren = _lege_an({n: e for n, e in eintraege.items() if e.angebot is None}, bereich)
        return spuren | _aendere({n: e for n, e in eintraege.items() if e.angebot is not None}, bereich)

    def hindernisse(self, ids: Collection[int]) -> dict[int, str]:
        """Sozialräume and themes are no columns of an offer; its version tells that somebody has been at it."""
        geaendert = Angebot.objects.filter(pk__in=ids, version__gt=1).values_list("pk", flat=True)
        return dict.fromkeys(geaendert, "Angebot: seitdem geändert, bleibt.")


def _lege_an(eintraege: Mapping[int, Angebotseintrag], bereich: Geltungsbereich) -> dict[int, Spur]:
    """New offers with their first step, Sozialräume and themes. Four writes and their audit."""
    angebote = {nummer: _angebot(eintrag, bereich) for nummer, eintrag in eintraege.items()}
    schreibe(list(angebote.values()), bereich)
    schritte = {nummer: _schritt(angebot, bereich) for nummer, angebot in angebote.items()}
    schreibe(list(schritte.values()), bereich)
    raeume = [(angebote[nummer], eintrag.sozialraeume) for nummer, eintrag in eintraege.items()]
    _verknuepfe(Angebot.sozialraeume.through, "sozialraum_id", raeume)
    zeilen = [(angebot.pk, "add", ids) for angebot, ids in raeume if ids]
    protokolliere_verknuepfungen(Angebot, "sozialraeume", zeilen, benutzer_id=bereich.benutzer_id)
    themen = [(angebote[nummer], eintrag.themen) for nummer, eintrag in eintraege.items()]
    _verknuepfe(Angebot.themen.through, "thema_id", themen)
    return {nummer: Spur(angebot, [angebot, schritte[nummer]]) for nummer, angebot in angebote.items()}


def _angebot(eintrag: Angebotseintrag, bereich: Geltungsbereich) -> Angebot:
    angebot = Angebot(
        anbieter_id=eintrag.anbieter,
        erfasst_von_id=bereich.benutzer_id,
        stufe=Angebotsstufe.ENTDECKT,
        stufe_seit=bereich.stichtag,
        **eintrag.werte,
    )
    if any(feld in eintrag.werte for feld in KAPAZITAET):
        angebot.kapazitaet_am = bereich.stichtag
    angebot.fuelle_suche()
    return angebot


def _schritt(angebot: Angebot, bereich: Geltungsbereich) -> Angebotsschritt:
    return Angebotsschritt(angebot=angebot, stufe=angebot.stufe, am=bereich.stichtag, durch_id=bereich.benutzer_id)


def _verknuepfe(bruecke: type[models.Model], spalte: str, paare: Iterable[tuple[Angebot, Sequence[int]]]) -> None:
    zeilen = [bruecke(**{"angebot": angebot, spalte: pk}) for angebot, ids in paare for pk in ids]
    bruecke.objects.bulk_create(zeilen, batch_size=STAPEL)


def _aendere(eintraege: Mapping[int, Angebotseintrag], bereich: Geltungsbereich) -> dict[int, Spur]:
    """Changes offers that are there; one that has another version by now is refused."""
    if not eintraege:
        return {}
    ids = [eintrag.angebot for eintrag in eintraege.values()]
    angebote = {a.pk: a for a in Angebot.objects.select_for_update().filter(pk__in=ids).order_by("pk")}
    spuren: dict[int, Spur] = {}
    for nummer, eintrag in eintraege.items():
        angebot = angebote.get(eintrag.angebot)
        if angebot is None or angebot.version != eintrag.version:
            spuren[nummer] = Spur(ablehnung=INZWISCHEN)
        else:
            spuren[nummer] = Spur(angebot, geaendert=[(angebot, _setze(angebot, eintrag.werte, bereich))])
    geaendert = [eines for spur in spuren.values() for eines in spur.geaendert]
    Angebot.objects.bulk_update([angebot for angebot, _ in geaendert], _GESCHRIEBEN, batch_size=100)
    protokolliere_geaenderte(geaendert, benutzer_id=bereich.benutzer_id)
    return spuren


def _setze(angebot: Angebot, werte: Mapping[str, Any], bereich: Geltungsbereich) -> dict[str, Any]:
    """Sets the values and returns what was there before; whoever changes places says how many there are today."""
    if any(feld in werte for feld in KAPAZITAET):
        werte = {**werte, "kapazitaet_am": bereich.stichtag}
    bisher = {name: getattr(angebot, name) for name in werte}
    for name, wert in werte.items():
        setattr(angebot, name, wert)
    angebot.fuelle_suche()
    angebot.version += 1
    angebot.geaendert_am = timezone.now()
    return bisher

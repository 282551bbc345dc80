"""Entries that stand twice: a pair that waits, one that was ruled out, one that was merged."""

from datetime import UTC, datetime, time

from auditlog.context import disable_auditlog

from berichte.services.beispieldaten.rahmen import Rahmen
from konten.models import Benutzer
from netzwerk.services.zaehlung import zaehle_neu
from partner.models import (
    Dublettenpaar,
    Kategoriezuordnung,
    Netzwerkpartner,
    Partnerzustand,
    Wirkungsbereich,
    Zusammenfuehrung,
)
from partner.rules import Partnerstatus
from partner.rules.zusammenfuehren import FELDER, vorgabe
from partner.services.dubletten import entscheide, suche_dubletten
from partner.services.zusammenfuehren import fuehre_zusammen

KUERZEL = "hermeskeil"
SEIT_TAGEN = 40


def lege_dubletten_an(rahmen: Rahmen) -> None:
    """Two partners of Hermeskeil were entered a second time; one of them was merged already."""
    raum = rahmen.sozialraeume[KUERZEL]
    menge = Netzwerkpartner.objects.filter(wirkungsbereiche__sozialraum=raum).exclude(gemeinde=None).exclude(telefon="")
    vorlagen = list(menge.order_by("pk").distinct()[2:4])
    doppelte = [_verdopple(rahmen, vorlage) for vorlage in vorlagen]
    suche_dubletten()
    leitstelle = Benutzer.objects.get(username="leitstelle")
    with disable_auditlog():
        _fuehre_zusammen(vorlagen[0], doppelte[0], leitstelle)
        for paar in Dublettenpaar.objects.offen().exclude(b=doppelte[1])[:1]:
            entscheide(paar=paar, kein_duplikat=True, durch=leitstelle)
    _datiere(rahmen)


def _datiere(rahmen: Rahmen) -> None:
    """Keys and days that do not depend on when the data are built."""
    mittag = datetime.combine(rahmen.stichtag, time(11, 30), UTC)
    for eintrag in [*Dublettenpaar.objects.order_by("a", "b"), *Zusammenfuehrung.objects.order_by("pk")]:
        menge = type(eintrag).objects.filter(pk=eintrag.pk)
        menge.update(uuid=rahmen.wuerfel.schluessel(), erstellt_am=mittag, geaendert_am=mittag)
    for akte in Zusammenfuehrung.objects.all():
        for zeile in akte.journal["entfernt"]:
            zeile["fields"] |= {"erstellt_am": str(mittag), "geaendert_am": str(mittag)}
        Zusammenfuehrung.objects.filter(pk=akte.pk).update(journal=akte.journal)
    Dublettenpaar.objects.filter(entschieden_am__isnull=False).update(entschieden_am=mittag)


def _verdopple(rahmen: Rahmen, vorlage: Netzwerkpartner) -> Netzwerkpartner:
    von = rahmen.vor(SEIT_TAGEN)
    partner = Netzwerkpartner(
        uuid=rahmen.wuerfel.schluessel(),
        name=f"{vorlage.name} (Büro)",
        strasse=vorlage.strasse,
        plz=vorlage.plz,
        ort=vorlage.ort,
        gemeinde=vorlage.gemeinde,
        telefon=vorlage.telefon,
        aufgaben="Anmeldung und Raumvergabe.",
    )
    partner.fuelle_suche()
    Netzwerkpartner.objects.bulk_create([partner])
    kategorie = vorlage.kategoriezuordnungen.order_by("pk").first().kategorie
    raum = rahmen.sozialraeume[KUERZEL]
    for modell, felder in (
        (Partnerzustand, {"zustand": Partnerstatus.AKTIV}),
        (Kategoriezuordnung, {"kategorie": kategorie}),
        (Wirkungsbereich, {"sozialraum": raum}),
    ):
        modell.objects.bulk_create([modell(uuid=rahmen.wuerfel.schluessel(), partner=partner, von=von, **felder)])
    return partner


def _fuehre_zusammen(bleibt: Netzwerkpartner, weicht: Netzwerkpartner, durch: Benutzer) -> None:
    wahl = {feld.name: vorgabe(feld, getattr(bleibt, feld.name), getattr(weicht, feld.name)) for feld in FELDER}
    fuehre_zusammen(bleibt=bleibt, weicht=weicht, wahl=wahl, versionen=(bleibt.version, weicht.version), durch=durch)
    zaehle_neu(partner_ids=[bleibt.pk])

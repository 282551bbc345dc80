"""Agreements in every state; a running handover (Hermeskeil) and a finished one (Ruwer/Schweich/Trier-Land)."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction

from berichte.services.beispieldaten.rahmen import Rahmen
from netzwerk.models import Einsatz, Netzwerkfachkraft, Uebergabe, Uebergabepunkt
from netzwerk.rules.fachkraft import Punktart, Punktentscheidung, Uebergabeanlass, Uebergabestatus
from netzwerk.selectors.uebergabe import abgang, sammle
from partner.models import Vereinbarung, Wirkungsbereich
from partner.rules.vereinbarung import Vereinbarungsart
from partner.services.grunddaten import LANDKREISPARTNER

TITEL_HOECHSTENS = 250


@dataclass(frozen=True, slots=True)
class _Vorlage:
    """Agreement: title, kind, place, first day and last day and day to look again, in days from the Stichtag."""

    titel: str
    art: str
    raum: str
    von: int
    bis: int | None = None
    pruefen: int | None = None


VEREINBARUNGEN = [
    _Vorlage("Übergang von der Kita in die Schule", Vereinbarungsart.KOOPERATION, "konz", -700, None, 120),
    _Vorlage("Kurze Wege bei Anfragen", Vereinbarungsart.VERFAHREN, "konz", -400, None, -10),
    _Vorlage("Gruppenraum am Nachmittag", Vereinbarungsart.RAUM, "saarburg", -300, 200, 90),
    _Vorlage("Offener Treff im Jugendhaus", Vereinbarungsart.RAUM, "saarburg", -900, -60),
    _Vorlage("Sprechstunde in der Grundschule", Vereinbarungsart.KOOPERATION, "hermeskeil", -500, None, 100),
    _Vorlage("Gemeinsame Elternabende", Vereinbarungsart.SONSTIGE, "rst", 30),
]
#: what was handed over in the past: kind, what, decision, tip
FRUEHERE_PUNKTE = [
    (Punktart.WIEDERVORLAGE, "Rückmeldung zum Sommerfest geben", Punktentscheidung.UEBERGEBEN, ""),
    (Punktart.GETRAGEN, "Sportverein im Neubaugebiet", Punktentscheidung.UEBERGEBEN, "Am besten abends anrufen."),
    (Punktart.SITZ, "Runder Tisch Jugend", Punktentscheidung.UEBERGEBEN, ""),
    (Punktart.VEREINBARUNG, "Nutzung des Bürgerhauses", Punktentscheidung.ERLEDIGT, ""),
    (Punktart.FAELLIG, "Musikverein: noch nie erreicht", Punktentscheidung.GEPARKT, "Der Vorstand wird neu gewählt."),
]


@transaction.atomic
def richte_uebergaben_ein(rahmen: Rahmen) -> int:
    """Writes agreements and handovers; returns the number of handovers."""
    for vorlage in VEREINBARUNGEN:
        _vereinbarung(rahmen, vorlage)
    _abgeschlossene(rahmen)
    _laufende(rahmen)
    return Uebergabe.objects.count()


def _vereinbarung(rahmen: Rahmen, vorlage: _Vorlage) -> None:
    raum = rahmen.sozialraeume[vorlage.raum]
    vereinbarung = Vereinbarung(
        uuid=rahmen.wuerfel.schluessel(),
        titel=vorlage.titel,
        art=vorlage.art,
        von=_tag(rahmen, vorlage.von),
        bis=_tag(rahmen, vorlage.bis),
        pruefen_am=_tag(rahmen, vorlage.pruefen),
        ziele="Familien finden schnell die richtige Stelle.",
        leistungen="Jede Seite nennt eine feste Ansprechperson und deren Vertretung.",
        zusammenarbeit="Ein Treffen im Halbjahr, dazwischen am Telefon.",
        datenschutz="Über einzelne Kinder wird nur mit Einwilligung der Eltern gesprochen.",
    )
    Vereinbarung.objects.bulk_create([vereinbarung])
    orte = Vereinbarung.sozialraeume.through
    orte.objects.bulk_create([orte(vereinbarung_id=vereinbarung.pk, sozialraum_id=raum.pk)])
    wirkende = Wirkungsbereich.objects.aktiv(rahmen.stichtag).filter(sozialraum=raum).order_by("pk")
    landkreis = [zeile[0] for zeile in LANDKREISPARTNER]
    partner = wirkende.exclude(partner__uuid__in=landkreis).values_list("partner_id", flat=True)[:2]
    wer = Vereinbarung.partner.through
    wer.objects.bulk_create(wer(vereinbarung_id=vereinbarung.pk, netzwerkpartner_id=pk) for pk in partner)


def _tag(rahmen: Rahmen, tage: int | None) -> date | None:
    return None if tage is None else rahmen.stichtag + timedelta(days=tage)


def _uebergabe(rahmen: Rahmen, einsatz: Einsatz, **felder) -> Uebergabe:
    uebergabe = Uebergabe(
        uuid=rahmen.wuerfel.schluessel(), einsatz=einsatz, anlass=Uebergabeanlass.WEGGANG, am=einsatz.bis, **felder
    )
    Uebergabe.objects.bulk_create([uebergabe])
    return uebergabe


def _abgeschlossene(rahmen: Rahmen) -> None:
    einsatz = Einsatz.objects.get(fachkraft__benutzer=rahmen.konten["netzwerk-rst-frueher"])
    nachfolge = Netzwerkfachkraft.objects.get(benutzer=rahmen.konten["netzwerk-rst"])
    uebergabe = _uebergabe(
        rahmen,
        einsatz,
        nachfolge=nachfolge,
        notiz="Die Grundschulen erreichen Sie in der großen Pause. Der Schlüssel zum Büro liegt beim Hausdienst.",
        zustand=Uebergabestatus.ABGESCHLOSSEN,
        abgeschlossen_am=einsatz.bis,
    )
    Uebergabepunkt.objects.bulk_create(
        Uebergabepunkt(
            uuid=rahmen.wuerfel.schluessel(),
            uebergabe=uebergabe,
            art=art,
            objekt=rahmen.wuerfel.schluessel(),
            titel=titel,
            entscheidung=entscheidung,
            an=nachfolge if entscheidung == Punktentscheidung.UEBERGEBEN else None,
            grund="" if entscheidung != Punktentscheidung.GEPARKT else "Erst nach der Wahl des Vorstands.",
            hinweis=hinweis,
            entschieden_am=einsatz.bis,
        )
        for art, titel, entscheidung, hinweis in FRUEHERE_PUNKTE
    )


def _laufende(rahmen: Rahmen) -> None:
    """Begun by the person herself, without a successor yet; every third point is put aside."""
    konto = rahmen.konten["netzwerk-hermeskeil"]
    einsatz = Einsatz.objects.select_related("fachkraft").get(fachkraft__benutzer=konto)
    notiz = "Zur Sozialraumkonferenz kommen fast alle. Wer fehlt, freut sich über einen Anruf vorher."
    uebergabe = _uebergabe(rahmen, einsatz, notiz=notiz, begonnen_von_id=konto)
    punkte = []
    for nummer, fund in enumerate(sammle(abgang(uebergabe), rahmen.stichtag)):
        geparkt = nummer % 3 == 0
        punkte.append(
            Uebergabepunkt(
                uuid=rahmen.wuerfel.schluessel(),
                uebergabe=uebergabe,
                art=fund.art,
                objekt=fund.schluessel,
                titel=fund.titel[:TITEL_HOECHSTENS],
                entscheidung=Punktentscheidung.GEPARKT if geparkt else Punktentscheidung.OFFEN,
                grund="Die Nachfolge steht noch nicht fest." if geparkt else "",
                entschieden_am=rahmen.stichtag if geparkt else None,
            )
        )
    Uebergabepunkt.objects.bulk_create(punkte)

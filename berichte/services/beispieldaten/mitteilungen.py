"""Mitteilungen in every state: draft, planned, being sent, sent with a failure, corrected; and who subscribed."""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from django.db import transaction

from berichte.services.beispieldaten.rahmen import Rahmen
from konten.models import Versandauftrag
from konten.rules import Versandstatus
from netzwerk.models import Abonnement, Mitteilung, Mitteilungsempfaenger, Thema
from netzwerk.rules.mitteilung import (
    Empfaengerart,
    Empfaengerstatus,
    Mitteilungsart,
    Mitteilungsstatus,
    Richtung,
)
from netzwerk.selectors.mitteilung import empfaenge
from netzwerk.services.mitteilung import schreibe_empfaenger
from partner.models import Partnerkategorie

_Z = Mitteilungsstatus


@dataclass(frozen=True, slots=True)
class Vorlage:
    """One Mitteilung of the example data; `tage` before the Stichtag it was sent."""

    titel: str
    text: str
    wer: str
    richtung: str
    raeume: tuple[str, ...]
    zustand: str
    tage: int = 0
    kreise: tuple[str, ...] = ()
    kategorien: tuple[str, ...] = ()
    themen: tuple[str, ...] = ()
    abonnenten: bool = False


BERICHTIGT = "Elterncafé öffnet im neuen Raum"
VORLAGEN = (
    Vorlage(
        "Neue Sprechzeiten im Sozialraumzentrum",
        "Guten Tag,\n\nab dem nächsten Monat ist das Sozialraumzentrum auch am Donnerstagabend geöffnet.\n\n"
        "Bitte geben Sie das an Familien weiter.",
        "netzwerk-konz",
        Richtung.AUSSEN,
        ("konz",),
        _Z.GESENDET,
        20,
        kategorien=("kita", "schule"),
    ),
    Vorlage(
        BERICHTIGT,
        "Guten Tag,\n\ndas Elterncafé trifft sich ab sofort im Beispielsaal, jeden Mittwoch um 9 Uhr.",
        "netzwerk-konz",
        Richtung.AUSSEN,
        ("konz",),
        _Z.GESENDET,
        12,
        kategorien=("familienbildung",),
        themen=("Elternbildung",),
        abonnenten=True,
    ),
    Vorlage(
        "Berichtigung: Elterncafé öffnet im neuen Raum",
        "Guten Tag,\n\nbitte beachten Sie: Das Elterncafé beginnt um 9:30 Uhr.",
        "netzwerk-konz",
        Richtung.AUSSEN,
        ("konz",),
        _Z.GESENDET,
        11,
        kategorien=("familienbildung",),
        themen=("Elternbildung",),
        abonnenten=True,
    ),
    Vorlage(
        "Treffen der Netzwerkfachkräfte und Teams",
        "Liebe Kolleginnen und Kollegen,\n\nwir sprechen über die Abdeckung in den Sozialräumen. Die Einladung folgt.",
        "leitstelle",
        Richtung.INNEN,
        (),
        _Z.GESENDET,
        3,
        kreise=("an_netzwerk", "an_team", "an_leitung"),
    ),
    Vorlage(
        "Ferienangebote im Sommer",
        "Guten Tag,\n\ndie Ferienangebote im Sozialraum stehen fest. Die Übersicht hängt in den Rathäusern aus.",
        "netzwerk-konz",
        Richtung.AUSSEN,
        ("konz",),
        _Z.ANGEHALTEN,
        1,
        kategorien=("kita", "schule", "jugendarbeit"),
        themen=("Freizeit und Begegnung",),
    ),
    Vorlage(
        "Umfrage zu Öffnungszeiten",
        "Guten Tag,\n\nbitte prüfen Sie, ob Ihre Öffnungszeiten noch stimmen, und antworten Sie auf diese Mail.",
        "netzwerk-saarburg",
        Richtung.AUSSEN,
        ("saarburg",),
        _Z.GEPLANT,
        kategorien=("kita",),
    ),
    Vorlage(
        "Fachtag Übergang Kita–Schule",
        "Guten Tag,\n\nwir planen einen Fachtag und freuen uns über Ihre Vorschläge.",
        "netzwerk-konz",
        Richtung.AUSSEN,
        ("konz",),
        _Z.ENTWURF,
        kategorien=("kita", "schule"),
        themen=("Übergang Kita–Schule",),
    ),
    Vorlage(
        "Stand der Mittel im laufenden Jahr",
        "Guten Tag,\n\ndie Übersicht der Mittel ist aktualisiert.",
        "jugendamt",
        Richtung.INNEN,
        (),
        _Z.ENTWURF,
        kreise=("an_leitung",),
    ),
)
ABONNEMENTS = (
    ("foerderverein@beispielbach.example", ("konz",), ()),
    ("praxis@musterheim.example", (), ("Frühe Hilfen", "Elternbildung")),
    ("gemeindebrief@beispieltal.example", (), ()),
)


@transaction.atomic
def verschicke_mitteilungen(rahmen: Rahmen) -> int:
    """Writes Mitteilungen as if a worker had been at them, without a single task, and returns their number."""
    _abonniere(rahmen)
    je_titel: dict[str, Mitteilung] = {}
    for vorlage in VORLAGEN:
        je_titel[vorlage.titel] = _schreibe(rahmen, vorlage, je_titel.get(vorlage.titel.removeprefix("Berichtigung: ")))
    return len(je_titel)


def _abonniere(rahmen: Rahmen) -> None:
    themen = {thema.name: thema for thema in Thema.objects.all()}
    for adresse, raeume, worte in ABONNEMENTS:
        abo = Abonnement(uuid=rahmen.wuerfel.schluessel(), adresse=adresse, bestaetigt_am=_am(rahmen, 90))
        Abonnement.objects.bulk_create([abo])
        _verbinde(abo, "sozialraeume", [rahmen.sozialraeume[kuerzel].pk for kuerzel in raeume])
        _verbinde(abo, "themen", [themen[wort].pk for wort in worte if wort in themen])


def _am(rahmen: Rahmen, tage: int) -> datetime:
    return datetime.combine(rahmen.vor(tage), time(9, 30), UTC)


def _verbinde(satz: Abonnement | Mitteilung, feld: str, ids: list[int]) -> None:
    """Link rows without signals: nobody has done anything yet."""
    beziehung = getattr(type(satz), feld)
    spalten = beziehung.field.m2m_column_name(), beziehung.field.m2m_reverse_name()
    beziehung.through.objects.bulk_create(
        beziehung.through(**dict(zip(spalten, (satz.pk, pk), strict=True))) for pk in ids
    )


def _schreibe(rahmen: Rahmen, vorlage: Vorlage, alte: Mitteilung | None) -> Mitteilung:
    hinaus = vorlage.zustand in (_Z.GESENDET, _Z.ANGEHALTEN)
    mitteilung = Mitteilung(
        uuid=rahmen.wuerfel.schluessel(),
        art=Mitteilungsart.BERICHTIGUNG if alte else Mitteilungsart.MITTEILUNG,
        berichtigt=alte,
        titel=vorlage.titel,
        text=vorlage.text,
        richtung=vorlage.richtung,
        zustand=vorlage.zustand,
        an_abonnenten=vorlage.abonnenten,
        erfasst_von_id=rahmen.konten[vorlage.wer],
        gesendet_am=_am(rahmen, vorlage.tage) if hinaus else None,
        fertig_am=_am(rahmen, vorlage.tage) if vorlage.zustand == _Z.GESENDET else None,
        geplant_am=_am(rahmen, -14) if vorlage.zustand == _Z.GEPLANT else None,
        **dict.fromkeys(vorlage.kreise, True),
    )
    Mitteilung.objects.bulk_create([mitteilung])
    _verbinde(mitteilung, "sozialraeume", [rahmen.sozialraeume[kuerzel].pk for kuerzel in vorlage.raeume])
    kategorien = Partnerkategorie.objects.filter(kuerzel__in=vorlage.kategorien)
    _verbinde(mitteilung, "kategorien", list(kategorien.order_by("pk").values_list("pk", flat=True)))
    themen = Thema.objects.filter(name__in=vorlage.themen)
    _verbinde(mitteilung, "themen", list(themen.order_by("pk").values_list("pk", flat=True)))
    if vorlage.zustand != _Z.ENTWURF:
        schreibe_empfaenger(mitteilung, empfaenge(mitteilung, rahmen.stichtag))
        _stelle_zu(rahmen, mitteilung)
    return mitteilung


def _stelle_zu(rahmen: Rahmen, mitteilung: Mitteilung) -> None:
    """Mails as the outbox would have them by now: sent, of the first Mitteilung one failed, half of a paused one."""
    zeilen = list(mitteilung.empfaenger.filter(zustand=Empfaengerstatus.WARTET).order_by("pk"))
    if mitteilung.zustand == _Z.GEPLANT:
        zeilen = []
    elif mitteilung.zustand == _Z.ANGEHALTEN:
        zeilen = zeilen[: len(zeilen) // 2]
    for nummer, zeile in enumerate(zeilen):
        gescheitert = nummer == 0 and mitteilung.titel == VORLAGEN[0].titel
        zeile.uuid = rahmen.wuerfel.schluessel()
        zeile.auftrag = _mail(rahmen, mitteilung, zeile, gescheitert)
        zeile.zustand, zeile.eingestellt_am = Empfaengerstatus.EINGESTELLT, mitteilung.gesendet_am
    Mitteilungsempfaenger.objects.bulk_update(zeilen, ["uuid", "auftrag", "zustand", "eingestellt_am"], batch_size=200)
    _lies(rahmen, mitteilung)
    _vergib_schluessel(rahmen, mitteilung)


def _mail(rahmen: Rahmen, mitteilung: Mitteilung, zeile: Mitteilungsempfaenger, gescheitert: bool) -> Versandauftrag:
    mail = Versandauftrag(
        uuid=rahmen.wuerfel.schluessel(),
        anlass=f"mitteilung:{zeile.uuid}:1",
        benutzer_id=mitteilung.erfasst_von_id,
        empfaenger=zeile.adresse,
        betreff=mitteilung.titel,
        text=mitteilung.text,
        zustand=Versandstatus.UNZUSTELLBAR if gescheitert else Versandstatus.GESENDET,
        versuche=1,
        fehler="Das Postfach ist voll (Code 552)." if gescheitert else "",
        gesendet_am=None if gescheitert else mitteilung.gesendet_am,
    )
    Versandauftrag.objects.bulk_create([mail])
    return mail


def _lies(rahmen: Rahmen, mitteilung: Mitteilung) -> None:
    """Half of the colleagues have read it."""
    eingang = mitteilung.empfaenger.filter(art=Empfaengerart.KONTO).order_by("pk")
    gelesene = list(eingang.values_list("pk", flat=True))[::2]
    Mitteilungsempfaenger.objects.filter(pk__in=gelesene).update(gelesen_am=_am(rahmen, 1) + timedelta(hours=2))


def _vergib_schluessel(rahmen: Rahmen, mitteilung: Mitteilung) -> None:
    """The same Stichtag gives the same keys, also where no mail names them."""
    zeilen = list(mitteilung.empfaenger.filter(auftrag=None).order_by("pk"))
    for zeile in zeilen:
        zeile.uuid = rahmen.wuerfel.schluessel()
    Mitteilungsempfaenger.objects.bulk_update(zeilen, ["uuid"], batch_size=200)

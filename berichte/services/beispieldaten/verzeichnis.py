"""What the directory says beside names: opening hours, target groups, further places, function addresses, consents."""

from collections.abc import Iterable
from datetime import UTC, datetime, time, timedelta

from django.db.models import F

from berichte.services.beispieldaten.namen import NACHNAMEN, VORNAMEN, rechnername, rufnummer
from berichte.services.beispieldaten.rahmen import SAAT, Rahmen, Wuerfel
from konten.rules import normalisiere
from partner.models import (
    Angabenpruefung,
    Aussenstelle,
    Einwilligung,
    Funktion,
    Funktionsadresse,
    Netzwerkpartner,
    Partnerzustand,
    Person,
    Stellenwechsel,
)
from partner.rules import Partnerstatus
from partner.rules.oeffnung import VEREINBARUNG
from partner.rules.personen import Informationsweg
from partner.rules.zielgruppen import Zielgruppe, als_text

_WERKTAGS = ("mo", "di", "mi", "do", "fr")
WOCHEN = (
    {tag: ["07:30-16:30"] for tag in _WERKTAGS},
    {"mo": ["08:00-12:00", "14:00-16:00"], "di": ["08:00-12:00"], "mi": [], "do": ["08:00-12:00", "14:00-18:00"]},
    {"mi": ["15:00-19:00"], "fr": ["15:00-20:00"], "sa": ["14:00-18:00"], "so": []},
    {"di": [VEREINBARUNG], "do": [VEREINBARUNG]},
)
#: kind of partner → groups that it is there for
GRUPPEN = {
    "kita": (Zielgruppe.FRUEH, Zielgruppe.KITA, Zielgruppe.ELTERN),
    "schule": (Zielgruppe.GRUNDSCHULE, Zielgruppe.JUGEND, Zielgruppe.ELTERN),
    "jugendarbeit": (Zielgruppe.JUGEND, Zielgruppe.JUGENDLICHE, Zielgruppe.JUNGE_ERWACHSENE),
    "familienbildung": (Zielgruppe.ELTERN, Zielgruppe.ALLEINERZIEHENDE),
    "fruehe-hilfen": (Zielgruppe.WERDENDE_ELTERN, Zielgruppe.FRUEH, Zielgruppe.ALLEINERZIEHENDE),
    "jugendhilfe": (Zielgruppe.ELTERN, Zielgruppe.PFLEGEFAMILIEN, Zielgruppe.JUGENDLICHE),
}


def ergaenze_verzeichnis(rahmen: Rahmen) -> None:
    """Every state that the directory knows, on dice of its own, so that nothing else of the example data moves."""
    wuerfel = Wuerfel(SAAT + 16)
    partner = list(
        Netzwerkpartner.objects.eigenstaendig()
        .order_by("pk")
        .annotate(kuerzel=F("kategoriezuordnungen__kategorie__kuerzel"))
    )
    einzeln = list({eintrag.pk: eintrag for eintrag in partner}.values())
    _angaben(wuerfel, einzeln)
    _adressen(rahmen, wuerfel, einzeln)
    _orte(rahmen, wuerfel, einzeln)
    _pruefungen(rahmen, wuerfel, einzeln)
    _nachfolge(rahmen)
    _information(rahmen, wuerfel)
    _einwilligungen(rahmen, wuerfel)
    _wechsel(rahmen, wuerfel)
    _vertretungen()


def _angaben(wuerfel: Wuerfel, partner: Iterable[Netzwerkpartner]) -> None:
    geaenderte = []
    for eintrag in partner:
        if wuerfel.trifft(0.25):
            continue
        eintrag.oeffnungszeiten = dict(wuerfel.choice(WOCHEN)) if wuerfel.trifft(0.8) else {}
        eintrag.oeffnungshinweis = "In den Schulferien geänderte Zeiten." if wuerfel.trifft(0.2) else ""
        eintrag.zielgruppen = als_text(GRUPPEN.get(eintrag.kuerzel, ()))
        eintrag.zielgruppen_frei = "Familien aus dem ganzen Ort" if wuerfel.trifft(0.1) else ""
        geaenderte.append(eintrag)
    felder = ["oeffnungszeiten", "oeffnungshinweis", "zielgruppen", "zielgruppen_frei"]
    Netzwerkpartner.objects.bulk_update(geaenderte, felder, batch_size=200)


def _adressen(rahmen: Rahmen, wuerfel: Wuerfel, partner: Iterable[Netzwerkpartner]) -> None:
    """A Sekretariat where there is one; some people are reached through it as well."""
    adressen = [
        Funktionsadresse(
            uuid=wuerfel.schluessel(),
            partner=eintrag,
            bezeichnung="Sekretariat" if eintrag.kuerzel == "schule" else "Büro",
            telefon=rufnummer(wuerfel),
            email=f"buero@{rechnername(eintrag.name)}",
            von=rahmen.vor(700),
        )
        for eintrag in partner
        if wuerfel.trifft(0.45)
    ]
    Funktionsadresse.objects.bulk_create(adressen, batch_size=500)
    for adresse in adressen[::2]:
        erste = Funktion.objects.filter(partner=adresse.partner_id, bis=None).order_by("pk").values("pk")[:1]
        Funktion.objects.filter(pk__in=list(erste.values_list("pk", flat=True))).update(adresse=adresse)


def _orte(rahmen: Rahmen, wuerfel: Wuerfel, partner: Iterable[Netzwerkpartner]) -> None:
    mit_sitz = [eintrag for eintrag in partner if eintrag.gemeinde_id and wuerfel.trifft(0.08)][:20]
    stellen = []
    for nummer, eintrag in enumerate(mit_sitz):
        gemeinde = wuerfel.choice(rahmen.gemeinden["konz" if nummer % 2 else "saarburg"])
        stellen.append(
            Aussenstelle(
                uuid=wuerfel.schluessel(),
                partner=eintrag,
                bezeichnung=f"Außenstelle {gemeinde.name}"[:100],
                strasse=f"Beispielweg {nummer + 1}",
                plz=gemeinde.plz,
                ort=gemeinde.name,
                gemeinde=gemeinde,
                oeffnungszeiten={"mi": ["09:00-12:00"]} if nummer % 3 else {},
                von=rahmen.vor(500),
                bis=rahmen.vor(30) if nummer % 4 == 3 else None,
            )
        )
    Aussenstelle.objects.bulk_create(stellen)


def _pruefungen(rahmen: Rahmen, wuerfel: Wuerfel, partner: Iterable[Netzwerkpartner]) -> None:
    """Checked lately, checked long ago, never."""
    wer = rahmen.konten.get("leitstelle")
    Angabenpruefung.objects.bulk_create(
        Angabenpruefung(uuid=wuerfel.schluessel(), partner=eintrag, am=rahmen.vor(tage), durch_id=wer)
        for eintrag in partner
        for tage in [wuerfel.gewichtet({0: 0.3, 20: 0.15, 150: 0.3, 420: 0.25})]
        if tage
    )


def _nachfolge(rahmen: Rahmen) -> None:
    """A closed partner whose work another one of its Sozialraum goes on with; a dormant one with its reason."""
    geschlossen = Partnerzustand.objects.filter(zustand=Partnerstatus.GESCHLOSSEN, bis=None).order_by("pk").first()
    if geschlossen is not None:
        raeume = geschlossen.partner.wirkungsbereiche.values("sozialraum")
        andere = Netzwerkpartner.objects.im_zustand(rahmen.stichtag, Partnerstatus.AKTIV)
        kategorien = geschlossen.partner.kategoriezuordnungen.values("kategorie")
        gleiche = andere.filter(wirkungsbereiche__sozialraum__in=raeume, kategoriezuordnungen__kategorie__in=kategorien)
        nachfolger = gleiche.exclude(pk=geschlossen.partner_id).order_by("pk").first()
        zeile = Partnerzustand.objects.filter(pk=geschlossen.pk)
        zeile.update(grund="Der Betrieb ist mit einer anderen Einrichtung zusammengelegt.", nachfolger=nachfolger)
    ruhende = Partnerzustand.objects.filter(zustand=Partnerstatus.RUHEND, bis=None)
    ruhende.update(grund="Umbau, voraussichtlich bis zum Sommer.")


def _information(rahmen: Rahmen, wuerfel: Wuerfel) -> None:
    """Most were told, some are not yet, a few should have been."""
    mittag = datetime.combine(rahmen.stichtag, time(11, 30), UTC)
    personen = list(Person.objects.order_by("pk"))
    wer = rahmen.konten.get("netzwerk-konz")
    for person in personen:
        alter = wuerfel.gewichtet({200: 0.7, 12: 0.15, 60: 0.15})
        person.erstellt_am = person.geaendert_am = mittag - timedelta(days=alter)
        if alter == 200 and wuerfel.trifft(0.9):
            person.informiert_am = rahmen.vor(alter - wuerfel.randint(1, 25))
            person.informiert_wie = wuerfel.choice(Informationsweg.values)
            person.informiert_von_id = wer
    felder = ["erstellt_am", "geaendert_am", "informiert_am", "informiert_wie", "informiert_von"]
    Person.objects.bulk_update(personen, felder, batch_size=200)


def _einwilligungen(rahmen: Rahmen, wuerfel: Wuerfel) -> None:
    """Volunteers of clubs: one consent that holds, one that was withdrawn."""
    vereine = Funktion.objects.filter(bis=None, partner__kategoriezuordnungen__kategorie__kuerzel="verein")
    ids = list(dict.fromkeys(vereine.order_by("pk").values_list("person", flat=True)))[:2]
    for nummer, person in enumerate(ids):
        widerrufen = rahmen.vor(20) if nummer else None
        Einwilligung.objects.bulk_create(
            [
                Einwilligung(
                    uuid=wuerfel.schluessel(),
                    person_id=person,
                    erteilt_am=rahmen.vor(120),
                    zweck="Absprachen zu Festen am Wochenende",
                    telefon="" if widerrufen else rufnummer(wuerfel),
                    widerrufen_am=widerrufen,
                )
            ]
        )


def _wechsel(rahmen: Rahmen, wuerfel: Wuerfel) -> None:
    """Somebody of Konz went from one partner to another, and has a successor there."""
    raum = rahmen.sozialraeume["konz"]
    offen = Funktion.objects.filter(bis=None, von__lt=rahmen.vor(60), partner__wirkungsbereiche__sozialraum=raum)
    alte = offen.filter(kontakte=None).order_by("pk").first()
    ziel = Netzwerkpartner.objects.filter(wirkungsbereiche__sozialraum=raum).order_by("-pk").first()
    if alte is None or ziel is None or ziel.pk == alte.partner_id:
        return
    tag = rahmen.vor(10)
    folgende = Person(uuid=wuerfel.schluessel(), vorname=wuerfel.choice(VORNAMEN), nachname=wuerfel.choice(NACHNAMEN))
    folgende.name_norm = normalisiere(f"{folgende.nachname} {folgende.vorname}")
    Person.objects.bulk_create([folgende])
    neue, nachfolge = (
        Funktion(uuid=wuerfel.schluessel(), person=person, partner_id=wo, bezeichnung=was, von=tag)
        for person, wo, was in (
            (alte.person, ziel.pk, "Koordination"),
            (folgende, alte.partner_id, alte.bezeichnung),
        )
    )
    Funktion.objects.bulk_create([neue, nachfolge])
    Funktion.objects.filter(pk=alte.pk).update(bis=tag - timedelta(days=1))
    wer = rahmen.konten.get("netzwerk-konz")
    akte = Stellenwechsel(uuid=wuerfel.schluessel(), alte=alte, neue=neue, nachfolge=nachfolge, durch_id=wer)
    Stellenwechsel.objects.bulk_create([akte])


def _vertretungen() -> None:
    """At partners with two people the second stands in for the first."""
    erste: dict[int, Funktion] = {}
    for funktion in Funktion.objects.filter(bis=None).order_by("partner", "pk"):
        vorige = erste.setdefault(funktion.partner_id, funktion)
        if vorige.pk != funktion.pk and vorige.vertreten_durch_id is None and vorige.person_id != funktion.person_id:
            vorige.vertreten_durch = funktion
    Funktion.objects.bulk_update([f for f in erste.values() if f.vertreten_durch_id], ["vertreten_durch"], 200)

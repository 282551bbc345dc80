"""Writes the contacts in portions, Sozialraum by Sozialraum, so that two million of them fit into memory."""

from collections.abc import Callable, Iterable
from datetime import timedelta
from itertools import islice

from django.db import transaction

from berichte.services.beispieldaten.gespraeche import Besetzung, Erzaehler, Gespraech
from berichte.services.beispieldaten.rahmen import Beziehung, Rahmen
from berichte.services.beispieldaten.texte import SCHRITTE
from netzwerk.models import Einsatz, Kontakt, Kontaktbeteiligung, Thema, Wiedervorlage
from netzwerk.services.zaehlung import zaehle_neu
from partner.models import Funktion

PORTION = 2_000
#: open next steps of the first example account, in days after the Stichtag
OFFENE_SCHRITTE = (-9, -3, 0, 1, 2, 5, 12)
PERSONA = "netzwerk-konz"


def fuehre_gespraeche(
    rahmen: Rahmen,
    beziehungen: list[Beziehung],
    funktionen: dict[int, list[Funktion]],
    melde: Callable[[str], None],
) -> int:
    """Writes all contacts and returns their number. One transaction per Sozialraum."""
    erzaehler = Erzaehler(rahmen, list(Thema.objects.order_by("reihenfolge")), funktionen)
    je_raum = _je_sozialraum(beziehungen)
    summe = sum(beziehung.gewicht for beziehung in beziehungen if beziehung.letzter)
    geschrieben = 0
    for kuerzel, sozialraum in rahmen.sozialraeume.items():
        eigene = je_raum.get(sozialraum.pk, [])
        anteil = sum(beziehung.gewicht for beziehung in eigene if beziehung.letzter) / summe
        besetzung = _besetzung(rahmen, kuerzel, sozialraum.pk)
        gespraeche = erzaehler.gespraeche(eigene, besetzung, round(rahmen.groesse.kontakte * anteil))
        if kuerzel == "konz":
            _nimm_vor(rahmen, gespraeche)
        geschrieben += _schreibe_raum(rahmen, sozialraum.pk, gespraeche)
        melde(f"{sozialraum.name}: {len(gespraeche)} Kontakte")
    return geschrieben


@transaction.atomic
def _schreibe_raum(rahmen: Rahmen, sozialraum_id: int, gespraeche: list[Gespraech]) -> int:
    vorrat = iter(gespraeche)
    while portion := list(islice(vorrat, PORTION)):
        _schreibe(rahmen, portion)
    zaehle_neu(sozialraum_ids=[sozialraum_id])
    return len(gespraeche)


def _je_sozialraum(beziehungen: list[Beziehung]) -> dict[int, list[Beziehung]]:
    ergebnis: dict[int, list[Beziehung]] = {}
    for beziehung in beziehungen:
        ergebnis.setdefault(beziehung.sozialraum_id, []).append(beziehung)
    return ergebnis


def _besetzung(rahmen: Rahmen, kuerzel: str, sozialraum_id: int) -> Besetzung:
    einsaetze = Einsatz.objects.bestaetigt().filter(sozialraum=sozialraum_id).order_by("id")
    andere = ["leitstelle", "team-konz", "leitung-konz"] if kuerzel == "konz" else ["leitstelle"]
    return Besetzung(
        list(einsaetze.values_list("von", "bis", "fachkraft__benutzer_id")), [rahmen.konten[name] for name in andere]
    )


def _nimm_vor(rahmen: Rahmen, gespraeche: list[Gespraech]) -> None:
    """The first example account has something overdue, something for today and something for the next days."""
    eigene = [gespraech for gespraech in gespraeche if gespraech.autor_id == rahmen.konten[PERSONA]]
    for gespraech in eigene:
        if gespraech.schritt and gespraech.schritt[2] is None:
            gespraech.schritt = None
    alt_genug = [gespraech for gespraech in eigene if gespraech.am < rahmen.vor(10) and gespraech.inhalt]
    auswahl = alt_genug[-len(OFFENE_SCHRITTE) :]
    for gespraech, abstand, was in zip(auswahl, OFFENE_SCHRITTE, SCHRITTE, strict=False):
        gespraech.schritt = (was, rahmen.stichtag + timedelta(days=abstand), None)


def _schreibe(rahmen: Rahmen, portion: list[Gespraech]) -> None:
    kontakte = Kontakt.objects.bulk_create([_kontakt(rahmen, gespraech) for gespraech in portion])
    paare = list(zip(kontakte, portion, strict=True))
    Kontaktbeteiligung.objects.bulk_create(
        zeile for kontakt, gespraech in paare for zeile in _beteiligungen(kontakt.pk, gespraech)
    )
    Kontakt.themen.through.objects.bulk_create(
        Kontakt.themen.through(kontakt_id=kontakt.pk, thema_id=thema)
        for kontakt, gespraech in paare
        for thema in gespraech.themen
    )
    Kontakt.personen.through.objects.bulk_create(
        Kontakt.personen.through(kontakt_id=kontakt.pk, funktion_id=gespraech.person.pk)
        for kontakt, gespraech in paare
        if gespraech.person
    )
    Wiedervorlage.objects.bulk_create(_wiedervorlagen(rahmen, paare))


def _kontakt(rahmen: Rahmen, gespraech: Gespraech) -> Kontakt:
    return Kontakt(
        uuid=rahmen.wuerfel.schluessel(),
        art=gespraech.art,
        am=gespraech.am,
        bezug=gespraech.bezug,
        zweck=gespraech.zweck,
        inhalt=gespraech.inhalt,
        vereinbarung=gespraech.vereinbarung,
        dauer_minuten=gespraech.dauer,
        erfasst_von_id=gespraech.autor_id,
    )


def _beteiligungen(kontakt_id: int, gespraech: Gespraech) -> Iterable[Kontaktbeteiligung]:
    for partner_id, ergebnis in [(gespraech.beziehung.partner_id, gespraech.ergebnis), *gespraech.weitere]:
        yield Kontaktbeteiligung(
            kontakt_id=kontakt_id,
            partner_id=partner_id,
            sozialraum_id=gespraech.beziehung.sozialraum_id,
            am=gespraech.am,
            ergebnis=ergebnis,
        )


def _wiedervorlagen(rahmen: Rahmen, paare: list[tuple[Kontakt, Gespraech]]) -> Iterable[Wiedervorlage]:
    for kontakt, gespraech in paare:
        if gespraech.schritt:
            was, am, erledigt = gespraech.schritt
            yield Wiedervorlage(
                uuid=rahmen.wuerfel.schluessel(),
                kontakt_id=kontakt.pk,
                benutzer_id=gespraech.autor_id,
                was=was,
                am=am,
                erledigt_am=erledigt,
            )

"""Lists from a Träger's accounting: read, previewed, booked in one go, taken back as a whole (K29)."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from finanzen.models import Ausgabe, Ausnahmeantrag, Buchungslauf, Buchungsschluessel, Projekt
from finanzen.rules import Ausgabenart
from finanzen.rules.ausgabe import braucht_antrag
from finanzen.rules.buchungsliste import (
    PERSON,
    Grundlage,
    Listenurteil,
    Listenzuordnung,
    Zeilenergebnis,
    erkenne_spalten,
    lies_tag,
    urteile_ueber,
)
from finanzen.selectors.ausgabe import bewilligung_von, gebuchte_schluessel
from finanzen.services.ausgabe import (
    Buchung,
    gegenbuchung,
    neue_ausgabe,
    pruefe_angaben,
    pruefe_grund,
    pruefe_leitung,
    pruefe_traegerschaft,
)
from finanzen.services.sperre import pruefe_offen
from konten.models import Benutzer
from konten.services.protokoll import protokolliere_angelegte
from partner.services.einlesen.lesen import Kopf, Tabelle
from sozialraum.models import Sozialraum, Traeger

#: how the heading of such a list is known
BUCHUNGSLISTE = Kopf(
    felder=erkenne_spalten,
    noetig=frozenset({"datum"}),
    fehlt="In der Datei ist keine Spalte mit dem Datum erkennbar. Bitte nennen Sie die Überschrift „Datum“.",
    verworfen=PERSON,
    mit_abschnitten=False,
)
SCHON_GEBUCHT = "Diese Liste ist schon gebucht. Es wurde nichts geändert."
STAPEL = 500


# --- Preview --------------------------------------------------------------------------------------------------------


@transaction.atomic
def lege_an(
    *, tabelle: Tabelle, dateiname: str, traeger: Traeger, sozialraum: Sozialraum, jahr: int, benutzer: Benutzer
) -> Buchungslauf:
    """A new list in preview; columns are guessed, kinds come from the keys that the Träger has used before.

    Raises PermissionDenied for a foreign Träger, ValidationError for a closed year and where the Träger does not work.
    """
    pruefe_leitung(benutzer, traeger.pk)
    pruefe_offen(jahr, sozialraum.pk)
    pruefe_traegerschaft(traeger.pk, sozialraum.pk, jahr)
    return Buchungslauf.objects.create(
        traeger=traeger,
        sozialraum=sozialraum,
        jahr=jahr,
        dateiname=dateiname[-150:],
        hochgeladen_von=benutzer,
        zuordnung={
            "kopf": tabelle.spalten,
            "ist_mappe": not tabelle.trennzeichen,
            "spalten": erkenne_spalten(tabelle.spalten),
        },
        zeilen=[[zeile.nummer, list(zeile.zellen)] for zeile in tabelle.zeilen],
    )


@transaction.atomic
def ordne_zu(
    *,
    lauf: Buchungslauf,
    spalten: Mapping[str, str],
    arten: Mapping[str, str],
    vorgabe: str,
    antrag: Ausnahmeantrag | None,
    projekt: Projekt | None,
    benutzer: Benutzer,
) -> Buchungslauf:
    """Keeps how the list is to be read; the keys are remembered for the Träger's next list. Raises as `_sperre`."""
    lauf = _sperre(lauf, benutzer)
    lauf.zuordnung = {
        "kopf": lauf.zuordnung["kopf"],
        "ist_mappe": lauf.zuordnung["ist_mappe"],
        "spalten": dict(spalten),
        "vorgabe": vorgabe,
        "antrag": antrag.pk if antrag else None,
        "projekt": projekt.pk if projekt else None,
    }
    lauf.save()
    for schluessel, art in arten.items():
        gemerkt = Buchungsschluessel.objects.filter(traeger=lauf.traeger_id, schluessel=schluessel)
        if art:
            gemerkt.update_or_create(
                traeger_id=lauf.traeger_id, schluessel=schluessel, defaults={"art": Ausgabenart(art)}
            )
        else:
            gemerkt.delete()
    return lauf


def listenzuordnung(lauf: Buchungslauf) -> Listenzuordnung:
    """How the list is read, with the kinds that are known of the Träger's keys. One query."""
    arten = dict(Buchungsschluessel.objects.filter(traeger=lauf.traeger_id).values_list("schluessel", "art"))
    gemerkt = lauf.zuordnung
    return Listenzuordnung(
        kopf=tuple(gemerkt["kopf"]),
        spalten=gemerkt["spalten"],
        arten=arten,
        vorgabe=gemerkt.get("vorgabe", ""),
        ist_mappe=gemerkt.get("ist_mappe", False),
    )


def schluesselzahlen(lauf: Buchungslauf) -> Counter[str]:
    """Keys of the accounting that occur in a list in preview, with the number of their rows. One query."""
    zuordnung = listenzuordnung(lauf)
    gefunden = Counter(zuordnung.schluessel_von(zellen) for _, zellen in lauf.zeilen)
    del gefunden[""]
    return gefunden


def vorschau(lauf: Buchungslauf) -> list[Listenurteil]:
    """What would become of every row today; after booking what became of it. Four queries, none after booking."""
    if lauf.gebucht_am:
        return [Listenurteil.aus_json(zeile) for zeile in lauf.zeilen]
    zuordnung = listenzuordnung(lauf)
    antrag = Ausnahmeantrag.objects.filter(pk=lauf.zuordnung.get("antrag")).first()
    spalte = next((name for name, feld in zuordnung.spalten.items() if feld == "datum"), None)
    stelle = zuordnung.kopf.index(spalte) if spalte in zuordnung.kopf else None
    tage = {
        tag
        for _, zellen in lauf.zeilen
        if stelle is not None and stelle < len(zellen) and (tag := lies_tag(zellen[stelle], lauf.jahr))
    }
    grundlage = Grundlage(
        jahr=lauf.jahr,
        heute=timezone.localdate(),
        gebucht=frozenset(gebuchte_schluessel(lauf.traeger_id, tage)),
        antrag=bewilligung_von(antrag) if antrag else None,
        hat_projekt=bool(lauf.zuordnung.get("projekt")),
    )
    return urteile_ueber(((nummer, zellen) for nummer, zellen in lauf.zeilen), zuordnung, grundlage)


@transaction.atomic
def verwirf(*, lauf: Buchungslauf, benutzer: Benutzer) -> None:
    """Throws a preview away with all that was read. Raises as `_sperre`."""
    _sperre(lauf, benutzer).delete()


# --- Booking and taking back ----------------------------------------------------------------------------------------


@transaction.atomic
def buche_lauf(*, lauf: Buchungslauf, benutzer: Benutzer) -> int:
    """Books all rows that are new today and keeps what became of the others; returns how many were booked.

    All or nothing. Two lists of a Träger wait for each other, so none books what the other has just booked. Raises as
    `_sperre`, and ValidationError for a closed year or an application that does not fit.
    """
    pruefe_offen(lauf.jahr, lauf.sozialraum_id)
    Traeger.objects.order_by().select_for_update(no_key=True).get(pk=lauf.traeger_id)
    lauf = _sperre(lauf, benutzer)
    urteile = vorschau(lauf)
    neue = [urteil for urteil in urteile if urteil.ergebnis == Zeilenergebnis.NEU]
    buchungen = [_buchung(lauf, urteil) for urteil in neue]
    _pruefe(lauf, buchungen)
    ausgaben = [neue_ausgabe(angaben, benutzer, lauf=lauf) for angaben in buchungen]
    Ausgabe.objects.bulk_create(ausgaben, batch_size=STAPEL)
    protokolliere_angelegte(ausgaben, benutzer_id=benutzer.pk)
    lauf.zeilen = [urteil.als_json() for urteil in urteile]
    lauf.gebucht_am = timezone.now()
    lauf.save()
    return len(ausgaben)


def _buchung(lauf: Buchungslauf, urteil: Listenurteil) -> Buchung:
    return Buchung(
        sozialraum_id=lauf.sozialraum_id,
        traeger_id=lauf.traeger_id,
        jahr=lauf.jahr,
        am=urteil.am,
        betrag=urteil.betrag,
        art=urteil.art,
        text=urteil.text,
        belegnummer=urteil.belegnummer,
        projekt_id=lauf.zuordnung.get("projekt") if urteil.art == Ausgabenart.PROJEKT else None,
        antrag_id=lauf.zuordnung.get("antrag") if braucht_antrag(urteil.art) else None,
    )


def _pruefe(lauf: Buchungslauf, buchungen: list[Buchung]) -> None:
    """The same checks as for a single booking: once for each kind, with the sum of the appointments."""
    je_art = {angaben.art: angaben for angaben in buchungen}
    for art, angaben in je_art.items():
        if braucht_antrag(art):
            summe = sum(zeile.betrag for zeile in buchungen if zeile.art == art)
            angaben = replace(angaben, betrag=summe)
        pruefe_angaben(angaben)


@transaction.atomic
def storniere_lauf(*, lauf: Buchungslauf, grund: str, benutzer: Benutzer) -> int:
    """Reverses all bookings of the list that are not reversed yet; returns how many. A second call finds none.

    Raises PermissionDenied for a foreign Träger, ValidationError without reason and for a closed year.
    """
    pruefe_leitung(benutzer, lauf.traeger_id)
    pruefe_offen(lauf.jahr, lauf.sozialraum_id)
    grund = pruefe_grund(grund)
    schon = Ausgabe.objects.filter(storno_von__lauf=lauf).values("storno_von")
    offene = list(lauf.ausgaben.exclude(pk__in=schon).order_by("pk"))
    gegen = [gegenbuchung(ausgabe, grund, benutzer) for ausgabe in offene]
    Ausgabe.objects.bulk_create(gegen, batch_size=STAPEL)
    protokolliere_angelegte(gegen, benutzer_id=benutzer.pk)
    return len(gegen)


def _sperre(lauf: Buchungslauf, benutzer: Benutzer) -> Buchungslauf:
    """The list, locked. Raises PermissionDenied for a foreign Träger, ValidationError when it is booked or gone."""
    pruefe_leitung(benutzer, lauf.traeger_id)
    gesperrt = Buchungslauf.objects.order_by().select_for_update().filter(pk=lauf.pk).first()
    if gesperrt is None:
        raise ValidationError("Diese Liste wurde inzwischen verworfen.")
    if gesperrt.gebucht_am:
        raise ValidationError(SCHON_GEBUCHT)
    return gesperrt

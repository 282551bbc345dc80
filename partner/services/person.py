"""Acts on contact persons: enter, change, move to another post, inform, keep private numbers with consent (K28)."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from konten.models import Benutzer
from konten.rules.zahl import tagesdatum
from partner.models import Funktion, Person, Stellenwechsel
from partner.rules.personen import WECHSEL_RUECKNAHME_TAGE


def trage_ein(*, funktion: Funktion, person: Person) -> Funktion:
    """Enters the person's function; a person without key is new and stored first.

    The uuid of the Funktion is the key of the form: a known one is returned unchanged.
    """
    if vorhanden := Funktion.objects.filter(uuid=funktion.uuid).first():
        return vorhanden
    try:
        with transaction.atomic():
            if person.pk is None:
                person.save()
            funktion.person = person
            funktion.save()
    except IntegrityError:
        return Funktion.objects.get(uuid=funktion.uuid)
    return funktion


@transaction.atomic
def aendere(*, funktion: Funktion) -> Funktion:
    """Stores the function and the person's name, which holds at every institution."""
    funktion.person.save()
    funktion.save()
    return funktion


@dataclass(frozen=True, slots=True)
class Wechsel:
    """What somebody said about a change of post: last day at the old one, the new one, who follows there."""

    uuid: UUID
    bis: date
    neue: Funktion | None = None
    nachfolgende: Person | None = None
    #: fields of the successor's function; her first day is the one after `bis`
    nachfolge: dict[str, object] = field(default_factory=dict)


@transaction.atomic
def wechsle_stelle(*, funktion: Funktion, wechsel: Wechsel, durch: Benutzer) -> tuple[Stellenwechsel, bool]:
    """Ends the function, begins the new one and that of the successor; True when it is new. History stays.

    The uuid is the key of the form. Raises ValidationError when the last day lies before the first one, or when the
    function has ended meanwhile.
    """
    alte = Funktion.objects.select_for_update().get(pk=funktion.pk)
    if schon := Stellenwechsel.objects.filter(uuid=wechsel.uuid).first():
        return schon, False
    if alte.bis is not None and alte.bis < wechsel.bis:
        raise ValidationError(f"Diese Funktion endet schon am {tagesdatum(alte.bis)}.")
    if wechsel.bis < alte.von:
        raise ValidationError(f"Der letzte Tag liegt vor dem Beginn am {tagesdatum(alte.von)}.")
    bisher, alte.bis = alte.bis, wechsel.bis
    alte.save()
    neue = _beginne(wechsel.neue, alte.person) if wechsel.neue else None
    nachfolge = None
    if wechsel.nachfolgende:
        wechsel.nachfolgende.save()
        ab = wechsel.bis + timedelta(days=1)
        nachfolge = _beginne(Funktion(partner=alte.partner, von=ab, **wechsel.nachfolge), wechsel.nachfolgende)
    felder = {"alte": alte, "neue": neue, "nachfolge": nachfolge, "bisher_bis": bisher, "durch": durch}
    return Stellenwechsel.objects.create(uuid=wechsel.uuid, **felder), True


def _beginne(funktion: Funktion, person: Person) -> Funktion:
    funktion.person = person
    funktion.full_clean(exclude=["uuid"])
    funktion.save()
    return funktion


@transaction.atomic
def nimm_wechsel_zurueck(*, wechsel: Stellenwechsel) -> None:
    """The person is at her old post as before; what the change began is removed.

    Raises ValidationError after thirty days, when it was taken back already, or when one of the functions was changed
    or named by a contact or meeting since: then something relies on it.
    """
    akte = Stellenwechsel.objects.select_for_update(of=("self",)).select_related("alte").get(pk=wechsel.pk)
    if akte.zurueckgenommen_am:
        raise ValidationError("Dieser Stellenwechsel ist schon zurückgenommen.")
    if timezone.now() - akte.erstellt_am > timedelta(days=WECHSEL_RUECKNAHME_TAGE):
        raise ValidationError(f"Nach {WECHSEL_RUECKNAHME_TAGE} Tagen lässt er sich nicht mehr zurücknehmen.")
    begonnene = [funktion for funktion in (akte.neue, akte.nachfolge) if funktion]
    for funktion in (akte.alte, *begonnene):
        if funktion.geaendert_am > akte.erstellt_am:
            raise ValidationError(f"„{funktion}“ wurde seitdem geändert. Bitte ändern Sie die Angaben von Hand.")
    for funktion in begonnene:
        _entferne(funktion)
    akte.alte.bis = akte.bisher_bis
    akte.alte.save()
    akte.neue = akte.nachfolge = None
    akte.zurueckgenommen_am = timezone.now()
    akte.save()


def _entferne(funktion: Funktion) -> None:
    for bezug in Funktion._meta.get_fields(include_hidden=True):
        if not (bezug.auto_created and bezug.one_to_many) or bezug.related_model is Stellenwechsel:
            continue
        if bezug.related_model._base_manager.filter(**{bezug.field.attname: funktion.pk}).exists():
            raise ValidationError(f"„{funktion}“ ist seitdem an anderer Stelle genannt, zum Beispiel in einem Kontakt.")
    person = funktion.person
    funktion.delete()
    if not person.funktionen.exists() and not person.einwilligungen.exists():
        person.delete()


@transaction.atomic
def merke_information(*, personen: Iterable[Person], am: date | None, wie: str, durch: Benutzer | None) -> int:
    """Art. 14 DSGVO: these people were told on that day; without a day the note is taken back. Returns how many."""
    anzahl = 0
    for person in Person.objects.select_for_update().filter(pk__in=[person.pk for person in personen]):
        person.informiert_am = am
        person.informiert_wie, person.informiert_von = (wie, durch) if am else ("", None)
        person.save()
        anzahl += 1
    return anzahl

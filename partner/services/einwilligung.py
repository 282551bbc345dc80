"""Private numbers of a contact person: only with her consent, and gone at once when she withdraws it."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction

from konten.rules.zahl import tagesdatum
from partner.models import Einwilligung, Person


@transaction.atomic
def halte_fest(*, einwilligung: Einwilligung, heute: date) -> Einwilligung:
    """Stores a consent with its private numbers; there is one at a time.

    Raises ValidationError without a day that has come and a purpose, without any number, beside another consent, or
    when it was withdrawn since it was read: what is gone does not come back with an open form.
    """
    Person.objects.select_for_update(no_key=True).get(pk=einwilligung.person_id)
    if Einwilligung.objects.select_for_update().filter(pk=einwilligung.pk, widerrufen_am__isnull=False):
        raise ValidationError("Diese Einwilligung ist inzwischen widerrufen. Es wurde nichts gespeichert.")
    if einwilligung.erteilt_am and einwilligung.erteilt_am > heute:
        raise ValidationError({"erteilt_am": "Dieser Tag liegt in der Zukunft."})
    if not (einwilligung.telefon or einwilligung.email):
        raise ValidationError({"telefon": "Bitte geben Sie eine private Nummer oder E-Mail-Adresse ein."})
    geltende = einwilligung.person.einwilligungen.filter(widerrufen_am__isnull=True).exclude(pk=einwilligung.pk)
    if schon := geltende.first():
        raise ValidationError(f"Es gilt schon die Einwilligung vom {tagesdatum(schon.erteilt_am)}. Ändern Sie diese.")
    einwilligung.full_clean()
    einwilligung.save()
    return einwilligung


@transaction.atomic
def widerrufe(*, einwilligung: Einwilligung, am: date) -> bool:
    """The person withdrew her consent: the numbers go at once, day and purpose stay as proof. False when it was."""
    akte = Einwilligung.objects.select_for_update().get(pk=einwilligung.pk)
    if akte.widerrufen_am:
        return False
    akte.widerrufen_am, akte.telefon, akte.email = am, "", ""
    akte.save()
    return True

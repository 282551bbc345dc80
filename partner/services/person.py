"""Acts on contact persons: enter one, with or without a new person."""

from django.db import IntegrityError, transaction

from partner.models import Funktion, Person


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

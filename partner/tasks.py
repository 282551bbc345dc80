"""Imports and rounds of asking in the background. Tasks take ids and may run twice."""

from django_tasks import task

from partner.services.einlesen.bearbeiten import bearbeite
from partner.services.kampagne import sende_stapel


@task()
def bearbeite_lauf(lauf_id: int) -> None:
    """Brings an import to its end, from where the last process stopped."""
    bearbeite(lauf_id)


@task()
def sende_kampagne(kampagne_id: int) -> None:
    """Writes the next mails of a round of asking; as long as more wait it calls itself again."""
    if sende_stapel(kampagne_id):
        sende_kampagne.enqueue(kampagne_id)

"""Work in the background. Tasks take ids and may run twice."""

from datetime import timedelta

from django.utils import timezone
from django_tasks import task

from konten.rules.versand import FRIST
from konten.services.aufgaben import nimm_haengende_auf, nimm_vergessene_mails_auf
from konten.services.versand import versende


@task()
def versende_mail(auftrag_id: int) -> None:
    """Sends one mail of the outbox."""
    versende(auftrag_id)


@task()
def nimm_liegengebliebenes_auf() -> None:
    """Takes up what a killed worker was at."""
    nimm_haengende_auf()
    nimm_vergessene_mails_auf()


def beginne_mit_aufraeumen() -> None:
    """For the start of a worker: takes up what lapsed, and once more when the claims of its predecessor lapse."""
    nimm_haengende_auf()
    nimm_vergessene_mails_auf()
    spaeter = timezone.now() + FRIST + timedelta(minutes=1)
    nimm_liegengebliebenes_auf.using(run_after=spaeter).enqueue()

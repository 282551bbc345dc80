"""Background tasks after a crash: what a killed worker left behind is taken up again, what is done is thrown away."""

from datetime import timedelta

from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from konten.rules.versand import FRIST
from konten.services.versand import beauftrage, faellige

#: finished tasks are kept that long, for whoever looks for the reason of a failure
AUFBEWAHRUNG = timedelta(days=14)
#: a mail that is due for longer has lost its task
VERSPAETUNG = timedelta(minutes=15)


def nimm_haengende_auf() -> int:
    """Makes tasks wait again that a process began and did not finish in time (tasks may run twice). One query.

    The backend itself leaves them "running" for ever after a kill -9.
    """
    haengende = DBTaskResult.objects.running().filter(started_at__lt=timezone.now() - FRIST)
    return haengende.update(status="READY", started_at=None)


def nimm_vergessene_mails_auf() -> int:
    """Gives mails a task again that are long due and still wait; their own one failed or was lost."""
    grenze = timezone.now() - VERSPAETUNG
    wartende = faellige().filter(geaendert_am__lt=grenze).exclude(naechster_am__gt=grenze)
    vergessene = list(wartende.values_list("pk", flat=True))
    for auftrag_id in vergessene:
        beauftrage(auftrag_id)
    return len(vergessene)


def loesche_erledigte_aufgaben() -> int:
    """Removes tasks that ended long ago. Two queries."""
    alte = DBTaskResult.objects.finished().filter(finished_at__lt=timezone.now() - AUFBEWAHRUNG)
    return alte.delete()[0]

"""Work in the background. Tasks take ids and may run twice."""

from django_tasks import task

from konten.services.versand import versende


@task()
def versende_mail(auftrag_id: int) -> None:
    """Sends one mail of the outbox."""
    versende(auftrag_id)

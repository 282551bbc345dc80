"""Work in the background. Tasks take ids and may run twice."""

from django_tasks import task

from netzwerk.services.mitteilungsversand import stelle_stapel_ein


@task()
def stelle_mitteilung_ein(mitteilung_id: int) -> None:
    """Writes the next batch of mails of a Mitteilung into the outbox."""
    stelle_stapel_ein(mitteilung_id=mitteilung_id)

"""Audit entries: who, when, which record, which fields. Nothing that names a person from the record's content."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from auditlog.cid import get_cid
from auditlog.models import AbstractLogEntry, LogEntryManager
from django.contrib.contenttypes.models import ContentType
from django.db import models

_handelnd: ContextVar[int | None] = ContextVar("handelnd", default=None)


@contextmanager
def handelnd(benutzer_id: int | None) -> Iterator[None]:
    """Within this block all changes are audited as done by that account (None: the system itself)."""
    zeichen = _handelnd.set(benutzer_id)
    try:
        yield
    finally:
        _handelnd.reset(zeichen)


class Protokollverwalter(LogEntryManager):
    def log_m2m_changes(
        self, changed_queryset: models.QuerySet, instance: models.Model, operation: str, field_name: str, **kwargs
    ) -> "Protokolleintrag | None":
        """Like the original, but with keys instead of the text form of the records (a person's name, for one)."""
        schluessel = [objekt.pk for objekt in changed_queryset]
        if not schluessel:
            return None
        return self.create(
            content_type=ContentType.objects.get_for_model(instance),
            object_pk=str(instance.pk),
            object_id=instance.pk,
            action=AbstractLogEntry.Action.UPDATE,
            changes={field_name: {"type": "m2m", "operation": operation, "objects": schluessel}},
            cid=get_cid(),
            **kwargs,
        )


class Protokolleintrag(AbstractLogEntry):
    """One change. The actor comes from `handelnd`; the record's text form, mail and network address are never kept."""

    objects = Protokollverwalter()

    class Meta(AbstractLogEntry.Meta):
        abstract = False
        verbose_name = "Protokolleintrag"
        verbose_name_plural = "Protokolleinträge"
        indexes = [models.Index(fields=["content_type", "object_id", "-timestamp"], name="protokoll_je_datensatz")]

    def save(self, *args, **kwargs) -> None:
        self.actor_id = self.actor_id or _handelnd.get()
        self.object_repr = ""
        self.actor_email = None
        self.remote_addr = self.remote_port = None
        super().save(*args, **kwargs)

"""Base classes: outside key, validity period, scoped QuerySets, audit registration."""

import uuid
from collections.abc import Callable
from datetime import date
from functools import cache
from typing import Self

from auditlog.registry import auditlog
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from konten.rules import Geltungsbereich


def protokolliert(
    *, verdeckt: tuple[str, ...] = (), ohne: tuple[str, ...] = (), viele: tuple[str, ...] = ()
) -> Callable:
    """Class decorator: every change is audited; `verdeckt` fields (free text, personal data) only as "geändert"."""

    def eintragen(modell: type[models.Model]) -> type[models.Model]:
        auditlog.register(
            modell,
            mask_fields=list(verdeckt),
            exclude_fields=["erstellt_am", "geaendert_am", "version", *ohne],
            m2m_fields=set(viele),
            serialize_data=False,
        )
        return modell

    return eintragen


class Bereichsmenge(models.QuerySet):
    """QuerySet that answers the three questions of scope. Default is no: a model without an answer shows nothing."""

    def sichtbar_fuer(self, bereich: Geltungsbereich) -> Self:
        """Rows the person may read (otherwise 404)."""
        return self.none()

    def bearbeitbar_fuer(self, bereich: Geltungsbereich) -> Self:
        """Rows the person may change (otherwise 403)."""
        return self.none()

    def waehlbar_fuer(self, bereich: Geltungsbereich) -> Self:
        """Rows offered in choices of forms, filters, type-ahead and import."""
        return self.bearbeitbar_fuer(bereich)

    def fuer_liste(self) -> Self:
        """With everything a list row shows, in its natural order."""
        return self

    def mit_recht(self, bereich: Geltungsbereich, recht: str) -> Self:
        """All rows when the person holds the right in any reach, otherwise none."""
        return self.all() if bereich.darf(recht) else self.none()

    def in_sozialraeumen(self, bereich: Geltungsbereich, recht: str, pfad: str) -> Self:
        """Rows whose Sozialraum at `pfad` lies within the reach of the right; for to-many paths see the callers."""
        raeume = bereich.sozialraeume(recht)
        return self.all() if raeume is None else self.filter(**{f"{pfad}__in": raeume})


class Zeitraummenge(Bereichsmenge):
    """QuerySet of records with `von` and `bis`."""

    def aktiv(self, stichtag: date) -> Self:
        """Rows valid on the Stichtag, both ends inclusive."""
        return self.filter(zeitraum_gilt(stichtag))

    def ueberschneidend(self, von: date, bis: date | None) -> Self:
        """Rows that share at least one day with the period."""
        treffer = Q(bis__isnull=True) | Q(bis__gte=von)
        return self.filter(treffer & Q(von__lte=bis) if bis else treffer)


def zeitraum_gilt(stichtag: date | F | models.OuterRef, pfad: str = "") -> Q:
    """Condition "valid on that day" for a relation at `pfad` (with trailing `__`)."""
    return Q(**{f"{pfad}von__lte": stichtag}) & (Q(**{f"{pfad}bis__isnull": True}) | Q(**{f"{pfad}bis__gte": stichtag}))


_PLATZHALTER = uuid.UUID(int=0)


@cache
def _adressmuster(url_name: str) -> str:
    return reverse(url_name, args=[_PLATZHALTER])


def datensatzadresse(url_name: str, schluessel: uuid.UUID) -> str:
    """Address of the record's page; lists name dozens, so the pattern is looked up once per process."""
    return _adressmuster(url_name).replace(str(_PLATZHALTER), str(schluessel))


class Datensatz(models.Model):
    """A domain record: an outside key that no one can guess, and when it was entered and changed."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    erstellt_am = models.DateTimeField("erfasst am", auto_now_add=True)
    geaendert_am = models.DateTimeField("geändert am", auto_now=True)

    objects = Bereichsmenge.as_manager()

    class Meta:
        abstract = True


class Zeitraum(models.Model):
    """A validity period; both ends inclusive, an empty end is open."""

    von = models.DateField("gültig ab")
    bis = models.DateField("gültig bis", null=True, blank=True, help_text="Leer lassen, wenn kein Ende feststeht.")

    objects = Zeitraummenge.as_manager()

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(bis__isnull=True) | Q(bis__gte=F("von")),
                name="%(app_label)s_%(class)s_von_vor_bis",
                violation_error_message="Das Ende liegt vor dem Beginn.",
            )
        ]

    def clean(self) -> None:
        super().clean()
        if self.von and self.bis and self.bis < self.von:
            raise ValidationError({"bis": "Das Ende liegt vor dem Beginn."})

    def gilt_am(self, stichtag: date) -> bool:
        return self.von <= stichtag and (self.bis is None or stichtag <= self.bis)

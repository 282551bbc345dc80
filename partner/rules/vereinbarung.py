"""Words of agreements between institutions (K09, K10)."""

from django.db.models import TextChoices


class Vereinbarungsart(TextChoices):
    KOOPERATION = "kooperation", "Kooperationsvereinbarung"
    VERFAHREN = "verfahren", "Verfahrensabsprache"
    RAUM = "raum", "Nutzung von Räumen"
    SONSTIGE = "sonstige", "Sonstige Vereinbarung"

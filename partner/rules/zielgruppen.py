"""Whom a partner is there for: words that can be counted and filtered by, beside free ones (K16)."""

from collections.abc import Iterable

from django.db.models import TextChoices


class Zielgruppe(TextChoices):
    """Age bands as in Bedarfsmeldungen, and the groups that the work in the Sozialraum asks about."""

    WERDENDE_ELTERN = "werdende", "Schwangere und werdende Eltern"
    FRUEH = "0_3", "Kinder unter 3 Jahren"
    KITA = "3_6", "Kinder von 3 bis unter 6 Jahren"
    GRUNDSCHULE = "6_10", "Kinder von 6 bis unter 10 Jahren"
    JUGEND = "10_14", "Kinder von 10 bis unter 14 Jahren"
    JUGENDLICHE = "14_18", "Jugendliche von 14 bis unter 18 Jahren"
    JUNGE_ERWACHSENE = "18_27", "junge Menschen von 18 bis unter 27 Jahren"
    ELTERN = "eltern", "Eltern und Familien"
    ALLEINERZIEHENDE = "allein", "Alleinerziehende"
    PFLEGEFAMILIEN = "pflege", "Pflege- und Adoptivfamilien"
    ZUGEWANDERTE = "zugewandert", "zugewanderte und geflüchtete Familien"
    BEHINDERUNG = "behinderung", "Menschen mit Behinderung und ihre Familien"
    AELTERE = "aeltere", "ältere Menschen"
    FACHKRAEFTE = "fachkraefte", "Fachkräfte und Ehrenamtliche"


def als_text(gruppen: Iterable[str]) -> str:
    """The words as they are stored: known ones, each once, in their order, parted by blanks."""
    gewaehlt = set(gruppen)
    return " ".join(gruppe for gruppe in Zielgruppe.values if gruppe in gewaehlt)


def namen(text: str, frei: str = "") -> list[str]:
    """What people read of the stored words, the free ones last."""
    gespeichert = text.split()
    bekannte = [gruppe.label for gruppe in Zielgruppe if gruppe in gespeichert]
    return [*bekannte, *([frei] if frei else [])]

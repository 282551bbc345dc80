"""Words about Netzwerkfachkräfte: evidence, introductions, handover (K10, K12-K19)."""

from django.db.models import TextChoices


class Nachweisart(TextChoices):
    """What a piece of evidence shows; A to D are the letters of the rule (K12, K13, K18)."""

    GRUND = "grund", "Sozialarbeit oder Sozialpädagogik (Diplom, Bachelor, Master oder vergleichbar)"
    ERZIEHER = "erzieher", "Erzieherin oder Erzieher"
    SYSTEMISCH = "systemisch", "Längere systemische Zusatzausbildung"
    LUETTRINGHAUS = "luettringhaus", "Sozialräumliche Arbeit nach Lüttringhaus"
    LEITUNG = "leitung", "Leitungserfahrung"
    WEITERE = "weitere", "Weitere Qualifikation"


class Umfangseinheit(TextChoices):
    TAGE = "tage", "Tage"
    EINHEITEN = "einheiten", "Unterrichtseinheiten"


class Nachweisstatus(TextChoices):
    EINGEREICHT = "eingereicht", "eingereicht"
    BESTAETIGT = "bestaetigt", "bestätigt"
    ZURUECKGEWIESEN = "zurueckgewiesen", "zurückgewiesen"


class Vorstellungsart(TextChoices):
    """A personal introduction makes known, a Steckbrief informs (K19)."""

    PERSOENLICH = "persoenlich", "persönlich vorgestellt"
    STECKBRIEF = "steckbrief", "Steckbrief erhalten"


class Uebergabeanlass(TextChoices):
    WEGGANG = "weggang", "Die Person verlässt den Sozialraum"
    TRAEGERWECHSEL = "traegerwechsel", "Der Träger wechselt"


class Uebergabestatus(TextChoices):
    OFFEN = "offen", "läuft"
    ABGESCHLOSSEN = "abgeschlossen", "abgeschlossen"
    ABGEBROCHEN = "abgebrochen", "abgebrochen"


class Punktart(TextChoices):
    """What has to pass into other hands (K10)."""

    WIEDERVORLAGE = "wiedervorlage", "Offene Wiedervorlage"
    LOTSENANFRAGE = "lotsenanfrage", "Offene Lotsenanfrage"
    FAELLIG = "faellig", "Fälliger Kontakt"
    GETRAGEN = "getragen", "Partner, den nur diese Person kennt"
    VEREINBARUNG = "vereinbarung", "Vereinbarung"
    SITZ = "sitz", "Sitz in einem Gremium"
    SITZUNG = "sitzung", "Geplante Sitzung"
    VERTRETUNG = "vertretung", "Vertretung"
    ENTWURF = "entwurf", "Angefangener Eintrag"


class Punktentscheidung(TextChoices):
    OFFEN = "offen", "offen"
    UEBERGEBEN = "uebergeben", "übergeben"
    ERLEDIGT = "erledigt", "erledigt"
    GEPARKT = "geparkt", "zurückgestellt"

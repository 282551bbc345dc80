"""What providers say about their offers, and what becomes of it (K20)."""

from django.db.models import TextChoices


class Antwort(TextChoices):
    STIMMT = "stimmt", "stimmt"
    AENDERUNG = "aenderung", "Änderung vorgeschlagen"
    ENTFALLEN = "entfallen", "gibt es nicht mehr"


class Vorschlagsart(TextChoices):
    """What waits for a decision: an answer of the provider, or what somebody who read the public directory says."""

    AENDERUNG = Antwort.AENDERUNG.value, Antwort.AENDERUNG.label
    ENTFALLEN = Antwort.ENTFALLEN.value, Antwort.ENTFALLEN.label
    MELDUNG = "meldung", "Hinweis aus dem öffentlichen Verzeichnis"


class Entscheidung(TextChoices):
    UEBERNOMMEN = "uebernommen", "übernommen"
    ABGELEHNT = "abgelehnt", "nicht übernommen"


class Kampagnenstatus(TextChoices):
    ENTWURF = "entwurf", "Entwurf"
    LAEUFT = "laeuft", "läuft"
    BEENDET = "beendet", "beendet"


#: what a provider may propose, in the order of the form; `zeiten` is text that somebody of the network enters
VORSCHLAGSFELDER = (
    *("titel", "kurztext", "text", "alter_von", "alter_bis", "geeignet_fuer", "gegenleistung"),
    *("ortsname", "strasse", "plz", "ort", "kostenart", "kosten_betrag", "kosten_hinweis"),
    *("zugang", "zugang_hinweis", "unterlagen", "plaetze", "plaetze_frei", "warteliste"),
    *("sprachen", "barrierefrei", "zugaenglichkeit", "zugaenglichkeit_hinweis", "telefon", "email", "web", "gilt_bis"),
)
#: a proposal in words, beside the columns of the offer
ZEITEN = "zeiten"
NICHTS_GEAENDERT = "Sie haben nichts geändert. Wenn alles stimmt, gehen Sie bitte zurück und wählen Sie „Stimmt“."

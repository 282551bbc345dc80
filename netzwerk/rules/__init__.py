"""Words of the network work: kinds of contact, Bezug, purpose, result."""

from django.db.models import TextChoices


class Kontaktart(TextChoices):
    """How the contact took place."""

    TELEFONAT = "telefonat", "Telefonat"
    EMAIL = "email", "E-Mail"
    BESUCH = "besuch", "Besuch"
    TREFFEN = "treffen", "Treffen"
    GREMIUM = "gremium", "Gremium"
    VERANSTALTUNG = "veranstaltung", "Veranstaltung"
    KURZKONTAKT = "kurzkontakt", "Kurzkontakt"
    OEFFENTLICHKEIT = "oeffentlichkeit", "Öffentlichkeitsarbeit"


#: Kinds that count as exchange and set the clock (K06); large events and publicity do not.
ZAEHLT_ALS_AUSTAUSCH = frozenset(
    {
        Kontaktart.TELEFONAT,
        Kontaktart.EMAIL,
        Kontaktart.BESUCH,
        Kontaktart.TREFFEN,
        Kontaktart.GREMIUM,
        Kontaktart.KURZKONTAKT,
    }
)


class Bezug(TextChoices):
    """The concept's own distinction (K02); every statistic splits by it in three columns."""

    UEBERGREIFEND = "uebergreifend", "einzelfallübergreifend"
    FALLBEZOGEN = "fallbezogen", "fallbezogen"
    BEIDES = "beides", "beides"


class Zweck(TextChoices):
    """What the contact was for (K03, K04)."""

    ERSCHLIESSEN = "erschliessen", "Ressourcen erschließen"
    AKTIVIEREN = "aktivieren", "Ressourcen aktivieren"
    PFLEGEN = "pflegen", "Beziehung pflegen"
    WISSEN = "wissen", "Wissen gewinnen"


class Ergebnis(TextChoices):
    """Whether the partner was reached; an attempt never sets the clock."""

    ERREICHT = "erreicht", "erreicht"
    NICHT_ERREICHT = "nicht_erreicht", "nicht erreicht"


class Zusage(TextChoices):
    """Who promised the next step."""

    WIR = "wir", "wir"
    PARTNER = "partner", "der Partner"


class Einsatzstatus(TextChoices):
    """Proposed by the Träger, confirmed by the Jugendamt."""

    VORGESCHLAGEN = "vorgeschlagen", "vorgeschlagen"
    BESTAETIGT = "bestaetigt", "bestätigt"
    ABGELEHNT = "abgelehnt", "abgelehnt"


class Mehranteilgrund(TextChoices):
    """Why a share exceeds the minimum (K32)."""

    GROESSE = "groesse", "Größe des Sozialraums"
    EINRICHTUNGEN = "einrichtungen", "Zahl der Einrichtungen"
    BESONDERHEIT = "besonderheit", "Besonderheit des Sozialraums"
    SONSTIGES = "sonstiges", "Sonstiges"


def bezug_aus(uebergreifend: bool, fallbezogen: bool) -> str:
    """Two ticks to the stored value; empty when neither is set (K02)."""
    if uebergreifend and fallbezogen:
        return Bezug.BEIDES
    if uebergreifend:
        return Bezug.UEBERGREIFEND
    return Bezug.FALLBEZOGEN if fallbezogen else ""


def kontakt_zaehlt(*, art: str, ergebnis: str, partner_wirkt_dort: bool, fachkraft_im_einsatz: bool) -> bool:
    """Whether a contact sets the clock of (partner, Sozialraum) (K06, K33).

    It does when the partner was reached by a kind of exchange, serves the Sozialraum on that day, and a
    Netzwerkfachkraft with a confirmed Einsatz there on that day took part.
    """
    return ergebnis == Ergebnis.ERREICHT and art in ZAEHLT_ALS_AUSTAUSCH and partner_wirkt_dort and fachkraft_im_einsatz

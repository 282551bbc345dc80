"""Words and state of agreements between institutions (K09, K10)."""

from datetime import date, timedelta

from django.db.models import TextChoices

from konten.rules.zahl import tagesdatum

#: an agreement that ends within so many days is looked at again as well: it would lapse unnoticed
AUSLAUF = timedelta(days=30)


class Vereinbarungsart(TextChoices):
    KOOPERATION = "kooperation", "Kooperationsvereinbarung"
    VERFAHREN = "verfahren", "Verfahrensabsprache"
    RAUM = "raum", "Nutzung von Räumen"
    SONSTIGE = "sonstige", "Sonstige Vereinbarung"


class Vereinbarungslage(TextChoices):
    GILT = "gilt", "gilt"
    PRUEFEN = "pruefen", "wieder ansehen"
    ABGELAUFEN = "abgelaufen", "abgelaufen"
    KUENFTIG = "kuenftig", "beginnt noch"


#: class and symbol of the badge
ZEICHEN = {
    Vereinbarungslage.GILT: ("aktuell", "✓"),
    Vereinbarungslage.PRUEFEN: ("faellig", "!"),
    Vereinbarungslage.ABGELAUFEN: ("ausgenommen", "–"),
    Vereinbarungslage.KUENFTIG: ("neu", "→"),
}


def lage(stichtag: date, von: date, bis: date | None, pruefen_am: date | None) -> Vereinbarungslage:
    """How an agreement stands on that day; it is looked at again from its day on, and when it is about to end."""
    if bis is not None and bis < stichtag:
        return Vereinbarungslage.ABGELAUFEN
    if von > stichtag:
        return Vereinbarungslage.KUENFTIG
    endet = bis is not None and bis <= stichtag + AUSLAUF
    return Vereinbarungslage.PRUEFEN if endet or (pruefen_am and pruefen_am <= stichtag) else Vereinbarungslage.GILT


def wort(stichtag: date, von: date, bis: date | None, pruefen_am: date | None) -> str:
    """ "gilt bis 31.12.2026", "wieder ansehen seit 01.11.2026", "endet am 30.11.2026"."""
    stand = lage(stichtag, von, bis, pruefen_am)
    if stand is Vereinbarungslage.PRUEFEN:
        seit = pruefen_am and pruefen_am <= stichtag
        return f"wieder ansehen seit {tagesdatum(pruefen_am)}" if seit else f"endet am {tagesdatum(bis)}"
    if stand is Vereinbarungslage.KUENFTIG:
        return f"beginnt am {tagesdatum(von)}"
    if stand is Vereinbarungslage.ABGELAUFEN:
        return f"abgelaufen am {tagesdatum(bis)}"
    return f"gilt bis {tagesdatum(bis)}" if bis else "gilt"

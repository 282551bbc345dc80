"""What the Leitung keeps about her people: Absprachen, statements, powers, Leitungsfachkräfte, reasons (K14-K18)."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from konten.models import Benutzer
from konten.rules.zahl import tagesdatum
from konten.services.zeitraum import sichere_zeitraum
from netzwerk.models import (
    Absprache,
    Abweichungsbegruendung,
    Entscheidungsbefugnis,
    Kompetenzeinschaetzung,
    Leitungsfachkraft,
    Netzwerkfachkraft,
)
from sozialraum.selectors.portraet import steuernder_traeger

UEBER_SICH = (
    "Niemand schätzt sich selbst ein. Sie sind selbst diese Netzwerkfachkraft; die Einschätzung schreibt ein anderes "
    "Konto der Leitung Ihres Trägers."
)


def sperre_fachkraft(fachkraft_id: int) -> None:
    """Until the transaction ends nobody else stores anything about her: two clicks come one after the other."""
    Netzwerkfachkraft.objects.select_for_update().only("pk").get(pk=fachkraft_id)


def _noch_nicht_da(zeile: Absprache | Kompetenzeinschaetzung | Entscheidungsbefugnis, *felder: str) -> None:
    """Raises ValidationError when a row says the same already. Two queries."""
    sperre_fachkraft(zeile.fachkraft_id)
    werte = {feld: getattr(zeile, feld) for feld in ("fachkraft_id", *felder)}
    if type(zeile).objects.filter(**werte).exists():
        raise ValidationError(f"Das steht schon da: {zeile}.")


@transaction.atomic
def trage_absprache_ein(*, absprache: Absprache) -> Absprache:
    """Stores an agreement with the Leitungsfachkraft of the Träger that steers the Sozialraum that day (K18).

    Raises ValidationError that names who steers it, or says that nobody does. Up to four queries.
    """
    if absprache.am > timezone.localdate():
        raise ValidationError({"am": "Eine Absprache wird eingetragen, wenn sie stattgefunden hat."})
    if absprache.naechste_am and absprache.naechste_am <= absprache.am:
        raise ValidationError({"naechste_am": "Die nächste Absprache liegt nach dieser."})
    _pruefe_leitung(absprache)
    _noch_nicht_da(absprache, "sozialraum_id", "leitung_id", "am", "themen")
    absprache.save()
    return absprache


def _pruefe_leitung(absprache: Absprache) -> None:
    leitung, raum, tag = absprache.leitung, absprache.sozialraum, tagesdatum(absprache.am)
    if leitung.fachkraft_id == absprache.fachkraft_id:
        raise ValidationError({"leitung": "Eine Absprache mit sich selbst gibt es nicht."})
    steuernd = steuernder_traeger(raum, absprache.am)
    if steuernd is None:
        raise ValidationError({"sozialraum": f"Am {tag} ist kein Träger für {raum} steuerungsverantwortlich."})
    if leitung.traeger_id != steuernd.traeger_id:
        raise ValidationError(
            {
                "leitung": f"{leitung} leitet bei {leitung.traeger.name}. Am {tag} ist {steuernd.traeger.name} für "
                f"{raum} steuerungsverantwortlich; es zählt die Absprache mit dessen Leitungsfachkraft."
            }
        )
    if not leitung.gilt_am(absprache.am):
        raise ValidationError({"leitung": f"{leitung} war am {tag} nicht als Leitungsfachkraft benannt."})


@transaction.atomic
def schaetze_ein(*, einschaetzung: Kompetenzeinschaetzung, durch: Benutzer) -> Kompetenzeinschaetzung:
    """Stores a dated statement of the Leitung (K14, K15). Raises ValidationError: about oneself, in the future."""
    if einschaetzung.fachkraft.benutzer_id == durch.pk:
        raise ValidationError(UEBER_SICH)
    if einschaetzung.am > timezone.localdate():
        raise ValidationError({"am": "Der Tag der Einschätzung liegt heute oder früher."})
    _noch_nicht_da(einschaetzung, "am", "kommunikation", "arbeitsweise", "konzept")
    einschaetzung.verfasst_von = durch
    einschaetzung.save()
    return einschaetzung


@transaction.atomic
def erteile_befugnis(*, befugnis: Entscheidungsbefugnis) -> Entscheidungsbefugnis:
    """Stores what the person may decide herself (K17); several at a time are fine. Raises ValidationError."""
    befugnis.full_clean()
    _noch_nicht_da(befugnis, "von", "umfang")
    befugnis.save()
    return befugnis


@transaction.atomic
def benenne_leitung(*, leitung: Leitungsfachkraft) -> Leitungsfachkraft:
    """Names a Leitungsfachkraft (K18). Raises ValidationError: named already on a day of the period."""
    if leitung.fachkraft_id and leitung.fachkraft.traeger_id != leitung.traeger_id:
        raise ValidationError({"fachkraft": f"{leitung.fachkraft} gehört zu einem anderen Träger."})
    gleiche = Leitungsfachkraft.objects.filter(
        traeger=leitung.traeger, nachname__iexact=leitung.nachname, vorname__iexact=leitung.vorname
    )
    return sichere_zeitraum(gleiche=gleiche, zeile=leitung)


@transaction.atomic
def begruende_abweichung(*, abweichung: Abweichungsbegruendung, durch: Benutzer) -> Abweichungsbegruendung:
    """Stores why a "soll" is not met. Raises ValidationError: there is a reason for a day of the period already."""
    abweichung.verfasst_von = durch
    gleiche = Abweichungsbegruendung.objects.filter(
        anforderung=abweichung.anforderung, sozialraum=abweichung.sozialraum, fachkraft=abweichung.fachkraft
    )
    return sichere_zeitraum(gleiche=gleiche, zeile=abweichung)


@transaction.atomic
def beende(*, zeile: Entscheidungsbefugnis | Leitungsfachkraft | Abweichungsbegruendung, bis: date) -> None:
    """Ends a power, a Leitungsfachkraft or a reason. Raises ValidationError for a day before it began."""
    if bis < zeile.von:
        raise ValidationError({"bis": f"Der Eintrag beginnt erst am {tagesdatum(zeile.von)}."})
    if zeile.bis and bis > zeile.bis:
        raise ValidationError({"bis": f"Der Eintrag endet schon am {tagesdatum(zeile.bis)}."})
    zeile.bis = bis
    zeile.save()


def darf_einschaetzen(fachkraft: Netzwerkfachkraft, benutzer_id: int) -> bool:
    """False about oneself. No query."""
    return fachkraft.benutzer_id != benutzer_id

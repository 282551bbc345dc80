"""The one place that writes `Kontaktbeteiligung.zaehlt`; `manage.py pruefen` compares it with the rule row by row."""

from collections.abc import Iterable

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from konten.models.basis import zeitraum_gilt
from konten.rules import Rolle
from netzwerk.models import Einsatz, Kontaktbeteiligung, Netzwerkfachkraft
from netzwerk.models.wirksam import arbeitet_am
from netzwerk.rules import ZAEHLT_ALS_AUSTAUSCH, Ergebnis, Kontaktart
from netzwerk.rules.gremium import Anwesenheit
from partner.models import Wirkungsbereich
from sozialraum.models import Zustaendigkeit


@transaction.atomic
def zaehle_neu(
    *,
    sozialraum_ids: Iterable[int] | None = None,
    partner_ids: Iterable[int] | None = None,
    kontakt_ids: Iterable[int] | None = None,
) -> int:
    """Recomputes which contacts set the clock (K06) and returns how many rows changed. Two queries.

    To be called after anything the rule depends on has changed: contacts, attendance of meetings, Wirkungsbereiche,
    Einsätze, their suspensions, deputies.
    """
    menge = Kontaktbeteiligung.objects.all()
    for feld, ids in (("sozialraum", sozialraum_ids), ("partner", partner_ids), ("kontakt", kontakt_ids)):
        if ids is not None:
            menge = menge.filter(**{f"{feld}__in": list(ids)})
    wahr = _zaehlende()
    dazu = menge.filter(zaehlt=False).filter(wahr).update(zaehlt=True)
    weg = menge.filter(zaehlt=True).exclude(wahr).update(zaehlt=False)
    return dazu + weg


def _zaehlende() -> Q:
    """`netzwerk.rules.kontakt_zaehlt` as a condition of the database.

    A Netzwerkfachkraft took part when she logged the contact, or was ticked as present at the meeting that it tells of.
    While her Einsatz is suspended hers do not count; those of her deputy do, that is what a deputy is for.
    """
    am = OuterRef("am")
    dort = Wirkungsbereich.objects.filter(zeitraum_gilt(am), partner=OuterRef("partner"))
    wirkt = dort.filter(sozialraum=OuterRef("sozialraum"))
    # A re-cut that begins in the past: until it was entered everybody worked by the former territory.
    zog_um = dort.filter(vorgaenger__sozialraum=OuterRef("sozialraum"), erstellt_am__date__gte=am)
    einsatz = Einsatz.objects.filter(arbeitet_am(am), sozialraum=OuterRef("sozialraum"))
    vertretung = Zustaendigkeit.objects.filter(
        zeitraum_gilt(am),
        rolle=Rolle.NETZWERK,
        vertritt__netzwerkfachkraft__einsaetze__in=Einsatz.objects.bestaetigt().filter(
            zeitraum_gilt(OuterRef(OuterRef("am"))), sozialraum=OuterRef(OuterRef("sozialraum"))
        ),
    )
    autor = OuterRef("kontakt__erfasst_von")
    selbst = Q(Exists(einsatz.filter(fachkraft__benutzer=autor))) | Q(Exists(vertretung.filter(benutzer=autor)))
    anwesend = Netzwerkfachkraft.objects.filter(
        gremiensitze__teilnahmen__sitzung__kontakt=OuterRef(OuterRef("kontakt")),
        gremiensitze__teilnahmen__anwesenheit=Anwesenheit.ANWESEND,
    )
    in_sitzung = Q(kontakt__art=Kontaktart.GREMIUM) & (
        Q(Exists(einsatz.filter(fachkraft__in=anwesend)))
        | Q(Exists(vertretung.filter(benutzer__netzwerkfachkraft__in=anwesend)))
    )
    return (
        Q(ergebnis=Ergebnis.ERREICHT, kontakt__art__in=ZAEHLT_ALS_AUSTAUSCH)
        & (Q(Exists(wirkt)) | Q(Exists(zog_um)))
        & (selbst | in_sitzung)
    )

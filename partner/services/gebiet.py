"""A Gemeinde changes its Sozialraum and its partners move along; the clock follows the partner."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from partner.models import Intervall, Kategoriezuordnung, Netzwerkpartner, Wirkungsbereich
from partner.models.netzwerkpartner import Partnermenge
from partner.rules import Kreis, Partnerstatus
from sozialraum.models import Gebietszuordnung, Gemeinde, Sozialraum
from sozialraum.services.gebiet import ordne_gemeinde_zu, pruefe_umzug

_TAG = timedelta(days=1)


@transaction.atomic
def gruende_sozialraum(*, neu: Sozialraum, ab: date | None = None) -> Sozialraum:
    """Saves a new Sozialraum; Jugendamt and Leitstelle Familie are its partners from the first day (K27).

    `ab` is that first day, today unless a re-cut says another.
    """
    ab = ab or timezone.localdate()
    neu.save()
    for partner in landkreispartner(ab):
        Wirkungsbereich.objects.create(partner=partner, sozialraum=neu, von=ab)
    return neu


def landkreispartner(tag: date) -> Partnermenge:
    """Active partners that are there for the whole Landkreis on that day."""
    landkreis = Kategoriezuordnung.objects.aktiv(tag).filter(kategorie__kreis=Kreis.LANDKREIS)
    aktive = Netzwerkpartner.objects.im_zustand(tag, Partnerstatus.AKTIV)
    return aktive.filter(pk__in=landkreis.values("partner"))


@dataclass(frozen=True, slots=True)
class Umzug:
    """What a change would do, to be shown before it happens."""

    gemeinde: Gemeinde
    ziel: Sozialraum
    ab: date
    bisher: Gebietszuordnung | None
    wirkungsbereiche: tuple[Wirkungsbereich, ...]


def plane_umzug(*, gemeinde: Gemeinde, ziel: Sozialraum, ab: date) -> Umzug:
    """Partners seated in the Gemeinde that serve the old Sozialraum from that day on would move along.

    Raises ValidationError, see `pruefe_umzug`. Two queries.
    """
    bisher = pruefe_umzug(gemeinde=gemeinde, ziel=ziel, ab=ab)
    zeilen = _betroffene(gemeinde, bisher, ab) if bisher else ()
    return Umzug(gemeinde, ziel, ab, bisher, tuple(zeilen))


def _betroffene(gemeinde: Gemeinde, bisher: Gebietszuordnung, ab: date) -> list[Wirkungsbereich]:
    zeilen = Wirkungsbereich.objects.filter(partner__gemeinde=gemeinde, sozialraum=bisher.sozialraum_id)
    return list(zeilen.ueberschneidend(ab, None).select_related("partner").order_by("partner__name_norm", "von"))


@transaction.atomic
def vollziehe_umzug(
    *, gemeinde: Gemeinde, ziel: Sozialraum, ab: date, quelle: str, partner_ids: Collection[int]
) -> list[int]:
    """Moves the Gemeinde and, of the partners concerned, the given ones. Returns the ids of those that moved.

    The caller recounts their contacts afterwards (`netzwerk.services.zaehlung.zaehle_neu`). Raises ValidationError,
    see `pruefe_umzug`. Some queries per partner: a rare act.
    """
    plan = plane_umzug(gemeinde=gemeinde, ziel=ziel, ab=ab)
    ordne_gemeinde_zu(gemeinde=gemeinde, ziel=ziel, ab=ab, quelle=quelle)
    gewaehlt = [zeile for zeile in plan.wirkungsbereiche if zeile.partner_id in partner_ids]
    for zeile in gewaehlt:
        _ziehe_um(zeile, ziel, ab)
    return sorted({zeile.partner_id for zeile in gewaehlt})


def _ziehe_um(alt: Wirkungsbereich, ziel: Sozialraum, ab: date) -> None:
    ziele = Wirkungsbereich.objects.filter(partner=alt.partner_id, sozialraum=ziel)
    schon_dort = ziele.ueberschneidend(max(ab, alt.von), alt.bis).order_by("von").first()
    folgt = _nachfolger(alt, ziel, ab)
    _nimm_abstaende_mit(alt, ziel, ab)
    if schon_dort:
        folgt.bis = schon_dort.von - _TAG
    if alt.von < ab:
        alt.bis = ab - _TAG
        alt.save()
    else:
        alt.delete()
    if folgt.bis is None or folgt.bis >= folgt.von:
        folgt.save()


def _nachfolger(alt: Wirkungsbereich, ziel: Sozialraum, ab: date) -> Wirkungsbereich:
    """A row that begins only now takes over the predecessor of the one it replaces."""
    vorgaenger = alt.pk if alt.von < ab else alt.vorgaenger_id
    return Wirkungsbereich(
        partner_id=alt.partner_id, sozialraum=ziel, von=max(ab, alt.von), bis=alt.bis, vorgaenger_id=vorgaenger
    )


def _nimm_abstaende_mit(alt: Wirkungsbereich, ziel: Sozialraum, ab: date) -> None:
    """An interval agreed with this very partner goes along, so that nothing becomes due by the move itself."""
    eigene = Intervall.objects.filter(partner=alt.partner_id)
    for abstand in eigene.filter(sozialraum=alt.sozialraum_id).ueberschneidend(max(ab, alt.von), alt.bis):
        beginn = max(ab, abstand.von)
        if not eigene.filter(sozialraum=ziel).ueberschneidend(beginn, abstand.bis).exists():
            Intervall.objects.create(
                partner_id=alt.partner_id,
                sozialraum=ziel,
                tage=abstand.tage,
                begruendung=abstand.begruendung,
                von=beginn,
                bis=abstand.bis,
            )
        if abstand.von >= ab:
            abstand.delete()
        else:
            abstand.bis = ab - _TAG
            abstand.save()

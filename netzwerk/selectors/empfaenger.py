"""Which accounts a mail about a Sozialraum goes to."""

from collections.abc import Collection, Iterable
from datetime import date

from konten.models import Benutzer
from konten.models.basis import zeitraum_gilt
from konten.rules import Rolle
from netzwerk.models import Einsatz
from netzwerk.models.wirksam import arbeitet_am
from sozialraum.models import Traegerschaft, Zustaendigkeit


def zustaendige_in(raeume: Collection[int], stichtag: date) -> list[Benutzer]:
    """Who works in these Sozialräume that day, and who deputises there; otherwise who decides there.

    Up to five queries.
    """
    dort = Einsatz.objects.bestaetigt().filter(zeitraum_gilt(stichtag), sozialraum__in=raeume)
    arbeitend = dort.filter(arbeitet_am(stichtag)).values_list("fachkraft__benutzer", flat=True)
    vertretung = Zustaendigkeit.objects.aktiv(stichtag).filter(
        rolle=Rolle.NETZWERK, vertritt__in=dort.values("fachkraft__benutzer")
    )
    dortige = {*arbeitend, *vertretung.values_list("benutzer", flat=True)} - {None}
    return aktive(dortige) or leitende_in(raeume, stichtag)


def leitende_in(raeume: Collection[int], stichtag: date) -> list[Benutzer]:
    """The Leitung of the Träger that are active there; otherwise the Leitstelle. Up to two queries."""
    traeger = Traegerschaft.objects.aktiv(stichtag).filter(sozialraum__in=raeume).values("traeger")
    eigene = Zustaendigkeit.objects.aktiv(stichtag).filter(vertritt__isnull=True)
    return aktive(eigene.filter(rolle=Rolle.LEITUNG, traeger__in=traeger).values_list("benutzer", flat=True)) or aktive(
        eigene.filter(rolle=Rolle.LEITSTELLE).values_list("benutzer", flat=True)
    )


def mit_vertretung(konto: Benutzer, stichtag: date) -> list[Benutzer]:
    """This account and who deputises for it that day. Two queries."""
    vertretung = Zustaendigkeit.objects.aktiv(stichtag).filter(rolle=Rolle.NETZWERK, vertritt=konto)
    return aktive({konto.pk, *vertretung.values_list("benutzer", flat=True)})


def aktive(konten: Iterable[int]) -> list[Benutzer]:
    """These accounts without those that are switched off. One query."""
    return list(Benutzer.objects.filter(pk__in=set(konten), is_active=True).order_by("pk"))

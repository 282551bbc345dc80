"""Deputies: somebody stands in for a Netzwerkfachkraft for a time and has her scope and due list (K10)."""

from datetime import date, timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.template.loader import render_to_string

from konten.models import Benutzer
from konten.rules import Rolle
from konten.rules.zahl import tagesdatum
from konten.services.versand import stelle_ein
from konten.services.zeitraum import sperre
from netzwerk.models import Einsatz, Netzwerkfachkraft
from netzwerk.rules.stellenanteil import zeitraumtext
from netzwerk.selectors.vertretung import alle_vertretungen
from netzwerk.services.zaehlung import zaehle_neu
from sozialraum.models import Zustaendigkeit

HOECHSTENS_TAGE = 366


@transaction.atomic
def regle_vertretung(
    *, fachkraft: Netzwerkfachkraft, vertretung: Benutzer, von: date, bis: date, heute: date
) -> Zustaendigkeit:
    """Gives the deputy the scope of `fachkraft` for the period and writes her a mail.

    Raises ValidationError, naming what is in the way: the same person, backwards, over, too long, without Einsatz in
    the period, another deputy at the time, or a chain (who deputises is herself deputised for, or the other way round).
    """
    sperre(Zustaendigkeit)
    _pruefe_zeitraum(von, bis, heute)
    if vertretung.pk == fachkraft.benutzer_id:
        raise ValidationError({"vertretung": "Niemand kann sich selbst vertreten."})
    if not Einsatz.objects.bestaetigt().filter(fachkraft=fachkraft).ueberschneidend(von, bis).exists():
        text = f"{fachkraft} hat {zeitraumtext(von, bis)} keinen bestätigten Einsatz."
        raise ValidationError({"fachkraft": text})
    _pruefe_andere(fachkraft.benutzer, vertretung, von, bis)
    zeile = Zustaendigkeit(benutzer=vertretung, rolle=Rolle.NETZWERK, vertritt=fachkraft.benutzer, von=von, bis=bis)
    zeile.full_clean()
    zeile.save()
    _zaehle(fachkraft.benutzer_id)
    _schreibe(zeile)
    return zeile


@transaction.atomic
def beende_vertretung(*, zeile: Zustaendigkeit, heute: date) -> None:
    """Ends it with today; one that has not begun is taken back.

    Raises ValidationError when it is over already or was taken back.
    """
    sperre(Zustaendigkeit)
    zeile = Zustaendigkeit.objects.filter(pk=zeile.pk).first()
    if zeile is None:
        raise ValidationError("Diese Vertretung ist schon zurückgenommen.")
    if zeile.von > heute:
        zeile.delete()
    elif zeile.bis and zeile.bis < heute:
        raise ValidationError(f"Die Vertretung ist schon am {tagesdatum(zeile.bis)} zu Ende gegangen.")
    else:
        zeile.bis = heute
        zeile.save()
    _zaehle(zeile.vertritt_id)


def _pruefe_zeitraum(von: date, bis: date, heute: date) -> None:
    if bis < von:
        raise ValidationError({"bis": "Der letzte Tag liegt vor dem ersten Tag."})
    if bis < heute:
        raise ValidationError({"bis": "Die Vertretung wäre schon vorbei."})
    if bis > von + timedelta(days=HOECHSTENS_TAGE):
        text = "Eine Vertretung gilt höchstens ein Jahr. Für länger braucht es einen eigenen Einsatz."
        raise ValidationError({"bis": text})


def _pruefe_andere(vertretene: Benutzer, vertretung: Benutzer, von: date, bis: date) -> None:
    zugleich = alle_vertretungen().ueberschneidend(von, bis).select_related("benutzer", "vertritt")
    if andere := zugleich.filter(vertritt=vertretene).first():
        text = f"{vertretene} wird {zeitraumtext(andere.von, andere.bis)} schon von {andere.benutzer} vertreten."
        raise ValidationError({"von": text})
    if andere := zugleich.filter(vertritt=vertretung).first():
        text = f"{vertretung} wird {zeitraumtext(andere.von, andere.bis)} selbst vertreten, von {andere.benutzer}."
        raise ValidationError({"vertretung": text})
    if andere := zugleich.filter(benutzer=vertretene).first():
        text = (
            f"{vertretene} vertritt {zeitraumtext(andere.von, andere.bis)} selbst {andere.vertritt}. "
            "Beenden Sie zuerst diese Vertretung: Weitergeben lässt sie sich nicht."
        )
        raise ValidationError({"fachkraft": text})


def _zaehle(konto_id: int) -> None:
    """Contacts of the deputy count from now on, or no longer."""
    raeume = Einsatz.objects.bestaetigt().filter(fachkraft__benutzer=konto_id).values_list("sozialraum", flat=True)
    zaehle_neu(sozialraum_ids=set(raeume))


def _schreibe(zeile: Zustaendigkeit) -> None:
    stelle_ein(
        anlass=f"vertretung:{zeile.uuid}",
        empfaenger=zeile.benutzer.email,
        betreff=f"Sie vertreten {zeile.vertritt} ab {tagesdatum(zeile.von)}",
        text=render_to_string("mail/vertretung.txt", {"zeile": zeile, "basis": settings.BASIS_URL}).strip() + "\n",
        benutzer=zeile.benutzer,
    )

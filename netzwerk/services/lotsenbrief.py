"""Mails about Lotsenanfragen: to who works on them, to providers, to who asked, to the Leitung (K22).

None of them carries the text of the need: that is shown behind the link only.
"""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone

from konten.models import Benutzer
from konten.services.link import linkadresse
from konten.services.versand import stelle_ein
from netzwerk.models import Lotsenanfrage, Lotsenweiterleitung
from netzwerk.selectors.empfaenger import leitende_in, mit_vertretung, zustaendige_in


def _schreibe(
    vorlage: str, anlass: str, an: str, betreff: str, angaben: dict[str, Any], benutzer: Benutzer | None = None
) -> bool:
    text = render_to_string(vorlage, angaben | {"basis": settings.BASIS_URL}).strip() + "\n"
    auftrag = stelle_ein(anlass=anlass, empfaenger=an, betreff=betreff, text=text, benutzer=benutzer)
    return auftrag is not None


def _an_konten(konten: Iterable[Benutzer], vorlage: str, anlass: str, betreff: str, angaben: dict[str, Any]) -> int:
    return sum(
        _schreibe(vorlage, f"{anlass}:{konto.pk}", konto.email, betreff, angaben | {"person": konto}, konto)
        for konto in konten
    )


def _worum(anfrage: Lotsenanfrage) -> str:
    """Themes and age band: enough to know whether it is urgent, nothing of the text."""
    themen = ", ".join(anfrage.themen.values_list("name", flat=True)) or "ohne Thema"
    return f"{themen}, {anfrage.get_altersgruppe_display()}"


def melde_neue(anfrage: Lotsenanfrage, *, ohne: Benutzer | None, heute: date) -> int:
    """To who works in the Sozialraum, once per request; not to who asked."""
    konten = [konto for konto in zustaendige_in([anfrage.sozialraum_id], heute) if konto != ohne]
    betreff = f"Neue Lotsenanfrage {anfrage.nummer}, Antwort bis {anfrage.frist_am:%d.%m.%Y}"
    angaben = {"anfrage": anfrage, "worum": _worum(anfrage)}
    return _an_konten(konten, "mail/lotsen_neu.txt", f"lotsen:{anfrage.uuid}:neu", betreff, angaben)


def bitte_um_bestaetigung(anfrage: Lotsenanfrage, geheimnis: str, bis: datetime) -> None:
    """Double opt-in: nothing reaches anybody before the address is known to be the asker's own."""
    link = linkadresse("netzwerk:lotsenanfrage_bestaetigen", geheimnis)
    _schreibe(
        "mail/lotsen_bestaetigen.txt",
        f"lotsen:{anfrage.uuid}:bestaetigen",
        anfrage.absender_email,
        "Bitte bestätigen Sie Ihre Anfrage an die Netzwerkarbeit",
        {"anfrage": anfrage, "link": link, "bis": timezone.localtime(bis)},
    )


def frage_anbieter(
    frage: Lotsenweiterleitung, anfrage: Lotsenanfrage, geheimnis: str, bis: datetime, durch: Benutzer
) -> None:
    """The link on which the provider reads the need and answers."""
    link = linkadresse("netzwerk:lotsenantwort", geheimnis)
    _schreibe(
        "mail/lotsen_frage.txt",
        f"lotsen:{anfrage.uuid}:frage:{frage.uuid}:{frage.version}",
        frage.empfaenger,
        f"Haben Sie einen Platz? Anfrage {anfrage.nummer} aus dem Sozialraum {anfrage.sozialraum}",
        {"frage": frage, "anfrage": anfrage, "worum": _worum(anfrage), "link": link, "durch": durch, "bis": bis.date()},
        durch,
    )


def melde_antwort(frage: Lotsenweiterleitung, anfrage: Lotsenanfrage, heute: date) -> None:
    """To who has taken the request on, and to her deputy."""
    if anfrage.zustaendig is None:
        return
    betreff = f"Antwort zu {anfrage.nummer}: {frage.get_antwort_display()}"
    anlass = f"lotsen:{anfrage.uuid}:antwort:{frage.uuid}:{frage.version}"
    angaben = {"anfrage": anfrage, "frage": frage}
    _an_konten(mit_vertretung(anfrage.zustaendig, heute), "mail/lotsen_antwort.txt", anlass, betreff, angaben)


def melde_ergebnis(anfrage: Lotsenanfrage, frage: Lotsenweiterleitung | None, durch: Benutzer) -> None:
    """The asker hears back in plain words; who asked on the phone and left no address is called."""
    if anfrage.gestellt_von_id == durch.pk and not anfrage.absender_email:
        return
    name = anfrage.absender_name or (str(anfrage.gestellt_von) if anfrage.gestellt_von_id else "")
    angaben = {"anfrage": anfrage, "frage": frage, "durch": durch, "name": name}
    angaben["mit_konto"] = bool(anfrage.gestellt_von_id and not anfrage.absender_email)
    _schreibe(
        "mail/lotsen_ergebnis.txt",
        f"lotsen:{anfrage.uuid}:ergebnis:{anfrage.version}",
        anfrage.mailadresse,
        f"Ihre Anfrage {anfrage.nummer}: {anfrage.get_ergebnis_display()}",
        angaben,
        durch,
    )


def melde_wieder_geoeffnete(anfrage: Lotsenanfrage, durch: Benutzer, heute: date) -> int:
    """To who has taken it on, otherwise to who works there."""
    zustaendig = mit_vertretung(anfrage.zustaendig, heute) if anfrage.zustaendig else []
    konten = zustaendig or zustaendige_in([anfrage.sozialraum_id], heute)
    betreff = f"Lotsenanfrage {anfrage.nummer} ist wieder offen"
    angaben = {"anfrage": anfrage, "durch": durch}
    empfaenger = [konto for konto in konten if konto != durch]
    return _an_konten(
        empfaenger, "mail/lotsen_geoeffnet.txt", f"lotsen:{anfrage.uuid}:offen:{anfrage.version}", betreff, angaben
    )


def melde_eskalierte(anfrage: Lotsenanfrage, heute: date) -> int:
    """To the Leitung: the deadline passed without an answer."""
    betreff = f"Lotsenanfrage {anfrage.nummer} ist seit {anfrage.frist_am:%d.%m.%Y} ohne Antwort"
    angaben = {"anfrage": anfrage, "worum": _worum(anfrage)}
    konten = leitende_in([anfrage.sozialraum_id], heute)
    return _an_konten(
        konten, "mail/lotsen_eskaliert.txt", f"lotsen:{anfrage.uuid}:eskaliert:{anfrage.frist_am}", betreff, angaben
    )

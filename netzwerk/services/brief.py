"""Writes the mails of the week and the day into the outbox: one per person and occasion, however often it runs."""

import logging
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.template.loader import render_to_string

from konten.models import Benutzer
from konten.services.abmeldung import abmeldeadresse
from konten.services.versand import stelle_ein
from netzwerk.rules.abdeckung import ist_arbeitstag
from netzwerk.selectors.anstehend import aussentext, offene_schritte
from netzwerk.selectors.bereich import geltungsbereich
from netzwerk.selectors.brief import anzahltext, leitungsbrief, woche, wochenbrief

protokoll = logging.getLogger(__name__)
#: the week's mail is for Monday; a nightly job that failed then may make up for it until Wednesday
SPAETESTENS = 2
#: kind of mail -> its text and its HTML
VORLAGEN = {
    "wochenbrief": ("mail/wochenbrief.txt", "mail/wochenbrief.html"),
    "leitungsbrief": ("mail/leitungsbrief.txt", "mail/leitungsbrief.html"),
    "tageserinnerung": ("mail/tageserinnerung.txt", "mail/tageserinnerung.html"),
}


def schreibe_wochenbriefe(stichtag: date) -> int:
    """On Monday, to everybody who wants it and has something ahead (K06). Returns how many were written."""
    if stichtag.weekday() > SPAETESTENS:
        return 0
    return _fuer_jeden("wochenbrief", True, lambda person: _wochenbrief(person, stichtag))


def schreibe_leitungsbriefe(stichtag: date) -> int:
    """On Monday, to the Leitung: her Sozialräume in counts, no persons. Returns how many were written."""
    if stichtag.weekday() > SPAETESTENS:
        return 0
    return _fuer_jeden("leitungsbrief", True, lambda person: _leitungsbrief(person, stichtag))


def schreibe_tageserinnerungen(stichtag: date) -> int:
    """On working days, to who asked for it and has steps due by today. Returns how many were written."""
    if not ist_arbeitstag(stichtag):
        return 0
    return _fuer_jeden("tageserinnerung", False, lambda person: _tageserinnerung(person, stichtag))


def _fuer_jeden(wunsch: str, vorgabe: bool, schreibe: Callable[[Benutzer], bool]) -> int:
    """One person's mail that cannot be written does not keep the others from theirs. Raises when there was one."""
    geschrieben = gescheitert = 0
    for person in _personen(wunsch, vorgabe):
        try:
            with transaction.atomic():
                geschrieben += schreibe(person)
        except Exception:
            protokoll.exception("%s of account %s", wunsch, person.pk)
            gescheitert += 1
    if gescheitert:
        raise RuntimeError(f"{geschrieben} geschrieben, {gescheitert} gescheitert (Konten im Protokoll)")
    return geschrieben


def _personen(wunsch: str, vorgabe: bool) -> Iterator[Benutzer]:
    gewollt = Q(**{f"mailwunsch__{wunsch}": True})
    if vorgabe:
        gewollt |= Q(mailwunsch__isnull=True)
    aktive = Benutzer.objects.filter(gewollt, is_active=True).exclude(email="")
    return aktive.order_by("pk").iterator(chunk_size=200)


def _wochenbrief(person: Benutzer, stichtag: date) -> bool:
    brief = wochenbrief(geltungsbereich(person, stichtag))
    if brief.ist_leer:
        return False
    schritte = [(schritt, aussentext(schritt)) for schritt in brief.gezeigte_schritte]
    return _stelle_ein(person, "wochenbrief", stichtag, f"Ihre Woche ab {brief.montag:%d.%m.%Y}", brief, schritte)


def _leitungsbrief(person: Benutzer, stichtag: date) -> bool:
    brief = leitungsbrief(geltungsbereich(person, stichtag))
    if brief is None:
        return False
    betreff = f"Netzwerkarbeit Ihres Trägers, Woche ab {brief.montag:%d.%m.%Y}"
    return _stelle_ein(person, "leitungsbrief", stichtag, betreff, brief)


def _tageserinnerung(person: Benutzer, stichtag: date) -> bool:
    schritte = offene_schritte(geltungsbereich(person, stichtag), stichtag)
    if not schritte:
        return False
    betreff = f"{anzahltext(schritte)} bis {stichtag:%d.%m.%Y}"
    zeilen = [(schritt, aussentext(schritt)) for schritt in schritte]
    return _stelle_ein(person, "tageserinnerung", stichtag, betreff, None, zeilen)


def _stelle_ein(person: Benutzer, art: str, stichtag: date, betreff: str, brief: Any, schritte: Any = ()) -> bool:
    angaben = {
        "person": person,
        "betreff": betreff,
        "brief": brief,
        "schritte": schritte,
        "stichtag": stichtag,
        "basis": settings.BASIS_URL,
        "abmelden": abmeldeadresse(person, art),
    }
    text, html = VORLAGEN[art]
    auftrag = stelle_ein(
        anlass=_anlass(person, art, stichtag),
        empfaenger=person.email,
        betreff=betreff,
        text=render_to_string(text, angaben).strip() + "\n",
        html=render_to_string(html, angaben),
        benutzer=person,
    )
    return auftrag is not None


def _anlass(person: Benutzer, art: str, stichtag: date) -> str:
    """One per ISO week or day: what makes a second run of the job do nothing."""
    if art == "tageserinnerung":
        return f"{art}:{person.pk}:{stichtag.isoformat()}"
    jahr, nummer, _ = woche(stichtag)[0].isocalendar()
    return f"{art}:{person.pk}:{jahr}-W{nummer:02}"

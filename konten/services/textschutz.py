"""What becomes of passages that the guard against client data saw: logged confirmations, blanked passages."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode
from uuid import UUID

from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.db.models import F
from django.utils import timezone

from konten.models import Benutzer, Entwurf, Protokolleintrag, Schwaerzung, Textbestaetigung
from konten.rules.textschutz import geschwaerzt


@dataclass(frozen=True, slots=True)
class Stelle:
    """A passage of one field of one record, with the text in which the positions were counted."""

    objekt: models.Model
    feld: str
    text: str
    von: int
    bis: int

    @property
    def worte(self) -> str:
        return self.text[self.von : self.bis]


class TextGeaendert(Exception):
    """Somebody changed the text meanwhile: the positions no longer mean the same words."""


def vermerke_bestaetigungen(*, benutzer: Benutzer | None, objekt: models.Model, muster: Mapping[str, str]) -> None:
    """Logs that somebody saved texts in spite of the warning: kinds of passage, never their words. One query each."""
    for feld, arten in muster.items():
        Textbestaetigung.objects.create(
            benutzer=benutzer, modell=objekt._meta.label_lower, objekt=objekt.uuid, feld=feld, muster=arten[:200]
        )


def vermerke_lesen(*, objekt: models.Model, benutzer: Benutzer) -> None:
    """Logs that a text was opened to blank a passage. One query."""
    Protokolleintrag.objects.create(
        content_type=ContentType.objects.get_for_model(objekt),
        object_pk=str(objekt.pk),
        object_id=objekt.pk,
        action=Protokolleintrag.Action.ACCESS,
        changes={"text": ["", "zum Schwärzen geöffnet"]},
        actor_id=benutzer.pk,
    )


@transaction.atomic
def schwaerze(*, benutzer: Benutzer, objekt: models.Model, stellen: Sequence[Stelle]) -> int:
    """Replaces passages by █ in the record and its drafts; logs where and how many characters, not what.

    Returns the number of blanked characters. Raises TextGeaendert when a text is not the one that was shown.
    """
    je_text: dict[tuple[models.Model, str], list[Stelle]] = {}
    for stelle in stellen:
        je_text.setdefault((stelle.objekt, stelle.feld), []).append(stelle)
    summe = sum(_schwaerze_feld(benutzer, ziel, feld, liste) for (ziel, feld), liste in je_text.items())
    if objekt not in {ziel for ziel, _ in je_text}:
        _mache_veraltet(objekt)
    _schwaerze_entwuerfe(objekt.uuid, {stelle.worte for stelle in stellen if stelle.worte.strip()})
    hake_ab(benutzer=benutzer, objekt=objekt)
    return summe


def _schwaerze_feld(benutzer: Benutzer, objekt: models.Model, feld: str, stellen: list[Stelle]) -> int:
    aktuell = type(objekt).objects.select_for_update().get(pk=objekt.pk)
    text = getattr(aktuell, feld)
    if text != stellen[0].text:
        raise TextGeaendert
    for stelle in stellen:
        text = geschwaerzt(text, stelle.von, stelle.bis)
    setattr(aktuell, feld, text)
    if hasattr(aktuell, "version"):
        aktuell.version += 1
    aktuell.save()
    zeichen = sum(neu != alt for neu, alt in zip(text, stellen[0].text, strict=True))
    Schwaerzung.objects.create(
        modell=aktuell._meta.label_lower, objekt=aktuell.uuid, feld=feld, zeichen=zeichen, durch=benutzer
    )
    return zeichen


def _mache_veraltet(objekt: models.Model) -> None:
    """What hangs on a record is changed in its form: one that was opened before would bring the words back."""
    if hasattr(objekt, "version"):
        type(objekt).objects.filter(pk=objekt.pk).update(version=F("version") + 1)


def _schwaerze_entwuerfe(schluessel: UUID, worte: set[str]) -> None:
    """Whoever is just changing the record has the same words in her draft; it keeps its time and its writer.

    A record may have several forms ("sitzung-<uuid>", "protokoll-<uuid>").
    """
    for entwurf in Entwurf.objects.filter(formular__endswith=f"-{schluessel}").exclude(inhalt=""):
        paare = parse_qsl(entwurf.inhalt, keep_blank_values=True)
        neu = [(name, _ohne(wert, worte)) for name, wert in paare]
        if neu != paare:
            Entwurf.objects.filter(pk=entwurf.pk).update(inhalt=urlencode(neu), titel=_ohne(entwurf.titel, worte))


def _ohne(text: str, worte: set[str]) -> str:
    for wort in sorted(worte, key=len, reverse=True):
        text = text.replace(wort, geschwaerzt(wort, 0, len(wort)))
    return text


def hake_ab(*, benutzer: Benutzer, objekt: models.Model) -> int:
    """The confirmed hints of this record were looked at. Returns how many were still open. One query each."""
    offene = Textbestaetigung.objects.filter(
        modell=objekt._meta.label_lower, objekt=objekt.uuid, geprueft_am__isnull=True
    )
    for hinweis in (liste := list(offene)):
        hinweis.geprueft_am, hinweis.geprueft_von = timezone.now(), benutzer
        hinweis.save(update_fields=["geprueft_am", "geprueft_von", "geaendert_am"])
    return len(liste)

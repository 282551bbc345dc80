"""What becomes of passages that the guard against client data saw: logged confirmations, blanked passages."""

from collections.abc import Mapping

from django.db import models

from konten.models import Benutzer, Textbestaetigung


def vermerke_bestaetigungen(*, benutzer: Benutzer, objekt: models.Model, muster: Mapping[str, str]) -> None:
    """Logs that somebody saved texts in spite of the warning: kinds of passage, never their words. One query each."""
    for feld, arten in muster.items():
        Textbestaetigung.objects.create(
            benutzer=benutzer, modell=objekt._meta.label_lower, objekt=objekt.uuid, feld=feld, muster=arten[:200]
        )

"""A deputy reads what she deputises for, and nothing more."""

import uuid
from datetime import date

import pytest

from konten.rules import Rolle
from netzwerk.models import Kontakt, Kontaktbeteiligung
from sozialraum.models import Zustaendigkeit
from tests.welt import Welt, neuer_partner


@pytest.mark.parametrize(("rolle", "liest"), [(Rolle.NETZWERK, True), (Rolle.TEAM, False), (Rolle.LEITUNG, False)])
def test_falltext_nur_in_vertretung_als_netzwerkfachkraft(welt: Welt, rolle: Rolle, liest: bool):
    autorin, andere = welt.personen["netzwerk_konz"], welt.personen["netzwerk_saarburg"]
    kontakt = Kontakt.objects.create(
        uuid=uuid.uuid4(), art="besuch", am=date(2026, 11, 1), bezug="fallbezogen", erfasst_von=autorin
    )
    Kontaktbeteiligung.objects.create(kontakt=kontakt, partner=neuer_partner(welt), sozialraum=welt.konz, am=kontakt.am)
    Zustaendigkeit.objects.create(benutzer=andere, rolle=rolle, vertritt=autorin, von=date(2020, 1, 1))
    bereich = welt.person("netzwerk_saarburg").bereich
    assert Kontakt.objects.mit_text_fuer(bereich).filter(pk=kontakt.pk).exists() is liest

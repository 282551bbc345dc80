"""K27: Jugendamt and Leitstelle are partners of every Sozialraum, also of one founded later."""

from django.utils import timezone

from partner.models import Partnerkategorie, Wirkungsbereich
from partner.rules import Kreis
from sozialraum.models import Sozialraum
from tests.welt import Welt, neuer_partner


def test_neuer_sozialraum_hat_die_partner_des_landkreises(als, welt: Welt):
    welt.kategorien["jugendamt"] = Partnerkategorie.objects.create(
        kuerzel="jugendamt", name="Jugendamt und Leitstelle Familie", kurzname="Jugendamt", kreis=Kreis.LANDKREIS
    )
    amt = neuer_partner(welt, "Jugendamt", "jugendamt", sozialraum=None)
    neuer_partner(welt, "Jugendamt, alte Stelle", "jugendamt", sozialraum=None, zustand="geschlossen")
    neuer_partner(welt, "Kita Beispielbach", "kita", sozialraum=None)
    daten = {"name": "Neuland", "kuerzel": "neuland", "reihenfolge": "9", "beschreibung": ""}
    assert als("jugendamt").post("/verwaltung/sozialraeume/neu/", daten).status_code == 302
    neu = Sozialraum.objects.get(kuerzel="neuland")
    zeilen = Wirkungsbereich.objects.filter(sozialraum=neu).values_list("partner", "von")
    assert list(zeilen) == [(amt.pk, timezone.localdate())]

"""Size of the Sozialräume beside their posts (K32)."""

from datetime import date

from netzwerk.models import Kontakt, Kontaktbeteiligung
from netzwerk.selectors.groessenvergleich import groessenvergleich
from netzwerk.selectors.stellenanteil import stellenanteile
from tests.welt import Welt, neuer_partner

TAG = date(2026, 3, 31)


def test_zahlen_eines_sozialraums(welt: Welt):
    partner = neuer_partner(welt)
    for am in (date(2025, 3, 31), date(2025, 4, 1), TAG):
        kontakt = Kontakt.objects.create(
            art="telefonat", am=am, bezug="uebergreifend", erfasst_von=welt.personen["netzwerk_konz"]
        )
        Kontaktbeteiligung.objects.create(
            kontakt=kontakt, partner=partner, sozialraum=welt.konz, am=am, ergebnis="erreicht", zaehlt=True
        )
    raeume = [welt.konz, welt.sozialraeume["hermeskeil"]]
    konz, hermeskeil = groessenvergleich(TAG, raeume, stellenanteile(TAG, TAG, TAG))
    assert (konz.einwohner, konz.gemeinden, konz.partner, konz.kontakte) == (2000, 2, 1, 2)
    assert (konz.einwohner_je_vzae, konz.partner_je_vzae, konz.kontakte_je_vzae) == (6667, 3, 7)  # 0.30 VZÄ
    assert (hermeskeil.einwohner, hermeskeil.kontakte_je_vzae) == (1000, None)

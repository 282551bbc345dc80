"""Real concurrency: several people decide the same point at once, exactly one does."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connection
from django.utils import timezone

from netzwerk.models import Uebergabe, Uebergabepunkt, Wiedervorlage
from netzwerk.rules.fachkraft import Punktentscheidung, Uebergabeanlass
from netzwerk.services.uebergabe import Entscheidung, beginne, entscheide
from partner.models import Netzwerkpartner
from tests.welt import baue_welt, neue_fachkraft, neuer_partner

ANZAHL = 4


@pytest.mark.django_db(transaction=True)
def test_ein_punkt_wird_genau_einmal_uebergeben():
    welt, heute = baue_welt(), timezone.localdate()
    geht, folgt = welt.person("netzwerk_konz"), neue_fachkraft(welt, "nachfolge", "konz", "beispieltal")
    neuer_partner(welt, "Kita Fern")
    uebergabe = beginne(
        einsatz=geht.netzwerkfachkraft.einsaetze.get(),
        am=heute + timedelta(days=30),
        anlass=Uebergabeanlass.WEGGANG,
        nachfolge=folgt.netzwerkfachkraft,
        durch=geht,
        heute=heute,
    )
    kennung = Uebergabepunkt.objects.get().kennung
    schranke = Barrier(ANZAHL)

    def lauf(nummer: int) -> int:
        schranke.wait()
        try:
            return entscheide(
                uebergabe=uebergabe,
                version=1,
                kennungen=[kennung],
                entscheidung=Entscheidung(Punktentscheidung.UEBERGEBEN),
                durch=geht,
                heute=heute,
            ).entschieden
        finally:
            connection.close()

    with ThreadPoolExecutor(ANZAHL) as becken:
        assert sorted(becken.map(lauf, range(ANZAHL))) == [0, 0, 0, 1]
    assert Wiedervorlage.objects.get().partner == Netzwerkpartner.objects.get()
    assert Uebergabe.objects.get().version == 1 + ANZAHL

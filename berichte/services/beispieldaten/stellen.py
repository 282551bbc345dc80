"""What else decides about staffing: a suspended Einsatz, an exception, a deputy."""

from datetime import timedelta

from berichte.services.beispieldaten.rahmen import Rahmen
from konten.rules import Rolle
from netzwerk.models import Einsatz, Stellenausnahme, Unterbrechung
from netzwerk.services.zaehlung import zaehle_neu
from sozialraum.models import Zustaendigkeit

#: within the gap of "rst": days before the Stichtag
AUSNAHME = (190, 165)
RUHT_SEIT, RUHT_NOCH = 20, 40
VERTRITT_SEIT, VERTRITT_NOCH = 3, 11


def richte_stellen_ein(rahmen: Rahmen) -> None:
    """The second colleague in Konz rests, part of the gap was allowed, the colleague in Hermeskeil has a deputy.

    After the contacts: those that the resting colleague logged since then do not count.
    """
    konz = rahmen.sozialraeume["konz"]
    einsatz = Einsatz.objects.get(sozialraum=konz, fachkraft__benutzer=rahmen.konten["netzwerk-konz-2"])
    Unterbrechung.objects.bulk_create(
        [
            Unterbrechung(
                uuid=rahmen.wuerfel.schluessel(),
                einsatz=einsatz,
                von=rahmen.vor(RUHT_SEIT),
                bis=rahmen.stichtag + timedelta(days=RUHT_NOCH),
            )
        ]
    )
    von, bis = (rahmen.vor(tage) for tage in AUSNAHME)
    Stellenausnahme.objects.bulk_create(
        [
            Stellenausnahme(
                uuid=rahmen.wuerfel.schluessel(),
                sozialraum=rahmen.sozialraeume["rst"],
                von=von,
                bis=bis,
                begruendung="Die Stelle ist ausgeschrieben, die Nachfolge beginnt nach den Bewerbungsgesprächen.",
                erteilt_von_id=rahmen.konten["jugendamt"],
            )
        ]
    )
    Zustaendigkeit.objects.bulk_create(
        [
            Zustaendigkeit(
                uuid=rahmen.wuerfel.schluessel(),
                benutzer_id=rahmen.konten["netzwerk-rst"],
                rolle=Rolle.NETZWERK,
                vertritt_id=rahmen.konten["netzwerk-hermeskeil"],
                von=rahmen.vor(VERTRITT_SEIT),
                bis=rahmen.stichtag + timedelta(days=VERTRITT_NOCH),
            )
        ]
    )
    zaehle_neu(sozialraum_ids=[konz.pk])

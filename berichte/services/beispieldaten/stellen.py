"""What else decides about staffing: a suspended Einsatz, an exception, deputies, too little, a refused proposal."""

from datetime import date, timedelta
from decimal import Decimal

from berichte.services.beispieldaten.rahmen import Rahmen
from konten.rules import Rolle
from netzwerk.models import Einsatz, Netzwerkfachkraft, Stellenausnahme, Unterbrechung
from netzwerk.rules import Einsatzstatus
from netzwerk.services.zaehlung import zaehle_neu
from sozialraum.models import Zustaendigkeit

#: within the gap of "rst": days before the Stichtag
AUSNAHME = (190, 165)
RUHT_SEIT, RUHT_NOCH = 20, 40
VERTRITT_SEIT, VERTRITT_NOCH = 3, 11
VERTRAT = (120, 106)
#: what is left of that gap after the exception: the successor is there, with a small share
EINARBEITUNG = (164, 150)


def richte_stellen_ein(rahmen: Rahmen) -> None:
    """The second colleague in Konz rests, part of the gap was allowed, deputies stand in, a proposal was refused.

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
    laeuft = (rahmen.vor(VERTRITT_SEIT), rahmen.stichtag + timedelta(days=VERTRITT_NOCH))
    vorbei = (rahmen.vor(VERTRAT[0]), rahmen.vor(VERTRAT[1]))
    Zustaendigkeit.objects.bulk_create(
        [
            _vertretung(rahmen, "netzwerk-rst", "netzwerk-hermeskeil", laeuft),
            _vertretung(rahmen, "netzwerk-konz-2", "netzwerk-konz", vorbei),
        ]
    )
    Einsatz.objects.bulk_create([_einarbeitung(rahmen), _abgelehnter(rahmen)])
    zaehle_neu(sozialraum_ids=[konz.pk, rahmen.sozialraeume["rst"].pk])


def _vertretung(rahmen: Rahmen, wer: str, wen: str, zeit: tuple[date, date]) -> Zustaendigkeit:
    return Zustaendigkeit(
        uuid=rahmen.wuerfel.schluessel(),
        benutzer_id=rahmen.konten[wer],
        rolle=Rolle.NETZWERK,
        vertritt_id=rahmen.konten[wen],
        von=zeit[0],
        bis=zeit[1],
    )


def _einarbeitung(rahmen: Rahmen) -> Einsatz:
    """The successor's first weeks: confirmed, and less than the minimum."""
    person = Netzwerkfachkraft.objects.get(benutzer=rahmen.konten["netzwerk-rst"])
    von, bis = (rahmen.vor(tage) for tage in EINARBEITUNG)
    return Einsatz(
        uuid=rahmen.wuerfel.schluessel(),
        fachkraft=person,
        sozialraum=rahmen.sozialraeume["rst"],
        traeger_id=person.traeger_id,
        vzae=Decimal("0.1000"),
        von=von,
        bis=bis,
        zustand=Einsatzstatus.BESTAETIGT,
        entschieden_von_id=rahmen.konten["jugendamt"],
        entschieden_am=von - timedelta(days=7),
    )


def _abgelehnter(rahmen: Rahmen) -> Einsatz:
    vorschlag = Einsatz.objects.get(zustand=Einsatzstatus.VORGESCHLAGEN)
    return Einsatz(
        uuid=rahmen.wuerfel.schluessel(),
        fachkraft_id=vorschlag.fachkraft_id,
        sozialraum_id=vorschlag.sozialraum_id,
        traeger_id=vorschlag.traeger_id,
        vzae=Decimal("0.4000"),
        von=vorschlag.von,
        mehranteil_grund=vorschlag.mehranteil_grund,
        zustand=Einsatzstatus.ABGELEHNT,
        ablehnungsgrund="So viel ist mit den neuen Kitas nicht zu begründen. Bitte mit kleinerem Umfang vorschlagen.",
        vorgeschlagen_von_id=vorschlag.vorgeschlagen_von_id,
        entschieden_von_id=rahmen.konten["jugendamt"],
        entschieden_am=rahmen.vor(30),
    )

"""Year ends of the example data: two years ago closed (once opened again), last year about to be closed."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from decimal import Decimal

from django.conf import settings

from berichte.services.beispieldaten.rahmen import SAAT, Rahmen, Wuerfel
from finanzen.models import Ausgabe, Jahresabschluss, Minusbegruendung, Traegerabschluss, Verwendungsnachweis
from finanzen.rules import Ausgabenart, Nachweisstatus, Restentscheidung
from finanzen.rules.abschluss import offene_punkte, pruefliste
from finanzen.rules.jahresstand import Jahresstand, Traegerstand, als_daten, pruefsumme
from finanzen.selectors.haushalt import haushalt_von
from finanzen.selectors.jahresstand import abschlusslage, jahresstand
from sozialraum.models import Sozialraum, Traeger

TEXTE = {
    "ausgangslage": "Zu Beginn des Jahres fehlten feste Ansprechpersonen an zwei Schulen. Mehrere Kitas wünschten sich "
    "einen gemeinsamen Termin vor der Einschulung.",
    "massnahmen": "Regelmäßige Gespräche mit allen Partnern, zwei Sitzungen der Sozialraumrunde, ein Fachtag und "
    "Faltblätter mit allen Anlaufstellen.",
    "wirkung": "Die Schulen haben Ansprechpersonen benannt. Die Kitas stimmen den Übergang mit den Grundschulen ab. "
    "Anfragen kommen früher an der richtigen Stelle an.",
    "ausblick": "Im nächsten Jahr steht die Zusammenarbeit mit den Vereinen im Mittelpunkt.",
}
MINUSGRUND = "Die Vertretung im Krankheitsfall war teurer als geplant. Das Jugendamt ist seit dem Herbst informiert."
#: last year's proofs of use: (Sozialraum, Träger) -> state; where none stands, nothing was begun
NACHWEISE = {
    ("konz", "beispieltal"): Nachweisstatus.EINGEREICHT,
    ("konz", "musterhof"): Nachweisstatus.ENTWURF,
    ("saarburg", "musterhof"): Nachweisstatus.ZURUECKGEGEBEN,
}
#: so much more than it has one Träger spends this year
UEBERZOGEN = Decimal("210.62")
RUECKGABE = "Unter „Was hat es bewirkt?“ fehlt noch, was sich für die Schulen geändert hat."


def schliesse_jahre(rahmen: Rahmen) -> int:
    """Writes closings after all bookings and returns how many. Dice of its own; only the four real Sozialräume."""
    wuerfel, jahr = Wuerfel(SAAT + 35), rahmen.stichtag.year - 2
    raeume = [rahmen.sozialraeume[kuerzel] for kuerzel in rahmen.gemeinden]
    for raum in raeume:
        stand = jahresstand(jahr, raum)
        _entscheide(rahmen, wuerfel, raum, stand)
        _weise_nach(rahmen, wuerfel, raum, stand)
    for raum in raeume:
        if raum.kuerzel == "konz":
            _schliesse(rahmen, wuerfel, raum, jahr, date(jahr + 1, 2, 18), geoeffnet=date(jahr + 1, 3, 4))
        _schliesse(rahmen, wuerfel, raum, jahr, date(jahr + 1, 3, 20))
    _letztes_jahr(rahmen, wuerfel, jahr + 1)
    return len(raeume) + 1


def _entscheide(rahmen: Rahmen, wuerfel: Wuerfel, raum: Sozialraum, stand: Jahresstand) -> None:
    """The Träger that steers carries its rest over, the other pays it back; a deficit has its reason."""
    traeger = _traeger(stand)
    for stelle, zeile in enumerate(stand.traeger):
        wer = traeger[zeile.schluessel]
        if zeile.rest < 0 or zeile.haushalt.ist_im_minus:
            _begruende(rahmen, wuerfel, raum, stand.jahr, wer)
        if zeile.rest:
            wahl = Restentscheidung.RUECKZAHLUNG if stelle and zeile.rest > 0 else Restentscheidung.UEBERTRAG
            Traegerabschluss.objects.bulk_create([_rest(rahmen, wuerfel, raum, stand.jahr, wer, zeile, wahl)])


def _begruende(
    rahmen: Rahmen, wuerfel: Wuerfel, raum: Sozialraum, jahr: int, traeger: Traeger, konto: str = "leitung-konz"
) -> None:
    grund = Minusbegruendung(
        uuid=wuerfel.schluessel(), sozialraum=raum, jahr=jahr, traeger=traeger, grund=MINUSGRUND,
        durch_id=rahmen.konten[konto],
    )  # fmt: skip
    Minusbegruendung.objects.bulk_create([grund])


def _rest(
    rahmen: Rahmen, wuerfel: Wuerfel, raum: Sozialraum, jahr: int, traeger: Traeger, zeile: Traegerstand, wahl: str
) -> Traegerabschluss:
    return Traegerabschluss(
        uuid=wuerfel.schluessel(),
        sozialraum=raum,
        jahr=jahr,
        traeger=traeger,
        rest=zeile.rest,
        entscheidung=wahl,
        entschieden_von_id=rahmen.konten["jugendamt"],
    )


def _traeger(stand: Jahresstand) -> dict[str, Traeger]:
    menge = Traeger.objects.filter(uuid__in=[zeile.schluessel for zeile in stand.traeger])
    return {str(traeger.uuid): traeger for traeger in menge}


def _weise_nach(rahmen: Rahmen, wuerfel: Wuerfel, raum: Sozialraum, stand: Jahresstand) -> None:
    eingereicht = date(stand.jahr + 1, 1, 28)
    Verwendungsnachweis.objects.bulk_create(
        Verwendungsnachweis(
            uuid=wuerfel.schluessel(),
            sozialraum=raum,
            jahr=stand.jahr,
            traeger=traeger,
            zustand=Nachweisstatus.BESTAETIGT,
            eingereicht_von_id=rahmen.konten["leitung-konz"],
            eingereicht_am=rahmen.arbeitstag(eingereicht),
            entschieden_von_id=rahmen.konten["jugendamt"],
            entschieden_am=rahmen.arbeitstag(date(stand.jahr + 1, 2, 12)),
            **TEXTE,
        )
        for traeger in _traeger(stand).values()
    )


def _schliesse(
    rahmen: Rahmen, wuerfel: Wuerfel, raum: Sozialraum, jahr: int, tag: date, geoeffnet: date | None = None
) -> None:
    stand = jahresstand(jahr, raum)
    am = datetime.combine(rahmen.arbeitstag(tag), time(9, 30), UTC)
    daten = als_daten(stand) | {
        "offene_punkte": offene_punkte(pruefliste(abschlusslage(stand, raum, tag))),
        "programmversion": settings.VERSION,
        "geschlossen_am": am.isoformat(),
    }
    abschluss = Jahresabschluss(
        uuid=wuerfel.schluessel(),
        sozialraum=raum,
        jahr=jahr,
        daten=daten,
        pruefsumme=pruefsumme(daten),
        programmversion=settings.VERSION,
        geschlossen_von_id=rahmen.konten["jugendamt-2"],
        geschlossen_am=am,
    )
    if geoeffnet:
        abschluss.geoeffnet_von_id = rahmen.konten["jugendamt"]
        abschluss.geoeffnet_am = datetime.combine(rahmen.arbeitstag(geoeffnet), time(8, 15), UTC)
        abschluss.oeffnungsgrund = "Ein Beleg war der falschen Art zugeordnet."
    Jahresabschluss.objects.bulk_create([abschluss])


def _letztes_jahr(rahmen: Rahmen, wuerfel: Wuerfel, jahr: int) -> None:
    """Open at its end: some proofs of use, one decision, reasons for what is negative."""
    Verwendungsnachweis.objects.bulk_create(_offene_nachweise(rahmen, wuerfel, jahr))
    Verwendungsnachweis.objects.bulk_create([_begonnener(rahmen, wuerfel, jahr + 1)])
    konz = rahmen.sozialraeume["konz"]
    stand = jahresstand(jahr, konz)
    traeger = rahmen.traeger["beispieltal"]
    zeile = stand.von(str(traeger.uuid))
    if zeile.rest > Decimal(0):
        wahl = Restentscheidung.UEBERTRAG
        Traegerabschluss.objects.bulk_create([_rest(rahmen, wuerfel, konz, jahr, traeger, zeile, wahl)])


def ueberziehe_mittel(rahmen: Rahmen) -> None:
    """This year Musterhof spends more in Konz than it has, and says why. Comes after everything that binds money."""
    wuerfel, jahr = Wuerfel(SAAT + 36), rahmen.stichtag.year
    konz, musterhof = rahmen.sozialraeume["konz"], rahmen.traeger["musterhof"]
    am = rahmen.arbeitstag(max(rahmen.vor(20), date(jahr, 1, 1)))
    ausgabe = Ausgabe(
        uuid=wuerfel.schluessel(),
        sozialraum=konz,
        traeger=musterhof,
        jahr=jahr,
        am=min(am, rahmen.stichtag),
        betrag=haushalt_von(jahr, konz.pk, musterhof.pk).frei + UEBERZOGEN,
        art=Ausgabenart.HONORAR,
        text="Vertretung im Krankheitsfall",
        belegnummer=f"V-{jahr % 100}-11",
        erfasst_von_id=rahmen.konten["leitung-fremd"],
    )
    Ausgabe.objects.bulk_create([ausgabe])
    _begruende(rahmen, wuerfel, konz, jahr, musterhof, "leitung-fremd")


def _offene_nachweise(rahmen: Rahmen, wuerfel: Wuerfel, jahr: int) -> Iterator[Verwendungsnachweis]:
    for (kuerzel, traeger), zustand in NACHWEISE.items():
        nachweis = Verwendungsnachweis(
            uuid=wuerfel.schluessel(),
            sozialraum=rahmen.sozialraeume[kuerzel],
            jahr=jahr,
            traeger=rahmen.traeger[traeger],
            zustand=zustand,
            **(TEXTE if zustand != Nachweisstatus.ENTWURF else {"ausgangslage": TEXTE["ausgangslage"]}),
        )
        if zustand != Nachweisstatus.ENTWURF:
            leitung = "leitung-konz" if traeger == "beispieltal" else "leitung-fremd"
            nachweis.eingereicht_von_id, nachweis.eingereicht_am = (
                rahmen.konten[leitung],
                rahmen.arbeitstag(rahmen.vor(9)),
            )
        if zustand == Nachweisstatus.ZURUECKGEGEBEN:
            nachweis.entschieden_von_id = rahmen.konten["jugendamt"]
            nachweis.entschieden_am = rahmen.arbeitstag(rahmen.vor(4))
            nachweis.rueckgabegrund = RUECKGABE
        yield nachweis


def _begonnener(rahmen: Rahmen, wuerfel: Wuerfel, jahr: int) -> Verwendungsnachweis:
    """This year's, on which the Träger writes from time to time."""
    return Verwendungsnachweis(
        uuid=wuerfel.schluessel(),
        sozialraum=rahmen.sozialraeume["konz"],
        jahr=jahr,
        traeger=rahmen.traeger["beispieltal"],
        ausgangslage=TEXTE["ausgangslage"],
    )

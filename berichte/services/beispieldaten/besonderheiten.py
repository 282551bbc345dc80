"""What differs from the rule: an exempt category, own intervals, closing days of Kitas."""

from datetime import date, timedelta

from berichte.services.beispieldaten.einrichtungen import Vorhaben
from berichte.services.beispieldaten.rahmen import Rahmen
from partner.models import Intervall, Kategorieausnahme, Schliesszeit

BEGRUENDUNG = (
    "Eine eigene Familienbildungsstätte ist nicht vorgesehen. Bis zur Neuplanung laufen Kurse und offene Treffs "
    "über die Sozialraumzentren."
)


def richte_besonderheiten_ein(rahmen: Rahmen, vorhaben: list[Vorhaben]) -> None:
    """Exemption in Ruwer/Schweich/Trier-Land, two own intervals, summer closing of some Kitas."""
    Kategorieausnahme.objects.bulk_create(
        [
            Kategorieausnahme(
                uuid=rahmen.wuerfel.schluessel(),
                sozialraum=rahmen.sozialraeume["rst"],
                kategorie=rahmen.kategorien["familienbildung"],
                begruendung=BEGRUENDUNG,
                von=date(rahmen.stichtag.year - 1, 1, 1),
                bis=date(rahmen.stichtag.year + 1, 12, 31),
            )
        ]
    )
    kitas = [eintrag for eintrag in vorhaben if eintrag.kategorien[0][0] == "kita" and not eintrag.endet]
    _abstaende(rahmen, next(kita for kita in kitas if "konz" in kita.sozialraeume))
    _schliesszeiten(rahmen, kitas)


def _abstaende(rahmen: Rahmen, kita: Vorhaben) -> None:
    schluessel = rahmen.wuerfel.schluessel
    eigener = Intervall(
        uuid=schluessel(),
        partner=kita.partner,
        sozialraum=rahmen.sozialraeume["konz"],
        tage=90,
        begruendung="Die Leitung ist neu; wir bauen den Kontakt gerade auf.",
        von=rahmen.vor(200),
    )
    im_raum = Intervall(
        uuid=schluessel(),
        kategorie=rahmen.kategorien["verein"],
        sozialraum=rahmen.sozialraeume["hermeskeil"],
        tage=270,
        begruendung="Wenige Vereine, viele gemeinsame Feste.",
        von=date(rahmen.stichtag.year - 1, 1, 1),
    )
    Intervall.objects.bulk_create([eigener, im_raum])


def _schliesszeiten(rahmen: Rahmen, kitas: list[Vorhaben]) -> None:
    ferien = Schliesszeit.objects.filter(
        partner=None,
        bezeichnung="Sommerferien",
        von__year__gte=rahmen.stichtag.year,
        von__year__lt=rahmen.stichtag.year + 2,
    )
    sommer = list(ferien.order_by("von").values_list("von", flat=True))
    Schliesszeit.objects.bulk_create(
        Schliesszeit(
            uuid=rahmen.wuerfel.schluessel(),
            partner=kita.partner,
            bezeichnung="Sommerschließzeit",
            von=beginn + timedelta(days=14),
            bis=beginn + timedelta(days=14 + 18),
        )
        for kita in kitas[::3]
        for beginn in sommer
    )

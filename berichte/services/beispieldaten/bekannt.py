"""Steckbriefe, introductions and confirmations: published and not yet, known widely and hardly."""

from datetime import timedelta

from berichte.services.beispieldaten.rahmen import Rahmen
from netzwerk.models import Bekanntbestaetigung, Netzwerkfachkraft, Steckbrief, Vorstellung
from netzwerk.rules.fachkraft import Vorstellungsart
from partner.models import Wirkungsbereich

#: account -> function, published, share of the partners that she was introduced to or that got the Steckbrief
VORGABEN = {
    "netzwerk-konz": ("Netzwerkfachkraft für Konz", True, 10),
    "netzwerk-konz-2": ("Netzwerkfachkraft für Konz", True, 3),
    "netzwerk-saarburg": ("Netzwerkfachkraft für Saarburg", True, 6),
    "netzwerk-hermeskeil": ("Netzwerkfachkraft für Hermeskeil", False, 0),
    "netzwerk-rst": ("Netzwerkfachkraft für Ruwer, Schweich und Trier-Land", True, 5),
}
VORSTELLUNG = (
    "Guten Tag. Ich bringe Menschen und Einrichtungen im Sozialraum zusammen, damit Kinder und Familien früh die "
    "Unterstützung finden, die zu ihnen passt."
)
SCHWERPUNKTE = "Ideen für gemeinsame Vorhaben\nFragen, wer im Sozialraum was anbietet\nRäume, Zeiten und Kontakte"


def mache_bekannt(rahmen: Rahmen) -> None:
    """Bulk rows, as everywhere in the example data."""
    leute = {
        person.benutzer.username: person
        for person in Netzwerkfachkraft.objects.filter(benutzer__username__in=VORGABEN).select_related("benutzer")
    }
    Steckbrief.objects.bulk_create(
        Steckbrief(
            uuid=rahmen.wuerfel.schluessel(),
            fachkraft=leute[konto],
            funktion=funktion,
            vorstellung=VORSTELLUNG,
            schwerpunkte=SCHWERPUNKTE,
            sprechzeiten="montags bis donnerstags, 9 bis 15 Uhr",
            ist_veroeffentlicht=veroeffentlicht,
        )
        for konto, (funktion, veroeffentlicht, _) in VORGABEN.items()
        if konto in leute
    )
    vorstellungen = [zeile for konto, person in leute.items() for zeile in _vorstellungen(rahmen, konto, person)]
    Vorstellung.objects.bulk_create(vorstellungen)
    _bestaetigung(rahmen, leute)


def _vorstellungen(rahmen: Rahmen, konto: str, person: Netzwerkfachkraft) -> list[Vorstellung]:
    """Every third by Steckbrief only, the others in person."""
    raeume = person.einsaetze.values("sozialraum")
    partner = Wirkungsbereich.objects.filter(sozialraum__in=raeume, bis__isnull=True).order_by("partner")
    ids = list(dict.fromkeys(partner.values_list("partner", flat=True)))
    gewaehlt = ids[: len(ids) * VORGABEN[konto][2] // 10]
    arten = (Vorstellungsart.PERSOENLICH, Vorstellungsart.PERSOENLICH, Vorstellungsart.STECKBRIEF)
    return [
        Vorstellung(
            uuid=rahmen.wuerfel.schluessel(),
            fachkraft=person,
            partner_id=partner_id,
            art=arten[nummer % 3],
            am=rahmen.stichtag - timedelta(days=20 + nummer % 200),
            eingetragen_von_id=person.benutzer_id,
        )
        for nummer, partner_id in enumerate(gewaehlt)
    ]


def _bestaetigung(rahmen: Rahmen, leute: dict[str, Netzwerkfachkraft]) -> None:
    if "netzwerk-konz" in leute and "team-konz" in rahmen.konten:
        bestaetigung = Bekanntbestaetigung(
            fachkraft=leute["netzwerk-konz"],
            benutzer_id=rahmen.konten["team-konz"],
            sozialraum=rahmen.sozialraeume["konz"],
            am=rahmen.stichtag - timedelta(days=60),
        )
        Bekanntbestaetigung.objects.bulk_create([bestaetigung])

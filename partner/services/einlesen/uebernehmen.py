"""Carries a previewed run out: all or nothing, at once or in portions in the background."""

from collections.abc import Sequence
from itertools import islice

from django.db import transaction
from django.utils import timezone

from konten.rules import Geltungsbereich
from konten.services.masse import lege_viele_an
from partner.models import Importlauf, Partnerkategorie
from partner.rules.einlesen import SCHREIBEND, Listenzeile, Urteil
from partner.services.einlesen.art import Importart, Spur, art
from partner.services.einlesen.grenzen import SOFORT_HOECHSTENS, STAPEL
from partner.services.einlesen.hintergrund import Anspruch, starte
from partner.services.einlesen.lauf import NichtOffen, beurteile, lies_zeilen, sperre, zeilensatz

Zustand = Importlauf.Zustand


@transaction.atomic
def uebernimm(*, lauf: Importlauf, bereich: Geltungsbereich, sofort: bool = False) -> Importlauf:
    """Writes what the rows say, judged once more against today's stock.

    A second call, also at the same moment, changes nothing. Everything is audited. A list of more than 1,000 rows, or
    one that meets another import at work, is handed to the background (`ist_laufend`). About twenty queries and a few
    per 500 rows. The day of the import is the first day of all validity rows.
    """
    try:
        lauf = sperre(lauf)
    except NichtOffen:
        return Importlauf.objects.get(pk=lauf.pk)
    if not sofort and (lauf.umfang > SOFORT_HOECHSTENS or andere_laufen(lauf)):
        return starte(lauf, Zustand.UEBERNAHME, bereich)
    reihe_dich_ein()
    zeilen = lies_zeilen(lauf)
    urteile = beurteile(lauf, zeilen, bereich)
    paare = zip(zeilen, urteile, strict=True)
    while stapel := list(islice(paare, STAPEL)):
        schreibe_stapel(lauf, stapel, bereich)
    lauf.zustand = Zustand.UEBERNOMMEN
    lauf.uebernommen_am = timezone.now()
    lauf.save()
    return lauf


def andere_laufen(lauf: Importlauf) -> bool:
    """Is another run writing? Two at a time would not see each other's records. One query."""
    schreibend = (Zustand.UEBERNAHME, Zustand.RUECKNAHME)
    return Importlauf.objects.filter(zustand__in=schreibend).exclude(pk=lauf.pk).exists()


def reihe_dich_ein() -> None:
    """Two lists taken over at once would not see each other's records; this makes the second wait for the first."""
    list(Partnerkategorie.objects.select_for_update().order_by("pk").values_list("pk"))


def schreibe_stapel(lauf: Importlauf, stapel: Sequence[tuple[Listenzeile, Urteil]], bereich: Geltungsbereich) -> None:
    """Writes a portion: the records, and the rows with what became of them. In the caller's transaction."""
    kind = art(lauf.art)
    offen = [urteil for _, urteil in stapel if urteil.ergebnis in SCHREIBEND]
    spuren = kind.uebernimm(lauf=lauf, urteile=offen, bereich=bereich) if offen else {}
    if geschrieben := [spur.objekt.pk for spur in spuren.values() if spur.objekt]:
        kind.danach(geschrieben)
    lauf.zeilen.filter(nummer__in=[zeile.nummer for zeile, _ in stapel]).delete()
    lege_viele_an([zeilensatz(lauf, zeile, urteil, spuren.get(urteil.nummer, Spur())) for zeile, urteil in stapel])


def uebernimm_weiter(anspruch: Anspruch, bereich: Geltungsbereich) -> bool:
    """The same in portions, each one transaction; rows that are done already are passed over.

    False when a person has asked to stop: what was written is to be taken back then. Raises Verloren.
    """
    lauf = anspruch.lauf
    zeilen = lies_zeilen(lauf)
    erledigt = set(lauf.zeilen.filter(ist_erledigt=True).values_list("nummer", flat=True))
    # Judged in one go: whether a row repeats an earlier one shows only in the whole list.
    urteile = [
        (zeile, urteil)
        for zeile, urteil in zip(zeilen, beurteile(lauf, zeilen, bereich, anspruch.begleite), strict=True)
        if zeile.nummer not in erledigt
    ]
    fertig = len(erledigt)
    for anfang in range(0, len(urteile), STAPEL):
        if anspruch.soll_abbrechen():
            return False
        stapel = urteile[anfang : anfang + STAPEL]
        with transaction.atomic():
            fertig += len(stapel)
            anspruch.melde(fertig)
            reihe_dich_ein()
            schreibe_stapel(lauf, stapel, bereich)
    anspruch.beende(Zustand.UEBERNOMMEN, uebernommen_am=timezone.now())
    return True


def kindname(kind: Importart, anzahl: int) -> str:
    """ "1 Partner", "3 Ansprechpersonen"."""
    return f"{anzahl} {kind.eins if anzahl == 1 else kind.viele}"

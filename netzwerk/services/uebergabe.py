"""Acts of a handover: begin, decide points and really move what they name, finish (K10).

Every act locks the handover first: two people who decide the same point do so one after the other.
"""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction

from konten.models import Benutzer
from konten.rules.zahl import mehrzahl, tagesdatum
from netzwerk.models import Einsatz, Netzwerkfachkraft, Uebergabe, Uebergabepunkt
from netzwerk.rules import Einsatzstatus
from netzwerk.rules.fachkraft import Punktentscheidung, Uebergabestatus
from netzwerk.rules.uebergabe import INZWISCHEN, Fund, benannt, warum_nicht
from netzwerk.selectors.uebergabe import abgang, nachfolgende, offene_titel, sammle
from netzwerk.services.uebergabepunkt import Auftrag, auffangsatz, beende, schliesse, uebergib

ABGESCHLOSSEN = "Die Übergabe ist nicht mehr offen."


@dataclass(frozen=True, slots=True)
class Entscheidung:
    """What somebody wants done with the chosen points."""

    art: str
    an: Netzwerkfachkraft | None = None
    grund: str = ""
    hinweis: str = ""


@dataclass(frozen=True, slots=True)
class Abgelehnt:
    """A point that cannot be decided like this, why, and where to look; without an address it has no page."""

    titel: str
    grund: str
    url: str = ""


@dataclass(slots=True)
class Ergebnis:
    """How many points were decided, and which were not: somebody else was faster, or it is not possible for them."""

    entschieden: int = 0
    schon_entschieden: list[str] = field(default_factory=list)
    abgelehnt: list[Abgelehnt] = field(default_factory=list)

    @property
    def satz(self) -> str:
        return f"{mehrzahl(self.entschieden, 'Punkt', 'Punkte')} entschieden."

    @property
    def warnung(self) -> str:
        if not self.schon_entschieden:
            return ""
        return f"Inzwischen hat jemand anderes entschieden: {benannt(self.schon_entschieden)}."


@transaction.atomic
def beginne(
    *, einsatz: Einsatz, am: date, anlass: str, nachfolge: Netzwerkfachkraft | None, durch: Benutzer, heute: date
) -> Uebergabe:
    """Begins the handover of an Einsatz and stores what it consists of today; one that was given up goes on.

    Raises ValidationError: the Einsatz is not confirmed, the day lies outside it, it has a handover already, or the
    successor does not work there afterwards.
    """
    einsatz = Einsatz.objects.select_for_update(of=("self",)).select_related("fachkraft").get(pk=einsatz.pk)
    _pruefe_tag(einsatz, am)
    uebergabe = Uebergabe.objects.select_for_update().filter(einsatz=einsatz).first() or Uebergabe(einsatz=einsatz)
    if uebergabe.pk and uebergabe.zustand != Uebergabestatus.ABGEBROCHEN:
        raise ValidationError("Zu diesem Einsatz gibt es schon eine Übergabe.")
    uebergabe.am, uebergabe.anlass, uebergabe.begonnen_von = am, anlass, durch
    uebergabe.zustand = Uebergabestatus.OFFEN
    _verlange_konto(nachfolge)
    uebergabe.nachfolge = _gepruefte_nachfolge(uebergabe, nachfolge)
    uebergabe.full_clean()
    uebergabe.save()
    _nimm_auf(uebergabe, heute)
    return uebergabe


def _pruefe_tag(einsatz: Einsatz, am: date) -> None:
    if einsatz.zustand != Einsatzstatus.BESTAETIGT:
        raise ValidationError("Übergeben lässt sich nur ein bestätigter Einsatz.")
    if am < einsatz.von or (einsatz.bis and am > einsatz.bis):
        bis = f" und endet am {tagesdatum(einsatz.bis)}" if einsatz.bis else ""
        raise ValidationError({"am": f"Der Einsatz beginnt am {tagesdatum(einsatz.von)}{bis}."})


def _gepruefte_nachfolge(uebergabe: Uebergabe, wer: Netzwerkfachkraft | None) -> Netzwerkfachkraft | None:
    if wer is not None and not nachfolgende(uebergabe.einsatz, uebergabe.am).filter(pk=wer.pk).exists():
        text = f"{wer} hat nach dem {tagesdatum(uebergabe.am)} keinen bestätigten Einsatz in diesem Sozialraum."
        raise ValidationError({"nachfolge": text})
    return wer


def _verlange_konto(wer: Netzwerkfachkraft | None) -> None:
    """Next steps and meetings belong to an account: whoever has none could not take them over."""
    if wer is not None and wer.benutzer_id is None:
        text = f"Für {wer} gibt es noch kein Konto. Bitte verknüpfen Sie es zuerst auf der Seite der Person."
        raise ValidationError({"nachfolge": text})


@transaction.atomic
def aendere(
    *, uebergabe: Uebergabe, version: int, nachfolge: Netzwerkfachkraft | None, am: date, notiz: str
) -> Uebergabe:
    """Stores successor, last day and what she should know. Raises ValidationError, also for an old version."""
    gesperrt = _offene(uebergabe)
    if gesperrt.version != version:
        raise ValidationError("Jemand hat die Übergabe inzwischen geändert. Bitte prüfen Sie den neuen Stand.")
    _pruefe_tag(gesperrt.einsatz, am)
    gesperrt.am, gesperrt.notiz = am, notiz
    if nachfolge != gesperrt.nachfolge:
        _verlange_konto(nachfolge)
    gesperrt.nachfolge = _gepruefte_nachfolge(gesperrt, nachfolge)
    gesperrt.version += 1
    gesperrt.save()
    return gesperrt


@transaction.atomic
def entscheide(
    *,
    uebergabe: Uebergabe,
    version: int,
    kennungen: Collection[str],
    entscheidung: Entscheidung,
    durch: Benutzer,
    heute: date,
    arten: Collection[str] = (),
) -> Ergebnis:
    """Decides the chosen points, and all open ones of the chosen kinds; moves what they name, in one transaction.

    Who saw an older `version` decides only what is still open; the rest is reported, never decided twice. So is a
    point that cannot be decided like this, with the reason. Raises ValidationError when that is true of all of them.
    """
    gesperrt = _offene(uebergabe)
    adressen = {fund.kennung: fund.url for fund in _nimm_auf(gesperrt, heute)}
    wer = _gepruefte_nachfolge(gesperrt, entscheidung.an or gesperrt.nachfolge)
    auftrag = Auftrag(gesperrt, wer, durch, heute)
    aenderbar = {Punktentscheidung.OFFEN} | ({Punktentscheidung.GEPARKT} if gesperrt.version == version else set())
    ergebnis = Ergebnis()
    for punkt in gesperrt.punkte.all():
        ist_offen = punkt.entscheidung == Punktentscheidung.OFFEN
        if punkt.kennung not in kennungen and not (ist_offen and punkt.art in arten):
            continue
        if punkt.entscheidung not in aenderbar:
            ergebnis.schon_entschieden.append(punkt.titel)
            continue
        if grund := _versuche(punkt, entscheidung, auftrag):
            ergebnis.abgelehnt.append(Abgelehnt(punkt.titel, grund, adressen.get(punkt.kennung, "")))
        else:
            ergebnis.entschieden += 1
    if ergebnis.abgelehnt and not ergebnis.entschieden:
        raise ValidationError(list(dict.fromkeys(einer.grund for einer in ergebnis.abgelehnt)))
    _erhoehe(gesperrt)
    return ergebnis


def _versuche(punkt: Uebergabepunkt, entscheidung: Entscheidung, auftrag: Auftrag) -> str:
    """Decides the point, or leaves everything about it as it was and says what is in the way."""
    try:
        with transaction.atomic():
            _entscheide(punkt, entscheidung, auftrag)
    except ValidationError as fehler:
        return " ".join(fehler.messages)
    return ""


def _entscheide(punkt: Uebergabepunkt, entscheidung: Entscheidung, auftrag: Auftrag) -> None:
    if hindernis := warum_nicht(punkt.art, entscheidung.art, entscheidung.grund, auftrag.an is not None):
        raise ValidationError(hindernis)
    punkt.hinweis = entscheidung.hinweis.strip() or punkt.hinweis
    punkt.grund = entscheidung.grund.strip()
    if entscheidung.art == Punktentscheidung.UEBERGEBEN:
        uebergib(punkt, auftrag)
        punkt.an = auftrag.an
    elif entscheidung.art == Punktentscheidung.ERLEDIGT:
        schliesse(punkt, auftrag)
    _setze(punkt, entscheidung.art, auftrag.heute)


def _setze(punkt: Uebergabepunkt, entscheidung: str, heute: date) -> None:
    punkt.entscheidung, punkt.entschieden_am = entscheidung, heute
    punkt.full_clean(exclude=["uebergabe", "an"])
    punkt.save()


@transaction.atomic
def schliesse_ab(*, uebergabe: Uebergabe, durch: Benutzer, heute: date) -> Uebergabe:
    """Finishes a handover without open points; what was put aside passes on, so that nothing points to the person.

    Raises ValidationError naming what is open, or when nobody is there to take what was put aside.
    """
    gesperrt = _offene(uebergabe)
    _nimm_auf(gesperrt, heute)
    punkte = list(gesperrt.punkte.all())
    if offene := [punkt.titel for punkt in punkte if punkt.entscheidung == Punktentscheidung.OFFEN]:
        raise ValidationError(f"{mehrzahl(len(offene), 'Punkt ist', 'Punkte sind')} noch offen: {benannt(offene)}.")
    for punkt in punkte:
        if punkt.entscheidung == Punktentscheidung.GEPARKT:
            _fange_auf(punkt, Auftrag(gesperrt, gesperrt.nachfolge, durch, heute))
    gesperrt.zustand, gesperrt.abgeschlossen_am = Uebergabestatus.ABGESCHLOSSEN, heute
    return _erhoehe(gesperrt)


def _fange_auf(punkt: Uebergabepunkt, auftrag: Auftrag) -> None:
    """Nobody gets anything silently: the point keeps who took it over, or that it ended."""
    beende(punkt, auftrag)
    if verbleib := auffangsatz(punkt, auftrag):
        laenge = Uebergabepunkt._meta.get_field("hinweis").max_length - len(verbleib) - 1
        punkt.hinweis = f"{punkt.hinweis.removesuffix(verbleib).strip()[:laenge]} {verbleib}".strip()
        punkt.save(update_fields=["hinweis", "geaendert_am"])


def auffangende_person(uebergabe: Uebergabe, durch: Benutzer, heute: date) -> Benutzer | None:
    """Who would take over what was put aside if this person finished the handover; None when she may not."""
    try:
        return Auftrag(uebergabe, uebergabe.nachfolge, durch, heute).auffangend
    except ValidationError:
        return None


@transaction.atomic
def brich_ab(*, uebergabe: Uebergabe) -> Uebergabe:
    """Gives a handover up: the person stays. What was moved remains where it is."""
    gesperrt = _offene(uebergabe)
    gesperrt.zustand = Uebergabestatus.ABGEBROCHEN
    return _erhoehe(gesperrt)


@transaction.atomic
def oeffne(*, uebergabe: Uebergabe, heute: date) -> Uebergabe:
    """Opens a finished handover again, because something came up. Raises ValidationError when it is not finished."""
    gesperrt = _gesperrt(uebergabe)
    if gesperrt.zustand != Uebergabestatus.ABGESCHLOSSEN:
        raise ValidationError("Nur eine abgeschlossene Übergabe lässt sich wieder öffnen.")
    gesperrt.zustand, gesperrt.abgeschlossen_am = Uebergabestatus.OFFEN, None
    _nimm_auf(gesperrt, heute)
    return _erhoehe(gesperrt)


def pruefe_ende(*, einsatz: Einsatz, bis: date, bestaetigt: bool, heute: date) -> None:
    """An Einsatz does not end with open points unnoticed: raises ValidationError naming them unless `bestaetigt`."""
    if bestaetigt:
        return
    if offene := offene_titel(einsatz, bis, heute):
        text = (
            f"Noch nicht übergeben: {benannt(offene)}. Beginnen Sie die Übergabe, oder bestätigen Sie, dass der "
            "Einsatz trotzdem endet."
        )
        raise ValidationError({"trotz_offener": text})


# --- Points -----------------------------------------------------------------------------------------------------------


def _nimm_auf(uebergabe: Uebergabe, heute: date) -> list[Fund]:
    """Stores what has come up; what is gone without a decision counts as done. Answers with all that was found."""
    gefunden = sammle(abgang(uebergabe), heute)
    funde = {fund.kennung: fund for fund in gefunden}
    for punkt in uebergabe.punkte.all():
        if punkt.kennung in funde:
            del funde[punkt.kennung]
        elif punkt.entscheidung == Punktentscheidung.OFFEN:
            punkt.grund = INZWISCHEN
            _setze(punkt, Punktentscheidung.ERLEDIGT, heute)
    for fund in funde.values():
        Uebergabepunkt.objects.create(uebergabe=uebergabe, art=fund.art, objekt=fund.schluessel, titel=_gekuerzt(fund))
    return gefunden


def _gekuerzt(fund: Fund) -> str:
    return fund.titel[: Uebergabepunkt._meta.get_field("titel").max_length]


def _offene(uebergabe: Uebergabe) -> Uebergabe:
    gesperrt = _gesperrt(uebergabe)
    if gesperrt.zustand != Uebergabestatus.OFFEN:
        raise ValidationError(ABGESCHLOSSEN)
    return gesperrt


def _gesperrt(uebergabe: Uebergabe) -> Uebergabe:
    menge = Uebergabe.objects.select_for_update(of=("self",))
    return menge.select_related("einsatz__fachkraft", "einsatz__sozialraum", "nachfolge").get(pk=uebergabe.pk)


def _erhoehe(uebergabe: Uebergabe) -> Uebergabe:
    uebergabe.version += 1
    uebergabe.save()
    return uebergabe

"""What a decision of a handover does to the thing itself: it passes on, it ends, or it is done (K10)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.core.exceptions import ValidationError

from konten.models import Benutzer, Zeitraum
from konten.rules.zahl import tagesdatum
from netzwerk.models import (
    Gremienmitglied,
    Lotsenanfrage,
    Netzwerkfachkraft,
    Sitzung,
    Uebergabe,
    Uebergabepunkt,
    Wiedervorlage,
)
from netzwerk.rules.fachkraft import Punktart
from netzwerk.rules.gremium import Sitzungsstatus
from netzwerk.rules.uebergabe import PERSOENLICH
from netzwerk.services.gremium import besetze
from netzwerk.services.lotsen import uebergib_anfrage
from netzwerk.services.wiedervorlage import erledige, lege_an
from partner.models import Netzwerkpartner, Vereinbarung
from partner.selectors.dubletten import nach_schluesseln
from sozialraum.models import Zustaendigkeit

#: so long the successor has for the first contact
ERSTE_SCHRITTE = timedelta(days=14)
_WAS = Wiedervorlage._meta.get_field("was").max_length


@dataclass(frozen=True, slots=True)
class Auftrag:
    """Who hands over what to whom, who decided it, on which day."""

    uebergabe: Uebergabe
    an: Netzwerkfachkraft | None
    durch: Benutzer
    heute: date

    @property
    def letzter_tag(self) -> date:
        return self.uebergabe.am

    @property
    def danach(self) -> date:
        return self.uebergabe.am + timedelta(days=1)

    @property
    def konto(self) -> Benutzer:
        """The successor's account. Raises ValidationError when there is none."""
        if self.an is None or self.an.benutzer is None:
            wer = str(self.an) if self.an else "die Nachfolge"
            raise ValidationError(f"Für {wer} gibt es noch kein Konto. Bitte verknüpfen Sie es zuerst.")
        return self.an.benutzer

    @property
    def auffangend(self) -> Benutzer:
        """Who takes what was put aside: the successor, otherwise whoever finishes the handover, never who leaves."""
        if self.an is not None and self.an.benutzer is not None:
            return self.an.benutzer
        if self.durch.pk == self.uebergabe.einsatz.fachkraft.benutzer_id:
            raise ValidationError(
                "Zurückgestellte Punkte brauchen jemanden, der sie übernimmt. Bitte wählen Sie eine Nachfolge, "
                "oder die Leitung schließt die Übergabe ab."
            )
        return self.durch


Akt = Callable[[Uebergabepunkt, Auftrag], None]


def uebergib(punkt: Uebergabepunkt, auftrag: Auftrag) -> None:
    """Moves what the point names to the successor. Raises ValidationError when it cannot be moved."""
    _UEBERGEBEN[Punktart(punkt.art)](punkt, auftrag)


def schliesse(punkt: Uebergabepunkt, auftrag: Auftrag) -> None:
    """What "erledigt" does: a next step is ticked off, a seat or a deputy ends with the last day."""
    _ERLEDIGEN.get(Punktart(punkt.art), _nichts)(punkt, auftrag)


def beende(punkt: Uebergabepunkt, auftrag: Auftrag) -> None:
    """What finishing the handover does to a point put aside: it stops pointing to the person."""
    _AUFFANGEN.get(Punktart(punkt.art), _nichts)(punkt, auftrag)


def auffangsatz(punkt: Uebergabepunkt, auftrag: Auftrag) -> str:
    """What became of a point put aside when the handover was finished; empty where nothing changes."""
    if punkt.art in PERSOENLICH:
        return f"Beim Abschluss an {auftrag.auffangend}."
    return f"Beim Abschluss beendet zum {tagesdatum(auftrag.letzter_tag)}." if punkt.art in _AUFFANGEN else ""


def _nichts(punkt: Uebergabepunkt, auftrag: Auftrag) -> None:
    """Nothing points to the person here: a due contact stays in the due list of the Sozialraum."""


# --- Next steps -------------------------------------------------------------------------------------------------------


def _gib_wiedervorlage(punkt: Uebergabepunkt, an: Benutzer) -> None:
    schritt = Wiedervorlage.objects.select_for_update().filter(uuid=punkt.objekt).first()
    if schritt is not None and schritt.erledigt_am is None:
        schritt.benutzer = an
        schritt.version += 1
        schritt.save(update_fields=["benutzer", "version", "geaendert_am"])


def _gib_lotsenanfrage(punkt: Uebergabepunkt, auftrag: Auftrag, an: Benutzer) -> None:
    if punkt.objekt is not None:
        uebergib_anfrage(uuid=punkt.objekt, an=an, durch=auftrag.durch)


def _pruefe_lotsenanfrage(punkt: Uebergabepunkt, auftrag: Auftrag) -> None:
    offene = Lotsenanfrage.objects.offen()
    if anfrage := offene.filter(uuid=punkt.objekt).first():
        raise ValidationError(
            f"Die Lotsenanfrage {anfrage.nummer} ist noch offen. Bitte übergeben Sie sie, oder schließen Sie sie ab."
        )


def _erledige_wiedervorlage(punkt: Uebergabepunkt, auftrag: Auftrag) -> None:
    if schritt := Wiedervorlage.objects.filter(uuid=punkt.objekt).first():
        erledige(wiedervorlage=schritt, am=auftrag.heute, durch=auftrag.durch)


def _neuer_schritt(
    punkt: Uebergabepunkt, auftrag: Auftrag, was: str, am: date, partner: Netzwerkpartner | None = None
) -> None:
    lege_an(
        benutzer=auftrag.konto,
        was=was[:_WAS],
        am=max(am, auftrag.heute),
        partner=partner,
        sozialraum=auftrag.uebergabe.einsatz.sozialraum,
        uuid=punkt.uuid,
    )


def _partner(punkt: Uebergabepunkt) -> Netzwerkpartner | None:
    """What was put aside may have gone into another entry since."""
    return next(iter(nach_schluesseln(Netzwerkpartner.objects.eigenstaendig(), [punkt.objekt])), None)


def _uebergib_kontakt(punkt: Uebergabepunkt, auftrag: Auftrag) -> None:
    was = "Kontakt aufnehmen (Übergabe)"
    _neuer_schritt(punkt, auftrag, was, auftrag.letzter_tag + ERSTE_SCHRITTE, _partner(punkt))


def _uebergib_getragenen(punkt: Uebergabepunkt, auftrag: Auftrag) -> None:
    was = f"Persönlich vorstellen, am besten gemeinsam mit {auftrag.uebergabe.einsatz.fachkraft}"
    _neuer_schritt(punkt, auftrag, was, auftrag.letzter_tag, _partner(punkt))


def _uebergib_vereinbarung(punkt: Uebergabepunkt, auftrag: Auftrag) -> None:
    vereinbarung = Vereinbarung.objects.filter(uuid=punkt.objekt).first()
    if vereinbarung is None:
        return
    tag = min((tag for tag in (vereinbarung.pruefen_am, vereinbarung.bis) if tag), default=auftrag.danach)
    _neuer_schritt(punkt, auftrag, f"Vereinbarung wieder ansehen: {vereinbarung.titel}", max(tag, auftrag.danach))


# --- Gremien ----------------------------------------------------------------------------------------------------------


def _uebergib_sitz(punkt: Uebergabepunkt, auftrag: Auftrag) -> None:
    """The old seat ends with the last day, the new one begins the day after; chair and end are kept."""
    sitz = Gremienmitglied.objects.select_for_update(of=("self",)).filter(uuid=punkt.objekt).first()
    if sitz is None:
        return
    von, bis = max(sitz.von, auftrag.danach), sitz.bis
    _beende_zeile(sitz, auftrag.letzter_tag)
    if bis is not None and bis < von:
        return
    hat_schon = Gremienmitglied.objects.filter(gremium=sitz.gremium_id, fachkraft=auftrag.an).ueberschneidend(von, bis)
    if not hat_schon.exists():
        besetze(
            sitz=Gremienmitglied(
                gremium=sitz.gremium, fachkraft=auftrag.an, hat_vorsitz=sitz.hat_vorsitz, von=von, bis=bis
            )
        )


def _beende_sitz(punkt: Uebergabepunkt, auftrag: Auftrag) -> None:
    if sitz := Gremienmitglied.objects.select_for_update(of=("self",)).filter(uuid=punkt.objekt).first():
        _beende_zeile(sitz, auftrag.letzter_tag)


def _gib_sitzung(punkt: Uebergabepunkt, an: Benutzer) -> None:
    if sitzung := Sitzung.objects.select_for_update().filter(uuid=punkt.objekt).first():
        sitzung.erfasst_von = an
        sitzung.save(update_fields=["erfasst_von", "geaendert_am"])


def _pruefe_sitzung(punkt: Uebergabepunkt, auftrag: Auftrag) -> None:
    offen = Sitzung.objects.filter(zustand__in=[Sitzungsstatus.GEPLANT, Sitzungsstatus.EINGELADEN])
    if sitzung := offen.filter(uuid=punkt.objekt).first():
        raise ValidationError(
            f"Die Sitzung am {tagesdatum(sitzung.am)} ist noch geplant. Bitte übergeben Sie sie, sagen Sie sie ab, "
            "oder schließen Sie das Protokoll ab."
        )


# --- Deputies ---------------------------------------------------------------------------------------------------------


def _uebergib_vertretung(punkt: Uebergabepunkt, auftrag: Auftrag) -> None:
    """Whom she deputises for gets the successor; her own deputy simply ends."""
    zeile = Zustaendigkeit.objects.select_for_update(of=("self",)).filter(uuid=punkt.objekt).first()
    if zeile is None:
        return
    von, bis, geht = max(zeile.von, auftrag.danach), zeile.bis, auftrag.uebergabe.einsatz.fachkraft.benutzer_id
    vertritt_sie, rolle, vertretene = zeile.benutzer_id == geht, zeile.rolle, zeile.vertritt_id
    _beende_zeile(zeile, auftrag.letzter_tag)
    bleibt_etwas = bis is None or bis >= von
    if vertritt_sie and bleibt_etwas and auftrag.konto.pk != vertretene:
        Zustaendigkeit.objects.create(benutzer=auftrag.konto, rolle=rolle, vertritt_id=vertretene, von=von, bis=bis)


def _beende_vertretung(punkt: Uebergabepunkt, auftrag: Auftrag) -> None:
    if zeile := Zustaendigkeit.objects.select_for_update(of=("self",)).filter(uuid=punkt.objekt).first():
        _beende_zeile(zeile, auftrag.letzter_tag)


def _beende_zeile(zeile: Zeitraum, am: date) -> None:
    """Ends a validity row with that day.

    One that ends earlier stays as it is, one that would begin later never comes into force.
    """
    if zeile.von > am:
        zeile.delete()
        return
    if zeile.bis is not None and zeile.bis <= am:
        return
    zeile.bis = am
    zeile.save()


_UEBERGEBEN: Mapping[Punktart, Akt] = {
    Punktart.WIEDERVORLAGE: lambda punkt, auftrag: _gib_wiedervorlage(punkt, auftrag.konto),
    Punktart.LOTSENANFRAGE: lambda punkt, auftrag: _gib_lotsenanfrage(punkt, auftrag, auftrag.konto),
    Punktart.FAELLIG: _uebergib_kontakt,
    Punktart.GETRAGEN: _uebergib_getragenen,
    Punktart.VEREINBARUNG: _uebergib_vereinbarung,
    Punktart.SITZ: _uebergib_sitz,
    Punktart.SITZUNG: lambda punkt, auftrag: _gib_sitzung(punkt, auftrag.konto),
    Punktart.VERTRETUNG: _uebergib_vertretung,
}
_ERLEDIGEN: Mapping[Punktart, Akt] = {
    Punktart.WIEDERVORLAGE: _erledige_wiedervorlage,
    Punktart.LOTSENANFRAGE: _pruefe_lotsenanfrage,
    Punktart.SITZ: _beende_sitz,
    Punktart.SITZUNG: _pruefe_sitzung,
    Punktart.VERTRETUNG: _beende_vertretung,
}
_AUFFANGEN: Mapping[Punktart, Akt] = {
    Punktart.WIEDERVORLAGE: lambda punkt, auftrag: _gib_wiedervorlage(punkt, auftrag.auffangend),
    Punktart.LOTSENANFRAGE: lambda punkt, auftrag: _gib_lotsenanfrage(punkt, auftrag, auftrag.auffangend),
    Punktart.SITZ: _beende_sitz,
    Punktart.SITZUNG: lambda punkt, auftrag: _gib_sitzung(punkt, auftrag.auffangend),
    Punktart.VERTRETUNG: _beende_vertretung,
}

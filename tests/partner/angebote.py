"""Offers for tests."""

from datetime import date

from konten.models import Versandauftrag
from partner.models import Angebot, Bestaetigungsanfrage, Netzwerkpartner
from partner.services.bestaetigung import frage_an, sende
from tests.welt import Welt, neuer_partner


def neues_angebot(
    welt: Welt, titel: str = "Offener Treff", *, raum: str = "konz", anbieter: Netzwerkpartner | None = None, **felder
) -> Angebot:
    """An offer for one Sozialraum; without a provider it gets one of its own."""
    anbieter = anbieter or neuer_partner(welt, f"Haus {titel}", sozialraum=raum)
    angebot = Angebot.objects.create(anbieter=anbieter, titel=titel, **felder)
    angebot.sozialraeume.add(welt.sozialraeume[raum])
    return angebot


def gefragt(welt: Welt, *angebote: Angebot) -> tuple[Bestaetigungsanfrage, str]:
    """A request to the provider that was sent, and the secret of its link as the mail carries it."""
    anfrage = frage_an(
        partner=angebote[0].anbieter,
        angebote=angebote,
        empfaenger="haus@example.org",
        durch=welt.personen["leitstelle"],
    )
    assert sende(anfrage=anfrage)
    anfrage.refresh_from_db()
    return anfrage, geheimnis()


def geheimnis() -> str:
    """The secret in the latest mail of the outbox."""
    text = Versandauftrag.objects.order_by("-pk")[0].text
    return text.split("/bestaetigen/")[1].split("/")[0]


def vor_tagen(heute: date, tage: int) -> date:
    """So many days before."""
    return date.fromordinal(heute.toordinal() - tage)

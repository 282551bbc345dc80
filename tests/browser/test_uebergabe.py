"""A handover as people walk it: begun, put down, taken up by somebody else, finished; then nothing points back."""

import re
from collections.abc import Callable
from datetime import date, timedelta

from django.utils import timezone
from playwright.sync_api import Page, expect

from netzwerk.models import Einsatz, Gremienmitglied, Sitzung, Uebergabe, Wiedervorlage
from netzwerk.rules.fachkraft import Punktart, Punktentscheidung
from netzwerk.rules.gremium import Sitzungsstatus
from netzwerk.rules.uebergabe import MEHRERE
from netzwerk.selectors.uebergabe import Abgang, sammle, verwaiste
from tests.browser.fenster import SCHMAL

SeiteAls = Callable[..., Page]
GEHT, FOLGT = "Ada Beispiel", "Nele Beispielsen"


def knopf(seite: Page, name: str) -> None:
    seite.get_by_role("button", name=name, exact=True).click()


def entscheide(seite: Page, wie: str, **felder: str) -> None:
    seite.get_by_role("radio", name=wie, exact=True).check()
    for name, wert in felder.items():
        seite.locator(f"#id_{name}").fill(wert)
    knopf(seite, "Für die gewählten Punkte speichern")


def alle(seite: Page, art: Punktart) -> None:
    """Ticks the open points of one kind; a single one has no box for all."""
    gruppe = seite.get_by_role("group").filter(has_text=re.compile(f"{art.label}|{MEHRERE[art]}"))
    if gruppe.locator("[name=alle]").count():
        gruppe.locator("[name=alle]").check()
    else:
        gruppe.locator("[name=punkt]").first.check()


def test_von_der_ersten_warnung_bis_nichts_mehr_auf_sie_zeigt(seite_als: SeiteAls):
    heute = timezone.localdate()
    einsatz = Einsatz.objects.bestaetigt().get(
        fachkraft__benutzer__username="netzwerk-konz", sozialraum__kuerzel="konz"
    )
    letzter = heute + timedelta(days=14)
    leitung = seite_als("leitung-konz")
    _will_beenden(leitung, einsatz, letzter)
    uebergabe = _beginne(seite_als("netzwerk-konz", groesse=SCHMAL), einsatz, letzter)
    Wiedervorlage.objects.create(
        benutzer=einsatz.fachkraft.benutzer, sozialraum=einsatz.sozialraum, was="Kam dazwischen", am=heute
    )
    _fuehre_weiter(leitung, uebergabe)
    _beende(leitung, einsatz, letzter)
    _pruefe_dass_nichts_zeigt(einsatz, letzter)
    nachfolge = seite_als("netzwerk-konz-2")
    nachfolge.goto("/wiedervorlagen/")
    expect(nachfolge.get_by_text("Kam dazwischen").first).to_be_visible()
    nachfolge.goto(uebergabe.get_absolute_url())
    expect(nachfolge.get_by_text("abgeschlossen am")).to_be_visible()


def _will_beenden(leitung: Page, einsatz: Einsatz, letzter: date) -> None:
    """An Einsatz does not end with open points unnoticed."""
    leitung.goto(einsatz.get_absolute_url())
    leitung.locator("#id_bis").fill(letzter.isoformat())
    knopf(leitung, "Einsatz beenden")
    expect(leitung.get_by_text("Noch nicht übergeben:").first).to_be_visible()
    expect(leitung.get_by_label("Der Einsatz endet, auch wenn noch etwas zu übergeben ist")).to_be_visible()
    einsatz.refresh_from_db()
    assert einsatz.bis is None


def _beginne(seite: Page, einsatz: Einsatz, letzter: date) -> Uebergabe:
    """The person who leaves begins on the phone, hands over her next steps, parks with a reason, puts it down."""
    seite.goto("/uebergaben/")
    seite.get_by_text("Übergabe für einen laufenden Einsatz beginnen").click()
    seite.get_by_role("link", name=f"{GEHT}, {einsatz.sozialraum}").click()
    seite.get_by_label("Letzter Tag").fill(letzter.isoformat())
    knopf(seite, "Übergabe beginnen")
    expect(seite.get_by_text("Die Übergabe ist begonnen.")).to_be_visible()
    uebergabe = Uebergabe.objects.get(einsatz=einsatz)

    alle(seite, Punktart.WIEDERVORLAGE)
    entscheide(seite, "Übergeben")
    expect(seite.get_by_text("Bitte wählen Sie, an wen der Punkt geht.").first).to_be_visible()
    seite.get_by_label("Übergeben an").select_option(label=f"{FOLGT}, Musterhof")
    entscheide(seite, "Übergeben", hinweis="Am besten vormittags anrufen.")
    expect(seite.get_by_text("Punkte entschieden.").first).to_be_visible()

    alle(seite, Punktart.FAELLIG)
    entscheide(seite, "Zurückstellen")
    expect(seite.get_by_text("Bitte nennen Sie den Grund").first).to_be_visible()
    entscheide(seite, "Zurückstellen", grund="Die Einrichtungen sind erst im Januar wieder da.")
    expect(seite.get_by_text("Die Einrichtungen sind erst im Januar wieder da.").first).to_be_visible()
    seite.goto("/")
    expect(seite.get_by_role("link", name="Übergaben beginnen oder weiterführen")).to_be_visible()
    return uebergabe


def _fuehre_weiter(leitung: Page, uebergabe: Uebergabe) -> None:
    """The Leitung takes it up: what was decided stands, what came meanwhile is marked, everything left is decided."""
    leitung.goto(uebergabe.get_absolute_url())
    expect(leitung.get_by_text("Neu seit dem letzten Mal: 1 Punkt")).to_be_visible()
    expect(leitung.get_by_role("button", name="Übergabe abschließen")).to_have_count(0)
    leitung.get_by_role("link", name="Angaben ändern").click()
    leitung.locator("#id_nachfolge").select_option(label=f"{FOLGT}, Musterhof")
    leitung.locator("#id_notiz").fill("Der Schlüssel liegt beim Hausdienst.")
    knopf(leitung, "Speichern")
    while (offene := leitung.locator("fieldset:has([name=punkt]) [name=alle]")).count():
        for nummer in range(offene.count()):
            offene.nth(nummer).check()
        entscheide(leitung, "Übergeben")
        expect(leitung.get_by_text("entschieden.").first).to_be_visible()
    einzelne = leitung.locator(".netz-punkt").filter(has_text="offen").locator("[name=punkt]")
    for nummer in range(einzelne.count()):
        einzelne.nth(nummer).check()
    entscheide(leitung, "Übergeben")
    knopf(leitung, "Übergabe abschließen")
    expect(leitung.get_by_text("Die Übergabe ist abgeschlossen.")).to_be_visible()
    geparkt = uebergabe.punkte.filter(entscheidung=Punktentscheidung.GEPARKT)
    assert set(geparkt.values_list("art", flat=True)) == {Punktart.FAELLIG}


def _beende(leitung: Page, einsatz: Einsatz, letzter: date) -> None:
    leitung.goto(einsatz.get_absolute_url())
    leitung.locator("#id_bis").fill(letzter.isoformat())
    knopf(leitung, "Einsatz beenden")
    expect(leitung.get_by_text("Das Ende ist eingetragen.")).to_be_visible()
    einsatz.refresh_from_db()
    assert einsatz.bis == letzter


def _pruefe_dass_nichts_zeigt(einsatz: Einsatz, letzter: date) -> None:
    """Not a next step, seat, planned meeting or deputy; what is due stays in the list of the Sozialraum."""
    konto, danach = einsatz.fachkraft.benutzer, letzter + timedelta(days=1)
    assert not Wiedervorlage.objects.offen().filter(benutzer=konto).exists()
    assert not Gremienmitglied.objects.aktiv(danach).filter(fachkraft=einsatz.fachkraft).exists()
    geplant = Sitzung.objects.filter(zustand__in=[Sitzungsstatus.GEPLANT, Sitzungsstatus.EINGELADEN])
    assert not geplant.filter(erfasst_von=konto).exists()
    uebrig = {fund.art for fund in sammle(Abgang(einsatz, letzter), timezone.localdate())}
    assert uebrig <= {Punktart.FAELLIG, Punktart.GETRAGEN, Punktart.VEREINBARUNG, Punktart.ENTWURF}
    assert not [satz for satz in verwaiste(danach) if str(konto.pk) in satz.split()]
    assert konto.kontakte.exists()  # history keeps the name

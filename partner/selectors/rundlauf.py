"""Partners as the export shows them, for comparing an edited list with them."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from konten.rules import normalisiere
from partner.models import Kategoriezuordnung, Netzwerkpartner, Partnerkategorie, Partnerzustand, Wirkungsbereich
from partner.rules.rundlauf import Rundlaufpartner, Worte, rundlauffelder
from sozialraum.models import Gemeinde, Sozialraum

_STAMM = [
    "name",
    "kurzname",
    "traeger_name",
    "strasse",
    "plz",
    "ort",
    "telefon",
    "email",
    "web",
    "zustaendigkeiten",
    "aufgaben",
    "notiz",
]


def rundlaufpartner(schluessel: Iterable[str], stichtag: date) -> dict[str, Rundlaufpartner]:
    """Partners by key (hex digits) among these keys. Four queries and a few more for very long lists."""
    schluessel = sorted(set(schluessel))
    ergebnis: dict[str, Rundlaufpartner] = {}
    for anfang in range(0, len(schluessel), 5_000):
        ergebnis |= _lade(schluessel[anfang : anfang + 5_000], stichtag)
    return ergebnis


def _lade(schluessel: list[str], stichtag: date) -> dict[str, Rundlaufpartner]:
    zeilen = list(
        Netzwerkpartner.objects.eigenstaendig()
        .filter(uuid__in=schluessel)
        .values_list("pk", "uuid", "version", "gemeinde__name", "sitz", *_STAMM)
    )
    ids = [zeile[0] for zeile in zeilen]
    kategorien: dict[int, dict[int, tuple[str, str]]] = defaultdict(dict)
    gefunden = Kategoriezuordnung.objects.aktiv(stichtag).filter(partner__in=ids).order_by("von")
    for pk, kategorie, name, art in gefunden.values_list("partner_id", "kategorie_id", "kategorie__name", "art"):
        kategorien[pk][kategorie] = (name, art)
    raeume: dict[int, dict[int, str]] = defaultdict(dict)
    wirkung = Wirkungsbereich.objects.aktiv(stichtag).filter(partner__in=ids).order_by()
    for pk, raum, name in wirkung.values_list("partner_id", "sozialraum_id", "sozialraum__name"):
        raeume[pk][raum] = name
    zustaende = dict(
        Partnerzustand.objects.aktiv(stichtag)
        .filter(partner__in=ids)
        .order_by("von")
        .values_list("partner_id", "zustand")
    )
    return {
        uuid.hex: Rundlaufpartner(
            pk,
            version,
            rundlauffelder(
                dict(zip(_STAMM, stamm, strict=True)),
                gemeinde=gemeinde or "",
                sitz=sitz,
                kategorien=kategorien[pk].values(),
                zustand=zustaende.get(pk, ""),
                raeume=raeume[pk].values(),
            ),
            {nummer: art for nummer, (_, art) in kategorien[pk].items()},
            zustaende.get(pk, ""),
            frozenset(raeume[pk]),
        )
        for pk, uuid, version, gemeinde, sitz, *stamm in zeilen
    }


def rundlaufworte() -> Worte:
    """Names that an edited list may use: full and short ones. Three queries."""
    kategorien: dict[str, tuple[int, str]] = {}
    for pk, name, kurzname, kuerzel in Partnerkategorie.objects.values_list("pk", "name", "kurzname", "kuerzel"):
        kategorien |= {normalisiere(wort): (pk, name) for wort in (kuerzel, kurzname, name)}
    raeume: dict[str, tuple[int, str]] = {}
    for pk, name, kuerzel in Sozialraum.objects.values_list("pk", "name", "kuerzel"):
        raeume |= {normalisiere(wort): (pk, name) for wort in (kuerzel, name)}
    gemeinden = {normalisiere(name): (pk, name) for pk, name in Gemeinde.objects.values_list("pk", "name")}
    return Worte(kategorien, raeume, gemeinden)

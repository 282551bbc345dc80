"""Form mixin: free text that looks like data of a child or a family is not saved without a second thought."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.functional import cached_property

from konten.rules.textschutz import Fund, arten_von, pruefe_text
from konten.selectors import parameter_am

FELD = "textschutz_bestaetigt"
FEHLER = "Das sieht nach Angaben über ein Kind oder eine Familie aus. Bitte formulieren Sie die Stelle um."
UMGEBUNG = 40


@dataclass(frozen=True, slots=True)
class Fundstelle:
    """A passage with a little text around it, to be shown."""

    fund: Fund
    davor: str
    danach: str


@dataclass(frozen=True, slots=True)
class Textwarnung:
    """What the guard says about one field."""

    feld: str
    label: str
    ziel: str
    stellen: tuple[Fundstelle, ...]


class MitTextschutz:
    """Checks `schutzfelder` on the server. A hit refuses the form once; `FELD` with the mark of exactly this text
    lets it pass. After saving the view hands the form to `konten.views.eingabe.schliesse_ab`, which logs it.
    """

    schutzfelder: tuple[str, ...] = ()

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self._funde: dict[str, tuple[str, list[Fund]]] = {}
        self.textwarnungen: list[Textwarnung] = []
        for name in self.schutzfelder:
            if name in self.fields:
                self.fields[name].widget.attrs["data-textschutz"] = ""

    def clean(self) -> dict[str, Any]:
        daten = super().clean() or self.cleaned_data
        texte = {name: daten[name] for name in self.schutzfelder if isinstance(daten.get(name), str)}
        gefunden = {name: (text, pruefe_text(text)) for name, text in texte.items()}
        self._funde = {name: (text, funde) for name, (text, funde) in gefunden.items() if funde}
        self.textwarnungen = [self._warnung(name, *fund) for name, fund in self._funde.items()]
        if self._funde and not self.ist_textschutz_bestaetigt:
            for name in self._funde:
                self.add_error(name, FEHLER)
        return daten

    @property
    def textschutz_marke(self) -> str:
        """Stands for exactly these texts: one character more, and the tick no longer holds."""
        teile = [teil for name, (text, _) in sorted(self._funde.items()) for teil in (name, text)]
        return salted_hmac("netzwerk.textschutz", "\0".join(teile)).hexdigest()

    @property
    def ist_textschutz_bestaetigt(self) -> bool:
        return self.data.get(self.add_prefix(FELD)) == self.textschutz_marke

    @property
    def textschutz_feld(self) -> str:
        return self.add_prefix(FELD)

    @property
    def bestaetigte_muster(self) -> Mapping[str, str]:
        """Field -> kinds of passage that were saved on purpose; only after the form was found valid."""
        return {name: arten_von(funde) for name, (_, funde) in self._funde.items()}

    @cached_property
    def kinderschutz_telefon(self) -> str:
        """Where concern about a particular child belongs. One query."""
        return parameter_am(timezone.localdate())["kinderschutz_telefon"]

    def _warnung(self, name: str, text: str, funde: list[Fund]) -> Textwarnung:
        stellen = tuple(Fundstelle(fund, _davor(text, fund.von), _danach(text, fund.bis)) for fund in funde)
        return Textwarnung(name, self.fields[name].label or name, self[name].id_for_label, stellen)


def _davor(text: str, von: int) -> str:
    """A little text before the passage, beginning with a whole word."""
    if von <= UMGEBUNG:
        return text[:von]
    return "… " + text[von - UMGEBUNG : von].partition(" ")[2]


def _danach(text: str, bis: int) -> str:
    """A little text behind the passage, ending with a whole word."""
    if len(text) <= bis + UMGEBUNG:
        return text[bis:]
    return text[bis : bis + UMGEBUNG].rpartition(" ")[0] + " …"

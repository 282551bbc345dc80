"""Accounts, base classes of all records, audit entries, parameters."""

from konten.models.basis import Bereichsmenge, Datensatz, Zeitraum, Zeitraummenge, datensatzadresse, protokolliert
from konten.models.benutzer import Benutzer
from konten.models.datei import Zwischendatei
from konten.models.entwurf import Entwurf
from konten.models.felder import Codefeld
from konten.models.link import Linkschluessel
from konten.models.parameter import Parameter
from konten.models.protokoll import Protokolleintrag, handelnd
from konten.models.textschutz import Schwaerzung, Textbestaetigung
from konten.models.versand import Kalenderadresse, Mailwunsch, Versandauftrag

__all__ = [
    "Benutzer",
    "Bereichsmenge",
    "Codefeld",
    "Datensatz",
    "Entwurf",
    "Kalenderadresse",
    "Linkschluessel",
    "Mailwunsch",
    "Parameter",
    "Protokolleintrag",
    "Schwaerzung",
    "Textbestaetigung",
    "Versandauftrag",
    "Zeitraum",
    "Zeitraummenge",
    "Zwischendatei",
    "datensatzadresse",
    "handelnd",
    "protokolliert",
]

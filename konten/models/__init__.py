"""Accounts, base classes of all records, audit entries, parameters."""

from konten.models.basis import Bereichsmenge, Datensatz, Zeitraum, Zeitraummenge, datensatzadresse, protokolliert
from konten.models.benutzer import Benutzer
from konten.models.parameter import Parameter
from konten.models.protokoll import Protokolleintrag, handelnd

__all__ = [
    "Benutzer",
    "Bereichsmenge",
    "Datensatz",
    "Parameter",
    "Protokolleintrag",
    "Zeitraum",
    "Zeitraummenge",
    "datensatzadresse",
    "handelnd",
    "protokolliert",
]

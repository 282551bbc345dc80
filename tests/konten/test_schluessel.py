"""Keys as they arrive in addresses and forms."""

from uuid import UUID

from django.http import QueryDict

from konten.models.schluessel import gewaehlte_partner, lies_uuid, lies_uuids

EINS, ZWEI = str(UUID(int=1)), str(UUID(int=2))


def test_nur_schluessel_werden_gelesen():
    assert lies_uuid(EINS) == UUID(int=1)
    assert [lies_uuid(text) for text in ("", "1", "keine", "\x00", f"{EINS}0")] == [None] * 5
    assert lies_uuids([ZWEI, "x", EINS, ZWEI]) == [UUID(int=2), UUID(int=1)]


def test_partner_waehlen_ohne_javascript():
    assert gewaehlte_partner(QueryDict(f"partner={EINS}&partner={ZWEI}&hinzu={EINS}"), 5) == [EINS, ZWEI]
    assert gewaehlte_partner(QueryDict(f"partner={EINS}&hinzu={ZWEI}&weg={EINS}"), 5) == [ZWEI]
    assert gewaehlte_partner(QueryDict(f"partner={EINS}&partner={ZWEI}&weg=x"), 1) == [EINS]

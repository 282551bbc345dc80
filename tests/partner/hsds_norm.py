"""What HSDS 3.1 asks of its objects, in our own words: types, formats, closed lists, required fields.

Objects may bear more than is named here, as the standard allows; null is no string, so it never passes.
"""

from typing import Any

from jsonschema import Draft202012Validator, FormatChecker

TEXT, ZAHL = {"type": "string"}, {"type": "number"}
UUID, URI, MAIL, ZEIT = ({"type": "string", "format": art} for art in ("uuid", "uri", "email", "date-time"))
TAG = {"type": "string", "format": "date"}
UHR = {"type": "string", "pattern": r"^([01]\d|2[0-3]):[0-5]\d(Z|[+-]\d\d:\d\d)$"}


def _verweis(name: str) -> dict[str, Any]:
    return {"$ref": f"#/$defs/{name}"}


def _liste(name: str) -> dict[str, Any]:
    return {"type": "array", "items": _verweis(name)}


def _wahl(*worte: str) -> dict[str, Any]:
    return {"type": "string", "enum": list(worte)}


def _objekt(noetig: str = "", **felder: dict[str, Any]) -> dict[str, Any]:
    # No value of ours may be empty: what is not known is left out.
    angaben = {name: feld | ({"minLength": 1} if feld.get("type") == "string" else {}) for name, feld in felder.items()}
    return {"type": "object", "required": ["id", *noetig.split()], "properties": {"id": UUID} | angaben}


ORTSARTEN = _wahl("physical", "postal", "virtual")
NORM = {
    "service": _objekt(
        "name status",
        **dict.fromkeys(("name", "alternate_name", "description", "application_process", "alert"), TEXT),
        **dict.fromkeys(("fees_description", "eligibility_description", "interpretation_services"), TEXT),
        organization_id=UUID,
        url=URI,
        email=MAIL,
        status=_wahl("active", "inactive", "defunct", "temporarily closed"),
        minimum_age=ZAHL,
        maximum_age=ZAHL,
        assured_date=TAG,
        assurer_email=MAIL,
        last_modified=ZEIT,
        phones=_liste("phone"),
        schedules=_liste("schedule"),
        service_areas=_liste("service_area"),
        service_at_locations=_liste("service_at_location"),
        languages=_liste("language"),
        organization=_verweis("organization"),
        cost_options=_liste("cost_option"),
        required_documents=_liste("required_document"),
        attributes=_liste("attribute"),
        capacities=_liste("service_capacity"),
    ),
    "organization": _objekt(
        "name description",
        name=TEXT,
        alternate_name=TEXT,
        description=TEXT,
        email=MAIL,
        website=URI,
        phones=_liste("phone"),
        locations=_liste("location"),
        services=_liste("service"),
    ),
    "service_at_location": _objekt(
        service_id=UUID,
        location_id=UUID,
        description=TEXT,
        location=_verweis("location"),
        service=_verweis("service"),
        schedules=_liste("schedule"),
        service_areas=_liste("service_area"),
        phones=_liste("phone"),
    ),
    "location": _objekt(
        "location_type",
        location_type=ORTSARTEN,
        url=URI,
        name=TEXT,
        latitude=ZAHL,
        longitude=ZAHL,
        addresses=_liste("address"),
        accessibility=_liste("accessibility"),
    ),
    "address": _objekt(
        "address_1 city state_province postal_code country address_type",
        **dict.fromkeys(("address_1", "city", "region", "state_province", "postal_code"), TEXT),
        location_id=UUID,
        country={"type": "string", "pattern": "^[A-Z]{2}$"},
        address_type=ORTSARTEN,
    ),
    "phone": _objekt("number", number=TEXT, type=TEXT, extension=ZAHL, description=TEXT),
    "schedule": _objekt(
        service_id=UUID,
        valid_from=TAG,
        valid_to=TAG,
        dtstart=TAG,
        until=TAG,
        timezone=ZAHL,
        interval=ZAHL,
        freq=_wahl("WEEKLY", "MONTHLY"),
        byday={"type": "string", "pattern": r"^(-?[1-5])?(MO|TU|WE|TH|FR|SA|SU)$"},
        opens_at=UHR,
        closes_at=UHR,
        description=TEXT,
        notes=TEXT,
    ),
    "service_area": _objekt(name=TEXT, description=TEXT),
    "language": _objekt(name=TEXT, code={"type": "string", "pattern": "^[a-z]{2,3}$"}),
    "accessibility": _objekt(description=TEXT, details=TEXT),
    "cost_option": _objekt(
        service_id=UUID,
        option=TEXT,
        currency={"type": "string", "pattern": "^[A-Z]{3}$"},
        amount=ZAHL,
        amount_description=TEXT,
    ),
    "required_document": _objekt(document=TEXT),
    "service_capacity": _objekt(
        "unit available updated",
        unit=_objekt("name", name=TEXT),
        available=ZAHL,
        maximum=ZAHL,
        description=TEXT,
        updated=ZEIT,
    ),
    "attribute": _objekt(
        link_id=UUID,
        link_type=TEXT,
        link_entity=TEXT,
        taxonomy_term_id=UUID,
        taxonomy_term=_verweis("taxonomy_term"),
    ),
    "taxonomy": _objekt("name description", name=TEXT, description=TEXT, uri=URI, version=TEXT),
    "taxonomy_term": _objekt(
        "name description",
        name=TEXT,
        description=TEXT,
        code=TEXT,
        taxonomy=TEXT,
        taxonomy_id=UUID,
        taxonomy_detail=_verweis("taxonomy"),
        language=TEXT,
    ),
}


def maengel(art: str, objekt: Any) -> list[str]:
    """What the standard has to say against the object, formats checked."""
    pruefer = Draft202012Validator({"$defs": NORM, **_verweis(art)}, format_checker=FormatChecker())
    return [f"{list(fehler.absolute_path)}: {fehler.message}" for fehler in pruefer.iter_errors(objekt)]

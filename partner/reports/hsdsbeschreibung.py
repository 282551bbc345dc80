"""The open interface for programs, in OpenAPI 3.1."""

from typing import Any

from partner.rules.hsds import HOECHSTENS_JE_SEITE, JE_SEITE, VERSION

_BLAETTERN = {
    "page": ("Nummer der Seite, ab 1.", {"type": "integer", "minimum": 1, "default": 1}),
    "per_page": (
        f"Einträge je Seite; mehr als {HOECHSTENS_JE_SEITE} werden zu {HOECHSTENS_JE_SEITE}.",
        {"type": "integer", "minimum": 1, "maximum": HOECHSTENS_JE_SEITE, "default": JE_SEITE},
    ),
    "search": ("Wörter, die alle vorkommen müssen; Umlaute und Großschreibung sind gleich.", {"type": "string"}),
    "format": ("Nur json.", {"type": "string", "enum": ["json"]}),
}
_FILTER = {
    "full": ("Mit allem, was dazugehört.", {"type": "boolean", "default": False}),
    "taxonomy_id": ("Nur mit einem Begriff aus dieser Taxonomie.", {"type": "string", "format": "uuid"}),
    "taxonomy_term_id": ("Nur mit diesem Begriff.", {"type": "string", "format": "uuid"}),
    "organization_id": ("Nur von diesem Anbieter.", {"type": "string", "format": "uuid"}),
    "modified_after": ("Nur, was seit diesem Zeitpunkt geändert wurde.", {"type": "string", "format": "date-time"}),
    "postcode": ("Nur an Orten mit dieser Postleitzahl.", {"type": "string"}),
}
_MINIMAL = {"minimal": ("Nur Schlüssel und Zeitpunkt der Änderung.", {"type": "boolean", "default": False})}
_DIENSTE = {"full_service": ("Die Angebote mit allem, was dazugehört.", {"type": "boolean", "default": False})}
#: path -> (what it lists, schema, parameters besides paging, parameters of a single one)
_WEGE: dict[str, tuple[str, str, dict, dict]] = {
    "services": ("Angebote", "Service", _FILTER | _MINIMAL, {}),
    "organizations": ("Anbieter", "Organization", _FILTER | _DIENSTE, _DIENSTE),
    "service_at_locations": ("Angebote an ihren Orten", "ServiceAtLocation", _FILTER, {}),
    "taxonomies": ("Taxonomien", "Taxonomy", {}, {}),
    "taxonomy_terms": (
        "Begriffe der Taxonomien",
        "TaxonomyTerm",
        {"taxonomy_id": _FILTER["taxonomy_id"], "parent_id": ("Keiner hat einen Oberbegriff.", {"type": "string"})},
        {},
    ),
}


def beschreibung(wurzel: str, herausgeber: str) -> dict[str, Any]:
    """The document; `wurzel` is the address of the interface without a final slash. No query."""
    wege: dict[str, Any] = {
        "/": {"get": _lesen("Fassung und Beschreibung der Schnittstelle", "api", {"type": "object"})}
    }
    for wort, (was, schema, filter_, einzeln) in _WEGE.items():
        verweis = {"$ref": f"#/components/schemas/{schema}"}
        seite = {"allOf": [{"$ref": "#/components/schemas/Page"}, {"properties": {"contents": {"items": verweis}}}]}
        wege[f"/{wort}"] = {"get": _lesen(was, wort, seite, _BLAETTERN | filter_)}
        wege[f"/{wort}/{{id}}"] = {
            "parameters": [{"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}],
            "get": _lesen(f"{was}: ein Eintrag", f"{wort}_id", verweis, einzeln),
        }
    return {
        "openapi": "3.1.0",
        "info": {
            "title": f"Angebote für Familien, {herausgeber} (HSDS {VERSION})",
            "version": VERSION,
            "description": "Veröffentlichte Angebote, nur lesend, ohne Anmeldung.",
        },
        "servers": [{"url": wurzel}],
        "paths": wege,
        "components": {"schemas": _schemata(), "responses": _fehler()},
    }


def _lesen(was: str, kennung: str, schema: dict[str, Any], fragen: dict | None = None) -> dict[str, Any]:
    return {
        "summary": was,
        "operationId": f"get_{kennung}",
        "parameters": [
            {"name": name, "in": "query", "required": False, "description": wozu, "schema": art}
            for name, (wozu, art) in (fragen or {}).items()
        ],
        "responses": {
            "200": {"description": was, "content": {"application/json": {"schema": schema}}},
            "304": {"description": "Unverändert seit der Fassung in If-None-Match."},
            "400": {"$ref": "#/components/responses/Problem"},
            "404": {"$ref": "#/components/responses/Problem"},
            "429": {"$ref": "#/components/responses/Problem"},
        },
    }


def _objekt(*noetig: str, **felder: dict[str, Any]) -> dict[str, Any]:
    alle = {"id": {"type": "string", "format": "uuid"}} | felder
    return {"type": "object", "required": ["id", *noetig], "properties": alle}


def _schemata() -> dict[str, Any]:
    text, zahl, wahr, liste = ({"type": art} for art in ("string", "integer", "boolean", "array"))
    zustaende = {"type": "string", "enum": ["active", "inactive", "defunct", "temporarily closed"]}
    zaehler = dict.fromkeys(("total_items", "total_pages", "page_number", "size"), zahl)
    lagen = dict.fromkeys(("first_page", "last_page", "empty"), wahr)
    return {
        "Page": {
            "type": "object",
            "required": [*zaehler, *lagen, "contents"],
            "properties": zaehler | lagen | {"contents": liste},
        },
        "Service": _objekt(
            "name",
            "status",
            name=text,
            status=zustaende,
            description=text,
            assured_date={"type": "string", "format": "date"},
            last_modified={"type": "string", "format": "date-time"},
            organization={"$ref": "#/components/schemas/Organization"},
        ),
        "Organization": _objekt("name", "description", name=text, description=text, services=liste),
        "ServiceAtLocation": _objekt(
            service={"$ref": "#/components/schemas/Service"}, location=_objekt("location_type", location_type=text)
        ),
        "Taxonomy": _objekt("name", "description", name=text, description=text),
        "TaxonomyTerm": _objekt("name", "description", name=text, description=text, code=text, taxonomy_id=text),
    }


def _fehler() -> dict[str, Any]:
    return {
        "Problem": {
            "description": "Was falsch ist, als Satz in detail.",
            "content": {"application/problem+json": {"schema": {"type": "object"}}},
        }
    }

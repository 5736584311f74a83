"""`/openapi.json`: what may be sent here, made from the models that read it and from the routes that there are, so it cannot lag behind."""

from collections.abc import Iterable, Mapping
from importlib.metadata import PackageNotFoundError, version
from typing import Any, NamedTuple

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from engine.doors.events import MOST, Given
from engine.doors.segment_messages import Batch, Message
from engine.web import segment
from engine.web.api_words import FIELDS, OPERATIONS, REFUSALS, Operation

REF = "#/components/schemas/{model}"
MODELS: Mapping[str, type[BaseModel]] = {"Event": Given, "Message": Message, "Batch": Batch}
NEEDED: Mapping[str, tuple[str, ...]] = {"track": ("event",), "group": ("groupId",), "alias": ("previousId",)}
"""What a message of that call cannot do without, besides saying who it was."""
OWN: Mapping[str, tuple[str, ...]] = {
    "track": ("event", "properties"),
    "identify": ("traits",),
    "page": ("name", "category", "properties"),
    "screen": ("name", "category", "properties"),
    "group": ("groupId", "traits"),
    "alias": ("previousId",),
}
"""The fields that only some calls have; the others all have. `type` stands in a batch only."""
KEYED: list[dict[str, list[str]]] = [{"basic": []}, {"bearer": []}]
Schema = dict[str, Any]


class Served(NamedTuple):
    """A route: its path with `{names}`, methods, and one line about it where no table has a better one."""

    path: str
    methods: tuple[str, ...]
    about: str


def document(served: Iterable[Served], server: str) -> Schema:
    """The whole document (OpenAPI 3.1). server: where this is reached from outside."""
    return {
        "openapi": "3.1.0",
        "info": {"title": "Nurture", "version": _version(), "description": "What leads do comes in here, and nothing of them goes out."},
        "servers": [{"url": server}],
        "paths": {one.path: _path(one) for one in served},
        "components": {
            "schemas": schemas(),
            "securitySchemes": {
                "basic": {"type": "http", "scheme": "basic", "description": "The write key as user name, with an empty password."},
                "bearer": {"type": "http", "scheme": "bearer", "description": "The write key."},
            },
        },
    }


def schemas() -> dict[str, Schema]:
    """What is read, as the models say, and what is answered."""
    _, made = models_json_schema([(model, "validation") for model in MODELS.values()], ref_template=REF)
    found: dict[str, Schema] = {name: _told(made["$defs"][model.__name__]) for name, model in MODELS.items()}
    event = found["Event"]
    found["Events"] = _one_or("events", "Event", MOST)
    own = {name: said for name, said in event["properties"].items() if name not in ("type", "props")}
    found["Lead"] = event | {
        "title": "Lead",
        "properties": own | {"attributes": event["properties"]["props"] | {"description": FIELDS["attributes"][0]}},
        "required": [],
    }
    found["Leads"] = _one_or("events", "Lead", MOST)
    return found | {call.capitalize(): _of_call(found["Message"], call) for call in OWN} | _ANSWERS


def _of_call(message: Schema, call: str) -> Schema:
    others = {"type", *(name for names in OWN.values() for name in names)} - set(OWN[call])
    properties = {name: said for name, said in message["properties"].items() if name not in others}
    return message | {"title": call.capitalize(), "properties": properties, "required": list(NEEDED.get(call, ()))}


def _told(model: Schema) -> Schema:
    """Each field with a sentence: the model's, or the table's."""
    properties = {name: {"description": FIELDS[name][0]} | said for name, said in model["properties"].items()}
    return {key: value for key, value in model.items() if key != "description"} | {"properties": properties}


def _one_or(several: str, name: str, most: int) -> Schema:
    ref = {"$ref": REF.format(model=name)}
    listed = {"type": "array", "items": ref, "minItems": 1, "maxItems": most}
    return {"anyOf": [ref, {"type": "object", "properties": {several: listed}, "required": [several], "additionalProperties": False}]}


def body_of(path: str) -> str:
    """The schema of what is sent to one of our paths; "" where nothing is."""
    call = segment.PATHS.get(path, "")
    return call.capitalize() if call else {"/v1/events": "Events", "/v1/leads": "Leads"}.get(path, "")


def operation_of(path: str) -> Operation | None:
    """What is known of a path; the letters for browsers are the calls themselves."""
    return OPERATIONS.get(path) or OPERATIONS.get(f"/v1/{segment.PATHS.get(path, '')}")


def _path(one: Served) -> Schema:
    named = [part[1:-1] for part in one.path.replace(".", "/").split("/") if part.startswith("{") and part.endswith("}")]
    parameters = [{"name": name, "in": "path", "required": True, "schema": {"type": "string", "minLength": 1}} for name in named]
    said = {method.lower(): _operation(one, method) for method in one.methods}
    return ({"parameters": parameters} if parameters else {}) | said


def _operation(one: Served, method: str) -> Schema:
    known = operation_of(one.path)
    if known is None or method != "POST":
        about = "What a browser asks beforehand." if method == "OPTIONS" else one.about
        return {"summary": about, "responses": {"default": {"description": "Its answer."}}}
    refusals = {str(status): _answer(words[0], known.refusal) for status, words in REFUSALS.items() if status != 415 or known.is_ours}
    sent = {"application/json": {"schema": {"$ref": REF.format(model=body_of(one.path))}, "example": known.example}}
    return {
        "summary": known.en,
        "security": KEYED if known.is_ours else [*KEYED, {}],
        "requestBody": {"required": True, "content": sent},
        "responses": {str(known.status): _answer("On disk.", known.answer)} | refusals,
    }


def _answer(description: str, schema: str) -> Schema:
    return {"description": description, "content": {"application/json": {"schema": {"$ref": REF.format(model=schema)}}}}


def _version() -> str:
    try:
        return version("nurture-dsl")
    except PackageNotFoundError:
        return "0"


def _object(required: tuple[str, ...] = (), **properties: Schema) -> Schema:
    return {"type": "object", "properties": properties, "required": list(required or properties), "additionalProperties": False}


_TEXT: Schema = {"type": "string"}
_ITEM = _object(item={"type": "integer", "minimum": 1, "description": "Its place, from 1."}, code=_TEXT, sentence=_TEXT)
_ERRORS: Schema = {"type": "array", "items": {"$ref": REF.format(model="Item")}}
_ANSWERS: dict[str, Schema] = {
    "Item": _ITEM,
    "Receipt": _object(source=_TEXT, id=_TEXT, lead=_TEXT, state={"enum": ["taken", "again", "refused"]}),
    "Receipts": _object(receipts={"type": "array", "items": {"$ref": REF.format(model="Receipt")}}, errors=_ERRORS),
    "Success": _object(("success",), success={"const": True}, errors=_ERRORS),
    "Refusal": _object(success={"const": False}, code=_TEXT, message=_TEXT),
    "Problem": {"anyOf": [_object(error=_object(code=_TEXT, sentence=_TEXT)), {"$ref": REF.format(model="Receipts")}]},
}
"""Problem: of our own two calls, a sentence for the whole, or for each item where none could be read."""

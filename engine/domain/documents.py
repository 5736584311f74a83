"""The documents of all kinds of subjects: how they begin, and how they are written down and read.

A lead's id is any text a door made; the ids of the others say what they are before the first colon, as in `team:営業一課`.
"""

from collections.abc import Mapping
from typing import Any, TypeAlias

import msgspec

from engine.domain.accounts import Account
from engine.domain.desks import Desk
from engine.domain.experiments import Experiment
from engine.domain.owners import Owner
from engine.domain.subjects import Lead

Subject: TypeAlias = Lead | Account | Desk | Experiment | Owner

LEAD, ACCOUNT, TEAM, EXPERIMENT, OWNER = "lead", "account", "team", "experiment", "owner"
_KINDS: Mapping[str, type[Account] | type[Desk] | type[Experiment] | type[Owner]] = {
    ACCOUNT: Account, TEAM: Desk, EXPERIMENT: Experiment, OWNER: Owner,
}  # fmt: skip

_encoder = msgspec.json.Encoder()
_decoders: Mapping[str, msgspec.json.Decoder[Any]] = {
    LEAD: msgspec.json.Decoder(Lead),
    **{kind: msgspec.json.Decoder(shape) for kind, shape in _KINDS.items()},
}


def kind_of(id_: str) -> str:
    """lead, account, team, experiment or owner."""
    kind, colon, _ = id_.partition(":")
    return kind if colon and kind in _KINDS else LEAD


def id_of(kind: str, name: str) -> str:
    """The id of a subject that is no lead."""
    return f"{kind}:{name}"


def name_in(id_: str) -> str:
    """What comes behind the colon of an id."""
    return id_.partition(":")[2]


def blank(id_: str, program: str = "") -> Subject:
    """A subject to which nothing has happened yet."""
    shape = _KINDS.get(kind_of(id_), Lead)
    return shape(id=id_, program=program)


def write_document(subject: Subject) -> bytes:
    """The document as JSON."""
    return _encoder.encode(subject)


def read_document(id_: str, document: bytes | str) -> Subject:
    """The subject of a document. Raises msgspec.ValidationError for one that is damaged."""
    subject: Subject = _decoders[kind_of(id_)].decode(document)
    return subject

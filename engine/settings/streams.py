"""`[kafka]`: topics that events are read from."""

import re
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, SecretStr

from engine.settings.sections import Line, Section, refuse


def _server(text: str) -> str:
    if not re.fullmatch(r"(?:[A-Za-z0-9._-]+|\[[0-9a-fA-F:.]+\]):[0-9]{1,5}", text):
        raise refuse("settings.kafka-server")
    return text


Server = Annotated[str, AfterValidator(_server)]


class KafkaSection(Section):
    """Events from topics of Kafka; off unless servers are named. Needs `pip install 'nurture-dsl[kafka]'`."""

    servers: list[Server] = Field([], max_length=20, description="Brokers, `host:port`; none: nothing is read.")
    topics: list[Line] = Field([], max_length=100, description="The topics that are read.")
    group: Annotated[Line, Field(min_length=1)] = Field("nurture", description="The consumer group that commits how far was read.")
    source: Annotated[Line, Field(min_length=1, max_length=200)] = Field(
        "kafka", description="Who reports, where an event names no source."
    )
    security: Literal["none", "tls", "sasl"] = Field("none", description="How brokers are spoken to; `sasl` is with a user, over TLS.")
    mechanism: Literal["SCRAM-SHA-512", "SCRAM-SHA-256", "PLAIN"] = Field("SCRAM-SHA-512", description="Of `sasl`.")
    user: Line = Field("", description="Of `sasl`.")
    password: SecretStr = Field(SecretStr(""), description="Only from `NURTURE_KAFKA__PASSWORD`.")
    ca_file: Line = Field("", description="Certificates to trust, seen from `nurture.toml`; those of the system if not said.")

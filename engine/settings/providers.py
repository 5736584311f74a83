"""`[providers.NAME]`: mail services that report to us by webhook. What is secret of them stands in the environment."""

import os
import re
from typing import Annotated

from pydantic import AfterValidator, Field

from engine.settings.sections import Line, Section, refuse


def _variable(text: str) -> str:
    if not re.fullmatch(r"[A-Z_][A-Z0-9_]*", text):
        raise refuse("settings.variable")
    return text


class ProviderSection(Section):
    """NAME is the service's: see docs/http.md."""

    secret_env: Annotated[str, AfterValidator(_variable)] = Field(
        "", description="The environment variable that holds `USER:PASSWORD`, as it stands in the address the service posts to."
    )
    key_env: Annotated[str, AfterValidator(_variable)] = Field(
        "", description="The environment variable that holds the key by which the service signs what it posts."
    )
    topic: Line = Field("", description="Of `ses`: the ARN of the SNS topic; what comes from another is refused.")
    confirm: bool = Field(False, description="Of `ses`: confirm the subscription to that topic by itself.")

    @property
    def secret(self) -> str:
        """`USER:PASSWORD`, or ""."""
        return os.environ.get(self.secret_env, "").strip() if self.secret_env else ""

    @property
    def key(self) -> str:
        """What it signs with, or by what its signature is checked; or ""."""
        return os.environ.get(self.key_env, "").strip() if self.key_env else ""

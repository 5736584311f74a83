"""What every section of the settings is made of."""

from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict
from pydantic_core import PydanticCustomError


def refuse(code: str) -> PydanticCustomError:
    """What a check of a value raises: a sentence of `engine/settings/sentences.py`."""
    return PydanticCustomError("nurture", "{code}", {"code": code})


def _one_line(text: str) -> str:
    if any(sign in text for sign in "\r\n\0"):
        raise refuse("settings.one-line")
    return text


Line = Annotated[str, AfterValidator(_one_line)]


class Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

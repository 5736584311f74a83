"""The JSON schema of `nurture.toml`, for editors. `python -m engine.settings.schema FILE` writes it."""

import json
import sys
from pathlib import Path
from typing import Any

from engine.settings.model import SECRETS, Settings


def schema_text() -> str:
    """The schema as a file: secrets are left out, as they never stand in `nurture.toml`."""
    schema: dict[str, Any] = Settings.model_json_schema()
    for section, keys in SECRETS.items():
        name = schema["properties"][section]["$ref"].rpartition("/")[2]
        for key in keys:
            del schema["$defs"][name]["properties"][key]
        schema["properties"][section].pop("default", None)
    schema = {"$schema": "https://json-schema.org/draft/2020-12/schema"} | schema
    return json.dumps(schema, indent=2, ensure_ascii=False, sort_keys=True) + "\n"


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(schema_text(), encoding="utf-8")

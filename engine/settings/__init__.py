"""What a workspace is told by its `nurture.toml` and the environment.

workspace   finds the folder, reads its `[workspace]` section   (no pydantic: `check` and `--help` stay instant)
model       every section as a type                               (pydantic)
load        the file, the environment over it, mistakes as sentences
schema      the JSON schema that editors read
sentences   what the problems are called, in English and Japanese
"""

from engine.settings.workspace import Workspace, find_workspace, read_workspace

__all__ = ["Workspace", "find_workspace", "read_workspace"]

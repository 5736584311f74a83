"""What could not be done, in two languages: the sentence of every `Problem`, by its code.

A sentence says what, where, and what to do; lower case, the user's words in backticks.
"""

from collections import ChainMap

from engine.channels.sentences import SENTENCES as CHANNELS
from engine.delivery.alert_words import WORDS as ALERTS
from engine.domain.errors import Problem
from engine.doors.sentences import SENTENCES as DOORS
from engine.doors.sentences_files import FILES
from engine.settings.sentences import SENTENCES as SETTINGS
from engine.show.languages import Lang
from engine.show.sentences_commands import COMMANDS
from engine.show.sentences_demo import DEMO
from engine.show.sentences_doctor import DOCTOR
from engine.show.sentences_engine import ENGINE
from engine.templates.sentences import SENTENCES as TEMPLATES
from engine.web.sentences import SENTENCES as WEB

SENTENCES: ChainMap[str, tuple[str, str]] = ChainMap(
    *(COMMANDS, ENGINE, DOCTOR, ALERTS, DEMO, CHANNELS, DOORS, FILES, SETTINGS, TEMPLATES, WEB),
)
"""Code -> (English, Japanese), with `{name}` where a value goes. Rooms keep their own tables; here they meet."""


def sentence(problem: Problem, lang: Lang) -> str:
    """The sentence of a problem; an unknown code speaks for itself with its values."""
    both = SENTENCES.get(problem.code)
    if both is None:
        return " ".join([problem.code, *(f"{name}=`{value}`" for name, value in problem.values.items())])
    en, ja = both
    text = ja if lang == "ja" else en
    return text.format_map(_Values(problem.values))


class _Values(dict[str, str]):
    """A value nobody gave shows as a question mark: a sentence about a failure must not fail."""

    def __missing__(self, name: str) -> str:
        return "?"

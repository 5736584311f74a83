"""What the messages of each write key mean here."""

from engine.doors.segment_messages import Sender
from engine.doors.segment_plain import PlainReader
from engine.settings.model import Settings
from engine.web.keys import Key


class Senders:
    """What the messages of each key mean here, and what is known of them: it depends on the settings alone."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._known: dict[Key, PlainReader] = {}

    def of(self, key: Key) -> PlainReader:
        """Who sends with that key."""
        if (found := self._known.get(key)) is None:
            web, zone = self._settings.web, self._settings.workspace.timezone
            sender = Sender(
                source=key.source, zone=zone, is_public=key.is_public, events=web.events, traits=web.traits, page=web.page_event,
                screen=web.screen_event,
            )  # fmt: skip
            found = self._known[key] = PlainReader(sender)
        return found

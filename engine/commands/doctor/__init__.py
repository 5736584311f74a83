"""`nurture doctor`: is everything here that a run needs? Every finding is a code with its values, and a state.

check      what a check finds, and the surroundings it looks at
machine    Python, SQLite, time zones, the disk
files      the folder nurture writes to, and what was left lying there
database   there, ours, sound, safe, in step with the clock
retention  the horizon: when it was last kept, and what is next
kafka      the brokers and topics that events are read from
mail       the mail server, the sender, where links and webhooks lead
names      SPF, DMARC, DKIM and MX of the sender's domain, only with `--online`
"""

from pathlib import Path

from engine.app import settings_at
from engine.commands.doctor import database, files, kafka, machine, mail, names, retention
from engine.commands.doctor.check import Around, Check
from engine.domain.errors import NurtureError
from engine.settings.model import Settings

__all__ = ["Around", "Check", "database", "examine", "names"]


def examine(folder: Path, around: Around | None = None, *, online: bool = False) -> list[Check]:
    """Everything, in the order in which it is mended. online: name servers are asked too."""
    around = around or Around()
    checks = [*machine.python(around), *machine.sqlite(around)]
    try:
        settings = settings_at(folder)
    except NurtureError as error:
        return [*checks, Check("bad", "doctor.settings", problem=error.problem)]
    checks.append(Check("good", "doctor.settings", {"file": str(settings.root / "nurture.toml")}))
    return checks + _of(settings, around, online=online)


def _of(settings: Settings, around: Around, *, online: bool) -> list[Check]:
    seen = database.database(settings, around)
    is_live = seen.is_live
    return [
        *machine.zone(settings, around),
        *machine.disk(settings, around),
        *machine.file_system(settings, around),
        *machine.open_files(around),
        *files.state_folder(settings),
        *files.secrets_files(settings),
        *files.leftovers(settings),
        *seen.checks,
        *files.spool(settings),
        *files.erasures(settings),
        *files.backups(settings, around, is_live=is_live),
        *retention.retention(settings, around),
        *kafka.kafka(settings),
        *mail.smtp(settings, around),
        *mail.dkim(settings),
        *mail.sender(settings),
        *mail.links(settings, is_live=is_live),
        *mail.keys(settings),
        *mail.templates(settings),
        *mail.webhooks(settings),
        *mail.slack(settings),
        *(names.names(settings, around) if online else ()),
    ]

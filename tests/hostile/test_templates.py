"""Templates nobody should write: none is executed, each is answered in 250 ms of this machine's work and 1 MB.

In the short form every tenth; all of them by `make faults` (NURTURE_TEST_PAYLOADS).
"""

import os
import time
from pathlib import Path

from engine.templates.inspection import inspect
from engine.templates.mails import BadTemplate, compile_mail
from engine.templates.values import MissingValue, UnusableValue
from tests.engine.templates.letters import LINKS, source_of, values
from tests.faults.figures import count, promise
from tests.hostile.payloads import payloads

TRIED = count("NURTURE_TEST_PAYLOADS", short=30, long=100_000)
MOST_SECONDS = 0.25
MOST_OUTPUT = 1_000_000
LEAD: dict[str, object] = {
    "name": "{{ 7*191 }}{0.__class__}%s",
    "long": "あa<&" * 2_500,
    "tags": ["{{ 7*191 }}"] * 100,
    "many": ["a"] * 100_000,
    "deep": {"a": {"a": {"a": "a"}}},
    "huge": 10**4_000,
    "nan": float("nan"),
    "a": {"a": {"a": "a"}},
}
SIGNS = ("1337", "<class", "root:", "uid=", "built-in", "<function", "object at 0x", "bound method", "TemplateReference")
"""What would stand in a mail that has looked somewhere or counted something."""


def answered(payload: str, suffix: str) -> tuple[str, float]:
    """What the engine makes of it, the mail it would write or nothing; and the longer of its two answers: the check, the mail."""
    source = source_of(payload, head="subject: a\nlanguage: en", suffix=suffix)
    began = time.process_time()
    is_usable = inspect(source).is_usable
    checked, said = time.process_time(), ""
    try:
        mail = compile_mail(source).render(values(**LEAD), LINKS)
        said = mail.html + mail.text
    except BadTemplate:
        assert not is_usable, payload
    except (MissingValue, UnusableValue):
        assert is_usable, payload
    return said, max(checked - began, time.process_time() - checked)


def chosen() -> list[str]:
    everything = payloads()
    if len(everything) <= TRIED:
        return everything
    step = len(everything) // TRIED
    return everything[::step]


def test_no_template_executes_anything_or_takes_long() -> None:
    slowest, largest, executed, slow, written = ("", 0.0), 0, [], [], 0
    answered("{{ lead.name }}", ".md")
    before = set(Path.cwd().iterdir()), dict(os.environ)
    tried = [(payload, suffix) for payload in chosen() for suffix in (".md", ".html")]
    for payload, suffix in tried:
        said, took = answered(payload, suffix)
        written += bool(said)
        largest = max(largest, len(said.encode()))
        slowest = max(slowest, (payload[:60], took), key=lambda one: one[1])
        if took > MOST_SECONDS:
            slow.append((payload[:60], len(payload), suffix, round(took, 2)))
        executed += [(payload, sign) for sign in SIGNS if sign in said and sign not in payload and sign not in str(LEAD)]

    promise(f"{len(tried):,} hostile templates", executed=len(executed), written_as_plain_text=written,
            slowest_ms=slowest[1] * 1_000, largest_kB=largest / 1_000)  # fmt: skip
    assert ([], []) == (executed, slow)
    assert largest <= MOST_OUTPUT
    assert before == (set(Path.cwd().iterdir()), dict(os.environ))

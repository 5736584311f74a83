"""Blocks that are written as a whole: `${1:name}` is a place to fill in, `$0` where the cursor ends."""

import re
from typing import NamedTuple

INSIDE = "  "
_PLACE = re.compile(r"\$\{\d+:([^}]*)\}|\$0")


class Snippet(NamedTuple):
    """word: what is written to get it. body: indented from column 0. after: put where `$0` stands so that the text can be read."""

    word: str
    body: str
    after: str = ""


TOP: tuple[Snippet, ...] = (
    Snippet("attribute", "attribute ${1:name}: ${2:text} optional"),
    Snippet("event", "event ${1:name} {\n  ${2:field}: ${3:text}\n}"),
    Snippet("topic", "topic ${1:name} {\n  opt-in ${2:double}\n}"),
    Snippet("asset", 'asset ${1:name} "${2:label}" {\n  file "${3:name}.pdf"\n  gated\n}'),
    Snippet("form", 'form ${1:name} "${2:label}" {\n  ask name\n  offers ${3:asset}\n  thanks "${4:thanks}"\n}'),
    Snippet("series", "series ${1:name} [${2:mail-1}, ${3:mail-2}]"),
    Snippet("segment", "segment ${1:name} while $0", 'tagged "x"'),
    Snippet("persona", "persona ${1:name} while $0", 'tagged "x"'),
    Snippet(
        "score",
        "score ${1:name} {\n"
        "  on ${2:event} give +${3:10} points\n"
        "  level ${4:hot} at ${5:40}\n"
        "}",
    ),
    Snippet(
        "checklist",
        "checklist ${1:name} {\n"
        "  ${2:budget} worth ${3:30} points while $0\n"
        "  pass at ${4:70} points\n"
        "}",
        'tagged "x"',
    ),
    Snippet("journey", "journey {\n  stage ${1:first}\n  stage ${2:second} on ${3:event}\n}"),
    Snippet(
        "calendar",
        'calendar ${1:name} {\n'
        '  timezone "${2:Asia/Tokyo}"\n'
        '  holidays "${3:JP}"\n'
        '  hours ${4:09:00} to ${5:18:00} on weekdays\n'
        '}',
    ),
    Snippet(
        "policy",
        "policy ${1:name} {\n"
        "  at most ${2:1} email per ${3:day}\n"
        "  send only between ${4:09:00} and ${5:18:00} on business days\n"
        "}",
    ),
    Snippet(
        "team",
        'team ${1:name} {\n'
        '  notify "${2:mailto:sales@example.com}"\n'
        '  accept within ${3:2} business days\n'
        '  reject reasons ["${4:too early}"]\n'
        '}',
    ),
    Snippet(
        "scenario",
        "scenario ${1:name} {\n"
        "  enter on ${2:event}\n"
        "  goal on ${3:event}\n"
        "\n"
        "  $0\n"
        "}", "stop",
    ),
    Snippet(
        "kpi",
        "kpi ${1:name} {\n"
        "  measure ${2:opens} per delivered\n"
        "  target ${3:25%} per month by ${4:2027-03-31}\n"
        "}",
    ),
    Snippet(
        "test",
        'test "${1:what must happen}" for ${2:scenario} {\n'
        '  start at ${3:2026-11-02} 09:00\n'
        '  given lead ${4:alice}\n'
        '  at day 0 10:00 ${4:alice} does ${5:event}\n'
        '  expect $0\n'
        '}',
        "no email",
    ),
)
"""Declarations, in column 0."""

STATEMENTS: tuple[Snippet, ...] = (
    Snippet("if", "if ${1:condition} {\n  $0\n}", "stop"),
    Snippet("step", "step ${1:name} {\n  $0\n}", "stop"),
    Snippet("split", "split ${1:name} evenly {\n  ${2:a} {\n    $0\n  }\n  ${3:b} {\n  }\n}", "stop"),
    Snippet(
        "choose",
        'choose lead.${1:attribute} {\n'
        '  "${2:value}" {\n'
        '    $0\n'
        '  }\n'
        '  else {\n'
        '  }\n'
        '}',
        "stop",
    ),
    Snippet("repeat", "repeat at most ${1:3} times {\n  $0\n}", "stop"),
    Snippet("together", "together {\n  branch ${1:a} {\n    $0\n  }\n  branch ${2:b} {\n  }\n}", "stop"),
    Snippet("wait", "wait ${1:3} days"),
    Snippet("wait for", "wait for ${1:event} up to ${2:7} days {\n  $0\n} timeout {\n}", "stop"),
    Snippet(
        "handoff",
        'handoff to ${1:team} because "${2:why}" {\n'
        '  accepted {\n'
        '    $0\n'
        '  }\n'
        '  rejected {\n'
        '  }\n'
        '}',
        "stop",
    ),
    Snippet(
        "task",
        'task "${1:call}" for ${2:team} within ${3:2} business days {\n'
        '  done {\n'
        '    $0\n'
        '  }\n'
        '  overdue {\n'
        '  }\n'
        '}',
        "stop",
    ),
)
"""What a scenario does."""

FRAMES = {"if": "if", "wait for": "wait"}
"""The keyword that must be able to stand where a snippet is offered, if it is not its word."""


def filled(snippet: Snippet) -> str:
    """With its own words in the places, as a reader of the language sees it."""
    return _PLACE.sub(lambda found: found.group(1) or snippet.after, snippet.body)

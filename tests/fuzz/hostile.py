"""Texts that nobody means: too deep, too long, too many of one thing. Each grows with the size that is asked for."""

from collections.abc import Callable, Mapping

Hostile = Callable[[int], str]


def _filled(piece: str, size: int) -> str:
    return piece * (size // len(piece) + 1)


def _nested(head: str, piece: str, size: int) -> str:
    depth = size // (len(piece) + 2)
    return f"{head}\n" + f"{piece} {{\n" * depth + "}\n" * depth


def _scenario(line: str, size: int) -> str:
    return "scenario s {\n  enter by hand\n" + _filled(f"  {line}\n", size) + "}\n"


_IF = 'if tagged "x" {\n    send a\n  }'

HOSTILE: Mapping[str, Hostile] = {
    "opening braces": lambda size: "{" * size,
    "closing braces": lambda size: "}" * size,
    "braces on lines": lambda size: "{\n" * (size // 2),
    "closing braces on lines": lambda size: "}\n" * (size // 2),
    "deep steps": lambda size: _nested("scenario s {\n  enter by hand", "step a", size),
    "deep steps of names": lambda size: "scenario s {\n" + "".join(f"step s{n} {{\n" for n in range(size // 14)) + "send a\n",
    "deep parentheses": lambda size: 'segment a while ' + "(" * (size // 2) + 'tagged "x"' + ")" * (size // 2) + "\n",
    "open parentheses": lambda size: "segment a while " + "(" * size + "\n",
    "many nots": lambda size: "segment a while " + "not " * (size // 4) + 'tagged "x"\n',
    "many ands": lambda size: 'segment a while tagged "x"' + _filled(' and tagged "x"', size) + "\n",
    "deep all of": lambda size: "segment a while all of {\n" + "all of {\n" * (size // 9),
    "open brackets": lambda size: _filled("series s [\n", size),
    "one open bracket": lambda size: "series s [\n" + _filled("event a\n", size),
    "long list": lambda size: "series s [" + _filled("mail-a, ", size) + "mail-b]\n",
    "long list of texts": lambda size: "attribute a: one of [" + _filled('"x", ', size) + '"y"]\n',
    "one long name": lambda size: "event " + "a" * size + "\n",
    "one long text": lambda size: 'event a "' + "あ" * size + '"\n',
    "one open text": lambda size: 'event a "' + "あ" * size + "\n",
    "open texts": lambda size: _filled('event a "x\n', size),
    "one long comment": lambda size: "# " + "x" * size + "\nevnt a\n",
    "one long line of words": lambda size: _filled("wait ", size),
    "one long line of signs": lambda size: _filled("= ", size),
    "backslashes": lambda size: 'event a "' + "\\x" * (size // 2) + '"\n',
    "blank lines": lambda size: "\n" * size + "evnt a\n",
    "carriage returns": lambda size: "\r" * size,
    "line ends of both kinds": lambda size: _filled("event a\r\nevent b\nevent c\r", size),
    "nothing visible": lambda size: "\0" * size,
    "halves of characters": lambda size: "\ud800" * size,
    "turned around": lambda size: _filled("event a # \u202e\n", size),
    "hidden in names": lambda size: _filled("event a\u200bb\n", size),
    "two scenarios of mails": lambda size: "".join(_scenario("send a", size // 2).replace("s {", f"{name} {{") for name in "st"),
    "mails over a cap": lambda size: _scenario(_IF, min(size, 20_000)) + "policy p {\n  at most 2 emails per week\n}\n",
    "full-width": lambda size: _filled("ｅｖｅｎｔ　ａ\n", size),
    "full-width signs": lambda size: "｛" * size,
    "full-width spaces": lambda size: _filled("a\u3000", size),
    "odd quotes": lambda size: "“" * size,
    "quotes": lambda size: '"' * size,
    "hashes": lambda size: _filled("#\n", size),
    "events of one name": lambda size: _filled("event a\n", size),
    "events": lambda size: "".join(f"event e{number}\n" for number in range(size // 12)),
    "events mistyped": lambda size: "".join(f"evnt e{number}\n" for number in range(size // 12)),
    "attributes": lambda size: "".join(f"attribute a{number}: text\n" for number in range(size // 20)),
    "names nobody declared": lambda size: "".join(f"segment s{n} while in segment u{n}\n" for n in range(size // 36)),
    "segments in a chain": lambda size: "".join(f"segment s{n} while in segment s{n + 1}\n" for n in range(size // 36)),
    "one segment in a ring": lambda size: _filled("segment s while in segment s\n", size),
    "sends": lambda size: _scenario("send a", size),
    "sends mistyped": lambda size: _scenario("sned a", size),
    "units mistyped": lambda size: _scenario("wait 3 dayz", size),
    "waits without limit": lambda size: _scenario("wait for e", size),
    "lines that fit nowhere": lambda size: _scenario("foo bar baz", size),
    "rules below a statement": lambda size: _scenario("send a\n  goal on e", size),
    "conditions over many lines": lambda size: 'segment a while tagged "x"' + _filled('\n  and tagged "x"', size) + "\n",
    "blocks in parentheses": lambda size: _scenario("step x (", size),
    "words of elsewhere": lambda size: _scenario("wait for 3 days and then send an email", size),
    "one endless address": lambda size: "1@" * (size // 2) + "\n" + "a@" * (size // 2),
    "addresses without quotes": lambda size: _filled("a@b/c.d ", size),
    "lines of another block": lambda size: _scenario("stage x", size),
    "blocks without braces": lambda size: _scenario("step x", size),
    "blocks on one line": lambda size: _scenario("step x { send a }", size),
    "blocks never closed": lambda size: _scenario("step x {", size),
    "empty blocks": lambda size: _scenario("step x {\n  }", size),
    "ifs": lambda size: _scenario('if tagged "x" {\n    send a\n  }', size),
    "ifs in a row": lambda size: _scenario(_IF + f" else {_IF}" * (size // 40), 0),
    "rules of a score": lambda size: "score s {\n" + _filled("  on e give +1 points\n", size) + "}\n",
    "tests": lambda size: 'test "t" {\n  start at 2026-11-09 09:00\n' + _filled("  at day 1 x does e\n", size) + "}\n",
    "scenarios": lambda size: "".join(f"scenario s{n} {{\n  enter by hand\n  send m\n}}\n" for n in range(size // 40)),
    "scenario heads": lambda size: _filled("scenario s {\n", size),
    "huge numbers": lambda size: _scenario("wait " + "9" * min(size, 5000) + " days", size),
    "one huge number": lambda size: _scenario("wait " + "9" * size + " days", 0),
    "one huge share": lambda size: _scenario("split s {\n    " + "9" * size + "% a {\n      send m\n    }\n  }", 0),
    "huge points": lambda size: "score s {\n  on e give +" + "9" * size + " points\n}\n",
    "stuck units": lambda size: _scenario("wait 3日", size),
    "digits and a word": lambda size: "event " + "1" * size + "x\n",
    "times": lambda size: _filled("25:99 ", size),
    "dates": lambda size: _filled("2026-99-99 ", size),
    "combining marks": lambda size: "event a" + "\u3099" * size + "\n",
    "emoji": lambda size: 'evnt "' + _filled("👨‍👩‍👧", size) + '"\n',
}
"""By what there is too much of."""

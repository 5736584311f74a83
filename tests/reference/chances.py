"""Random conditions of which many follow from or exclude each other, over a catalogue with something of everything."""

from random import Random
from typing import TypeVar

_T = TypeVar("_T")

CATALOGUE = """
attribute branch: one of ["it", "shop", "farm"] optional
attribute tier: one of ["a", "b"]
attribute grade: one of [1, 2, 3] optional
attribute dept: text optional
attribute size: number optional
attribute ok: yesno optional
attribute since: date optional
attribute met: datetime optional
event view {
  kind: one of ["p", "q"]
  n: number optional
}
event visit
event slow arrives within 2 hours
topic news
topic deals {
  opt-in double
}
team sales {
  manager "mailto:m@example.jp"
  accept within 1 day
  reject reasons ["early", "budget"]
}
team others {
  reject reasons ["early"]
}
journey {
  stage first
  stage second when score s >= 20
  stage third on visit
  back from third to second when score s < 10
  dropped when in stage second for 4 days
}
"""

SCORES = (
    "on view give +10 points\non visit give +5 points\nkeep between 0 and 60\nlevel low at 15\nlevel high at 40",
    "on view give +10 points once\nwhile lead.branch is \"it\" give +10 points\nwhile lead.branch is \"shop\" give +15 points\n"
    "keep at least 0\nlevel low at 10\nlevel high at 30",
    "on view where kind is \"p\" give +10 points at most 2 times\non visit give -5 points\nat most 15 points\nkeep at least 0\n"
    "level low at 10\nlevel high at 25",
    "group g {\non view give +10 points\nwhile lead.ok is yes give +10 points\nat most 15 points\n}\nkeep between 5 and 40\n"
    "level low at 20\nlevel high at 38",
    "on view give +20 points halving\nhalve every 2 days\nlevel low at 10\nlevel high at 30",
    "while lead.size >= 20 give +7.5 points\nwhile lead.size < 10 give +10 points\nwhile tagged \"x\" give -3 points\n"
    "level low at 7\nlevel high at 12",
)  # fmt: skip

SUBJECTS = ("branch", "tier", "grade", "dept", "size", "ok", "since", "met", "s", "t", "scores", "stage", "tags", "view", "visit", "mail",
            "silence", "consent", "people", "handoff", "clock")  # fmt: skip
OF_ENTRY = ("entry", "run")


class Chances:
    """Writes conditions. names: of the segments that are declared already."""

    def __init__(self, dice: Random) -> None:
        self.dice = dice
        self.names: list[str] = []

    def one(self, *choices: _T) -> _T:
        return self.dice.choice(choices)

    def maybe(self, share: float) -> bool:
        return self.dice.random() < share

    def about(self, *, in_run: bool = False) -> tuple[str, ...]:
        """One to three things that conditions beside each other speak of."""
        known = SUBJECTS + OF_ENTRY if in_run else SUBJECTS
        return tuple(self.dice.sample(known, self.one(1, 1, 1, 2, 2, 3)))

    def condition(self, about: tuple[str, ...], nested: int = 1) -> str:
        """A condition on these things."""
        if nested and self.maybe(0.35):
            inner = [self.condition(about, nested - 1) for _ in range(self.one(2, 2, 3))]
            match self.one("and", "and", "or", "not", "some", "none"):
                case "and":
                    return " and ".join(f"({one})" for one in inner)
                case "or":
                    return " or ".join(f"({one})" for one in inner)
                case "not":
                    return f"not ({inner[0]})"
                case "none":
                    return "none of {\n" + "\n".join(inner) + "\n}"
            return "at least 2 of {\n" + "\n".join(inner) + "\n}"
        return self._single(self.one(*about))

    def _single(self, subject: str) -> str:
        match subject:
            case "branch" | "tier" | "grade" | "dept" | "size" | "ok":
                return self._value(subject)
            case "since" | "met":
                return self._moment(subject)
            case "s" | "t" | "scores":
                return self._score(subject)
            case "view" | "visit" | "mail" | "silence":
                return self._happened(subject)
            case _:
                return self._standing(subject)

    def _value(self, subject: str) -> str:
        match subject:
            case "branch":
                values = self.dice.sample(("it", "shop", "farm"), self.one(1, 1, 2, 3))
                return self._among("lead.branch", [f'"{value}"' for value in values])
            case "tier":
                return self._among("lead.tier", [f'"{self.one("a", "b")}"'])
            case "grade":
                return self._among("lead.grade", [str(value) for value in self.dice.sample((1, 2, 3), self.one(1, 2, 3))])
            case "ok":
                return self.one("lead.ok is yes", "lead.ok is no", "lead.ok is empty", "lead.ok is not empty", "lead.ok is not yes")
            case "dept":
                word = self.one("a", "ab", "abc", "b", "bc")
                test = self.one("contains", "contains", "starts with", "ends with", "is", "is not", "matches")
                return self.one(f'lead.dept {test} "{word}"', f'lead.dept matches "{word}|c"', self._presence("dept"))
        number = self.one("10", "20", "20.5")
        return self.one(
            f"lead.size {self.one('is', 'is not', '<', '<=', '>', '>=')} {number}",
            f"lead.size {self.one('<', '>', '>=')} {number}",
            f"lead.size between {self.one(5, 10)} and {self.one(10, 20)}",
            "lead.size in [5, 10, 20]",
            self._presence("size"),
        )

    def _presence(self, name: str) -> str:
        return self.one(f"lead.{name} is empty", f"lead.{name} is not empty")

    def _among(self, ref: str, values: list[str]) -> str:
        if len(values) == 1 and self.maybe(0.7):
            return f"{ref} {self.one('is', 'is', 'is not')} {values[0]}"
        return self.one(f"{ref} in [{', '.join(values)}]", f"{ref} not in [{', '.join(values)}]", f"{ref} is not empty", f"{ref} is empty")

    def _moment(self, subject: str) -> str:
        order = self.one("<", "<=", ">", ">=")
        if subject == "since":
            day = self.one("2026-11-05", "2026-11-10", "today", "3 days ago", "1 week ago", "5 days from today", "2 business days ago")
            return self.one(f"lead.since {order} {day}", f"lead.since {self.one('is', 'is not')} {day}", self._presence("since"))
        when = self.one("2026-11-05 09:00", "2026-11-05", "2026-11-10 12:00", "now", "1 day ago", "2 days ago", "36 hours ago",
                        "3 hours from today", "1 week ago", "4 business hours ago")  # fmt: skip
        return self.one(f"lead.met {order} {when}", f"lead.met {order} {when}", self._presence("met"))

    def _score(self, subject: str) -> str:
        if subject == "scores":
            order = self.one("<", "<=", ">", ">=", "is", "is not")
            return f"score {self.one('s', 't')} {order} score {self.one('s', 't')}"
        order = self.one("is", "is not", "<", "<=", ">", ">=")
        if self.maybe(0.35):
            return f"level {subject} {order} {self.one('low', 'high')}"
        if self.maybe(0.2):
            return f"score {subject} between {self.one(0, 10)} and {self.one(10, 20, 30)}"
        return f"score {subject} {self.one('<', '>', '>=', order)} {self.one(0, 10, 10.5, 15, 20, 40, 70)}"

    def _happened(self, subject: str, *, in_run: bool = False) -> str:
        lately = (" in last 1 day", " in last 30 hours", " in last 3 days", " in last 1 week", " in last 2 business days")
        window = self.one("", "", "", *lately, *(" since entry",) * 3 * in_run)
        times = self.one("", "", " at least 2 times", " at least 3 times")
        match subject:
            case "silence":
                return f"no activity for {self.one('1 day', '3 days', '1 week', '40 hours', '2 business days')}"
            case "view":
                where = self.one("", "", ' where kind is "p"', " where n >= 5", ' where (n >= 9 and kind is "p")')
                return f"{self.one('', '', 'not ')}did view{where}{times}{window}"
            case "visit":
                return f"{self.one('', '', 'not ')}did visit{times}{window}"
        verb = self.one("opened", "clicked", "clicked", "received", "replied")
        where = ' where link is "demo"' if verb == "clicked" and self.maybe(0.3) else ""
        return f"{self.one('', '', 'not ')}{verb} {self.one('any email', 'm-1', 'm-2')}{where}{times}{window}"

    def _standing(self, subject: str) -> str:
        match subject:
            case "stage":
                stage = self.one("first", "second", "third")
                length = self.one("1 day", "2 days", "1 week")
                return self.one(f"stage is {stage}", f"stage is not {stage}", f"in stage {stage} for {length}")
            case "tags":
                return f"{self.one('', 'not ')}tagged \"{self.one('x', 'y')}\""
            case "consent":
                topic = self.one("news", "deals")
                return self.one(f"consents to {topic}", "unsubscribed", f"unsubscribed from {topic}", f"not unsubscribed from {topic}")
            case "people":
                known = [f"in segment {name}" for name in self.names[-3:]] or ["persona is boss"]
                return self.one(*known, "persona is boss", "persona is clerk", "persona is not boss", "passes fit")
            case "handoff":
                return f"{self.one('', '', 'not ')}handoff {self.one('accepted', 'rejected', 'overdue')}{self.one('', ' by sales')}"
            case "clock":
                return self.one("during business hours", "during 09:00 to 12:00", "during 10:00 to 11:00 on weekdays", "in scenario q")
            case "entry":
                number = self.one("is empty", ">= 5", "> 9")
                return self.one('entry.kind is "p"', 'entry.kind is "q"', 'entry.kind is not "p"', f"entry.n {number}")
        return self._happened(self.one("view", "visit", "mail"), in_run=True)


def people(chances: Chances) -> list[str]:
    """Scores, personas and a checklist, whose conditions are random too."""
    lines: list[str] = []
    for name, rules in zip("st", chances.dice.sample(SCORES, 2), strict=True):
        lines += [f"score {name} {{", rules.replace(" halving", ""), "}"]
    values = ("branch", "dept", "size", "ok", "grade")
    for name in ("boss", "clerk"):
        lines.append(f"persona {name} while {chances.condition((chances.one(*values),))}")
    lines.append("checklist fit {")
    for name, worth in (("one", 50), ("two", 30), ("three", 20)):
        lines.append(f"{name} worth {worth} points while {chances.condition((chances.one(*values),), 0)}")
    return [*lines, f"pass at {chances.one(30, 50, 70, 100)} points", "}"]

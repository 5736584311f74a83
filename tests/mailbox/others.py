"""Others' mails that came back, held against others' labels: `python -m tests.mailbox.others SISIMAI`.

Nothing of theirs is kept here. SISIMAI is an unpacked source of Sisimai for Perl (BSD), which brings some 570 mails and says in its own
tests of each recipient whether it bounced hard. What we call otherwise, and why, stands in `OTHERWISE`.
"""

import re
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Literal, NamedTuple

from engine.doors.mailbox.verdicts import Sort, verdict_of

Truth = Literal["dead", "temporary", "complaint", "automatic", "delivered", "none"]
CLASSES: dict[Sort, Truth] = {
    Sort.DEAD: "dead",
    Sort.SOFT: "temporary",
    Sort.DELAYED: "temporary",
    Sort.COMPLAINT: "complaint",
    Sort.AUTOMATIC: "automatic",
    Sort.DELIVERED: "delivered",
}
_NAME = re.compile(r"\$enginename\s*=\s*'(\w+)'")
_CASE = re.compile(r"'(\d\d\d?)'\s*=>\s*\[(\[.*?\])\s*\],", re.DOTALL)
_LABEL = re.compile(r"\['([\d.]*)',\s*'(\d*)',\s*'(\w*)',\s*(-?\d)")

_WORDS = "a server that says the user is unknown is believed, when it says so after the data, too"
_PROGRAM = "a program's mail: what Amazon tells comes by its webhook"
_UNKNOWN = """
activehunter-02 amazonses-02 amazonworkmail-02 courier-02 gsuite-08 exchange2003-04 mailfoundry-01 mailru-07 messagingserver-03
messagingserver-06 messagingserver-08 mfilter-01 mfilter-03 mxlogic-03 office365-04 postfix-03 postfix-07 postfix-35
receivingses-01 receivingses-02 sendmail-19 sendmail-27 sendmail-40 sendmail-48 sendmail-50 sendmail-51 surfcontrol-01 x1-01 x1-02
x2-01 yahoo-06 zoho-03 rfc3464-42 nttdocomo-01 nttdocomo-02 nttdocomo-03 kddi-02 postfix-01 facebook-03 exim-51 apachejames-01
"""
OTHERWISE: dict[str, tuple[Truth, str]] = {
    **dict.fromkeys(_UNKNOWN.split(), ("dead", _WORDS)),
    **dict.fromkeys(["amazonses-09", "amazonses-10", "amazonses-11", "amazonses-12", "amazonses-13"], ("none", _PROGRAM)),
    **dict.fromkeys(["arf-18", "arf-19", "arf-20"], ("none", "a report on signatures is no reader's complaint")),
    "arf-26": ("automatic", "a mail program's wish, and to an address that our mails do not offer"),
    "sendmail-14": ("none", "a person passes a bounce on"),
    "fml-02": ("none", "a mailing list's letter to who is no member"),
    "fml-03": ("none", "a mailing list's word to its owner"),
    "postfix-75": ("none", "a server's word to its postmaster, not to who wrote"),
}
"""Of a sample: what it is to us, and why."""


class Sample(NamedTuple):
    """system: who wrote it, as the file's name says."""

    name: str
    system: str
    truth: Truth
    reason: str
    raw: bytes


def sisimai(folder: Path) -> Iterator[Sample]:
    """A mail for several is dead if one of them is: we send to one at a time."""
    for test in sorted((folder / "t").glob("*.t")):
        text = test.read_text("utf-8", "replace")
        name = _NAME.search(text)
        for number, labels in _CASE.findall(text) if name else ():
            found = _LABEL.findall(labels)
            files = list((folder / "set-of-emails/maildir/bsd").glob(f"*-{_system(name[1])}-{number}.eml")) if name else []
            own = list((folder / "set-of-emails/maildir/bsd").glob(f"{_system(name[1])}-{number}.eml")) if name else []
            # Of several recipients with several fates a mail of ours has one.
            is_one = len({hard for _, _, _, hard in found}) == 1
            for file in [*files, *own][:1] if is_one else ():
                reason = "/".join(sorted({one[2] for one in found}))
                yield Sample(file.stem, file.stem.rpartition("-")[0], _truth(found), reason, file.read_bytes())


def _system(name: str) -> str:
    return name.lower().removeprefix("lhost").removeprefix("rhost")


def _truth(labels: list[tuple[str, str, str, str]]) -> Truth:
    reasons = {reason for _, _, reason, _ in labels}
    if reasons == {"feedback"}:
        return "complaint"
    if reasons == {"vacation"}:
        return "automatic"
    if reasons == {"delivered"}:
        return "delivered"
    if reasons == {"suspend"}:
        # A mailbox that is disabled takes no mail of anybody: 5.2.1 is that, and words that say it.
        return "dead"
    # Who says 4 wants it to be tried again, whatever else it says; so says RFC 3463.
    return "dead" if any(hard == "1" and not status.startswith("4") for status, _, _, hard in labels) else "temporary"


def main(folders: list[str]) -> int:
    samples = [sample for sample in sisimai(Path(folders[0]))]
    right, counts, systems = Counter[str](), Counter[str](), set[str]()
    for sample in samples:
        truth = OTHERWISE.get(sample.name.partition("-")[2] if sample.name[1:6] == "host-" else sample.name, (sample.truth,))[0]
        verdict = verdict_of(sample.raw)
        found = CLASSES.get(verdict.sort, "none")
        counts[truth] += 1
        right[truth] += found == truth
        systems.add(sample.system)
        if found != truth:
            print(f"{sample.name}: {truth} ({sample.reason}) here {verdict.sort} {verdict.status} {verdict.said[:90]}")
    told = ", ".join(f"{truth} {right[truth]}/{counts[truth]}" for truth in sorted(counts))
    total = sum(counts.values())
    print(f"bounces of others: {total} mails of {len(systems)} systems; right {sum(right.values()) / total:.1%}: {told}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

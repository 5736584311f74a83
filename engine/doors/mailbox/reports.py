"""Reports of mail servers: what became of a mail, and who complained about one.

A delivery status says it in fields; older servers in words, which `flufl.bounce` knows, or which we do. What makes an address dead is what
does so in the dialogue with a server, too: a full mailbox or a block list says nothing against it.
"""

import logging
import re
from dataclasses import dataclass
from email import message_from_string
from email.errors import MessageError
from email.message import Message
from enum import StrEnum

from flufl.bounce import all_failures

from engine.channels.headers import clean
from engine.channels.smtp_replies import Reply, is_dead_address
from engine.doors.mailbox import words
from engine.doors.mailbox.letters import Letter, fields_of, header_of, text_of

logging.getLogger("flufl.bounce").setLevel(logging.CRITICAL)
_STATUS = re.compile(r"\b([245])\.(\d{1,3})\.(\d{1,3})\b")
_CODE = re.compile(r"\b([45]\d\d)[ -]")
_FROM = re.compile(
    r"mailer-?daemon|postmaster|mail delivery|maildelivery|mdaemon|mail-daemon|double-bounce|microsoftexchange|notification@", re.IGNORECASE
)
_SUBJECT = re.compile(
    r"undeliver|deliver(?:y|ed)? (?:status|fail|problem|error|report|delayed)|returned (?:mail|to sender)|failure notice|mail delivery"
    r"|mail system error|could not be delivered|delivery incomplete|warning: (?:message|could not)|non.?delivery|^mail error$"
    r"|mail not delivered|mail (?:failed|failure)\b|^failed mail|error during delivery|processing error|automatically rejected mail"
    r"|配信(?:不能|エラー|できません|失敗)|送信(?:エラー|失敗|できません)|不達|未達",
    re.IGNORECASE,
)
_RETURNED = re.compile(r"(?im)^\W*(?:received:|return-path:|-{2,}\s*(?:below|original|this is a copy|returned))")
"""Where a server's own words end and the mail begins that it gives back."""
_COMPLAINTS = frozenset({"abuse", "fraud", "other", "opt-out", "opt-out-list", "complaint", "miscategorized"})
"""RFC 5965 and what is registered since; `not-spam` and reports on signatures are none."""


_PHONES = re.compile(r"no-?reply@[\w.-]*\b(?:dion|ezweb|au)\.(?:ne\.jp|com)|post_?master@vtext\.com|@[\w.-]*vzwpix\.com", re.IGNORECASE)
_HOTMAIL = re.compile(r"complaint about message from \d", re.IGNORECASE)
_OF_SENDER = ("5.1.7", "5.1.8")
_OF_ADDRESS = re.compile(r"recipient|mailbox|user|address (?:rejected|unknown)|requested action not taken")
_INNER = re.compile(r"\b[45]\d\d[ -]+['\"]?#?([245])\.(\d{1,3})\.(\d{1,3})\b")
"""A code and a status beside it: what the last server itself said, whatever the one that reports made of it."""


class Fate(StrEnum):
    DEAD = "dead"
    SOFT = "soft"
    DELAYED = "delayed"
    DELIVERED = "delivered"


@dataclass(frozen=True, slots=True)
class Bounce:
    """said: the server's words, on one line."""

    fate: Fate
    status: str = ""
    said: str = ""


def complaint_of(letter: Letter) -> bool:
    """Whether a reader called the mail unwanted, to a provider that tells us."""
    report = next(letter.typed("message/feedback-report"), None)
    if report is not None:
        kinds = [group.get("feedback-type", "") for group in fields_of(report)]
        return any(kind.lower().strip() in _COMPLAINTS for kind in kinds)
    told = any(header_of(part, "X-HmXmrOriginalRecipient") for part in letter.parts)
    return told or (len(letter.parts) > 1 and _HOTMAIL.match(letter.header("Subject")) is not None)


def bounce_of(letter: Letter) -> Bounce | None:
    """What became of a mail; None where nobody reports on one."""
    status = next(letter.typed("message/delivery-status", "message/global-delivery-status"), None)
    if status is not None:
        return _by_fields(letter, status)
    return _by_words(letter) if _is_from_a_server(letter) else None


def _by_fields(letter: Letter, status: "Message[str, str]") -> Bounce | None:
    """RFC 3464. Of several recipients ours is one; the worst fate counts, as we send to one at a time."""
    found = [_of_recipient(group, letter) for group in fields_of(status) if group.get("action") or group.get("status")]
    order = (Fate.DEAD, Fate.SOFT, Fate.DELAYED, Fate.DELIVERED)
    return min(found, key=lambda one: order.index(one.fate), default=None) or _by_words(letter)


def _of_recipient(group: dict[str, str], letter: Letter) -> Bounce:
    action = group.get("action", "failed").lower().strip()
    said = clean(group.get("diagnostic-code", "") or group.get("status", ""))[:200]
    status = _STATUS.search(group.get("status", ""))
    code = ".".join(status.groups()) if status else ""
    if action == "delayed":
        return Bounce(Fate.DELAYED, code, said)
    if action in ("delivered", "deliverable", "relayed", "expanded") or (code.startswith("2") and action != "failed"):
        return Bounce(Fate.DELIVERED, code, said)
    # Servers that know nothing closer say it in words.
    aside = _prose(letter) if code in ("", "5.0.0", "5.5.0", "5.3.0", "4.0.0") and not _CODE.search(said) else ""
    return Bounce(_fate(code, f"{said} {aside}", is_final=not code.startswith("4")), code, said)


def _by_words(letter: Letter) -> Bounce | None:
    prose = _prose(letter)
    temporary, permanent = _known_to_library(letter)
    small = words.small(prose)
    if words.DELAYED.search(words.small(letter.header("Subject"))) or (temporary and not permanent and words.DELAYED.search(small)):
        return Bounce(Fate.DELAYED, "", "")
    status = _STATUS.search(prose)
    reply = _CODE.search(prose)
    is_told = bool(permanent or temporary or status or reply or words.UNKNOWN.search(small) or words.FULL.search(small))
    if not is_told:
        return Bounce(Fate.SOFT) if words.GIVEN_BACK.search(small) else None
    code = ".".join(status.groups()) if status else ""
    first = code[:1] or (reply[1][:1] if reply else "5")
    if first == "2":
        return None
    line = next((line for line in prose.split("\n") if _CODE.search(line) or _STATUS.search(line)), "")
    return Bounce(_fate(code, prose, is_final=first == "5"), code, clean(line)[:200])


def fate_of(said: str) -> Fate | None:
    """What a server's answer to a mail means, where it is told without the mail around it; None where it says too little."""
    status, reply = _STATUS.search(said), _CODE.search(f"{said} ")
    if status is None and reply is None:
        return None
    first = status[1] if status else reply[1][:1] if reply else "5"
    return _fate(".".join(status.groups()) if status else "", said, is_final=first == "5")


def _fate(code: str, said: str, *, is_final: bool) -> Fate:
    """What failed for good is the address's fault only if the code or the words say so. code: 5.1.1, or "" for none."""
    small = words.small(said[:5_000])
    if not is_final or words.FULL.search(small):
        return Fate.SOFT
    inner = _INNER.search(small)
    told = ".".join(inner.groups()) if inner else code
    if told in _OF_SENDER:
        return Fate.SOFT
    # What gateways of Cisco put before every word of the last server.
    is_unknown = words.UNKNOWN.search(small.replace("unknown address error", "")) is not None and not words.SENDER.search(small)
    if is_unknown:
        return Fate.DEAD
    if words.BLOCKED.search(small):
        return Fate.SOFT
    if told and is_dead_address(Reply(550, f"{told} x".encode())):
        return Fate.DEAD
    if told not in ("", "5.0.0", "5.1.0", "5.5.0"):
        return Fate.SOFT
    reply = _CODE.search(small)
    return Fate.DEAD if reply and is_dead_address(Reply(int(reply[1]), b"")) and _OF_ADDRESS.search(small) else Fate.SOFT


def _is_from_a_server(letter: Letter) -> bool:
    """Who reports in words alone: by its name, its empty return path or its subject, and never as an answer to a mail."""
    who, subject = letter.header("From"), letter.header("Subject")
    is_named = _FROM.search(who) is not None
    is_server = is_named or letter.header("Return-Path") == "<>" or bool(letter.header("X-Failed-Recipients"))
    says_so = _SUBJECT.search(subject) is not None and not words.ANSWER.match(subject) and not subject.lower().startswith("fw")
    return (is_server and (is_named or says_so)) or (says_so and _tells_a_failure(letter)) or _is_returned_by_a_phone(letter)


def _tells_a_failure(letter: Letter) -> bool:
    small = words.small(_prose(letter))
    return bool(words.UNKNOWN.search(small) or words.FULL.search(small)) or any(_known_to_library(letter))


def _is_returned_by_a_phone(letter: Letter) -> bool:
    """Networks of telephones give mails back under a name that says nothing."""
    small = words.small(_prose(letter)) if _PHONES.search(letter.header("From")) else ""
    return bool(words.GIVEN_BACK.search(small) or words.UNKNOWN.search(small))


def _known_to_library(letter: Letter) -> tuple[bool, bool]:
    """(for now, for good), as the library's detectors read it; they were not written for hostile mails."""
    try:
        # It takes headers for texts, which they are only where all letters are plain.
        temporary, permanent = all_failures(message_from_string(letter.raw.decode("ascii", "replace")))
    except (MessageError, ValueError, LookupError, TypeError, AttributeError, AssertionError, RecursionError):
        return False, False
    return bool(temporary), bool(permanent)


def _prose(letter: Letter) -> str:
    """What the server says to people: the texts that are its own, without the mail it gives back."""
    texts = []
    for part in letter.parts:
        if part.get_content_type() in ("message/rfc822", "text/rfc822-headers", "message/global"):
            break
        is_broken = part.get_content_maintype() == "multipart" and isinstance(part.get_payload(), str)
        if is_broken or part.get_content_type() in ("text/plain", "text/html"):
            # What says that it has parts and has none is one text.
            texts.append(text_of(part)[:20_000])
    return _RETURNED.split("\n".join(texts), maxsplit=1)[0] + "\n" + letter.header("Subject")

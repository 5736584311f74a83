"""A second reader of mails, from their raw bytes and stricter than any mail program: what it cannot account for is a find.

Sources: RFC 5322 (lines, folding, addresses), RFC 2047 (encoded words).
"""

import re
from base64 import b64decode
from binascii import a2b_qp

_FIELD = re.compile(rb"([A-Za-z][A-Za-z0-9-]*): ?(.*)", re.DOTALL)
_WORD = re.compile(rb"=\?([A-Za-z0-9-]+)\?([bBqQ])\?([!->@-~]*)\?=")
_QUOTED = re.compile(rb'"(?:[^"\\]|\\.)*"')
_ADDRESS = re.compile(rb'<("[^"\\<>@\x00-\x20]+"|[^\s"<>@,;:()\\\[\]]+)@([A-Za-z0-9.-]+)>')
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
_LONGEST = 998


class Unaccounted(AssertionError):
    """A byte that no rule explains."""


def read(octets: bytes) -> list[tuple[str, bytes]]:
    """Header fields in order, unfolded, each name as it stands. Raises Unaccounted."""
    head, blank, _ = octets.partition(b"\r\n\r\n")
    if not blank:
        raise Unaccounted("no end of the header")
    fields: list[bytes] = []
    for line in head.split(b"\r\n"):
        if b"\r" in line or b"\n" in line or b"\0" in line or len(line) > _LONGEST:
            raise Unaccounted(repr(line))
        if line[:1] in (b" ", b"\t"):
            if not fields or not line.strip():
                raise Unaccounted(f"folds nothing: {line!r}")
            fields[-1] += line
        else:
            fields.append(line)
    return [_field(one) for one in fields]


def _field(line: bytes) -> tuple[str, bytes]:
    found = _FIELD.fullmatch(line)
    if found is None:
        raise Unaccounted(f"no field: {line!r}")
    for charset, form, packed in _WORD.findall(line):
        octets = b64decode(packed, validate=True) if form in b"bB" else a2b_qp(packed, header=True)
        if charset.lower() != b"utf-8" or _CONTROL.search(octets.decode("utf-8")):
            raise Unaccounted(f"an encoded word hides something: {octets!r}")
    return found[1].decode("ascii"), found[2]


def recipient(value: bytes) -> str:
    """The one address of a `To` field; what stands before it is a name and nothing else. Raises Unaccounted."""
    bare = _QUOTED.sub(b"", value.rpartition(b"<")[0])
    found = _ADDRESS.fullmatch(value[value.rfind(b"<") :])
    if found is None or set(bare) & set(b'<>@,;:"()[]'):
        raise Unaccounted(f"not one address: {value!r}")
    return f"{found[1].decode()}@{found[2].decode()}"

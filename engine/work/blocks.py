"""Which leads are compared at all: those that share something rare. Never everybody with everybody."""

from array import array
from collections.abc import Callable, Iterator, Sequence
from itertools import combinations
from zlib import crc32

from engine.domain.letters import has_kanji
from engine.work.portraits import Portrait
from engine.work.romaji import romaji

LARGE = 30
"""Leads of a block that are all compared with each other; in a larger one each is compared with those next to it by name."""
NEXT = 6
_BITS = 32
_PLACE = (1 << _BITS) - 1
BEGINNING = 3
_OWN = 6
"""Letters of the part before the sign from which it is more than a given name."""


class Blocks:
    """Leads by what they share: eight bytes for each of their keys. Leads are told by their number, in the order they were added."""

    def __init__(self) -> None:
        self._keys = array("Q")

    def add(self, number: int, keys: Iterator[str]) -> None:
        """Two keys that meet by chance only mean a comparison more."""
        self._keys.extend({crc32(key.encode()) << _BITS | number for key in keys if len(key) > 1})

    def pairs(self, name: Callable[[int], str]) -> Sequence[int]:
        """Each pair once, `smaller << 32 | larger`, in order. name: by which those of a large block stand beside each other."""
        found: set[int] = set()
        for block in self._blocks():
            if len(block) <= LARGE:
                found.update(one << _BITS | other for one, other in combinations(block, 2))
            else:
                found.update(_neighbours(sorted(block, key=name)))
        return sorted(found)

    def _blocks(self) -> Iterator[list[int]]:
        block, last = list[int](), -1
        for entry in sorted(self._keys):
            key = entry >> _BITS
            if key != last:
                if len(block) > 1:
                    yield block
                block, last = [], key
            block.append(entry & _PLACE)
        if len(block) > 1:
            yield block


def both(pair: int) -> tuple[int, int]:
    """The numbers of a pair."""
    return pair >> _BITS, pair & _PLACE


def _neighbours(block: Sequence[int]) -> Iterator[int]:
    for place, one in enumerate(block):
        for other in block[place + 1 : place + 1 + NEXT]:
            yield min(one, other) << _BITS | max(one, other)


def keys_of(one: Portrait) -> Iterator[str]:
    """What a lead shares with those it is compared with, each beginning with what it is."""
    yield f"n{''.join(sorted(one.whole))}"
    yield f"r{''.join(sorted(one.reading))}"
    yield f"m{one.mail.replace('.', '')}"
    yield f"l{one.local}" if len(one.local) >= _OWN else ""
    yield f"p{one.mobile}"
    yield f"p{one.phone}"
    yield f"i{one.number}"
    yield from _beside_names(one)
    yield from _of_places(one)


def _beside_names(one: Portrait) -> Iterator[str]:
    """A piece of the name beside the company, the domain, the birthday or the place."""
    places = [f"{kind}{value}|" for kind, value in (("c", one.company), ("d", one.domain), ("t", one.town), ("z", one.postcode)) if value]
    for piece in _pieces(one):
        yield from (place + piece for place in places)
        yield f"b{one.birthday}|{piece[:1]}" if one.birthday else ""


def _pieces(one: Portrait) -> set[str]:
    """Beginnings of both parts, in every script the name is known in; of kanji without a blank its first and its last letter."""
    found = {romaji(part)[:BEGINNING] for part in (one.family_reading, one.given_reading)}
    found |= {part[:BEGINNING] for part in (one.family_reading, one.given_reading)}
    if has_kanji(one.whole):
        return (found | {one.whole[:1], one.whole[-1:], one.given[:1]}) - {""}
    return (found | {part[:BEGINNING] for part in (one.family, one.given, "" if one.given else one.whole)}) - {""}


def _of_places(one: Portrait) -> Iterator[str]:
    if one.street:
        yield f"h{one.house}|{one.street[:_OWN]}" if one.house else f"h{one.street}"
        yield f"s{one.birthday}|{one.street[:BEGINNING]}" if one.birthday else ""
    yield f"w{one.postcode}|{one.house}" if one.postcode and one.house else ""

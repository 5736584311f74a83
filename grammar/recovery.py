"""Reading a declaration with mistakes: each is reported once, mended where its meaning is clear, and read past."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from grammar.diagnostics import MOST_FINDINGS, Diagnostic, Related
from grammar.lexer import Token
from grammar.machine import Machine, fits
from grammar.mistakes import diagnose
from grammar.place import Place, Repair, end_of, line_break, sign, stand_in, word
from grammar.source import Span
from grammar.syntax_rules import EMPTY_BLOCK, ONE_LINE, UNEXPECTED

# What is read instead of a line that opens a block and cannot be read, so that the block still is. `N`, `T` and `1`
# stand for some name, text and number.
_BY_WORD = {
    "choose": ("choose lead . N",),
    "handoff": ("handoff to N",),
    "task": ("task T for N",),
    "split": ("split N",),
    "together": ("together",),
    "webhook": ("webhook N",),
    "wait": ("wait for any without limit", "wait for N without limit"),
    "group": ("group N",),
    "test": ("test T",),
}
_HEADERS = ("step N", "branch N", "after 1 day", "else", "N", "T", "group N", "accepted", "done")
_LISTS = ("if all of", "send N skip if all of", "while all of", "segment N while all of", "all of", "not all of")
# What is read as the content of a block that must not be empty.
_FILLERS = ("after 1 day { }", "else { }", "N { }", "branch N { }", "tagged T", "at most 1 points", "done { }")
_STAND_INS = {"N": "NAME", "T": "STRING", "1": "NUMBER"}
_MOST_REPAIRS = 8
_LOOK_AHEAD = 8
_MOST_MARKS = 8
_MOST_RELATED = 3
_MOST_MENDED = 400


class Recovery:
    """One pass over the tokens of one declaration; the findings are collected on the way."""

    def __init__(self, start: Callable[[], Machine], tokens: list[Token]) -> None:
        self.tokens = [*tokens, line_break(end_of(tokens[-1].span))]
        self.findings: list[Diagnostic] = []
        self.place = 0
        self.machine = start()
        self.marks: list[tuple[int, Machine]] = [(0, self.machine.copy())]
        self.is_whole = True
        self.misplaced: dict[tuple[frozenset[str], int], int] = {}
        self.repairs = 0
        self.refused_at = len(self.tokens) + 1
        self.least_left = len(self.tokens) + 1
        self.stuck = 0
        # A file of mistakes only is not read to its end: each mending may put tokens in, and so make room for the next.
        self.patience = min(40 + len(self.tokens) // 4, _MOST_MENDED)

    def run(self) -> Any:
        """What was read, without what had to be left out (then it is not whole); `None` if nothing could be made of it."""
        while self.place < len(self.tokens):
            token = self.tokens[self.place]
            if fits(self.machine, (token,)):
                self.machine.take(token)
                self.place += 1
                self._note(token)
            else:
                self._mend()
        return self.machine.end()

    def _note(self, token: Token) -> None:
        """Remembers the places from which a line can be read again."""
        if token.kind == "_NL":
            self.repairs = 0
        elif token.kind != "}" or self.tokens[self.place - 2].kind != "_NL":
            return
        self.marks.append((self.place, self.machine.copy()))
        # A copy of a long block is long: only the last ones are ever gone back to.
        if len(self.marks) > _MOST_MARKS:
            del self.marks[1]

    def _mend(self) -> None:
        if self._goes_round():
            self.is_whole, self.place = False, len(self.tokens)
            return
        goes_on = self.marks[-1][0] == self.place and self.tokens[self.place].text in ("and", "or")
        mark, origin = self.marks[-2 if goes_on and len(self.marks) > 1 else -1]
        place = Place(self.tokens, self.place, self.machine, mark, origin)
        left = len(self.tokens) - self.place
        if left >= self.refused_at or self.repairs >= _MOST_REPAIRS:
            self._skip()
            return
        if self._is_empty_block(place):
            return
        repair = diagnose(place)
        self.refused_at = left
        if repair.tokens is None:
            if not self.repairs:
                self._leave_out(place, repair.finding)
            self._skip()
        else:
            self._report(repair)
            self._apply(repair)

    def _leave_out(self, place: Place, found: Diagnostic) -> None:
        """Lines that do not belong into a block are one report, however many they are: the block is not what it should be."""
        is_odd_word = place.is_word and not place.machine.knows(place.token.text)
        if found.of is UNEXPECTED and place.at == place.line and not is_odd_word:
            block = (place.expected, place.token.span.column)
            first = self.misplaced.setdefault(block, len(self.findings))
            if first < len(self.findings):
                more = Related(found.span, "and here", "ここにも")
                told = self.findings[first]
                self.findings[first] = replace(told, related=(*told.related, more)[:_MOST_RELATED])
                return
        self.findings.append(found)

    def _goes_round(self) -> bool:
        """Whether mending has not brought the reading any further for a while."""
        left = len(self.tokens) - self.place
        self.stuck = 0 if left < self.least_left else self.stuck + 1
        self.least_left = min(self.least_left, left)
        self.patience -= 1
        return self.stuck > 2 * _MOST_REPAIRS or self.patience < 0 or len(self.findings) > MOST_FINDINGS

    def _report(self, repair: Repair) -> None:
        last = self.findings[-1] if self.findings else None
        found = repair.finding
        if last is not None and last.of is found.of:
            again = found.of is ONE_LINE and found.span.line == last.span.line
            if again or _within(found.span, last.span):
                return
        self.findings.append(found)

    def _apply(self, repair: Repair) -> None:
        self.tokens[repair.start : repair.end] = repair.tokens or ()
        if any(token.kind == "}" and token.span.start == token.span.end for token in repair.tokens or ()):
            self._take_out(repair.start + 1)
        while len(self.marks) > 1 and self.marks[-1][0] > repair.start:
            self.marks.pop()
        self.place, origin = self.marks[-1]
        self.machine = origin.copy()
        self.repairs += 1

    def _take_out(self, start: int) -> None:
        """A `}` that was put in further below, to close what is closed here now."""
        for place in range(start, len(self.tokens) - 1):
            token = self.tokens[place]
            if token.kind == "}" and token.span.start == token.span.end and self.tokens[place + 1].kind == "_NL":
                del self.tokens[place : place + 2]
                return

    def _is_empty_block(self, place: Place) -> bool:
        """A `}` where something must stand: reported, and filled."""
        if place.token.kind != "}" or place.at != place.line:
            return False
        for filler in _FILLERS:
            tokens = _made(filler, place.token.span)
            if place.would_take(*tokens, place.token):
                self.findings.append(EMPTY_BLOCK.at(place.token.span))
                self.tokens[self.place : self.place] = tokens
                self.is_whole = False
                return True
        return False

    # ── leaving a line out ──────────────────────────────────────────────────────────────

    def _skip(self) -> None:
        """Leaves the rest of the line out; a block that it opens is read all the same."""
        self.is_whole = False
        self.repairs = 0
        mark, origin = self.marks[-1]
        end = self.place
        while end < len(self.tokens) - 1 and self.tokens[end].kind != "_NL":
            end += 1
        opens = end > mark and self.tokens[end - 1].kind == "{"
        if opens and self._enter(self.tokens[mark:end], self.tokens[end : end + _LOOK_AHEAD], origin):
            self.place = end
        elif opens:
            self._leave(self._block_end(end - 1), origin, mark)
        else:
            self._leave(end, origin, mark)

    def _enter(self, line: list[Token], ahead: list[Token], origin: Machine) -> bool:
        """Goes on inside of the block, as if its first line were the simple one that suits what stands below best."""
        span = line[-1].span
        lists = _LISTS if len(line) > 1 and line[-2].text == "of" else ()
        first = line[0].text
        simple = (header for headers in _BY_WORD.values() for header in headers)
        best = 0
        for header in (*lists, *_BY_WORD.get(first, ()), f"{first} N", first, *_HEADERS, *simple):
            tokens = [*_made(header, span), sign("{", span)]
            suits = _taken(origin, [*tokens, *ahead]) - len(tokens)
            if suits > best:
                best = suits
                self.machine = origin.copy()
                for token in tokens:
                    self.machine.take(token)
        return best > 0

    def _leave(self, end: int, origin: Machine, mark: int) -> None:
        """Goes on with the next line, or after the brace with which this one began."""
        self.machine = origin.copy()
        begins_with_brace = mark > 0 and self.tokens[mark - 1].kind == "}"
        self.place = end if begins_with_brace and mark <= end < len(self.tokens) else end + 1
        if self.place < len(self.tokens) and self.marks == [(0, origin)] and not begins_with_brace:
            self.place = len(self.tokens)

    def _block_end(self, opener: int) -> int:
        """The end of the line on which the block is closed for good."""
        depth = 0
        for place in range(opener, len(self.tokens)):
            kind = self.tokens[place].kind
            depth += (kind == "{") - (kind == "}")
            if depth <= 0 and kind == "_NL":
                return place
        return len(self.tokens) - 1


def _taken(origin: Machine, tokens: list[Token]) -> int:
    """How many of the tokens fit, one after the other."""
    machine = origin.trial()
    for count, token in enumerate(tokens):
        if not machine.take(token):
            return count
    return len(tokens)


def _within(inner: Span, outer: Span) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end


def _made(text: str, span: Span) -> list[Token]:
    tokens: list[Token] = []
    for each in text.split():
        if kind := _STAND_INS.get(each):
            tokens += filter(None, [stand_in(kind, span)])
        elif each == "}":
            tokens += [line_break(span), sign(each, span)]
        elif each[0].isalpha():
            tokens.append(word(each, span))
        else:
            tokens.append(sign(each, span))
    return [*tokens, line_break(span)] if "{" in text or "tagged" in text or "points" in text else tokens

"""Mistakes of values: units, signs, shares, times, and several values where one stands."""

from collections.abc import Callable, Sequence
from datetime import time
from decimal import Decimal

from grammar import syntax_rules as rules
from grammar.diagnostics import Fix
from grammar.lexer import Token
from grammar.likeness import nearest_word
from grammar.place import VALUE_KINDS, Place, Repair, end_of, joined, sign, spelled, start_of, word
from grammar.values import Number, Percent, TimeValue

UNITS = ("minute", "minutes", "hour", "hours", "day", "days", "week", "weeks", "business")
_LONG = {"month": 30, "months": 30, "year": 365, "years": 365, "ヶ月": 30, "か月": 30, "カ月": 30, "月": 30, "年": 365}
_SHORT = {
    **dict.fromkeys(("d", "日", "日間", "日後"), "days"), **dict.fromkeys(("h", "hr", "hrs", "時間", "時間後"), "hours"),
    **dict.fromkeys(("m", "min", "mins", "分", "分間", "分後"), "minutes"),
    **dict.fromkeys(("w", "wk", "wks", "週", "週間", "週間後"), "weeks"),
}  # fmt: skip
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "weekdays", "weekends")


def several_values(place: Place) -> Repair | None:
    """`is "IT" or "製造業"`."""
    tokens = place.tokens
    found = [index for index in range(place.line, place.at) if tokens[index].text == "is"]
    for first in found:
        values, end, negated = _values(tokens, first)
        if len(values) > 1 and end > place.at:
            break
    else:
        return None
    ref = first - 3 if tokens[first - 2].kind == "." else first - 1
    span = joined(tokens[first].span, tokens[end - 1].span)
    short = f"{'not ' if negated else ''}in [{', '.join(value.text for value in values)}]"
    instead = f"{spelled(tokens[ref:first])} {short}"
    listing = [word("not", span)] if negated else []
    listing += [word("in", span), sign("[", span)]
    for value in values:
        listing += [value, sign(",", span)]
    listing[-1] = sign("]", span)
    # Of `is not A or B` and `is A and B` nobody knows what was meant.
    certain = not negated and all(token.text != "and" for token in tokens[first:end])
    finding = rules.OR_OF_VALUES.at(tokens[first + 1].span, instead=instead, fix=Fix(span, short, safe=certain))
    return Repair(finding, first, end, tuple(listing))


def _values(tokens: Sequence[Token], first: int) -> tuple[list[Token], int, bool]:
    """The values of `is A or B or is C`, where they end, and whether it was `is not`."""
    values: list[Token] = []
    place, negated = first + 1, False
    if place < len(tokens) and tokens[place].text == "not":
        place, negated = place + 1, True
    while place < len(tokens) and tokens[place].kind in VALUE_KINDS:
        values.append(tokens[place])
        place += 1
        after = place
        if after < len(tokens) and tokens[after].text in ("or", "and", ","):
            after += 1
            while after < len(tokens) and tokens[after].text in ("is", "not"):
                after += 1
            if after < len(tokens) and tokens[after].kind in VALUE_KINDS:
                place = after
                continue
        break
    return values, place, negated


def several_names(place: Place) -> Repair | None:
    """`stage is 興味 or 比較検討`."""
    tokens, at = place.tokens, place.at
    if at - place.line < 5 or tokens[at - 2].text not in ("or", "and") or tokens[at - 4].text not in ("is", "not"):
        return None
    start = at - 5 if tokens[at - 4].text == "is" else at - 6
    subject = tokens[start]
    if subject.text not in ("stage", "persona"):
        return None
    said = [word(token.text, place.previous.span) for token in tokens[start : at - 3]]
    instead = f"{spelled(tokens[start : at - 2])} {tokens[at - 2].text} {spelled(said)} {place.previous.text}"
    certain = tokens[at - 2].text == "or" and tokens[at - 4].text == "is"
    fix = Fix(start_of(place.previous.span), spelled(said) + " ", safe=certain)
    finding = rules.OR_OF_VALUES.at(place.previous.span, instead=instead, fix=fix)
    return Repair(finding, at - 1, at - 1, tuple(said))


def unit(place: Place) -> Repair | None:
    """`wait 3 dayz`, `wait 3`, `wait 2 months`."""
    number = place.previous
    if "days" not in place.expected and not (number.text == "business" and "day" in place.expected):
        return None
    days = word("days", end_of(number.span))
    if not place.is_word or (number.kind == "NUMBER" and place.would_take(days, place.token)):
        if number.kind != "NUMBER":
            return None
        fix = Fix(end_of(number.span), " days")
        return place.insert(rules.NO_UNIT.at(number.span, word=number.text, fix=fix), days)
    text = place.token.text
    if text in _LONG and number.kind == "NUMBER":
        said = joined(number.span, place.token.span)
        amount = int(number.text) * _LONG[text]
        instead = f"{amount} days"
        finding = rules.MONTHS.at(said, word=spelled((number, place.token)), instead=instead, fix=Fix(said, instead))
        return place.replace(finding, word("days", place.token.span))
    meant = _SHORT.get(text.casefold(), "") if "days" in place.expected else ""
    meant = meant or nearest_word(text, [each for each in UNITS if each in place.expected])
    if not meant and not place.expected <= {*UNITS}:
        return None
    fix_word = Fix(place.token.span, meant) if meant else None
    finding = rules.UNKNOWN_UNIT.at(place.token.span, word=text, suggestion=meant, fix=fix_word)
    return place.replace(finding, word(meant or "days", place.token.span))


def fraction(place: Place) -> Repair | None:
    """`wait 1.5 days`."""
    if place.token.kind != "DECIMAL" or "NUMBER" not in place.expected:
        return None
    whole = int(Decimal(place.token.text)) + 1
    span = place.token.span
    finding = rules.FRACTION.at(span, word=place.token.text, fix=_smaller(place))
    return place.replace(finding, Token("NUMBER", str(whole), span, Number(Decimal(whole), span=span)))


_SMALLER = {"week": (7, "days"), "day": (24, "hours"), "hour": (60, "minutes")}


def _smaller(place: Place) -> Fix | None:
    """`36 hours` for `1.5 days`."""
    unit = place.tokens[place.at + 1]
    factor, smaller = _SMALLER.get(unit.text.removesuffix("s"), (0, ""))
    amount = Decimal(place.token.text) * factor
    return Fix(joined(place.token.span, unit.span), f"{int(amount)} {smaller}") if factor and amount == int(amount) else None


def missing_sign(place: Place) -> Repair | None:
    """`give 5 points`."""
    if place.token.kind not in ("NUMBER", "DECIMAL") or "SIGNED" not in place.expected or "NUMBER" in place.expected:
        return None
    text, span = "+" + place.token.text, place.token.span
    finding = rules.NO_SIGN.at(span, word=place.token.text, fix=Fix(start_of(span), "+"))
    return place.replace(finding, Token("SIGNED", text, span, Number(Decimal(text), span=span)))


def missing_points(place: Place) -> Repair | None:
    """`give +5`."""
    number = place.previous
    if "points" not in place.expected or number.kind not in ("NUMBER", "DECIMAL", "SIGNED"):
        return None
    points = word("points", end_of(number.span))
    if not place.would_take(points, place.token):
        return None
    fix = Fix(end_of(number.span), " points", safe=True)
    return place.insert(rules.NO_POINTS.at(number.span, word=number.text, fix=fix), points)


def missing_percent(place: Place) -> Repair | None:
    """`50 branch {` in a split."""
    if place.token.kind not in ("NUMBER", "DECIMAL") or "PERCENT" not in place.expected:
        return None
    if "NUMBER" in place.expected:
        return None
    text, span = place.token.text + "%", place.token.span
    finding = rules.NO_PERCENT.at(span, word=place.token.text, fix=Fix(end_of(span), "%"))
    return place.replace(finding, Token("PERCENT", text, span, Percent(Decimal(place.token.text), span=span)))


def hour_as_time(place: Place) -> Repair | None:
    """`send x at 9`."""
    if place.token.kind != "NUMBER" or "TIME" not in place.expected or "NUMBER" in place.expected:
        return None
    hour, span = int(place.token.text), place.token.span
    text = f"{hour:02}:00"
    fix = Fix(span, text) if hour < 24 else None
    finding = rules.HOUR_AS_TIME.at(span, word=place.token.text, instead=text if fix else "10:00", fix=fix)
    return place.replace(finding, Token("TIME", text, span, TimeValue(time(hour % 24), span=span)))


def day_before_time(place: Place) -> Repair | None:
    """`wait until monday 10:00`."""
    tokens, at = place.tokens, place.at
    if place.previous.text not in _WEEKDAYS or tokens[at - 2].text != "until":
        return None
    clock = at if place.token.kind == "TIME" else at + 1
    if clock >= len(tokens) or tokens[clock].kind != "TIME":
        return None
    instead = f"{tokens[clock].text} on {place.previous.text}"
    span = joined(place.previous.span, tokens[clock].span)
    finding = rules.DAY_BEFORE_TIME.at(span, instead=instead, fix=Fix(span, instead, safe=True))
    on = word("on", span)
    return Repair(finding, at - 1, clock + 1, (tokens[clock], on, place.previous))


AMOUNTS: tuple[Callable[[Place], Repair | None], ...] = (
    several_values,
    several_names,
    unit,
    fraction,
    missing_sign,
    missing_points,
    missing_percent,
    hour_as_time,
    day_before_time,
)

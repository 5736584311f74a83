"""Values that do not fit what they are compared with or given to."""

from collections.abc import Iterable, Iterator

from grammar.ast import (
    AccountRef,
    AddTo,
    Ago,
    Anniversary,
    Assignment,
    Becomes,
    Between,
    Case,
    Choose,
    Compare,
    DateTimeValue,
    DateValue,
    DidAgo,
    Does,
    EntryRef,
    EntryTime,
    EventPattern,
    FromToday,
    Given,
    Has,
    Imported,
    IsIn,
    IsNotIn,
    Items,
    LeadRef,
    Node,
    Now,
    Number,
    Percent,
    Ref,
    Relative,
    SetAttribute,
    SumOf,
    Text,
    TextTest,
    TimeValue,
    Today,
    Value,
    YesNo,
    key,
)
from grammar.checks.members import measured
from grammar.diagnostics import Diagnostic, Fix, Related, Rule
from grammar.model import Placed, Workspace
from grammar.names import field_of, nearest
from grammar.shapes import Shape, lead_shape, shape_of, shape_of_field
from grammar.wording import KINDS, shown, written

MISMATCH = Rule(
    id="T101",
    name="type-mismatch",
    en="`{name}` is {expected}, but `{value}` is {found}",
    ja="`{name}` は{expected_ja}ですが、`{value}` は{found_ja}です",
    help_en="{hint}",
    help_ja="{hint_ja}",
)
UNKNOWN_VALUE = Rule(
    id="T102",
    name="unknown-value",
    en='`{name}` can never be "{value}": it is not one of its values',
    ja="`{name}` が「{value}」になることはありません。宣言された値にないからです",
    help_en="its values: {known}",
    help_ja="宣言された値：{known}",
)
UNORDERED = Rule(
    id="T103",
    name="no-order",
    en="`{name}` is {expected}: it is neither more nor less than anything",
    ja="`{name}` は{expected_ja}なので、大小を比べられません",
    help_en="`<`, `<=`, `>`, `>=` and `between` are for numbers and dates; use `is` or `in [ ]`",
    help_ja="`<` `<=` `>` `>=` `between` は数と日付のためのものです。`is` か `in [ ]` を使います",
)
DAY_AND_MOMENT = Rule(
    id="T104",
    name="day-and-moment",
    en="`{name}` is a day, but `{value}` is a moment of a day",
    ja="`{name}` は日付ですが、`{value}` は日時です",
    help_en="compare days with days: leave the clock time away",
    help_ja="日付どうしで比べます。時刻を外してください",
)
LIST_COMPARED = Rule(
    id="T105",
    name="list-compared",
    en="`{name}` is a list: it has many items, and this asks for one value",
    ja="`{name}` は一覧です。一つの値として比べることはできません",
    help_en="ask whether an item is there: `{ref} has (FIELD is VALUE)`",
    help_ja="「当てはまる項目があるか」を尋ねます：`{ref} has (項目 is 値)`",
)
NO_LIST = Rule(
    id="T106",
    name="not-a-list",
    en="`{name}` is {expected}, not a list: it has no items to look at",
    ja="`{name}` は{expected_ja}で、一覧ではありません",
    help_en="compare it directly: `{ref} is VALUE`",
    help_ja="そのまま比べます：`{ref} is 値`",
)
NOT_TEXT = Rule(
    id="T107",
    name="text-test-on-other",
    en="`{operator}` looks into a text, but `{name}` is {expected}",
    ja="`{operator}` は文字の中を調べますが、`{name}` は{expected_ja}です",
    help_en="compare it with `is`, `<` or `between`",
    help_ja="`is` や `<` や `between` で比べます",
)
NOT_COUNTABLE = Rule(
    id="T108",
    name="not-countable",
    en="`{name}` is {expected}: nothing can be added up",
    ja="`{name}` は{expected_ja}なので、足し算できません",
    help_en="`add`, `sum of` and `per … of` are for a `number`",
    help_ja="`add`、`sum of`、`per … of` は `number` のためのものです",
)
MISSING_FIELD = Rule(
    id="T109",
    name="missing-field",
    en="`{event}` always has `{name}`, but this one has none",
    ja="`{event}` には必ず `{name}` がありますが、ここにはありません",
    help_en="give it: `{name} = …`, or declare the field `optional`",
    help_ja="`{name} = …` を加えるか、項目を `optional` と宣言します",
)

NOT_A_DATE = Rule(
    id="T110",
    name="not-a-date",
    en="`{name}` is {expected}: nothing is before or after it",
    ja="`{name}` は{expected_ja}なので、その前や後はありません",
    help_en="wait for a `date` or a `datetime`, or count from here: `wait 3 days`",
    help_ja="`date` か `datetime` を待つか、ここから数えます：`wait 3 days`",
)

TODAY = Rule(
    id="T113",
    name="today-for-moment",
    en="`{name}` is a moment, and `today` is only its day: this sets the beginning of the day",
    ja="`{name}` は日時ですが、`today` は日付だけです。その日の 0 時になります",
    help_en="write `now` for this moment",
    help_ja="この瞬間なら `now` と書きます",
    severity="warning",
)

RULES = (
    MISMATCH, UNKNOWN_VALUE, UNORDERED, DAY_AND_MOMENT, LIST_COMPARED, NO_LIST, NOT_TEXT, NOT_COUNTABLE, MISSING_FIELD,
    NOT_A_DATE, TODAY,
)  # fmt: skip


def check(workspace: Workspace) -> Iterable[Diagnostic]:
    """Everything that is compared or set is of one kind with its value."""
    yield from _comparisons(workspace)
    yield from _lists(workspace)
    yield from _texts(workspace)
    yield from _choices(workspace)
    yield from _settings(workspace)
    yield from _played(workspace)
    yield from _moments(workspace)
    yield from _sums(workspace)


class Fitting:
    """Compares values with shapes at one place."""

    def __init__(self, workspace: Workspace, placed: Placed[Node]) -> None:
        self.workspace = workspace
        self.placed = placed

    def values(self, ref: Ref, values: Iterable[Value]) -> Iterator[Diagnostic]:
        shape = shape_of(ref, self.placed, self.workspace.symbols)
        if shape is None:
            return
        if shape.kind == "list":
            yield LIST_COMPARED.at(ref.span, name=ref.name, ref=written(ref))
            return
        for value in values:
            yield from self.value(written(ref), shape, value)

    def value(self, name: str, shape: Shape, value: Value | Items | None) -> Iterator[Diagnostic]:
        """None: the value is taken away, which is always possible. Items of lists are looked at in `items`."""
        if value is None or isinstance(value, Items):
            return
        found = self.kind_of(value)
        if found is None or (shape.kind, found) == ("datetime", "date"):
            return
        if (shape.kind, found) == ("date", "datetime"):
            yield DAY_AND_MOMENT.at(value.span, name=name, value=shown(value))
        elif shape.kind != found:
            yield _mismatch(name, shape, value, found)
        elif shape.choices and isinstance(value, Text | Number):
            yield from _choice(name, shape, value)

    def kind_of(self, value: Value) -> str | None:
        """The kind of a value; None if it is an unknown name, or fits both days and moments."""
        match value:
            case Text():
                return "text"
            case Number() | Percent():
                return "number"
            case YesNo():
                return "yesno"
            case DateValue() | Today():
                return "date"
            case DateTimeValue() | Now():
                return "datetime"
            case TimeValue():
                return "time"
            case Ago(duration=duration) | FromToday(duration=duration):
                return "date" if duration.unit in ("day", "week", "business day") else "datetime"
            case LeadRef() | AccountRef() | EntryRef():
                shape = shape_of(value, self.placed, self.workspace.symbols)
                return shape.kind if shape else None


def _comparisons(workspace: Workspace) -> Iterator[Diagnostic]:
    for compare in workspace.placed(Compare):
        node = compare.node
        found = list(Fitting(workspace, compare).values(node.left, [node.right]))
        if not found and node.operator not in ("is", "is not"):
            found = list(_order(compare, node.left, workspace))
        yield from found
    for between in workspace.placed(Between):
        ends = [between.node.low, between.node.high]
        found = list(Fitting(workspace, between).values(between.node.ref, ends))
        yield from found or _order(between, between.node.ref, workspace)
    memberships: list[Placed[IsIn | IsNotIn]] = [*workspace.placed(IsIn), *workspace.placed(IsNotIn)]
    for isin in memberships:
        yield from Fitting(workspace, isin).values(isin.node.ref, isin.node.values)


def _order(placed: Placed[Compare] | Placed[Between], ref: Ref, workspace: Workspace) -> Iterator[Diagnostic]:
    shape = shape_of(ref, placed, workspace.symbols)
    if shape and shape.kind != "list" and not shape.is_ordered:
        en, ja = KINDS[shape.kind]
        yield UNORDERED.at(placed.node.span, name=written(ref), expected=en, expected_ja=ja)


def _lists(workspace: Workspace) -> Iterator[Diagnostic]:
    for placed in workspace.placed(Has):
        ref = placed.node.ref
        shape = shape_of(ref, placed, workspace.symbols)
        if shape and shape.kind != "list":
            en, ja = KINDS[shape.kind]
            yield NO_LIST.at(ref.span, name=written(ref), expected=en, expected_ja=ja, ref=written(ref))


def _texts(workspace: Workspace) -> Iterator[Diagnostic]:
    for placed in workspace.placed(TextTest):
        ref = placed.node.ref
        shape = shape_of(ref, placed, workspace.symbols)
        if shape is None:
            continue
        if shape.kind == "text":
            yield from Fitting(workspace, placed).value(written(ref), Shape("text"), placed.node.text)
            continue
        if shape.kind == "list":
            yield LIST_COMPARED.at(ref.span, name=ref.name, ref=written(ref))
            continue
        en, ja = KINDS[shape.kind]
        yield NOT_TEXT.at(
            placed.node.span, name=written(ref), operator=placed.node.operator, expected=en, expected_ja=ja
        )


def _choices(workspace: Workspace) -> Iterator[Diagnostic]:
    for placed in workspace.placed(Choose):
        fitting = Fitting(workspace, placed)
        cases = [arm for arm in placed.node.arms if isinstance(arm, Case)]
        yield from fitting.values(placed.node.ref, [value for case in cases for value in case.values])


def _settings(workspace: Workspace) -> Iterator[Diagnostic]:
    for placed in workspace.placed(SetAttribute):
        if placed.node.value is not None:
            fitting = Fitting(workspace, placed)
            yield from fitting.values(placed.node.target, [placed.node.value])
            shape = shape_of(placed.node.target, placed, workspace.symbols)
            if shape and shape.kind == "datetime" and isinstance(placed.node.value, Today):
                fix = Fix(placed.node.value.span, "now")
                yield TODAY.at(placed.node.value.span, name=written(placed.node.target), suggestion="now", fix=fix)
    for add in workspace.placed(AddTo):
        target = add.node.target
        shape = shape_of(target, add, workspace.symbols)
        if shape and shape.kind != "number":
            en, ja = KINDS[shape.kind]
            yield NOT_COUNTABLE.at(target.span, name=written(target), expected=en, expected_ja=ja)


def _played(workspace: Workspace) -> Iterator[Diagnostic]:
    played: list[Placed[Does | DidAgo]] = [*workspace.placed(Does), *workspace.placed(DidAgo)]
    for placed in played:
        does = placed.node
        event = workspace.symbols.event(does.event)
        if event is None:
            continue
        fitting = Fitting(workspace, placed)
        for each in does.values:
            field = field_of(event.fields, each.name)
            if field and each.value is not None and not isinstance(each.value, Items):
                yield from fitting.value(str(each.name), shape_of_field(field), each.value)
        given = {each.name.key for each in does.values if each.value is not None}
        for field in event.fields:
            if not field.optional and field.name.key not in given:
                note = Related(field.span, "the field is declared here", "項目の宣言はここです")
                yield MISSING_FIELD.at(does.event.span, event=event.name, name=field.name, related=[note])
    leads: list[Placed[Given | Becomes | Imported]] = [
        *workspace.placed(Given), *workspace.placed(Becomes), *workspace.placed(Imported),
    ]  # fmt: skip
    for owner in leads:
        yield from _attributes(workspace, owner, owner.node.values)


def _attributes(
    workspace: Workspace, placed: Placed[Node], values: Iterable[Assignment]
) -> Iterator[Diagnostic]:
    for each in values:
        shape = lead_shape(each.name, workspace.symbols)
        if shape and each.value is not None and not isinstance(each.value, Items):
            yield from Fitting(workspace, placed).value(str(each.name), shape, each.value)


def _moments(workspace: Workspace) -> Iterator[Diagnostic]:
    anchors: list[Placed[Relative | Anniversary]] = [*workspace.placed(Relative), *workspace.placed(Anniversary)]
    for placed in anchors:
        ref = placed.node.ref if isinstance(placed.node, Anniversary) else placed.node.anchor
        if isinstance(ref, EntryTime | Anniversary):
            continue
        shape = shape_of(ref, placed, workspace.symbols)
        if shape and shape.kind not in ("date", "datetime"):
            en, ja = KINDS[shape.kind]
            yield NOT_A_DATE.at(ref.span, name=written(ref), expected=en, expected_ja=ja)


def _sums(workspace: Workspace) -> Iterator[Diagnostic]:
    counted = [(total.field, total.event) for total in workspace.each(SumOf)]
    counted += [(name, pattern.event) for name, pattern in measured(workspace) if isinstance(pattern, EventPattern)]
    for name, of in counted:
        event = workspace.symbols.event(of)
        field = field_of(event.fields, name) if event else None
        shape = shape_of_field(field) if field else None
        if shape and shape.kind != "number":
            en, ja = KINDS[shape.kind]
            yield NOT_COUNTABLE.at(name.span, name=name, expected=en, expected_ja=ja)


# ── sentences ───────────────────────────────────────────────────────────────────────────


def _choice(name: str, shape: Shape, value: Text | Number) -> Iterator[Diagnostic]:
    text = str(value.value)
    if key(text) in {key(each) for each in shape.choices}:
        return
    near = nearest(text, shape.choices)
    fix = Fix(value.span, f'"{near}"') if near else None
    known = ", ".join(f'"{each}"' for each in shape.choices)
    notes = [Related(shape.declared.span, "it is declared here", "宣言はここです")] if shape.declared else []
    yield UNKNOWN_VALUE.at(value.span, name=name, value=text, known=known, suggestion=near, fix=fix, related=notes)


def _mismatch(name: str, shape: Shape, value: Value, found: str) -> Diagnostic:
    expected, found_words = KINDS[shape.kind], KINDS[found]
    hint, hint_ja, fix = _advice(shape, value)
    return MISMATCH.at(
        value.span, name=name, value=shown(value), fix=fix,
        expected=expected[0], expected_ja=expected[1], found=found_words[0], found_ja=found_words[1],
        hint=hint, hint_ja=hint_ja,
    )  # fmt: skip


def _advice(shape: Shape, value: Value) -> tuple[str, str, Fix | None]:
    match shape.kind, value:
        case "number", Text(value=text) if text.strip().replace(".", "", 1).isdigit() and text.isascii():
            bare = text.strip()
            return f"write it without quotes: `{bare}`", f"引用符を外します：`{bare}`", Fix(value.span, bare, safe=True)
        case "text", Number(value=number):
            quoted = f'"{number}"'
            return f"write it in quotes: `{quoted}`", f"引用符で囲みます：`{quoted}`", Fix(value.span, quoted, safe=True)
        case "yesno", _:
            return "write `yes` or `no`", "`yes` か `no` と書きます", None
        case "date", _:
            return "write a day, `2026-11-02` or `today`", "`2026-11-02` のような日付か `today` と書きます", None
        case _:
            return "", "", None

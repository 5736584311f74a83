"""Items of lists: their fields, as scenarios add them and as tests give them."""

from collections.abc import Iterable, Iterator

from grammar.ast import AddItem, Assignment, Field, Item, Items, Name, Node, RemoveItems
from grammar.checks.members import UNKNOWN_FIELD
from grammar.checks.types import MISSING_FIELD, NO_LIST, Fitting
from grammar.checks.unknown import missing
from grammar.diagnostics import Diagnostic, Related, Rule
from grammar.model import Placed, Workspace
from grammar.names import field_of, nearest
from grammar.shapes import Shape, lead_shape, shape_of, shape_of_field
from grammar.wording import KINDS, written

RULES: tuple[Rule, ...] = ()


def check(workspace: Workspace) -> Iterable[Diagnostic]:
    """An item has the fields of its list, each of its kind, and only a list has items."""
    for added in workspace.placed(AddItem):
        shape = shape_of(added.node.target, added, workspace.symbols)
        if shape is not None and shape.kind == "list":
            yield from _item(workspace, added, added.node.item, (added.node.target.name, shape))
        elif shape is not None:
            yield _no_list(added.node.target, written(added.node.target), shape)
    for removed in workspace.placed(RemoveItems):
        shape = shape_of(removed.node.ref, removed, workspace.symbols)
        if shape is not None and shape.kind != "list":
            yield _no_list(removed.node.ref, written(removed.node.ref), shape)
    for given in workspace.placed(Assignment):
        if isinstance(given.node.value, Items):
            yield from _given(workspace, given, given.node.value)


def _given(workspace: Workspace, given: Placed[Assignment], items: Items) -> Iterator[Diagnostic]:
    name = given.node.name
    shape = lead_shape(name, workspace.symbols)
    if shape is not None and shape.kind != "list":
        yield _no_list(given.node, str(name), shape)
    for item in items.items if shape is not None and shape.kind == "list" else ():
        yield from _item(workspace, given, item, (name, shape))


def _item(workspace: Workspace, placed: Placed[Node], item: Item, of: tuple[Name, Shape | None]) -> Iterator[Diagnostic]:
    owner, shape = of
    fields = shape.fields if shape is not None else ()
    for each in item.values:
        field = field_of(fields, each.name)
        if field is None:
            yield _unknown(each.name, fields, owner)
        elif each.value is not None and not isinstance(each.value, Items):
            yield from Fitting(workspace, placed).value(str(each.name), shape_of_field(field), each.value)
    given = {each.name.key for each in item.values if each.value is not None}
    for field in fields:
        if not field.optional and field.name.key not in given:
            note = Related(field.span, "the field is declared here", "項目の宣言はここです")
            yield MISSING_FIELD.at(item.span, event=owner, name=field.name, related=[note])


def _unknown(name: Name, fields: tuple[Field, ...], owner: Name) -> Diagnostic:
    known = [str(field.name) for field in fields]
    listed = ", ".join(f"`{each}`" for each in known) or "-"
    return missing(UNKNOWN_FIELD, name, nearest(name, known), owner=owner, known=listed)


def _no_list(place: Node, name: str, shape: Shape) -> Diagnostic:
    en, ja = KINDS[shape.kind]
    return NO_LIST.at(place.span, name=name, expected=en, expected_ja=ja, ref=name)

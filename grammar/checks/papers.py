"""Assets and forms: each paper lies somewhere and is offered, each form asks for what can be filled in and tells a whole event."""

from collections.abc import Iterable, Iterator
from functools import partial

from grammar.ast import Ask, Asset, AssetAccess, AssetFile, AssetUrl, Compare, FieldRef, Form, ListAttribute, Offers, Raises, Text, key
from grammar.checks.members import UNKNOWN_FIELD
from grammar.checks.types import MISSING_FIELD, Fitting
from grammar.diagnostics import Diagnostic, Fix, Related, Rule
from grammar.facts import LinkFacts, TemplateFacts
from grammar.model import Placed, Workspace
from grammar.names import field_of, nearest
from grammar.shapes import shape_of_field
from grammar.source import Span
from grammar.values import Items

NOT_DECLARED = Rule(
    id="N120",
    name="asset-not-declared",
    en='there is no asset "{name}", by its name or by its label',
    ja="「{name}」という資料（asset）は、名前でも表示名でも宣言されていません",
    help_en="declare it: `asset …`, or write the name of one that is",
    help_ja="`asset …` と宣言するか、宣言したものの名前を書きます",
    severity="warning",
)
FILE_MISSING = Rule(
    id="M341",
    name="asset-file-missing",
    en='there is no file "{name}" in the folder `assets`',
    ja="フォルダー `assets` に「{name}」がありません",
    help_en="put it there, beside `nurture.toml`, or correct its name",
    help_ja="`nurture.toml` と同じ場所の `assets` に置くか、名前を直します",
)
PLACE = Rule(
    id="M342",
    name="asset-without-place",
    en="of the asset `{name}` it must be clear where it lies: one `file`, or one `url` that begins with https://",
    ja="資料 `{name}` の置き場所がはっきりしません。`file` か、https:// で始まる `url` を一つだけ書きます",
    help_en='write `file "{name}.pdf"` and put it into the folder `assets`',
    help_ja='`file "{name}.pdf"` と書き、フォルダー `assets` に置きます',
)
LINK = Rule(
    id="M343",
    name="link-to-unknown-asset",
    en="the mail `{mail}` links to the asset `{name}`, which is not declared",
    ja="メール `{mail}` のリンク先の資料 `{name}` は宣言されていません",
    help_en="declare it: `asset {name} {{ … }}`, or correct the template",
    help_ja="`asset {name} {{ … }}` と宣言するか、テンプレートを直します",
)
NEVER_MAILED = Rule(
    id="M344",
    name="asset-never-mailed",
    en="the form promises `{name}` by mail, and no mail that is sent links to it",
    ja="フォームは `{name}` をメールで届けると約束していますが、それへのリンクがあるメールは送られません",
    help_en="write `[…](asset:{name})` into the mail that a scenario sends then",
    help_ja="シナリオで送るメールに `[…](asset:{name})` と書きます",
    severity="warning",
)
NO_FIELD = Rule(
    id="T142",
    name="list-in-a-form",
    en="`{name}` is a list, and no field of a form can take one",
    ja="`{name}` はリストなので、フォームの項目にはできません",
    help_en="ask for an attribute that is text, a number, a choice, a date or a yes",
    help_ja="テキスト、数、選択肢、日付、はい・いいえの属性にします",
)
UNOFFERED = Rule(
    id="Q724",
    name="asset-nobody-offers",
    en="nobody can get the asset `{name}`: no form offers it, and no mail links to it",
    ja="資料 `{name}` は、フォームでもメールでも渡されません",
    help_en="write `offers {name}` into a form, or `[…](asset:{name})` into a mail",
    help_ja="フォームに `offers {name}` と書くか、メールに `[…](asset:{name})` と書きます",
    severity="warning",
)

RULES = (NOT_DECLARED, FILE_MISSING, PLACE, LINK, NEVER_MAILED, NO_FIELD, UNOFFERED)

SCHEME = "asset:"
"""How a link in a mail begins that leads to an asset."""
OWN_FIELDS = ("asset", "form")
"""Fields of an event that an asset or a form fills in by itself."""


def check(workspace: Workspace) -> Iterable[Diagnostic]:
    """What is handed out, and by what."""
    for asset in workspace.each(Asset):
        yield from _place(workspace, asset)
    for form in workspace.each(Form):
        yield from _fields(workspace, form)
    for raises in workspace.placed(Raises):
        yield from _raised(workspace, raises)
    yield from _compared(workspace)
    if workspace.templates is not None:
        yield from _linked(workspace)
        if workspace.is_whole:
            yield from _offered(workspace)


def _place(workspace: Workspace, asset: Asset) -> Iterator[Diagnostic]:
    files = [rule for rule in asset.rules if isinstance(rule, AssetFile)]
    urls = [rule for rule in asset.rules if isinstance(rule, AssetUrl)]
    if len(files) + len(urls) != 1 or not all(one.url.startswith(("https://", "http://")) for one in urls):
        yield PLACE.at(asset.name.span, name=asset.name)
    for file in files:
        if workspace.papers is not None and file.path not in workspace.papers:
            yield FILE_MISSING.at(file.span, name=file.path, suggestion=nearest(file.path, workspace.papers))


def _fields(workspace: Workspace, form: Form) -> Iterator[Diagnostic]:
    for ask in form.rules:
        if isinstance(ask, Ask) and isinstance(workspace.symbols.attribute(ask.attribute), ListAttribute):
            yield NO_FIELD.at(ask.attribute.span, name=ask.attribute)


def _raised(workspace: Workspace, placed: Placed[Raises]) -> Iterator[Diagnostic]:
    """Every field of the event is there: given, asked for, or the name of what tells it."""
    raises = placed.node
    event = workspace.symbols.event(raises.event)
    if event is None:
        return
    fitting = Fitting(workspace, placed)
    for each in raises.values:
        field = field_of(event.fields, each.name)
        if field is None:
            known = [one.name for one in event.fields]
            told, near = ", ".join(f"`{one}`" for one in known), nearest(each.name, known)
            fix = Fix(each.name.span, near) if near else None
            yield UNKNOWN_FIELD.at(each.name.span, owner=event.name, name=each.name, known=told, suggestion=near, fix=fix)
        elif each.value is not None and not isinstance(each.value, Items):
            yield from fitting.value(str(each.name), shape_of_field(field), each.value)
    filled = {each.name.key for each in raises.values if each.value is not None} | set(map(key, OWN_FIELDS))
    if isinstance(placed.owner, Form):
        filled |= {ask.attribute.key for ask in placed.owner.rules if isinstance(ask, Ask) and not ask.optional}
    for field in event.fields:
        if not field.optional and field.name.key not in filled:
            note = Related(field.span, "the field is declared here", "項目の宣言はここです")
            yield MISSING_FIELD.at(raises.event.span, event=event.name, name=field.name, related=[note])


def _compared(workspace: Workspace) -> Iterator[Diagnostic]:
    """`where asset is "…"`, once assets are declared."""
    assets = list(workspace.all(Asset))
    known = {key(name) for asset in assets for name in (str(asset.name), asset.label) if name}
    for placed in workspace.placed(Compare) if assets else ():
        asked, value = placed.node.left, placed.node.right
        if placed.source is None or not isinstance(asked, FieldRef) or asked.name.key != "asset" or not isinstance(value, Text):
            continue
        if key(value.value) not in known:
            near = nearest(value.value, [str(asset.name) for asset in assets] + [asset.label for asset in assets if asset.label])
            fix = Fix(value.span, f'"{near}"') if near else None
            yield NOT_DECLARED.at(value.span, name=value.value, suggestion=near, fix=fix)


# ── mails ───────────────────────────────────────────────────────────────────────────────


def links_of(workspace: Workspace) -> Iterator[tuple[TemplateFacts, LinkFacts, str]]:
    """The links of mails that lead to assets, each with the name of its asset."""
    for template in (workspace.templates or {}).values():
        for link in template.links:
            if link.target.lower().startswith(SCHEME):
                yield template, link, link.target[len(SCHEME) :]


def _linked(workspace: Workspace) -> Iterator[Diagnostic]:
    for template, link, name in links_of(workspace):
        places = workspace.sent.get(key(template.name), ())
        if places and not workspace.symbols.knows("asset", name):
            place = Span(template.path, 0, 0, link.line or 1, 1, link.line or 1, 1)
            note = Related(places[0].span, "it is sent here", "送るのは、ここです")
            near = workspace.symbols.nearest("asset", name)
            yield LINK.at(place, mail=template.name, name=name, suggestion=near, related=[note])


def _offered(workspace: Workspace) -> Iterator[Diagnostic]:
    """A paper that nobody can get, and one that is promised by mail and stands in none."""
    mailed = {key(name) for template, _, name in links_of(workspace) if key(template.name) in workspace.sent}
    promised = {one.asset.key for one in workspace.all(Offers)}
    knows = partial(workspace.symbols.knows, "asset")
    for one in workspace.each(Offers):
        if one.by_mail and one.asset.key not in mailed and knows(one.asset):
            yield NEVER_MAILED.at(one.asset.span, name=one.asset)
    for asset in workspace.each(Asset):
        if asset.name.key not in promised | mailed and not _is_free(asset):
            yield UNOFFERED.at(asset.name.span, name=asset.name)


def _is_free(asset: Asset) -> bool:
    """What lies open to everybody has an address of its own."""
    return any(isinstance(rule, AssetAccess) and rule.access == "free" for rule in asset.rules)


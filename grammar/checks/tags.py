"""Tags are words of one's own, so none is unknown; but one that nearly is another was probably meant to be it."""

from collections.abc import Iterable

from grammar.ast import GivenTag, IsTagged, Tag, TagExpected, Tagged, Untag, key
from grammar.diagnostics import Diagnostic, Related, Rule
from grammar.fixes import requoted
from grammar.model import Workspace
from grammar.names import likeness

MISSPELT = Rule(
    id="N116",
    name="misspelt-tag",
    en='nothing gives the tag "{name}"',
    ja="タグ「{name}」を付けるところがありません",
    help_en="if it comes from an import or from another system, all is well",
    help_ja="取り込みやほかのシステムから来るものなら、このままで構いません",
    severity="warning",
)

RULES = (MISSPELT,)

NEARLY = 0.7


def check(workspace: Workspace) -> Iterable[Diagnostic]:
    """Every tag that is asked for, and is nearly one that is given, is given."""
    giving: list[Tag | GivenTag | IsTagged] = [*workspace.all(GivenTag), *workspace.all(IsTagged), *workspace.all(Tag)]
    given = {key(tag.tag): tag for tag in giving}
    asked: list[Tagged | TagExpected | Untag] = [*workspace.each(Tagged), *workspace.each(Untag)]
    asked += [each for each in workspace.each(TagExpected) if not each.absent]
    for use in asked:
        if key(use.tag) in given:
            continue
        best = max(given.values(), key=lambda tag: likeness(use.tag, tag.tag), default=None)
        if best is not None and likeness(use.tag, best.tag) >= NEARLY:
            note = Related(best.span, f'"{best.tag}" is given here', f"「{best.tag}」はここで付けます")
            fix = requoted(workspace.text(use.span), use.span, (use.tag, best.tag))
            yield MISSPELT.at(use.span, name=use.tag, suggestion=best.tag, related=[note], fix=fix)

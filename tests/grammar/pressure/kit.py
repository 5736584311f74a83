"""Small programs for the tests of mail pressure."""

from engine.templates.facts import TemplateFacts
from grammar.model import Workspace
from grammar.parse import parse
from grammar.workspace import assemble

CATALOGUE = """\
attribute 役職: one of ["担当", "部長"] optional
attribute 予算: number optional
event download {
  kind: text optional
}
event inquiry
event visit
topic news
persona 部長 while lead.役職 is "部長"
persona 担当 while lead.役職 is "担当"
"""


def scenario(name: str, *lines: str, enter: str = "enter on download") -> str:
    """Its entry, its rules and its statements."""
    return f"scenario {name} {{\n  {enter}\n" + "".join(f"  {line}\n" for line in lines) + "}\n"


def policy(*lines: str) -> str:
    return "policy 規則 {\n" + "".join(f"  {line}\n" for line in lines) + "}\n"


def workspace_of(text: str, **templates: str) -> Workspace:
    """templates: topic of a mail, or `transactional`."""
    bare = parse(CATALOGUE + text, "a.nurture")
    assert not bare.diagnostics, bare.diagnostics[0].message()
    names = [str(places[0]) for places in assemble([bare]).sent.values()]
    facts = {name: _facts(name, templates.get(name, "")) for name in names}
    return assemble([bare], facts)


def _facts(name: str, said: str) -> TemplateFacts:
    if said == "transactional":
        return TemplateFacts(name, f"{name}.md", purpose="transactional")
    return TemplateFacts(name, f"{name}.md", topic=said, has_unsubscribe=True)

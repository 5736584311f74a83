"""Small programs with and without something that no lead ever comes to."""

from grammar.parse import parse
from grammar.workspace import assemble, check_workspace

CATALOGUE = """
attribute 業種: one of ["製造業", "小売業", "IT"] optional
attribute 規模: one of ["大", "小"]
attribute 部署: text optional
attribute 社員: number optional
attribute 予算: yesno optional
attribute 導入: date optional
attribute 面談: datetime optional
event download {
  kind: one of ["whitepaper", "price-list"]
  pages: number optional
}
event page-view
topic news
team 営業 {
  accept within 1 day
  reject reasons ["早い", "高い"]
}
score 関心 {
  on download give +20 points
  keep between 0 and 100
  level warm at 40
  level hot at 80
}
score 適合 {
  while lead.業種 is "IT" give +30 points
  keep at least 0
}
segment 大手 while lead.規模 is "大" and lead.社員 >= 1000
segment 大手のIT while in segment 大手 and lead.業種 is "IT"
persona 役員 while lead.部署 is "役員"
persona 情シス while lead.部署 contains "情報"
checklist 確度 {
  金 worth 50 points while lead.予算 is yes
  人 worth 30 points while lead.部署 is not empty
  物 worth 20 points while lead.導入 is not empty
  pass at 70 points
}
journey {
  stage 認知
  stage 興味 when score 関心 >= 40
  stage 商談 on page-view
}
"""
UNREACHABLE = ("F201", "F202", "F203", "F204", "F205", "F206", "F207", "F208", "F209", "S401", "S407")
"""What says of a place, or of a condition, that nobody comes to it."""


def findings(text: str) -> list[tuple[str, str]]:
    """(rule, the line it points at) of everything that is said to be out of reach."""
    result = parse(CATALOGUE + text, "example.nurture")
    assert not result.diagnostics, result.diagnostics[0].message()
    lines = (CATALOGUE + text).splitlines()
    found = check_workspace(assemble([result]))
    return [(one.rule, lines[one.span.line - 1].strip()) for one in found if one.rule in UNREACHABLE]


def said(text: str, rule: str) -> list[str]:
    """That rule, as often as it is told, hints too."""
    found = check_workspace(assemble([parse(CATALOGUE + text, "example.nurture")]))
    return [one.rule for one in found if one.rule == rule]


def scenario(*lines: str) -> str:
    """One scenario of these lines, entered by a download."""
    return "\n".join(["scenario 育成 {", "  enter on download", *lines, "}", ""])


def chain(*conditions: str, rest: bool = False) -> str:
    """`if … else if …`, with an `else` if rest, each with a mail of its own."""
    lines: list[str] = []
    for number, condition in enumerate(conditions):
        lines += [f"{'if' if number == 0 else '} else if'} {condition} {{", f"send mail-{number}"]
    return scenario(*lines, *(["} else {", "send mail-rest"] if rest else []), "}")

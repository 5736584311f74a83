"""What somebody writes into a form to hurt whoever opens a table or a page: made from parts, always the same."""

from itertools import islice, product
from random import Random

FORMULAS = (
    "=1+1", "=HYPERLINK(\"http://evil.example\",\"x\")", "=cmd|' /C calc'!A0", "+1+1", "-1+1", "@SUM(1+1)", "\t=1+1", "\r=1+1", "＝1+1",
    "＋1+1", "－1+1",
    "＠SUM(1+1)", "=IMPORTXML(\"http://evil.example\")", "%0A=1+1", "|=1", "−1+1", "﹦1", "=", "-", "+", "@", "'=1+1", "''=1+1", "-2+3",
    "+81312345678", "-3.5",
)  # fmt: skip
SCRIPTS = (
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "\"><svg onload=alert(1)>", "' onmouseover='alert(1)",
    "javascript:alert(1)",
    "<iframe srcdoc='<script>alert(1)</script>'>", "</title><script>alert(1)</script>", "<!--<script>", "&lt;script&gt;",
    "<a href='javascript:x'>y</a>",
    "</style><script>alert(1)</script>", "]]><script>alert(1)</script>", "<scr\u200bipt>", "＜script＞alert(1)＜/script＞",
    "<math><mi//xlink:href=\"data:x\">",
)  # fmt: skip
TEMPLATES = ("{{ 7*191 }}", "{% raw %}", "${7*191}", "#{7*191}", "{{ lead.__class__ }}", "%(a)s", "{0.__class__}", "`id`", "$(id)")
SIGNS = ("\"", "\"\"", "'", ",", ";", "a,b", "a\nb", "a\r\nb", "a\rb", "\n=1", "a\tb", "\\", "\\\"", "''", "\u2028=1", "\x0b=1",
"\x85=1", "a\u0085b")
HIDDEN = ("\u202e=1+1", "\u200b=1+1", "\ufeff=1+1", "\u2066x\u2069", "\u00ad=1", "\x01=1", "\x1b[31m", "\x7f", "\u3000=1+1", "\x1c=1",
"\xa0=1", "髙﨑①㈱")
BLANKS = ("", " ", "  ", "\u3000", "\"", "'", " '", "\" ", "\xa0")


def fields(count: int) -> list[str]:
    """Different ones: each alone, then behind blanks and quotes, then two behind each other."""
    plain = [*FORMULAS, *SCRIPTS, *TEMPLATES, *SIGNS, *HIDDEN]
    behind = [before + one for before, one in product(BLANKS, plain)]
    mixed = [one + other + after for one, other in product(plain, plain) for after in ("", " ", "\n")]
    Random(7).shuffle(mixed)
    return list(islice(dict.fromkeys([*plain, *behind, *mixed]), count))

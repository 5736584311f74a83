"""Comments of a template that may allow a finding, and what they count for."""

from engine.templates.inspection import inspect
from engine.templates.sources import TemplateSource

MAIL = """\
---
# for the spring
subject: Thanks
  # allow M315 because both links are one page
---
{# allow M312 because everybody has a name #}
Dear {{ lead.name }}, {# allow M312 because why not #}
{#- see X501 -#}
{# prose #} and the rest
"""


def test_comments_that_may_allow_something_are_kept_with_the_lines_they_count_for() -> None:
    found = inspect(TemplateSource("m", "m.md", ".md", MAIL)).comments

    assert [
        ("# allow M315 because both links are one page", 4, 3, 1, 10),
        ("# allow M312 because everybody has a name", 6, 1, 6, 7),
        ("# allow M312 because why not", 7, 23, 7, 7),
        ("# see X501", 8, 1, 8, 9),
    ] == [(one.text, one.line, one.column, one.first, one.last) for one in found]

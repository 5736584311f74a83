"""Known ways out of the template language: none reaches a mail, whether a template's author tries or a lead's data."""

import pytest

from engine.templates.inspection import inspect
from engine.templates.mails import BadTemplate, compile_mail
from engine.templates.reading import read_template
from engine.templates.sandbox import environment
from engine.templates.values import MissingValue
from tests.engine.templates.letters import Write, source_of

ESCAPES = [
    "{{ ''.__class__.__mro__[1].__subclasses__() }}",
    "{{ ''['__class__'] }}",
    "{{ lead['__class__'] }}",
    "{{ lead.__class__ }}",
    "{{ lead.name.__class__.__base__ }}",
    "{{ lead.name.format(lead) }}",
    "{{ '{0.__class__}'.format(lead) }}",
    "{{ 'x'.join(['a']) }}",
    "{{ self }}",
    "{{ self.__init__.__globals__ }}",
    "{{ self._TemplateReference__context }}",
    "{{ config }}",
    "{{ request.application }}",
    "{{ cycler.__init__.__globals__.os.popen('id').read() }}",
    "{{ joiner.__init__.__globals__ }}",
    "{{ namespace.__init__.__globals__ }}",
    "{{ lipsum.__globals__['os'] }}",
    "{{ lipsum() }}",
    "{{ range(1000000) }}",
    "{{ dict(a=1) }}",
    "{{ get_flashed_messages() }}",
    "{{ url_for.__globals__ }}",
    "{{ write_link }}",
    "{{ write_link(0, 'https://evil.example') }}",
    "{{ link0 }}",
    "{{ lead|attr('__class__') }}",
    "{{ lead|attr('\\x5f\\x5fclass\\x5f\\x5f') }}",
    "{{ lead['\\x5f\\x5fclass\\x5f\\x5f'] }}",
    "{{ lead['__cla' ~ 'ss__'] }}",
    "{{ lead[lead.name] }}",
    "{{ lead|map(attribute='__class__')|list }}",
    "{{ lead.items|map('upper') }}",
    "{{ lead|selectattr('__class__') }}",
    "{{ lead|groupby('__class__') }}",
    "{{ lead|tojson }}",
    "{{ lead|pprint }}",
    "{{ lead|xmlattr }}",
    "{{ lead.name|safe }}",
    "{{ lead.name|format('x') }}",
    "{{ lead.name|replace('a', 'b') }}",
    "{{ lead.a|items_of }}",
    "{{ lead.a|default(lead.b.__class__) }}",
    "{{ 'a' * 999999999 }}",
    "{{ 2 ** 999999 }}",
    "{{ 'a' % lead.name }}",
    "{% include '/etc/passwd' %}",
    "{% import 'os' as os %}",
    "{% from 'os' import path %}",
    "{% extends 'layout.html' %}",
    "{% block x %}{% endblock %}",
    "{% set x = lead.__class__ %}",
    "{% set x %}a{% endset %}",
    "{% macro m() %}{{ caller() }}{% endmacro %}",
    "{% call lead() %}{% endcall %}",
    "{% with x = lead %}{{ x.__class__ }}{% endwith %}",
    "{% filter upper %}x{% endfilter %}",
    "{% autoescape false %}{{ lead.name }}{% endautoescape %}",
    "{% for x in range(9) %}{% endfor %}",
    "{% for x in ''.__class__.__mro__ %}{% endfor %}",
    "{% for x in lead.a recursive %}{{ loop(x) }}{% endfor %}",
    "{% for x in lead.a %}{{ loop.__class__ }}{% endfor %}",
    "{% for x in lead.a %}{{ loop.cycle('a') }}{% endfor %}",
    "{% for lead in lead.a %}{{ lead.__class__ }}{% endfor %}",
    "{% if lead.__class__ %}x{% endif %}",
    "{% if ''.__class__ %}x{% endif %}",
    "{{ lead.a[0:1] }}",
    "{{ (lead.a, lead.b) }}",
    "{{ {'a': lead.b} }}",
    "{{ -lead.a }}",
    "{{ lead.a if lead.b.__class__ }}",
    "{{ lead.a is callable }}",
    "{{ lead.a is filter }}",
    "{{ namespace(x=1).x }}",
    "{{ lead.name ~ self.__class__ }}",
    "{{ caller() }}",
    "{{ varargs }}",
    "{{ joiner(',') }}",
    "{{ _ }}",
    "{% debug %}",
    "{% do lead.name %}",
    "{% trans %}x{% endtrans %}",
]


@pytest.mark.parametrize("payload", ESCAPES)
def test_no_known_escape_is_accepted(payload: str) -> None:
    assert read_template(payload).problems
    assert not inspect(source_of(payload)).is_usable
    with pytest.raises(BadTemplate):
        compile_mail(source_of(payload))


@pytest.mark.parametrize("payload", ESCAPES)
def test_no_known_escape_is_accepted_in_a_subject(payload: str) -> None:
    assert not inspect(source_of("本文", head=f"subject: {payload}")).is_usable


@pytest.mark.parametrize("payload", ESCAPES)
def test_data_that_looks_like_a_template_stays_data(payload: str, write: Write) -> None:
    mail = write("{{ lead.name }} 様", name=payload)

    assert mail.text.startswith(f"{payload} 様")


def test_a_text_has_no_attributes(write: Write) -> None:
    with pytest.raises(MissingValue):
        write("{{ lead.name.format }}", name="{0.__class__}")


def test_a_value_is_escaped_in_html_and_bare_in_text(write: Write) -> None:
    mail = write("{{ lead.name }} 様", name='<script>alert("x")</script>')

    assert "&lt;script&gt;alert(&#34;x&#34;)&lt;/script&gt; 様" in mail.html
    assert mail.text.startswith('<script>alert("x")</script> 様')


def test_a_value_cannot_become_markdown(write: Write) -> None:
    mail = write("{{ lead.name }} 様", name="[押して](https://evil.example)\n\n# 大")

    assert '<a href="https://evil.example"' not in mail.html
    assert "<h1" not in mail.html


def test_a_value_cannot_leave_an_attribute(write: Write) -> None:
    mail = write('<p title="{{ lead.name }}">あ</p>', suffix=".html", name='" onmouseover="x')

    assert 'title="&#34; onmouseover=&#34;x"' in mail.html


@pytest.mark.parametrize(
    "body",
    [
        "<script>x</script>",
        "<iframe src='https://x.example'></iframe>",
        '<p onclick="x">a</p>',
        '<a href="javascript:alert(1)">a</a>',
        '<a href="data:text/html,x">a</a>',
        '<a href="{% if lead.a %}https://a.example{% endif %}">a</a>',
        "<p {% if lead.a %}class='b'{% endif %}>a</p>",
        "<style>p { color: {{ lead.a }} }</style>",
        '<p style="color: {{ lead.a }}">a</p>',
        '<img src="file:///etc/passwd">',
        "<form action='https://x.example'></form>",
        "\ue002 lead.name \ue003",
    ],
)
def test_html_that_could_act_is_refused(body: str) -> None:
    assert not inspect(source_of(body, suffix=".html")).is_usable


def test_the_environments_know_no_globals() -> None:
    assert environment("ja", is_html=True).globals == {}

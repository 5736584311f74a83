"""Templates that want to do more than write a mail: ways out that Jinja2 once had, and ways to never end.

Sources: the advisories of Jinja2 and its sandbox (`str.format`, `format_map`, `xmlattr`, `|attr`, indirect `format`), lists of
server-side template injection, and what is slow or large in any template language.
"""

from itertools import product

OBJECTS = ("''", "[]", "()", "{}", "1", "lead", "lead.name", "lead.tags", "sender", "self", "loop", "none", "true", "write_link",
           "link0", "zone")  # fmt: skip
WALKS = (
    "__class__", "__class__.__mro__[1].__subclasses__()", "__class__.__base__.__subclasses__()", "__init__.__globals__", "__globals__.os",
    "__reduce__()", "__dict__", "__getattribute__('__class__')", "format", "path", "items", "values()", "get('__class__')", "_Record__x",
)  # fmt: skip
ATTRS = ("{{ %s|attr('__class__') }}", "{{ %s['__class__'] }}", "{{ %s['\\x5f\\x5fclass\\x5f\\x5f'] }}", "{{ %s['__cla' ~ 'ss__'] }}",
         "{{ %s|map(attribute='__class__')|list }}", "{{ %s[lead.name] }}")  # fmt: skip
GLOBALS = ("cycler", "joiner", "namespace", "lipsum", "range", "dict", "config", "request", "g", "session", "get_flashed_messages",
    "url_for",
           "context", "environment", "caller", "varargs", "kwargs", "super", "__import__", "open", "eval", "exec", "print", "os",
    "sys", "_")  # fmt: skip
FORMATS = (
    "{{ '{0.__class__}'.format(lead) }}", "{{ '{x.__class__}'.format_map({'x': lead}) }}", "{{ ('{0.__class__}'|attr('format'))(lead) }}",
    "{{ '%(a)s' % {'a': lead} }}", "{{ '%s' % lead }}", "{{ '%999999999d' % 1 }}", "{{ '{:999999999}'.format(1) }}",
    "{{ '{:>1000000000}'|format(1) }}",
    "{{ '%c' * 99999999 }}", "{{ lead.name.format(lead) }}", "{{ lead.name|format(lead) }}",
    "{{ 'a'.encode().decode('unicode_escape') }}",
    "{% set f = '{0.__class__}'.format %}{{ f(lead) }}", "{{ [lead]|map('format') }}", "{{ ['{0}']|map('format', lead)|first }}",
    "{{ lead|string|format }}", "{{ {'x y=': 1}|xmlattr }}", "{{ {'onload': 1}|xmlattr }}", "{{ lead|xmlattr(autospace=true) }}",
)  # fmt: skip
STATEMENTS = (
    "{% include '/etc/passwd' %}", "{% include lead.name %}", "{% include ['a', 'b'] ignore missing %}", "{% import 'os' as os %}",
    "{% from 'os' import path %}", "{% extends 'x' %}", "{% extends lead %}", "{% block a %}{{ self.a() }}{% endblock %}",
    "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}", "{% call(x) m() %}{% endcall %}", "{% set x = lead %}", "{% set x %}y{% endset %}",
    "{% set ns = namespace(a=1) %}{% set ns.a = lead.__class__ %}", "{% with a = lead %}{% endwith %}",
    "{% filter upper %}x{% endfilter %}",
    "{% autoescape false %}{{ lead.name }}{% endautoescape %}", "{% do lead.clear() %}", "{% debug %}", "{% trans %}x{% endtrans %}",
    "{% raw %}{{ lead.__class__ }}{% endraw %}{{ self }}", "{% if self.__class__ %}{% endif %}", "{% print(lead.__class__) %}",
    "{% for x in lead.tags recursive %}{{ loop(lead.tags) }}{% endfor %}", "{% for x in lead.tags if x.__class__ %}{% endfor %}",
    "{% for a, b in lead.tags %}{% endfor %}", "{% for x in lead.__class__.__mro__ %}{% endfor %}", "{% for x in [1,2] %}{% endfor %}",
    "{% for x in lead.tags %}{{ loop.cycle(1) }}{% endfor %}", "{% for x in lead.tags %}{{ loop.previtem.__class__ }}{% endfor %}",
    "{% for x in lead.tags %}{{ loop._iterator }}{% endfor %}", "{% for loop in lead.tags %}{{ loop.__class__ }}{% endfor %}",
    "{% for self in lead.tags %}{{ self._TemplateReference__context }}{% endfor %}", "{% while true %}x{% endwhile %}",
    "{% continue %}", "{% break %}", "# for x in range(9)\n{{ x }}", "<% lead %>", "${ lead.__class__ }", "#{ lead }",
    "{{= lead }}", "{{{ lead }}}",
    "\ue002 for x in lead \ue003", "\ue004 lead.__class__ \ue005", "{{ lead.name }}\ue004 7*191 \ue005", "{{ '}}' ~ 7*191 }}",
    "{{ \"{{ 7*191 }}\" }}",
)  # fmt: skip
"""`7*191` is 1337: a mail in which it stands has counted."""

ENDLESS = (
    "{{ range(999999999)|list }}", "{% for x in range(999999999) %}x{% endfor %}", "{{ 'a' * 9999999999 }}", "{{ [0] * 9999999999 }}",
    "{{ 9 ** 9 ** 9 }}", "{{ 9**99999999 }}", "{{ (1 << 99999999) }}", "{{ 'a'|center(999999999) }}", "{{ 'a'|indent(999999999) }}",
    "{{ 'a'|truncate(999999999) }}", "{{ 'a'|truncate(-999999999) }}", "{{ lead.name|truncate(99999999999999999999) }}",
    "{{ 'a'|truncate('x') }}",
    "{{ lead.name|truncate(lead.name) }}", "{{ 'a'|wordwrap(1) }}", "{{ 'a'|urlize }}", "{{ lipsum(99999) }}",
    "{{ lead.tags|join(lead.long) }}",
    "{{ lead.tags|batch(1)|list }}", "{{ lead.tags|sum }}", "{{ lead.tags|tojson }}", "{{ lead.long|replace('a', lead.long) }}",
    "{{ lead.long ~ lead.long }}" * 40, "{{ lead.long|upper|lower|upper|lower|trim }}" * 40, "{{ lead.long|urlencode }}" * 40,
    "{% for a in lead.tags %}{% for b in lead.tags %}{{ lead.long }}{% endfor %}{% endfor %}",
    "{% for a in lead.tags %}{% for b in lead.tags %}{{ lead.long|urlencode|urlencode|urlencode|upper }}{% endfor %}{% endfor %}",
    "{% for a in lead.tags %}{% for b in lead.tags %}{{ a }}{{ b }}{% endfor %}{% endfor %}",
    "{% for a in lead.tags %}{% for b in lead.tags %}{% if lead.long == a ~ lead.long %}x{% endif %}{% endfor %}{% endfor %}",
    "{% for a in lead.tags %}{% for b in lead.tags %}{% for c in lead.tags %}x{% endfor %}{% endfor %}{% endfor %}",
    "{% for a in lead.many %}x{% endfor %}", "{{ lead.deep }}", "{{ lead.tags }}" * 300, "{{ lead.long|number }}",
    "{{ lead.huge|number }}",
    "{{ lead.huge }}", "{{ lead.huge|date }}", "{{ lead.long|date }}", "{{ lead.nan|number }}", "{{ lead.nan|date }}",
    "{{ " + "(" * 400 + "lead.name" + ")" * 400 + " }}", "{{ " + "not " * 3000 + "lead.name }}", "{{ lead" + ".a" * 3000 + " }}",
    "{{ lead" + "['a']" * 2000 + " }}", "{{ lead.name" + "|upper" * 2000 + " }}", "{{ lead.name" + " ~ lead.name" * 2000 + " }}",
    "{% if lead.name %}" * 150 + "x" + "{% endif %}" * 150, "{% if lead.name %}" * 1500 + "x" + "{% endif %}" * 1500,
    "{% if lead.name == 'a' or " + " or ".join(["lead.name == 'b'"] * 1500) + " %}x{% endif %}", "{{ lead.name }}" * 5000,
    "{{ '" + "a" * 200000 + "' }}",
    "{#" + "a" * 200000, "{{" * 20000, "{%" * 20000, "}}" * 20000, "[a](" * 5000, "*" * 20000, "> " * 5000 + "a", "`" * 20000,
    "![" * 5000, "<b>" * 5000,
    "&" * 20000, "<!--" * 5000, "- " * 5000 + "a", "[a]: " * 3000, "|a" * 3000 + "\n" + "|-" * 3000, "_a" * 10000,
    "<a href='" * 3000, "\\" * 50000,
    "https://x.example/" + "a" * 50000, "[x](https://x.example/{{ lead.long }} \"x\")" * 100, "(" * 20000, "#" * 20000, "1. " * 3000 + "x",
)  # fmt: skip
"""Too long, too deep, too often: each must be answered in time, whatever the answer is."""


def payloads() -> list[str]:
    """Each once."""
    walks = [f"{{{{ {one}.{walk} }}}}" for one, walk in product(OBJECTS[:10], WALKS)]
    attrs = [form % one for one, form in product(OBJECTS[:6], ATTRS)]
    names = [form % one for one in GLOBALS for form in ("{{ %s }}", "{{ %s() }}", "{{ %s.__globals__.os.popen('id').read() }}")]
    return list(dict.fromkeys((*walks, *attrs, *names, *FORMATS, *STATEMENTS, *ENDLESS)))

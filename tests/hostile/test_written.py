"""What commands write as HTML: the page of a demo, the preview of a mail, the frame of a form. The same elements, whoever is in it."""

import json
import re
from html import escape
from importlib.resources import files
from pathlib import Path

from engine.lab.demo.mailbox import Received
from engine.show.demo_parts import Page, phone
from engine.show.mails import page_of
from engine.show.screen import Screen
from engine.templates.mails import compile_mail
from tests.cli.kit import Nurture
from tests.engine.templates.letters import LINKS, source_of, values
from tests.faults.figures import promise
from tests.hostile.fields import SCRIPTS, fields
from tests.hostile.pages import harmless
from tests.hostile.shapes import shape

BODY = "Dear {{ lead.name }}, <b title=\"{{ lead.name }}\">x</b> [y](https://x.example/{{ lead.name }})\n"
DEMO = ("demo", "--leads", "4", "--days", "6", "--json", "--page")


def test_the_page_of_a_demo_has_no_element_of_its_people(tmp_path: Path) -> None:
    nurture = Nurture(tmp_path)
    assert 0 == nurture(*DEMO, "meant.html").code
    file = tmp_path / "nurture-demo" / "people.toml"
    file.write_text(_renamed(file.read_text("utf-8")), "utf-8")
    told = nurture(*DEMO, "hostile.html", "--again")
    meant, hostile = ((tmp_path / name).read_text("utf-8") for name in ("meant.html", "hostile.html"))

    assert 0 == told.code, told.err
    assert "alert(1)" in hostile
    assert shape(meant).form == shape(hostile).form
    [data] = re.findall(r'<script type="application/json" id="data">(.*?)</script>', hostile, re.DOTALL)
    assert "<" not in data and "\u2028" not in data
    assert "alert(1)" in str(json.loads(data)["leads"])


def test_no_part_of_that_page_has_an_element_of_a_mail_or_a_lead() -> None:
    """Few people get few mails; here every part has its turn."""
    drawn = Page.__new__(Page)

    def marks(field: str) -> tuple[str, ...]:
        html = f"<p class=\"x\">{escape(field)}</p>"
        mail = Received(to=field, message="m", sender=field, subject=field, text=field, html=html, links=(), leave="", pixel="")
        return shape(phone(mail, "as received") + drawn.lead(field, field)).marks

    meant = marks("x")
    told = fields(10_000)[::50]

    assert ["figure", "figcaption", "b", "span", "iframe", "a"] == [one[1:].partition(" ")[0] for one in meant if one[1] != "/"]
    assert "<iframe sandbox= loading=lazy title srcdoc=('<style >', '</style>', '<p class=x>', '</p>')>" in meant
    assert {meant} == {marks(field) for field in told}


def test_the_script_of_that_page_makes_texts_and_no_elements_of_what_it_reads() -> None:
    script = (files("engine.show") / "demo_page.js").read_text("utf-8")

    assert [] == re.findall(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b|new Function|srcdoc|DOMParser", script)


def _renamed(text: str) -> str:
    """As many names as there were, each one that hurts."""
    for number, name in enumerate(("families", "given", "companies")):
        [line] = re.findall(rf"^{name} = \[.*\]$", text, re.MULTILINE)
        names = [SCRIPTS[(number + place) % len(SCRIPTS)] + str(place) for place in range(len(json.loads(line.partition("= ")[2])))]
        text = text.replace(line, f"{name} = {json.dumps(names, ensure_ascii=False)}")
    return text


def test_a_preview_has_no_element_of_a_lead_and_runs_nothing() -> None:
    source = source_of(BODY, head="subject: 'To {{ lead.name }}'\nlanguage: en")
    mail, screen = compile_mail(source), Screen("preview")
    meant = shape(page_of(screen, mail.render(values(name="x"), LINKS))).form
    told = [field for field in fields(10_000)[::25] if harmless(field)]
    wrong = [field for field in told if shape(page_of(screen, mail.render(values(name=field), LINKS))).form != meant]

    promise(f"{len(told)} hostile fields in previews", elements_or_attributes_more=len(wrong))
    assert [] == wrong
    page = page_of(screen, mail.render(values(name="x"), LINKS))
    frames = [one for one in shape(page).marks if one.startswith("<iframe sandbox= width=")]
    assert [True, True] == ["'<b title>', '</b>'" in one and one.endswith(")>") for one in frames]

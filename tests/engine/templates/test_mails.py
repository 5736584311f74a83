from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.templates.folder import Templates
from engine.templates.mails import MAX_OUTPUT, Links, RenderedLink, direct
from engine.templates.values import MissingValue, UnusableValue
from tests.engine.templates.letters import LINKS, Write, source_of, values


def held_for(write: Write, body: str, **lead: Any) -> str:
    with pytest.raises(MissingValue) as held:
        write(body, **lead)
    return held.value.path


def test_a_missing_value_holds_the_mail(write: Write) -> None:
    assert held_for(write, "{{ lead.name }} 様") == "lead.name"


@pytest.mark.parametrize("empty", [None, "", "  ", "\u3000"])
def test_an_empty_value_is_a_missing_one(write: Write, empty: str | None) -> None:
    assert held_for(write, "{{ lead.name }} 様", name=empty) == "lead.name"


def test_a_value_missing_deep_down_is_named_whole(write: Write) -> None:
    assert held_for(write, "{{ lead.担当.部署.名前 }}", 担当={"部署": {}}) == "lead.担当.部署.名前"
    assert held_for(write, "{{ lead.担当.部署.名前 }}") == "lead.担当.部署"


@pytest.mark.parametrize("body", ["{{ lead.a | upper }}", "{{ lead.a | date }}", "{{ lead.a | number }}", '{{ "x" ~ lead.a }}'])
def test_a_filter_does_not_hide_that_a_value_is_missing(write: Write, body: str) -> None:
    assert held_for(write, body) == "lead.a"


def test_a_missing_list_holds_the_mail(write: Write) -> None:
    assert held_for(write, "{% for c in lead.契約 %}{{ c.plan }}{% endfor %}") == "lead.契約"


def test_a_default_stands_in_for_a_missing_value(write: Write) -> None:
    assert write('{{ lead.name | default("ご担当者") }} 様').text.startswith("ご担当者 様")


@pytest.mark.parametrize("test", ["lead.業種", 'lead.業種 == "IT"', 'lead.業種 != "IT"', "lead.業種 > 3", "lead.a.b"])
def test_a_condition_on_a_missing_value_is_false(write: Write, test: str) -> None:
    lead: dict[str, Any] = {"a": {}} if test == "lead.a.b" else {}

    assert "はい" not in write(f"本文\n\n{{% if {test} %}}\nはい\n{{% endif %}}", **lead).text


def test_a_condition_takes_its_paragraph_along(write: Write) -> None:
    body = "一\n\n{% if lead.x %}\n二\n{% else %}\n三\n{% endif %}\n\n四"

    assert write(body, x=1).text.startswith("一\n\n二\n\n四\n")
    assert write(body).text.startswith("一\n\n三\n\n四\n")


def test_a_loop_writes_a_list(write: Write) -> None:
    body = "ご契約:\n\n{% for c in lead.契約 %}\n- {{ c.plan }}（{{ loop.index }}）\n{% endfor %}\n\n以上"
    mail = write(body, 契約=[{"plan": "基本"}, {"plan": "拡張"}])

    assert "- 基本（1）" in mail.text
    assert "- 拡張（2）" in mail.text


def test_a_loop_is_bounded(write: Write) -> None:
    with pytest.raises(UnusableValue, match="list-too-long"):
        write("{% for c in lead.契約 %}x{% endfor %}", 契約=["x"] * 101)


def test_a_mail_is_bounded(write: Write) -> None:
    with pytest.raises(UnusableValue, match="mail-too-long"):
        write("{{ lead.a }}", a="あ" * (MAX_OUTPUT + 1))


def test_only_plain_data_reaches_a_mail(write: Write) -> None:
    with pytest.raises(UnusableValue, match="not-plain"):
        write("{{ lead.a }}", a=object())


@pytest.mark.parametrize(
    ("body", "value", "written"),
    [
        ("{{ lead.v | date }}", "2026-11-02", "2026年11月2日（月）"),
        ("{{ lead.v | date }}", 1_793_577_600_000_000, "2026年11月2日（月）"),
        ("{{ lead.v | time }}", "2026-11-02T09:30:00+09:00", "09:30"),
        ("{{ lead.v | time }}", 1_793_577_600_000_000, "09:00"),
        ("{{ lead.v | number }}", 1234567, "1,234,567"),
        ("{{ lead.v }}", True, "はい"),
        ("{{ lead.v }}", ["甲", "乙"], "甲、乙"),
        ("{{ lead.v | truncate(3) }}", "あいうえお", "あい…"),
        ("{{ lead.v | trim }}", " あ ", "あ"),
    ],
)
def test_values_read_as_people_write_them(write: Write, body: str, value: object, written: str) -> None:
    assert write(body, v=value).text.startswith(written + "\n")


def test_english_mails_read_english() -> None:
    templates = Templates.of([source_of("{{ lead.d | date }} {{ lead.b }}", head="subject: Hello\nlanguage: en")])

    assert "Monday, 2 November 2026 yes" in templates.render("mail", values(d="2026-11-02", b=True), LINKS).text


def test_a_group_of_data_named_like_a_method_is_data(write: Write) -> None:
    assert write("{{ lead.items }} {{ lead.keys }}", items="品目", keys="鍵").text.startswith("品目 鍵")


def test_a_subject_is_one_line(write: Write) -> None:
    mail = write("本文", head="subject: '{{ lead.name }} 様へ'\nlanguage: ja", name="山田\r\nBcc: x@evil.example\x00")

    assert mail.subject == "山田 Bcc: x@evil.example 様へ"


def test_links_are_named_counted_and_written_alike_in_both_parts(write: Write) -> None:
    mail = write('[料金を見る](https://a.example/p "pricing")と[料金を見る](https://a.example/p "pricing")')

    assert mail.links == (RenderedLink("pricing", "https://a.example/p", "https://go.example/c/pricing"),)
    assert mail.html.count('href="https://go.example/c/pricing"') == 2
    assert mail.text.count("<https://go.example/c/pricing>") == 2


def test_a_value_inside_a_link_is_encoded(write: Write) -> None:
    mail = write("[申込](https://a.example/?e={{ lead.email }}&n={{ lead.name | urlencode }})", email="a&b@x.example", name="山 田")

    assert [link.target for link in mail.links] == ["https://a.example/?e=a%26b%40x.example&n=%E5%B1%B1%20%E7%94%B0"]


def test_a_link_of_values_alone_must_be_a_web_address(write: Write) -> None:
    with pytest.raises(UnusableValue, match="not-a-link"):
        write("[資料]({{ lead.url }})", url="javascript:alert(1)")


def test_links_in_a_loop_differ() -> None:
    body = "{% for c in lead.資料 %}\n[{{ c.t }}]({{ c.url }})\n{% endfor %}"
    templates = Templates.of([source_of(body)])
    lead = values(資料=[{"t": "甲", "url": "https://a.example/1"}, {"t": "乙", "url": "https://a.example/2"}])
    mail = templates.render("mail", lead, Links(direct, "https://u.example"))

    assert [link.target for link in mail.links] == ["https://a.example/1", "https://a.example/2"]
    assert "甲\nhttps://a.example/1" in mail.text


def test_mail_addresses_and_telephones_are_not_counted(write: Write) -> None:
    mail = write("[メール](mailto:a@b.example) [電話](tel:0312345678)")

    assert mail.links == ()
    assert 'href="mailto:a@b.example"' in mail.html


def test_a_marketing_mail_tells_who_sends_it_and_how_to_leave(write: Write) -> None:
    mail = write("本文")

    for part in (mail.html, mail.text):
        assert "〒100-0000 東京都架空区1-2-3" in part
        assert "https://go.example/u/1" in part


def test_a_marketing_mail_without_a_way_to_leave_is_held() -> None:
    with pytest.raises(MissingValue, match="unsubscribe_url"):
        Templates.of([source_of("本文")]).render("mail", values(), Links(direct))


def test_a_marketing_mail_without_a_postal_address_is_held() -> None:
    with pytest.raises(MissingValue, match=r"sender\.postal_address"):
        Templates.of([source_of("本文")]).render("mail", {"sender": {"name": "甲"}}, LINKS)


def test_a_transactional_mail_needs_neither() -> None:
    source = source_of("本文", head="subject: 予約\npurpose: transactional\nlanguage: ja")
    mail = Templates.of([source]).render("mail", {"sender": {"name": "甲"}}, Links(direct))

    assert "配信停止" not in mail.html


def test_the_open_pixel_is_only_there_when_asked_for(write: Write) -> None:
    assert 'src="https://go.example/o/1.gif"' in write("本文").html
    plain = Templates.of([source_of("本文")]).render("mail", values(), Links(direct, "https://u.example"))
    assert "<img" not in plain.html


def test_a_whole_html_document_keeps_its_looks_and_gets_what_a_mail_needs(write: Write) -> None:
    body = "<html><head><style>p { color: red }</style></head><body><p>{{ lead.name }}</p></body></html>"
    html = write(body, suffix=".html", head="subject: a\npreheader: 前書き", name="山田").html

    assert 'style="color: red;">山田</p>' in html
    assert "前書き" in html
    assert html.count("<img") == 1


def test_an_address_as_its_own_text_is_written_once(write: Write) -> None:
    assert write("資料 <https://a.example/wp> です").text.startswith("資料 https://go.example/c/https://a.example/wp です")


def test_bold_stands_beside_japanese_punctuation(write: Write) -> None:
    html = write("**「重要」**は、**必ず。**お読みください。**{{ lead.name }}**様", name="山田").html

    assert html.count("<strong") == 3
    assert "**" not in html


def test_a_link_alone_is_a_button_and_the_first_stands_out(write: Write) -> None:
    html = write("[甲](https://a.example/1)\n\n[乙](https://a.example/2)\n\n本文の[丙](https://a.example/3)").html

    assert html.count("action-first") - html.count(".action-first") == 1
    assert html.count('class="action') == 2


def test_a_template_of_one_text_renders_the_same_twice(write: Write) -> None:
    assert write("{{ lead.name }}", name="山田") == write("{{ lead.name }}", name="山田")


@given(st.text(min_size=1, max_size=60).filter(lambda text: text.strip() != ""))
def test_whatever_a_lead_is_called_stands_in_the_text_as_it_is(name: str) -> None:
    mail = Templates.of([source_of("A{{ lead.name }}B")]).render("mail", values(name=name), LINKS)

    first = mail.text.replace("\n", "").replace("\r", "").replace(" ", "").replace("\t", "")
    bare = name.replace("\n", "").replace("\r", "").replace(" ", "").replace("\t", "")
    assert first.startswith(f"A{bare}B")


def test_a_marketing_mail_says_where_questions_are_taken_if_the_sender_does() -> None:
    sender = {"name": "甲", "postal_address": "東京都架空区", "inquiries": "03-0000-0000"}
    mail = Templates.of([source_of("本文")]).render("mail", {"sender": sender}, LINKS)

    for part in (mail.html, mail.text):
        assert "お問い合わせ：03-0000-0000" in part


def test_a_value_of_another_kind_holds_the_mail_and_breaks_nothing(write: Write) -> None:
    with pytest.raises(UnusableValue, match="not-fitting"):
        write("{% if lead.size > 3 %}a{% endif %}", size="many")


def test_a_link_to_an_asset_is_a_link_of_the_reader(write: Write) -> None:
    mail = write('[手引き](asset:ids-guide "guide")')

    assert mail.links == (RenderedLink("guide", "asset:ids-guide", "https://go.example/c/guide"),)
    assert "asset:" not in mail.html + mail.text


def test_a_value_of_a_lead_hands_out_nothing_of_ours(write: Write) -> None:
    for site in ("asset:ids-guide", "ASSET:ids-guide", " asset:ids-guide"):
        with pytest.raises(UnusableValue, match="not-a-link"):
            write("[ask]({{ lead.site }})\n", site=site)

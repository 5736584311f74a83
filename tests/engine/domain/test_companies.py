"""Companies, however their legal form is written."""

import pytest

from engine.domain.companies import account_key_of, branch_of, company_key, company_sound, domain_of


@pytest.mark.parametrize(
    "text",
    [
        *("株式会社山田商事", "山田商事株式会社", "（株）山田商事", "山田商事㈱", "山田商事 (株)", "株式會社 山田商事",
         "有限会社山田商事", "㈲山田商事"),
        *("合同会社山田商事", "一般社団法人山田商事", "医療法人社団山田商事", "株)山田商事", "山田商事(株", "NPO法人 山田商事"),
    ],
)
def test_a_legal_form_is_no_part_of_the_name(text: str) -> None:
    assert "山田商事" == company_key(text)


@pytest.mark.parametrize(
    "form",
    [
        *("Inc.", "Inc", ", Inc.", "Co., Ltd.", "Co.,Ltd", "Corporation", "Company Limited", "K.K.", "KK", "Kabushiki Kaisha",
         "GmbH", "GmbH & Co. KG"),
        *("AG", "S.A.", "S.p.A.", "S.r.l.", "B.V.", "LLC", "L.L.C.", "Pty Ltd", "Pte. Ltd.", "PLC", "AB", "Oy", "SE"),
    ],
)
def test_legal_forms_of_other_countries_are_none_either(form: str) -> None:
    assert "yamadatrading" == company_key(f"Yamada Trading {form}")


@pytest.mark.parametrize("text", ["株式会社", "AS", "SAS", "Co."])
def test_a_name_of_nothing_else_stays(text: str) -> None:
    assert company_key(text)


@pytest.mark.parametrize(
    ("one", "other"), [("キヤノン", "キャノン"), ("ｺﾝﾋﾟｭｰﾀｰ研究所", "コンピュータ研究所"), ("やまだ商店", "ヤマダ商店"),
     ("みどり銀行 渋谷支店", "みどり銀行")]
)
def test_companies_sound_alike(one: str, other: str) -> None:
    assert company_sound(one) == company_sound(other)


@pytest.mark.parametrize(("text", "parts"), [("みどり銀行 渋谷支店", ("みどり銀行", "渋谷支店")), ("みどり銀行", ("みどり銀行", ""))])
def test_a_branch_stands_behind_its_company(text: str, parts: tuple[str, str]) -> None:
    assert parts == branch_of(text)


@pytest.mark.parametrize(("text", "parts"), [
    ("株式会社みどり銀行 渋谷支店", ("みどり銀行", "渋谷支店")), ("みどり商事　本社", ("みどり商事", "本社")), ("本社", ("本社", "")),
    ("みどり商事本店", ("みどり商事", "本店")), ("支店長の会", ("支店長の会", "")),
])  # fmt: skip
def test_a_branch_is_none_without_its_company(text: str, parts: tuple[str, str]) -> None:
    assert parts == branch_of(text)


ANYBODYS = """
gmail.com googlemail.com yahoo.co.jp yahoo.com hotmail.com hotmail.co.jp outlook.com outlook.jp live.jp live.com msn.com
icloud.com me.com mac.com aol.com gmx.com gmx.de web.de mail.com fastmail.com proton.me protonmail.com qq.com 163.com
zoho.com rakuten.jp nifty.com ocn.ne.jp so-net.ne.jp ybb.ne.jp ymail.ne.jp docomo.ne.jp ezweb.ne.jp au.com
softbank.ne.jp i.softbank.jp ymobile.ne.jp ymobile1.ne.jp vodafone.ne.jp t.vodafone.ne.jp jp-t.ne.jp disney.ne.jp
willcom.com pdx.ne.jp wcm.ne.jp emnet.ne.jp ido.ne.jp
"""
"""Where everybody may have a mailbox: two who do are no colleagues."""


@pytest.mark.parametrize("domain", ANYBODYS.split())
def test_who_has_a_mailbox_where_everybody_has_is_of_no_company(domain: str) -> None:
    assert ("", "") == (domain_of(f"aoi@{domain.upper()}"), account_key_of(f"https://www.{domain}/mail"))


@pytest.mark.parametrize(("text", "key"), [
    ("aoi@Midori.example", "midori.example"), ("https://www.Midori.example/about", "midori.example"),
    ("http://midori.example", "midori.example"),
    ("www.midori.example", "midori.example"), (" midori.example ", "midori.example"), ("notvodafone.ne.jp", "notvodafone.ne.jp"),
    ("Midori Foods Inc.", "midorifoods"), ("St. Mary", "stmary"), ("みどり.食品", "みどり食品"), ("株式会社みどり", "みどり"),
    ("aoi@gmail.com", ""), ("", ""), ("aoi@ midori.example", "midori.example"),
])  # fmt: skip
def test_an_account_is_known_by_its_domain_else_by_its_name(text: str, key: str) -> None:
    assert key == account_key_of(text)


@pytest.mark.parametrize(("text", "key"), [("R&D商会", "r&d商会"), ("山田 & Co.", "山田"), ("A,B.C・D", "abcd")])
def test_signs_between_words_are_no_part_of_a_name(text: str, key: str) -> None:
    assert key == company_key(text)


def test_where_no_domain_stands_there_is_no_company() -> None:
    assert ["", "", "midori.example"] == [domain_of(text) for text in ("midori.example", "aoi@", "a@b@midori.example")]


FORMS = """
株式会社 有限会社 合同会社 合資会社 合名会社 相互会社 有限責任事業組合 一般社団法人 一般財団法人 公益社団法人 公益財団法人
特定非営利活動法人 NPO法人 医療法人社団 医療法人財団 社会医療法人 医療法人 社会福祉法人 学校法人 宗教法人 独立行政法人
国立大学法人 弁護士法人 税理士法人 監査法人 (株) (有) (同) (資) (名) (相) (社) (財) (医) (学) (福)
(宗) (独)
"""


@pytest.mark.parametrize("form", FORMS.split())
def test_no_form_of_japan_is_part_of_a_name(form: str) -> None:
    assert ["みどり", "みどり"] == [company_key(text) for text in (f"{form}みどり", f"みどり {form}")]

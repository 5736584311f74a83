"""Companies, however their legal form is written."""

import pytest

from engine.domain.companies import branch_of, company_key, company_sound


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

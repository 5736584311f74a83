"""What is compared of a lead: its attributes by what they mean, each written one way."""

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

import msgspec

from engine.domain.addresses import address_key
from engine.domain.companies import branch_of, company_sound, domain_of
from engine.domain.letters import folded, is_kana, sound
from engine.domain.names import Name, name_of
from engine.domain.phones import REGION, is_mobile, phone_key

_MEANINGS: Mapping[str, str] = {
    "name": "name fullname contact contactname 氏名 名前 お名前 姓名 担当者 担当者名",
    "family": "family familyname surname lastname sei 姓 苗字 名字",
    "given": "given givenname firstname forename mei 名 下の名前",
    "reading": "reading kana namekana furigana フリガナ ふりがな カナ かな 氏名カナ 氏名かな 姓名カナ よみ 読み よみがな",
    "family_reading": "familynamekana surnamekana lastnamekana seikana セイ 姓カナ 姓かな せい",
    "given_reading": "givennamekana firstnamekana meikana メイ 名カナ 名かな めい",
    "company": "company companyname organisation organization employer 会社 会社名 勤務先 法人名 企業名 貴社名",
    "mail": "email mail emailaddress mailaddress メール メールアドレス eメール",
    "phone": "phone tel telephone phonenumber mobile mobilephone cell cellphone 電話 電話番号 tel番号 携帯 携帯電話 携帯番号 連絡先",
    "birthday": "birthday birthdate dateofbirth dob born 生年月日 誕生日",
    "postcode": "postcode postalcode zip zipcode 郵便番号",
    "house": "house housenumber streetnumber 番地",
    "street": "street address address1 streetaddress 住所 所在地 住所1 町名",
    "building": "building address2 建物 建物名 住所2 ビル名",
    "town": "town city suburb 市区町村 市町村",
    "state": "state prefecture province 都道府県",
    "number": "number membernumber memberid customernumber customerid socsecid socialsecurity 会員番号 顧客番号 お客様番号",
}
"""What an attribute means, by its name without blanks, dashes and capitals."""
MEANING = {name: meaning for meaning, names in _MEANINGS.items() for name in names.split()}

ROLES = frozenset(
    ["info", "contact", "sales", "support", "office", "admin", "mail", "webmaster", "inquiry", "toiawase", "soumu", "eigyo", "hello",
    "post"],
)
"""Parts before the sign that stand for a desk, not for a person."""

_PARTS = re.compile(r"[\s\-_.・:：()（）/]+")
_NOT_DIGIT = re.compile(r"\D+")
_NUMERALS = str.maketrans("〇一二三四五六七八九", "0123456789")
_BLOCK = re.compile(r"([0-9〇一二三四五六七八九十]+)(?:丁目|番地の|番地|番|号)")
_TEN = re.compile(r"([1-9]?)十([1-9]?)")
_PREFECTURE = re.compile("\\A(?:東京都|北海道|京都府|大阪府|[^都道府県市区町村]{2,3}県)")
_UP_TO_THE_DOOR = re.compile(r"\A(\D*\d+(?:-\d+)*)(\D.*)?\Z")
_DASH = re.compile("[‐-―−ー－ｰ-]+|(?<=[0-9])の(?=[0-9])")
_ERA = {"明治": 1867, "大正": 1911, "昭和": 1925, "平成": 1988, "令和": 2018, "m": 1867, "t": 1911, "s": 1925, "h": 1988, "r": 2018}
_DATE = re.compile(r"\D*(\d{4})\D+(\d{1,2})\D+(\d{1,2})(?!\d).*")
_ERA_DATE = re.compile(r"\s*(明治|大正|昭和|平成|令和|[mtshr])\.?\s*(元|\d{1,2})\D+(\d{1,2})\D+(\d{1,2})(?!\d).*")


class Portrait(msgspec.Struct, array_like=True, frozen=True, gc=False, omit_defaults=True):
    """Every value folded; "" for what is unknown. reading: how the name sounds, in kana; mobile: a number one person answers."""

    family: str = ""
    given: str = ""
    whole: str = ""
    family_reading: str = ""
    given_reading: str = ""
    reading: str = ""
    company: str = ""
    branch: str = ""
    mail: str = ""
    mobile: str = ""
    phone: str = ""
    birthday: str = ""
    postcode: str = ""
    house: str = ""
    street: str = ""
    building: str = ""
    town: str = ""
    state: str = ""
    number: str = ""

    @property
    def local(self) -> str:
        """The part before the sign, "" where it stands for a desk."""
        found = self.mail.rpartition("@")[0]
        return "" if found in ROLES else found

    @property
    def domain(self) -> str:
        """The domain of the company, "" where everybody may have an address there."""
        return _domain_of(self.mail)


@lru_cache(maxsize=4_096)
def meaning_of(attribute: str) -> str:
    """What an attribute is about, by its name; "" where nobody can say."""
    return MEANING.get(_PARTS.sub("", folded(attribute)), "")


def portrait_of(attributes: Iterable[tuple[str, Any]], region: str = REGION) -> Portrait:
    """The portrait of whom these attributes tell of; what they are about is known by their names."""
    told: dict[str, list[str]] = {}
    for name, value in attributes:
        meaning = meaning_of(name)
        if meaning and value:
            told.setdefault(meaning, []).append(str(value))
    first = {meaning: values[0] for meaning, values in told.items()}
    return Portrait(**_named(first), **_reached(first, told.get("phone", ()), region), **_placed(first))


def _named(told: Mapping[str, str]) -> dict[str, str]:
    name = name_of(told["name"]) if "name" in told else Name("", "", "")
    family, given = (_word(told[part]) if part in told else "" for part in ("family", "given"))
    if family or given:
        name = Name(family, given, family + given)
    reading = name_of(told["reading"]) if "reading" in told else Name("", "", "")
    readings = [sound(told.get("family_reading", "") or reading.family), sound(told.get("given_reading", "") or reading.given)]
    whole = sound(reading.whole) or "".join(readings)
    if not whole and is_kana(name.whole):
        readings, whole = [sound(name.family), sound(name.given)], sound(name.whole)
    company, branch = _company_of(told.get("company", ""))
    return {
        **{"family": name.family, "given": name.given, "whole": name.whole, "company": company, "branch": branch},
        **{"family_reading": readings[0], "given_reading": readings[1], "reading": whole},
    }


@lru_cache(maxsize=65_536)
def _company_of(text: str) -> tuple[str, str]:
    company, branch = branch_of(text)
    return company_sound(company), branch


_domain_of = lru_cache(maxsize=65_536)(domain_of)


def _word(text: str) -> str:
    found = name_of(text)
    return found.whole


def _reached(told: Mapping[str, str], phones: Iterable[str], region: str) -> dict[str, str]:
    numbers = [number for text in phones if (number := phone_key(text, region))]
    return {
        "mail": address_key(told["mail"]) if "mail" in told else "",
        "mobile": next((one for one in numbers if is_mobile(one)), ""),
        "phone": next((one for one in numbers if not is_mobile(one)), ""),
        "number": "".join(_PARTS.split(folded(told.get("number", "")))),
    }


def _placed(told: Mapping[str, str]) -> dict[str, str]:
    places = {part: _place(told[part]) if part in told else "" for part in ("house", "street", "building", "town", "state")}
    if not places["street"].isascii():
        places |= _from_one_line(places["street"], places["building"])
    return {
        "birthday": _day(told.get("birthday", "")),
        "postcode": "".join(_PARTS.split(_DASH.sub("", folded(told.get("postcode", "")).lstrip("〒")))),
        **places,
    }


def _from_one_line(street: str, building: str) -> dict[str, str]:
    """東京都千代田区丸の内1-2-3みどりビル5階: the prefecture is often left out, and so is what stands behind the number of the house."""
    plain = _PREFECTURE.sub("", street)
    found = _UP_TO_THE_DOOR.fullmatch(plain)
    return {"street": found[1], "building": building or (found[2] or "").lstrip("-")} if found else {"street": plain}


def _place(text: str) -> str:
    """丸の内一丁目２番３号 is 丸の内1-2-3."""
    plain = folded(text)
    if plain.isascii():
        return " ".join(plain.split())
    plain = _BLOCK.sub(lambda found: f"{_TEN.sub(_tens, found[1].translate(_NUMERALS))}-", plain)
    return "".join(_DASH.sub("-", plain).strip("-").split()).replace("-号", "")


def _tens(found: re.Match[str]) -> str:
    return f"{found[1] or 1}{found[2] or 0}"


def _day(text: str) -> str:
    """A day as eight digits: 1980-04-01, 1980/4/1, 19800401 and 昭和55年4月1日 are one."""
    if not text:
        return ""
    plain = folded(text)
    era = _ERA_DATE.fullmatch(plain)
    if era is not None:
        year = _ERA[era[1]] + (1 if era[2] == "元" else int(era[2]))
        return f"{year}{int(era[3]):02}{int(era[4]):02}"
    found = _DATE.fullmatch(plain)
    if found is not None:
        return f"{found[1]}{int(found[2]):02}{int(found[3]):02}"
    return _NOT_DIGIT.sub("", plain)

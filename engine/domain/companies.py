"""Which company a mail address or a company's name stands for."""

import re

from engine.domain.addresses import CARRIERS
from engine.domain.letters import SMALL, folded, katakana

FREE_MAIL = frozenset(
    (
        "aol.com", "docomo.ne.jp", "ezweb.ne.jp", "au.com", "fastmail.com", "gmail.com", "gmx.com", "gmx.de", "googlemail.com",
        "hotmail.co.jp", "hotmail.com", "i.softbank.jp", "icloud.com", "live.jp", "live.com", "mac.com", "mail.com", "me.com", "msn.com",
        "nifty.com", "ocn.ne.jp", "outlook.com", "outlook.jp", "proton.me", "protonmail.com", "qq.com", "rakuten.jp", "so-net.ne.jp",
        "softbank.ne.jp", "web.de", "yahoo.co.jp", "yahoo.com", "ybb.ne.jp", "ymail.ne.jp", "ymobile.ne.jp", "zoho.com", "163.com",
        "lead.example",
    )
)  # fmt: skip
"""Domains under which anybody has an address; `lead.example` is that of the leads of tests."""

_CARRIERS = tuple(f".{one}" for one in CARRIERS)
"""Telephone companies gave out mailboxes under names before their own, too: `t.vodafone.ne.jp`."""
_IN_KANJI = (
    "株式会社", "有限会社", "合同会社", "合資会社", "合名会社", "相互会社", "有限責任事業組合", "一般社団法人", "一般財団法人",
    "公益社団法人", "公益財団法人",
    "特定非営利活動法人", "npo法人", "医療法人社団", "医療法人財団", "社会医療法人", "医療法人", "社会福祉法人", "学校法人",
    "宗教法人", "独立行政法人",
    "国立大学法人", "弁護士法人", "税理士法人", "監査法人",
)  # fmt: skip
_IN_BRACKETS = "株有同合資名相社財医学福宗独"
"""Letters that stand for a legal form in brackets, (株); of which one is lost where a field was too short."""
_IN_KANA = "カブシキガイシャ|カブシキカイシャ|ユウゲンガイシャ|ゴウドウガイシャ"
_OF_BANKS = "カ|ユ|ド|シヤ|フク"
"""How transfers write them: カ）ヤマダショウジ, ヤマダショウジ（カ."""
_ANYWHERE = "inc|corp|corporation|co|ltd|llc|gmbh|ag|plc|kk|k\\.k"
_AT_THE_END = (
    r"incorporated|company|limited|llp|lp|pllc|mbh|gmbh\s*&\s*co\.?\s*kg|kg|ug|ohg|se|gk|g\.k|yk|y\.k|sas?|s\.a(?:\.s)?|sarl|s\.a\.r\.l|srl|s\.r\.l"
    r"|spa|s\.p\.a|bv|b\.v|nv|n\.v|ab|oy|as|aps|pty|pte|pvt|sdn|bhd|l\.l\.c|l\.l\.p"
    r"|kabushiki[\s-]?(?:kaisha|gaisha)|godo[\s-]?(?:kaisha|gaisha)|yugen[\s-]?(?:kaisha|gaisha)"
)
_FORMS = re.compile(
    f"{'|'.join(_IN_KANJI)}|{_IN_KANA}"
    rf"|\((?:{'|'.join(_IN_BRACKETS)}|{_OF_BANKS})\)|\A(?:[{_IN_BRACKETS}]|{_OF_BANKS})\)|\((?:[{_IN_BRACKETS}]|{_OF_BANKS})\Z"
    rf"|\b(?:{_ANYWHERE})\b\.?,?"
)
_ENDS = re.compile(rf"(?:[\s,]+(?:{_AT_THE_END})[.,\s]*)+\Z")
_BETWEEN = re.compile(r"[\s,.・]+")
_PLACE = re.compile(r"[\s　]+(\S{1,10}?(?:本社|本店|本部|支社|支店|営業所|事業所|出張所|工場|オフィス))\Z|((?:本社|本店|本部))\Z")
"""A branch behind the name of its company."""


def domain_of(address: str) -> str:
    """The domain of a mail address, "" for one that stands for no company."""
    domain = address.rpartition("@")[2].strip().lower() if "@" in address else ""
    return "" if domain in FREE_MAIL or f".{domain}".endswith(_CARRIERS) else domain


def company_key(name: str) -> str:
    """A company's name as two are compared: width, case, forms of a kanji, spaces and the legal form make no difference."""
    plain = folded(name)
    return _BETWEEN.sub("", _ENDS.sub("", _FORMS.sub(" ", plain))).rstrip("&") or _BETWEEN.sub("", plain)


def company_sound(name: str) -> str:
    """The same without the branch, hiragana as katakana, small kana as large ones and long vowels left out: キヤノン is キャノン."""
    key = company_key(branch_of(name)[0])
    return katakana(key).translate(SMALL).replace("ー", "").replace("&", "").replace("-", "")


def branch_of(name: str) -> tuple[str, str]:
    """The company and its branch: みどり銀行 渋谷支店. "" for the house itself."""
    plain = " ".join(_FORMS.sub(" ", folded(name)).split())
    found = _PLACE.search(plain)
    if found is None or not plain[: found.start()].strip():
        return name, ""
    return plain[: found.start()].rstrip(), found[1] or found[2]


def account_key_of(text: str) -> str:
    """What an account is known by: the domain of an address or a site, else the company's name as it is compared; "" for neither."""
    plain = text.strip().lower().removeprefix("https://").removeprefix("http://").removeprefix("www.").partition("/")[0]
    if "@" in plain:
        return domain_of(plain)
    if "." in plain and " " not in plain and plain.isascii() and not plain.endswith("."):
        return domain_of(f"@{plain}")
    return company_key(text)

"""Which company a mail address or a company's name stands for."""

import re
import unicodedata

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

_FORMS = re.compile(
    r"株式会社|有限会社|合同会社|合資会社|合名会社|一般社団法人|一般財団法人|\((?:株|有|同|合|資|名|社|財)\)"
    r"|\b(?:inc|corp|corporation|co|ltd|llc|gmbh|ag|plc|kk|k\.k)\b\.?,?"
)
_BETWEEN = re.compile(r"[\s,.・]+")


def domain_of(address: str) -> str:
    """The domain of a mail address, "" for one that stands for no company."""
    domain = address.rpartition("@")[2].strip().lower() if "@" in address else ""
    return "" if domain in FREE_MAIL else domain


def company_key(name: str) -> str:
    """A company's name as two are compared: width, case, spaces and the legal form make no difference."""
    plain = unicodedata.normalize("NFKC", name).casefold()
    return _BETWEEN.sub("", _FORMS.sub("", plain)) or _BETWEEN.sub("", plain)


def account_key_of(text: str) -> str:
    """What an account is known by: the domain of an address or a site, else the company's name as it is compared; "" for neither."""
    plain = text.strip().lower().removeprefix("https://").removeprefix("http://").removeprefix("www.").partition("/")[0]
    if "@" in plain:
        return domain_of(plain)
    if "." in plain and " " not in plain and plain.isascii() and not plain.endswith("."):
        return domain_of(f"@{plain}")
    return company_key(text)

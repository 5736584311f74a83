"""What the law of a country asks of marketing mail, as dated data. It is no legal advice.

A pack lists duties; each names its source, and how far a checker can look after it. What is not seen here (whether a
subject deceives, whether a consent was really given) stays with people, and the pack says so.
"""

from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Literal

Topic = Literal["consent", "proof", "name", "postal address", "inquiries", "unsubscribe", "stop", "honesty"]
Keeper = Literal["check", "engine", "people"]
"""Who looks after it: the checker finds what is missing, the engine never does otherwise, or people must see to it."""


@dataclass(frozen=True, slots=True)
class Duty:
    """One thing the law asks for. source: law and article; source_ja: empty where Japanese texts cite it the same way."""

    topic: Topic
    source: str
    keeper: Keeper
    en: str
    ja: str
    source_ja: str = ""


@dataclass(frozen=True, slots=True)
class LawPack:
    """The duties of one country or union. as_of: the day up to which the texts are known to hold.

    covers: the countries, by ISO 3166; several for a union, whose members add rules of their own.
    """

    code: str
    en: str
    ja: str
    as_of: date
    duties: tuple[Duty, ...]
    covers: frozenset[str] = frozenset()

    def duty(self, topic: Topic) -> Duty | None:
        """The first duty of that kind; None if the law does not ask for it."""
        return next((duty for duty in self.duties if duty.topic == topic), None)


def pack_of(country: str) -> LawPack | None:
    """The pack for an ISO code such as `JP`, `DE` or `US-CA`; None if none is known."""
    return _by_country().get(country.partition("-")[0].upper())


@cache
def _by_country() -> dict[str, LawPack]:
    return {country: pack for pack in PACKS for country in (pack.code, *pack.covers)}


_EEA = frozenset("AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IS IT LI LT LU LV MT NL NO PL PT RO SE SI SK".split())
_KNOWN = date(2025, 6, 1)

_JAPAN = LawPack(
    "JP",
    "Act on Regulation of Transmission of Specified Electronic Mail (Act No. 26 of 2002)",
    "特定電子メールの送信の適正化等に関する法律（平成14年法律第26号）",
    _KNOWN,
    (
        Duty("consent", "Act No. 26 of 2002, art. 3(1)", "check",
             "mail only to who has agreed before, gave you the address (a business card), does business with you, or has published it for business",
             "事前に同意した方、アドレスを通知した方（名刺など）、取引関係にある方、事業用に公表している方にだけ送る", source_ja="特定電子メール法 3条1項"),
        Duty("proof", "Act No. 26 of 2002, art. 3(2); Enforcement Rules, art. 4", "check",
             "keep a record of how consent was given, until a month after the last mail at least",
             "同意を証する記録を、最後の送信から少なくとも1か月は残す", source_ja="特定電子メール法 3条2項、施行規則 4条"),
        Duty("stop", "Act No. 26 of 2002, art. 3(3)", "engine", "no more mail to who has refused", "受信を断った方には送らない", source_ja="特定電子メール法 3条3項"),
        Duty("name", "Act No. 26 of 2002, art. 4(i)", "check", "show who sends", "送信者の氏名または名称を示す", source_ja="特定電子メール法 4条1号"),
        Duty("unsubscribe", "Act No. 26 of 2002, art. 4(ii); Enforcement Rules, art. 9(i)", "check",
             "say that one may refuse, and show the address or link for it", "受信を断れることと、その宛先（アドレスやリンク）を示す", source_ja="特定電子メール法 4条2号、施行規則 9条1号"),
        Duty("postal address", "Act No. 26 of 2002, art. 4(iii); Enforcement Rules, art. 9(ii)", "check", "show the sender's postal address", "送信者の住所を示す", source_ja="特定電子メール法 4条3号、施行規則 9条2号"),
        Duty("inquiries", "Act No. 26 of 2002, art. 4(iii); Enforcement Rules, art. 9(iii)", "check",
             "show where complaints and questions are taken: phone, mail address or page",
             "苦情や問い合わせの宛先（電話番号、メールアドレス、URL）を示す", source_ja="特定電子メール法 4条3号、施行規則 9条3号"),
        Duty("honesty", "Act No. 26 of 2002, art. 5", "people", "no false sender", "送信元を偽らない", source_ja="特定電子メール法 5条"),
        Duty("consent", "Act on Specified Commercial Transactions, arts. 12-3 and 12-4", "people",
             "mail-order advertising to consumers needs consent too, and its record for three years",
             "消費者への通信販売の広告には、別に承諾と3年間の記録が要る", source_ja="特定商取引法 12条の3・12条の4"),
        Duty("honesty", "Act on the Protection of Personal Information, arts. 17 and 18", "people",
             "use personal data only for the purpose that was stated", "個人情報は、示した利用目的の範囲で使う", source_ja="個人情報保護法 17条・18条"),
    ),
)  # fmt: skip

_USA = LawPack(
    "US", "CAN-SPAM Act of 2003", "CAN-SPAM 法（2003年）", _KNOWN,
    (
        Duty("honesty", "15 U.S.C. 7704(a)(1)-(2)", "people", "no false headers, no deceptive subjects", "ヘッダーを偽らず、紛らわしい件名にしない"),
        Duty("unsubscribe", "15 U.S.C. 7704(a)(3), (5)", "check",
             "a clear way to opt out, that works for 30 days after the mail", "配信を断る方法を示し、送信後30日は使えるようにする"),
        Duty("stop", "15 U.S.C. 7704(a)(4)", "engine", "stop within 10 business days; here it is at once", "10営業日以内に止める（ここでは直ちに）"),
        Duty("postal address", "15 U.S.C. 7704(a)(5)(A)(iii)", "check", "show a valid physical postal address", "実在の住所を示す"),
        Duty("name", "15 U.S.C. 7704(a)(1)", "check", "the from line names who sends", "差出人に、送信者を正しく示す"),
        Duty("honesty", "15 U.S.C. 7704(a)(5)(A)(i)", "people", "say that it is an advertisement", "広告であることを示す"),
    ),
)  # fmt: skip

_EUROPE = LawPack(
    "EU", "ePrivacy Directive 2002/58/EC and GDPR (EU) 2016/679", "eプライバシー指令 2002/58/EC と GDPR（EU）2016/679", _KNOWN,
    (
        Duty("consent", "2002/58/EC Art. 13(1)-(2)", "check",
             "mail only with prior consent, or to own customers about similar products; for companies members differ",
             "事前の同意がある方、または類似の商品について自社の顧客にだけ送る（法人宛ては国により異なる）"),
        Duty("proof", "GDPR Art. 7(1)", "check", "be able to show that consent was given", "同意があったことを示せるようにする"),
        Duty("stop", "GDPR Art. 7(3), 21(3)", "engine", "no more mail after an objection", "異議のあった方には送らない"),
        Duty("unsubscribe", "2002/58/EC Art. 13(2), (4)", "check", "a valid address or link to refuse in every mail", "どのメールにも、断るための宛先を示す"),
        Duty("name", "2002/58/EC Art. 13(4)", "check", "do not hide who sends", "送信者を隠さない"),
        Duty("postal address", "2000/31/EC Art. 5(1)(b)", "check", "the geographic address of the provider", "事業者の所在地を示す"),
        Duty("inquiries", "2000/31/EC Art. 5(1)(c)", "check", "a way to reach the provider quickly", "速やかに連絡できる宛先を示す"),
        Duty("honesty", "GDPR Art. 13-14", "people", "tell people what their data is used for", "データの利用目的を知らせる"),
    ),
    covers=_EEA,
)  # fmt: skip

_BRITAIN = LawPack(
    "GB", "Privacy and Electronic Communications Regulations 2003 (SI 2003/2426) and UK GDPR",
    "プライバシー及び電子通信規則 2003（SI 2003/2426）と UK GDPR", _KNOWN,
    (
        Duty("consent", "PECR reg. 22", "check",
             "mail individuals only with consent, or own customers about similar products; companies are outside of this rule",
             "個人には、同意がある場合か、類似の商品について自社の顧客にだけ送る（法人は対象外）"),
        Duty("proof", "UK GDPR Art. 7(1)", "check", "be able to show that consent was given", "同意があったことを示せるようにする"),
        Duty("stop", "UK GDPR Art. 21(3)", "engine", "no more mail after an objection", "異議のあった方には送らない"),
        Duty("unsubscribe", "PECR reg. 23(b)", "check", "a valid address or link to refuse in every mail", "どのメールにも、断るための宛先を示す"),
        Duty("name", "PECR reg. 23(a)", "check", "do not hide who sends", "送信者を隠さない"),
        Duty("postal address", "SI 2002/2013 reg. 6(1)(b)", "check", "the geographic address of the provider", "事業者の所在地を示す"),
        Duty("inquiries", "SI 2002/2013 reg. 6(1)(c)", "check", "a way to reach the provider quickly", "速やかに連絡できる宛先を示す"),
    ),
)  # fmt: skip

_CANADA = LawPack(
    "CA", "Canada's Anti-Spam Legislation (S.C. 2010, c. 23)", "カナダ迷惑メール対策法（CASL、S.C. 2010, c. 23）", _KNOWN,
    (
        Duty("consent", "CASL s. 6(1)(a), 10(9)", "check",
             "express consent, or implied for two years after business and six months after an inquiry",
             "明示の同意、または黙示の同意（取引から2年、問い合わせから6か月）がある方にだけ送る"),
        Duty("proof", "CASL s. 13", "check", "who sends must prove the consent", "同意の証明は送信者が行う"),
        Duty("name", "CASL s. 6(2)(a)", "check", "show who sends", "送信者を示す"),
        Duty("postal address", "SOR/2012-36 s. 2(1)(d)", "check", "show the mailing address, valid for 60 days", "住所を示す（60日は有効なもの）"),
        Duty("inquiries", "CASL s. 6(2)(b)", "check", "a phone number, mail address or page", "電話番号、メールアドレス、URL のいずれかを示す"),
        Duty("unsubscribe", "CASL s. 6(2)(c), 11", "check", "a way to unsubscribe, valid for 60 days", "配信停止の方法を示す（60日は有効なもの）"),
        Duty("stop", "CASL s. 11(3)", "engine", "stop within 10 business days; here it is at once", "10営業日以内に止める（ここでは直ちに）"),
    ),
)  # fmt: skip

_AUSTRALIA = LawPack(
    "AU", "Spam Act 2003", "Spam Act 2003（オーストラリア）", _KNOWN,
    (
        Duty("consent", "Spam Act s. 16, sch. 2", "check", "express or inferred consent", "明示または推定される同意がある方にだけ送る"),
        Duty("name", "Spam Act s. 17(1)(a)", "check", "show who authorised the mail", "送信の責任者を示す"),
        Duty("inquiries", "Spam Act s. 17(1)(b)", "check", "show how to reach the sender, valid for 30 days", "連絡先を示す（30日は有効なもの）"),
        Duty("unsubscribe", "Spam Act s. 18", "check", "a working way to unsubscribe, for 30 days", "配信停止の方法を示す（30日は有効なもの）"),
        Duty("stop", "Spam Act sch. 2 cl. 6", "engine", "stop within 5 business days; here it is at once", "5営業日以内に止める（ここでは直ちに）"),
    ),
)  # fmt: skip

PACKS: tuple[LawPack, ...] = (_JAPAN, _USA, _EUROPE, _BRITAIN, _CANADA, _AUSTRALIA)
"""Every country whose law is known here."""

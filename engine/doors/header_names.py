"""What columns are called in the tables that people bring: our own knowledge of how CRMs, card scanners and spreadsheets name things.

Names are compared without capitals, blanks and signs: `E-mail Address` is `emailaddress`.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

_SIGNS = re.compile(r"[^\w]|_")
_AROUND = re.compile(r"^(?:properties|fields|attributes|contact|lead)\.|\.value$|__c$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Meaning:
    """name, ja: of the attribute, in the two languages; names: what columns are called that hold it, the best first. type: of its cells."""

    name: str
    ja: str
    names: tuple[str, ...]
    type: str = "text"


EMAIL = "email"
MEANINGS: tuple[Meaning, ...] = (
    Meaning(EMAIL, EMAIL, (
        "email", "メールアドレス", "eメール", "e-mail", "mail", "メール", "email address", "e-mail address", "work email",
        "business email",
        "会社メールアドレス", "メールアドレス1", "email 1", "email1", "電子メール", "電子メールアドレス", "eメールアドレス",
        "primary email",
        "e-mail 1 - value", "mail address", "mailaddress", "参加者のメールアドレス", "ご担当者メールアドレス", "person email",
        "personemail",
    )),
    Meaning("name", "name", (
        "name", "氏名", "名前", "お名前", "full name", "fullname", "担当者名", "ご担当者名", "担当者", "ご担当者", "contact name",
        "顧客名",
        "姓名", "display name", "ご氏名", "参加者名", "お客様名", "lead name", "リード名", "取引先責任者名",
    )),
    Meaning("family_name", "姓", (
        "姓", "苗字", "last name", "lastname", "family name", "surname", "氏", "名字", "氏名（姓）", "お名前（姓）", "last", "姓（漢字）",
    )),
    Meaning("given_name", "名", (
        "名", "first name", "firstname", "given name", "氏名（名）", "お名前（名）", "first", "名（漢字）", "forename",
    )),
    Meaning("company", "company", (
        "company", "会社名", "企業名", "company name", "社名", "勤務先", "勤務先名", "所属", "所属会社", "法人名", "貴社名", "御社名",
        "account name",
        "取引先名", "company / account", "会社名/取引先", "会社名／取引先", "organization", "organization name", "organisation", "会社",
        "所属企業",
        "associated company", "関連する会社", "primary associated company", "組織名", "取引先", "employer", "organization 1 - name",
        "団体名",
    )),
    Meaning("phone", "phone", (
        "phone", "電話番号", "direct phone", "tel直通", "直通電話", "直通電話番号", "phone number", "tel", "電話", "telephone",
        "business phone",
        "work phone", "会社電話番号", "tel会社", "会社電話", "tel部門", "代表電話", "電話番号1", "勤務先電話番号", "phone 1 - value",
        "tel1", "お電話番号",
        "telephone number", "phonenumber", "tel（会社）", "tel(直通)", "tel代表", "電話（直通）", "電話（代表）", "direct",
    ), "phone"),
    Meaning("mobile", "携帯電話", (
        "mobile", "携帯電話", "携帯電話番号", "携帯", "mobile phone", "mobile phone number", "mobilephone", "cell phone", "cell",
        "携帯番号",
        "mobile number", "tel携帯", "スマートフォン",
    ), "phone"),
    Meaning("fax", "FAX", ("fax", "ファックス", "fax番号", "fax number", "ファクス", "会社fax"), "phone"),
    Meaning("title", "役職", (
        "title", "役職", "job title", "jobtitle", "役職名", "肩書", "肩書き", "position", "organization 1 - title", "職位", "ご役職",
    )),
    Meaning("department", "部署", (
        "department", "部署", "部署名", "部門", "部門名", "所属部署", "division", "dept", "organization 1 - department", "ご所属部署",
        "所属部門",
    )),
    Meaning("industry", "業種", ("industry", "業種", "業界", "産業", "業種名", "vertical", "sector")),
    Meaning("employees", "従業員数", (
        "employees", "従業員数", "number of employees", "numemployees", "numberofemployees", "no. of employees", "社員数", "従業員規模",
        "employee count", "company size", "employee range",
    ), "number"),
    Meaning("revenue", "年間売上", (
        "annual revenue", "annualrevenue", "年間売上", "売上高", "年商", "revenue", "年間収益", "年間売上高",
    ), "number"),
    Meaning("website", "website", (
        "website", "url", "webサイト", "会社webサイト", "ホームページ", "website url", "hp", "web", "会社url", "homepage", "web site",
        "サイトurl",
        "ウェブサイトのurl", "ウェブサイト", "company website", "会社hp",
    )),
    Meaning("postcode", "郵便番号", (
        "postcode", "郵便番号", "zip", "postal code", "zip code", "postalcode", "zip/postal code", "郵便番号(会社)", "〒",
        "zippostalcode",
        "会社郵便番号",
    ), "postcode"),
    Meaning("prefecture", "都道府県", (
        "prefecture", "都道府県", "state/province", "state", "state/region", "province", "region", "都道府県/地域", "県名",
        "都道府県／地域",
    )),
    Meaning("city", "市区町村", ("city", "市区町村", "市区郡", "市町村", "市区郡町村", "town")),
    Meaning("address", "住所", (
        "address", "住所", "street", "street address", "町名・番地", "番地", "会社住所", "所在地", "address 1", "住所1", "full address",
        "勤務先住所",
        "住所（会社）", "町名番地",
    )),
    Meaning("country", "国", ("country", "国", "国名", "country/region", "国/地域", "国／地域", "country/region name")),
    Meaning("lead_source", "獲得経路", (
        "lead source", "leadsource", "リードソース", "original source", "元のソース", "流入経路", "獲得経路", "きっかけ", "認知経路",
        "original traffic source", "オリジナルソース", "hs_analytics_source", "獲得元",
    )),
    Meaning("owner", "owner", (
        "owner", "contact owner", "コンタクト担当者", "コンタクト所有者", "lead owner", "リード所有者", "リード 所有者", "所有者",
        "名刺所有者",
        "営業担当", "営業担当者", "自社担当者", "担当営業", "owner name", "hubspot owner", "所有者名",
    )),
    Meaning("language", "language", ("language", "言語", "preferred language", "希望言語", "使用言語", "hs_language")),
)  # fmt: skip
"""Attributes, and how their columns are called. What every lead may have keeps its one name in both languages."""

IDENTITIES: tuple[str, ...] = (
    "record id", "レコードid", "hs_object_id", "hs object id", "lead id", "リードid", "リード id", "contact id", "取引先責任者 id",
    "取引先責任者id", "名刺id", "名刺コード", "card id", "カードid", "顧客id", "顧客番号", "会員番号", "会員id", "customer id",
    "user id", "userid",
    "id", "vid", "管理番号", "external id", "外部id", "人物id", "person id",
)  # fmt: skip
"""Columns that number people."""
LEFT_ALONE: dict[str, tuple[str, ...]] = {
    "kana": ("フリガナ", "ふりがな", "氏名カナ", "氏名（カナ）", "セイ", "メイ", "姓（カナ）", "名（カナ）", "姓カナ", "名カナ", "カナ",
    "会社名カナ",
             "会社名（カナ）", "よみがな", "ヨミガナ"),
    "moment": ("create date", "作成日", "created date", "登録日", "登録日時", "last modified date", "最終更新日", "更新日", "更新日時",
    "last activity date",
               "最終アクティビティー日", "最終活動日", "作成日時", "createddate", "lastmodifieddate", "createdat", "updatedat",
               "createdate",
               "名刺登録日", "last activity", "作成者", "最終更新者", "created by", "last modified by"),
    "stage": ("lifecycle stage", "ライフサイクルステージ", "lead status", "リードステータス", "リード状況", "status", "ステータス",
    "rating", "評価",
              "lifecyclestage", "hs_lead_status", "isconverted", "取引開始済", "状況"),
    "shown": ("eightでつながっている人", "再データ化中の名刺", "'?'を含んだデータ", "?を含んだデータ", "タグ", "tags", "メモ", "notes",
    "備考", "memo",
              "note", "description", "説明"),
}  # fmt: skip
"""Columns that are known, and are no attribute unless the program declares one of that name."""
MET: tuple[str, ...] = ("名刺交換日", "card exchange date", "exchanged at", "exchange date", "交換日", "名刺交換日時",
"business card exchange date")
"""Columns with the day of a business card."""
LEFT: tuple[str, ...] = (
    "email opt out", "メール送信除外", "hasoptedoutofemail", "has opted out of email", "unsubscribed from all email", "メール配信停止",
    "配信停止",
    "unsubscribed", "opt out", "optout", "オプトアウト", "hs_email_optout", "メール配信を停止", "すべてのeメールの配信を停止済み",
    "配信不可", "メルマガ停止",
)  # fmt: skip
"""Columns that say who wants no mail any more."""
LIKE_LEFT = re.compile(
    r"(?:配信|受信|送信|メール|メルマガ|案内|dm).*(?:停止|拒否|除外|不可|不要|解除|禁止)|オプトアウト|opte?d?out|unsubscri|donot(?:e?mail|contact)"
)
"""In a plain name: the same may be meant, in words of somebody's own."""

SYSTEMS: dict[str, tuple[str, ...]] = {
    "hubspot": (
        "record id", "lifecycle stage", "lead status", "contact owner", "create date", "last activity date", "associated company",
        "unsubscribed from all email", "marketing contact status", "phone number", "job title", "hs_object_id", "lifecyclestage",
        "hs_lead_status",
        "レコードid", "ライフサイクルステージ", "リードステータス", "コンタクト担当者", "最終アクティビティー日",
        "マーケティングコンタクトステータス",
        "createdate", "lastmodifieddate", "jobtitle",
    ),
    "salesforce": (
        "lead id", "company / account", "lead source", "lead owner", "email opt out", "rating", "annual revenue", "state/province",
        "leadsource", "isconverted", "hasoptedoutofemail", "ownerid", "numberofemployees", "attributes.type", "attributes.url",
        "isdeleted", "systemmodstamp",
        "リード所有者", "会社名/取引先", "リードソース", "リード状況", "メール送信除外", "都道府県/地域", "市区郡", "町名・番地",
        "リードid", "取引先責任者id",
    ),
    "sansan": ("名刺id", "名刺交換日", "部署名", "役職", "姓", "e-mail", "携帯電話", "名刺所有者", "所有者", "会社url", "人物id",
    "名刺コード", "登録日"),
    "eight": ("tel会社", "tel部門", "tel直通", "名刺交換日", "eightでつながっている人", "再データ化中の名刺", "'?'を含んだデータ",
    "部署名", "氏名"),
    "cards": ("job title", "mobile", "携帯電話番号", "会社電話番号", "会社住所", "会社webサイト", "会社fax", "肩書", "fax",
    "名刺交換日", "郵便番号", "部署", "役職"),
}  # fmt: skip
"""Who wrote a table: the names that show it."""
SHOWING = 3
"""So many of them must be there."""


@cache
def plain(header: str) -> str:
    """As names are compared."""
    name = _AROUND.sub("", _AROUND.sub("", unicodedata.normalize("NFKC", header).strip()))
    return _SIGNS.sub("", name.casefold())


def _looked_up() -> dict[str, tuple[Meaning, int]]:
    found: dict[str, tuple[Meaning, int]] = {}
    for meaning in MEANINGS:
        for place, name in enumerate((*meaning.names, meaning.ja)):
            found.setdefault(plain(name), (meaning, place))
    return found


BY_NAME = MappingProxyType(_looked_up())
"""A plain name -> what it means, and how good a name it is: 0 is the best."""


def system_of(header: list[str]) -> str:
    """Which system wrote a table of these columns; "" where too few names tell."""
    names = {plain(name) for name in header}
    counted = {system: len(names & {plain(name) for name in told}) for system, told in SYSTEMS.items()}
    best = max(counted, key=lambda system: counted[system])
    return best if counted[best] >= SHOWING else ""

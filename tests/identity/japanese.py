"""Pairs as Japanese forms, cards and lists write them: half are one person, half two who look like one. Seeded; all made up."""

import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from random import Random

Told = Mapping[str, str]

FAMILIES = (
    "佐藤 サトウ sato", "鈴木 スズキ suzuki", "高橋 タカハシ takahashi", "田中 タナカ tanaka", "渡辺 ワタナベ watanabe",
    "伊藤 イトウ ito",
    "山本 ヤマモト yamamoto", "中村 ナカムラ nakamura", "斉藤 サイトウ saito", "山崎 ヤマザキ yamazaki", "浜田 ハマダ hamada",
    "大野 オオノ ono",
    "広瀬 ヒロセ hirose", "沢田 サワダ sawada", "森 モリ mori", "長谷川 ハセガワ hasegawa", "佐々木 ササキ sasaki",
    "桜井 サクライ sakurai",
    "小島 コジマ kojima", "吉田 ヨシダ yoshida", "富田 トミタ tomita", "会田 アイダ aida", "五十嵐 イガラシ igarashi",
    "林 ハヤシ hayashi",
)  # fmt: skip
GIVENS = (
    "健一 ケンイチ kenichi", "太郎 タロウ taro", "裕子 ユウコ yuko", "大輔 ダイスケ daisuke", "恵 メグミ megumi", "翔太 ショウタ shota",
    "美咲 ミサキ misaki", "真一 シンイチ shinichi", "陽子 ヨウコ yoko", "博 ヒロシ hiroshi", "直樹 ナオキ naoki", "智子 トモコ tomoko",
    "健太 ケンタ kenta", "恵子 ケイコ keiko", "亮 リョウ ryo", "花子 ハナコ hanako", "隆 タカシ takashi", "京子 キョウコ kyoko",
    "次郎 ジロウ jiro", "一郎 イチロウ ichiro", "結衣 ユイ yui", "誠 マコト makoto", "純一 ジュンイチ junichi", "彩 アヤ aya",
)  # fmt: skip
COMPANY_NAMES = (
    "みどり midori", "大和 yamato", "キヤノール canole", "サンライズ sunrise", "あおぞら aozora", "東都 toto", "富士見 fujimi",
    "髙松 takamatsu", "ベイシア beisia",
    "北斗 hokuto", "三光 sanko", "ひまわり himawari", "朝日野 asahino", "中央 chuo", "エーワン aone", "武蔵 musashi",
    "瀬戸内 setouchi", "光陽 koyo",
)  # fmt: skip
TRADES = ("商事 shoji", "電機 denki", "物産 bussan", "システム sys", "フイルム film", "コンピューター comp", "運輸 unyu",
"企画 plan", "製作所 works",
          "建設 const", "食品 foods", "工業 kogyo")  # fmt: skip
BANKS = ("みなと銀行", "さくら信用金庫", "東西銀行")
BRANCHES = ("渋谷支店", "札幌支店", "梅田支店", "博多支店", "本店")
FORMS = ("株式会社{}", "{}株式会社", "（株）{}", "㈱{}", "{}㈱", "{} (株)", "株式會社 {}", "{}")
TOWNS = ("東京都千代田区丸の内", "大阪府大阪市北区梅田", "愛知県名古屋市中区栄", "福岡県福岡市博多区住吉",
"神奈川県横浜市西区みなとみらい")
FREE = ("gmail.com", "yahoo.co.jp", "icloud.com")
CARRIERS = ("docomo.ne.jp", "ezweb.ne.jp", "softbank.ne.jp")
OTHER_LETTERS = {"高": "髙", "辺": "邉邊", "斉": "齋齊斎", "崎": "﨑", "浜": "濱", "広": "廣", "瀬": "瀨", "沢": "澤", "桜": "櫻",
"島": "嶋", "吉": "𠮷",
                 "富": "冨", "会": "會", "恵": "惠", "真": "眞"}  # fmt: skip
MISTYPED = {"郎": "朗", "裕": "祐", "博": "弘", "智": "知", "隆": "孝", "輔": "介", "樹": "紀", "亮": "良"}
_KANA = "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワンョュャッー"
HALF = dict(zip(_KANA, "ｱｲｳｴｵｶｷｸｹｺｻｼｽｾｿﾀﾁﾂﾃﾄﾅﾆﾇﾈﾉﾊﾋﾌﾍﾎﾏﾐﾑﾒﾓﾔﾕﾖﾗﾘﾙﾚﾛﾜﾝｮｭｬｯｰ", strict=True))
VOICED = {**dict(zip("ガギグゲゴザジズゼゾダヂヅデドバビブベボ", "カキクケコサシスセソタチツテトハヒフヘホ", strict=True))}


@dataclass(frozen=True)
class Person:
    """Who they are, before anybody writes it down. family, given: kanji, kana, Latin."""

    family: tuple[str, str, str]
    given: tuple[str, str, str]
    company: str
    domain: str
    switchboard: str
    mobile: str
    own_mail: str
    birthday: tuple[int, int, int]
    address: str
    postcode: str


@dataclass(frozen=True)
class Pair:
    """What two entries tell. kind: how they came about; who: the people they are of, by their names and work addresses."""

    kind: str
    is_one: bool
    one: Told
    other: Told
    who: frozenset[str]


def pairs(seed: int, count: int = 1_000) -> list[Pair]:
    """Half one person, half two, in turn. Nobody is made twice by chance, with the same name and work address."""
    dice = Random(seed)
    seen = set[str]()
    found = list[Pair]()
    while len(found) < count:
        number = len(found)
        pair = same(dice) if number % 2 == 0 else HARD[number // 2 % len(HARD)](dice)
        if not pair.who & seen:
            found.append(pair)
            seen |= pair.who
    return found


# ── who they are ────────────────────────────────────────────────────────────────────────


def person(dice: Random) -> Person:
    family, given = (_three(dice.choice(names)) for names in (FAMILIES, GIVENS))
    (company, latin), (trade, short) = dice.choice(COMPANY_NAMES).split(), dice.choice(TRADES).split()
    return Person(
        family=family,
        given=given,
        company=f"{company}{trade}",
        domain=f"{latin}-{short}.co.jp",
        switchboard=f"03{dice.randrange(3000, 6999)}{dice.randrange(10_000):04}",
        mobile=f"0{dice.choice('789')}0{dice.randrange(1000, 9999)}{dice.randrange(10_000):04}",
        own_mail=_own_mail(dice, family[2], given[2]),
        birthday=(dice.randrange(1955, 2000), dice.randrange(1, 13), dice.randrange(1, 29)),
        address=f"{dice.choice(TOWNS)}{dice.randrange(1, 9)}丁目{dice.randrange(1, 30)}番{dice.randrange(1, 20)}号",
        postcode=f"{dice.randrange(100, 990)}{dice.randrange(10_000):04}",
    )


def _three(text: str) -> tuple[str, str, str]:
    kanji, kana, latin = text.split()
    return kanji, kana, latin


def _own_mail(dice: Random, family: str, given: str) -> str:
    if dice.random() < 0.4:
        odd = dice.choice((f"{given}..{family}", f"{given}.", f"{family}-.{given}"))
        number, carrier = dice.randrange(1000), dice.choice(CARRIERS)
        return f"{given}{number}.@{carrier}" if odd.endswith(".") else f"{odd}{number}@{carrier}"
    return f"{given}{dice.choice(('', '.', '_'))}{family}{dice.randrange(1970, 2000)}@{dice.choice(FREE)}"


def work_mail(one: Person) -> str:
    """As their company gives them out: one each."""
    return f"{one.given[2]}.{one.family[2]}@{one.domain}" if len(one.domain) % 2 else f"{one.family[2]}-{one.given[2][:3]}@{one.domain}"


# ── how it is written ───────────────────────────────────────────────────────────────────


def entry(dice: Random, one: Person) -> Told:
    """What a person writes of themselves in one place: not everything, and in some way or other."""
    told = {"name": name(dice, one), "company": dice.choice(FORMS).format(one.company)}
    if dice.random() < 0.6 or one.given[2] in told["name"].lower():
        told["フリガナ"] = kana(dice, one)
    if dice.random() < 0.85:
        told["email"] = written_mail(dice, work_mail(one) if dice.random() < 0.75 else one.own_mail)
    if dice.random() < 0.8:
        told["phone"] = phone(dice, one.switchboard if dice.random() < 0.5 else one.mobile)
    if dice.random() < 0.45:
        told |= {"住所": address(dice, one.address), "郵便番号": dice.choice(("{}-{}", "〒{}-{}", "{}{}")).format(one.postcode[:3],
        one.postcode[3:])}
    if dice.random() < 0.35:
        told["生年月日"] = birthday(dice, one)
    return told


def name(dice: Random, one: Person) -> str:
    """Its letters, their order, the blank, the title."""
    family, given = one.family[0], one.given[0]
    if dice.random() < 0.3:
        family, given = (_other_letters(dice, part) for part in (family, given))
    if dice.random() < 0.08:
        given = "".join(MISTYPED.get(sign, sign) for sign in given)
    kind = dice.random()
    if kind < 0.06:
        return dice.choice(("{1} {0}", "{0}, {1}", "Mr. {1} {0}")).format(one.family[2].title(), one.given[2].title())
    if kind < 0.12:
        return _width(dice, f"{one.family[1]}{dice.choice((' ', '　'))}{one.given[1]}")
    if kind < 0.17:
        return f"{given} {family}"
    return f"{family}{dice.choice(('', ' ', '　'))}{given}{dice.choice(('', '', '', '様', ' 様', ' 部長', ' 殿', 'さん'))}"


def _other_letters(dice: Random, text: str) -> str:
    return "".join(dice.choice(OTHER_LETTERS[sign]) if sign in OTHER_LETTERS else sign for sign in text)


def kana(dice: Random, one: Person) -> str:
    text = f"{one.family[1]}{dice.choice((' ', '　', ''))}{one.given[1]}" if dice.random() < 0.3 else f"{one.family[1]} {one.given[1]}"
    if dice.random() < 0.2:
        text = text.replace("ウ", "ー", 1) if "トウ" in text or "ロウ" in text or "ヨウ" in text else text
    return _width(dice, text)


def _width(dice: Random, text: str) -> str:
    kind = dice.random()
    if kind < 0.3:
        return "".join(HALF.get(VOICED.get(sign, sign), sign) + ("ﾞ" if sign in VOICED else "") for sign in text)
    if kind < 0.6:
        return "".join(chr(ord(sign) - 0x60) if "ァ" <= sign <= "ヶ" else sign for sign in text)
    return text


def written_mail(dice: Random, text: str) -> str:
    kind = dice.random()
    wide = "".join(chr(ord(sign) + 0xFEE0) for sign in text)
    return wide if kind < 0.08 else text.upper() if kind < 0.2 else f" {text} " if kind < 0.3 else text


def phone(dice: Random, digits: str) -> str:
    cut = (2, 6) if digits.startswith("03") else (3, 7)
    parts = digits[: cut[0]], digits[cut[0] : cut[1]], digits[cut[1] :]
    shapes = ("{0}-{1}-{2}", "{0}({1}){2}", "{0}{1}{2}", "+81-{3}-{1}-{2}", "+81 ({0[0]}){3} {1} {2}", "{0}－{1}－{2}", "TEL {0}.{1}.{2}")
    text = dice.choice(shapes).format(*parts, parts[0][1:])
    text = f"{text} 内線{dice.randrange(10, 99)}" if digits.startswith("03") and dice.random() < 0.2 else text
    return "".join(chr(ord(sign) + 0xFEE0) if sign.isdigit() else sign for sign in text) if dice.random() < 0.2 else text


def address(dice: Random, text: str) -> str:
    """With the prefecture or without, in signs or in dashes, with the house's name."""
    if dice.random() < 0.5:
        text = text.replace("丁目", "-").replace("番", "-").replace("号", "")
    if dice.random() < 0.3:
        text = text.replace("東京都", "").replace("大阪府", "").replace("愛知県", "").replace("福岡県", "").replace("神奈川県", "")
    return f"{text} {dice.choice(('みどりビル5F', '第二ビル'))}" if dice.random() < 0.3 else text


def birthday(dice: Random, one: Person) -> str:
    year, month, day = one.birthday
    era = f"昭和{year - 1925}年{month}月{day}日" if year < 1989 else f"平成{year - 1988}年{month}月{day}日"
    return dice.choice((f"{year}-{month:02}-{day:02}", f"{year}/{month}/{day}", f"{year}年{month}月{day}日", era))


# ── one, and two ────────────────────────────────────────────────────────────────────────


def same(dice: Random) -> Pair:
    """One person twice; one in twelve has changed the company and kept the telephone."""
    one = person(dice)
    left, right = dict(entry(dice, one)), dict(entry(dice, one))
    if not (_is_in_kanji(left, one) and _is_in_kanji(right, one)):
        left["フリガナ"], right["フリガナ"] = kana(dice, one), kana(dice, one)
    if dice.random() < 1 / 12:
        moved = replace(person(dice), family=one.family, given=one.given, mobile=one.mobile, own_mail=one.own_mail, birthday=one.birthday)
        right = dict(entry(dice, moved))
        left["phone"], right["phone"] = phone(dice, one.mobile), phone(dice, one.mobile)
        return Pair("moved", is_one=True, one=left, other=right, who=frozenset((_called(one), _called(moved))))
    return Pair("same", is_one=True, one=left, other=right, who=frozenset((_called(one),)))


def _called(one: Person) -> str:
    return f"{one.family[0]}{one.given[0]} {work_mail(one)}"


def _is_in_kanji(told: Told, one: Person) -> bool:
    return one.family[2] not in told["name"].lower() and one.family[1] not in unicodedata.normalize("NFKC", told["name"])


def colleagues(dice: Random) -> Pair:
    """One family name in one company, with one switchboard."""
    one = person(dice)
    other = replace(another(dice, one), family=one.family, company=one.company, domain=one.domain, switchboard=one.switchboard)
    return _two(dice, "colleagues", one, replace(other, address=one.address, postcode=one.postcode))


def father_and_son(dice: Random) -> Pair:
    """In the family's company, at one address, with one telephone."""
    one = person(dice)
    year, month, day = one.birthday
    other = replace(one, given=_other_given(dice, one), birthday=(year + dice.randrange(22, 38), day % 12 + 1, month),
    mobile=person(dice).mobile)
    return _two(dice, "father and son", one, replace(other, own_mail=_own_mail(dice, other.family[2], other.given[2])))


def branches(dice: Random) -> Pair:
    """Two branches of a bank: one family name, at times the whole name."""
    bank = dice.choice(BANKS)
    first, second = dice.sample(BRANCHES, 2)
    one = replace(person(dice), company=f"{bank} {first}", domain=f"{('minato', 'sakura', 'tozai')[BANKS.index(bank)]}-bank.co.jp")
    other = replace(another(dice, one), family=one.family, company=f"{bank} {second}", domain=one.domain)
    return _two(dice, "branches", one, other)


def switchboard(dice: Random) -> Pair:
    """Two of one company who share a number, and nothing of their names."""
    one = person(dice)
    return _two(dice, "switchboard", one, replace(another(dice, one), company=one.company, domain=one.domain,
    switchboard=one.switchboard))


def namesakes(dice: Random) -> Pair:
    """One name, two companies."""
    one = person(dice)
    other = replace(person(dice), family=one.family, given=one.given)
    return _two(dice, "namesakes", one, other)


def another(dice: Random, one: Person) -> Person:
    return replace(person(dice), given=_other_given(dice, one))


def _other_given(dice: Random, one: Person) -> tuple[str, str, str]:
    return dice.choice([found for text in GIVENS if (found := _three(text)) != one.given and found[0] not in (one.given[0],)])


def _two(dice: Random, kind: str, one: Person, other: Person) -> Pair:
    return Pair(kind, is_one=False, one=entry(dice, one), other=entry(dice, other), who=frozenset((_called(one), _called(other))))


HARD: tuple[Callable[[Random], Pair], ...] = (colleagues, father_and_son, branches, switchboard, namesakes)

"""Letters that are written in more than one way in names: width, case, forms of a kanji, kana."""

import re
from unicodedata import normalize

_FORMS = """
高髙 崎﨑碕嵜 辺邊邉 斉斎齋齊 浜濱濵 沢澤 広廣 桜櫻 国國圀 島嶋嶌 富冨 吉𠮷 関關 竜龍 滝瀧 瀬瀨 徳德 恵惠 栄榮
円圓 宝寶寳 遥遙 真眞 条條 学學 実實 寿壽 弥彌 沖冲 鉄鐵鉃 塩鹽 蔵藏 将將 静靜 浅淺 曽曾 増增 寛寬 桧檜 検檢
万萬 与與 予豫 伝傳 会會 体體 余餘 来來 児兒 兎兔 剣劍劔 励勵 区區 巻卷 参參 双雙 収收 叙敍 台臺 号號 嘱囑
囲圍 図圖 団團 声聲 売賣 壱壹 多夛 奥奧 姫姬 嬢孃 宮宫 尭堯 峰峯 巌巖嵓 巣巢 帯帶 庁廳 弁辨瓣辯 弐貳 従從 応應
恒恆 戦戰 戸戶 択擇 拝拜 拡擴 教敎 数數 断斷 旧舊 昼晝 晃晄 晋晉 晩晚 暁曉 暦曆 朗郞 松枩 栃杤 椎槌 槙槇 楼樓
様樣 権權 横橫 歓歡 歩步 歳歲 毎每 気氣 浄淨 涙淚 清淸 渋澁澀 温溫 湾灣 満滿 灯燈 為爲 焔焰 猪豬 猫貓 瑠璢
瑶瑤 産產 画畫 畑畠 畳疊 痩瘦 皐皋 礼禮 祢禰 穂穗 穣穰 窪窊 竈竃 粋粹 糸絲 経經 緑綠 縁緣 総總 緒緖 繊纖 群羣
翠翆 舎舍 船舩 芸藝 荘莊 蒋蔣 薫薰 虎虝 虫蟲 蛍螢 蝉蟬 衛衞 装裝 裏裡 覚覺 観觀 読讀 諌諫 譲讓 豊豐 賛贊 頼賴
軽輕 遠逺 郷鄕 酔醉 釈釋 鋭銳 録錄 鎌鐮 鎮鎭 閏閠 陥陷 隠隱 隣鄰 雑雜 霊靈 青靑 館舘 駅驛 駆驅 験驗 鯵鰺 鶏鷄
鴎鷗 麦麥 黄黃 黒黑 黙默 麹麴 齢齡 亀龜 凛凜 侠俠 即卽 桑桒 柳栁 柿柹 梅楳 橋槗 坂阪 野埜 草艸 裕𧙗 土圡 角⻆
強强 煕熙 昂昻 芦蘆
"""
"""Forms of one kanji, the usual one first: our own list of what occurs in names. 斉 and 斎 are two letters that are taken for one another.

Names of their own are left apart, however alike they look: 荻原 is not 萩原, 岩田 not 巌田, 園田 not 薗田.
"""

SMALL = str.maketrans("ァィゥェォッャュョヮヵヶ", "アイウエオツヤユヨワカケ")
_KATAKANA = {code: code + 0x60 for code in range(0x3041, 0x3097)} | {0x309D: 0x30FD, 0x309E: 0x30FE}
_VOWELS = {
    sign: vowel
    for vowel, row in {
        "ア": "アカサタナハマヤラワガザダバパ",
        "イ": "イキシチニヒミリギジヂビピ",
        "ウ": "ウクスツヌフムユルグズヅブプヴ",
        "エ": "エケセテネヘメレゲゼデベペ",
        "オ": "オコソトノホモヨロヲゴゾドボポ",
    }.items()
    for sign in row
}
_LONG = frozenset({("オ", "ウ"), ("エ", "イ")})
_SAME_SOUND = str.maketrans("ヂヅヲヰヱ", "ジズオイエ")
_AGAIN = re.compile("([\u3400-\u4dbf\u4e00-\u9fff])(々+)")
_KANA = re.compile(r"[ァ-ヺーぁ-ゖ\s・]+")
_KANJI = re.compile("[\u3005\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U0002fa1f]")


def _table() -> dict[int, str]:
    """Every other form -> the usual one; what chooses between the forms of a letter is nothing."""
    table: dict[int, str] = {ord(other): group[0] for group in _FORMS.split() for other in group[1:]}
    return table | dict.fromkeys([*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0)], "")


FORMS = _table()


def folded(text: str) -> str:
    """Half and full width, capitals and forms of a kanji make no difference any more; blanks stay."""
    if text.isascii():
        return text.lower()
    plain = normalize("NFKC", text).casefold().translate(FORMS)
    return _AGAIN.sub(lambda found: found[1] * (len(found[2]) + 1), plain) if "々" in plain else plain


def katakana(text: str) -> str:
    """Hiragana as katakana."""
    return text.translate(_KATAKANA)


def sound(text: str) -> str:
    """A reading as two are compared: katakana without blanks, small letters as large ones, long vowels written one way.

    オオノ, オーノ and オウノ are one, and so are キヤノン and キャノン. What is no kana stays as it is.
    """
    plain = "".join(katakana(normalize("NFKC", text)).split()).replace("・", "")
    found: list[str] = []
    for sign in plain.translate(SMALL).translate(_SAME_SOUND):
        vowel = _VOWELS.get(found[-1], "") if found else ""
        long = sign == "ー" or (vowel, sign) in _LONG
        found.append(vowel if long and vowel else sign)
    return "".join(found)


def is_kana(text: str) -> bool:
    """Whether it is written in kana alone: a reading."""
    return bool(text) and _KANA.fullmatch(text) is not None


def has_kanji(text: str) -> bool:
    """Whether a kanji is in it."""
    return _KANJI.search(text) is not None

"""The few pages a reader sees, in two languages: one column that fits a phone, no script, nothing loaded from elsewhere."""

from base64 import b64encode
from hashlib import sha256
from html import escape
from string import Template

from starlette.responses import HTMLResponse, Response

from engine.web.preferences_words import PREFERENCES

STYLE = """
:root{color-scheme:light dark}
*{box-sizing:border-box}
body{margin:0;font:16px/1.7 system-ui,-apple-system,"Hiragino Sans","Noto Sans CJK JP","Noto Sans JP",sans-serif;
background:Canvas;color:CanvasText;overflow-wrap:anywhere}
main{max-width:34rem;margin:0 auto;padding:3rem 1.25rem}
.from{margin:0 0 1.5rem;opacity:.7;font-size:.9rem}
h1{font-size:1.35rem;line-height:1.4;margin:0 0 1rem}
p{margin:0 0 1.25rem}
button{display:block;width:100%;min-height:3rem;margin:0 0 .75rem;padding:.6rem 1rem;font:inherit;font-weight:600;
border:2px solid #0b57d0;border-radius:.6rem;background:#0b57d0;color:#fff;cursor:pointer}
button.second{background:transparent;color:inherit;border-color:currentColor;font-weight:400}
button:focus-visible{outline:3px solid #f5a623;outline-offset:2px}
.small{font-size:.85rem;opacity:.75}
fieldset{margin:0 0 1.5rem;padding:0;border:0}
legend{padding:0;margin:0 0 .25rem;font-weight:600}
.choice{display:flex;gap:.75rem;align-items:flex-start;min-height:2.75rem;padding:.5rem 0;cursor:pointer}
.choice input{flex:none;width:1.35rem;height:1.35rem;margin:.2rem 0 0;accent-color:#0b57d0}
.choice input:focus-visible,a:focus-visible{outline:3px solid #f5a623;outline-offset:2px}
a{color:LinkText}
ul{margin:0 0 1.25rem;padding-left:1.25rem}
"""
_STYLE_HASH = b64encode(sha256(STYLE.encode()).digest()).decode()
HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": (
        f"default-src 'none'; style-src 'sha256-{_STYLE_HASH}'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
    ),
    "X-Robots-Tag": "noindex, nofollow",
}

_SHELL = Template(
    """<!doctype html>
<html lang="$language">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>$title</title>
<style>$style</style>
</head>
<body><main>
$body</main></body>
</html>
"""
)
_FORM = Template(
    """<form method="post">
<button type="submit" name="leave" value="all">$all</button>
$topic</form>
"""
)
_TOPIC = Template('<button class="second" type="submit" name="leave" value="topic">$topic</button>\n')
_UNDO = Template(
    """<form method="post" action="$where">
<button class="second" type="submit" name="do" value="back">$undo</button>
</form>
"""
)

WORDS: dict[str, tuple[str, str]] = {
    "leave.title": ("Stop these mails?", "メールの配信を停止しますか？"),
    "leave.text": (
        "Press the button and no more marketing mail goes to {address}. It takes effect at once.",
        "ボタンを押すと、{address} へのご案内メールをすべて停止します。すぐに反映されます。",
    ),
    "leave.text-unknown": (
        "Press the button and you get no more marketing mail from us. It takes effect at once.",
        "ボタンを押すと、当社からのご案内メールをすべて停止します。すぐに反映されます。",
    ),
    "leave.all": ("Stop all mails", "すべて停止する"),
    "leave.topic": ("Stop only “{topic}”", "「{topic}」だけ停止する"),
    "left.title": ("The mails have stopped", "配信を停止しました"),
    "left.all": (
        "No more marketing mail goes to {address}. A mail that is already on its way may still arrive.",
        "{address} へのご案内メールを停止しました。すでに送信中のメールが届くことがありますが、ご了承ください。",
    ),
    "left.topic": (
        "Nothing more about “{topic}” goes to {address}.",
        "{address} への「{topic}」のメールを停止しました。",
    ),
    "left.unknown": (
        "Your wish is kept, and no more marketing mail is sent to you.",
        "配信停止を受け付けました。今後、ご案内メールはお送りしません。",
    ),
    "unclear.title": ("Nothing was changed", "変更はありません"),
    "unclear.text": (
        "The button was not pressed, so nothing was changed. Open the link of the mail again and press it.",
        "ボタンが押されなかったため、何も変更していません。メールのリンクをもう一度開き、ボタンを押してください。",
    ),
    "later.title": ("Please try once more", "もう一度お試しください"),
    "later.text": (
        "We could not keep your wish just now. Please open the link again in a few minutes, or reply to the mail.",
        "ただいま受け付けられませんでした。数分後にもう一度リンクを開くか、メールにご返信ください。",
    ),
    "leave.choose": ("Or choose what you get", "受け取るメールを選ぶ"),
    "lost.title": ("This link leads nowhere", "このリンクは使えません"),
    "lost.text": (
        "It is incomplete or no longer valid. Copy the whole link from the mail, or reply to the mail and tell us what you "
        "were looking for.",
        "リンクが途中で切れているか、有効ではありません。メールからリンク全体をコピーするか、メールにご返信ください。",
    ),
    "nowhere.title": ("There is no such page", "ページがありません"),
    "nowhere.text": ("Please look at the address once more.", "アドレスをもう一度ご確認ください。"),
    **PREFERENCES,
}


def words(name: str, language: str, **values: str) -> str:
    """The words in that language, as HTML; every value is escaped."""
    english, japanese = WORDS[name]
    return escape(japanese if language == "ja" else english).format_map({key: escape(value) for key, value in values.items()})


def page(name: str, language: str, body: str, *, sender: str = "", status: int = 200) -> Response:
    """A page under the title `name`. body: HTML."""
    title = words(f"{name}.title", language)
    text = shell("ja" if language == "ja" else "en", title, f"{sender_line(sender)}<h1>{title}</h1>\n{body}", STYLE)
    return HTMLResponse(text, status, HEADERS | {"Content-Language": language})


def shell(language: str, title: str, body: str, style: str) -> str:
    """What stands around every page of ours. title, body: HTML; style: CSS, whose digest the page's policy names."""
    return _SHELL.substitute(language=language, title=title, body=body, style=style)


def sender_line(sender: str) -> str:
    """Whose page it is, as HTML; nothing where nobody is named."""
    return f'<p class="from">{escape(sender)}</p>\n' if sender else ""


def plain(name: str, language: str, *, sender: str = "", status: int = 200) -> Response:
    """A page of one paragraph."""
    return page(name, language, f"<p>{words(f'{name}.text', language)}</p>\n", sender=sender, status=status)


def leave_page(language: str, *, sender: str, address: str, topic: str, choose: str = "") -> Response:
    """The page that asks. address, topic: "" where they are not known; choose: where the page of preferences is."""
    text = words("leave.text", language, address=masked(address)) if address else words("leave.text-unknown", language)
    second = _TOPIC.substitute(topic=words("leave.topic", language, topic=topic)) if topic else ""
    form = _FORM.substitute(all=words("leave.all", language), topic=second)
    more = f'<p><a href="{escape(choose)}">{words("leave.choose", language)}</a></p>\n' if choose else ""
    return page("leave", language, f"<p>{text}</p>\n{form}{more}", sender=sender)


def left_page(language: str, *, sender: str, address: str, topic: str = "", undo: str = "") -> Response:
    """The page that says it is done. topic: if it was only that; undo: where it may be taken back."""
    if not address:
        text = words("left.unknown", language)
    elif topic:
        text = words("left.topic", language, address=masked(address), topic=topic)
    else:
        text = words("left.all", language, address=masked(address))
    back = _UNDO.substitute(where=escape(undo), undo=words("left.undo", language)) if undo else ""
    return page("left", language, f"<p>{text}</p>\n{back}", sender=sender)


def masked(address: str) -> str:
    """Enough of an address to know one's own: a mail may have been passed on."""
    name, sign, domain = address.partition("@")
    return f"{name[:2]}{'•' * 4}{sign}{domain}"

"""Mails on the screen, in the browser, or on their way to oneself."""

import tempfile
import webbrowser
from html import escape
from pathlib import Path
from typing import Any

from engine.commands.mails import Preview, preview, send_test
from engine.show.folding import fold
from engine.show.screen import FINE, Screen
from engine.templates.mails import Rendered

PAGE = """<!doctype html><html lang="{lang}"><meta charset="utf-8"><title>{title}</title>
<style>body{{margin:0;background:#e8e8e8;font:14px sans-serif;display:flex;gap:24px;padding:24px;flex-wrap:wrap}}
figure{{margin:0}}figcaption{{padding:0 0 8px;color:#444}}iframe{{border:1px solid #bbb;background:#fff;height:900px}}</style>
<figure><figcaption>{phone}</figcaption><iframe sandbox="" width="390" srcdoc="{mail}"></iframe></figure>
<figure><figcaption>{desk}</figcaption><iframe sandbox="" width="800" srcdoc="{mail}"></iframe></figure></html>"""


def show_preview(screen: Screen, template: str, *, lead: str | None, browser: bool) -> int:
    """The text part and the links; with `--open` the HTML part at the width of a phone and of a desk."""
    shown = preview(screen.folder, template, lead=lead)
    screen.document(_plain(shown))
    if browser:
        page = _written(page_of(screen, shown.mail))
        webbrowser.open(page.as_uri())
        screen.say(f"opened `{page}`", f"`{page}` を開きました")
        return FINE
    screen.say(f"From:    {shown.sender}", f"差出人：{shown.sender}")
    screen.say(f"Subject: {shown.mail.subject}", f"件名：　{shown.mail.subject}")
    if shown.mail.preheader:
        screen.say(f"Preview: {shown.mail.preheader}", f"要約：　{shown.mail.preheader}")
    screen.say("", "")
    for line in shown.mail.text.splitlines():
        for part in fold(line, 78) if line.strip() else [""]:
            screen.say(part, part)
    _invented(screen, shown)
    return FINE


def show_send_test(screen: Screen, template: str, *, address: str, lead: str | None) -> int:
    """One mail to oneself."""
    shown = send_test(screen.folder, template, address=address, lead=lead)
    screen.document(_plain(shown) | {"to": address})
    screen.say(f"sent `{template}` to `{address}`", f"`{template}` を `{address}` に送りました")
    _invented(screen, shown)
    return FINE


def _invented(screen: Screen, shown: Preview) -> None:
    if shown.invented:
        names = ", ".join(f"`{name}`" for name in shown.invented)
        screen.note(
            f"\nthese values are invented: {names}; `--lead` takes a real one's",
            f"\n{names} は見本の値です。`--lead` で実際のリードの値を使えます",
        )


def page_of(screen: Screen, mail: Rendered) -> str:
    """The HTML part in two frames that run nothing."""
    widths = {"phone": screen.pick("phone, 390 px", "スマートフォン 390px"), "desk": screen.pick("desk, 800 px", "PC 800px")}
    return PAGE.format(lang=screen.lang, title=escape(mail.subject), mail=escape(mail.html), **widths)


def _written(page: str) -> Path:
    path = Path(tempfile.mkdtemp(prefix="nurture-")) / "preview.html"
    path.write_text(page, encoding="utf-8")
    return path


def _plain(shown: Preview) -> dict[str, Any]:
    mail = shown.mail
    links = [{"name": link.name, "target": link.target} for link in mail.links]
    parts = {"subject": mail.subject, "preheader": mail.preheader, "text": mail.text, "html": mail.html}
    return {"template": shown.template, "from": shown.sender, **parts, "links": links, "invented": list(shown.invented)}

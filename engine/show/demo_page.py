"""A demo as one page that needs nothing from outside: figures, mails as received, and every lead's history behind them."""

import json
from html import escape
from importlib.resources import files
from pathlib import Path
from typing import Any

from engine.commands.demo import Demo
from engine.commands.demo_crowds import Everyone, everyone
from engine.show.demo_history import history_of
from engine.show.demo_parts import Page
from engine.show.demo_sections import SECTIONS
from engine.show.languages import Lang
from engine.show.reasons import reason

POLICY = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:"
"""Nothing is loaded from anywhere, and the frames of the mails inherit it: no picture of theirs reports an opening."""

WORDS = {
    "leads": ("leads", "人"),
    "mails": ("mails", "通"),
    "all": ("all leads", "すべてのリード"),
    "back": ("back", "戻る"),
    "close": ("close", "閉じる"),
    "search": ("name, company, stage", "名前・会社・ステージ"),
    "nurtured": ("nurtured", "育成群"),
    "holdout": ("holdout", "対照群"),
    "met": ("met sales", "商談予約"),
    "reached": ("reached", "到達"),
    "passed": ("passed on", "遷移"),
    "staying": ("staying", "滞留"),
    "dropped": ("dropped out", "離脱"),
    "sent": ("sent", "送信"),
    "opened": ("opened", "開封"),
    "clicked": ("clicked", "クリック"),
    "waiting": ("waiting", "待ち"),
    "skipped": ("not sent", "送らず"),
    "raised": ("handed over", "引き渡し"),
    "accepted": ("accepted", "受領"),
    "rejected": ("rejected", "差し戻し"),
    "overdue": ("overdue", "期限切れ"),
    "messages": ("mails and notices", "メールと連絡"),
    "history": ("what happened, and what followed", "できごとと、その結果"),
}


def write_page(path: Path, demo: Demo, lang: Lang) -> None:
    """Writes it, whole."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(page(demo, everyone(demo), lang), encoding="utf-8")


def page(demo: Demo, people: Everyone, lang: Lang) -> str:
    """The same for the same play, to the byte."""
    drawn = Page(demo, people, lang)
    title = escape(f"{drawn.name} · nurture demo")
    body = "\n".join(section(drawn) for section in SECTIONS)
    return (
        f'<!doctype html>\n<html lang="{lang}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n<title>{title}</title>\n'
        f"<style>\n{_file('demo_page.css')}</style>\n</head>\n<body>\n<main>\n{body}\n</main>\n"
        f'<aside id="panel" hidden></aside>\n<script type="application/json" id="data">{_json(_data(drawn))}</script>\n'
        f"<script>\n{_file('demo_page.js')}</script>\n</body>\n</html>\n"
    )


def _data(drawn: Page) -> dict[str, Any]:
    """Texts stand once, in a table; everything else names them by number."""
    texts: dict[str, int] = {}
    numbers = {one.line.id: number for number, one in enumerate(drawn.people.histories)}
    reasons = {one.reason: reason(one.reason, drawn.lang) for one in drawn.demo.figures.mails.unsent}
    return {
        "leads": [history_of(drawn, one, texts) for one in drawn.people.histories],
        "crowds": {name: [numbers[lead] for lead in crowd] for name, crowd in drawn.people.crowds.items()},
        "words": {name: both[drawn.lang == "ja"] for name, both in WORDS.items()} | reasons,
        "texts": list(texts),
    }


def _json(data: dict[str, Any]) -> str:
    """JSON that no text in it can end early."""
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c").replace("\u2028", "\\u2028")


def _file(name: str) -> str:
    return (files("engine.show") / name).read_text("utf-8")

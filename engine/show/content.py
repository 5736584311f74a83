"""`nurture content` on the screen."""

from engine.commands.content import Answer, Cell, Paper, content, papers
from engine.show.plain import plain
from engine.show.screen import FINE, Screen
from engine.show.tables import Column, table

COLUMNS = (
    Column("stage", "ステージ"),
    Column("persona", "ペルソナ"),
    Column("what they ask", "疑問"),
    Column("what answers it", "答えるコンテンツ"),
)

PAPERS = (
    Column("stage", "ステージ"),
    Column("persona", "ペルソナ"),
    Column("theme", "テーマ"),
    Column("asset", "資料"),
    Column("by form", "フォーム"),
)


def show_content(screen: Screen) -> int:
    """One line for each stage, persona and question; a cell without an answer says so."""
    cells, found = content(screen.folder), papers(screen.folder)
    empty = sum(1 for cell in cells if not cell.answers)
    screen.document({"cells": [plain(cell) for cell in cells], "empty": empty, "assets": [plain(one) for one in found]})
    _assets(screen, found)
    if not cells:
        screen.say(
            'no stage says what its customers ask; write `asks "…" answered by MAIL` into one',
            "お客様の疑問を書いたステージはありません。ステージに `asks \"…\" answered by メール` と書きます",
        )
        return FINE
    everybody, none = screen.pick("everybody", "全員"), screen.pick("nothing", "なし")
    rows = [_row(screen, cell, everybody, none) for cell in cells]
    table(screen, COLUMNS, rows)
    full, all_ = len(cells) - empty, len(cells)
    screen.say(f"{full} of {all_} cells have an answer", f"{all_} マスのうち {full} マスに答えがあります")
    return FINE


def _assets(screen: Screen, found: tuple[Paper, ...]) -> None:
    """What is handed out, stage by stage; nothing where no asset is declared."""
    if found:
        nowhere = screen.pick("no form", "フォームなし")
        rows = [(one.stage, ", ".join(one.personas), one.theme, one.label or one.name, ", ".join(one.forms) or nowhere) for one in found]
        table(screen, PAPERS, rows)


def _row(screen: Screen, cell: Cell, everybody: str, none: str) -> tuple[str, ...]:
    answers = ", ".join(_answer(screen, one) for one in cell.answers)
    return cell.stage, cell.persona or everybody, cell.question, answers or none


def _answer(screen: Screen, answer: Answer) -> str:
    by = ", ".join(answer.scenarios) or screen.pick("sent by no scenario", "送るシナリオなし")
    return f"{answer.mail} ({by})" if screen.lang == "en" else f"{answer.mail}（{by}）"

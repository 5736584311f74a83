"""The command line: declarations, and one call each. Everything heavy is imported by the command that needs it."""

from typing import TYPE_CHECKING, Any

import click

from engine.show.asking import PLACE, argument, option
from engine.show.verbs import Commands, of_all, t, verb, verbs, version_option
from engine.show.verbs_files import FILES
from engine.show.verbs_keys import keys
from engine.show.verbs_mail import MAIL
from engine.show.verbs_outbox import outbox
from engine.show.verbs_papers import PAPERS
from engine.show.verbs_people import LEAD, PEOPLE

if TYPE_CHECKING:
    from pathlib import Path

    from engine.commands.beginning import Platform
    from engine.show.screen import Screen

FORMATS = ("text", "concise", "json", "github", "sarif", "gitlab", "markdown", "junit")
PLATFORMS = ("github", "gitlab", "none")
SHELLS = ("bash", "zsh", "fish")


@click.group(cls=Commands, help=t("Lead nurturing as code.", "リードナーチャリングをコードで。"), no_args_is_help=True)
def root() -> None:
    """Everything else hangs below it."""


of_all(root, version_option())


def main() -> None:
    """The `nurture` command."""
    root()


# ── writing scenarios ───────────────────────────────────────────────────────────────────

PATHS = argument("paths", nargs=-1, type=PLACE)
STDIN_NAME = option("--stdin-filename", "stdin_name", type=PLACE, metavar="FILE",
                          help=t("Which file `-` is.", "`-` がどのファイルか。"))  # fmt: skip


@verb(root, "init", t("Make a small workspace that works.", "動く小さなワークスペースを作る。"))
@argument("place", default=".", type=PLACE, metavar="[FOLDER]")
@option("--ci", "platform", type=click.Choice(PLATFORMS), help=t("Whose pull requests are checked.", "どこで検査するか。"))
def init(screen: "Screen", place: "Path", platform: "Platform | None") -> int:
    from engine.show.beginning import show_init

    return show_init(screen, place, platform)


@verb(root, "check", t("Find the mistakes in scenarios and templates.", "シナリオとテンプレートの誤りを見つける。"))
@PATHS
@option("--format", "style", type=click.Choice(FORMATS), default="text", help=t("How to print.", "出力の形式。"))
@option("--hints", is_flag=True, help=t("Show hints too.", "ヒントも表示。"))
@option("--allowed", is_flag=True, help=t("Show what comments allow, and why.", "コメントで許可された指摘と理由も表示。"))
@option("--fix", is_flag=True, help=t("`nurture fix` first.", "先に `nurture fix` を行う。"))
@STDIN_NAME
def check(screen: "Screen", fix: bool, **wish: Any) -> int:
    from engine.show.checking import Wish, show_check

    if fix:
        from engine.show.fixing import put_in

        wish["fixes"] = put_in(screen, wish["paths"])
    return show_check(screen, Wish(**wish))


@verb(root, "fix", t("Put in the fixes that `check` offers.", "`check` が示す修正を書き込む。"))
@PATHS
@option("--unsafe", is_flag=True, help=t("Those that are only probable too.", "たぶん正しい、という修正も。"))
@option("--check", "--dry-run", "mode", flag_value="check", help=t("Only say what would change.", "何が変わるかを示すだけ。"))
@option("--diff", "mode", flag_value="diff", help=t("Only show what would change.", "変わる箇所を示すだけ。"))
@STDIN_NAME
def fix(screen: "Screen", paths: "tuple[Path, ...]", unsafe: bool, mode: str | None, stdin_name: "Path | None") -> int:
    from engine.show.fixing import Wish, show_fix

    return show_fix(screen, Wish(paths, unsafe, mode or "write", stdin_name))


@verb(root, "rule", t("What a rule of the checker means.", "検査の規則の意味を見る。"))
@argument("name", default="", metavar="[ID|NAME]")
def rule(screen: "Screen", name: str) -> int:
    from engine.show.rules import show_rule

    return show_rule(screen, name)


@verb(root, "fmt", t("Lay out scenario files the one way.", "シナリオファイルの書式を整える。"))
@PATHS
@option("--check", "mode", flag_value="check", help=t("Only say which files would change.", "変わるファイルを示すだけ。"))
@option("--diff", "mode", flag_value="diff", help=t("Only show what would change.", "変わる箇所を示すだけ。"))
@STDIN_NAME
def fmt(screen: "Screen", paths: "tuple[Path, ...]", mode: str | None, stdin_name: "Path | None") -> int:
    from engine.show.formatting import show_fmt

    return show_fmt(screen, paths, mode=mode or "write", stdin_name=stdin_name)


@verb(root, "test", t("Run the tests beside the scenarios.", "シナリオのそばのテストを実行する。"))
@PATHS
@option("-k", "pattern", default="", metavar="TEXT", help=t("Only tests whose name contains it.", "名前に含むテストだけ。"))
@option("--junit", type=PLACE, metavar="FILE", help=t("Write a JUnit file too.", "JUnit ファイルも書き出す。"))
@option("--coverage", "threshold", flag_value=0, type=int, help=t("What no test goes through.", "どのテストも通らないところ。"))
@option("--threshold", type=click.IntRange(0, 100), metavar="N", help=t("At least so many percent.", "少なくともこの割合（%）。"))
@option("--watch", "watched", is_flag=True, help=t("Again whenever a file changes.", "ファイルが変わるたびに実行。"))
def test(screen: "Screen", **wish: Any) -> int:
    from engine.show.testing import Wish, show_test

    if wish["watched"]:
        from engine.show.watching import show_test_again

        return show_test_again(screen, Wish(**wish))
    return show_test(screen, Wish(**wish))


@verb(root, "content", t("What customers ask, and what answers them.", "お客様の疑問と、答えるコンテンツ。"))
def content(screen: "Screen") -> int:
    from engine.show.content import show_content

    return show_content(screen)


@verb(root, "pressure", t("How many mails can come together, against the caps.", "メールの重なりと上限。"))
def pressure(screen: "Screen") -> int:
    from engine.show.pressure import show_pressure

    return show_pressure(screen)


@verb(root, "law", t("What the law asks of your mails, and what is missing.", "法律が求めること、足りないもの。"))
@argument("country", default="")
def law(screen: "Screen", country: str) -> int:
    from engine.show.laws import show_law

    return show_law(screen, country)


@verb(root, "preview", t("Show a mail as a lead would get it.", "リードに届くメールを表示する。"))
@argument("template")
@option("--lead", metavar="LEAD", help=t("With this lead's values.", "このリードの値で。"))
@option("--open", "browser", is_flag=True, help=t("In the browser.", "ブラウザーで開く。"))
def preview(screen: "Screen", template: str, lead: str | None, browser: bool) -> int:
    from engine.show.mails import show_preview

    return show_preview(screen, template, lead=lead, browser=browser)


@verb(root, "send-test", t("Send a template to yourself.", "テンプレートを自分宛てに送る。"))
@argument("template")
@option("--to", "address", required=True, metavar="ADDRESS", help=t("Where to send it.", "送り先。"))
@option("--lead", metavar="LEAD", help=t("With this lead's values.", "このリードの値で。"))
def send_test(screen: "Screen", template: str, address: str, lead: str | None) -> int:
    from engine.show.mails import show_send_test

    return show_send_test(screen, template, address=address, lead=lead)


@verb(root, "lsp", t("Speak to your editor, which starts it.", "エディターと話す（エディターが起動する）。"))
@option("--stdio", is_flag=True, expose_value=False, hidden=True)
def lsp(screen: "Screen") -> int:
    from engine.show.editing import show_lsp

    return show_lsp(screen)


# ── running them ────────────────────────────────────────────────────────────────────────

HERE = t("Listen here, not where nurture.toml says.", "待ち受ける場所（nurture.toml より優先）。")


@verb(root, "demo", t("Watch 500 leads over 90 days.", "500 人のリードの 90 日間を見る。"))
@option("--seed", default=1, help=t("Another population.", "別の母集団。"))
@option("--leads", default=0, type=click.IntRange(min=0), metavar="N", help=t("So many leads.", "リードの人数。"))
@option("--days", default=0, type=click.IntRange(min=0), metavar="N", help=t("So many days.", "日数。"))
@option("--again", is_flag=True, help=t("What your edit changed.", "編集で何が変わったか。"))
@option("--apply-edit", "edit", flag_value="make", help=t("Make the proposed edit, then --again.", "提案の編集をして --again。"))
@option("--undo-edit", "edit", flag_value="undo", help=t("Take it back, then --again.", "編集を元に戻して --again。"))
@option("--open", "browser", is_flag=True, help=t("As a page in the browser.", "ブラウザーでページを開く。"))
@option("--page", type=PLACE, help=t("Write the page here.", "ページをここに書き出す。"))
@option("--folder", "name", default="", metavar="NAME", help=t("Not `nurture-demo`.", "`nurture-demo` 以外の場所。"))
@option("--company", default="", metavar="NAME", help=t("Which example company, or `all`.", "どの例の会社か（`all` で全部）。"))
def demo(screen: "Screen", name: str, company: str, **asked: Any) -> int:
    from engine.show.demo import Asked, show_demo

    return show_demo(screen, Asked(**asked), folder=name, company=company)


@verb(root, "run", t("Run the engine until it is told to end.", "エンジンを動かす（止められるまで）。"))
@option("--host", help=HERE)
@option("--port", type=int, help=HERE)
@option("--role", "roles", multiple=True, type=click.Choice(("web", "work", "deliver")), help=t("Only this part.", "この役割だけ。"))
def run(screen: "Screen", host: str | None, port: int | None, roles: tuple[str, ...]) -> int:
    from engine.show.running import show_run

    return show_run(screen, host=host, port=port, roles=roles)


@verb(root, "kafka", t("Take in events from topics of Kafka.", "Kafka のトピックからイベントを取り込む。"))
@option("--once", is_flag=True, help=t("Only what is there, then end.", "いまある分だけ読んで終わる。"))
@option("--dry-run", "dry", is_flag=True, help=t("Only say what would be taken.", "何を取り込むかを示すだけ。"))
def kafka(screen: "Screen", once: bool, dry: bool) -> int:
    from engine.show.kafka import show_kafka

    return show_kafka(screen, once=once, dry=dry)


@verb(root, "apply", t("Deploy the workspace; --go lets mails leave.", "ワークスペースを配備する。--go で送信を始める。"))
@option("--go", is_flag=True, help=t("From now on mails leave.", "以後、メールを実際に送る。"))
@option("--yes", is_flag=True, help=t("Do not ask.", "確認しない。"))
@option("--let-leave", is_flag=True, help=t("Who stands on a step that is gone leaves.", "なくなったステップにいる人は外す。"))
def apply(screen: "Screen", go: bool, yes: bool, let_leave: bool) -> int:
    from engine.show.deploying import show_apply

    return show_apply(screen, go=go, yes=yes, let_leave=let_leave)


stop = verbs(root, "stop", t("Stop sending, at once.", "送信をすぐに止める。"))


@verb(stop, "all", t("Nothing leaves until --resume.", "--resume まで何も送らない。"))
@option("--resume", is_flag=True, help=t("Undo it.", "停止を解く。"))
@option("--per-hour", default=0, type=click.IntRange(min=0), metavar="N", help=t("So fast, evenly.", "一時間に N 通ずつ。"))
def stop_all(screen: "Screen", resume: bool, per_hour: int) -> int:
    from engine.show.deploying import show_stop

    return show_stop(screen, resume=resume, per_hour=per_hour)


# ── looking, and acting on leads ────────────────────────────────────────────────────────

for group in (*FILES, *PEOPLE, outbox, *MAIL, keys, *PAPERS):
    root.add_command(group)


@verb(root, "report", t("Who stays, passed, dropped; what mails did.", "滞留・遷移・離脱と、メールの成果。"))
@option("--scenario", default="", help=t("Only this scenario.", "このシナリオだけ。"))
def report(screen: "Screen", scenario: str) -> int:
    from engine.show.report import show_report

    return show_report(screen, scenario=scenario)


@verb(root, "explain", t("Why a lead got what it got, and not the rest.", "なぜ届いたか、なぜ届かなかったか。"))
@LEAD
@option("--mail", default="", metavar="TEMPLATE", help=t("Only this mail.", "このメールだけ。"))
def explain(screen: "Screen", lead: str, mail: str) -> int:
    from engine.show.explaining import show_explain

    return show_explain(screen, lead, mail=mail)


# ── the machine ─────────────────────────────────────────────────────────────────────────


@verb(root, "doctor", t("Is everything here that a run needs?", "実行に必要なものがそろっているか調べる。"))
@option("--online", is_flag=True, help=t("Ask name servers about the sender too.", "差出人のドメインも DNS で調べる。"))
def doctor(screen: "Screen", online: bool) -> int:
    from engine.show.doctor import show_doctor

    return show_doctor(screen, online=online)


database = verbs(root, "db", t("Look after the database.", "データベースの世話をする。"))


@verb(database, "upgrade", t("Bring the database to this version.", "データベースをこの版に合わせる。"))
@option("--no-backup", "bare", is_flag=True, help=t("Without a copy first.", "先に控えを取らない。"))
@option("--dry-run", "dry", is_flag=True, help=t("Only say what would be done.", "何をするかを示すだけ。"))
def db_upgrade(screen: "Screen", bare: bool, dry: bool) -> int:
    from engine.show.keeping import show_upgrade

    return show_upgrade(screen, keep=not bare, dry=dry)


@verb(database, "tidy", t("What is old loses its raw payload.", "古くなった生データを消す。"))
@option("--dry-run", "dry", is_flag=True, help=t("Only say what would go.", "何が消えるかを示すだけ。"))
def db_tidy(screen: "Screen", dry: bool) -> int:
    from engine.show.tidying import show_tidy

    return show_tidy(screen, dry=dry)


@verb(root, "backup", t("Copy the database, even while it runs.", "データベースの控えを取る（実行中でもよい）。"))
@argument("to", default=None, required=False, type=PLACE, metavar="[TO]")
@option("--keep", default=0, type=click.IntRange(min=0), metavar="N", help=t("Only the newest N copies stay.", "新しい N 個だけ残す。"))
@option("--dry-run", "dry", is_flag=True, help=t("Only say what would be done.", "何をするかを示すだけ。"))
def backup(screen: "Screen", to: "Path | None", keep: int, dry: bool) -> int:
    from engine.show.keeping import show_backup

    return show_backup(screen, to, keep=keep, dry=dry)


@verb(root, "restore", t("Put a copy back; what it would send stays.", "控えを戻す。送るはずだったものは送らない。"))
@argument("source", default=None, required=False, type=PLACE, metavar="[FROM]")
@option("--yes", is_flag=True, help=t("Do not ask.", "確認しない。"))
@option("--dry-run", "dry", is_flag=True, help=t("Only say what would be lost.", "何が失われるかを示すだけ。"))
def restore(screen: "Screen", source: "Path | None", yes: bool, dry: bool) -> int:
    from engine.show.restoring import show_restore

    return show_restore(screen, source, yes=yes, dry=dry)


@verb(root, "completion", t("Completions for your shell.", "シェルの補完を出力する。"))
@argument("shell", type=click.Choice(SHELLS))
def completion(screen: "Screen", shell: str) -> int:
    from click.shell_completion import get_completion_class

    made = get_completion_class(shell)
    screen.write(made(root, {}, "nurture", "_NURTURE_COMPLETE").source() if made else "")
    return 0


if __name__ == "__main__":
    main()

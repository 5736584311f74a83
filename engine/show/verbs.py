"""How a command is declared: its help page, the options that all have, and mistakes of calling in our own words.

The other half of `cli.py`: what only a call or a mistake needs is loaded then, so that `--help` loads only click.
"""

import os
import sys
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any

import click

from engine.show.asking import PLACE, Asked, Late, asked_by
from engine.show.folding import cells, fold
from engine.show.languages import LANGS, lang_of_environment, lang_of_workspace, lang_said

if TYPE_CHECKING:
    from pathlib import Path

COULD_NOT = 2
HELP = ("-h", "--help")
LANG = lang_said(sys.argv, os.environ) or lang_of_workspace(os.getcwd()) or lang_of_environment(os.environ)
HEADINGS = {"Usage": "使い方", "Options": "オプション", "Commands": "コマンド"}


def t(en: str, ja: str) -> str:
    """A help text in the terminal's language."""
    return ja if LANG == "ja" else en


class Page(click.HelpFormatter):
    """Help whose columns are right with Japanese."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        super().write_usage(prog, args, t("Usage: ", "使い方: ") if prefix is None else prefix)

    def write_heading(self, heading: str) -> None:
        super().write_heading(t(heading, HEADINGS.get(heading, heading)))

    def write_text(self, text: str) -> None:
        for line in fold(text, self.width - self.current_indent):
            self.write(f"{'':{self.current_indent}}{line}\n")

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
        rows = list(rows)
        first = min(max(cells(name) for name, _ in rows), col_max) + col_spacing
        for name, text in rows:
            start, *rest = fold(text, self.width - first - self.current_indent)
            self.write(f"{'':{self.current_indent}}{name:{first}}{start}\n")
            for line in rest:
                self.write(f"{'':{self.current_indent + first}}{line}\n")


click.Context.formatter_class = Page


class Commands(Late, click.Group):
    """Commands in the order of a first day, and mistakes of calling in our own words."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.commands)

    def main(self, args: Sequence[str] | None = None, *rest: Any, **extra: Any) -> Any:
        words = list(sys.argv[1:] if args is None else args)
        extra["prog_name"] = "nurture"
        extra["standalone_mode"] = False
        try:
            code = super().main(words, **extra)
        except click.exceptions.NoArgsIsHelpError as error:
            error.show()
            code = COULD_NOT
        except click.UsageError as error:
            code = _refuse(error, words)
        except click.Abort:
            code = COULD_NOT
        sys.exit(code)


def verbs(parent: click.Group | None, name: str, text: str) -> Commands:
    """Declares a group of commands; without a parent it is hung up later."""
    group = Commands(name, help=text, short_help=text, no_args_is_help=True)
    of_all(group)
    if parent is not None:
        parent.add_command(group)
    return group


def verb(group: click.Group, name: str, text: str) -> Callable[[Callable[..., int]], click.Command]:
    """Declares a command: a screen to speak through, the options that all have, the exit code as its answer."""

    def declare(function: Callable[..., int]) -> click.Command:
        @click.pass_context
        def called(ctx: click.Context, /, *, as_json: bool, folder: "Path", **values: Any) -> None:
            from engine.show.failures import guarded
            from engine.show.screen import Screen

            screen = Screen(_path(ctx), lang=_lang(ctx, folder), as_json=as_json, folder=folder)
            ctx.exit(guarded(screen, lambda: function(screen, **values)))

        command = Late(name, callback=called, help=text, short_help=text)
        of_all(command, *asked_by(function), between=(json_option(), folder_option()))
        group.add_command(command)
        return command

    return declare


def of_all(command: Late, *own: Asked, between: Iterable[Asked] = ()) -> None:
    """The command's own options, and those that all have."""
    command.waiting += [*own, lang_option(), *between, help_option()]
    command.context_settings["help_option_names"] = list(HELP)


def lang_option() -> Asked:
    """`--lang`: help texts were chosen by it before; here it reaches the screen."""
    text = t("Language shown.", "表示言語。")
    return click.Option, ("--lang",), {"type": click.Choice(LANGS), "expose_value": False, "callback": _remember, "help": text}


def _remember(ctx: click.Context, _param: click.Parameter, value: str | None) -> None:
    if value:
        ctx.meta["lang"] = value


def json_option() -> Asked:
    return click.Option, ("--json", "as_json"), {"is_flag": True, "help": t("The result as JSON.", "結果を JSON で出力。")}


def folder_option() -> Asked:
    text = t("Look for nurture.toml from here upward.", "nurture.toml を探し始めるフォルダー。")
    told = {"type": PLACE, "default": ".", "metavar": "FOLDER", "help": text}
    return click.Option, ("-C", "--workspace", "folder"), told


def version_option() -> Asked:
    """`--version`; a checkout that is not installed has none."""
    text = t("Show the version.", "バージョンを表示。")
    told = {"is_flag": True, "is_eager": True, "expose_value": False, "callback": _version, "help": text}
    return click.Option, ("--version",), told


def _version(ctx: click.Context, _param: click.Parameter, value: Any) -> None:
    if not value:
        return
    from importlib.metadata import PackageNotFoundError, version

    try:
        found = version("nurture-dsl")
    except PackageNotFoundError:
        found = t("from a checkout, not installed", "インストールされていないチェックアウト")
    click.echo(f"nurture {found}")
    ctx.exit()


def help_option() -> Asked:
    told = {"is_flag": True, "is_eager": True, "expose_value": False, "callback": _help, "help": t("Show this page.", "この説明を表示。")}
    return click.Option, HELP, told


def _help(ctx: click.Context, _param: click.Parameter, value: Any) -> None:
    if value and not ctx.resilient_parsing:
        click.echo(ctx.get_help(), color=ctx.color)
        ctx.exit()


def _lang(ctx: click.Context, folder: "Path") -> Any:
    return ctx.meta.get("lang") or lang_said((), os.environ) or lang_of_workspace(os.path.abspath(folder)) or LANG


def _path(ctx: click.Context | None) -> str:
    return ctx.command_path.partition(" ")[2] if ctx else ""


def _refuse(error: click.UsageError, words: Sequence[str]) -> int:
    from engine.domain.errors import Problem
    from engine.show.failures import tell
    from engine.show.screen import Screen

    code, values = _misuse(error)
    screen = Screen(_path(error.ctx), lang=lang_said(words, os.environ) or LANG, as_json="--json" in words)
    tell(screen, Problem(code, {"command": _path(error.ctx)} | values))
    return COULD_NOT


def _misuse(error: click.UsageError) -> tuple[str, dict[str, str]]:
    """Which of our sentences a mistake of calling is, and what it names."""
    match error:
        case click.NoSuchOption():
            return "no-such-option", {"name": error.option_name, "hint": _hint(error.possibilities)}
        case click.exceptions.NoSuchCommand():
            name = f"{_path(error.ctx)} {error.command_name}".strip()
            return "no-such-command", {"name": name, "hint": _hint(error.possibilities)}
        case click.MissingParameter():
            return "missing-argument", {"name": _name(error.param, error.ctx)}
        case click.BadParameter():
            return "bad-argument", {"name": _name(error.param, error.ctx), "reason": _wanted(error)}
    if error.ctx and isinstance(error.ctx.command, click.Group):
        return "no-command", {"names": ", ".join(error.ctx.command.commands)}
    return "bad-usage", {"reason": _plain(error.format_message())}


def _wanted(error: click.BadParameter) -> str:
    """What would have been right, for the mistakes people make; else what click says of it."""
    match error.param.type if error.param else None:
        case click.Choice(choices=choices):
            names = ", ".join(f"`{name}`" for name in choices)
            return t(f"it is one of {names}", f"{names} のどれかです")
        case click.types.IntParamType():
            return t("it is a whole number", "整数で書きます")
    return _plain(error.message)


def _name(param: click.Parameter | None, ctx: click.Context | None) -> str:
    """The option or argument as it is written on the command line."""
    if param is None or ctx is None:
        return ""
    return param.opts[0] if isinstance(param, click.Option) else param.make_metavar(ctx)


def _hint(names: Sequence[str] | None) -> str:
    return t(f", did you mean `{names[0]}`?", f"（`{names[0]}` のことですか？）") if names else ""


def _plain(message: str) -> str:
    return message[:1].lower() + message[1:].rstrip(".")

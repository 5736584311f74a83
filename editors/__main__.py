"""`make editors`: writes what is made from the grammar. `python -m editors` names the files that it changed."""

import sys
from collections.abc import Callable
from pathlib import Path

from editors import textmate, vim

HERE = Path(__file__).parent
MADE: dict[Path, Callable[[], str]] = {
    HERE / "vscode/syntaxes/nurture.tmLanguage.json": textmate.grammar,
    HERE / "vim/syntax/nurture.vim": vim.syntax,
}


def main() -> None:
    """Writes each file that is not as it should be."""
    for path, make in MADE.items():
        text = make()
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
            sys.stdout.write(f"{path.relative_to(HERE.parent)}\n")


if __name__ == "__main__":
    main()

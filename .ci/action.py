"""The steps of the GitHub Action, one word each: install, check, fmt, test, verdict. `action.yml` says what they are given.

Nothing but the standard library, for it runs before nurture is there. What a step found goes to the log as annotations, to
`$GITHUB_STEP_SUMMARY` as Markdown and to `$GITHUB_OUTPUT` as numbers; only `verdict` fails the job for it.
"""

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from xml.etree import ElementTree

HERE = Path(__file__).resolve().parents[1]
SHOWN = 10
"""GitHub shows so many annotations of a kind in one step."""
FINE, FINDINGS, COULD_NOT = 0, 1, 2
_WORDS: Mapping[str, tuple[str, str]] = {
    "check": ("Nurture: findings", "Nurture：指摘"),
    "hidden": (
        "{count} more findings than GitHub shows here: all of them are in this job's summary and, where it is allowed, under code scanning",
        "GitHub がここに表示しない指摘が、ほかに {count} 件あります。すべてこのジョブのサマリーと code scanning にあります",
    ),
    "fmt": ("Nurture: layout", "Nurture：書式"),
    "laid": ("Every file is laid out.", "すべてのファイルの書式が整っています。"),
    "unlaid": ("this file is not laid out; run `nurture fmt`", "書式が整っていません。`nurture fmt` を実行してください"),
    "test": ("Nurture: tests", "Nurture：テスト"),
    "played": ("{count} tests, {failed} failed.", "テスト {count} 件のうち、不合格 {failed} 件。"),
    "unplayed": ("Not played, because of the errors: {names}.", "エラーのため実行していません：{names}。"),
    "fine": ("nothing stands in the way", "問題はありません"),
    "bad": ("the job fails for {found}, as `fail-on: {policy}` says", "`fail-on: {policy}` のため失敗とします：{found}"),
    "policy": (
        "`fail-on` is `findings`, `errors` or `never`, not `{policy}`",
        "`fail-on` に書けるのは `findings`、`errors`、`never` です（`{policy}` は使えません）",
    ),
}


def main(step: str) -> int:
    """Does one step. The exit code is nurture's: 0 fine, 1 findings, 2 could not run."""
    return {"install": install, "check": check, "fmt": fmt, "test": test, "verdict": verdict}[step]()


# ── steps ───────────────────────────────────────────────────────────────────────────────


def install() -> int:
    """A release, or the sources this file is part of with what their lock names, in an environment of their own."""
    wanted = given("VERSION")
    if wanted == "present":
        put(nurture="nurture")
        return FINE
    place = Path(os.environ["RUNNER_TEMP"]) / "nurture"
    pip = [str(place / "bin" / "python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    run([sys.executable, "-m", "venv", str(place)])
    if wanted:
        run([*pip, f"nurture-dsl=={wanted}"])
    else:
        run([*pip, "--require-hashes", "-r", str(HERE / "requirements" / "runtime.txt")])
        run([*pip, "--no-deps", str(HERE)])
    put(nurture=str(place / "bin" / "nurture"))
    return FINE


def check() -> int:
    """Annotations, a table, the SARIF file; how many there are."""
    told = nurture("check", "--format", "json")
    if told.returncode == COULD_NOT:
        return refused(told)
    found = json.loads(told.stdout)["diagnostics"]
    errors, warnings = (sum(one["severity"] == kind for one in found) for kind in ("error", "warning"))
    sys.stdout.write(nurture("check", "--format", "github").stdout)
    if hidden := max(errors - SHOWN, 0) + max(warnings - SHOWN, 0):
        print(annotation("notice", {"title": "Nurture"}, words("hidden", count=hidden)))
    sarif = Path(given("SARIF"))
    sarif.parent.mkdir(parents=True, exist_ok=True)
    sarif.write_text(nurture("check", "--format", "sarif").stdout, encoding="utf-8")
    summarize("check", nurture("check", "--format", "markdown").stdout)
    put(findings=errors + warnings, errors=errors, warnings=warnings, sarif=given("SARIF"))
    return FINE


def fmt() -> int:
    """Each file that is not laid out, at the first line that would change. One with mistakes has its findings already."""
    places: dict[str, int] = {}
    for root in workspaces():
        told = run(["nurture", "fmt", "--diff", "-C", str(root), *language()], fails=True)
        places |= {seen(root, name): line for name, line in changes(told.stdout)}
    for name, line in places.items():
        print(annotation("warning", {"file": name, "line": line, "title": "nurture fmt"}, words("unlaid")))
    summarize("fmt", "\n".join(f"- `{name}:{line}`: {words('unlaid')}" for name, line in places.items()) or words("laid"))
    put(unlaid=len(places))
    return FINE


def test() -> int:
    """The tests of every workspace, each failure at its test. Where there are errors nothing can be played."""
    folder, count, failures, unplayed = Path(given("JUNIT")), 0, list[str](), list[str]()
    for root in workspaces():
        report = folder / f"{'-'.join(root.parts[-2:]) or root.resolve().name}.xml"
        report.unlink(missing_ok=True)
        told = run(["nurture", "test", "-C", str(root), "--junit", str(report.resolve()), *language()], fails=True)
        if report.exists():
            cases = list(ElementTree.parse(report).iter("testcase"))
            count += len(cases)
            failures += [line for case in cases if (line := failed(root, case))]
        elif int(given("ERRORS") or 0):
            unplayed.append(f"`{root}`")
        else:
            return refused(told)
    lines = [words("played", count=count, failed=len(failures)), *failures]
    summarize("test", "\n".join(lines + ([words("unplayed", names=", ".join(unplayed))] if unplayed else [])))
    put(failed=len(failures), tests=count, junit=given("JUNIT") if folder.is_dir() else "")
    return FINE


def failed(root: Path, case: ElementTree.Element) -> str:
    """Annotates a test that failed; its line for the summary, empty if it held."""
    failure, name = case.find("failure"), case.attrib["name"]
    if failure is None:
        return ""
    file, line = seen(root, case.attrib["file"]), case.attrib["line"]
    print(annotation("error", {"file": file, "line": line, "title": name}, failure.text or ""))
    return f"- `{file}:{line}` {name}: {failure.attrib['message']}"


def verdict() -> int:
    """Whether what was found fails the job."""
    policy = given("FAIL_ON")
    counted = {"never": (), "errors": ("ERRORS", "FAILED"), "findings": ("ERRORS", "WARNINGS", "UNLAID", "FAILED")}
    if policy not in counted:
        print(annotation("error", {"title": "Nurture"}, words("policy", policy=policy)))
        return COULD_NOT
    numbers = {name: int(given(name) or 0) for name in counted[policy]}
    found = ", ".join(f"{name.lower()} {number}" for name, number in numbers.items() if number)
    print(words("bad", found=found, policy=policy) if found else words("fine"))
    return FINDINGS if found else FINE


# ── nurture ─────────────────────────────────────────────────────────────────────────────


def nurture(*call: str) -> "subprocess.CompletedProcess[str]":
    """`nurture … -C FOLDER`; findings are no failure."""
    return run(["nurture", *call, "-C", given("FOLDER"), *language()], fails=True)


def refused(told: "subprocess.CompletedProcess[str]") -> int:
    """Nothing could be looked at: why, as an annotation, and the exit code."""
    sentence = told.stderr.strip().removeprefix("nurture: ") or told.stdout
    print(annotation("error", {"title": "Nurture"}, sentence))
    return COULD_NOT


def workspaces() -> list[Path]:
    """The workspace at or above the folder, else all those below it, as `nurture check` takes them."""
    folder = Path(given("FOLDER")).resolve()
    above = [place for place in (folder, *folder.parents) if (place / "nurture.toml").is_file()]
    below = sorted(path.parent for path in folder.rglob("nurture.toml") if not hidden(path.relative_to(folder)))
    return [near(place) for place in (above[:1] or below)]


def changes(diff: str) -> Iterator[tuple[str, int]]:
    """Each file of a diff with the first line that would change."""
    name, line, waits = "", 0, False
    for text in diff.splitlines():
        if text.startswith("--- "):
            name, waits = text[4:].strip(), True
        elif head := re.match(r"@@ -(\d+)", text):
            line = int(head[1])
        elif waits and text.startswith(("-", "+")) and not text.startswith("+++ "):
            waits = False
            yield name, max(line, 1)
        elif text.startswith(" "):
            line += 1


def seen(root: Path, name: str) -> str:
    """A file of a workspace, from the top of the repository."""
    return near(root / name if (root / name).exists() else Path(name)).as_posix()


def near(path: Path) -> Path:
    full, here = path.resolve(), Path.cwd().resolve()
    return full.relative_to(here) if full.is_relative_to(here) else full


def hidden(path: Path) -> bool:
    return any(part.startswith(".") for part in path.parts)


# ── GitHub ──────────────────────────────────────────────────────────────────────────────


def given(name: str) -> str:
    """What `action.yml` gives the step under that name."""
    return os.environ.get(f"ACTION_{name}", "")


def put(**outputs: object) -> None:
    """Outputs of the step. None holds more than a line."""
    with Path(os.environ["GITHUB_OUTPUT"]).open("a", encoding="utf-8") as file:
        file.writelines(f"{name}={str(value).splitlines()[0] if str(value) else ''}\n" for name, value in outputs.items())


def summarize(title: str, text: str) -> None:
    with Path(os.environ["GITHUB_STEP_SUMMARY"]).open("a", encoding="utf-8") as file:
        file.write(f"## {words(title)}\n\n{text.strip()}\n\n")


def annotation(kind: str, place: Mapping[str, object], text: str) -> str:
    """One workflow command. GitHub takes `%`, line ends and, in a place, `:` and `,` for its own unless they are written in hex."""
    where = ",".join(f"{name}={escaped(str(value), ':,')}" for name, value in place.items())
    return f"::{kind} {where}::{escaped(text, '')}"


def escaped(text: str, more: str) -> str:
    for letter in "%\r\n" + more:
        text = text.replace(letter, f"%{ord(letter):02X}")
    return text


def language() -> list[str]:
    return ["--lang", given("LANG") or "en"]


def words(name: str, **values: object) -> str:
    """A sentence in the wanted language."""
    return _WORDS[name][given("LANG") == "ja"].format(**values)


def run(command: list[str], *, fails: bool = False) -> "subprocess.CompletedProcess[str]":
    """Runs a command; `nurture` is the one that was installed. fails: an exit code other than 0 is an answer too."""
    called = [given("NURTURE"), *command[1:]] if command[0] == "nurture" else command
    done = subprocess.run(called, capture_output=True, encoding="utf-8", check=False)
    if done.returncode and not fails:
        sys.exit(f"{' '.join(command)}\n{done.stdout}{done.stderr}")
    return done


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))

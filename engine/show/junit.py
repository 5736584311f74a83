"""Tests as a JUnit file, for machines that watch over a repository."""

from collections.abc import Sequence
from pathlib import Path
from xml.etree import ElementTree

from engine.lab.trials import Trial


def write_junit(path: Path, trials: Sequence[Trial], failures: Sequence[Sequence[str]]) -> None:
    """One suite per file. failures: the sentences of each test, in the order of `trials`; readers of JUnit take one failure a test."""
    root = ElementTree.Element("testsuites", name="nurture")
    for file in dict.fromkeys(trial.span.file for trial in trials):
        own = [(trial, told) for trial, told in zip(trials, failures, strict=True) if trial.span.file == file]
        counts = {"tests": str(len(own)), "failures": str(sum(1 for _, told in own if told)), "errors": "0"}
        suite = ElementTree.SubElement(root, "testsuite", {"name": file} | counts)
        for trial, told in own:
            place = {"name": trial.title, "classname": file, "file": file, "line": str(trial.span.line)}
            case = ElementTree.SubElement(suite, "testcase", place)
            if told:
                ElementTree.SubElement(case, "failure", message=told[0]).text = "\n".join(told)
    ElementTree.indent(root)
    path.parent.mkdir(parents=True, exist_ok=True)
    ElementTree.ElementTree(root).write(path, encoding="utf-8", xml_declaration=True)

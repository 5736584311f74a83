"""Findings that their writer allowed, taken apart from the rest; and what is wrong with the allowances themselves."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from grammar import allowance_rules as rules
from grammar.allowances import Allowance, Allowed, Misspelt, allowances_of_mail, read_allowances
from grammar.diagnostics import Diagnostic, Fix, Justification, Sifted
from grammar.file import SourceFile
from grammar.model import Workspace
from grammar.rulebook import likeliest
from grammar.source import Span


def sifted(workspace: Workspace, found: Iterable[Diagnostic]) -> Sifted:
    """Each finding is looked at by itself, before those of one cause become one report."""
    by_file = {file.path: tuple(read_allowances(file)) for file in workspace.files if "#" in file.text}
    by_file |= {mail.path: tuple(allowances_of_mail(mail)) for mail in (workspace.templates or {}).values() if mail.comments}
    findings, allowed, used = list[Diagnostic](), list[Diagnostic](), set[Allowed]()
    for each in found:
        hit = next(_hits(by_file.get(each.span.file, ()), each), None)
        if hit is None:
            findings.append(each)
        else:
            allowed.append(replace(each, allowed=Justification(hit[0].reason, hit[0].span)))
            used.add(hit[1])
    judge = None if any(each.severity == "error" for each in findings) else workspace
    files = {file.path: file for file in workspace.files}
    for path, allowances in by_file.items():
        findings += (own for each in allowances for own in _own(files.get(path), each, used, judge))
    return Sifted(tuple(findings), tuple(allowed))


def _hits(allowances: Sequence[Allowance | Misspelt], found: Diagnostic) -> Iterator[tuple[Allowance, Allowed]]:
    if found.severity == "error":
        return
    for each in allowances:
        if isinstance(each, Allowance) and each.reason and each.reach.holds(found.span):
            yield from ((each, one) for one in each.rules if one.rule is not None and one.rule.id == found.rule)


# ── what is wrong with an allowance ─────────────────────────────────────────────────────


def _own(file: SourceFile | None, each: Allowance | Misspelt, used: set[Allowed], judge: Workspace | None) -> Iterator[Diagnostic]:
    """file: None for a mail, which is not mended. judge: the workspace, if it is read well enough to say what no longer is reported."""
    if isinstance(each, Misspelt):
        fix = Fix(each.span, each.instead) if file and not each.instead.endswith("…") else None
        yield rules.MISSPELT.at(each.span, instead=each.instead, fix=fix)
        return
    bad = [one for one in each.rules if one.rule is None or not _allowable(one)]
    for one in bad:
        yield _unknown(file, one) if one.rule is None else _error(file, each, one)
    good = [one for one in each.rules if one not in bad]
    if not each.reason and good:
        yield rules.NO_REASON.at(each.span, rules=", ".join(one.word for one in each.rules))
    elif judge is not None:
        idle = [one for one in good if one not in used and _judged(one, judge)]
        if idle:
            named = "`, `".join(one.word for one in idle)
            yield rules.UNUSED.at(each.span, rules=named, fix=_without(file, each, idle))


def _allowable(one: Allowed) -> bool:
    return one.rule is not None and one.rule.severity != "error" and one.rule not in rules.ALLOWANCE_RULES


def _judged(one: Allowed, workspace: Workspace) -> bool:
    """Where nobody looked at the templates, nothing can be said of rules about mails."""
    return workspace.templates is not None or one.rule is None or one.rule.id[0] not in "MQ"


def _unknown(file: SourceFile | None, one: Allowed) -> Diagnostic:
    near = likeliest(one.word)
    meant = (near.id if one.word[-1:].isdigit() else near.name) if near else ""
    return rules.UNKNOWN.at(one.span, rule=one.word, suggestion=meant, fix=Fix(one.span, meant) if meant and file else None)


def _error(file: SourceFile | None, each: Allowance, one: Allowed) -> Diagnostic:
    is_error = one.rule is not None and one.rule.severity == "error"
    why = ("it is an error", "エラーだからです") if is_error else ("it is about allowing", "許可についての規則だからです")
    return rules.OF_ERROR.at(one.span, rule=one.word, reason=why[0], reason_ja=why[1], fix=_without(file, each, [one]))


def _without(file: SourceFile | None, each: Allowance, idle: Sequence[Allowed]) -> Fix | None:
    """Takes out these rules; where none is left, the whole comment with its line or the blanks before it."""
    if file is None:
        return None
    kept = [one for one in each.rules if one not in idle]
    first, last = each.rules[0].span, each.rules[-1].span
    if kept:
        whole = first._replace(end=last.end, end_line=last.end_line, end_column=last.end_column)
        return Fix(whole, ", ".join(one.word for one in kept), safe=True)
    return Fix(_line_of(file, each) if each.own_line else _tail_of(file, each), "", safe=True)


def _line_of(file: SourceFile, each: Allowance) -> Span:
    span = each.span
    start = span.start - (span.column - 1)
    end = file.text.find("\n", span.end) + 1
    if not end:
        return Span(span.file, start, len(file.text), span.line, 1, span.end_line, span.end_column)
    return Span(span.file, start, end, span.line, 1, span.line + 1, 1)


def _tail_of(file: SourceFile, each: Allowance) -> Span:
    span = each.span
    start = len(file.text[: span.start].rstrip(" \t"))
    return span._replace(start=start, column=span.column - (span.start - start))

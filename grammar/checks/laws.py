"""What the law wants of marketing mails: who sends, how to leave, on what ground they come. The laws are data."""

import re
from collections.abc import Iterable, Iterator
from typing import Any

from grammar.ast import Law, Subscribe, Topic, key
from grammar.diagnostics import Diagnostic, Rule
from grammar.facts import SenderFacts, TemplateFacts
from grammar.laws import Subject, pack_of
from grammar.model import Workspace

NO_WAY_OUT = Rule(
    id="M321",
    name="no-unsubscribe-link",
    en="the marketing mail `{mail}` has no link to unsubscribe, and `{law}` asks for one{source}",
    ja="宣伝のメール `{mail}` に、配信停止のリンクがありません。`{law}` で求められています{source_ja}",
    help_en="put a link to `{{{{ unsubscribe_url }}}}` into it",
    help_ja="`{{{{ unsubscribe_url }}}}` へのリンクを入れます",
)
NO_SENDER = Rule(
    id="M322",
    name="no-sender-identity",
    en="marketing mails must say who sends them{source}, and `nurture.toml` does not say {missing}",
    ja="宣伝のメールには送り手を書かなければなりませんが{source_ja}、`nurture.toml` に{missing_ja}がありません",
    help_en="fill in the section `[sender]`",
    help_ja="`[sender]` を埋めます",
)
UNANSWERED = Rule(
    id="M323",
    name="nobody-answers",
    en="nobody reads `{address}`, and marketing mails must say where questions and complaints are taken{source}",
    ja="`{address}` は誰も読まないアドレスです。宣伝のメールには、問い合わせや苦情の宛先が要ります{source_ja}",
    help_en='write `inquiries = "…"` into the section `[sender]`: a phone number, an address that is read, or a page',
    help_ja='`[sender]` に `inquiries = "…"` と書きます。電話番号、読まれるアドレス、ページのいずれかです',
    severity="warning",
)
UNKNOWN_LAW = Rule(
    id="M324",
    name="unknown-law",
    en="the law of `{country}` is not known here: only the sender and the way to leave are checked",
    ja="`{country}` の法律はここにありません。調べるのは、送り手と配信停止の方法だけです",
    help_en="look it up; `nurture law` lists those that are known",
    help_ja="現地の法律を確かめます。`nurture law` で、わかるものを一覧できます",
    severity="warning",
)
NO_GROUND = Rule(
    id="M332",
    name="no-consent-ground",
    en="mails of {topics} go to whoever has not left, and `{law}` wants a ground for that{source}",
    ja="{topics_ja} のメールは、断っていない全員に送られます。`{law}` では、送ってよい根拠が要ります{source_ja}",
    help_en='ask first: `opt-in single` or `opt-in double` in the topic; or say the ground: `law "{country}" because "…"`',
    help_ja='topic に `opt-in single` か `opt-in double` を書くか、根拠を `law "{country}" because "…"` と書きます',
    severity="warning",
)
NO_PROOF = Rule(
    id="M333",
    name="consent-without-source",
    en="the record of this consent does not say how it was given, and `{law}` wants it kept{source}",
    ja="この同意の記録に、どう得たかがありません。`{law}` では、記録を残すことが求められています{source_ja}",
    help_en='write where the yes was said: `because "the box on the download form"`',
    help_ja='どこで同意を得たかを書きます：`because "資料請求フォームのチェック欄"`',
    severity="warning",
)

RULES = (NO_WAY_OUT, NO_SENDER, UNANSWERED, UNKNOWN_LAW, NO_GROUND, NO_PROOF)

_NOBODY = re.compile(r"(no|do[-_.]?not)[-_.]?reply([-_.+].*)?@", re.IGNORECASE)
_MOST_NAMED = 3


def check(workspace: Workspace) -> Iterable[Diagnostic]:
    """What each `law` of the policy asks for; nothing without one, and nothing of templates nobody has read."""
    marketing = [template for mail in workspace.sent if (template := workspace.template(mail)) and template.purpose == "marketing"]
    for law in (rule for rule, _ in workspace.policy if isinstance(rule, Law)):
        if pack_of(law.country) is None and re.fullmatch(r"[A-Z]{2}(-[A-Z0-9]{1,3})?", law.country):
            yield UNKNOWN_LAW.at(law.span, country=law.country)
        yield from _ways_out(workspace, law, marketing)
        if workspace.sender is not None and workspace.sent:
            yield from _sender(law, workspace.sender)
        yield from _grounds(workspace, law, marketing)
        yield from _proofs(workspace, law)


def _words(law: Law, duty: Subject) -> dict[str, Any]:
    """What every sentence may name. Any: so that a type checker takes them for words, not for what else a finding has."""
    pack = pack_of(law.country)
    found = pack.duty(duty) if pack else None
    source = (f" ({found.source})", f"（{found.source_ja or found.source}）") if found else ("", "")
    return {"law": f'law "{law.country}"', "country": law.country, "source": source[0], "source_ja": source[1]}


def _asks(law: Law, duty: Subject) -> bool:
    pack = pack_of(law.country)
    return pack is not None and pack.duty(duty) is not None


def _ways_out(workspace: Workspace, law: Law, marketing: list[TemplateFacts]) -> Iterator[Diagnostic]:
    for template in marketing:
        if not template.has_unsubscribe and not template.errors:
            place = workspace.sent[key(template.name)][0]
            yield NO_WAY_OUT.at(place.span, mail=template.name, **_words(law, "unsubscribe"))


def _sender(law: Law, sender: SenderFacts) -> Iterator[Diagnostic]:
    """Without a postal address no marketing mail is made, whatever the law: the footer holds it."""
    parts = (
        (sender.name, "`name`", "`name`（名前）"),
        (sender.address, "`address`", "`address`（送信元）"),
        (sender.postal_address, "`postal_address`", "`postal_address`（住所）"),
    )
    missing = [(en, ja) for value, en, ja in parts if not value]
    if missing:
        en, ja = ", ".join(each for each, _ in missing), "、".join(each for _, each in missing)
        yield NO_SENDER.at(law.span, missing=en, missing_ja=ja, **_words(law, "name"))
    reached = sender.reply_to or sender.address
    if _asks(law, "inquiries") and not sender.inquiries and _NOBODY.match(reached):
        yield UNANSWERED.at(law.span, address=reached, **_words(law, "inquiries"))


def _grounds(workspace: Workspace, law: Law, marketing: list[TemplateFacts]) -> Iterator[Diagnostic]:
    """One finding for all topics. A mail without a topic is told by its own name."""
    if not _asks(law, "consent") or law.because is not None:
        return
    asked = {topic.name.key for topic in workspace.all(Topic) if topic.opt_in is not None}
    silent = dict.fromkeys(each.topic or each.name for each in marketing if not (each.topic and key(each.topic) in asked))
    if silent:
        names = [f"`{name}`" for name in silent][:_MOST_NAMED]
        more = len(silent) - len(names)
        en = ", ".join(names) + (f" and {more} more" if more else "")
        ja = "、".join(names) + (f" ほか{more}件" if more else "")
        yield NO_GROUND.at(law.span, topics=en, topics_ja=ja, **_words(law, "consent"))


def _proofs(workspace: Workspace, law: Law) -> Iterator[Diagnostic]:
    if _asks(law, "proof"):
        for act in workspace.each(Subscribe):
            if act.because is None:
                yield NO_PROOF.at(act.span, **_words(law, "proof"))

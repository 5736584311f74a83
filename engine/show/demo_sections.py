"""The sections of a demo's page, one function each, in the order they are read."""

from collections.abc import Callable
from html import escape
from typing import TypeAlias

from engine.commands.demo_folder import line_of
from engine.reports.intervals import Share, wilson
from engine.reports.staircase import Stair
from engine.reports.uplift import Uplift
from engine.show.demo_parts import Page, phone, section, table
from engine.show.demo_report import called, honest, source_of
from engine.show.demo_words import cause
from engine.show.moments import day, moment
from engine.show.reasons import reason

Section: TypeAlias = Callable[[Page], str]


def opening(page: Page) -> str:
    demo = page.demo
    facts = [
        (f"{demo.figures.leads:,}", page.say("leads", "リード（人）")),
        (f"{demo.prepared.model.days}", page.say("days", "日間")),
        (f"{demo.mails:,}", page.say("mails over SMTP", "SMTP で届いたメール（通）")),
        (f"{demo.figures.outcomes[demo.prepared.model.meeting]}", escape(called(demo, demo.prepared.model.meeting, page.lang))),
    ]
    cells = "".join(f"<div><b>{number}</b><span>{word}</span></div>" for number, word in facts)
    said = page.say(
        "Made-up people before the real engine: a real database, real SMTP, only the clock is virtual. Every figure leads to its leads.",
        "作りものの人々を、本物のエンジンに通しました。データベースも SMTP も本物で、仮想なのは時計だけ。"
        "数字を押すと、その人たちが見られます。",
    )
    span = f"{day(demo.start, demo.zone)} – {day(demo.end, demo.zone)} · {page.say('seed', 'シード')} {demo.prepared.wanted.seed}"
    every = f'<a href="#crowd/">{page.say("All leads", "すべてのリードを見る")}</a>'
    title = f'<p class="when">{span}</p><h1>{escape(page.name)}</h1>'
    return f'<header>{title}<p>{said} {every}</p><div class="facts">{cells}</div></header>'


def story(page: Page) -> str:
    found, zone = page.demo.story, page.demo.zone
    if found is None:
        return ""
    rows = [
        (beat.chapter.moment, f"<b>{escape(cause(beat.chapter, page.lang, page.labels))}</b>{page.results(beat.told)}")
        for beat in found.beats
    ]
    if found.met:
        rows.append((found.met, f"<b>{escape(called(page.demo, page.demo.prepared.model.meeting, page.lang))}</b>"))
    beats = "".join(f"<li><time>{moment(at, zone)[5:]}</time><div>{body}</div></li>" for at, body in rows)
    who = escape("、".join(text for text in (found.line.company, found.line.name) if text))
    more = page.lead(found.line.id, page.pick("the whole history", "すべての履歴"))
    return section(page.say("One lead's story", "ある人の物語"), f'<ol class="beats">{beats}</ol>', f"{who} · {more}")


def stairs(page: Page) -> str:
    most = max((one.reached for one in page.demo.figures.stairs), default=0) or 1
    rows = "".join(_stair(page, one, most) for one in page.demo.figures.stairs)
    keys = (("passed", "passed on", "先へ進んだ"), ("staying", "staying", "とどまっている"), ("dropped", "dropped out", "離脱"))
    legend = "".join(f'<span><i class="{name}"></i>{page.say(en, ja)}</span>' for name, en, ja in keys)
    return section(page.say("The staircase", "購買の段階"), f'<div class="stairs">{rows}</div><p class="legend">{legend}</p>')


def _stair(page: Page, one: Stair, most: int) -> str:
    parts = "".join(
        f'<i class="{name}" style="width:{count * 100 / most:.2f}%"></i>'
        for name, count in (("passed", one.passed), ("staying", one.staying), ("dropped", one.dropped))
    )
    told = " · ".join(
        f"{page.say(en, ja)} {page.figure(f'stage/{one.stage}/{name}', count)}"
        for name, count, en, ja in (
            ("passed", one.passed, "passed", "遷移"),
            ("staying", one.staying, "staying", "滞留"),
            ("dropped", one.dropped, "dropped", "離脱"),
        )
        if count
    )
    reached = page.figure(f"stage/{one.stage}/reached", one.reached)
    return f'<div class="stair"><b>{escape(one.stage)}</b><em>{reached}</em><div class="bar">{parts}</div><small>{told}</small></div>'


def compared(page: Page) -> str:
    return "".join(_groups(page, one) for one in page.demo.figures.groups)


def _groups(page: Page, one: Uplift) -> str:
    names = (
        ("nurtured", one.nurtured, page.say("nurtured", "育成群")),
        ("holdout", one.holdout, page.say("holdout: not one mail", "対照群：メールを一通も送らない")),
    )
    top = max(wilson(share).high for _, share, _ in names)
    bars = "".join(_rate(page, f"group/{one.scenario}/{name}", share, word, top) for name, share, word in names)
    d, f = one.difference, one.factor
    points = f"{d.value * 100:+.1f} ({d.low * 100:+.1f} … {d.high * 100:+.1f})"
    told = page.say(f"Difference {points} points", f"差 {points} ポイント")
    if f is not None:
        times = f"×{f.value:.2f} ({f.low:.2f} … {f.high:.2f})"
        told += page.say(f", ratio {times}", f"、比 {times}")
    told += page.say("; in brackets 95 % intervals.", "。括弧内は95%区間です。")
    said = escape("".join(honest(page.lang, one)))
    if claim := page.demo.prepared.model.claim:
        told += page.say(
            f" Others claim ×{claim:g} for such a company; it is no target of these people.",
            f"公表されている主張は ×{claim:g} ですが、この人々の目標にはしていません。",
        )
    what = called(page.demo, one.stage, page.lang)
    title = page.say(f"Nurtured against not nurtured: {what}", f"育成した人と、しなかった人：{what}")
    return section(title, f'<div class="rates">{bars}</div><p>{told}</p><p class="honest">{said}</p>')


def _rate(page: Page, crowd: str, share: Share, word: str, top: float) -> str:
    known = wilson(share)
    low, at = (f"{part / top * 100:.2f}%" for part in (known.low, known.value))
    width = f"{(known.high - known.low) / top * 100:.2f}%"
    count = f"{page.figure(f'{crowd}/met', share.count)} / {page.figure(crowd, share.total)}"
    line = f'<i class="value" style="width:{at}"></i><i class="doubt" style="left:{low};width:{width}"></i>'
    return f'<div class="rate"><span>{word}</span><div class="span">{line}</div><b>{share.value:.1%}</b><small>{count}</small></div>'


def mails(page: Page) -> str:
    rows = [
        [
            f"{escape(one.template)}<small>{escape(one.scenario)}</small>",
            *(page.figure(f"mail/{one.scenario}/{one.template}/{what}", getattr(one, what)) for what in ("sent", "opened", "clicked")),
            *(page.figure(f"mail/{one.scenario}/{one.template}/{what}", getattr(one, what)) for what in ("waiting", "skipped")),
        ]
        for one in page.demo.figures.mails.tallies
    ]
    heads = (("mail", "メール"), ("sent", "送信"), ("opened", "開封"), ("clicked", "クリック"), ("waiting", "待ち"), ("not sent", "送らず"))
    unsent = [
        [escape(reason(one.reason, page.lang)), page.figure(f"reason/{one.reason}", one.count)] for one in page.demo.figures.mails.unsent
    ]
    why = table([page.say("why mails wait or were not sent", "待っている・送らなかった理由"), page.say("mails", "通")], unsent)
    return section(page.say("Mails", "メール"), table([page.say(*pair) for pair in heads], rows) + (why if unsent else ""))


def handoffs(page: Page) -> str:
    what = ("raised", "accepted", "rejected", "overdue")
    rows = [
        [escape(one.team), *(page.figure(f"handoff/{one.team}/{each}", getattr(one, each)) for each in what)]
        for one in page.demo.figures.handoffs
    ]
    heads = (
        ("team", "チーム"),
        ("handed over", "引き渡し"),
        ("accepted", "受領"),
        ("rejected", "差し戻し"),
        ("overdue", "期限切れ"),
    )
    return section(page.say("Handed to sales", "営業への引き渡し"), table([page.say(*pair) for pair in heads], rows)) if rows else ""


def unsent(page: Page) -> str:
    found = page.demo.unsent
    if found is None:
        return ""
    message, who = found.message, page.lead(found.line.id, found.line.name or found.line.id)
    when, why = moment(message.decided_at, page.demo.zone), escape(reason(message.reason, page.lang))
    source = f"<pre><code>{escape(found.rule)}</code>  {escape(source_of(page.demo, found.rule))}</pre>"
    name = f"<b>{escape(message.template)}</b> ({escape(message.scenario)})"
    text = f"{who}、{when}、{name}：{why}" if page.lang == "ja" else f"{name} to {who}, {when}: {why}"
    return section(page.say("One mail that was not sent", "送らなかったメール"), f"<p>{text}</p>{source}")


def letters(page: Page) -> str:
    demo = page.demo
    shown = [] if demo.mail is None else [phone(demo.mail, f"<em>{page.say('what sales received', '営業に届いたもの')}</em>")]
    shown += [phone(mail, f"<em>{escape(name)}</em>") for name, mail in sorted(demo.kept.items())]
    note = page.say(
        "The newest of each template, at a phone's width; swipe sideways.",
        "テンプレートごとに最新の一通を、スマートフォンの幅で。横に送れます。",
    )
    return section(page.say("Mails as they were received", "届いたメール"), f'<div class="phones">{"".join(shown)}</div>', note)


def proposal(page: Page) -> str:
    edit, place = page.demo.prepared.model.edit, page.demo.prepared.place
    if edit is None:
        return ""
    why = page.say(edit.why_en or edit.why, edit.why)
    diff = f"{escape(edit.file)}:{line_of(place, edit)}\n<del>- {escape(edit.find)}</del>\n<ins>+ {escape(edit.replace)}</ins>"
    return section(page.say("One edit to try", "試してほしい編集"), f"<p>{why}</p><pre>{diff}</pre><pre>nurture demo --apply-edit</pre>")


SECTIONS: tuple[Section, ...] = (opening, story, stairs, compared, letters, unsent, mails, handoffs, proposal)

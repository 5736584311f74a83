"""The page of preferences as HTML: a form that needs no script, no mouse and no wide screen."""

from dataclasses import dataclass
from html import escape
from string import Template

from starlette.responses import Response

from engine.domain.instants import DAY, Instant, to_datetime
from engine.doors.preferences import PAUSES, Preferences, Said
from engine.web.pages import masked, page, words

NO_LANGUAGE = "none"
"""In a form: that nothing is said of the language any more."""

LANGUAGES = (("", "prefer.language-any"), ("ja", "日本語"), ("en", "English"))

_FORM = Template(
    """<p>$text</p>
<form method="post">
$topics$pause$tracking$languages<button type="submit" name="do" value="save">$save</button>
<button class="second" type="submit" name="do" value="leave">$leave</button>
</form>
"""
)
_GROUP = Template('<fieldset><legend>$legend</legend>\n$lines</fieldset>\n')
_CHOICE = Template(
    '<label class="choice"><input type="$type" name="$name" value="$value"$checked><span>$label$note</span></label>\n'
)


def preferences_page(language: str, *, sender: str, now: Preferences, zone: str) -> Response:
    """What holds now, each with a box; hidden beside it what was shown, so that only what the reader changed is changed."""
    shown = "".join(_hidden("shown", one.topic.name) for one in now.topics)
    shown += "".join(_hidden("was", one.topic.name) for one in now.topics if one.is_on)
    shown += _hidden("tracked", "yes") if now.is_tracked else ""
    topics = _group("prefer.topics", language, "".join(_topic(one, language) for one in now.topics)) if now.topics else ""
    body = _FORM.substitute(
        text=words("prefer.text", language, address=masked(now.address)),
        topics=shown + topics,
        pause=_group("prefer.pause", language, _pauses(now, language, zone)),
        tracking=_group("prefer.tracking", language, _untracked(now, language)),
        languages=_group("prefer.language", language, _languages(now, language)),
        save=words("prefer.save", language),
        leave=words("prefer.leave", language),
    )
    return page("prefer", language, body, sender=sender)


@dataclass(frozen=True, slots=True)
class Saved:
    """before, now: what held and what holds; asked: topics that want a second yes; at: when it was said."""

    before: Preferences
    now: Preferences
    asked: tuple[str, ...]
    at: Instant


def saved_page(language: str, *, sender: str, saved: Saved, zone: str) -> Response:
    """What holds from now on, and a button that puts back what held before."""
    now, asked = saved.now, saved.asked
    on = [one.topic.label for one in now.topics if one.is_on]
    off = [one.topic.label for one in now.topics if not one.is_on and one.topic.name not in asked]
    waited = [one.topic.label for one in now.topics if one.topic.name in asked]
    lines = [words(f"saved.{name}", language, topics=_listed(labels, language))
             for name, labels in (("on", on), ("off", off), ("asked", waited)) if labels]  # fmt: skip
    lines += [words("saved.paused", language, date=_date(now.paused, zone))] if now.paused else []
    lines += [] if now.is_tracked else [words("saved.untracked", language)]
    said = "".join(f"<li>{line}</li>\n" for line in lines)
    body = f"<p>{words('saved.text', language, address=masked(now.address))}</p>\n<ul>\n{said}</ul>\n"
    more = f'<p><a href="">{words("saved.more", language)}</a></p>\n'
    return page("saved", language, body + _undo(language, saved) + more, sender=sender)


def _days_left(until: Instant, now: Instant) -> int:
    return max(0, -(-(until - now) // DAY))


def _undo(language: str, saved: Saved) -> str:
    """The form of before, with nothing to choose."""
    before, now, moment = saved.before, saved.now, saved.at
    fields = [_hidden("shown", one.topic.name) for one in before.topics]
    fields += [_hidden("topic", one.topic.name) for one in before.topics if one.is_on]
    fields += [_hidden("was", one.topic.name) for one in now.topics if one.is_on]
    fields += [_hidden("tracked", "yes")] if now.is_tracked else []
    fields += [] if before.is_tracked else [_hidden("untracked", "yes")]
    fields += [_hidden("pause", "keep" if before.paused == now.paused else str(_days_left(before.paused, moment)))]
    fields += [_hidden("language", before.language or NO_LANGUAGE)] if before.language != now.language else []
    button = f'<button class="second" type="submit" name="do" value="undo">{words("saved.undo", language)}</button>'
    return f'<form method="post">\n{"".join(fields)}{button}\n</form>\n'


def closed_page(language: str, *, sender: str, address: str) -> Response:
    """For who gets no mail any more, and for whom it is too late to undo that here."""
    return page("closed", language, f"<p>{words('closed.text', language, address=masked(address))}</p>\n", sender=sender)


def back_page(language: str, *, sender: str, address: str) -> Response:
    return page("back", language, f"<p>{words('back.text', language, address=masked(address))}</p>\n", sender=sender)


def _group(name: str, language: str, lines: str) -> str:
    return _GROUP.substitute(legend=words(name, language), lines=lines)


def _topic(one: Said, language: str) -> str:
    note = f'<br><small class="small">{words("prefer.asked", language)}</small>' if one.is_asked else ""
    return _choice("checkbox", "topic", one.topic.name, escape(one.topic.label), is_on=one.is_on, note=note)


def _pauses(now: Preferences, language: str, zone: str) -> str:
    kept = words("prefer.pause-keep", language, date=_date(now.paused, zone)) if now.paused else ""
    lines = [_choice("radio", "pause", "keep", kept, is_on=True)] if kept else []
    lines += [_choice("radio", "pause", "0" if kept else "keep", words("prefer.pause-0", language), is_on=not kept)]
    lines += [_choice("radio", "pause", str(days), words("prefer.pause-days", language, days=str(days)), is_on=False) for days in PAUSES]
    return "".join(lines)


def _untracked(now: Preferences, language: str) -> str:
    return _choice("checkbox", "untracked", "yes", words("prefer.untracked", language), is_on=not now.is_tracked)


def _languages(now: Preferences, language: str) -> str:
    chosen = now.language if now.language in ("ja", "en") else ""
    return "".join(
        _choice("radio", "language", code, label if code else words(label, language), is_on=code == chosen) for code, label in LANGUAGES
    )


def _choice(type_: str, name: str, value: str, label: str, *, is_on: bool, note: str = "") -> str:
    checked = " checked" if is_on else ""
    return _CHOICE.substitute(type=type_, name=name, value=escape(value), checked=checked, label=label, note=note)


def _hidden(name: str, value: str) -> str:
    return f'<input type="hidden" name="{name}" value="{escape(value)}">\n'


def _listed(labels: list[str], language: str) -> str:
    return ("、" if language == "ja" else ", ").join(labels)


def _date(moment: Instant, zone: str) -> str:
    return to_datetime(moment, zone).date().isoformat() if moment else ""

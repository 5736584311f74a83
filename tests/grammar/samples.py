"""The whole language in lines: `[…]` may be left out, `{a|b}` is a choice. Both must be seen in the tree."""

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Sample:
    """A line or a block, and where it stands; `{}` of the frame takes it."""

    text: str
    frame: str = "{}\n"


_BODY = "scenario s {{\n  enter by hand\n  {}\n}}\n"
_RULES = "scenario s {{\n  {}\n}}\n"
_IF = "segment s while {}\n"

TOP = (
    'attribute [account ]a: ⟨text|number|yesno|date|datetime⟩[ optional][ "名"]',
    'attribute a: one of ⟦"甲", 1, 2.5, yes, 2026-01-02⟧[ optional]',
    'attribute [account ]a: list[ "名"] {\n  plan: text[ optional]\n  renews: date\n}',
    'event e[ "名"][ arrives within 10 minutes][ {\n  f: number[ optional]\n  g: one of ⟦"a", "b"⟧\n}]',
    'topic t[ "名"][ {\n  opt-in ⟨single|double⟩[\n  confirmed on e[ or clicked m]]\n}]',
    'asset a[ "名"] {\n  ⟨file "x.pdf"|url "https://a.example/"⟩\n  theme "t"\n  stage s\n  for p[, q]\n  language ⟨ja|en⟩\n'
    '  ⟨gated|free⟩[\n  raises e[ { f = "x", g = 2 }]]\n}',
    'form f[ "名"][ ⟨en|ja⟩ "n"] {\n  text "t"[ en "u"]\n  ask name[ optional][ "名"][ ⟨en|ja⟩ "n"]\n'
    '  consent t "c"[ en "d"][ version "1"]\n  offers a[ by mail]\n  thanks "x"[ en "y"]\n}',
    'series s[ "名"] ⟦news-01, news-02⟧',
    'identity {\n  same when email[ and phone]\n  review when name[ and company] are alike\n'
    '  prefer "crm"[, "form"][ for name[, phone]]\n}',
    'account {\n  by domain[ except ⟦"gmail.com", "yahoo.co.jp"⟧]\n  by company\n}',
    '⟨segment|persona⟩ s[ "名"] while tagged "x"',
    'checklist c[ "名"] {\n  budget[ "予算"][ worth 30 points] while lead.予算 is yes\n  pass at 70 points\n}',
    'journey {\n  stage a[ "名"][ when score s >= 20][ {\n    asks "q"[ answered by m[, n]][ for p[, q]]\n  }]\n  stage b[ on deal-won]\n'
    "  back from b to a when score s < 20\n  dropped on deal-lost\n}",
    'calendar c[ "名"] {[\n  default]\n  timezone "Asia/Tokyo"\n  holidays "JP"\n  closed from 2026-12-29 to 2027-01-03\n'
    "  hours 09:00 to 18:00[ on ⟨weekdays|weekends|everyday|business days⟩]\n}",
    'team t[ "名"] {\n  notify "a"\n  manager "b"\n  members ⟦"c", "d"⟧[ in turn]\n'
    '  accept within 2 business days\n  reject reasons ⟦"e"⟧\n}',
    "moved a.b to c.d",
    "changed a.b ⟨keep|restart|recount⟩ timer",
    'kpi k[ "名"] {\n  measure ⟨opens|clicks|replies|bounces|unsubscribes⟩ per delivered[ within 21 days]\n'
    "  for ⟨stage|scenario|persona|segment|email⟩ x\n  target ⟨25%|40⟩[ per ⟨day|week|month⟩] by 2027-03-31\n"
    '  alert "a" below ⟨30|5%⟩\n}',
    "kpi k {\n  measure ⟨leads reaching level hot of score s|leads reaching stage a|leads with e or f|sum of e.f⟩\n"
    "  compare split x\n}",
)

SCORE = (
    "on e[ or f] give ⟨+5|-5|+2.5⟩ points[ once]",
    "on e give +5 points[ per ⟨1000|0.5⟩ of amount][ at most 3 times per day]",
    "on e give +5 points at most ⟨1|3⟩ times[ per ⟨day|week|month⟩]",
    "on e give +5 points at most 5 points[ per ⟨day|week|month⟩]",
    "on e give +5 points[ fading 5 points every 1 week]",
    "on e give +5 points[ for 30 days]",
    "add score ⟨s|t⟩",
    'while tagged "x" give ⟨+20|-20⟩ points',
    'group g[ while tagged "x"] {\n    on e give +1 points\n    at most 15 points[ per day]\n  }',
    "at most 60 points[ per ⟨day|week|month⟩]",
    "lose 10 points every 30 days without activity",
    "halve every 30 days",
    "keep ⟨between 0 and 200|between -10 and 10|at most 100|at least 0⟩",
    'level hot[ "熱"] at ⟨80|-5|2.5⟩',
)

POLICY = (
    "priority ⟦a, b⟧",
    'at most ⟨1|5⟩ emails ⟨per day|per week|per month|within 10 days⟩[ on topic t][ while tagged "x"]'
    "[ else ⟨skip|send|leave|hold⟩]",
    "send only between 09:00 and 18:00[ on ⟨monday, friday|business days⟩][ else skip]",
    "deliver within 3 days else ⟨skip|send|leave|hold⟩",
    '⟨skip|hold⟩ email while tagged "x"',
    "yield to higher priority[ within 2 days][ else ⟨skip|send|leave|hold⟩]",
    'law "JP"[ because "x"]',
)

RULES = (
    'enter ⟨on e|when tagged "y"⟩[ if tagged "x"][ including those already in[ at most 100 per ⟨minute|hour|day⟩]]',
    'enter at 2027-04-01 09:00[ if tagged "x"]',
    'enter by hand[ if tagged "x"]',
    'enter by import[ at most 100 per ⟨minute|hour|day⟩][ if tagged "x"]',
    "enter every month on ⟨first|second|third|fourth|last⟩ monday at 10:00",
    'enter every month on ⟨day 15|business day 5|last day|first business day|last business day⟩[ in february, may] at 10:00[ if did a]',
    "enter every ⟨day|weekday|business day|monday|tuesday, wednesday|thursday|saturday, sunday⟩ at 09:00",
    "enter every month on last day in ⟨january|february|march|april|may|june|july|august|september|october|november|december⟩"
    " at 10:00",
    "one run per ⟨booking-id|account⟩",
    "one at a time in 育成[ else wait ⟨up to 30 days|without limit⟩]",
    "restart on e[ or f]",
    "reenter ⟨always|never|90 days after entry|90 days after end⟩",
    '⟨goal|leave⟩ ⟨on e|when tagged "x"⟩[ {\n    send a\n  }]',
    'maintainer "a"',
    "versions ⟨follow|pin⟩",
    "calendar 日本",
)

STATEMENTS = (
    "step a {\n    send b\n  }",
    'send ⟨a|next of s⟩[ at 10:00[ on ⟨monday, friday|business days⟩]][ within 1 day else ⟨skip|send|leave|hold⟩][ skip if tagged "x"]',
    "wait 3 days[ at 10:00[ on ⟨monday, friday|business days⟩]]",
    "wait 3 ⟨minutes|hours|days|weeks|business days|business hours|business minutes⟩",
    "wait until ⟨2027-01-01|2027-01-01 10:00|10:00|business hours|10:00 on tuesday|10:00 on business days|lead.x|account.x|entry.x|entry|"
    "anniversary of lead.x|2 days before entry.x|2 days after entry.x⟩[ {\n    send a\n  }][ past {\n    send b\n  }]",
    "wait until 2 days ⟨before|after⟩ entry.x[ at 10:00[ on ⟨monday|business days⟩]]",
    "wait until entry at 10:00[ on monday]",
    "wait for e[ or f] ⟨up to 7 days|up to 45 minutes after entry.x|without limit⟩[ {\n    send a\n  }]"
    "[ timeout {\n    send b\n  }]",
    'wait until tagged "x" ⟨up to 7 days|without limit⟩[ {\n    send a\n  }][ timeout {\n    send b\n  }]',
    'wait for any up to 7 days {\n    on e[ or f] {\n    }\n    when tagged "x" {\n    }\n'
    "    after 3 days {\n    }[\n    timeout {\n    }]\n  }",
    'if tagged "x" {\n    send a\n  }[ else if tagged "y" {\n    send b\n  }][ else {\n    send c\n  }]',
    'choose lead.x {\n    "a"[, "b"] {\n    }[\n    empty {\n    }][\n    else {\n    }]\n  }',
    "split x[ evenly][ testing 20%][ pick best by ⟨click|open⟩ rate after 4 hours"
    "[ with at least ⟨100 leads|1 lead⟩ per arm[ else a]]] {\n    [45% ]a {\n    }\n"
    "    [10.5% ]holdout[ {\n      mute 1 day\n    }]\n  }",
    "together {\n    branch a {\n    }[\n    branch b {\n    }]\n  }",
    "repeat at most ⟨1|3⟩ times {\n    send a\n  }",
    "go to a[ at most 2 times[ else {\n    send b\n  }]]",
    'stop[ because "x"]',
    "⟨start|pause|resume|stop⟩ scenario a",
    "⟨pause|resume|stop⟩ all in g",
    'handoff to t[ within 2 business days][ because "x"][ {\n    accepted {\n    }[\n    rejected "a", "b" {\n    }]\n'
    "    rejected {\n    }\n    after 1 day {\n    }\n    overdue {\n      reassign\n    }\n  }]",
    'task "x" for ⟨t|owner⟩[ within 2 days][ {\n    done[ "a"] {\n    }\n    after 1 day {\n    }\n    overdue {\n    }\n  }]',
    'reassign[ to t][ because "x"]',
    'notify ⟨"slack:a"|owner|manager|team t|account owner⟩[ because "x"]',
    'webhook w[ {\n    done[ "x"[, "y"]] {\n    }[\n    failed {\n    }]\n  }]',
    '⟨tag|untag⟩ "x"',
    'set ⟨lead|account⟩.x to ⟨"a"|1|-1|2.5|25%|2026-01-01|10:00|2026-01-01 10:00|yes|no|now|today|3 days ago|3 days from today|'
    "lead.y|account.y|entry.y⟩",
    "clear ⟨lead|account⟩.x",
    "add ⟨1|-1|2.5⟩ to lead.x",
    "add { a = ⟨1|empty|entry.b|3 days from today⟩[, b = 2] } to ⟨lead|account⟩.x",
    "remove from ⟨lead|account⟩.x where ⟨a is 1|(a is 1 and b is entry.b)|(not a is empty)⟩",
    "give ⟨+5|-5⟩ points to s",
    "set score s to ⟨0|-5⟩",
    "move to stage a",
    "mute 7 days",
    "unmute",
    'hold lead ⟨30 days|until 2027-04-01|until lead.x|2 business days|without limit⟩ because "x"',
    "release lead",
    'subscribe to t[ because "x"]',
    'unsubscribe[ from t][ because "x"]',
    'suppress[ because "x"]',
)

CONDITIONS = (
    'tagged "x" ⟨and|or⟩ tagged "y"',
    '[not ]tagged "x"',
    '(tagged "x" or tagged "y") and not (tagged "z" and tagged "q")',
    '⟨all of|any of|none of|at least 2 of|at least 1 of⟩ {\n  tagged "x"\n  tagged "y"\n}',
    'lead.x ⟨is|is not|<|<=|>|>=⟩ ⟨1|lead.y⟩',
    "⟨lead|account|entry⟩.x is[ not] empty",
    'lead.x[ not] in ⟦"a", "b"⟧',
    'lead.x ⟨contains|starts with|ends with|matches⟩ "a"',
    "lead.x ⟨contains|starts with|ends with⟩ ⟨lead|account|entry⟩.y",
    "lead.x between ⟨1|today⟩ and ⟨9|30 days from today⟩",
    "lead.x has (a is 1[ and b is 2])",
    'lead.x has (⟨a is 1 or b is 2|not a is empty|(a is 1 and b is 2) or c is 3⟩)',
    "[account ]score s ⟨is|is not|<|<=|>|>=⟩ ⟨20|-5⟩",
    "[account ]score s > score t",
    "[account ]score s between 1 and 5",
    "level s ⟨is|is not|<|<=|>|>=⟩ hot",
    "⟨stage|persona⟩ is[ not] a",
    "in stage a for 90 days",
    "during business hours",
    "during 09:00 to 18:00[ on weekdays]",
    "during 2026-12-24 to 2027-01-05",
    "in ⟨segment|scenario⟩ a",
    "passes c",
    "consents to t",
    "unsubscribed[ from t]",
    '⟨opened|clicked|replied|bounced|complained|received⟩ ⟨any email|m⟩[ where link is "x"][ at least 2 times]'
    "[ ⟨in last 7 days|since entry⟩]",
    'did e[ where kind is "a"][ at least ⟨1|2⟩ times][ ⟨in last 7 days|since entry⟩]',
    'account did e[ where kind is "a"] by at least 3 people[ in last 7 days]',
    "no activity for 90 days",
    "handoff ⟨accepted|rejected|overdue⟩[ by t]",
)

PATTERNS = (
    'e[ where kind is "a"]',
    'e where ⟨kind is "a"|(kind is "a" and asset is "b")|(kind is "a" or asset is "b")|(not kind is "a")⟩',
    '⟨opened|clicked|replied|bounced|complained|received⟩ ⟨any email|m⟩[ where link is "x"]',
    "handoff ⟨accepted|rejected|overdue⟩[ by t]",
    'e where kind is "a" or f',
)

TESTS = (
    "start at 2026-11-02 09:00",
    'given lead a[ { x = "1"[, y = 2] }]'
    '[ ⟨tagged "x"|in stage b|consents to t|with 40 points in s|in b of c|of account { x = 1 }⟩[, tagged "y"]]',
    "at day 0[ 10:00] a does e[ { x = 1 }]",
    "at day 0 a did e[ { x = 1 }] 2 hours ago",
    'at day 0 a ⟨opens|clicks|replies to|complains about⟩ m[ link "x"]',
    "at day 0 a bounces m[ softly]",
    "at day 0 a consents to t",
    "at day 0 a unsubscribes[ from t]",
    'at day 0 a is held ⟨30 days|until 2027-04-01|without limit⟩[ because "x"]',
    "at day 0 a is released",
    "at day 0 a moves to stage b",
    'at day 0 a is ⟨tagged|untagged⟩ "x"',
    "at day 0 a is ⟨given +10|given -10|set to 10|set to 20⟩ points in s",
    "at day 0 a is ⟨put into|taken out of⟩ s",
    "at day 0 a is of account { x = 1[, y = empty] }",
    'at day 0 account of a is held ⟨30 days|until 2027-04-01|without limit⟩[ because "x"]',
    "at day 0 account of a is released",
    "at day 0 m ⟨fails|misses its time|is in doubt⟩[ for a]",
    "at day 0 a is merged into b",
    "at day 0 a is unmerged",
    'at day 0 a is imported[ { 業種 = "IT"[, 役職 = "部長"] }]',
    "at day 0 s is deployed",
    "at day 0 t accepts[ for a]",
    'at day 0 t rejects[ "x"][ for a]',
    'at day 0 t finishes "x"[ "y"][ for a]',
    'at day 0 webhook w done[ "x"][ for a]',
    "at day 0 webhook w failed[ for a]",
    "at day 0 a has x = ⟨1|empty|⟦{ b = 1 }⟧|⟦{ b = 1, c = 2 }, { b = 2 }⟧⟩[, y = 2]",
    "expect[ ⟨at|by⟩ day 0[ 10:00]] email m[ to a][ once]",
    "expect no email[ m][ to a]",
    'expect email m[ to a] ⟨skipped|held|failed|in doubt⟩[ because "x"]',
    'expect email m[ to a] ⟨shows|does not show⟩ "x"',
    "expect ⟨1|2⟩ emails[ to a]",
    "expect[ account] score s ⟨is|is not|<|<=|>|>=⟩ 40[ for a]",
    "expect level s ⟨is|is not|<|<=|>|>=⟩ hot[ for a]",
    "expect stage is[ not] b[ for a]",
    "expect stage moved from a to b[ for a]",
    "expect dropped from stage a[ for a]",
    "expect s is ⟨b|holdout⟩[ for a]",
    "expect winner of s is ⟨b|c⟩",
    "expect no winner of s",
    'expect handoff to t[ with "u"][ ⟨open|held|accepted|rejected|overdue⟩][ because "x"][ for a]',
    "expect no handoff[ for a]",
    'expect task "x"[ to ⟨t|owner⟩][ with "u"][ due at day 1[ 10:00]][ ⟨open|done|overdue|withdrawn⟩][ because "z"][ for a]',
    'expect no task[ "x"][ for a]',
    'expect notify ⟨"x"|owner|manager|team t|account owner⟩[ because "x"][ for a]',
    'expect no notify[ ⟨"x"|owner|manager|team t|account owner⟩][ for a]',
    'expect lead held[ because "x"][ for a]',
    "expect lead not held[ for a]",
    "expect[ no] consent to t[ for a]",
    "expect webhook w[ for a]",
    "expect no webhook[ w][ for a]",
    'expect[ not] tagged "x"[ for a]',
    "expect lead.x ⟨is|is not|<|<=|>|>=⟩ 1[ for a]",
    "expect ⟨lead|account⟩.x is empty[ for a]",
    'expect s ⟨waiting|waiting its turn|paused|finished|left|stopped|removed|in holdout|refused|reached goal|not started⟩'
    '[ in step b][ because "x"][ for a]',
    "expect[ not] ⟨in segment s|in stage s for 2 days|in scenario s|persona is[ not] p|passes c⟩[ for a]",
    "expect[ not] ⟨unsubscribed[ from t]|no activity for 2 days|score s between 1 and 2|score s >= score t⟩[ for a]",
    'expect[ not] lead.x ⟨has plan is "A"|contains "x"|in ⟦"x", "y"⟧|not in ⟦"x"⟧|between 1 and 2|is not empty⟩[ for a]',
)

SAMPLES = (
    *(Sample(text) for text in TOP),
    *(Sample(text, 'score s[ "名"] {{\n  {}\n}}\n') for text in SCORE),
    *(Sample(text, 'policy p[ "名"] {{\n  {}\n}}\n') for text in POLICY),
    *(Sample(text, 'scenario s[ "名"] {{\n  {}\n}}\n') for text in RULES),
    *(Sample(text, _BODY) for text in STATEMENTS),
    *(Sample(text, _IF) for text in CONDITIONS),
    *(Sample(text, "scenario s {{\n  enter on {}\n}}\n") for text in PATTERNS),
    *(Sample(text, 'test "t"[ for s] {{\n  {}\n}}\n') for text in TESTS),
)


def parts(text: str) -> list[str | tuple[str, ...]]:
    """The plain stretches and, as tuples, the optional parts and the choices; the first of a tuple is the full one."""
    found: list[str | tuple[str, ...]] = []
    plain = ""
    place = 0
    while place < len(text):
        letter = text[place]
        if letter in "[⟨":
            end = _closing(text, place)
            inner = text[place + 1 : end]
            found += [plain, (inner, "") if letter == "[" else tuple(_choices(inner))]
            plain, place = "", end + 1
        else:
            plain += letter
            place += 1
    return [*found, plain]


def _closing(text: str, start: int) -> int:
    pairs = {"[": "]", "⟨": "⟩"}
    waiting: list[str] = []
    for place in range(start, len(text)):
        if text[place] in pairs:
            waiting.append(pairs[text[place]])
        elif waiting and text[place] == waiting[-1]:
            waiting.pop()
            if not waiting:
                return place
    raise ValueError(text)


def _choices(text: str) -> list[str]:
    return text.split("|")


def full(text: str) -> str:
    """With every optional part, and the first of all choices."""
    return "".join(each if isinstance(each, str) else full(each[0]) for each in parts(text)).translate(_LISTS)


def variants(text: str) -> Iterator[str]:
    """The full text, and each text that differs from it in one part. All must be read, and differently."""
    yield full(text)
    pieces = parts(text)
    for place, piece in enumerate(pieces):
        if isinstance(piece, str):
            continue
        before = "".join(full(_first(each)) for each in pieces[:place])
        after = "".join(full(_first(each)) for each in pieces[place + 1 :])
        for other in piece[1:]:
            yield (before + full(other) + after).translate(_LISTS)
        for inner in list(variants(piece[0]))[1:]:
            yield (before + inner + after).translate(_LISTS)


def _first(piece: str | tuple[str, ...]) -> str:
    return piece if isinstance(piece, str) else piece[0]


_LISTS = str.maketrans("⟦⟧", "[]")


def framed(sample: Sample) -> str:
    """The sample in its frame, marks and all."""
    return sample.frame.format(sample.text)

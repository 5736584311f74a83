"""What the worlds of the simulator decide by: a small program of the real language, in two versions."""

from functools import cache

from engine.rules.program import Program
from engine.store.programs import Source, Stored, Template
from engine.work.deployments import compile_stored, hashed
from engine.work.programs import Programs

ZONE = "Asia/Tokyo"
TEXT = """
attribute plan: text optional
event download {
  asset: text
}
event page-view {
  path: text
}
event meeting-booked
topic news
score interest {
  on download give +POINTS points
  on page-view give +5 points at most 3 times per day
  halve every 7 days
  level warm at 30
}
policy sending {
  at most 1 email per day
  send only between 09:00 and 18:00
  deliver within 5 days else skip
}
team sales "Sales" {
  notify "mailto:sales@kumo.example"
  accept within 1 day
}
scenario welcome {
  enter on download
  reenter 1 days after end
  goal on meeting-booked
  send hello
  wait 3 hours
  webhook crm {
    done {
      tag "known"
    }
    failed {
      tag "unknown"
    }
  }
  wait for page-view up to 1 day {
    handoff to sales because "looked at us"
  } timeout {
    send guide
  }
}
scenario heated {
  enter when level interest is warm
  wait 30 minutes
  send invite
}
"""
BODY = """---
subject: {name} for {{{{ lead.name }}}}
topic: news
purpose: marketing
language: en
---
Dear {{{{ lead.name }}}}, read [the guide](https://x.example/{name} "guide").
"""
MAILS = ("hello", "guide", "invite")


@cache
def version(points: int) -> Stored:
    """The program that gives so many points for a download."""
    templates = [Template(name, f"d-{name}", BODY.format(name=name), ".md", "en", topic="news") for name in MAILS]
    source = Source("all.nurture", TEXT.replace("POINTS", str(points)))
    return hashed(Stored(hash="", sources=[source], settings={"zone": ZONE}, templates=templates))[0]


@cache
def _compiled(hash_: str) -> Program:
    return next(compile_stored(one) for one in (version(20), version(35)) if one.hash == hash_)


def programs() -> Programs:
    """What one process has compiled: nothing yet."""
    return Programs(lambda stored: _compiled(stored.hash))

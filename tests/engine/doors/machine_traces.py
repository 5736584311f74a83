"""Mails and who asked for what in them, made by dice after what each machine is documented to do, and what people do.

Every request is labelled by who made it. A mail has its own links; several mails may be in a trace (an office, a campaign).
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from random import Random

from engine.domain.instants import MINUTE, SECOND, Instant
from engine.doors.machine_signs import Kind, Request

CHROME = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36"
EDGE = f"{CHROME} Edg/140.0.0.0"
IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 Safari/604"
LINE = f"{IPHONE} Safari Line/15.8.0"
CUBOT = "Mozilla/5.0 (Linux; Android 12; CUBOT NOTE 30) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/139.0.0.0 Mobile Safari/537.36"
OUTLOOK = "Mozilla/4.0 (compatible; ms-office; MSOffice 16)"
OLD_IE = "Mozilla/4.0 (compatible; MSIE 6.0; Windows NT 5.1)"
GMAIL = "Mozilla/5.0 (Windows NT 5.1; rv:11.0) Gecko Firefox/11.0 (via ggpht.com GoogleImageProxy)"
YAHOO = "YahooMailProxy; https://help.yahoo.com/kb/yahoo-mail-proxy-SLN28749.html"
PEOPLE = (CHROME, EDGE, IPHONE, LINE, CUBOT)
PREVIEWS = (
    "Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)",
    "Mozilla/5.0 (Windows NT 6.1; WOW64) SkypeUriPreview Preview/0.5 skype-url-preview@microsoft.com",
    "facebookexternalhit/1.1;line-poker/1.0",
    "Twitterbot/1.0",
    "LinkedInBot/1.0 (compatible; Mozilla/5.0; Apache-HttpClient +http://www.linkedin.com)",
)
LIBRARIES = ("curl/8.5.0", "python-requests/2.32.3", "Go-http-client/1.1", "Java/17.0.2", "Wget/1.21", "Apache-HttpClient/4.5 (Java/11)")
GATEWAYS = ("BarracudaCentral/1.0", "m-FILTER MailAdviser", "GUARDIANWALL MailSecurity", "Mimecast URL Protect", "Trend Micro WTP")
NETWORKS = ("67.231.152.7", "207.211.31.9", "209.222.82.4", "104.47.30.12", "85.158.142.3", "150.70.20.8", "68.232.140.5")


@dataclass(frozen=True, slots=True)
class Asked:
    """who: `human`, or the kind of machine."""

    who: str
    at: Instant
    kind: Kind
    link: str
    request: Request


@dataclass(slots=True)
class Mail:
    left: Instant
    links: int
    asked: list[Asked] = field(default_factory=list)

    def ask(self, who: str, after: float, what: str, request: Request) -> None:
        """after: seconds since the mail left; what: `open`, `leave`, or the number of a link."""
        kind: Kind = "open" if what == "open" else "leave" if what == "leave" else "click"
        self.asked.append(Asked(who, self.left + int(after * SECOND), kind, what, request))


def browser(dice: Random, agent: str = "", address: str = "") -> Request:
    """As a person's browser asks for a page."""
    told = {"user-agent": agent or dice.choice(PEOPLE), "accept": "text/html,application/xhtml+xml,*/*;q=0.8", "accept-language": "ja,en"}
    if dice.random() < 0.8:
        told |= {"sec-fetch-mode": "navigate", "sec-fetch-dest": "document"}
    return Request("GET", told, address or anywhere(dice))


def machine(agent: str, address: str, method: str = "GET", **more: str) -> Request:
    named = {name.replace("_", "-"): value for name, value in more.items()}
    return Request(method, ({"user-agent": agent} if agent else {}) | {"accept": "*/*"} | named, address)


def anywhere(dice: Random) -> str:
    """In a network that is for documentation, or a cloud's: nothing is known of it."""
    return f"{dice.choice(('203.0.113', '198.51.100', '20.7.4', '3.112.9'))}.{dice.randrange(256)}"


Maker = Callable[[Random], list[Mail]]


def one(dice: Random) -> Mail:
    return Mail(dice.randrange(10**6) * MINUTE + 10**15, dice.choice((1, 2, 3, 5, 8, 12)))


def looked(dice: Random, mail: Mail, after: float) -> None:
    """A person looks at the mail: their program, or a proxy for it, loads the picture; or nothing does, as pictures are off."""
    agent = dice.choice((CHROME, OUTLOOK, GMAIL, IPHONE, ""))
    if agent:
        mail.ask("human", max(after, 5.5), "open", machine(agent, anywhere(dice)))


# ── people ──────────────────────────────────────────────────────────────────────────────


def reader(dice: Random) -> list[Mail]:
    mail, who, after = one(dice), browser(dice), dice.expovariate(1 / 3_600) + 8
    looked(dice, mail, after)
    for link in dice.sample(range(mail.links), min(mail.links, dice.choice((1, 1, 1, 2, 3)))):
        after += dice.uniform(5, 120)
        mail.ask("human", after, str(link), who)
    return [mail]


def fast_reader(dice: Random) -> list[Mail]:
    """Sees it arrive and follows a link at once."""
    mail, after = one(dice), dice.uniform(4, 12)
    looked(dice, mail, after)
    mail.ask("human", after + dice.uniform(1.2, 4), str(dice.randrange(mail.links)), browser(dice))
    return [mail]


def tabs(dice: Random) -> list[Mail]:
    """Opens link after link in tabs of its own."""
    mail, who, after = one(dice), browser(dice, dice.choice((CHROME, EDGE))), dice.uniform(20, 5_000)
    mail.links = dice.choice((8, 10, 12))
    mail.ask("human", after, "open", machine(CHROME, anywhere(dice)))
    for link in range(dice.randint(4, min(10, mail.links))):
        after += dice.uniform(0.4, 1.8)
        mail.ask("human", after, str(link), who)
    return [mail]


def office(dice: Random) -> list[Mail]:
    """Many behind one address, with the same browser, within some minutes."""
    address, left, people = anywhere(dice), 10**15 + dice.randrange(10**6) * MINUTE, dice.randint(20, 60)
    mails = [Mail(left + n * SECOND // 5, 5) for n in range(people)]
    for mail in mails:
        after = dice.uniform(6, 400)
        looked(dice, mail, after)
        mail.ask("human", after + dice.uniform(1.5, 30), str(dice.randrange(5)), browser(dice, CHROME, address))
    return mails


def twice(dice: Random) -> list[Mail]:
    mail, who, after = one(dice), browser(dice), dice.uniform(10, 900)
    for _ in range(2):
        mail.ask("human", after, "0", who)
        after += dice.uniform(0.2, 2)
    return [mail]


def guarded(dice: Random) -> list[Mail]:
    """A gateway looks at the very link that is being pressed, just before or just behind."""
    mail, after, link = one(dice), dice.uniform(10, 9_000), "0"
    looked(dice, mail, after)
    mail.ask("gateway", after + dice.uniform(-0.5, 0.5), link, machine(CHROME, dice.choice(NETWORKS)))
    mail.ask("human", after, link, browser(dice))
    return [mail]


def scanned_first(dice: Random) -> list[Mail]:
    """A scanner at delivery, and a person later."""
    [mail] = safe_links(dice)
    after = dice.uniform(120, 9_000)
    looked(dice, mail, after)
    mail.ask("human", after + dice.uniform(2, 60), str(dice.randrange(mail.links)), browser(dice))
    return [mail]


def private(dice: Random) -> list[Mail]:
    """Apple has loaded the pictures; then the reader follows a link."""
    mail = one(dice)
    mail.ask("apple", dice.uniform(1, 900), "open", machine("Mozilla/5.0", anywhere(dice)))
    mail.ask("human", dice.uniform(901, 9_000), str(dice.randrange(mail.links)), browser(dice, IPHONE))
    return [mail]


def hasty(dice: Random) -> list[Mail]:
    """Pictures are off, the mail has just come, and two links are pressed one upon the other: nobody can tell that from a scanner."""
    mail, who, after = one(dice), browser(dice), dice.uniform(8, 120)
    for link in range(min(mail.links, 2)):
        mail.ask("human", after, str(link), who)
        after += dice.uniform(0.5, 4)
    return [mail]


PEOPLE_DO: tuple[Maker, ...] = (reader, reader, fast_reader, tabs, office, twice, guarded, scanned_first, private, hasty)


# ── machines ────────────────────────────────────────────────────────────────────────────


def head(dice: Random) -> list[Mail]:
    mail = one(dice)
    agent = dice.choice((CHROME, EDGE, "", "curl/8.5.0"))
    for link in range(mail.links):
        mail.ask("head", dice.uniform(1, 3_600), str(link), machine(agent, anywhere(dice), "HEAD"))
    return [mail]


def prefetch(dice: Random) -> list[Mail]:
    mail = one(dice)
    more = dice.choice(({"Purpose": "prefetch"}, {"Sec_Purpose": "prefetch;prerender"}, {"X_Moz": "prefetch"}, {"X_Purpose": "preview"}))
    asked = machine(CHROME, anywhere(dice), **{name.lower(): value for name, value in more.items()}, accept_language="en")
    mail.ask("prefetch", dice.uniform(1, 3_600), dice.choice(("open", "0")), asked)
    return [mail]


def apple(dice: Random) -> list[Mail]:
    mail = one(dice)
    mail.ask("apple", dice.uniform(1, 9_000), "open", machine("Mozilla/5.0", anywhere(dice)))
    return [mail]


def at_send_time(dice: Random) -> list[Mail]:
    mail = one(dice)
    mail.ask("proxy at send time", dice.uniform(0.2, 4.5), "open", machine(dice.choice((GMAIL, YAHOO)), anywhere(dice)))
    return [mail]


def named(dice: Random) -> list[Mail]:
    """What says what it is, or comes from where only gateways are."""
    mail = one(dice)
    agent, address = dice.choice(
        [(one, anywhere(dice)) for one in (*PREVIEWS, *LIBRARIES, *GATEWAYS, "")] + [(CHROME, one) for one in NETWORKS]
    )
    mail.ask("named", dice.uniform(1, 9_000), str(dice.randrange(mail.links)), machine(agent, address))
    return [mail]


def barracuda(dice: Random) -> list[Mail]:
    """All links at the same time, each from another machine in a cloud, as a browser that says no language."""
    mail, after = one(dice), dice.uniform(0.5, 600)
    mail.links = max(mail.links, 2)
    for link in range(mail.links):
        mail.ask("burst", after + dice.uniform(0, 0.6), str(link), machine(CHROME, anywhere(dice)))
    return [mail]


def safe_links(dice: Random) -> list[Mail]:
    """A real browser in a cloud goes from link to link, mostly before anybody can have read the mail."""
    mail, who, after = one(dice), browser(dice, EDGE), dice.uniform(1, 30)
    mail.links = max(mail.links, 3)
    for link in range(mail.links):
        mail.ask("burst", after, str(link), who)
        after += dice.uniform(0.02, 0.8)
    mail.ask("burst", after, "leave", who)
    return [mail]


def old_browser(dice: Random) -> list[Mail]:
    """Gateways of some age, in Japan and elsewhere: every link in order, under the name of a browser nobody has any more."""
    mail, address, after = one(dice), anywhere(dice), dice.uniform(1, 1_800)
    mail.links = max(mail.links, 3)
    mail.ask("burst", after, "open", machine(OLD_IE, address))
    for link in range(mail.links):
        after += dice.uniform(0.05, 0.9)
        mail.ask("burst", after, str(link), machine(OLD_IE, address))
    return [mail]


def slow(dice: Random) -> list[Mail]:
    """Every link, some seconds apart, and never the picture."""
    mail, who, after = one(dice), browser(dice), dice.uniform(1, 1_800)
    mail.links = dice.choice((4, 5, 8))
    for link in range(mail.links):
        mail.ask("all links", after, str(link), who)
        after += dice.uniform(1.5, 7)
    return [mail]


def at_once(dice: Random) -> list[Mail]:
    mail = one(dice)
    mail.ask("at once", dice.uniform(0.1, 4.5), "0", browser(dice))
    return [mail]


def campaign(dice: Random) -> list[Mail]:
    """One scanner in the mails of a whole company, a link of each."""
    left, who = 10**15 + dice.randrange(10**6) * MINUTE, browser(dice, EDGE)
    mails = [Mail(left + n * SECOND // 20, 5) for n in range(dice.randint(20, 40))]
    for mail in mails:
        mail.ask("many readers", dice.uniform(20, 21.5), str(dice.randrange(5)), who)
    return mails


def disguised(dice: Random) -> list[Mail]:
    """A browser in a cloud that looks at the mail, waits, and follows a link or two: it does what a person does, and is taken for one."""
    mail, who, after = one(dice), browser(dice), dice.uniform(60, 9_000)
    mail.ask("disguised", after, "open", who)
    for link in range(min(mail.links, 2)):
        after += dice.uniform(6, 30)
        mail.ask("disguised", after, str(link), who)
    return [mail]


MACHINES_DO: tuple[Maker, ...] = (
    *(head, prefetch, apple, at_send_time, named, barracuda, safe_links, old_browser, slow, at_once, campaign, disguised),
)  # fmt: skip


def traces(rounds: int, seed: int = 7) -> Iterator[list[Mail]]:
    """Each behaviour so many times."""
    dice = Random(seed)
    for _ in range(rounds):
        for maker in (*PEOPLE_DO, *MACHINES_DO):
            yield maker(dice)

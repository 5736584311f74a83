"""What a single request tells of who made it: a pure function of its method, its headers and where it came from.

Sources: what each service says of itself in its `User-Agent` and publishes of its addresses; Fetch Metadata, `Sec-Purpose` (WHATWG).
"""

import re
from collections.abc import Mapping
from enum import StrEnum
from ipaddress import AddressValueError, IPv4Address, IPv4Network
from typing import Literal, NamedTuple

Kind = Literal["open", "click", "leave"]
"""What was asked for: the picture of a mail, a link of it, the page to leave by (asking for that leaves nobody)."""


class Agent(StrEnum):
    """All that is kept of a `User-Agent`."""

    BROWSER = "browser"
    """A browser, or a mail program."""
    PAGE = "browser-page"
    """A browser that goes to a page: it says what it can read, and in which language."""
    PROXY = "proxy"
    """Fetches pictures for a reader who looks at the mail: Gmail's, Yahoo's."""
    APPLE = "apple-privacy"
    """Fetches every picture of every mail, whoever looks at it."""
    PREVIEW = "preview"
    GATEWAY = "gateway"
    LIBRARY = "library"
    NONE = "none"
    UNKNOWN = "unknown"


class Why(StrEnum):
    """Why an observation is a machine's. The first half a request shows by itself, the second only beside others."""

    HEAD = "head"
    PREFETCH = "prefetch"
    APPLE = "apple-privacy"
    PREVIEW = "preview"
    GATEWAY = "gateway"
    LIBRARY = "library"
    NO_AGENT = "no-agent"
    AT_ONCE = "at-once"
    BURST = "burst"
    ALL_LINKS = "all-links"
    MANY_READERS = "many-readers"
    COMPANY = "company"


class Request(NamedTuple):
    """address: of the asker, as far as it can be known. headers: names in small letters."""

    method: str
    headers: Mapping[str, str]
    address: str = ""


class Sign(NamedTuple):
    """why: "" where the request alone does not show a machine."""

    agent: Agent = Agent.UNKNOWN
    why: Why | Literal[""] = ""


APPLE_AGENT = "Mozilla/5.0"
"""Mail Privacy Protection says that, and no more."""
PREFETCHING = (
    *(("purpose", "prefetch"), ("sec-purpose", "prefetch"), ("x-purpose", "preview"), ("x-moz", "prefetch")),
    *(("purpose", "preview"), ("sec-purpose", "preview"), ("x-purpose", "prefetch")),
)

_PREVIEW = re.compile(
    r"slackbot|slack-imgproxy|twitterbot|facebookexternalhit|facebookcatalog|linkedinbot|discordbot|telegrambot|^whatsapp/|line-poker"
    r"|skypeuripreview|bingpreview|google-pagerenderer|googlebot|chatwork|mattermost-bot|embedly|iframely|redditbot|pinterest(?:bot|/)"
    r"|applebot|yandexbot|baiduspider|duckduckbot|bytespider|viberbot|zoombot|kakaotalk-scrap|notionbot|hatena|tumblr/"
)
_GATEWAY = re.compile(
    r"barracuda|mimecast|proofpoint|ironport|cisco secure|cisco-umbrella|trend ?micro|\btmufe\b|messagelabs|symantec|broadcom url"
    r"|safelinks|microsoft office (?:existence|protocol) discovery|microsoft-?defender|forcepoint|websense|fortimail|fortiguard"
    r"|fortisandbox"
    r"|sophos|vade ?secure|hornetsecurity|avanan|check ?point|cloudmark|trustwave|mailcontrol|mailguard|spamexperts|zerospam|trellix"
    r"|fireeye"
    r"|paloalto|wildfire|virustotal|urlscan|safebrowsing|mailscanner|spamassassin|clamav"
    r"|m-filter|i-filter|digital ?arts|guardianwall|hennge|securemx|mailshooter|cybermail|safeattach|matrixscan|active!? ?zone"
)
_LIBRARY = re.compile(
    r"^(?:curl|wget|python|aiohttp|httpx|urllib|go-http-client|java/|apache-httpclient|libwww|lwp|node|axios|undici|got[ /(]|ruby|faraday"
    r"|php|guzzle|perl|scrapy|winhttp|powershell|dalvik/0|http_request|libcurl|rest-?client|jakarta|httpclient|okhttp-scan)"
    r"|headlesschrome|phantomjs|puppeteer|playwright|selenium|electron-scan|python-requests"
    r"|(?<!cu)bot\b|crawler|spider\b|\bscan(?:ner)?\b|url ?check|link ?check|\bfetcher\b|\bmonitor(?:ing)?\b"
)
_PROXY = re.compile(r"googleimageproxy|yahoomailproxy|yahoocachesystem")
_BROWSER = re.compile(
    r"^mozilla/\d\.\d+ \(.{3,}\)|^opera/|^microsoft outlook|^outlook-|thunderbird|^mobilesafari|^airmail|^cfnetwork|cfnetwork/|becky"
    r"|shuriken"
)

_NETWORKS = (
    # Proofpoint
    *("67.231.144.0/20", "148.163.128.0/19", "205.220.160.0/19", "185.132.180.0/22", "185.183.28.0/22"),
    # Mimecast
    *("207.211.30.0/23", "205.139.110.0/23", "146.101.78.0/24", "195.130.217.0/24", "91.220.42.0/24", "185.58.84.0/22", "216.205.24.0/24"),
    # Barracuda
    *("64.235.144.0/20", "209.222.80.0/21"),
    # Exchange Online Protection and what stands behind SafeLinks
    *("40.92.0.0/15", "40.107.0.0/16", "52.100.0.0/14", "104.47.0.0/17", "40.94.0.0/16"),
    # Symantec, MessageLabs
    *("67.219.240.0/20", "85.158.136.0/21", "216.82.240.0/20", "193.109.254.0/23", "195.245.230.0/23", "194.106.220.0/23"),
    # Trend Micro
    *("150.70.0.0/16", "216.104.0.0/19", "66.180.80.0/20"),
    # Cisco, IronPort
    *("68.232.128.0/19", "216.71.128.0/19", "184.94.240.0/20", "139.138.0.0/18"),
    # Forcepoint
    *("85.115.32.0/19", "86.111.216.0/21", "208.87.232.0/21"),
)
"""Of gateways alone: where people browse from them, too (a provider's cloud), the network is not here."""
_GATEWAYS = tuple((int(one.network_address), int(one.netmask)) for one in map(IPv4Network, _NETWORKS))
_APPLES = (int(IPv4Network("17.0.0.0/8").network_address), int(IPv4Network("17.0.0.0/8").netmask))


def sign_of(request: Request, kind: Kind) -> Sign:
    """What the request shows by itself."""
    agent = agent_of(request.headers.get("user-agent", ""), request.address, kind)
    if agent is Agent.BROWSER and _navigates(request.headers):
        agent = Agent.PAGE
    if request.method == "HEAD":
        return Sign(agent, Why.HEAD)
    if any(word in request.headers.get(name, "").lower() for name, word in PREFETCHING):
        return Sign(agent, Why.PREFETCH)
    return Sign(agent, _WHYS.get(agent, ""))


_WHYS: Mapping[Agent, Why] = {
    Agent.APPLE: Why.APPLE,
    Agent.PREVIEW: Why.PREVIEW,
    Agent.GATEWAY: Why.GATEWAY,
    Agent.LIBRARY: Why.LIBRARY,
    Agent.NONE: Why.NO_AGENT,
}


def agent_of(told: str, address: str, kind: Kind) -> Agent:
    """The class of who asks. A name it gives itself goes before the network it is in."""
    text = told.strip()[:1_000]
    small = text.lower()
    if not text:
        return Agent.NONE
    if text == APPLE_AGENT or (kind == "open" and _is_in(address, (_APPLES,))):
        return Agent.APPLE
    for agent, pattern in ((Agent.PROXY, _PROXY), (Agent.PREVIEW, _PREVIEW), (Agent.GATEWAY, _GATEWAY), (Agent.LIBRARY, _LIBRARY)):
        if pattern.search(small):
            return agent
    if _is_in(address, _GATEWAYS):
        return Agent.GATEWAY
    return Agent.BROWSER if _BROWSER.search(small) else Agent.UNKNOWN


def _navigates(headers: Mapping[str, str]) -> bool:
    """Browsers say what they can read and in which language, and where they know it, that they go to a page."""
    if not headers.get("accept-language") or "text/html" not in headers.get("accept", ""):
        return False
    return headers.get("sec-fetch-mode", "navigate") == "navigate"


def _is_in(address: str, networks: tuple[tuple[int, int], ...]) -> bool:
    try:
        number = int(IPv4Address(address))
    except (AddressValueError, ValueError):
        return False
    return any(number & mask == network for network, mask in networks)

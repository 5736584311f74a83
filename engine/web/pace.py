"""Whether a request comes too fast: asked before anything of its body is read."""

from engine.domain.errors import Problem
from engine.web.asked import Asked, Web
from engine.web.keys import Key
from engine.web.limits import Told, address_of


def paced(web: Web, asked: Asked, key: Key | Problem) -> Told | None:
    """What the key of the header may, or the address behind the request; None where nothing limits them. The stricter one speaks."""
    if isinstance(key, Key) and not key.rate and not key.is_public:
        return None
    now, told = web.clock.now(), None
    if isinstance(key, Problem) or key.is_public:
        address = address_of(asked.peer, asked.headers, web.settings.web.proxies)
        told = web.limits.take(f"address/{address}", web.settings.web.address_rate, now)
        if isinstance(key, Problem) or (told is not None and not told.allowed):
            return told
    return paced_by_key(web, key) or told


def paced_by_key(web: Web, key: Key) -> Told | None:
    """The same for a key that stood in the body."""
    return web.limits.take(f"key/{key.source}", key.rate, web.clock.now())


def too_fast(told: Told) -> Problem:
    """Why it has to wait."""
    return Problem("web.too-fast", {"seconds": str(told.seconds)})

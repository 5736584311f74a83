"""What the world's name servers say of the sender's domain: who may send in its name, and where bounces go. Only on request."""

from collections.abc import Iterator

import dns.exception
import dns.resolver

from engine.commands.doctor.check import Around, Check
from engine.settings.model import Settings

SECONDS = 5.0


def names(settings: Settings, around: Around) -> Iterator[Check]:
    """SPF (RFC 7208), DMARC (RFC 7489), and a server that takes bounces."""
    domain = settings.sender.address.rpartition("@")[2].lower()
    if not domain:
        return
    resolver = around.resolver()
    resolver.lifetime = SECONDS
    try:
        yield from _spf(resolver, domain)
        yield from _dmarc(resolver, domain)
        yield from _mx(resolver, domain)
        signing = settings.smtp.dkim
        if signing.domain and signing.selector:
            yield from dkim(resolver, signing.domain, signing.selector)
    except dns.exception.DNSException:
        yield Check("warn", "doctor.names-unknown", {"domain": domain})


def _spf(resolver: dns.resolver.Resolver, domain: str) -> Iterator[Check]:
    found = [text for text in _texts(resolver, domain) if text.lower().split(" ")[0] == "v=spf1"]
    said = {"domain": domain}
    if not found:
        yield Check("bad", "doctor.spf-missing", said)
    elif len(found) > 1:
        yield Check("bad", "doctor.spf-twice", said | {"count": str(len(found))})
    elif any(word in ("+all", "all") for word in found[0].lower().split()):
        yield Check("bad", "doctor.spf-everybody", said)
    else:
        yield Check("good", "doctor.spf", said)


def _dmarc(resolver: dns.resolver.Resolver, domain: str) -> Iterator[Check]:
    parts = domain.split(".")
    places = [domain, ".".join(parts[-2:])] if len(parts) > 2 else [domain]
    found = next((texts for place in places if (texts := _policies(resolver, place))), [])
    said = {"domain": domain}
    if not found:
        yield Check("bad", "doctor.dmarc-missing", said)
    elif len(found) > 1 or "p" not in (tags := _tags(found[0])):
        yield Check("bad", "doctor.dmarc-wrong", said | {"record": found[0][:80]})
    elif tags["p"] == "none":
        yield Check("warn", "doctor.dmarc-none", said)
    else:
        yield Check("good", "doctor.dmarc", said | {"policy": tags["p"]})


def _mx(resolver: dns.resolver.Resolver, domain: str) -> Iterator[Check]:
    found = _asked(resolver, domain, "MX")
    if not found or any(text.endswith(" .") for text in found):
        yield Check("bad", "doctor.mx-missing", {"domain": domain})


def dkim(resolver: dns.resolver.Resolver, domain: str, selector: str) -> Iterator[Check]:
    """The public key that readers check our signature with (RFC 6376)."""
    said = {"domain": domain, "place": f"{selector}._domainkey.{domain}"}
    found = [_tags(text) for text in _texts(resolver, said["place"])]
    keys = [one["p"] for one in found if "p" in one]
    if not keys:
        yield Check("bad", "doctor.dkim-missing", said)
    elif not keys[0]:
        yield Check("bad", "doctor.dkim-revoked", said)
    else:
        yield Check("good", "doctor.dkim-there", said)


def _policies(resolver: dns.resolver.Resolver, domain: str) -> list[str]:
    return [text for text in _texts(resolver, f"_dmarc.{domain}") if text.replace(" ", "").lower().startswith("v=dmarc1")]


def _tags(text: str) -> dict[str, str]:
    """`v=DMARC1; p=reject` by its names."""
    pairs = (part.partition("=") for part in text.split(";"))
    return {name.strip().lower(): value.strip() for name, sign, value in pairs if sign}


def _texts(resolver: dns.resolver.Resolver, name: str) -> list[str]:
    return [text.replace('" "', "").strip('"') for text in _asked(resolver, name, "TXT")]


def _asked(resolver: dns.resolver.Resolver, name: str, kind: str) -> list[str]:
    """Empty where there is no such name or nothing of that kind. Raises DNSException where nobody answers."""
    try:
        return [one.to_text() for one in resolver.resolve(name, kind)]
    except (dns.resolver.NXDOMAIN, dns.resolver.NoAnswer):
        return []

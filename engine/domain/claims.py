"""Attributes that somebody claims who may be anybody, each beside the one it would be."""

from collections.abc import Mapping

CLAIMED: Mapping[str, str] = {"email": "claimed-email", "phone": "claimed-phone"}
"""What one person is known by, and what it is called as long as only a page has said it."""

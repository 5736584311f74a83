"""The id of a mail in the header that a mail service gives back with its reports: several write a Message-ID of their own.

Source: each service's page on sending by SMTP with metadata.
"""

from collections.abc import Iterable, Mapping

MARKS: Mapping[str, tuple[str, str]] = {
    "brevo": ("X-Mailin-custom", '{{"nurture": "{id}"}}'),
    "mailersend": ("X-MailerSend-Tags", "{id}"),
    "mailgun": ("X-Mailgun-Variables", '{{"nurture": "{id}"}}'),
    "mailjet": ("X-MJ-CustomID", "{id}"),
    "mandrill": ("X-MC-Metadata", '{{"nurture": "{id}"}}'),
    "postmark": ("X-PM-Metadata-nurture", "{id}"),
    "sendgrid": ("X-SMTPAPI", '{{"unique_args": {{"nurture": "{id}"}}}}'),
    "sparkpost": ("X-MSYS-API", '{{"metadata": {{"nurture": "{id}"}}}}'),
}
"""Service -> header, what stands in it. The others show the Message-ID."""


def marks_of(services: Iterable[str], message: str) -> list[tuple[str, str]]:
    """The headers for a mail of that id."""
    return [(MARKS[name][0], MARKS[name][1].format(id=message)) for name in sorted(services) if name in MARKS]

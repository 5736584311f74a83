"""Settings as the channels want them."""

from typing import Literal

from engine.channels.smtp import SmtpSettings
from engine.settings.model import Settings


def smtp_settings_of(settings: Settings, *, timeout: float = 30.0) -> SmtpSettings:
    """The mail server of the workspace. timeout: seconds for each of its answers."""
    smtp = settings.smtp
    security: Literal["tls", "starttls", "none"] = "tls" if smtp.implicit_tls else "starttls" if smtp.starttls else "none"
    return SmtpSettings(
        smtp.host,
        smtp.port,
        security,
        smtp.user,
        smtp.password.get_secret_value(),
        timeout,
    )

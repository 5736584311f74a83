"""What mail services post, written after their public pages on webhooks, and signed as they sign it."""

import base64
import hmac
import json
from datetime import UTC, datetime, timedelta
from hashlib import md5, sha1, sha256
from typing import Any, NamedTuple
from urllib.parse import urlencode

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.x509.oid import NameOID

OURS = "Zk3vQ0pLw9Xr7TtB1uYc5g"
"""The id of a mail of ours, as its Message-ID shows it."""
TO = "aoi@example.com"
BASIC = "kumo:a-password-of-the-test"
KEY = "a-signing-key-of-the-test"
SVIX = "whsec_" + base64.b64encode(b"a secret of thirty two octets...").decode()
TOPIC = "arn:aws:sns:ap-northeast-1:123456789012:kumo-mail"
BASE = "https://kumo.example"
GONE = "550 5.1.1 <aoi@example.com>: user unknown"
FULL = "452 4.2.2 mailbox full"
_EC = ec.generate_private_key(ec.SECP256R1())
_RSA = rsa.generate_private_key(65_537, 2_048)

SENDGRID_KEY = base64.b64encode(
    _EC.public_key().public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
).decode()


class Posted(NamedTuple):
    body: bytes
    headers: dict[str, str]


def certificate() -> bytes:
    """As stands where Amazon says its certificate is."""
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "sns.amazonaws.com")])
    start = datetime(2026, 1, 1, tzinfo=UTC)
    made = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(_RSA.public_key()).serial_number(1)
    made = made.not_valid_before(start).not_valid_after(start + timedelta(days=900))
    return made.sign(_RSA, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)


def with_password(data: Any, **headers: str) -> Posted:
    body = data if isinstance(data, bytes) else json.dumps(data).encode()
    told = {"Content-Type": "application/json", "Authorization": "Basic " + base64.b64encode(BASIC.encode()).decode()}
    return Posted(body, told | headers)


def postmark(what: str, now: int, id_: str) -> Posted:
    at = datetime.fromtimestamp(now, UTC).isoformat()
    same = {"MessageID": f"pm-{id_}", "Metadata": {"nurture": OURS}, "Recipient": TO}
    said: dict[str, dict[str, Any]] = {
        "dead": {"RecordType": "Bounce", "Type": "HardBounce", "ID": id_, "Email": TO, "BouncedAt": at, "Details": GONE},
        "soft": {"RecordType": "Bounce", "Type": "SoftBounce", "ID": id_, "Email": TO, "BouncedAt": at, "Details": FULL},
        "complained": {"RecordType": "SpamComplaint", "Type": "SpamComplaint", "ID": id_, "Email": TO, "BouncedAt": at},
        "opened": {"RecordType": "Open", "ReceivedAt": at, "id": id_},
    }
    return with_password(same | said[what])


def mailjet(what: str, now: int, id_: str) -> Posted:
    same = {"time": now, "MessageID": int(id_), "email": TO, "CustomID": OURS}
    said: dict[str, dict[str, Any]] = {
        "dead": {"event": "bounce", "hard_bounce": True, "error": "user unknown"},
        "soft": {"event": "bounce", "hard_bounce": False, "error": "quota exceeded"},
        "complained": {"event": "spam", "source": "JMRPP"},
        "opened": {"event": "open", "ip": "203.0.113.9"},
    }
    return with_password([same | said[what]])


def sparkpost(what: str, now: int, id_: str) -> Posted:
    same = {"timestamp": str(now), "event_id": id_, "rcpt_to": TO, "rcpt_meta": {"nurture": OURS}, "message_id": f"sp-{id_}"}
    said: dict[str, dict[str, Any]] = {
        "dead": {"type": "bounce", "bounce_class": "10", "raw_reason": GONE},
        "soft": {"type": "bounce", "bounce_class": "22", "raw_reason": FULL},
        "complained": {"type": "spam_complaint", "fbtype": "abuse"},
        "opened": {"type": "open"},
    }
    group = "track_event" if what == "opened" else "message_event"
    return with_password([{"msys": {group: same | said[what]}}])


def brevo(what: str, now: int, id_: str) -> Posted:
    same = {"ts_epoch": now * 1_000, "id": int(id_), "email": TO, "message-id": f"<{OURS}@kumo.example>"}
    said: dict[str, dict[str, Any]] = {
        "dead": {"event": "hard_bounce", "reason": GONE},
        "soft": {"event": "soft_bounce", "reason": FULL},
        "complained": {"event": "spam"},
        "opened": {"event": "unique_opened"},
    }
    return with_password(same | said[what])


def sendgrid(what: str, now: int, id_: str) -> Posted:
    same = {"email": TO, "timestamp": now, "sg_event_id": id_, "smtp-id": f"<{OURS}@kumo.example>"}
    said: dict[str, dict[str, Any]] = {
        "dead": {"event": "bounce", "type": "bounce", "reason": GONE},
        "soft": {"event": "bounce", "type": "blocked", "reason": "550 5.7.1 blocked by spamhaus"},
        "complained": {"event": "spamreport"},
        "opened": {"event": "open", "sg_machine_open": False, "useragent": "Mozilla/5.0 (Windows NT 10.0) Firefox/140.0"},
    }
    body = json.dumps([same | said[what]]).encode()
    signature = base64.b64encode(_EC.sign(str(now).encode() + body, ec.ECDSA(hashes.SHA256()))).decode()
    named = {"X-Twilio-Email-Event-Webhook-Signature": signature, "X-Twilio-Email-Event-Webhook-Timestamp": str(now)}
    return Posted(body, {"Content-Type": "application/json"} | named)


def mailgun(what: str, now: int, id_: str) -> Posted:
    same = {"timestamp": float(now), "id": id_, "recipient": TO, "message": {"headers": {"message-id": f"{OURS}@kumo.example"}}}
    said: dict[str, dict[str, Any]] = {
        "dead": {"event": "failed", "severity": "permanent", "reason": "bounce", "delivery-status": {"code": 550, "message": GONE}},
        "soft": {"event": "failed", "severity": "permanent", "reason": "generic", "delivery-status": {"message": "552 5.2.2 full"}},
        "complained": {"event": "complained"},
        "opened": {"event": "opened", "client-info": {"user-agent": "Mozilla/5.0 (Windows NT 10.0) Firefox/140.0", "bot": ""}},
    }  # fmt: skip
    token = id_.rjust(50, "0")
    signature = hmac.new(KEY.encode(), f"{now}{token}".encode(), sha256).hexdigest()
    signed = {"timestamp": str(now), "token": token, "signature": signature}
    return Posted(json.dumps({"signature": signed, "event-data": same | said[what]}).encode(), {"Content-Type": "application/json"})


def mailgun_as_formerly(now: int) -> Posted:
    """A form instead of JSON. Only the moment and the token are signed."""
    token = "0" * 50
    signature = hmac.new(KEY.encode(), f"{now}{token}".encode(), sha256).hexdigest()
    said = {"timestamp": now, "token": token, "signature": signature, "event": "complained", "recipient": TO, "Message-Id": f"<{OURS}@x>"}
    return Posted(urlencode(said).encode(), {"Content-Type": "application/x-www-form-urlencoded"})


def resend(what: str, now: int, id_: str) -> Posted:
    at = datetime.fromtimestamp(now, UTC).isoformat()
    data: dict[str, Any] = {"email_id": f"re-{id_}", "to": [TO], "headers": [{"name": "Message-ID", "value": f"<{OURS}@kumo.example>"}]}
    said: dict[str, tuple[str, dict[str, Any]]] = {
        "dead": ("email.bounced", {"bounce": {"type": "Permanent", "message": "The recipient's provider sent a hard bounce message"}}),
        "soft": ("email.bounced", {"bounce": {"type": "Transient", "message": "a bounce message because the recipient's inbox was full."}}),
        "complained": ("email.complained", {}),
        "opened": ("email.opened", {}),
    }
    kind, more = said[what]
    body = json.dumps({"type": kind, "created_at": at, "data": data | more}).encode()
    signed = f"evt_{id_}.{now}.".encode() + body
    key = base64.b64decode(SVIX.removeprefix("whsec_"))
    shown = "v1," + base64.b64encode(hmac.digest(key, signed, sha256)).decode()
    return Posted(body, {"Content-Type": "application/json", "svix-id": f"evt_{id_}", "svix-timestamp": str(now), "svix-signature": shown})


def mailersend(what: str, now: int, id_: str) -> Posted:
    at = datetime.fromtimestamp(now, UTC).isoformat()
    email = {"message": {"id": f"ms-{id_}"}, "recipient": {"email": TO}, "tags": [OURS]}
    bounce = {"morph": {"object": "recipient_bounce", "reason": GONE}}
    said: dict[str, dict[str, Any]] = {
        "dead": {"type": "hard_bounced"} | bounce,
        "soft": {"type": "soft_bounced"} | bounce,
        "complained": {"type": "spam_complaint"},
        "opened": {"type": "opened"},
    }
    body = json.dumps({"type": "activity", "data": {"id": id_, "created_at": at, "email": email} | said[what]}).encode()
    return Posted(body, {"Content-Type": "application/json", "Signature": hmac.new(KEY.encode(), body, sha256).hexdigest()})


def mandrill(what: str, now: int, id_: str) -> Posted:
    msg = {"_id": f"md-{id_}", "email": TO, "metadata": {"nurture": OURS}, "ts": now}
    said: dict[str, tuple[str, dict[str, Any]]] = {
        "dead": ("hard_bounce", {"bounce_description": "bad_mailbox", "diag": GONE}),
        "soft": ("soft_bounce", {"bounce_description": "mailbox_full", "diag": FULL}),
        "complained": ("spam", {}),
        "opened": ("open", {}),
    }
    kind, more = said[what]
    events = json.dumps([{"event": kind, "_id": f"md-{id_}", "ts": now, "msg": msg | more}])
    signed = f"{BASE}/v1/providers/mandrillmandrill_events{events}".encode()
    shown = base64.b64encode(hmac.new(KEY.encode(), signed, sha1).digest()).decode()
    kinds = {"Content-Type": "application/x-www-form-urlencoded", "X-Mandrill-Signature": shown}
    return Posted(urlencode({"mandrill_events": events}).encode(), kinds)


def unisender(what: str, now: int, id_: str) -> Posted:
    at = datetime.fromtimestamp(now, UTC).strftime("%Y-%m-%d %H:%M:%S")
    said: dict[str, dict[str, Any]] = {
        "dead": {"status": "hard_bounced", "delivery_info": {"delivery_status": "err_user_unknown", "destination_response": GONE}},
        "soft": {"status": "soft_bounced", "delivery_info": {"delivery_status": "err_mailbox_full", "destination_response": FULL}},
        "complained": {"status": "spam"},
        "opened": {"status": "opened"},
    }
    data = {"job_id": f"un-{id_}", "metadata": {"nurture": OURS}, "email": TO, "event_time": at} | said[what]
    events = [{"user_id": 1, "events": [{"event_name": "transactional_email_status", "event_data": data}]}]
    text = json.dumps({"auth": KEY, "events_by_user": events})
    signed = md5(text.encode(), usedforsecurity=False).hexdigest()
    return Posted(text.replace(KEY, signed).encode(), {"Content-Type": "application/json"})


def ses(what: str, now: int, id_: str, **other: str) -> Posted:
    """other: fields of the envelope that differ."""
    at = datetime.fromtimestamp(now, UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")
    mail = {"messageId": f"ses-{id_}", "destination": [TO], "headers": [{"name": "Message-ID", "value": f"<{OURS}@kumo.example>"}]}
    bounced = [{"emailAddress": TO, "diagnosticCode": f"smtp; {GONE}"}]
    full = [{"emailAddress": TO, "diagnosticCode": f"smtp; {FULL}"}]
    said: dict[str, dict[str, Any]] = {
        "dead": {"eventType": "Bounce", "bounce": {"bounceType": "Permanent", "bounceSubType": "General", "bouncedRecipients": bounced}},
        "soft": {"eventType": "Bounce", "bounce": {"bounceType": "Transient", "bounceSubType": "MailboxFull", "bouncedRecipients": full}},
        "complained": {"eventType": "Complaint", "complaint": {"complainedRecipients": [{"emailAddress": TO}]}},
        "opened": {"eventType": "Open", "open": {"ipAddress": "203.0.113.9", "userAgent": "Mozilla/5.0 (Windows NT 10.0) Firefox/140.0"}},
    }
    envelope = {
        "Type": "Notification", "MessageId": id_, "TopicArn": TOPIC, "Timestamp": at, "SignatureVersion": "2",
        "SigningCertURL": "https://sns.ap-northeast-1.amazonaws.com/SimpleNotificationService-1.pem",
        "Message": json.dumps({"mail": mail} | said[what]) if what in said else what,
    } | other  # fmt: skip
    order = ("Message", "MessageId", "Subject", "SubscribeURL", "Timestamp", "Token", "TopicArn", "Type")
    signed = "".join(f"{name}\n{envelope[name]}\n" for name in order if name in envelope).encode()
    way = hashes.SHA256() if envelope["SignatureVersion"] == "2" else hashes.SHA1()
    envelope["Signature"] = base64.b64encode(_RSA.sign(signed, padding.PKCS1v15(), way)).decode()
    return Posted(json.dumps(envelope).encode(), {"Content-Type": "text/plain; charset=UTF-8"})


POSTS = {
    "brevo": brevo, "mailersend": mailersend, "mailgun": mailgun, "mailjet": mailjet, "mandrill": mandrill, "postmark": postmark,
    "resend": resend, "sendgrid": sendgrid, "ses": ses, "sparkpost": sparkpost, "unisender-go": unisender,
}  # fmt: skip
KEYS = {
    "mailersend": KEY, "mailgun": KEY, "mandrill": KEY, "resend": SVIX, "sendgrid": SENDGRID_KEY, "unisender-go": KEY,
}  # fmt: skip

"""What mail systems and people say: sets of words, each with what it means. All are held against half width and small letters."""

import re
from unicodedata import normalize


def _any(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(patterns))


_WHO = r"(?:user|recipient|mailbox|address|account|e-?mail account|host|domain)(?: name)?"
_ATE = r"(?:ユーザー?|メールアドレス|アドレス|宛先|あて先)"

UNKNOWN = _any(
    r"user unknown|unknown user|unknown (?:recipient|mailbox|address|account|local)",
    r"no such (?:user|recipient|mailbox|address|person|account)",
    _WHO + r"(?: [^ ]{1,80}){0,6}? (?:not found|does ?n[o']t exist|unknown)",
    r"(?:does|did|do) ?n[o']t (?:exist|have an? [^ ]{1,60} account)",
    r"no mailbox (?:here|by that name|found)|invalid (?:recipient|mailbox|address|user)",
    r"(?:user|recipient|mailbox|address|account)[^.]{0,60} (?:disabled|deactivated|inactive|closed|suspended|terminated)",
    r"no longer (?:valid|available|active|exists|in use|with\b|works? (?:at|for))",
    r"recipnotfound|recipientnotfound|recipient address rejected: access denied|not a valid (?:mailbox|recipient|user)|not listed in",
    r"unroute?able address|mailbox (?:is )?unavailable|undeliverable address|couldn't find any host|cannot find your domain|nxdomain",
    r"recipient not found|recipient name is not recognized|addressee unknown|user not known|not (?:a )?valid user|no valid recipients",
    r"invalid final delivery userid|invalid address\b|account or domain may not exist|no matches to nameserver query|did not exactly match",
    r"unknown (?:host|domain)|no such (?:domain|host)|(?:invalid|illegal) (?:host/)?domain\b(?! name)|domain is not reachable"
    r"|illegal host/domain|disabled recipient|account is (?:locked|blocked)|invalid user",
    r"couldn't find a mail exchanger|no mx (?:record )?found|null ?mx|indicated no smtp service|does not accept (?:any )?e?-?mail\b",
    r"system not accepting network messages|mailbox is frozen|n'existe pas\b(?! ou)|check if address is correct",
    r"リストにありません|ディレクトリ[にの]は?見つかりません",
    r"宛先不明|あて先不明|該当する(?:ユーザー?|アドレス)",
    _ATE + r"[はが][^。\n]{0,20}(?:見つかりません|存在しません|存在しない|使われておりません|使用されていません)",
)
"""There is no such mailbox, or no such domain, any more."""

SENDER = _any(
    r"sender (?:address|domain)[^.]{0,40} (?:rejected|not found|does)",
    r"domain of sender|unknown sender|invalid sender|return address",
)
"""The words are about who sent it."""

FULL = _any(
    r"(?:mail ?box|quota|inbox|storage|account|disk)(?: [^ ]{1,60}){0,5}? (?:full|exceed(?:ed|s)?|over|out of (?:storage|space))",
    r"over ?quota|quota exceeded|exceeded (?:its |the |his |their )?(?:storage|quota|limit)",
    r"insufficient (?:system )?(?:storage|disk)|mail ?box space not enough|mail ?folder is full|has too much mail|quota violation",
    r"メールボックスが一杯",
    r"容量(?:を|が)?(?:超|オーバー|いっぱい)|メールボックスが(?:いっぱい|一杯|満杯)|受信(?:件数|容量)",
)
"""The mailbox takes nothing for now."""

BLOCKED = _any(
    r"spam|blocked|block ?list|blacklist|black list|\brbl\b|dnsbl|policy|reputation|dmarc|dkim|\bspf\b|virus|content rejected",
    r"unsolicited|abuse|banned|rate limit|at a rate that|too many|greylist|throttl|spamhaus|blacklisted",
    r"(?:access|server access|connections?|permission) (?:mta|denied|forbidden|not accepted|from)",
    r"\brdns\b|reverse dns|\bptr\b|mismatch(?:es)? client",
    r"unauthenticated|smtp auth|authentication (?:required|check)|(?:mail )?relay|protocol violation",
    r"sender domain|purported responsible",
    r"unroute?able sender|on hold|messages? (?:was|were) rejected by this system",
    r"迷惑メール|受信拒否",
)
"""The mail, or we, were not liked; that says nothing against the address."""

DELAYED = _any(
    r"\bdelayed\b|delivery delay|will (?:be retried|keep trying|retry)|not yet been delivered|still being retried",
    r"this is a (?:just a )?warning (?:message )?only|delivery is being retried|is delayed for|kept in the queue",
    r"advisory-only|temporary failure report",
    r"notification:? (?:warning|\(?delay)|notification \(delay\)|delivery warning",
    r"再送(?:を|し)|遅延",
)
"""The server goes on trying."""

GIVEN_BACK = _any(
    r"(?:could ?n[o']t|cannot|unable to|not able to|was not|not) (?:be )?deliver|undeliver|did not reach|giv(?:e|en"
    r"|ing) up|returned|expired",
    r"deliver[^.]{0,30} failed|failed to deliver|rejected by|can(?:not|n't) be delivered",
    r"error (?:has )?occurred|fatal errors|malformed address",
    r"送信できません|配信できません|配送できません|届けることができません|お届けできません|エラー",
)
"""A server's mail that says no more than that it has failed."""

AUTOMATIC = _any(
    r"out[ -]of[ -](?:the[ -])?office|auto(?:matic|mated)?[ -]?(?:reply|response|responder|answer)|vacation (?:reply|message|notice)",
    r"réponse automatique|automatische antwort|abwesenheit|respuesta automática|risposta automatica",
    r"away from (?:my|the) (?:mail|desk|office)",
    r"自動(?:返信|応答|配信|送信)|不在(?:通知|連絡|のお知らせ|のため|の為|です)|休暇(?:通知|のお知らせ)",
    r"受付完了|お問い?合わ?せ(?:を)?(?:ありがとう|受け付け|受付)",
)
"""Subjects that only machines write."""

AWAY = _any(
    r"^(?:不在|休暇|休業|退職|外出中|出張中|auto:|away\b|vacation\b|on leave\b|ooo\b)",
    r"【(?:不在|自動|休暇|退職)",
)
"""Subjects that machines write where they begin so; a person's begins with `Re:`."""

ANSWER = re.compile(r"^(?:\s*(?:re|aw|sv|antw|返信|回答)\s*(?:\[\d+\]|\(\d+\))?\s*[:：])+\s*", re.IGNORECASE)
"""What an answer's subject begins with."""

_LEAVE = _any(
    r"(?:配信|メール|メルマガ|メールマガジン|購読)の?(?:停止|解除|不要|中止)|配信を(?:止め|停止|やめ)",
    r"(?:送ら|送信し|送付し|配信し)ないで|送付不要|登録を?(?:解除|削除)",
    r"unsubscribe|un-subscribe|opt[ -]?out|(?:remove|take) me (?:from|off)",
    r"stop (?:sending|e-?mailing|contacting|these|all)|do ?n[o']t (?:e-?mail|contact|send)|no more e-?mails?",
)

_ONLY = _any(
    r"(?:この)?(?:メール|メルマガ|メールマガジン|購読)?の?(?:配信|購読|メール|メルマガ|登録)?[をの]?(?:停止|解除|不要|中止)(?:希望|依頼)?"
    r"(?:です|します|する|致します|いたします|を?お願い(?:します|致します|いたします|申し上げます)?|して(?:下さい|ください)|でお願いします)?",
    r"(?:please )?(?:unsubscribe|un-subscribe|opt[ -]?out|stop|remove|cancel)(?: me)?(?: please)?(?: thanks| thank you)?",
    r"(?:please )?(?:remove|take) me (?:from|off) (?:this|your|the) (?:mailing )?list(?: please)?",
)


def small(text: str) -> str:
    """Half width and small letters, straight apostrophes, blanks as one."""
    return " ".join(normalize("NFKC", text).replace("\u2019", "'").lower().split())


def asks_to_leave(line: str) -> bool:
    """Whether somebody wants no more mails, whatever else they say."""
    return _LEAVE.search(small(line)[:1_000]) is not None


def only_leaves(text: str) -> bool:
    """Whether somebody wants no more mails, and says nothing else."""
    words = re.sub(r"[\s.,!?。、…\"'「」()*_]+", " ", small(text[:200])).strip()
    return len(words) > 2 and (_ONLY.fullmatch(words) or _ONLY.fullmatch(words.replace(" ", ""))) is not None

"""What the pages about the HTTP API say of its calls and fields, in English and Japanese."""

from typing import Any, NamedTuple


class Operation(NamedTuple):
    """What a call is for. status, answer, refusal: of what comes back; example: a body that is taken."""

    en: str
    ja: str
    example: dict[str, Any]
    status: int = 200
    answer: str = "Success"
    refusal: str = "Refusal"

    @property
    def is_ours(self) -> bool:
        """Not Segment's."""
        return self.answer == "Receipts"


_WHO = {"userId": "u-4711", "anonymousId": "8f14e45f-ceea-467f"}
_EVENT = {
    "id": "dl-20261102-0001",
    "type": "download",
    "keys": {"email": "hanako@example.jp"},
    "at": "2026-11-02T09:00:00+09:00",
    "props": {"asset": "ids-guide"},
}

OURS = (202, "Receipts", "Problem")

OPERATIONS: dict[str, Operation] = {
    "/v1/events": Operation(
        "What happened: one event, or up to 1,000 in `events`.",
        "できごとを送ります（1 件、または `events` に最大 1,000 件）。",
        _EVENT,
        *OURS,
    ),
    "/v1/leads": Operation(
        "What a lead is like: its attributes.",
        "リードの属性を送ります。",
        {"keys": {"email": "hanako@example.jp"}, "attributes": {"name": "山田 花子", "役職": "部長"}},
        *OURS,
    ),
    "/v1/track": Operation(
        "What somebody did (Segment).",
        "だれかの行動を送ります（Segment 互換）。",
        {**_WHO, "event": "Asset Downloaded", "properties": {"asset": "ids-guide"}, "messageId": "m-1"},
    ),
    "/v1/identify": Operation(
        "What somebody is like (Segment).",
        "その人の属性を送ります（Segment 互換）。",
        {**_WHO, "traits": {"email": "hanako@example.jp", "name": "山田 花子"}, "messageId": "m-2"},
    ),
    "/v1/page": Operation(
        "What somebody looked at (Segment).",
        "閲覧したページを送ります（Segment 互換）。",
        {**_WHO, "name": "Pricing", "properties": {"url": "https://www.kaku.example/pricing"}, "messageId": "m-3"},
    ),
    "/v1/screen": Operation(
        "Which screen of an app somebody looked at (Segment).",
        "閲覧したアプリの画面を送ります（Segment 互換）。",
        {**_WHO, "name": "Home", "messageId": "m-4"},
    ),
    "/v1/group": Operation(
        "Which company somebody belongs to, and what it is like (Segment).",
        "所属する会社とその属性を送ります（Segment 互換）。",
        {**_WHO, "groupId": "g-1", "traits": {"name": "見本商事", "website": "https://mihon.example"}, "messageId": "m-5"},
    ),
    "/v1/alias": Operation(
        "What somebody was called before (Segment).",
        "以前の ID を伝えます（Segment 互換）。",
        {"userId": "u-4711", "previousId": "8f14e45f-ceea-467f", "messageId": "m-6"},
    ),
    "/v1/batch": Operation(
        "Up to 2,500 messages of these calls together (Segment).",
        "これらのメッセージを最大 2,500 件まとめて送ります（Segment 互換）。",
        {"batch": [{"type": "track", **_WHO, "event": "Asset Downloaded", "messageId": "m-7"}]},
    ),
}

REFUSALS: dict[int, tuple[str, str]] = {
    400: ("Nothing could be read. Mend it; sending it again helps nothing.", "何も読み取れませんでした。送り直しても変わりません。"),
    401: ("The write key is missing or wrong.", "書き込みキーがないか、違っています。"),
    403: (
        "The key is not for this: it is one of pages, or of other pages.",
        "そのキーでは送れません（ページ用のキー、または別のサイト用です）。",
    ),
    413: ("Too many bytes or too many events. Send it in parts.", "大きすぎるか、件数が多すぎます。分けて送ってください。"),
    415: ("Not JSON, not UTF-8, or packed otherwise than with gzip.", "JSON でないか、UTF-8 でないか、gzip 以外で圧縮されています。"),
    429: (
        "Too many requests; nothing was taken. `Retry-After` says when to come again.",
        "リクエストが多すぎます。`Retry-After` の時間をおいて送り直してください。",
    ),
    503: (
        "The database does not answer; nothing was taken. `Retry-After` says when to come again.",
        "データベースが応答しません。何も受け付けていません。`Retry-After` の時間をおいて送り直してください。",
    ),
}

FIELDS: dict[str, tuple[str, str]] = {
    "id": ("Yours. The same (source, id) counts once, for ever.", "送り手が付ける ID。同じ（source, id）は一度しか数えません。"),
    "type": ("The event as scenarios name it; in a batch, the call.", "シナリオで使うイベント名。バッチの中では呼び出しの種類。"),
    "lead": ("Who it was, by our id; either this or `keys`.", "リードの ID。`keys` とどちらか一方。"),
    "keys": (
        "Who it was, by what your systems call them: `email`, `external`, …",
        "送り手のシステムでの呼び名（`email`、`external` など）。",
    ),
    "at": ("When it happened, ISO 8601. Left out: now.", "起きた時刻（ISO 8601）。省くと今。"),
    "props": ("The event's fields.", "イベントの項目。"),
    "attributes": ("What is known of the lead; `null` takes one away.", "リードの属性。`null` で取り消し。"),
    "source": ("Which system speaks; the key's name if left out.", "送り手の名前。省くとキーの名前。"),
    "messageId": ("The same one counts once, for ever.", "同じ ID は一度しか数えません。"),
    "userId": ("What your own systems call the person.", "送り手のシステムでのその人の ID。"),
    "anonymousId": ("What a browser is called until somebody says who they are.", "だれか分かるまでのブラウザーの ID。"),
    "previousId": ("What the person was called before.", "以前の ID。"),
    "groupId": ("What your own systems call the company.", "送り手のシステムでの会社の ID。"),
    "event": ("What happened, such as `Asset Downloaded`.", "できごとの名前（`Asset Downloaded` など）。"),
    "name": ("The name of a page or screen.", "ページや画面の名前。"),
    "category": ("The category of a page or screen.", "ページや画面の分類。"),
    "traits": ("What is known of the person or the company.", "その人や会社の属性。"),
    "properties": ("The event's fields.", "イベントの項目。"),
    "context": (
        "Where it happened; of it `traits`, `page` and what brought the reader (`utm-…`) are read.",
        "起きた状況。`traits`、`page`、流入元（`utm-…`）を読みます。",
    ),
    "timestamp": ("When it happened by the sender's clock, ISO 8601.", "送り手の時計での時刻（ISO 8601）。"),
    "originalTimestamp": ("The same, where a client calls it so.", "`timestamp` と同じ（クライアントによる別名）。"),
    "sentAt": (
        "When it was sent by the sender's clock, which is put right by it.",
        "送り手の時計での送信時刻。時計のずれを直すのに使います。",
    ),
    "writeKey": ("The write key, where no header can be set.", "ヘッダーを付けられないときの書き込みキー。"),
    "batch": ("The messages; each says its `type`.", "メッセージの並び。それぞれに `type` を付けます。"),
}

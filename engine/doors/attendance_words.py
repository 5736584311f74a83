"""How Zoom and Teams call the sections and columns of their reports, in English and Japanese."""

import re

SECTIONS: dict[str, str] = {
    "attendee report": "zoom", "参加者レポート": "zoom", "poll report": "zoom", "投票レポート": "zoom", "q&a report": "zoom",
    "q&aレポート": "zoom",
    "question report": "zoom",
    "host details": "hosts", "ホストの詳細": "hosts", "panelist details": "hosts", "パネリストの詳細": "hosts",
    "other attended": "phones",
    "attendee details": "people", "参加者の詳細": "people",
    "poll details": "polls", "投票の詳細": "polls", "question details": "questions", "質問の詳細": "questions",
    "q&a details": "questions",
    "summary": "teams", "概要": "teams", "participants": "teams-people", "参加者": "teams-people",
    "in-meeting activities": "again", "会議中のアクティビティ": "again",
}  # fmt: skip
"""Of them `hosts` are ours, and `again` says once more what stands above it."""
TITLES: dict[str, str] = {
    "meeting title": "title", "会議のタイトル": "title", "会議タイトル": "title", "start time": "start", "開始時刻": "start",
    "meeting id": "number",
    "会議 id": "number",
}  # fmt: skip
HOSTS = frozenset({"organizer", "presenter", "開催者", "発表者", "co-organizer", "共同開催者"})
COLUMNS: dict[str, tuple[str, ...]] = {
    "title": ("topic", "トピック"),
    "number": ("webinar id", "ウェビナーid", "meeting id", "ウェビナー id"),
    "start": ("actual start time", "実際の開始時刻", "start time"),
    "attended": ("attended", "出席", "参加"),
    "name": ("user name (original name)", "user name", "name", "ユーザー名（元の名前）", "ユーザー名", "名前", "asker name"),
    "email": ("email", "user email", "メール", "メールアドレス", "e メール", "asker email", "ユーザーのメールアドレス"),
    "upn": ("participant id (upn)", "参加者 id (upn)"),
    "registered": ("registration time", "登録時刻", "登録日時"),
    "join": ("join time", "first join", "参加時刻", "最初の参加", "入室時刻"),
    "leave": ("leave time", "last leave", "退出時刻", "最後の退出", "退室時刻"),
    "minutes": ("time in session (minutes)", "in-meeting duration", "セッション時間（分）", "セッションの時間（分）",
    "会議中の継続時間", "duration"),
    "role": ("role", "役割"),
    "at": ("submitted date/time", "送信日時", "question time", "質問時刻"),
    "question": ("question", "質問"),
    "answer": ("answer", "回答", "answer(s)"),
    "": (),
}
_BY_NAME = {name: meaning for meaning, names in COLUMNS.items() for name in names}


def column_of(header: str) -> str:
    """What a column means; "" if nobody needs it. `Question 2` is a `question`."""
    name = header.strip().casefold().replace("(分)", "（分）")
    return _BY_NAME.get(name) or _BY_NAME.get(re.sub(r"\s*\d+$", "", name), "")

"""What an alert says: English, Japanese."""

HEAD: dict[str, tuple[str, str]] = {
    "begun": ("[nurture] {name}: look at this", "[nurture] {name}：確認してください"),
    "over": ("[nurture] {name}: over", "[nurture] {name}：解消しました"),
    "unknown": ("something told before is over", "以前お知らせした件は解消しました"),
}
WORDS: dict[str, tuple[str, str]] = {
    "alert.database": (
        "the database has not answered for {minutes} minutes ({code}); `nurture doctor` says more",
        "データベースが {minutes} 分間応答していません（{code}）。詳しくは `nurture doctor` で見られます",
    ),
    "alert.stopped": (
        "sending is stopped; `nurture report` says why, `nurture stop all --resume` goes on",
        "送信を停止しています。理由は `nurture report`、再開は `nurture stop all --resume` です",
    ),
    "alert.aside": (
        "{count} leads are set aside after failing again and again; `nurture report` names them",
        "{count} 人のリードが、失敗を繰り返したため脇に置かれています。`nurture report` で確認できます",
    ),
    "alert.doubtful": (
        "{count} messages are in doubt: sent or not, nobody knows; they are not sent again",
        "{count} 通は届いたか不明です。再送はしません",
    ),
    "alert.queue": (
        "{count} events wait, the oldest for {minutes} minutes; the log says why",
        "イベント {count} 件が待っています。最も古いものは {minutes} 分前です。理由はログにあります",
    ),
    "alert.outbox": (
        "messages that may leave have waited for {minutes} minutes; look at the mail server",
        "送れるはずのものが {minutes} 分待っています。メールサーバーを確認してください",
    ),
    "alert.backup": (
        "there is no copy of the database of the last {days} days; run `nurture backup --keep 7` every night",
        "この {days} 日、データベースの控えがありません。毎晩 `nurture backup --keep 7` を実行してください",
    ),
}
OVER: dict[str, tuple[str, str]] = {
    "alert.database": ("the database answers again", "データベースが応答するようになりました"),
    "alert.stopped": ("sending goes on", "送信を再開しました"),
    "alert.aside": ("nobody is set aside any more", "脇に置かれたリードはなくなりました"),
    "alert.doubtful": ("nothing is in doubt any more", "不明なものはなくなりました"),
    "alert.queue": ("the queue is short again", "待っているイベントが減りました"),
    "alert.outbox": ("messages leave again", "送信が進むようになりました"),
    "alert.backup": ("there is a new copy of the database", "新しい控えができました"),
}

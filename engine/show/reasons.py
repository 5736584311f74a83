"""Why a mail waits or never left, and how a run ended, in words."""

from engine.show.languages import Lang

REASONS: dict[str, tuple[str, str]] = {
    "no-address": ("the lead has no mail address", "メールアドレスがない"),
    "no-consent": ("the lead did not consent to this topic", "この種類の配信に同意がない"),
    "condition": ("the step's own `skip if` held", "送信文の `skip if` に当てはまった"),
    "cap": ("a frequency cap was reached", "配信数の上限に達した"),
    "window": ("outside the hours in which mails may leave", "送信できる時間帯の外"),
    "clock": ("it waits for its clock time", "指定の時刻を待っている"),
    "paused": ("the reader has asked for a pause", "読者が一時停止を選んでいる"),
    "muted": ("the lead is muted for a while", "しばらく送らないことになっている"),
    "policy": ("a rule of the policy forbids it", "送信ルールで止められている"),
    "too-late": ("it would have come too late", "間に合わなかった"),
    "already-sent": ("it was sent before", "すでに送った"),
    "stopped": ("everything was stopped by hand", "手動で停止中"),
    "shadow": ("decided in shadow, so nothing left", "shadow のため送っていない"),
    "missing-value": ("a value the mail needs is missing", "メールに必要な値がない"),
    "goal": ("the goal was reached", "目標に達した"),
    "runaway": ("the rules went round in a circle", "ルールが堂々巡りした"),
    "unsubscribed": ("the lead unsubscribed", "配信停止を希望した"),
    "bounced": ("the address bounced", "宛先に届かなかった"),
    "complained": ("the lead complained", "迷惑メールの申告があった"),
    "listed": ("put on the list by hand", "手動で登録した"),
    "a reply asks to stop": ("a reply asks to get no more mail; a person has to look", "返信で配信停止を希望（要確認）"),
    "erased": ("the lead was erased", "削除済み"),
    "already in": ("it is in it already", "すでに入っている"),
    "was in before": ("it was in it before", "以前に入ったことがある"),
    "condition does not hold": ("its condition does not hold", "条件が成り立たない"),
    "deployment": ("a new version does not have that step", "新しい版にそのステップがない"),
    "by hand": ("by hand", "手動"),
    "unmerged": ("two leads are two again", "統合が取り消された"),
    "merged": ("two leads became one", "二人のリードが一人になった"),
    "restarted": ("it began anew", "最初からやり直した"),
    "another of the account is in": ("somebody else of its account is in it", "同じ取引先の別の人が入っている"),
    "may-enter": ("it may enter", "入ってよい"),
    "no such scenario": ("the scenario is gone", "シナリオがなくなった"),
    "was in too recently": ("it was in it too recently", "前回から間がない"),
    "withdrawn": ("the reader took it back, and only the reader can give it again", "本人が取り消した。戻せるのは本人だけ"),
    "already consented": ("it was given already", "すでに同意している"),
    "waited too long": ("it waited too long", "待つ期限が過ぎた"),
    "too many wait": ("too many entries wait for their turn", "順番を待つものが多すぎる"),
    "stopped by a scenario": ("another scenario stopped it", "別のシナリオが止めた"),
    "left": ("a condition for leaving holds", "離脱の条件に当てはまった"),
    "no-answer": ("the mail server went silent after the whole mail", "渡し終えた後にメールサーバーの返事が途絶えた"),
    "silence": ("the mail server went silent after the whole mail", "渡し終えた後にメールサーバーの返事が途絶えた"),
    "smtp-not-now": ("the mail server asked to come back later", "メールサーバーが後でもう一度と答えた"),
    "smtp-timeout": ("the mail server did not answer in time", "メールサーバーから時間内に応答がない"),
    "smtp-down": ("no mail server answers", "メールサーバーが応答しない"),
    "smtp-gone": ("the mail server closed the connection", "メールサーバーが接続を切った"),
    "smtp-login-refused": ("the mail server refused the login", "メールサーバーがログインを拒否した"),
    "smtp-sender-refused": ("the mail server refuses to send for us", "メールサーバーが差出人を拒否した"),
    "smtp-no-trust": ("the certificate of the mail server cannot be trusted", "メールサーバーの証明書を信頼できない"),
    "webhook-not-now": ("the other side asked to come back later", "相手が後でもう一度と答えた"),
    "webhook-timeout": ("the other side did not answer in time", "相手から時間内に応答がない"),
    "smtp-silent": ("the mail server went silent after the whole mail", "渡し終えた後にメールサーバーの返事が途絶えた"),
    "run-stopped": ("its run ended before it left", "送る前にシナリオが終わった"),
    "early": ("its time has not come", "まだ送る時刻ではない"),
    "pace": ("it waits for the pace of its domain", "宛先ドメインの送信速度を待っている"),
    "halted": ("the engine stopped marketing mails by itself", "マーケティングメールを自動で停止中"),
    "warm-up": ("the day's share of the warm-up is used up", "ウォームアップの一日の上限に達した"),
    "no-progress": ("it never got to an answer, however often it was tried", "何度試しても結果が出ない"),
    "not-waited": ("the engine ended before the server answered", "返事を待たずにエンジンが終了した"),
    "dkim": ("the key it is signed with cannot be used", "署名の鍵が使えない"),
    "by hand: sent": ("settled by hand: sent", "手動で決着：送信済み"),
    "by hand: lost": ("settled by hand: lost", "手動で決着：届かず"),
    "nothing-stands": ("nothing stands any more that its reader would have to know", "伝えるべき保留がもう残っていない"),
    "renderer-changed": ("it was prepared by an older release", "前の版で準備されたため送れない"),
    "no-webhook-secret": ("there is no secret to sign the webhook with", "Webhook に署名する秘密鍵がない"),
    "address-refused": ("no such mailbox", "宛先が存在しない"),
    "redirect-refused": ("the address all mail is redirected to is refused", "転送先に設定したアドレスが拒否された"),
    "address-invalid": ("not a mail address", "メールアドレスではない"),
    "mail-refused": ("the mail server refused this mail", "メールサーバーがこのメールを断った"),
    "held": ("it waits", "待っている"),
    "doubtful": ("sent or not, nobody knows", "届いたか不明"),
    "failed": ("the mail server refused it", "メールサーバーに断られた"),
    "returned": ("its time was over, it is judged again", "時間切れのため判断し直す"),
}

PREFIXES: dict[str, tuple[str, str]] = {
    "missing": ("the mail needs `{rest}`, which has no value", "メールに必要な `{rest}` の値がない"),
    "unusable": ("a value cannot be used where the mail puts it ({rest})", "メールで使えない値がある（{rest}）"),
    "bad-template": ("no mail can be made from `{rest}`", "`{rest}` からメールを作れない"),
    "no-template": ("there is no template `{rest}`", "テンプレート `{rest}` がない"),
    "bad-header": ("a header would not be safe ({rest})", "安全でないヘッダーになる（{rest}）"),
    "yield": ("`{rest}` goes first", "優先順位が上の `{rest}` に譲る"),
    "no-webhook": ("nothing in `nurture.toml` says where `{rest}` leads", "`nurture.toml` に `{rest}` の行き先がない"),
    "no-channel": ("the address of the Slack channel `{rest}` is missing", "Slack のチャンネル `{rest}` の URL がない"),
    "hold": ("held by hand: {rest}", "手動で保留中：{rest}"),
    "by hand": ("by hand: {rest}", "手動：{rest}"),
    "evidence": ("it did arrive ({rest})", "届いたことが分かった（{rest}）"),
    "judgement": ("the lead is held: {rest}", "リードを保留中：{rest}"),
}
"""What stands before a colon -> the words, `{rest}` being what stands behind it."""

STARTS: dict[str, tuple[str, str]] = {
    "in another of ": ("it is in another scenario of `{rest}`", "グループ `{rest}` の別のシナリオに入っている"),
    "no ": ("the event did not say its `{rest}`", "できごとに `{rest}` がない"),
}
"""What a scenario's refusal begins with -> the words, `{rest}` being what follows."""

CHANNELS: dict[str, tuple[str, str]] = {
    "smtp": ("trouble with the mail server (`{code}`)", "メールサーバーの問題（`{code}`）"),
    "webhook": ("trouble with the webhook (`{code}`)", "Webhook の問題（`{code}`）"),
    "target": ("the address of the notice cannot be used (`{code}`)", "通知先を使えない（`{code}`）"),
}
"""Beginnings of the codes that channels answer with."""

STATES: dict[str, tuple[str, str]] = {
    "held": ("held", "保留"),
    "queued": ("on its way", "送信待ち"),
    "claimed": ("on its way", "送信待ち"),
    "frozen": ("on its way", "送信待ち"),
    "fenced": ("leaving", "送信中"),
    "sent": ("sent", "送信済み"),
    "failed": ("failed", "失敗"),
    "doubtful": ("in doubt", "不明"),
    "returned": ("judged again", "再判断"),
    "skipped": ("not sent", "送らない"),
    "shadow": ("shadow", "shadow"),
}
"""Of messages."""

RUNS: dict[str, tuple[str, str]] = {
    "entered": ("entered", "開始"),
    "standing": ("standing", "滞留"),
    "goal": ("goal", "目標達成"),
    "finished": ("finished", "完了"),
    "left": ("left", "離脱"),
    "stopped": ("stopped", "停止"),
    "removed": ("removed", "除外"),
    "holdout": ("holdout", "対照群"),
}
"""Of runs."""


def reason(text: str, lang: Lang) -> str:
    """A reason in words; a person's own words, and what has no words yet, stay as they are."""
    at = 1 if lang == "ja" else 0
    if text in REASONS:
        return REASONS[text][at]
    for start, words in STARTS.items():
        if text.startswith(start):
            return words[at].format(rest=text.removeprefix(start))
    kind, colon, rest = text.partition(":")
    rest = rest.strip()
    if colon and kind == "suppressed":
        return REASONS[rest][at] if rest in REASONS else rest
    if colon and kind in PREFIXES:
        return PREFIXES[kind][at].format(rest=rest)
    channel = text.partition("-")[0]
    return CHANNELS[channel][at].format(code=text) if channel in CHANNELS and " " not in text else text


def state(text: str, lang: Lang) -> str:
    """A message's state in words."""
    return STATES[text][1 if lang == "ja" else 0] if text in STATES else text


def run_state(text: str, lang: Lang) -> str:
    """A run's state in words."""
    return RUNS[text][1 if lang == "ja" else 0] if text in RUNS else text

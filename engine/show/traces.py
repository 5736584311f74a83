"""The lines of the journal in words: what a rule did, with its values."""

from typing import Any

from engine.domain.documents import EXPERIMENT, kind_of, name_in
from engine.domain.effects import Trace
from engine.domain.events import Event, Kind
from engine.show.languages import Lang
from engine.show.machines import why_words
from engine.show.moments import moment
from engine.show.reasons import reason, run_state

LINES: dict[str, tuple[str, str]] = {
    "points": ("{score} {signed} points{cut}", "{score} {signed} 点{cut}"),
    "level": ("{score} {before} → {after} ({points} points)", "{score} {before} → {after}（{points} 点）"),
    "stage": ("stage {before} → {after}", "ステージ {before} → {after}"),
    "dropped": ("dropped out of stage {stage}", "ステージ {stage} から脱落"),
    "entered": ("entered `{scenario}`", "`{scenario}` を開始"),
    "not-entered": ("did not enter `{scenario}`: {reason}", "`{scenario}` に入らない：{reason}"),
    "queued": ("waits for its turn in `{group}`: `{scenario}`", "グループ `{group}` の順番を待つ：`{scenario}`"),
    "called": ("it is the turn of `{scenario}` in `{group}`", "グループ `{group}` で `{scenario}` の番が来た"),
    "unqueued": ("`{scenario}` waits for its turn no more: {reason}", "`{scenario}` は順番を待つのをやめた：{reason}"),
    "admitted": ("will enter `{scenario}` at {until}, when its turn is", "順番が来る {until} に `{scenario}` を開始"),
    "ended": ("`{scenario}` is over: {state}{because}", "`{scenario}` が終了：{state}{because}"),
    "mail": ("mail `{template}` may leave", "メール `{template}` を送る"),
    "held": ("mail `{template}` waits until {until}: {reason}", "メール `{template}` は {until} まで保留：{reason}"),
    "skipped": ("mail `{template}` not sent: {reason}", "メール `{template}` を送らない：{reason}"),
    "handoff": ("handed over to {team}: {because}", "{team} へ引き渡し：{because}"),
    "handoff-held": ("the handoff to {team} waits: {because}", "{team} への引き渡しは保留：{because}"),
    "accepted": ("{team} accepted", "{team} が受領"),
    "rejected": ("{team} rejected: {reason}", "{team} が差し戻し：{reason}"),
    "done": ("{team} is done: {reason}", "{team} が完了：{reason}"),
    "overdue": ("{team} did not answer in time", "{team} が期限までに応答せず"),
    "assigned": ("{team}: now in the hands of {member}", "{team}：担当は {member}"),
    "nobody-left": ("everybody of {team} has had it", "{team} には、まだ担当していない人がいない"),
    "reassign": ("hands it on: {because}", "担当を替える：{because}"),
    "told": ("told to its people ({people})", "所属する人に伝達（{people} 人）"),
    "owner-replaced": ("belongs to {owner} now, who will be told what stands", "担当は {owner} に変更。残る保留を知らせる"),
    "owner-told": ("told what stands on {people} leads and accounts", "{people} 件の保留を知らせた"),
    "answered": ("`{scenario}` for {lead}: {reason}", "{lead} の `{scenario}`：{reason}"),
    "asked-account": ("asks its account whether it may enter `{scenario}`", "`{scenario}` に入ってよいか取引先に問い合わせ"),
    "no-account": ("belongs to no account; {target} is not kept", "取引先がないため、{target} は記録しない"),
    "set-account": ("{target} of the account is set", "取引先の {target} を設定"),
    "given": ("given to {member}", "{member} に割り当て"),
    "withdrawn": ("the task of {team} is withdrawn", "{team} のタスクを取り下げ"),
    "task": ("task for {team}: {title}", "{team} のタスク：{title}"),
    "webhook": ("webhook `{name}` is called", "Webhook `{name}` を呼び出す"),
    "webhook-done": ("webhook `{name}` has arrived{told}", "Webhook `{name}` が届いた{told}"),
    "webhook-failed": ("webhook `{name}` has failed{told}", "Webhook `{name}` が失敗{told}"),
    "nothing-open": ("nothing was open that this could answer", "対応する未処理のものがない"),
    "met": ("what `{scenario}` waited for happened", "`{scenario}` が待っていたことが起きた"),
    "timeout": ("`{scenario}` waited in vain", "`{scenario}` の待ち時間が過ぎた"),
    "branch": ("`{scenario}` takes branch {branch}", "`{scenario}` は分岐 {branch} へ"),
    "split": ("`{split}` draws {arm}", "`{split}` は {arm} に決定"),
    "asks": ("`{split}` asks whether an arm has won yet", "`{split}` は勝者が決まったかを問い合わせ"),
    "test-begins": ("the test of `{split}` begins, until {until}", "`{split}` のテストを開始（{until} まで）"),
    "test-goes-on": ("the test of `{split}` goes on until {until}{so_far}", "`{split}` のテストは {until} まで続く{so_far}"),
    "picked": ("`{split}`: {arm} has won ({rates})", "`{split}`：{arm} に決定（{rates}）"),
    "picked-for-want": ("`{split}`: too few for a pick, so it is {arm} ({rates})", "`{split}`：人数が足りないため {arm} に決定（{rates}）"),
    "won": ("`{split}`: {arm} has won", "`{split}` の勝者は {arm}"),
    "joined": ("`{lead}` is tested with {arm}", "`{lead}` は {arm} のテストに参加"),
    "arm-delivered": ("the mail of {arm} left for `{lead}`", "{arm} のメールを `{lead}` に送信"),
    "arm-unobserved": ("`{lead}` got the mail of {arm} and is not observed", "`{lead}` に {arm} のメールを送信（記録しない）"),
    "arm-opened": ("`{lead}` opened the mail of {arm}", "`{lead}` が {arm} のメールを開封"),
    "arm-clicked": ("`{lead}` clicked in the mail of {arm}", "`{lead}` が {arm} のメールをクリック"),
    "withdrawn-from": ("`{lead}` is another lead too and counts once", "`{lead}` は別のリードと同じ人のため、一人と数える"),
    "rung": ("an agreed time has passed, and what stands behind it is done", "決めた時間が過ぎ、その後の手順を実行"),
    "leaving": ("leaves `{scenario}`, and first what is said for that", "`{scenario}` を離れる前に、その際の手順を実行"),
    "reached": ("the moment `{scenario}` waited for has come", "`{scenario}` が待っていた時刻になった"),
    "go-to": ("`{scenario}` goes to step {step}", "`{scenario}` はステップ {step} へ"),
    "past": ("the moment `{scenario}` waited for has passed", "`{scenario}` が待つ時刻はすでに過ぎていた"),
    "merged": ("the same person as `{lead}`: one history from now on", "`{lead}` と同じ人：以後は一つの履歴"),
    "goes-over": ("the same person as `{lead}`, who goes on ({because})", "`{lead}` と同じ人：以後はそちらで続く（{because}）"),
    "taken-back": ("`{lead}` is a person of its own again ({because})", "`{lead}` は別の人に戻った（{because}）"),
    "one-of-its-own": ("is no more the same person as `{lead}` ({because})", "`{lead}` とは別の人に戻った（{because}）"),
    "goes-back": ("`{scenario}` goes back to `{lead}` where it stands", "`{scenario}` は今いる所のまま `{lead}` に戻る"),
    "stays-one": ("`{lead}` is not joined here, or has been for too long: nothing is taken back",
                  "`{lead}` はここに統合されていないか、期限を過ぎているため、元に戻さない"),
    "one-already": ("is that lead already", "すでにそのリードと一つになっている"),
    "passed-on": ("passed on to `{lead}`, who this lead is", "同じ人である `{lead}` に回した"),
    "goes-on": ("`{scenario}` goes on where `{lead}` stood", "`{scenario}` は `{lead}` がいた所から続く"),
    "stays-behind": ("`{scenario}` goes on here; `{lead}` was not as far", "`{scenario}` はこちらで続く（`{lead}` はまだ手前）"),
    "late": ("arrived late; the facts were worked out anew", "遅れて到着。事実を計算し直した"),
    "a-machine": ("not counted any more, a machine did it ({because}): {kind}", "機械によるものと判明（{because}）。数えない：{kind}"),
    "too-late": ("arrived after the wait was over; it counts for facts only", "待ち時間の後に到着。事実としてだけ数える"),
    "runaway": ("the rules went round in a circle; the lead is held", "ルールが堂々巡りしたため、リードを保留"),
    "tag": ("tagged `{target}`", "タグ `{target}` を付ける"),
    "untag": ("tag `{target}` taken off", "タグ `{target}` を外す"),
    "set": ("{target} is set", "{target} を設定"),
    "add": ("{target} is counted up", "{target} を加算"),
    "add-item": ("an item is added to {target}", "{target} に項目を追加"),
    "remove-items": ("items are removed from {target}", "{target} から項目を削除"),
    "give": ("points to {target}", "{target} に加点"),
    "set-score": ("{target} is set", "{target} を設定"),
    "move": ("moved to stage {target}", "ステージ {target} へ移動"),
    "hold-lead": ("the lead is held until {until}: {because}", "リードを {until} まで保留：{because}"),
    "held-longer": ("the lead is held for longer already: {because}", "リードはすでにもっと長く保留されている：{because}"),
    "hold-past": ("the lead is not held: the moment is past or unknown", "日時が過ぎているか不明なため、リードを保留しない"),
    "account-held": ("all of the account are held until {until} by {by}: {because}", "取引先の全員を {until} まで保留（{by}）：{because}"),
    "account-released": ("the account is held no more", "取引先の保留を解いた"),
    "release-lead": ("the lead is released", "リードの保留を解く"),
    "consented": ("consents to `{topic}`", "`{topic}` の配信に同意"),
    "consent-asked": ("is asked to confirm `{topic}`", "`{topic}` の配信の確認を依頼"),
    "consent-confirmed": ("confirms the consent to `{topic}`", "`{topic}` の配信への同意を確認"),
    "not-subscribed": ("no consent to `{topic}` is noted: {reason}", "`{topic}` の配信への同意を記録しない：{reason}"),
    "mute": ("nothing is sent for a while", "しばらく何も送らない"),
    "unmute": ("mails may leave again", "また送信できる"),
    "start": ("starts `{target}`", "`{target}` を始める"),
    "end": ("ends `{target}`", "`{target}` を終える"),
    "pause": ("pauses `{target}`", "`{target}` を一時停止"),
    "resume": ("resumes `{target}`", "`{target}` を再開"),
    "end-all": ("ends all of {target}", "{target} のすべてを終える"),
    "pause-all": ("pauses all of {target}", "{target} のすべてを一時停止"),
    "resume-all": ("resumes all of {target}", "{target} のすべてを再開"),
    "stop": ("stops: {because}", "停止：{because}"),
    "notify": ("{target} is told: {because}", "{target} に通知：{because}"),
    "unsubscribe": ("unsubscribed from {target}", "{target} の配信を停止"),
    "suppress": ("nothing is sent any more", "以後、何も送らない"),
}
"""Word of a trace -> the line in English and Japanese."""

EVENTS: dict[str, tuple[str, str]] = {
    Kind.MAIL_SENT: ("got the mail", "メールを受信"),
    Kind.MAIL_OPENED: ("opened the mail", "メールを開封"),
    Kind.MAIL_CLICKED: ("clicked in the mail", "メールをクリック"),
    Kind.MAIL_REPLIED: ("replied to the mail", "メールに返信"),
    Kind.MAIL_BOUNCED: ("the mail bounced", "メールが不達"),
    Kind.MAIL_DEFERRED: ("the mail could not be taken for now", "メールを一時的に受け取れず"),
    Kind.MAIL_COMPLAINED: ("complained about the mail", "迷惑メールと申告"),
    Kind.MAIL_RETURNED: ("the mail missed its time", "メールが時間切れ"),
    Kind.MAIL_FAILED: ("the mail was refused", "メールが拒否された"),
    Kind.MAIL_DOUBTFUL: ("the mail is in doubt", "メールが届いたか不明"),
    Kind.MAIL_WITHDRAWN: ("that was a machine", "機械によるものと判明"),
    Kind.UNSUBSCRIBED: ("unsubscribed", "配信停止"),
    Kind.SUPPRESSION_LIFTED: ("the address was opened again by hand", "宛先の配信停止を手動で解除"),
    Kind.ASSET_TAKEN: ("fetched an asset", "資料を受け取り"),
    Kind.CONSENTED: ("consented", "配信に同意"),
    Kind.CONSENT_ASKED: ("asked for consent", "配信の同意を確認中"),
    Kind.MAIL_PAUSED: ("wants a break from mails", "メールの一時停止を希望"),
    Kind.TRACKING_CHANGED: ("said whether opens and clicks are recorded", "開封・クリックの記録の可否を回答"),
    Kind.ASSET_TAKEN: ("fetched an asset", "資料を取得"),
    Kind.LEAD_CHANGED: ("attributes", "属性"),
    Kind.LEAD_IMPORTED: ("brought by an import", "取り込み"),
    "deployed": ("a new version was deployed", "新しい版を配備"),
    Kind.LEAD_JOINED: ("found to be another lead, too", "別のリードと同じ人と判明"),
    Kind.LEAD_MERGED: ("merged with another lead", "別のリードと統合"),
    Kind.LEAD_UNMERGED: ("a merge is taken back", "統合の取り消し"),
    Kind.LEAD_PARTED: ("a person of its own again", "別の人に戻った"),
    Kind.LEAD_MET: ("seen together with another lead", "別のリードと同じできごとに登場"),
    Kind.LEAD_TAGGED: ("tagged", "タグ付け"),
    Kind.LEAD_UNTAGGED: ("tag taken off", "タグ解除"),
    Kind.LEAD_HELD: ("held", "保留"),
    Kind.LEAD_RELEASED: ("released", "保留を解除"),
    Kind.SCORE_GIVEN: ("points given", "加点"),
    Kind.SCORE_SET: ("score set", "スコア設定"),
    Kind.STAGE_MOVED: ("stage moved", "ステージ移動"),
    Kind.RUN_STARTED: ("put into a scenario by hand", "手動でシナリオを開始"),
    Kind.RUN_REMOVED: ("taken out of a scenario by hand", "手動でシナリオから除外"),
    Kind.HANDOFF_RAISED: ("handed over", "営業へ引き渡し"),
    Kind.HANDOFF_ACCEPTED: ("sales accepted", "営業が受領"),
    Kind.HANDOFF_REJECTED: ("sales rejected", "営業が差し戻し"),
    Kind.HANDOFF_OVERDUE: ("the handoff is overdue", "引き渡しが期限切れ"),
    Kind.TASK_DONE: ("task done", "タスク完了"),
    Kind.TASK_OVERDUE: ("task overdue", "タスク期限切れ"),
    Kind.WEBHOOK_DONE: ("a webhook has arrived", "Webhook が届いた"),
    Kind.WEBHOOK_FAILED: ("a webhook has failed", "Webhook が失敗した"),
    Kind.DESK_ASKED: ("asked who takes it", "担当者を問い合わせ"),
    Kind.DESK_FREED: ("nobody has it in hand any more", "担当から外れた"),
    Kind.ACCOUNT_SHARE: ("told the account about itself", "取引先に状況を伝達"),
    Kind.ACCOUNT_LEFT: ("left the account", "取引先から離れた"),
    Kind.ACCOUNT_CHANGED: ("attributes of the account", "取引先の属性"),
    Kind.ACCOUNT_HELD: ("the account is held", "取引先を保留"),
    Kind.ACCOUNT_RELEASED: ("the account is released", "取引先の保留を解除"),
    Kind.ACCOUNT_TOLD: ("the account told what is true of it", "取引先からの伝達"),
    Kind.OWNER_REPLACED: ("has another owner, and is held", "保留のまま担当が変わった"),
    Kind.ENTRY_ASKED: ("asked whether it may enter", "開始の可否を問い合わせ"),
    Kind.ENTRY_ANSWERED: ("the account answered whether it may enter", "開始の可否を取引先が回答"),
    Kind.RUN_OVER: ("others of the account may enter", "取引先のほかの人が入れる"),
    Kind.ASSIGNED: ("given to a member", "担当者が決定"),
    Kind.EXPERIMENT_ASKED: ("a lead asked which arm to take", "リードがどの枝に進むかを問い合わせ"),
    Kind.EXPERIMENT_ANSWERED: ("word of the test of a split", "split のテストからの回答"),
    Kind.EXPERIMENT_TOLD: ("a lead told what became of its mail", "リードがメールの結果を報告"),
}
"""The engine's own events in words; all others are called as the workspace calls them."""

_HIDDEN = {
    "account", "key", "message", "run", "id", "visit", "share", "number",
    "truths", "origin", "entry", "void", "document", "through", "place", "hold",
}  # fmt: skip
"""Fields that mean nothing to a person."""
_OF_TESTS = {*_HIDDEN, "unseen", "experiment", "again", "joins", "tested", "before", "reached", "withdrawn"}
_OF_MAILS = {*_HIDDEN, "scenario", "url", "of", "what", "because"}

WHO: dict[str, tuple[str, str]] = {
    "manager:": ("the manager", "上長"),
    "owner:": ("the owner", "担当者"),
    "account-owner:": ("the owner of the account", "取引先の担当者"),
}
"""Targets that are looked up."""


def line(trace: Trace, lang: Lang, zone: str) -> str:
    """A trace in words; one without words shows its values."""
    values = _values(trace, lang, zone)
    if trace.what not in LINES:
        return " ".join([trace.what, *(f"{name}={value}" for name, value in values.items())])
    return LINES[trace.what][1 if lang == "ja" else 0].format_map(_Gap(values))


def subject_name(id_: str) -> str:
    """A subject as people call it: a test by its scenario, its split and, where it is one of several, its day."""
    if kind_of(id_) != EXPERIMENT:
        return id_
    scenario, split, day, _ = name_in(id_).split("/")
    return f"{scenario}/{split}" if day == "-" else f"{scenario}/{split}/{day}"


def event_name(kind: str, lang: Lang) -> str:
    """What happened, in words."""
    return EVENTS[kind][1 if lang == "ja" else 0] if kind in EVENTS else kind


UNSEEN = ("(opens and clicks of it are not observed)", "（開封とクリックは記録しない）")


def event_words(event: Event, lang: Lang) -> str:
    """What happened with what was said about it."""
    is_mail = event.type.startswith("mail.")
    hidden = {*_OF_MAILS, "template"} if is_mail else _OF_TESTS if event.type.startswith(EXPERIMENT) else _HIDDEN
    props = ", ".join(f"{name}={_text(value)}" for name, value in event.props.items() if value and name not in hidden)
    mail = f"`{event.props['template']}`" if is_mail and event.props.get("template") else ""
    unseen = UNSEEN[1 if lang == "ja" else 0] if is_mail and event.props.get("observed") is False else ""
    return "  ".join(part for part in (event_name(event.type, lang), mail, props, unseen) if part)


def _values(trace: Trace, lang: Lang, zone: str) -> dict[str, str]:
    given: dict[str, Any] = dict(trace.detail)
    values = {name: _text(value) for name, value in given.items()}
    if "until" in given:
        never = "解除" if lang == "ja" else "it is released"
        until = moment(int(given["until"]), zone)
        values["until"] = never if until == "-" else until
    for name in ("target", "team"):
        if name in given:
            values[name] = who(str(given[name]), lang)
    if "reason" in given:
        values["reason"] = reason(str(given["reason"] or ("may-enter" if trace.what == "answered" else "")), lang)
        values["told"] = f": {values['reason']}" if given["reason"] else ""
    if "state" in given:
        values["because"] = f" ({values['reason']})" if values.get("reason") else ""
        values["state"] = run_state(str(given["state"]), lang)
    if trace.what == "test-goes-on":
        values["so_far"] = f" ({values['rates']})" if values.get("rates") else ""
    if trace.what == "a-machine":
        values |= {"because": why_words(str(given["because"]), lang), "kind": event_name(str(given["kind"]), lang)}
    if trace.what == "goes-over":
        values["because"] = reason(str(given["because"]), lang)
    if trace.what == "points":
        values |= _points(given, lang)
    return values


def who(target: str, lang: Lang) -> str:
    """A team, a person or an address, as people call it."""
    return WHO[target][1 if lang == "ja" else 0] if target in WHO else target.removeprefix("team:")


def _points(given: dict[str, Any], lang: Lang) -> dict[str, str]:
    """Asked for, and let through by the caps."""
    asked, through = given.get("asked", 0), given.get("given", 0)
    cut = (f" (of {asked:g}, capped)", f"（{asked:g} 点のうち。上限）")[1 if lang == "ja" else 0] if asked != through else ""
    return {"signed": f"{through:+g}", "cut": cut}


def _text(value: Any) -> str:
    if isinstance(value, float):
        return f"{value:g}"
    if isinstance(value, list):
        return ", ".join(_text(one) for one in value)
    if isinstance(value, dict):
        return ", ".join(f"{name}: {_text(one)}" for name, one in value.items())
    return str(value) if value not in ("", None) else "-"


class _Gap(dict[str, str]):
    """A value a trace does not have shows as a dash."""

    def __missing__(self, name: str) -> str:
        return "-"

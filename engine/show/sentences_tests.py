"""What a test found instead of what it expected: English, Japanese."""

FOUND: dict[str, tuple[str, str]] = {
    "mail-not-sent": ("`{mail}` was not sent then; it was sent: {times}", "`{mail}` はその時に送られていません。送信：{times}"),
    "mail-sent": ("`{mail}` was sent: {times}", "`{mail}` が送られています：{times}"),
    "mail-more-than-once": ("`{mail}` was sent more than once: {times}", "`{mail}` が一度より多く送られています：{times}"),
    "mails-were": ("there were {found} mails: {mails}", "メールは {found} 通でした：{mails}"),
    "mail-not-held": ("`{mail}` was not held; reasons there were: {reasons}", "`{mail}` は保留されていません。あった理由：{reasons}"),
    "mail-not-skipped": (
        "`{mail}` was not skipped; reasons there were: {reasons}",
        "`{mail}` は見送られていません。あった理由：{reasons}",
    ),
    "score-was": ("{score} of {lead} was {found}", "{lead} の {score} は {found} でした"),
    "level-was": ("the level of {score} of {lead} was {found}", "{lead} の {score} のレベルは {found} でした"),
    "stage-was": ("the stage of {lead} was {found}", "{lead} のステージは {found} でした"),
    "hold-was": ("the hold of {lead} was: {found}", "{lead} の保留は「{found}」でした"),
    "consent-was": ("the consent of {lead} to `{topic}` was: {given}", "{lead} の `{topic}` への同意は {given} でした"),
    "tag-was": ("the tag `{tag}` of {lead} was the other way round", "{lead} のタグ `{tag}` は逆の状態でした"),
    "attribute-was": ("{name} of {lead} was {found}", "{lead} の {name} は {found} でした"),
    "reason-was": (
        "the run of {lead} through `{scenario}` ended so, but because of: {found}",
        "{lead} の `{scenario}` の終わり方は合っていますが、理由は「{found}」でした",
    ),
    "run-was": ("the run of {lead} through `{scenario}` was: {found}", "{lead} の `{scenario}` は {found} でした"),
    "handoffs-were": ("handoffs there were: {found}", "あった引き渡し：{found}"),
    "tasks-were": ("tasks there were: {found}", "あったタスク：{found}"),
    "notices-were": ("notices there were: {found}", "あった通知：{found}"),
}

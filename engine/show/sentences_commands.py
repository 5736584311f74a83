"""Sentences about how a command was called, and about the machine it runs on: English, Japanese."""

COMMANDS: dict[str, tuple[str, str]] = {
    "no-such-message": (
        "there is no message whose id begins `{id}`; `nurture outbox list --state all` shows them",
        "ID が `{id}` で始まるメッセージはありません。`nurture outbox list --state all` で一覧を見られます",
    ),
    "nothing-to-hold": (
        "nobody knows a {scope} `{name}`: no message and no deployed program has it",
        "`{name}` という {scope} はありません。メッセージにも配備された版にも見つかりません",
    ),
    "hold-what": (
        "say what: ids of messages, or `--scenario`, `--template`, `--lead` or `--domain`",
        "対象を指定してください。メッセージの ID か、`--scenario`・`--template`・`--lead`・`--domain` のどれかです",
    ),
    "not-held": (
        "the {scope} `{name}` is not held by hand; `nurture outbox list` shows what is",
        "{scope} `{name}` は手動で保留されていません。`nurture outbox list` で確認できます",
    ),
    "not-in-doubt": (
        "`{id}` is not in doubt, so there is nothing to settle; `nurture outbox why {id}` says how it stands",
        "`{id}` は「不明」ではないため、決着を付けられません。状態は `nurture outbox why {id}` で見られます",
    ),
    "nobody-said": (
        "nobody has settled `{id}` by hand, so there is nothing to take back",
        "`{id}` は手動で決着したものではないため、取り消せません",
    ),
    "nobody-to-ask": (
        "`nurture {command}` wants a yes and nobody is there to give it; say `--yes` if you are sure",
        "`nurture {command}` は確認が必要ですが、答える人がいません。確かであれば `--yes` を付けてください",
    ),
    "no-such-command": (
        "there is no command `{name}`{hint}; `nurture --help` lists them",
        "`{name}` というコマンドはありません{hint}。`nurture --help` で一覧が見られます",
    ),
    "no-command": (
        "`nurture {command}` needs one word more: {names}",
        "`nurture {command}` の後に、もう一語必要です：{names}",
    ),
    "no-such-option": (
        "`nurture {command}` has no option `{name}`{hint}; `nurture {command} --help` lists them",
        "`nurture {command}` に `{name}` というオプションはありません{hint}。`nurture {command} --help` で一覧が見られます",
    ),
    "missing-argument": (
        "`nurture {command}` needs `{name}`; `nurture {command} --help` shows how",
        "`nurture {command}` には `{name}` が必要です。使い方は `nurture {command} --help` で見られます",
    ),
    "bad-argument": (
        "`{name}` cannot be that, {reason}; `nurture {command} --help` shows how",
        "`{name}` の値が正しくありません（{reason}）。使い方は `nurture {command} --help` で見られます",
    ),
    "bad-usage": (
        "{reason}; `nurture {command} --help` shows how",
        "{reason}。使い方は `nurture {command} --help` で見られます",
    ),
    "unknown-law": (
        "the law of `{country}` is not known here; known are {known}",
        "`{country}` の法律はここにありません。あるのは {known} です",
    ),
    "suppress-no-address": (
        "`{value}` is no mail address; write `name@example.jp`, or `@example.jp` for a whole domain",
        "`{value}` はメールアドレスではありません。`name@example.jp`、ドメイン全体なら `@example.jp` と書いてください",
    ),
    "suppress-no-reason": (
        "`{value}` is no reason; write `unsubscribed`, `complained`, `bounced` or `listed`",
        "`{value}` という理由はありません。`unsubscribed`、`complained`、`bounced`、`listed` のどれかにしてください",
    ),
    "suppress-needs-addresses": (
        "no column of `{file}` holds addresses, it has {columns}; call one `address`",
        "`{file}` にアドレスの列がありません（あるのは {columns}）。列の名前を `address` にしてください",
    ),
    "no-mailbox": (
        "no mailbox is named; set `url` under `[mailbox]` in `nurture.toml`",
        "受信箱の設定がありません。`nurture.toml` の `[mailbox]` に `url` を書いてください",
    ),
    "no-kafka": (
        "no Kafka is named; set `servers` and `topics` under `[kafka]` in `nurture.toml`",
        "Kafka の設定がありません。`nurture.toml` の `[kafka]` に `servers` と `topics` を書いてください",
    ),
    "kafka-no-topics": (
        "`[kafka]` names servers and no topic; set `topics`, such as `[\"leads\"]`",
        "`[kafka]` にトピックがありません。`topics` を `[\"leads\"]` のように書いてください",
    ),
    "kafka-no-driver": (
        "the driver for Kafka is missing; run `pip install 'nurture-dsl[kafka]'`",
        "Kafka にはドライバーが必要です。`pip install 'nurture-dsl[kafka]'` を実行してください",
    ),
    "kafka-unreachable": (
        "the Kafka at `{servers}` cannot be reached ({said}); look at `[kafka]` and at `NURTURE_KAFKA__PASSWORD`",
        "Kafka `{servers}` に接続できません（{said}）。`[kafka]` と `NURTURE_KAFKA__PASSWORD` を確認してください",
    ),
    "kafka-no-topic": (
        "the Kafka at `{servers}` has no topic `{topic}`, or does not show it to us; look at `topics` under `[kafka]`",
        "Kafka `{servers}` にトピック `{topic}` がないか、見る権限がありません。`[kafka]` の `topics` を確認してください",
    ),
    "kafka-broken": (
        "the line to Kafka at `{servers}` broke off ({said}); what was read stays so, and the reading goes on from there",
        "Kafka `{servers}` との接続が切れました（{said}）。読んだ分はそのままで、続きから読みます",
    ),
    "kafka-refused-full": (
        "`{file}` takes no more of what cannot be read, so nothing more is read; look into it, move it away, look at the disk",
        "読めないメッセージを `{file}` に保存できないため、読み込みを止めています。中身とディスクの空きを確かめ、ファイルを移してください",
    ),
    "kafka-message-refused": (
        "message `{place}` holds what is no event ({reason}); it is kept in `{file}`",
        "メッセージ `{place}` にイベントとして読めないものがあり（{reason}）、`{file}` に保存しました",
    ),
    "mailbox-unreachable": (
        "the mailbox at `{server}` cannot be reached ({said}); look at `url` under `[mailbox]`",
        "受信箱 `{server}` に接続できません（{said}）。`[mailbox]` の `url` を確認してください",
    ),
    "mailbox-refused": (
        "`{server}` does not let `{user}` in ({said}); look at the user and at `NURTURE_MAILBOX__PASSWORD`",
        "`{server}` に `{user}` でログインできません（{said}）。ユーザー名と `NURTURE_MAILBOX__PASSWORD` を確認してください",
    ),
    "mailbox-broken": (
        "the line to the mailbox at `{server}` broke off ({said}); what was read stays so, and the next look goes on",
        "受信箱 `{server}` との接続が切れました（{said}）。読んだ分はそのままで、次回に続きを読みます",
    ),
    "mailbox-no-folder": (
        "the mailbox has no folder `{folder}`, it has {names}; look at `folders` under `[mailbox]`",
        "受信箱に `{folder}` というフォルダーがありません（あるのは {names}）。`[mailbox]` の `folders` を確認してください",
    ),
    "not-suppressed": (
        "`{address}` is not on the list like that; `nurture suppress why {address}` shows what closes it",
        "`{address}` はそのままでは登録されていません。`nurture suppress why {address}` で確認できます",
    ),
    "suppressed-final": (
        "`{address}` is closed because a person asked for it ({reason}); say with `--because` why it may be opened again",
        "`{address}` は本人の希望（{reason}）で止めています。解除するなら `--because` に理由を書いてください",
    ),
    "suppressed-erased": (
        "`{address}` belongs to somebody who was erased; say `--because` why they may come back, as somebody nothing is known of",
        "`{address}` は削除された人の宛先です。再登録を許す場合は `--because` で理由を書いてください。以前の情報は戻りません",
    ),
    "lead-erased": (
        "`{name}` belongs to somebody who was erased, and nothing was kept; `nurture suppress remove ADDRESS --because TEXT` lets them in",
        "`{name}` は削除された人のため取り込んでいません。許すには `nurture suppress remove 宛先 --because 理由` を実行してください",
    ),
    "erase-on-its-way": (
        "{count} messages are just leaving, so nothing can be said to be gone yet; say the same again in some minutes",
        "送信中のメッセージが {count} 通あるため、まだ完了していません。数分後に同じコマンドをもう一度実行してください",
    ),
    "erase-not-finished": (
        "the engine goes on writing about this person: {count} places are left; say the same again",
        "処理中にこの人の記録が増え、{count} か所が残っています。同じコマンドをもう一度実行してください",
    ),
    "erasures-key-missing": (
        "people were erased here, and the key that tells who is missing: put `.nurture/erasures.key` back, or set `NURTURE_ERASURES__KEY`",
        "削除した人を見分ける鍵がありません。`.nurture/erasures.key` を戻すか、`NURTURE_ERASURES__KEY` を設定してください",
    ),
    "erasures-key-other": (
        "the key of erasures is not the one that was used here: put the old `.nurture/erasures.key` or `NURTURE_ERASURES__KEY` back",
        "削除の鍵が、ここで使われたものと違います。元の `.nurture/erasures.key` か `NURTURE_ERASURES__KEY` に戻してください",
    ),
    "erasures-key-short": (
        "the key of erasures (`NURTURE_ERASURES__KEY`) needs at least {length} characters",
        "削除の鍵（`NURTURE_ERASURES__KEY`）は {length} 文字以上にしてください",
    ),
    "erasures-key-unreadable": (
        "`{file}` cannot be read; look at who may read it",
        "`{file}` を読めません。読み取りの権限を確認してください",
    ),
    "erasures-unwritten": (
        "the disk does not take `{file}`, so nothing was erased; make room, and say it again",
        "`{file}` に書けないため、何も削除していません。空きを作ってからもう一度実行してください",
    ),
    "no-such-file": (
        "there is no file `{path}`; look at the spelling, or at the folder you are in",
        "`{path}` というファイルはありません。つづりと、今いるフォルダーを確認してください",
    ),
    "file-exists": (
        "`{path}` is already there, and nothing was written; choose another folder",
        "`{path}` はすでにあるため、何も書き込みませんでした。別のフォルダーを選んでください",
    ),
    "not-text": (
        "`{path}` is not UTF-8 text; save it as UTF-8 and try again",
        "`{path}` は UTF-8 のテキストではありません。UTF-8 で保存し直してください",
    ),
    "not-allowed": (
        "`{path}` may not be read or written by you; look at its owner and its permissions",
        "`{path}` を読み書きする権限がありません。所有者とアクセス権を確認してください",
    ),
    "disk-full": (
        "the disk is full, so `{path}` could not be written; what was stored before is safe; make room and try again",
        "ディスクがいっぱいで `{path}` に書き込めません。それまでに保存したものは無事です。空きを作ってから、もう一度実行してください",
    ),
    "machine-failed": (
        "the machine refused: {reason} (`{path}`); nothing half-done was kept; set it right and try again",
        "システムに断られました：{reason}（`{path}`）。途中までの変更は残していません。原因を直してから、もう一度実行してください",
    ),
    "unexpected": (
        "a mistake in nurture itself: {reason} at `{place}`; nothing half-done was kept; please report this line, "
        "and `NURTURE_DEBUG=1` shows more",
        "nurture 自身の誤りです：{reason}（`{place}`）。途中までの変更は残していません。この行を報告してください。"
        "`NURTURE_DEBUG=1` を付けると詳しく表示します",
    ),
    "interrupted": (
        "stopped by you; what was done by then stays, and the same command does the rest",
        "中断しました。ここまでの分は残っています。続きは、同じコマンドをもう一度実行してください",
    ),
    "no-such-rule": (
        "there is no rule `{name}`; `nurture rule` lists them",
        "`{name}` という規則はありません。`nurture rule` で一覧が見られます",
    ),
    "no-such-rule-but": (
        "there is no rule `{name}`, did you mean `{near}`? `nurture rule` lists them",
        "`{name}` という規則はありません。`{near}` のことですか？ `nurture rule` で一覧が見られます",
    ),
    "no-such-lead": (
        "there is no lead `{name}`; give its mail address or its id, as `nurture leads list --json` shows them",
        "`{name}` というリードはいません。メールアドレスか ID で指定してください（`nurture leads list --json` で見られます）",
    ),
    "form-unknown": (
        "there is no form `{name}`; `nurture forms list` shows those there are",
        "フォーム `{name}` はありません。`nurture forms list` で一覧を見られます",
    ),
    "form-unknown-near": (
        "there is no form `{name}`; did you mean `{near}`?",
        "フォーム `{name}` はありません。`{near}` のことですか？",
    ),
    "key-taken": (
        "there is a key `{name}` already; choose another name: when the sender has moved, write `on = false` into the old one",
        "`{name}` というキーはすでにあります。別の名前で作り、送り手が移ってから古いほうに `on = false` と書いてください",
    ),
    "key-not-sound": (
        "`{name}` cannot be a source, or `{origins}` is no site; write a name such as `website`, and sites such as "
        "`https://www.example.com`",
        "`{name}` は発生元の名前にできないか、`{origins}` がサイトの URL ではありません。名前は `website`、サイトは "
        "`https://www.example.com` のように書いてください",
    ),
    "one-already": (
        "`{one}` and `{other}` are one lead already",
        "`{one}` と `{other}` は、すでに一人のリードです",
    ),
    "no-such-account": (
        "no account `{name}` is known; there is {near}",
        "`{name}` という取引先はありません。あるのは {near} です",
    ),
    "no-account-yet": (
        "no account `{name}` is known, nor any other: write `account {{ by domain }}` into the workspace and `nurture apply` it; "
        "then `nurture run` puts leads to their companies",
        "`{name}` という取引先はありません。まだ一つもありません。ワークスペースに `account {{ by domain }}` と書いて "
        "`nurture apply` で配備すると、`nurture run` がリードを会社ごとにまとめます",
    ),
    "account-not-held": (
        "`{name}` is not held",
        "`{name}` は保留されていません",
    ),
    "arrivals-full": (
        "{count} events wait to be taken apart, and no more are taken until some are; is `nurture run` working?",
        "{count} 件の到着が処理待ちのため、これ以上は受け付けません。`nurture run` が動いているか確認してください",
    ),
    "is-erased": (
        "`{name}` was erased: nothing is kept but counts under the name `{called}`",
        "`{name}` は削除済みです。`{called}` という名前の件数のほかは何も残っていません",
    ),
    "nobody-joined": (
        "`{name}` is joined to nobody, and nobody to it; there is no merge to take back",
        "`{name}` は統合されていないため、取り消すものがありません",
    ),
    "which-unmerged": (
        "several leads are `{name}`; say which one shall leave: {leads}",
        "`{name}` には複数のリードが統合されています。どれを戻すか指定してください：{leads}",
    ),
    "merged-before": (
        "what `{name}` was before the merge is not known any more; a merge is taken back within {days} days",
        "`{name}` の統合前の状態はもう残っていません。統合を取り消せるのは {days} 日以内です",
    ),
    "merged-too-long": (
        "`{name}` was joined on {at}; a merge is taken back within {days} days, later the two cannot be told apart any more",
        "`{name}` は {at} に統合されました。取り消せるのは {days} 日以内です。それ以降は二人を分けられません",
    ),
    "not-deployed": (
        "no workspace was deployed yet, so there is nothing that could be decided; run `nurture apply`",
        "まだ配備されていないため、判断できません。`nurture apply` を実行してください",
    ),
    "no-such-scenario": (
        "no scenario `{name}` is deployed; there is {near}",
        "`{name}` というシナリオは配備されていません。あるのは {near} です",
    ),
    "no-such-handoff": (
        "there is no handoff `{id}`; `nurture handoffs list --all` shows them",
        "`{id}` という引き渡しはありません。`nurture handoffs list --all` で一覧が見られます",
    ),
    "no-such-task": (
        "there is no task `{id}`; `nurture tasks list --all` shows them",
        "`{id}` というタスクはありません。`nurture tasks list --all` で一覧が見られます",
    ),
    "not-clear": (
        "`{id}` is the beginning of {count} of them; type some letters more",
        "`{id}` で始まるものが {count} 件あります。もう数文字入力してください",
    ),
    "handoff-closed": (
        "the handoff `{id}` is closed already (`{state}`); nothing was changed",
        "引き渡し `{id}` はすでに済んでいます（`{state}`）。何も変えていません",
    ),
    "task-closed": (
        "the task `{id}` is closed already (`{state}`); nothing was changed",
        "タスク `{id}` はすでに済んでいます（`{state}`）。何も変えていません",
    ),
    "standing-since": (
        "`--standing` tells each yes from its beginning; leave `--since` away, or `--standing`",
        "`--standing` は同意を始めから示します。`--since` と同時には使えません",
    ),
    "not-a-day": (
        "`{text}` is no day; write it as `2026-12-01`",
        "`{text}` は日付ではありません。`2026-12-01` のように書いてください",
    ),
    "not-a-pair": (
        "`{text}` is no value; write `name=value`",
        "`{text}` の書き方が違います。`名前=値` と書いてください",
    ),
    "no-such-template": (
        "there is no template `{template}` in `{folder}`; look at the spelling",
        "`{folder}` に `{template}` というテンプレートはありません。つづりを確認してください",
    ),
    "bad-template": (
        "`{template}` cannot be made into a mail: {said}",
        "`{template}` からメールを作れません：{said}",
    ),
    "mail-missing-value": (
        '`{template}` needs `{value}`, which has no value; a real mail would be held; write `{value} | default("…")`',
        '`{template}` に必要な `{value}` の値がありません。実際の送信では保留されます。`{value} | default("…")` と書けます',
    ),
    "mail-unusable-value": (
        "`{template}` cannot use the value `{value}` where it stands; give a real lead with `--lead`",
        "`{template}` のその場所では `{value}` という値を使えません。`--lead` で実際のリードを指定してください",
    ),
    "no-sender": (
        "there is no sender; write `address` under `[sender]` in `nurture.toml`",
        "差出人がありません。`nurture.toml` の `[sender]` に `address` を書いてください",
    ),
    "events-not-ready": (
        "there is no event `{name}` in the catalogue; near is {near}, and any other you declare yourself: `event {name}`",
        "カタログにイベント `{name}` はありません。近いのは {near} です。ほかの名前は `event {name}` と自分で宣言できます",
    ),
    "events-declared": (
        "`{name}` is declared already, in {file}",
        "`{name}` はすでに {file} で宣言されています",
    ),
    "export-needs-file": (
        "say with `--to FILE` where the rows go: the answer of `--json` is about them, not they themselves",
        "行の書き出し先を `--to FILE` で指定してください。`--json` の答えは行そのものではありません",
    ),
    "export-no-day": (
        "`{value}` is no day; write it as `2026-11-02`",
        "`{value}` は日付ではありません。`2026-11-02` のように書いてください",
    ),
    "import-unsure": (
        "which column of `{file}` tells leads apart is not sure ({columns}); look with `--dry-run`, then say `--yes` or `--mapping FILE`",
        "`{file}` のどの列で見分けるか確かでありません（{columns}）。`--dry-run` で確かめ、`--yes` か `--mapping FILE` で示してください",
    ),
    "import-needs-mapping": (
        "no column of `{file}` is a mail address ({columns}); say with `--mapping FILE` what its columns mean",
        "`{file}` にメールアドレスの列がありません（{columns}）。`--mapping FILE` で列の意味を指定してください",
    ),
    "import-needs-company": (
        "no column of `{file}` says which company ({columns}); call one `domain` or `company`",
        "`{file}` に会社を示す列がありません（{columns}）。列名を `ドメイン` か `会社名` にしてください",
    ),
    "not-a-scenario-file": (
        "`{path}` does not end in `.nurture`; only such files are laid out",
        "`{path}` は `.nurture` ファイルではありません。整えられるのは `.nurture` だけです",
    ),
    "changed-meanwhile": (
        "`{path}` has changed since it was read, and stays as it is; call this again",
        "`{path}` は読み込んだ後に変更されたため、そのままにします。もう一度実行してください",
    ),
    "stdin-stands-alone": (
        "`-` is the standard input and stands alone; name the files in another call",
        "`-` は標準入力を表し、ほかのファイルと一緒には指定できません",
    ),
    "stdin-name-alone": (
        "`--stdin-filename {path}` names what comes by the standard input; write `-` for it",
        "`--stdin-filename {path}` は標準入力の名前です。`-` と一緒に指定してください",
    ),
    "demo-not-here": (
        "the demo is not part of this build",
        "この版にはデモが入っていません",
    ),
}

"""What the doctor says: English, Japanese."""

DOCTOR: dict[str, tuple[str, str]] = {
    "doctor.python": ("Python {version}; 3.11 or newer is needed", "Python {version}（3.11 以上が必要）"),
    "doctor.sqlite": ("SQLite {version}", "SQLite {version} を使います"),
    "doctor.sqlite-bug": (
        "SQLite {version} may damage its log; run `pip install --upgrade pysqlite3`",
        "SQLite {version} にはログを壊す不具合があります。`pip install --upgrade pysqlite3` を実行してください",
    ),
    "doctor.settings": ("settings: `{file}`", "設定：`{file}`"),
    "doctor.zone": ("time zone `{zone}` (tzdata {data})", "タイムゾーン `{zone}`（tzdata {data}）"),
    "doctor.disk": ("{free} free on the disk", "ディスクの空き {free}"),
    "doctor.no-database": (
        "no database yet at `{file}`; `nurture run` makes it",
        "データベース `{file}` はまだありません。`nurture run` で作られます",
    ),
    "doctor.database": (
        "database `{file}`: {leads} leads, {events} events, writable",
        "データベース `{file}`：リード {leads} 人、イベント {events} 件、書き込み可",
    ),
    "doctor.damaged": (
        "the database `{file}` is damaged ({said}); put your last copy in its place",
        "データベース `{file}` が壊れています（{said}）。最後の控えから戻してください",
    ),
    "doctor.nothing-deployed": (
        "nothing is deployed yet; `nurture apply` does it",
        "まだ何も配備していません。`nurture apply` で配備できます",
    ),
    "doctor.shadow": (
        "in shadow: everything is decided, nothing is sent; `nurture apply --go` changes that",
        "shadow：判断だけを行い、何も送りません。`nurture apply --go` で送信を始めます",
    ),
    "doctor.live": ("live: mails leave", "live：メールを送ります"),
    "doctor.stopped": (
        "stopped by hand; `nurture stop all --resume` goes on",
        "手動で停止中です。`nurture stop all --resume` で再開できます",
    ),
    "doctor.aside": (
        "{count} leads are set aside after failing again and again; `nurture report` names them",
        "{count} 人のリードが、失敗を繰り返したため脇に置かれています。`nurture report` で確認できます",
    ),
    "doctor.doubtful": (
        "{count} mails are in doubt: sent or not, nobody knows; they are not sent again",
        "{count} 通は届いたか不明です。再送はしません",
    ),
    "doctor.dkim": (
        "mails are signed; the public key belongs at `{name}`",
        "メールに署名します。公開鍵の置き場所は `{name}` です",
    ),
    "doctor.smtp": ("the mail server `{server}` answers", "メールサーバー `{server}` は応答しています"),
    "doctor.sender": ("mails come from `{address}`", "差出人は `{address}` です"),
    "doctor.sender-missing": (
        "{keys} must stand in `nurture.toml`; the law wants to know who writes",
        "`nurture.toml` に {keys} を書いてください。差出人の表示は法律で求められています",
    ),
    "doctor.redirect": (
        "staging: every mail goes to `{address}`",
        "ステージング：すべてのメールが `{address}` に届きます",
    ),
    "doctor.links": ("links lead to `{url}`", "リンク先は `{url}` です"),
    "doctor.links-local": (
        "links lead to `{url}`, which readers cannot reach; write `base_url` under `[links]`",
        "リンク先が `{url}` のため、読者は開けません。`[links]` の `base_url` を直してください",
    ),
    "doctor.no-write-key": (
        "no write key, so no event comes in over HTTP; set `NURTURE_WEB__WRITE_KEY`",
        "書き込みキーがないため、HTTP でイベントを受け取れません。`NURTURE_WEB__WRITE_KEY` を設定してください",
    ),
    "doctor.webhook": ("the webhook `{name}` leads to `{server}`", "Webhook `{name}` の行き先は `{server}` です"),
    "doctor.webhook-nowhere": (
        "the webhook `{name}` leads nowhere; set `{variable}` to an address such as `https://crm.example.com/hook`",
        "Webhook `{name}` の行き先がありません。`{variable}` に `https://crm.example.com/hook` のような URL を設定してください",
    ),
    "doctor.webhook-secret": (
        "the webhook `{name}` cannot be signed; set `{variable}` to `whsec_` and at least 24 random bytes in base64",
        "Webhook `{name}` に署名できません。`{variable}` に、`whsec_` に続けて 24 バイト以上の乱数を base64 で設定してください",
    ),
    "doctor.slack": ("the Slack channel `{name}` has an address", "Slack のチャンネル `{name}` の URL があります"),
    "doctor.slack-nowhere": (
        "the Slack channel `{name}` has no address; set `{variable}` to that of its incoming webhook",
        "Slack のチャンネル `{name}` の URL がありません。`{variable}` に Incoming Webhook の URL を設定してください",
    ),
    "doctor.templates": ("{count} templates in `{folder}`", "`{folder}` にテンプレート {count} 個"),
    "doctor.templates-broken": (
        "no mail can be made from {names} in `{folder}`; `nurture check` says why",
        "`{folder}` の {names} からはメールを作れません。理由は `nurture check` で見られます",
    ),
}

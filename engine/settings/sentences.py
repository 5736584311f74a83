"""What the settings complain of, in English and Japanese. `{…}` are the values of the problem."""

SENTENCES: dict[str, tuple[str, str]] = {
    "settings.no-workspace": (
        "there is no `nurture.toml` in `{folder}` or above it; go to the folder of a workspace, or make one with "
        "`nurture init`",
        "`{folder}` にも、その上のフォルダーにも `nurture.toml` がありません。ワークスペースのフォルダーへ移るか"
        "、`nurture init` で作ってください",
    ),
    "settings.unreadable": (
        "`{file}` cannot be read; check that it exists and that you may read it",
        "`{file}` を読めません。ファイルの有無と読み取り権限を確かめてください",
    ),
    "settings.not-utf8": (
        "`{file}` is not UTF-8; save it as UTF-8",
        "`{file}` は UTF-8 ではありません。UTF-8 で保存し直してください",
    ),
    "settings.not-toml": (
        "`{where}` is not TOML: look for a missing quote, bracket or `=` there",
        "`{where}` を TOML として読めません。引用符・かっこ・`=` の抜けがないか、その行を見てください",
    ),
    "settings.unknown-key": (
        "nobody reads `{key}` ({where}); known here are {known}",
        "`{key}` という設定はありません（{where}）。ここで使えるのは {known} です",
    ),
    "settings.unknown-key-near": (
        "nobody reads `{key}` ({where}); did you mean `{near}`?",
        "`{key}` という設定はありません（{where}）。`{near}` の間違いではありませんか",
    ),
    "settings.not-a-section": (
        "`{key}` ({where}) is a section; write `[{key}]` and its keys below it",
        "`{key}`（{where}）はセクションです。`[{key}]` と書き、その下にキーを並べてください",
    ),
    "settings.not-text": (
        "`{key}` ({where}) must be text in quotes",
        "`{key}`（{where}）は引用符で囲んだ文字列にしてください",
    ),
    "settings.not-number": (
        "`{key}` ({where}) must be a whole number",
        "`{key}`（{where}）は整数にしてください",
    ),
    "settings.not-a-day": (
        "`{key}` ({where}) must be a day, such as `2026-12-01`",
        "`{key}`（{where}）は `2026-12-01` のような日付にしてください",
    ),
    "settings.proof-days": (
        "`{key}` ({where}) must be 31 at least, or 0 for ever: the proof of a consent outlives its last mail by a month",
        "`{key}`（{where}）は 31 以上か、消さないなら 0 にしてください。同意の記録は最後の送信から1か月は必要です",
    ),
    "settings.countries": (
        "`{key}` ({where}) must be countries by their two letters (ISO 3166), such as `DE`, or `EU`",
        "`{key}`（{where}）は `DE` のような2文字の国コード（ISO 3166）か `EU` にしてください",
    ),
    "settings.hours": (
        "`{key}` ({where}) must be hours, such as `01:00 to 05:00`, or empty for never",
        "`{key}`（{where}）は `01:00 to 05:00` のような時間帯にしてください。空なら行いません",
    ),
    "settings.not-yes-no": (
        "`{key}` ({where}) must be `true` or `false`",
        "`{key}`（{where}）は `true` か `false` にしてください",
    ),
    "settings.too-small": (
        "`{key}` ({where}) must be at least {ge}",
        "`{key}`（{where}）は {ge} 以上にしてください",
    ),
    "settings.too-large": (
        "`{key}` ({where}) must be at most {le}",
        "`{key}`（{where}）は {le} 以下にしてください",
    ),
    "settings.not-one-of": (
        "`{key}` ({where}) must be one of {expected}",
        "`{key}`（{where}）は {expected} のどれかにしてください",
    ),
    "settings.language": (
        "there is no language `{value}` ({where}); write `en` or `ja`",
        "`{value}` という言語はありません（{where}）。`en` か `ja` にしてください",
    ),
    "settings.timezone": (
        "`{value}` ({where}) is no time zone; write an IANA name such as `Asia/Tokyo`",
        "`{value}`（{where}）はタイムゾーンではありません。`Asia/Tokyo` のような IANA 名にしてください",
    ),
    "settings.region": (
        "`{value}` ({where}) is no country; write two capital letters such as `JP`",
        "`{value}`（{where}）は国の記号ではありません。`JP` のような大文字 2 文字にしてください",
    ),
    "settings.base-url": (
        "`{key}` ({where}) must be an address such as `https://mail.example.com`, without `?` and `#`",
        "`{key}`（{where}）は `https://mail.example.com` のような URL にしてください（`?` と `#` は使えません）",
    ),
    "settings.hook-url": (
        "`{key}` ({where}) must be an address such as `https://crm.example.com/hook`, without a password in it",
        "`{key}`（{where}）は `https://crm.example.com/hook` のような URL にしてください（パスワードは入れられません）",
    ),
    "settings.variable-name": (
        "`{key}` ({where}) must be the name of an environment variable, such as `CRM_SECRET`",
        "`{key}`（{where}）は `CRM_SECRET` のような環境変数の名前にしてください",
    ),
    "settings.not-a-list": (
        "`{key}` ({where}) must be a list of texts, such as `[\"email\", \"company\"]`",
        "`{key}`（{where}）は `[\"email\", \"company\"]` のような文字列の並びにしてください",
    ),
    "settings.smtp-url": (
        "`{key}` ({where}) must be `smtp://user@host:port` or `smtps://user@host:port`",
        "`{key}`（{where}）は `smtp://user@host:port` か `smtps://user@host:port` の形にしてください",
    ),
    "settings.imap-url": (
        "`{key}` ({where}) must be `imaps://user@host:port` or `imap://user@host:port`; a `@` in the user is written `%40`",
        "`{key}`（{where}）は `imaps://user@host:port` か `imap://user@host:port` の形にしてください。ユーザー名の `@` は `%40` と書きます",
    ),
    "settings.database-url": (
        "`{key}` ({where}) must be `sqlite:///NAME` or `postgresql://user@host:port/NAME`",
        "`{key}`（{where}）は `sqlite:///ファイル名` か `postgresql://user@host:port/NAME` の形にしてください",
    ),
    "settings.address": (
        "`{key}` ({where}) must be one e-mail address without a name",
        "`{key}`（{where}）は名前を付けず、メールアドレスを一つだけ書いてください",
    ),
    "settings.one-line": (
        "`{key}` ({where}) must stand on one line",
        "`{key}`（{where}）は一行で書いてください",
    ),
    "settings.kafka-server": (
        "`{key}` ({where}) names brokers as `host:port`, such as `[\"kafka.example.jp:9092\"]`",
        "`{key}`（{where}）は `[\"kafka.example.jp:9092\"]` のように `ホスト:ポート` で書いてください",
    ),
    "settings.secret-in-file": (
        "`{key}` ({where}) is a secret and may not stand in a file; take it out and set `{variable}` in the "
        "environment",
        "`{key}`（{where}）は秘密なので、ファイルには書けません。削って、環境変数 `{variable}` で渡してください",
    ),
    "settings.key-digest": (
        "`{key}` ({where}) must be `sha256:` and 64 signs, as `nurture keys new` says it; the key itself never stands in a file",
        "`{key}`（{where}）は `nurture keys new` が示す `sha256:` と 64 文字にしてください。キーそのものはファイルに書きません",
    ),
    "settings.key-name": (
        "`{key}` ({where}) is named like one of our own sources, or has signs that a name cannot have; name who sends, such as `website`",
        "`{key}`（{where}）は名前に使えない文字を含むか、エンジン自身の発生元と同じです。`website` のように送り手の名前にしてください",
    ),
    "settings.origin": (
        "`{key}` ({where}) must be a site such as `https://www.example.com`, without a path; `*` for any",
        "`{key}`（{where}）は `https://www.example.com` のように、パスのないサイトの URL にしてください（どこからでもよいなら `*`）",
    ),
    "settings.event-name": (
        "`{key}` ({where}) must be an event as scenarios name it, such as `page-view`",
        "`{key}`（{where}）は `page-view` のように、シナリオで使うイベント名にしてください",
    ),
    "settings.variable": (
        "an environment variable `{where}` cannot be read; lists and tables are written as JSON",
        "環境変数 `{where}` を読めません。表やリストは JSON で書いてください",
    ),
    "settings.wrong": (
        "`{key}` ({where}) cannot be understood",
        "`{key}`（{where}）の値を理解できません",
    ),
}

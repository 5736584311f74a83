"""Sentences about mails and webhooks on their way: English, Japanese."""

DELIVERY: dict[str, tuple[str, str]] = {
    "smtp-down": (
        "nobody answers at the mail server `{server}`; look at `[smtp]` in `nurture.toml`; the mails wait",
        "メールサーバー `{server}` が応答しません。`nurture.toml` の `[smtp]` を確認してください。メールは待っています",
    ),
    "smtp-bad-url": (
        "`{url}` is no mail server; write `smtp://host:port` or `smtps://host:port`",
        "`{url}` はメールサーバーの URL ではありません。`smtp://ホスト:ポート` か `smtps://ホスト:ポート` と書いてください",
    ),
    "smtp-timeout": (
        "the mail server `{server}` was silent too long; the mails wait and are tried again",
        "メールサーバー `{server}` から時間内に返事がありません。メールは待っており、また送ってみます",
    ),
    "smtp-gone": (
        "the mail server `{server}` hung up; the mails wait and are tried again",
        "メールサーバー `{server}` が接続を切りました。メールは待っており、また送ってみます",
    ),
    "smtp-unreachable": (
        "the mail server `{server}` cannot be reached ({said}); look at `[smtp]` in `nurture.toml`; the mails wait",
        "メールサーバー `{server}` につながりません（{said}）。`nurture.toml` の `[smtp]` を確認してください。メールは待っています",
    ),
    "smtp-no-trust": (
        "the mail server `{server}` shows no certificate we can trust ({said}); nothing is sent until that is set right",
        "メールサーバー `{server}` の証明書を信頼できません（{said}）。直るまで何も送りません",
    ),
    "smtp-not-offered": (
        "the mail server `{server}` does not offer what we need of it ({said}); look at `[smtp]` in `nurture.toml`",
        "メールサーバー `{server}` が必要な機能（暗号化やログイン）に対応していません（{said}）。`nurture.toml` の `[smtp]` を確認してください",
    ),
    "smtp-login-refused": (
        "the mail server `{server}` refused our name and password ({said}); look at `NURTURE_SMTP__PASSWORD`",
        "メールサーバー `{server}` にログインできません（{said}）。`NURTURE_SMTP__PASSWORD` を確認してください",
    ),
    "smtp-not-now": (
        "the mail server `{server}` takes nothing now ({said}); it is tried again",
        "メールサーバー `{server}` は今は受け付けていません（{said}）。また送ってみます",
    ),
    "smtp-sender-refused": (
        "the mail server `{server}` refuses our sender address ({said}); look at `[sender]` in `nurture.toml`",
        "メールサーバー `{server}` が差出人を受け付けません（{said}）。`nurture.toml` の `[sender]` を確認してください",
    ),
    "smtp-odd-answer": (
        "the mail server `{server}` answered what no mail server should ({said}); it is tried again",
        "メールサーバー `{server}` の返事が規格に合いません（{said}）。また送ってみます",
    ),
    "smtp-silent": (
        "the mail server `{server}` went silent after the whole mail; it is held in doubt and not sent again",
        "メールを渡し終えたところで、メールサーバー `{server}` の返事が途絶えました。届いたか不明のため保留し、再送しません",
    ),
    "smtp-no-utf8": (
        "the mail server `{server}` cannot carry the address `{address}`; use one in plain letters",
        "メールサーバー `{server}` は `{address}` のようなアドレスを扱えません。英数字のアドレスにしてください",
    ),
    "smtp-too-large": (
        "the mail has {size} bytes and `{server}` takes {limit}; make it smaller",
        "メールが {size} バイトあり、`{server}` の上限 {limit} バイトを超えます。小さくしてください",
    ),
    "address-invalid": (
        "`{address}` is no mail address; correct it where the lead comes from",
        "`{address}` はメールアドレスではありません。リードの元のデータを直してください",
    ),
    "address-refused": (
        "`{server}` knows no such mailbox ({said}); nothing more is sent there",
        "`{server}` によると、その宛先はありません（{said}）。以後、送りません",
    ),
    "mail-refused": (
        "`{server}` refused this mail ({said}); the address stays as it is",
        "`{server}` がこのメールを断りました（{said}）。宛先はそのままです",
    ),
    "target-bad-address": (
        "`{target}` has no mail address in it; write `mailto:name@example.com`",
        "`{target}` にメールアドレスがありません。`mailto:name@example.com` のように書いてください",
    ),
    "target-bad-url": (
        "`{target}` is no web address; write `https://host/path`",
        "`{target}` は URL ではありません。`https://host/path` のように書いてください",
    ),
    "target-unreadable": (
        "`{target}` is nothing we can send to; write `mailto:…` or `https://…`",
        "`{target}` は送り先として読めません。`mailto:…` か `https://…` と書いてください",
    ),
    "target-not-yet": (
        "`{service}` cannot be reached yet (`{target}`); write `mailto:…` or `https://…` for now",
        "`{service}` への送信にはまだ対応していません（`{target}`）。今は `mailto:…` か `https://…` を使ってください",
    ),
    "webhook-not-https": (
        "`{target}` is not https; what we post may only travel encrypted",
        "`{target}` は https ではありません。送る内容は暗号化した経路だけを通します",
    ),
    "webhook-private": (
        "`{server}` is a private address (`{address}`); `allow_private` under `[webhook]` would permit it",
        "`{server}` は内部のアドレス（`{address}`）です。`[webhook]` の `allow_private` で許可できます",
    ),
    "webhook-unreachable": (
        "`{server}` cannot be reached; it is tried again",
        "`{server}` につながりません。また送ってみます",
    ),
    "webhook-timeout": (
        "`{server}` was silent too long; it is tried again",
        "`{server}` から時間内に返事がありません。また送ってみます",
    ),
    "webhook-broken": (
        "`{server}` broke off; it is tried again",
        "`{server}` との接続が切れました。また送ってみます",
    ),
    "webhook-no-trust": (
        "`{server}` shows no certificate we can trust ({said}); it is tried again",
        "`{server}` の証明書を信頼できません（{said}）。また送ってみます",
    ),
    "webhook-not-now": (
        "`{server}` takes nothing now ({said}); it is tried again",
        "`{server}` は今は受け付けていません（{said}）。また送ってみます",
    ),
    "webhook-moved": (
        "`{server}` says it has moved ({said}); write its new address",
        "`{server}` は移転したと答えています（{said}）。新しい URL に直してください",
    ),
    "webhook-refused": (
        "`{server}` refused what we posted ({said}); look at its address and its secret",
        "`{server}` が受け取りを断りました（{said}）。URL と秘密の鍵を確認してください",
    ),
}

"""What the web role says when it refuses, in English and Japanese. `{…}` are the values of the problem."""

SENTENCES: dict[str, tuple[str, str]] = {
    "provider-password": (
        "the password of this address is missing or wrong; it stands before the host, as `https://USER:PASSWORD@HOST/`",
        "このアドレスのパスワードがないか、違っています。`https://ユーザー:パスワード@ホスト/` の形で指定してください",
    ),
    "provider-no-key": (
        "nothing says by what `{name}` is believed; set `secret_env` or `key_env` in `[providers.{name}]`",
        "`{name}` を信じる根拠がありません。`[providers.{name}]` に `secret_env` か `key_env` を設定してください",
    ),
    "provider-forged": ("this was not signed by `{name}` for us", "`{name}` からこちら宛ての署名ではありません"),
    "provider-replayed": ("the signature is too old, or of a time to come", "署名が古すぎるか、未来の時刻です"),
    "provider-unreadable": ("this is not what `{name}` writes", "`{name}` の形式ではありません"),
    "provider-unreachable": ("the certificate could not be fetched", "証明書を取得できません"),
    "provider-not-installed": (
        "reports of mail services need `pip install 'nurture-dsl[providers]'`",
        "配信事業者の通知を受けるには `pip install 'nurture-dsl[providers]'` が必要です",
    ),
    "ready.database": (
        "the database does not answer (`{code}`); `nurture doctor` says more",
        "データベースが応答しません（`{code}`）。詳しくは `nurture doctor` で見られます",
    ),
    "ready.revision": (
        "the database is of revision {found} and this release works on {wanted}; `nurture db upgrade` brings it there",
        "データベースはリビジョン {found} で、この版が使うのは {wanted} です。`nurture db upgrade` で合わせられます",
    ),
    "ready.beat": (
        "the job `{job}` has not gone well for {seconds} seconds; the log says why",
        "ジョブ `{job}` が {seconds} 秒間成功していません。理由はログにあります",
    ),
    "web.no-key": (
        "this workspace has no write key yet; set `NURTURE_WEB__WRITE_KEY` where nurture runs, or `nurture keys new`",
        "このワークスペースには書き込みキーがまだありません。nurture を動かす環境に `NURTURE_WEB__WRITE_KEY` を設"
        "定してください",
    ),
    "web.wrong-key": (
        "the write key is missing or wrong; send it as `Authorization: Bearer KEY`",
        "書き込みキーがないか、違っています。`Authorization: Bearer キー` として送ってください",
    ),
    "web.too-fast": (
        "too many requests at once; come again in {seconds} seconds",
        "リクエストが多すぎます。{seconds} 秒後にもう一度送ってください",
    ),
    "web.key-of-pages": (
        "this key stands in a page, where anybody can read it; send this from a server, with a key of its own",
        "このキーはページに書かれ、誰でも読めます。サーバーから、専用のキーで送ってください",
    ),
    "web.not-from-there": (
        "this key may not be used by pages of `{origin}`; name the site in `origins` of the key",
        "このキーは `{origin}` のページからは使えません。キーの `origins` にサイトを書いてください",
    ),
    "web.not-gzip": (
        "the body is not what `Content-Encoding` says; gzip is read, or no compression",
        "本文が `Content-Encoding` のとおりではありません。gzip か無圧縮で送ってください",
    ),
    "web.not-utf8": (
        "send UTF-8; nothing else is read",
        "UTF-8 で送ってください。ほかの文字コードは読みません",
    ),
    "web.not-json": (
        "send `Content-Type: application/json`, in UTF-8, packed with gzip or not at all",
        "`Content-Type: application/json`、UTF-8 で送ってください。圧縮するなら gzip です",
    ),
    "web.too-large": (
        "a request may have {limit} bytes and must come within 20 seconds; send fewer events at once",
        "リクエストは {limit} バイトまで、20 秒以内に送ってください。一度に送るイベントを減らしてください",
    ),
    "web.too-many": (
        "a request may bring {limit} events; send them in parts",
        "一度に送れるイベントは {limit} 件までです。分けて送ってください",
    ),
    "web.no-events": (
        "`events` is empty or no list",
        "`events` が空か、リストではありません",
    ),
    "web.database": (
        "the database does not answer ({reason}); nothing was taken, send it again later",
        "データベースが応答しません（{reason}）。何も受け付けていないので、時間をおいて送り直してください",
    ),
    "web.too-much": (
        "more waits already than can be worked off soon; nothing was taken, send it again later",
        "処理待ちのイベントが多すぎます。何も受け付けていないので、時間をおいて送り直してください",
    ),
    "web.not-found": (
        "there is nothing at this address",
        "このアドレスには何もありません",
    ),
    "web.wrong-method": (
        "this address does not answer to that method",
        "このアドレスはそのメソッドに対応していません",
    ),
    "web.port-taken": (
        "port {port} of {host} cannot be opened; another program may use it: choose another under `[web]` or "
        "`NURTURE_WEB__PORT`",
        "{host} のポート {port} を開けません。ほかのプログラムが使っているかもしれません。`[web]` か "
        "`NURTURE_WEB__PORT` で別のポートを指定してください",
    ),
}

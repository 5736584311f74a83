"""What the answers of channels are called, in English and Japanese. `{name}` stands for a value of the problem."""

SENTENCES: dict[str, tuple[str, str]] = {
    "address-invalid": ("`{address}` is no mail address", "`{address}` はメールアドレスではありません"),
    "address-refused": (
        "{server} does not know this address: {said}",
        "{server} はこのアドレスを受け付けません: {said}",
    ),
    "dkim-bad-key": (
        "the key that signs mails of `{domain}` cannot be used; it must be an RSA key as PEM, in NURTURE_SMTP__DKIM_KEY or "
        "`[smtp.dkim] key_file`; no mail leaves unsigned",
        "`{domain}` の DKIM 署名鍵が使えません。PEM 形式の RSA 鍵を NURTURE_SMTP__DKIM_KEY か `[smtp.dkim] key_file` で渡してください。"
        "署名できない間は送りません",
    ),
    "dkim-no-key": (
        "there is no key to sign mails of `{domain}` with; set NURTURE_SMTP__DKIM_KEY or a readable `[smtp.dkim] key_file`; "
        "no mail leaves unsigned",
        "`{domain}` の DKIM 署名鍵がありません。NURTURE_SMTP__DKIM_KEY か、読み取れる `[smtp.dkim] key_file` を設定してください。"
        "署名できない間は送りません",
    ),
    "dkim-no-selector": (
        "mails of `{domain}` are to be signed, but `[smtp.dkim] selector` is missing; no mail leaves unsigned",
        "`{domain}` の署名に必要な `[smtp.dkim] selector` がありません。署名できない間は送りません",
    ),
    "mail-refused": ("{server} refused this mail: {said}", "{server} がこのメールを拒否しました: {said}"),
    "redirect-refused": ("the address all mail is redirected to is refused", "転送先に設定したアドレスが拒否されました"),
    "smtp-bad-url": (
        "`{url}` is no mail server; write `smtp://host:port`, `smtp+starttls://user@host` or `smtps://user@host`",
        "`{url}` はメールサーバーの書き方ではありません。`smtp://host:port`、`smtp+starttls://user@host`、"
        "`smtps://user@host` のいずれかで書いてください",
    ),
    "smtp-down": (
        "no mail server answers at {server}; is it running, and is `[smtp] url` right?",
        "{server} でメールサーバーが応答しません。起動しているか、`[smtp] url` が正しいかを確かめてください",
    ),
    "smtp-gone": (
        "{server} closed the connection before the mail was complete; nothing was delivered",
        "{server} がメールの途中で接続を切りました。何も届いていません",
    ),
    "smtp-login-refused": (
        "{server} refused the user name or password: {said}",
        "{server} がユーザー名またはパスワードを拒否しました: {said}",
    ),
    "smtp-no-trust": (
        "the certificate of {server} cannot be trusted: {said}",
        "{server} の証明書を信頼できません: {said}",
    ),
    "smtp-no-utf8": (
        "{server} cannot deliver to an address like `{address}` (it lacks SMTPUTF8)",
        "{server} は `{address}` のようなアドレスへ配信できません（SMTPUTF8 に対応していません）",
    ),
    "smtp-not-now": ("{server} asks to come back later: {said}", "{server} が後でもう一度と答えました: {said}"),
    "smtp-not-offered": (
        "{server} does not offer the encryption or login that the settings ask for: {said}",
        "{server} は設定された暗号化またはログイン方式に対応していません: {said}",
    ),
    "smtp-odd-answer": ("{server} gave an odd answer: {said}", "{server} の応答が想定と異なります: {said}"),
    "smtp-sender-refused": (
        "{server} refuses to send for us: {said}; check `[sender] address` and the login",
        "{server} が差出人を拒否しました: {said}。`[sender] address` とログインを確かめてください",
    ),
    "smtp-silent": (
        "{server} did not answer after the mail was complete; it may have arrived or not",
        "メールを送り終えたあと {server} から応答がありません。届いたかどうか分かりません",
    ),
    "smtp-timeout": ("{server} did not answer in time", "{server} から時間内に応答がありません"),
    "smtp-too-large": (
        "the mail has {size} bytes and {server} takes {limit}",
        "メールは {size} バイトですが、{server} の上限は {limit} バイトです",
    ),
    "smtp-unreachable": ("{server} cannot be reached: {said}", "{server} に接続できません: {said}"),
    "target-bad-address": ("`{target}` holds no mail address", "`{target}` にメールアドレスがありません"),
    "target-bad-url": (
        "`{target}` is no web address; write `https://host/path`",
        "`{target}` は URL ではありません。`https://host/path` の形で書いてください",
    ),
    "target-not-yet": (
        "`{target}`: notices to {service} are not delivered yet; use `mailto:`, `slack:` or `https:`",
        "`{target}`: {service} への通知はまだ配信されません。`mailto:`、`slack:`、`https:` のどれかを使ってください",
    ),
    "target-unreadable": (
        "`{target}` is neither `mailto:…` nor `slack:…` nor `https:…`",
        "`{target}` は `mailto:…`、`slack:…`、`https:…` のどれでもありません",
    ),
    "webhook-broken": ("{server} broke the connection off", "{server} が接続を切りました"),
    "webhook-moved": (
        "{server} sends us elsewhere ({said}); give the new address itself",
        "{server} が別の場所を指しています（{said}）。新しい URL を指定してください",
    ),
    "webhook-no-trust": (
        "the certificate of {server} cannot be trusted: {said}",
        "{server} の証明書を信頼できません: {said}",
    ),
    "webhook-not-https": ("`{target}` is not https", "`{target}` は https ではありません"),
    "webhook-not-now": ("{server} asks to come back later: {said}", "{server} が後でもう一度と答えました: {said}"),
    "webhook-private": (
        "{server} leads to {address}, inside our own network; webhooks go only out into the world",
        "{server} は社内ネットワークの {address} を指しています。Webhook は外部にだけ送ります",
    ),
    "webhook-refused": ("{server} refused: {said}", "{server} が拒否しました: {said}"),
    "webhook-timeout": ("{server} did not answer in time", "{server} から時間内に応答がありません"),
    "webhook-unreachable": ("{server} cannot be reached", "{server} に接続できません"),
}

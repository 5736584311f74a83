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
    "doctor.arrivals": (
        "{count} events are answered for and wait to be taken into the inbox; `nurture run` does that",
        "受け付けたイベント {count} 件が、受信箱に入るのを待っています。`nurture run` が処理します",
    ),
    "doctor.arrivals-aside": (
        "{count} events that were answered for could not be taken into the inbox; "
        "the log of `nurture run` says why, and its next start tries them again",
        "受け付けたイベント {count} 件を受信箱に入れられません。理由は `nurture run` のログにあります。次の起動時に再び試します",
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
    "doctor.kafka": ("the Kafka at `{servers}` answers and has {topics}", "Kafka `{servers}` は応答し、{topics} があります"),
    "doctor.kafka-refused": (
        "messages of Kafka that are no events lie in `{file}`; mend them where they come from, then delete the file",
        "イベントとして読めない Kafka のメッセージが `{file}` にあります。送信元を直し、ファイルを削除してください",
    ),
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
        "no write key, so no event comes in over HTTP; set `NURTURE_WEB__WRITE_KEY`, or make one: `nurture keys new NAME`",
        "書き込みキーがないため、HTTP でイベントを受け取れません。`NURTURE_WEB__WRITE_KEY` を設定するか、`nurture keys new 名前` で作って"
        "ください",
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
    "doctor.python-headers": (
        "Python {version} lets a header of a mail break out of its line; install {wanted} or newer",
        "Python {version} にはメールのヘッダーが行を越える不具合があります。{wanted} 以上を入れてください",
    ),
    "doctor.zone-old": (
        "the rules of time zones are old (tzdata {data}); run `pip install --upgrade tzdata`",
        "タイムゾーンのデータが古くなっています（tzdata {data}）。`pip install --upgrade tzdata` を実行してください",
    ),
    "doctor.disk-full": (
        "only {free} free on the disk of `{folder}`; make room",
        "`{folder}` のディスクの空きが {free} しかありません。空きを作ってください",
    ),
    "doctor.network-disk": (
        "`{folder}` lies on a network disk ({kind}); put the database on a disk of this machine, or use PostgreSQL",
        "`{folder}` はネットワーク上のディスク（{kind}）です。このマシンのディスクに置くか、PostgreSQL を使ってください",
    ),
    "doctor.open-files": (
        "only {limit} files may be open at once; set `LimitNOFILE` or `ulimit -n` to {wanted} or more",
        "同時に開けるファイルが {limit} 個だけです。`LimitNOFILE` か `ulimit -n` を {wanted} 以上にしてください",
    ),
    "doctor.state-read-only": (
        "`{folder}` cannot be written; give it to the user that runs nurture",
        "`{folder}` に書き込めません。nurture を動かすユーザーの所有にしてください",
    ),
    "doctor.state-open": (
        "others on this machine can read `{folder}`; run `chmod 700` on it",
        "`{folder}` をほかのユーザーも読めます。`chmod 700` を実行してください",
    ),
    "doctor.secrets-open": (
        "others on this machine can read `{file}`; run `chmod 600` on it",
        "`{file}` をほかのユーザーも読めます。`chmod 600` を実行してください",
    ),
    "doctor.leftovers": (
        "{count} files were left behind: {names}; remove them",
        "やりかけのファイルが {count} 個残っています：{names}。消してください",
    ),
    "doctor.spool-waits": (
        "wishes to leave wait in `{file}` and nobody reads them; start `nurture run`",
        "配信停止の申し出が `{file}` で待っています。`nurture run` を始めてください",
    ),
    "doctor.spool-unknown": (
        "`{file}` holds wishes to leave by links this database does not know; put the newest copy back",
        "`{file}` に、このデータベースが知らないリンクからの配信停止があります。最新の控えを戻してください",
    ),
    "doctor.erasures-key": (
        "people were erased here, and `{file}` cannot be used; put it back, or set `NURTURE_ERASURES__KEY` to what stood in it",
        "削除した人がいますが、鍵 `{file}` を使えません。元に戻すか、その内容を `NURTURE_ERASURES__KEY` に設定してください",
    ),
    "doctor.no-backup": (
        "there is no copy of the database in `{folder}`; let `nurture backup --keep 7` run every night",
        "`{folder}` にデータベースの控えがありません。毎晩 `nurture backup --keep 7` を実行してください",
    ),
    "doctor.backup-old": (
        "the newest copy, `{file}`, is of {at}; let `nurture backup --keep 7` run every night",
        "最新の控え `{file}` は {at} のものです。毎晩 `nurture backup --keep 7` を実行してください",
    ),
    "doctor.retention": (
        "what is older than {horizon} lost its payload: {rows} rows, in the night of {at}; the next is {next}",
        "{horizon} より前の生データを {at} からの夜に {rows} 行消しました。次は {next} です",
    ),
    "doctor.retention-open": (
        "what is older than {horizon} loses its payload since {at}: {rows} rows so far",
        "{horizon} より前の生データを {at} から消しています。これまでに {rows} 行です",
    ),
    "doctor.retention-first": (
        "the horizon of `[retention]` is kept by `nurture run`, first in the night of {next}",
        "`[retention]` の期限は `nurture run` が守ります。初回は {next} からです",
    ),
    "doctor.retention-by-hand": (
        "the horizon of `[retention]` is left to `nurture db tidy`; let a timer call it",
        "`[retention]` の期限は `nurture db tidy` に任されています。定期的に実行してください",
    ),
    "doctor.retention-late": (
        "the horizon of `[retention]` was last kept from {at} on; let `nurture run` run at night",
        "`[retention]` の期限を最後に守ったのは {at} からです。夜間も `nurture run` を動かしてください",
    ),
    "doctor.postgresql-old": (
        "the server, PostgreSQL {version}, is too old; 14 or newer is needed",
        "PostgreSQL {version} は古すぎます。14 以上が必要です",
    ),
    "doctor.postgresql-unsafe": (
        "`{setting}` is off at the server; turn it on",
        "サーバーの `{setting}` が off です。on にしてください",
    ),
    "doctor.postgresql-encoding": (
        "the database is in {encoding}; make one with `ENCODING 'UTF8'`",
        "データベースの文字コードが {encoding} です。`ENCODING 'UTF8'` で作り直してください",
    ),
    "doctor.postgresql-open": (
        "every user of the server can read {count} tables; run `REVOKE ALL ON ALL TABLES IN SCHEMA public FROM PUBLIC`",
        "サーバーの全ユーザーが {count} 個の表を読めます。`REVOKE ALL ON ALL TABLES IN SCHEMA public FROM PUBLIC` を実行してください",
    ),
    "doctor.clock-behind": (
        "this machine's clock is {seconds} seconds behind the newest event; set it by NTP",
        "このマシンの時計が、最新のイベントより {seconds} 秒遅れています。NTP で合わせてください",
    ),
    "doctor.clock-skew": (
        "this machine's clock and the database's differ by {seconds} seconds; set both by NTP",
        "このマシンとデータベースの時計が {seconds} 秒ずれています。どちらも NTP で合わせてください",
    ),
    "doctor.another-workspace": (
        "the database decides by {files}, which are not here; give each workspace a database of its own",
        "データベースの判断は {files} によるもので、どれもここにありません。ワークスペースごとに別のデータベースにしてください",
    ),
    "doctor.smtp-no-password": (
        "`{user}` has no password for the mail server; set `NURTURE_SMTP__PASSWORD`",
        "メールサーバーの `{user}` のパスワードがありません。`NURTURE_SMTP__PASSWORD` を設定してください",
    ),
    "doctor.smtp-plain": (
        "mails go to `{server}` without TLS; write `starttls = true` or `smtps://` under `[smtp]`",
        "`{server}` へは TLS なしで送ります。`[smtp]` に `starttls = true` か `smtps://` と書いてください",
    ),
    "doctor.smtp-certificate": (
        "the certificate of `{server}` ends in {days} days; renew it",
        "`{server}` の証明書はあと {days} 日で切れます。更新してください",
    ),
    "doctor.sender-free": (
        "mails come from `{domain}`, which gives anybody an address; send from a domain of your own",
        "差出人のドメイン `{domain}` は、だれでも使えるメールサービスのものです。自社のドメインから送ってください",
    ),
    "doctor.links-plain": (
        "links lead to `{url}` without TLS; put a proxy with TLS before it and write `https://`",
        "リンク先 `{url}` は TLS なしです。TLS のプロキシを置き、`https://` にしてください",
    ),
    "doctor.write-key-weak": (
        "the write key can be guessed; set `NURTURE_WEB__WRITE_KEY` to {length} random signs or more",
        "書き込みキーが推測されやすいものです。`NURTURE_WEB__WRITE_KEY` を {length} 文字以上の乱数にしてください",
    ),
    "doctor.metrics-no-key": (
        "`metrics = \"key\"` without a key, so nobody can read the figures; set `NURTURE_WEB__METRICS_KEY`",
        "`metrics = \"key\"` ですがキーがなく、だれも数値を読めません。`NURTURE_WEB__METRICS_KEY` を設定してください",
    ),
    "doctor.webhook-private": (
        "webhooks may reach private addresses; take out `allow_private` where leads are real",
        "Webhook が内部のアドレスにも届きます。本番では `allow_private` を外してください",
    ),
    "doctor.names-unknown": (
        "no name server answers about `{domain}`; look at the network, or ask again later",
        "`{domain}` について DNS サーバーが応答しません。ネットワークを確かめるか、後でもう一度実行してください",
    ),
    "doctor.spf": ("by SPF `{domain}` says who may send in its name", "SPF：`{domain}` に送信元の指定があります"),
    "doctor.spf-missing": (
        "`{domain}` has no SPF record; add a TXT record `v=spf1 include:YOUR-MAIL-SERVICE -all`",
        "`{domain}` に SPF レコードがありません。TXT レコード `v=spf1 include:メールサービス -all` を加えてください",
    ),
    "doctor.spf-twice": (
        "`{domain}` has {count} SPF records, so neither counts; make one of them",
        "`{domain}` に SPF レコードが {count} 個あり、無効になります。一つにまとめてください",
    ),
    "doctor.spf-everybody": (
        "the SPF record of `{domain}` lets everybody send in its name; end it with `-all`",
        "`{domain}` の SPF はだれでも送れる指定です。末尾を `-all` にしてください",
    ),
    "doctor.dmarc": ("by DMARC `{domain}` asks for `{policy}`", "DMARC：`{domain}` の方針は `{policy}` です"),
    "doctor.dmarc-missing": (
        "`{domain}` has no DMARC record; add a TXT record `v=DMARC1; p=quarantine; rua=mailto:YOU` at `_dmarc.{domain}`",
        "`{domain}` に DMARC レコードがありません。`_dmarc.{domain}` に TXT `v=DMARC1; p=quarantine; rua=mailto:宛先` を加えてください",
    ),
    "doctor.dmarc-wrong": (
        "the DMARC record of `{domain}` cannot be read: `{record}`; it needs one `p=`",
        "`{domain}` の DMARC レコード `{record}` を読めません。`p=` が一つ必要です",
    ),
    "doctor.dmarc-none": (
        "the DMARC record of `{domain}` only watches; once its reports are clean, write `p=quarantine`",
        "`{domain}` の DMARC は監視だけ（`p=none`）です。報告に問題がなければ `p=quarantine` にしてください",
    ),
    "doctor.dkim-there": ("the DKIM key at `{place}` is there", "DKIM：`{place}` に鍵があります"),
    "doctor.dkim-missing": (
        "there is no DKIM key at `{place}`; add the TXT record of your mail service",
        "`{place}` に DKIM の鍵がありません。メールサービスの TXT レコードを加えてください",
    ),
    "doctor.dkim-revoked": (
        "the DKIM key at `{place}` was taken back (`p=` is empty); publish the one that signs",
        "`{place}` の DKIM の鍵は取り消されています（`p=` が空）。署名に使う鍵を公開してください",
    ),
    "doctor.mx-missing": (
        "no server takes mail for `{domain}`, so bounces and replies are lost; add an MX record",
        "`{domain}` にメールを受け取るサーバーがなく、不達通知と返信が失われます。MX レコードを加えてください",
    ),
}

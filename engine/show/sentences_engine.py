"""Sentences about the database and the work on it: English, Japanese."""

ENGINE: dict[str, tuple[str, str]] = {
    "database-missing": (
        "there is no database at `{database}`; `nurture db upgrade` makes it",
        "`{database}` にデータベースがありません。`nurture db upgrade` で作成できます",
    ),
    "database-old": (
        "the database `{database}` is of an older release; stop `nurture run`, make a copy, and run `nurture db upgrade`",
        "データベース `{database}` は古い版のものです。`nurture run` を止め、控えを取ってから `nurture db upgrade` を実行してください",
    ),
    "database-newer": (
        "the database `{database}` was written by a newer release (`{found}`); install that release here too",
        "データベース `{database}` は、より新しい版（`{found}`）で書かれています。こちらにもその版を入れてください",
    ),
    "database-half": (
        "`{database}` holds tables that no release left like that; nothing was changed; put your last copy in its place",
        "`{database}` には、どの版のものとも合わない表があります。何も変えていません。最後の控えから戻してください",
    ),
    "restore-unfinished": (
        "`{database}` is being put back from a copy and that is not finished; run `nurture restore` with the same copy again",
        "`{database}` は控えから戻す途中です。同じ控えで `nurture restore` をもう一度実行してください",
    ),
    "restore-not-a-file": (
        "`{database}` is a server: put its copy back by `pg_restore`, then run `nurture restore` without a file",
        "`{database}` はサーバーです。`pg_restore` で戻してから、ファイルを付けずに `nurture restore` を実行してください",
    ),
    "copy-no-room": (
        "a copy needs {needed} in `{folder}` and {free} are free; make room, or name another folder",
        "控えには `{folder}` に {needed} の空きが要りますが、{free} しかありません。空きを作るか、別のフォルダーを指定してください",
    ),
    "copy-damaged": (
        "`{file}` is damaged ({said}); take another copy",
        "`{file}` は壊れています（{said}）。別の控えを使ってください",
    ),
    "copy-is-there": (
        "`{file}` is already there, and nothing is written over; name another place",
        "`{file}` はすでにあります。上書きはしません。別の場所を指定してください",
    ),
    "copy-strange": (
        "`{file}` is no database of nurture",
        "`{file}` は nurture のデータベースではありません",
    ),
    "database-unsupported": (
        "`{url}` is no SQLite file; write `sqlite:///NAME` under `[database]` in `nurture.toml`",
        "`{url}` は SQLite のファイルではありません。`nurture.toml` の `[database]` に `sqlite:///ファイル名` と書いてください",
    ),
    "database-refused": (
        "`{database}` lets us not in ({detail}); look at the user, at NURTURE_DATABASE__PASSWORD, and at its rights",
        "`{database}` に接続を拒まれました（{detail}）。利用者名、NURTURE_DATABASE__PASSWORD、権限を確認してください",
    ),
    "postgresql-missing": (
        "the driver for PostgreSQL is missing; run `pip install 'nurture-dsl[postgresql]'`",
        "PostgreSQL にはドライバーが必要です。`pip install 'nurture-dsl[postgresql]'` を実行してください",
    ),
    "database-full": (
        "the disk under `{database}` is full; nothing committed was lost; make room and try again",
        "`{database}` のあるディスクがいっぱいです。確定した分は失われていません。空きを作って、もう一度実行してください",
    ),
    "database-locked": (
        "another process keeps `{database}` locked; nothing was lost; wait a moment and try again",
        "ほかのプロセスが `{database}` を使用中です。失われたものはありません。少し待って、もう一度実行してください",
    ),
    "database-read-only": (
        "`{database}` may only be read; look at the permissions of the file and of its folder",
        "`{database}` は読み取り専用です。ファイルとフォルダーのアクセス権を確認してください",
    ),
    "database-unreachable": (
        "`{database}` cannot be opened; look whether its folder exists and may be written, or whether its server runs",
        "`{database}` を開けません。フォルダーがあって書き込めるか、サーバーが動いているかを確認してください",
    ),
    "turn-lost": (
        "this worker stood still for {seconds} s, and `{database}` gave its leads to the others; nothing of the batch was written; "
        "it begins afresh",
        "このワーカーが {seconds} 秒止まっていたため、`{database}` は担当のリードをほかのワーカーに渡しました。"
        "この回の処理は何も書き込まれていません。最初からやり直します",
    ),
    "database-damaged": (
        "`{database}` is damaged or no database; keep it as it is, and put your last copy in its place",
        "`{database}` は壊れているか、データベースではありません。そのまま残し、最後の控えから戻してください",
    ),
    "database-unwritable": (
        "the disk refused to write `{database}`; nothing committed was lost; look at the disk and try again",
        "ディスクが `{database}` への書き込みに失敗しました。確定した分は失われていません。ディスクを確認して、もう一度実行してください",
    ),
    "database-closed": (
        "`{database}` is being closed; start the command again",
        "`{database}` は終了処理中です。コマンドをもう一度実行してください",
    ),
    "sqlite-missing": (
        "this Python has no SQLite; run `pip install pysqlite3`",
        "この Python には SQLite がありません。`pip install pysqlite3` を実行してください",
    ),
    "folder-missing": (
        "there is no folder `{folder}` for the database; make it, or change `[database]` in `nurture.toml`",
        "データベースを置くフォルダー `{folder}` がありません。作成するか、`nurture.toml` の `[database]` を変えてください",
    ),
    "daemon-runs-already": (
        "another `nurture run` works on `{database}`; one is enough; end it first",
        "`{database}` ではすでに `nurture run` が動いています。一つで足ります。先にそちらを止めてください",
    ),
    "roles-need-a-server": (
        "`{database}` is one file, and one process does everything on it: two would keep each other waiting; leave `--role` out, or put "
        "the database on a PostgreSQL server (`[database]` in `nurture.toml`)",
        "`{database}` は一つのファイルで、一つのプロセスがすべてを行います（分けると互いに待たせ合います）。`--role` を外すか、"
        "データベースを PostgreSQL に移してください（`nurture.toml` の `[database]`）",
    ),
    "program-unknown": (
        "the program `{program}` was never deployed here; run `nurture apply`",
        "プログラム `{program}` はここに配備されていません。`nurture apply` を実行してください",
    ),
    "program-of-another-release": (
        "the program `{program}` was deployed by another release and would decide differently now; run `nurture apply`",
        "プログラム `{program}` は別の版で配備されたもので、今の版では判断が変わります。`nurture apply` を実行してください",
    ),
    "subject-stuck": (
        "the lead `{subject}` does not get past {due}; it is set aside and the others go on; please report this",
        "リード `{subject}` が {due} から先に進めません。脇に置き、ほかのリードは続けます。この行を報告してください",
    ),
    "story-does-not-parse": (
        "line {line} of the story cannot be read ({rule}); `nurture check` says more",
        "ストーリーの {line} 行目が読めません（{rule}）。詳しくは `nurture check` で見られます",
    ),
    "not-yet": (
        "`{construct}` can be written already and is not executed yet; `nurture check` says where it stands",
        "`{construct}` は書けますが、まだ実行できません。場所は `nurture check` で見られます",
    ),
    "nothing-to-apply": (
        "the workspace has errors, so nothing was deployed; `nurture check` names them",
        "ワークスペースに誤りがあるため、配備していません。`nurture check` で確認してください",
    ),
    "per-hour-of-nothing": (
        "`--per-hour` says how fast those leave that have waited: give it with `--resume`",
        "`--per-hour` は待っていたメールを送り出す速さです。`--resume` と一緒に指定してください",
    ),
    "clock-jumped": (
        "this machine's clock jumped to {seen}, more than six hours ahead; nothing is decided or sent; "
        "set it right, or start `nurture run` anew to go on from there",
        "このマシンの時計が {seen} まで六時間以上進みました。判断も送信も止めています。"
        "時計を直すか、その時刻で続けるなら `nurture run` を起動し直してください",
    ),
    "sending-halted": (
        "marketing mails were stopped: {kind} reached {part} of {whole} mails; find out why, then `nurture stop all --resume`",
        "マーケティングメールを停止しました（{kind}：{whole} 通中 {part} 通）。原因を調べてから `nurture stop all --resume`",
    ),
    "message-stuck": (
        "the message `{message}` was tried again and again and never got to an answer; it is held and the others go on; "
        "`nurture outbox why {message}` says more",
        "メッセージ `{message}` を何度試しても結果が出ないため、保留にしました。ほかは続けます。詳しくは `nurture outbox why {message}`",
    ),
    "set-aside": (
        "the lead `{subject}` failed five times ({reason}) and is set aside; the others go on",
        "リード `{subject}` の処理が5回失敗したため（{reason}）、脇に置きました。ほかのリードは続けます",
    ),
}

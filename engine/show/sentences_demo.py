"""Sentences about the demo: English, Japanese."""

DEMO: dict[str, tuple[str, str]] = {
    "demo-not-a-folder": (
        "`{path}` is there and has no `{file}`, so it is no demo; name another folder with `--folder`",
        "`{path}` はすでにありますが、`{file}` がないためデモのフォルダーではありません。`--folder` で別の名前を指定してください",
    ),
    "demo-no-company": (
        "there is no example company `{name}`; there are {known}",
        "`{name}` という例の会社はありません。{known} から選べます",
    ),
    "demo-bad-people": (
        "`{path}` does not say who the people are: {reason}",
        "`{path}` の人々の書き方に誤りがあります：{reason}",
    ),
    "demo-database-elsewhere": (
        "the database `{path}` lies outside the demo's folder, and a demo begins with an empty one; take `[database]` out of its "
        "`nurture.toml`, and `NURTURE_DATABASE__URL` out of the environment",
        "データベース `{path}` がデモのフォルダーの外にあります。デモは空のデータベースから始めます。`nurture.toml` の `[database]` と、"
        "環境変数 `NURTURE_DATABASE__URL` を外してください",
    ),
    "demo-database-taken": (
        "`{path}` was not made by a demo, and a demo begins with an empty one; name another folder with `--folder`",
        "`{path}` はデモが作ったものではありません。デモは空のデータベースから始めるので、`--folder` で別のフォルダーを指定してください",
    ),
    "demo-edit-made": (
        "`{file}` says it already; `nurture demo --again` shows what it changed",
        "`{file}` はすでにその内容です。`nurture demo --again` で何が変わったかを見られます",
    ),
    "demo-edit-lost": (
        "`{text}` does not stand in `{file}` once, so the edit cannot be made; edit the file yourself",
        "`{file}` に `{text}` がちょうど一か所ではないため、編集できません。ファイルを直接編集してください",
    ),
    "demo-no-edit": (
        "`people.toml` proposes no edit; edit any file, then `nurture demo --again`",
        "`people.toml` に編集の提案がありません。好きなファイルを編集してから `nurture demo --again` を実行してください",
    ),
}

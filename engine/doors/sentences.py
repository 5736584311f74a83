"""Why a door refused, in English and Japanese. `{…}` are the values of the problem."""

SENTENCES: dict[str, tuple[str, str]] = {
    "json.too-large": (
        "it is larger than {limit} bytes; send it in parts",
        "{limit} バイトを超えています。分けて送ってください",
    ),
    "json.too-deep": (
        "it has more than {limit} brackets inside each other; send plainer data",
        "かっこの入れ子が {limit} 段を超えています。もっと平らなデータにしてください",
    ),
    "json.not-utf8": (
        "it is not UTF-8 from byte {byte} on; send UTF-8",
        "{byte} バイト目から UTF-8 ではありません。UTF-8 で送ってください",
    ),
    "json.broken": (
        "it is not JSON from line {line}, column {column} on",
        "{line} 行 {column} 桁から JSON として読めません",
    ),
    "json.key-twice": (
        "`{key}` stands twice in one object; keep one of them",
        "一つのオブジェクトに `{key}` が二度あります。どちらかを消してください",
    ),
    "json.number": (
        "`{number}` is no number we can keep exactly; send it as text",
        "`{number}` は正確に扱える数値ではありません。文字列で送ってください",
    ),
    "json.half-letter": (
        "a text holds half a letter (`\\ud800` to `\\udfff` alone) or a NUL; send whole letters",
        "文字列に文字の片割れ（`\\ud800`〜`\\udfff` 単独）か NUL が含まれています。取り除いてください",
    ),
    "event.not-an-object": (
        "an event is an object such as `{{\"id\": …, \"type\": …}}`",
        "イベントは `{{\"id\": …, \"type\": …}}` のようなオブジェクトにしてください",
    ),
    "event.missing": (
        "`{field}` is missing",
        "`{field}` がありません",
    ),
    "event.unknown-field": (
        "nobody reads `{field}`; did you mean `{near}`? what an event tells belongs into `props`",
        "`{field}` という項目はありません。`{near}` の間違いではありませんか。イベントの内容は `props` に入れてく"
        "ださい",
    ),
    "segment.not-an-object": (
        "a message is an object such as `{{\"userId\": …, \"event\": …}}`",
        "メッセージは `{{\"userId\": …, \"event\": …}}` のようなオブジェクトにしてください",
    ),
    "segment.no-messages": (
        "`batch` is empty",
        "`batch` が空です",
    ),
    "segment.nobody": (
        "say who it was: `userId` or `anonymousId`",
        "誰のことかを `userId` か `anonymousId` で示してください",
    ),
    "segment.not-from-a-page": (
        "`{type}` is not taken from a key that stands in a page, which anybody can read; send it from a server",
        "ページに書かれたキーは誰でも読めるので、`{type}` は受け付けません。サーバーから送ってください",
    ),
    "event.text-length": (
        "`{field}` must have 1 to {limit} letters",
        "`{field}` は 1〜{limit} 文字にしてください",
    ),
    "event.one-line": (
        "`{field}` must stand on one line, without control characters",
        "`{field}` は改行や制御文字を含まない一行にしてください",
    ),
    "event.wrong-type": (
        "`{field}` is not of the right kind; texts stand in quotes, `keys` and `props` are objects",
        "`{field}` の型が違います。文字列は引用符で囲み、`keys` と `props` はオブジェクトにしてください",
    ),
    "event.lead-or-keys": (
        "say who it happened to: `lead` with our id, or `keys` such as `{{\"email\": …}}`, and not both",
        "誰のイベントかを、`lead`（こちらの ID）か `keys`（`{{\"email\": …}}` など）のどちらか一方で示してください",
    ),
    "event.keys-count": (
        "`keys` must name 1 to {limit} keys",
        "`keys` には 1〜{limit} 個のキーを入れてください",
    ),
    "event.key-kind": (
        "`{kind}` is no kind of key; use small letters such as `email`, `phone` or `external`",
        "`{kind}` はキーの種類として使えません。`email`・`phone`・`external` のような小文字の名前にしてください",
    ),
    "event.key-value": (
        "the key `{kind}` must have 1 to {limit} letters on one line",
        "キー `{kind}` は一行、1〜{limit} 文字にしてください",
    ),
    "event.no-address": (
        "`{value}` is no mail address",
        "`{value}` はメールアドレスではありません",
    ),
    "event.reserved": (
        "`{type}` is the engine's own word and cannot be reported from outside; use a name without a dot",
        "`{type}` はエンジン内部のイベントなので、外からは送れません。ドットのない名前を使ってください",
    ),
    "event.our-source": (
        "the source `{source}` is the engine's own; name your system instead",
        "送信元 `{source}` はエンジン自身の名前です。送信元のシステム名にしてください",
    ),
    "event.type-name": (
        "`{type}` is no name of an event; begin with a letter, go on with letters, digits, `-` and `_`",
        "`{type}` はイベント名として使えません。文字で始め、文字・数字・`-`・`_` だけにしてください",
    ),
    "event.at": (
        "`{value}` is no moment; write ISO 8601 such as `2026-11-02T09:00:00+09:00`",
        "`{value}` を日時として読めません。`2026-11-02T09:00:00+09:00` のような ISO 8601 にしてください",
    ),
    "event.too-many-fields": (
        "it tells more than {limit} things; leave out what no rule reads",
        "項目が {limit} 個を超えています。どのルールも使わない項目を減らしてください",
    ),
    "event.field-name": (
        "`{field}` cannot name a field; use 1 to 100 letters",
        "`{field}` は項目名として使えません。1〜100 文字にしてください",
    ),
    "event.text-too-long": (
        "`{field}` is longer than {limit} letters; shorten it",
        "`{field}` が {limit} 文字を超えています。短くしてください",
    ),
    "event.needs-field": (
        "`{type}` says nothing without the text `{field}` in `props`",
        "`{type}` には `props` に文字列の `{field}` が必要です",
    ),
    "import.unreadable": (
        "`{file}` cannot be read; check its name and that you may read it",
        "`{file}` を読めません。ファイル名と読み取り権限を確かめてください",
    ),
    "import.no-header": (
        "`{file}` has no first line with the names of its columns",
        "`{file}` の一行目に列名がありません",
    ),
    "import.no-column": (
        "`{file}` has no column `{column}`, which the mapping names; it has {near}",
        "マッピングにある列 `{column}` が `{file}` にありません。近い列は {near} です",
    ),
    "import.column-twice": (
        "`{file}` has two columns `{column}`; rename one of them",
        "`{file}` に列 `{column}` が二つあります。片方の名前を変えてください",
    ),
    "import.joined-too-large": (
        "`{file}` has more than {limit} rows, too many to join; import it by a mapping of its own",
        "`{file}` は {limit} 行を超えるため結合できません。別のマッピングで取り込んでください",
    ),
    "import.encoding": (
        "`{file}` is not UTF-8 and was read as {encoding}",
        "`{file}` は UTF-8 ではないため、{encoding} として読みました",
    ),
    "import.not-utf8": (
        "the row holds bytes that are no letters; save the file as UTF-8",
        "この行に文字として読めないバイトがあります。ファイルを UTF-8 で保存し直してください",
    ),
    "import.open-quote": (
        "a quote is opened in this row and never closed",
        "この行で開いた引用符が閉じられていません",
    ),
    "import.quotes": (
        "the quotes of this row do not fit; a quote inside a cell is written twice",
        "この行の引用符が合いません。セルの中の引用符は二つ重ねて書きます",
    ),
    "import.cells": (
        "the row has {found} cells and the header {wanted}",
        "この行のセルは {found} 個ですが、見出しは {wanted} 個です",
    ),
    "event.not-a-lead": (
        "`{lead}` is no lead: such ids belong to accounts, teams and experiments, which events do not come to from outside",
        "`{lead}` はリードではありません。取引先・チーム・実験の識別子で、外からイベントは送れません",
    ),
    "import.no-company": (
        "no company is named ({columns}); an account is known by its domain or its name",
        "会社の列（{columns}）が空か、だれでも使えるドメインです。取引先はドメインか会社名で見分けます",
    ),
    "import.no-key": (
        "no key is filled in ({columns}); a lead needs one",
        "キーの列（{columns}）がすべて空です。リードには少なくとも一つ必要です",
    ),
    "import.empty": (
        "`{column}` is empty, and without it the row has no moment",
        "`{column}` が空なので、この行の時点がわかりません",
    ),
    "import.number": (
        "`{value}` in `{column}` is no number",
        "`{column}` の `{value}` は数値ではありません",
    ),
    "import.yes-no": (
        "`{value}` in `{column}` is neither yes nor no; say what it means under `values`",
        "`{column}` の `{value}` は、はい・いいえのどちらとも読めません。マッピングの `values` に意味を書いてくだ"
        "さい",
    ),
    "import.date": (
        "`{value}` in `{column}` is no date; if it is, say how it is written under `format`",
        "`{column}` の `{value}` を日付として読めません。書き方をマッピングの `format` に示してください",
    ),
    "import.nobody": (
        "no lead of the first table has the key `{key}` (`{file}`)",
        "キー `{key}` のリードが最初の表にありません（`{file}`）",
    ),
    "import.before-known": (
        "`{type}` of `{lead}` happened at {at}, before the lead was known at {known}; it went in as it stands",
        "`{lead}` の `{type}` は {at} で、リードを知った {known} より前です。そのまま取り込みました",
    ),
    "mapping.not-toml": (
        "`{file}` is not TOML ({detail}); a name with letters beyond a-z stands in quotes, such as "
        "`\"役職\" = \"title\"`",
        "`{file}` を TOML として読めません（{detail}）。日本語の名前は `\"役職\" = \"title\"` のように引用符で"
        "囲んでください",
    ),
    "mapping.unknown-key": (
        "nobody reads `{key}` ({where}); did you mean `{near}`?",
        "`{key}` という設定はありません（{where}）。`{near}` の間違いではありませんか",
    ),
    "mapping.missing": (
        "`{key}` is missing ({where}); a mapping needs one key under `[keys]`, an event its `type` and `at`",
        "`{key}` がありません（{where}）。マッピングには `[keys]` に一つ以上のキー、イベントには `type` と `at` "
        "が必要です",
    ),
    "mapping.zone": (
        "`{value}` ({where}) is no time zone; write an IANA name such as `Asia/Tokyo`",
        "`{value}`（{where}）はタイムゾーンではありません。`Asia/Tokyo` のような IANA 名にしてください",
    ),
    "mapping.region": (
        "`{value}` ({where}) is no country; write two capital letters such as `JP`",
        "`{value}`（{where}）は国の記号ではありません。`JP` のような大文字 2 文字にしてください",
    ),
    "mapping.event-type": (
        "`{value}` ({where}) cannot be the name of an event from outside",
        "`{value}`（{where}）は外からのイベント名として使えません",
    ),
    "mapping.wrong": (
        "`{key}` ({where}) cannot be `{value}`",
        "`{key}`（{where}）に `{value}` は使えません",
    ),
    "spool.unreadable": (
        "`{file}` cannot be read back, and people who left wait in it; give it to the user nurture runs as",
        "`{file}` を読み戻せません。配信停止の申し出が残っています。実行ユーザーの所有にしてください",
    ),
    "spool.full": (
        "`{file}` takes no more, and the database is down; make room on the disk",
        "データベースが止まっており、`{file}` にも書き込めません。ディスクに空きを作ってください",
    ),
}


def say(code: str, values: dict[str, str], language: str) -> str:
    """The sentence of a problem; a value nobody gave shows as a question mark."""
    english, japanese = SENTENCES.get(code, (code, code))
    return (japanese if language == "ja" else english).format_map(_Shown(values))


class _Shown(dict[str, str]):
    def __missing__(self, name: str) -> str:
        return "?"

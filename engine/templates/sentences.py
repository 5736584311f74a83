"""What is wrong with a template, in English and Japanese. `{name}` stands for a value of the problem."""

from engine.templates.facts import TemplateProblem

SENTENCES: dict[str, tuple[str, str]] = {
    "bare-address": (
        'clicks on `{target}` are not seen; write `[text]({target} "name")`',
        '`{target}` のクリックは記録されません。`[文字]({target} "名前")` と書いてください',
    ),
    "crossed-blocks": (
        "a `{{% if %}}` or `{{% for %}}` begins inside one paragraph and ends inside another; "
        "put it on a line of its own",
        "`{{% if %}}` または `{{% for %}}` が段落をまたいでいます。独立した行に書いてください",
    ),
    "deep-loop": ("more than {limit} loops inside each other", "ループの入れ子は {limit} 段までです"),
    "empty-body": ("the mail has no text", "メールの本文がありません"),
    "forbidden-attribute": ("`{attribute}` has no place in a mail", "`{attribute}` はメールでは使えません"),
    "far-too-open": (
        "there are far more `{open}` than `{close}`: close them, or write the sign itself another way (`&lt;` for `<`)",
        "`{open}` が `{close}` よりはるかに多くあります。閉じるか、記号そのものは別の書き方（`<` は `&lt;`）にしてください",
    ),
    "forbidden-element": ("`<{element}>` has no place in a mail", "`<{element}>` はメールでは使えません"),
    "front-matter-line": (
        "`{line}` is not `key: value`",
        "`{line}` は `key: value` の形ではありません",
    ),
    "hyphen-name": (
        "a name with a hyphen needs brackets: `{right}`, not `{written}`",
        "ハイフンを含む名前は角括弧で書きます。`{written}` ではなく `{right}`",
    ),
    "key-twice": ("`{key}` stands twice; first on line {first}", "`{key}` が二度書かれています（最初は {first} 行目）"),
    "link-name-twice": (
        "two links to different places are called `{link}` (first on line {first}); "
        'name them: `[text](https://… "name")`',
        "別の場所へのリンクが同じ名前 `{link}` です（最初は {first} 行目）。"
        '名前を付けてください: `[文字](https://… "名前")`',
    ),
    "missing-front-matter": (
        "a template begins with `---`, then `subject: …`, then `---`",
        "テンプレートは `---`、`subject: …`、`---` の行で始めます",
    ),
    "missing-subject": ("the mail has no `subject:`", "`subject:` がありません"),
    "missing-template": (
        "there is no mail `{template}`; write `{template}.md` or `{template}.html` in `{folder}`",
        "メール `{template}` がありません。`{folder}` に `{template}.md` か `{template}.html` を書いてください",
    ),
    "nameless-link": (
        'the link to `{target}` has neither text nor name; write `[text]({target} "name")`',
        '`{target}` へのリンクに文字も名前もありません。`[文字]({target} "名前")` と書いてください',
    ),
    "needs-field": (
        "`{name}` is a group of values; name one of them, as in `{name}.name`",
        "`{name}` は値の集まりです。`{name}.name` のように一つを指定してください",
    ),
    "not-allowed": ("a template cannot use `{construct}`", "テンプレートでは `{construct}` を使えません"),
    "not-utf8": ("`{file}` is not written in UTF-8", "`{file}` の文字コードが UTF-8 ではありません"),
    "odd-link": (
        "`{target}` is no link; it begins with `https://`, `mailto:` or `tel:`",
        "`{target}` はリンクになりません。`https://`、`mailto:`、`tel:` のいずれかで始めてください",
    ),
    "odd-loop": (
        "a loop is written `{{% for thing in lead.things %}}`",
        "ループは `{{% for もの in lead.もの一覧 %}}` の形で書きます",
    ),
    "odd-picture": (
        "the picture `{target}` is not on the web; its address begins with `https://`",
        "画像 `{target}` はウェブ上にありません。`https://` で始まる場所に置いてください",
    ),
    "open-block": (
        "`{{% {tag} %}}` is never closed by `{{% end{tag} %}}`",
        "`{{% {tag} %}}` を閉じる `{{% end{tag} %}}` がありません",
    ),
    "open-front-matter": (
        "the front matter is never closed by a line of `---`",
        "先頭の設定を閉じる `---` の行がありません",
    ),
    "private-character": (
        "this line holds a character that no mail program shows; delete it",
        "この行に表示できない文字（外字）があります。削除してください",
    ),
    "private-name": ("`{name}`: no name begins with `_`", "`{name}`: `_` で始まる名前は使えません"),
    "statement-in-link": (
        "`{target}`: a link cannot hold `{{% … %}}`; write the condition around two links",
        "`{target}`: リンクの中に `{{% … %}}` は書けません。条件の中にリンクを二つ書いてください",
    ),
    "stray-end": (
        "`{{% {tag} %}}` has no beginning",
        "`{{% {tag} %}}` に対応する始まりがありません",
    ),
    "syntax-in-style": ("styles cannot hold `{{{{ … }}}}`", "スタイルの中に `{{{{ … }}}}` は書けません"),
    "syntax-in-tag": (
        "`<{element}>`: only the value of an attribute can hold `{{{{ … }}}}`",
        "`<{element}>`: `{{{{ … }}}}` は属性の値にだけ書けます",
    ),
    "template-syntax": (
        "cannot read `{near}`; a value is written `{{{{ lead.name }}}}`",
        "`{near}` を読み取れません。値は `{{{{ lead.name }}}}` の形で書きます",
    ),
    "template-too-large": ("`{file}` has more than {limit} bytes", "`{file}` は {limit} バイトを超えています"),
    "too-deep": (
        "too much inside each other, or one `{{{{ … }}}}` of more than 2,000 characters",
        "入れ子が深すぎるか、一つの `{{{{ … }}}}` が 2,000 文字を超えています",
    ),
    "too-many-places": (
        "more than {limit} `{{{{ … }}}}` and `{{% … %}}` in one template",
        "一つのテンプレートに `{{{{ … }}}}` と `{{% … %}}` が {limit} 個を超えています",
    ),
    "two-templates": (
        "the mail `{template}` is there twice: {files}; keep one",
        "メール `{template}` が二つあります（{files}）。一つにしてください",
    ),
    "unknown-filter": (
        "there is no filter `{filter}`; there are {known}",
        "フィルター `{filter}` はありません。使えるのは {known} です",
    ),
    "unknown-key": (
        "front matter knows no `{key}`; it knows {known}",
        "先頭の設定に `{key}` はありません。使えるのは {known} です",
    ),
    "unknown-root": (
        "`{name}` is nothing a mail knows; values begin with {known}",
        "`{name}` という値はありません。値は {known} のいずれかで始まります",
    ),
    "unknown-tag": (
        "there is no `{{% {tag} %}}`; there are `if` and `for`",
        "`{{% {tag} %}}` はありません。使えるのは `if` と `for` です",
    ),
    "unknown-test": ("there is no test `is {test}`; there is `is defined`", "`is {test}` はありません。使えるのは `is defined` です"),
    "unknown-value": (
        "`{key}: {value}` is unknown; write one of {allowed}",
        "`{key}: {value}` は使えません。{allowed} のいずれかを書いてください",
    ),
    "unreadable-template": ("`{file}` cannot be read: {reason}", "`{file}` を読めません: {reason}"),
}

HELD: dict[str, tuple[str, str]] = {
    "missing-value": (
        "the mail needs `{path}` and this lead has none",
        "メールに必要な `{path}` がこのリードにありません",
    ),
    "list-too-long": ("a list is too long for a mail: `{value}`", "一覧が長すぎてメールに入りません: `{value}`"),
    "mail-too-long": ("the mail has more than {value} characters", "メールが {value} 文字を超えています"),
    "not-fitting": (
        "a value is of another kind than the template `{value}` needs: a text compared with a number, or a length that is none",
        "テンプレート `{value}` の使い方に合わない値があります（文字と数の比較など）",
    ),
    "not-a-date": ("`{value}` is no date", "`{value}` は日付ではありません"),
    "not-a-link": ("`{value}` is no link", "`{value}` はリンクではありません"),
    "not-a-list": ("`{value}` is no list", "`{value}` は一覧ではありません"),
    "not-a-number": ("`{value}` is no number", "`{value}` は数ではありません"),
    "not-a-text": ("`{value}` is a group of values, no text", "`{value}` は値の集まりで、文字ではありません"),
    "not-plain": ("`{value}` cannot stand in a mail", "`{value}` はメールに書けない値です"),
}
"""Why a mail is held at send time: the codes of MissingValue and UnusableValue."""


def sentence(problem: TemplateProblem, language: str = "en") -> str:
    """The problem in words."""
    english, japanese = SENTENCES[problem.code]
    return (japanese if language == "ja" else english).format(**problem.values)

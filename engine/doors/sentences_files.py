"""What is odd about a file, and what a guess about its columns stands on, in English and Japanese. `{…}` are the values of the problem."""

FILES: dict[str, tuple[str, str]] = {
    "import.no-sheets": (
        "`{file}` is no workbook, so it has no sheet `{sheet}`",
        "`{file}` はブックではないため、シート `{sheet}` はありません",
    ),
    "import.no-sheet": (
        "`{file}` has no sheet `{sheet}`; it has {near}",
        "`{file}` にシート `{sheet}` がありません。あるのは {near} です",
    ),
    "import.no-book": (
        "`{file}` cannot be read as a workbook; save it again as .xlsx or as CSV",
        "`{file}` をブックとして読めません。.xlsx か CSV で保存し直してください",
    ),
    "import.password": (
        "`{file}` is locked with a password; save it without one",
        "`{file}` はパスワードで保護されています。パスワードなしで保存してください",
    ),
    "import.skipped-top": (
        "the header was found in line {line}; what stands above it was left alone",
        "{line} 行目を見出しとし、その上の行は読みませんでした",
    ),
    "import.other-sheets": (
        "sheet `{sheet}` was read; {names} were left alone (`sheet` in a mapping says which)",
        "シート `{sheet}` を読みました。{names} は読んでいません（マッピングの `sheet` で選べます）",
    ),
    "import.too-many-columns": (
        "`{file}` has more than {limit} columns; it is hardly a table of leads",
        "`{file}` の列が {limit} を超えています。リードの表ではないようです",
    ),
    "import.no-object": (
        "the line is no object such as `{{\"email\": …}}`",
        "この行は `{{\"email\": …}}` のようなオブジェクトではありません",
    ),
    "import.reader-gone": (
        "the process that read the file was stopped; the same command again goes on where it was",
        "ファイルを読んでいたプロセスが止められました。同じコマンドをもう一度実行すれば続きから取り込みます",
    ),
    "import.no-report": (
        "`{file}` is neither lines of JSON nor a report of Zoom or Teams; a table of leads comes in by `import leads`",
        "`{file}` は JSON の行でも Zoom・Teams のレポートでもありません。リードの表は `import leads` で取り込みます",
    ),
    "import.no-attendee": (
        "`{name}` has no mail address in the report, so nobody knows who it was",
        "レポートに `{name}` のメールアドレスがないため、誰か分かりません",
    ),
    "import.rounded": (
        "`{value}` in `{column}` was rounded by a spreadsheet and its digits are lost; make the column text and export it again",
        "`{column}` の `{value}` は表計算ソフトで丸められ、桁が失われています。列を文字列にして書き出し直してください",
    ),
    "guess.twice": ("two columns have this name", "同じ名前の列が二つあります"),
    "guess.no-name": ("the column has no name", "列に名前がありません"),
    "guess.undeclared": ("no attribute of that name is declared", "この名前の属性は宣言されていません"),
    "guess.no-addresses": ("its cells are no mail addresses", "セルがメールアドレスではありません"),
    "guess.cells": ("cells that cannot be read as {type}", "{type} として読めないセルがあります"),
    "guess.identity": ("may be a number of rows, not of people", "人ではなく行の番号かもしれません"),
    "guess.no-event": ("declare `{event}` to take it in", "`{event}` を宣言すれば取り込めます"),
    "guess.by-cells": ("told by its cells alone", "セルの中身だけからの推測です"),
    "guess.near": ("the name is close to `{name}`", "名前が `{name}` に近いため"),
    "guess.unknown": ("not known; a mapping can say", "分かりません。マッピングで指定できます"),
    "guess.maybe-left": (
        "may say who wants no mail; look at it before any mail leaves",
        "配信を望まない人を示す列かもしれません。送信の前に必ず確認してください",
    ),
    "guess.otherwise": ("where `{column}` is empty", "`{column}` が空のときに使います"),
    "guess.second": ("`{column}` is taken for `{meaning}`", "`{meaning}` には `{column}` を使います"),
    "guess.half-name": ("one half of a name", "氏名の一部だけです"),
    "guess.part": ("a part of `{column}`", "`{column}` に含まれます"),
}  # fmt: skip

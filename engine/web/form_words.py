"""What pages with forms say of themselves, in English and Japanese. `{…}` are put in."""

FORM: dict[str, tuple[str, str]] = {
    "send": ("Send", "送信する"),
    "optional": ("optional", "任意"),
    "choose": ("Please choose", "選択してください"),
    "yes": ("Yes", "はい"),
    "trap": ("Leave this field empty", "この欄は空のままにしてください"),
    "wrong": ("Please look at these once more", "次の項目をご確認ください"),
    "empty": ("{label}: please fill this in.", "「{label}」をご記入ください。"),
    "unchosen": ("{label}: please choose one.", "「{label}」をお選びください。"),
    "address": (
        "{label}: this is no mail address; it looks like name@example.com.",
        "「{label}」の書き方をご確認ください。name@example.jp のような形です。",
    ),
    "number": ("{label}: please write a number, such as 120.", "「{label}」は 120 のような数字でご記入ください。"),
    "day": ("{label}: please write a day, such as 2027-04-01.", "「{label}」は 2027-04-01 のような日付でご記入ください。"),
    "long": ("{label}: please write at most {limit} letters.", "「{label}」は {limit} 文字までにしてください。"),
    "once-more": ("Please press the button once more.", "もう一度、ボタンを押してください。"),
    "later": (
        "We could not take it just now. Nothing you wrote is lost: please press the button again in a few minutes.",
        "ただいま受け付けられませんでした。ご記入の内容はそのまま残っています。数分後に、もう一度ボタンを押してください。",
    ),
    "slow": (
        "That was very quick one after another. Please wait {seconds} seconds and press the button again.",
        "続けて送信されたため、受け付けていません。{seconds} 秒ほどおいて、もう一度ボタンを押してください。",
    ),
    "thanks": ("Thank you", "ありがとうございました"),
    "taken": ("We have received it.", "送信を受け付けました。"),
    "get": ("Get “{label}”", "「{label}」を受け取る"),
    "until": ("The link is yours alone and works for {days} days.", "このリンクはあなた専用で、{days} 日間使えます。"),
    "mailed": ("We send “{label}” to the address you gave.", "ご記入のアドレスに「{label}」をお送りします。"),
    "switch": ("日本語", "English"),
    "over.title": ("This link has ended", "このリンクの期限が過ぎました"),
    "over.text": (
        "Links to “{label}” work for {days} days. Ask for it again, and you get a new one.",
        "「{label}」のリンクが使えるのは {days} 日間です。もう一度お申し込みいただくと、新しいリンクをお渡しします。",
    ),
    "over.mail": (
        "Links to “{label}” work for {days} days. Reply to the mail, and we send you a new one.",
        "「{label}」のリンクが使えるのは {days} 日間です。メールにご返信いただければ、新しいリンクをお送りします。",
    ),
    "over.again": ("Ask for it again", "もう一度申し込む"),
    "email": ("Mail address", "メールアドレス"),
    "name": ("Name", "お名前"),
    "company": ("Company", "会社名"),
    "phone": ("Telephone", "電話番号"),
}


def say(name: str, language: str, **values: str) -> str:
    """The words in that language, as plain text."""
    english, japanese = FORM[name]
    return (japanese if language == "ja" else english).format_map(values)

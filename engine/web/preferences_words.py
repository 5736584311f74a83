"""The words of the pages on which readers say what they allow, in two languages."""

PREFERENCES: dict[str, tuple[str, str]] = {
    "prefer.title": ("What you get from us", "メールの受信設定"),
    "prefer.text": (
        "These settings are for {address}. Nothing changes before you press the button.",
        "{address} 宛てのメールの設定です。ボタンを押すまで、何も変わりません。",
    ),
    "prefer.topics": ("Kinds of mail", "受け取るメール"),
    "prefer.asked": (
        "We have sent you a mail; it starts once you confirm there.",
        "確認のメールをお送りしています。メールのボタンで確認すると始まります。",
    ),
    "prefer.pause": ("Take a break", "しばらく休む"),
    "prefer.pause-0": ("No break", "休まない"),
    "prefer.pause-days": ("No mails for {days} days", "{days} 日間、メールを休む"),
    "prefer.pause-keep": ("Stay on the break that lasts until {date}", "{date} まで休む（いまの設定）"),
    "prefer.tracking": ("Your privacy", "プライバシー"),
    "prefer.untracked": ("Do not record what I open or click", "開封とクリックを記録しない"),
    "prefer.language": ("Language of the mails", "メールの言語"),
    "prefer.language-any": ("As it is", "指定しない"),
    "prefer.save": ("Save", "保存する"),
    "prefer.leave": ("Stop all mails", "すべて停止する"),
    "saved.title": ("Your settings are saved", "設定を保存しました"),
    "saved.text": ("This now holds for {address}:", "{address} 宛てのメールは、次のとおりです。"),
    "saved.on": ("You get: {topics}", "受け取る：{topics}"),
    "saved.off": ("You do not get: {topics}", "受け取らない：{topics}"),
    "saved.asked": (
        "Please confirm by the mail we are sending you: {topics}",
        "お送りする確認メールで、登録をご確認ください：{topics}",
    ),
    "saved.paused": ("No mails until {date}", "{date} までメールを休みます"),
    "saved.untracked": ("What you open and click is not recorded", "開封とクリックは記録しません"),
    "saved.undo": ("Undo", "元に戻す"),
    "saved.more": ("Change more", "ほかの設定を変える"),
    "partly.title": ("Part of it is saved", "一部だけ保存しました"),
    "partly.text": (
        "What you no longer want is kept. The rest could not be saved just now; please open the link again in a few minutes.",
        "受け取らない設定は受け付けました。そのほかは、ただいま保存できませんでした。数分後にもう一度お試しください。",
    ),
    "left.undo": ("This was a mistake: undo", "間違えたので、元に戻す"),
    "back.title": ("Everything is as it was", "元に戻しました"),
    "back.text": ("Mails go to {address} again, as before.", "{address} へのメールは、以前のとおりお届けします。"),
    "closed.title": ("You get no mails from us", "メールは停止しています"),
    "closed.text": (
        "No marketing mail goes to {address}. If you want mails again, sign up on our site or write to us.",
        "{address} へのご案内メールは停止しています。再開をご希望のときは、当社のサイトからお申し込みいただくか、ご連絡ください。",
    ),
    "confirm.title": ("Please confirm", "ご確認ください"),
    "confirm.text": (
        "Mails about “{topic}” go to {address} once you press the button.",
        "ボタンを押すと、{address} に「{topic}」のメールをお送りします。",
    ),
    "confirm.yes": ("Yes, send me these mails", "メールを受け取る"),
    "confirm.no": (
        "If you did not ask for this, close the page: nothing is sent without your yes.",
        "お心当たりがない場合は、このページを閉じてください。ご確認がなければ、何もお送りしません。",
    ),
    "confirmed.title": ("Thank you, it is confirmed", "登録が完了しました"),
    "confirmed.text": (
        "Mails about “{topic}” go to {address} from now on. Every mail has a link to leave by.",
        "これから {address} に「{topic}」のメールをお送りします。どのメールからも配信を停止できます。",
    ),
    "confirm-late.title": ("This link has expired", "リンクの有効期限が切れています"),
    "confirm-late.text": (
        "Nothing was changed, and no mails about “{topic}” are sent. Please sign up once more to get a new link.",
        "何も変更していません。「{topic}」のメールはお送りしません。新しいリンクが必要なときは、もう一度お申し込みください。",
    ),
    "confirm-gone.title": ("You have left since", "配信は停止されています"),
    "confirm-gone.text": (
        "After this mail was sent you asked for no more mails, and that holds. Nothing was changed.",
        "このメールのあとに配信停止を承っているため、そのままにしてあります。何も変更していません。",
    ),
}

"""What the words of the language mean, for whoever points at one: the first paragraphs of the manual, which a test holds them to."""

from typing import NamedTuple


class Meaning(NamedTuple):
    """page: of the manual, by its name."""

    page: str
    en: str
    ja: str


_PAGES: tuple[Meaning, ...] = (
    Meaning(
        "accounts",
        "Which people belong to one company, what is known of the company, and what is asked of all its people together.",
        "どの人が同じ会社に属するか、会社について何が分かっているか、会社の人全体に何を問えるか。",
    ),
    Meaning(
        "allowing",
        "A warning is right nearly always. Where it is not, a comment says so, with the reason, and the warning is not told any more.",
        "警告はたいてい正しいものです。そうでないところには、理由を添えたコメントを書くと、その警告は出なくなります。",
    ),
    Meaning(
        "assets",
        "What you hand out: papers, e-books, recordings; where each lies, and for whom it is made.",
        "渡す資料。冊子、電子書籍、録画。どこにあり、誰のためのものか。",
    ),
    Meaning(
        "attributes",
        "What we know of a lead or of an account: from forms, imports and the CRM.",
        "リードや取引先について分かっていること。フォーム、取り込み、CRM から来ます。",
    ),
    Meaning(
        "branches",
        "Look at the lead at this moment and go on accordingly.",
        "今この時点のリードを見て、道を選びます。",
    ),
    Meaning(
        "calendars",
        "Which days are business days, and which hours business hours.",
        "どの日が営業日で、どの時間が営業時間か。",
    ),
    Meaning(
        "checklists",
        "BANT, CHAMP and their like: questions with weights, and a mark to pass.",
        "BANT や CHAMP など、重み付きの質問と合格点。",
    ),
    Meaning(
        "conditions",
        "What can be asked of a lead.",
        "リードについて問えること。",
    ),
    Meaning(
        "consent",
        "Leave a lead in peace for a while, until a day, or for good; and note that it wants to hear from you.",
        "リードへの送信をしばらく、ある日まで、または今後ずっと控えます。読みたいという意思も記録します。",
    ),
    Meaning(
        "content",
        "Write down what customers ask in a stage and which mail answers it, for each persona, so that the gaps show.",
        "ステージごとにお客様が問うことと、それに答えるメールを、ペルソナ別に書きます。足りないところが見えます。",
    ),
    Meaning(
        "events",
        "What a lead can do: visits, downloads, bookings, deals. They come from your site, forms and systems.",
        "リードの行動：訪問、ダウンロード、予約、受注。サイトやフォーム、ほかのシステムから来ます。",
    ),
    Meaning(
        "expecting",
        "Say what must have come of it, for each lead: mails and what they show, handoffs, tasks and notices, scores, "
        "stages and facts, and where the run is.",
        "結果としてどうなるべきかを、リードごとに書きます：メールとその内容、引き渡し、タスク、通知、スコア、ステージ、ラン"
        "の位置。",
    ),
    Meaning(
        "facts",
        "Note something about the lead. What is noted is an event of its own and never recomputed.",
        "リードについて書き留めます。書き留めたこと自体が一つのイベントになり、計算し直されません。",
    ),
    Meaning(
        "forms",
        "A page on which somebody asks for something and says who they are: `nurture run` shows it at `/f/NAME`.",
        "資料などを請求する人が名前やアドレスを書くページ。`nurture run` が `/f/名前` に出します。",
    ),
    Meaning(
        "handoffs",
        "Give a lead to a team, with the reason, and answer to what the team makes of it.",
        "理由を添えてリードをチームに渡し、チームの返事に応じて進みます。",
    ),
    Meaning(
        "in-flight",
        "What happens to the leads that stand in a scenario when its file changes.",
        "ファイルが変わるとき、シナリオの途中にいるリードをどうするか。",
    ),
    Meaning(
        "journey",
        "The way from not knowing you to being a customer. A lead is in one stage at a time.",
        "知らない人からお客様になるまでの道のり。リードは一度に一つのステージにいます。",
    ),
    Meaning(
        "letting-in",
        "Only news starts a run. These words let in leads whom no news would bring: those who met a condition before the "
        "scenario was there, and those whom a table brings.",
        "ランが始まるのは新着だけです。すでに条件を満たしている人や、表で取り込む人を入れるには、これを書きます。",
    ),
    Meaning(
        "loops",
        "Do something again, skip ahead, or do two things at once. Every loop has a bound.",
        "くり返す、先へ飛ぶ、二つを並行して行う。どのくり返しにも上限があります。",
    ),
    Meaning(
        "notices",
        "Tell a person that something has happened. To tell another system, see Webhooks.",
        "何かが起きたことを人に知らせます。",
    ),
    Meaning(
        "patterns",
        "What starts, moves and ends things: `on` an event, `when` a condition turns true.",
        "何かを始め、進め、終えるもの：イベントなら `on`、条件が成り立ったときなら `when`。",
    ),
    Meaning(
        "people",
        "Which leads are one person. Which people belong to one company stands under accounts.",
        "どのリードが同じ一人か。",
    ),
    Meaning(
        "picking",
        "Try the arms of a split on some of the leads, and give all others the one that was clicked or opened most.",
        "一部のリードで枝を試し、最もクリックまたは開封された枝を残りの全員に送ります。",
    ),
    Meaning(
        "playing",
        "Let happen whatever can happen in production: what a lead does, what becomes of a mail, what people answer, and "
        "what is done by hand.",
        "本番で起こりうることを起こします：リードの行動、メールの行方、人の返事、手で行うこと。",
    ),
    Meaning(
        "policies",
        "What holds for every mail of every scenario: how many, at what hours, to whom not.",
        "すべてのシナリオのすべてのメールに効く決まり：何通まで、何時に、誰には送らないか。",
    ),
    Meaning(
        "pressure",
        "How many mails all scenarios together can bring one lead, against what the policy lets through. Nothing is written for it: "
        "the checker works it out from the scenarios and the caps, and shows one lead to whom it happens.",
        "すべてのシナリオを合わせて、一人のリードに何通届きうるか。書くものはありません。チェッカーがシナリオと上限から求め、"
        "実際に届きうる一人を示します。",
    ),
    Meaning(
        "scenarios",
        "How leads come in, what ends their run, and then, line by line, what happens to them.",
        "リードの入り方、ランの終わり方、そして一行ずつ何が起こるか。",
    ),
    Meaning(
        "scores",
        "Points for what leads do and for what they are. Keep the two in scores of their own: a keen student is not a quiet "
        "manager.",
        "行動と属性に付ける点数。二つは別のスコアにします。",
    ),
    Meaning(
        "segments",
        "Names for conditions. A lead is in a segment for as long as its condition holds; of the personas it is the first "
        "that fits.",
        "条件に付ける名前。リードは条件が成り立つ間セグメントにいて、ペルソナは最初に当てはまるものになります。",
    ),
    Meaning(
        "send",
        "Send the template of that name.",
        "その名前のテンプレートを送ります。",
    ),
    Meaning(
        "series",
        "Mails in an order of which a lead gets each one once, however it comes to them.",
        "順番のあるメール。リードは一通ずつ、どこから来ても一度だけ受け取ります。",
    ),
    Meaning(
        "splits",
        "Send leads different ways by chance, to see which one is better, or keep some without.",
        "偶然で道を分け、どれが良いかを確かめます。何もしない人を残すこともできます。",
    ),
    Meaning(
        "steps",
        "A named place in a scenario: reports show who stands there, and files can change around it.",
        "シナリオの中の名前の付いた場所。誰がそこにいるかがレポートに出ます。",
    ),
    Meaning(
        "stopping",
        "End this run, or start, pause, resume or stop the run of another scenario.",
        "このランを終える。または、ほかのシナリオのランを始める・止める・再開する・終える。",
    ),
    Meaning(
        "targets",
        "What you want to reach, by when, and who hears of it if it goes wrong.",
        "達成したい数値、期限、うまくいかないときに知らせる相手。",
    ),
    Meaning(
        "tasks",
        "Ask a person to do something, and wait for what came of it.",
        "人に何かを頼み、その結果を待ちます。",
    ),
    Meaning(
        "teams",
        "Who takes leads over, how they hear of it, and for what reasons they may give one back.",
        "誰がリードを引き受け、どう知らされ、どの理由で差し戻せるか。",
    ),
    Meaning(
        "tests",
        "Play leads through a scenario on a virtual clock and say what must come of it. `nurture test` runs them with the "
        "engine that also runs in production. What can be played stands on What a test plays, what can be expected on What "
        "a test expects.",
        "仮想の時計でリードをシナリオに通し、結果を書きます。",
    ),
    Meaning(
        "topics",
        "Kinds of mail that readers can leave one by one, without leaving all.",
        "読者が一つずつやめられる、配信の種類。",
    ),
    Meaning(
        "turns",
        "Keep scenarios out of each other's way: of a group a lead is in one at a time, and the mails of a less important "
        "scenario wait while a more important one lasts.",
        "シナリオどうしがぶつからないようにします。グループの中では一度に一つ、優先度の低いメールは待ちます。",
    ),
    Meaning(
        "waiting",
        "Let time pass, or wait for something to happen.",
        "時間が過ぎるのを待つ、または何かが起きるのを待ちます。",
    ),
    Meaning(
        "webhooks",
        "Tell another system, such as the CRM, that a lead has come here, and go on by what it answers.",
        "リードがここに来たことを CRM などのシステムに伝え、その答えで進みます。",
    ),
)
MEANINGS: dict[str, Meaning] = {meaning.page: meaning for meaning in _PAGES}

WORDS: dict[str, str] = {
    "account": "accounts",
    "accepted": "handoffs",
    "activity": "conditions",
    "asset": "assets",
    "ask": "forms",
    "form": "forms",
    "free": "assets",
    "gated": "assets",
    "offers": "forms",
    "raises": "assets",
    "thanks": "forms",
    "theme": "assets",
    "add": "facts",
    "after": "waiting",
    "all": "conditions",
    "and": "conditions",
    "anniversary": "waiting",
    "answered": "content",
    "any": "conditions",
    "arrives": "events",
    "asks": "content",
    "attribute": "attributes",
    "back": "journey",
    "because": "handoffs",
    "between": "conditions",
    "bounced": "patterns",
    "branch": "loops",
    "business": "calendars",
    "calendar": "calendars",
    "changed": "in-flight",
    "checklist": "checklists",
    "choose": "branches",
    "clear": "facts",
    "clicked": "patterns",
    "closed": "calendars",
    "compare": "targets",
    "complained": "patterns",
    "confirmed": "topics",
    "consents": "consent",
    "deliver": "policies",
    "did": "conditions",
    "done": "tasks",
    "dropped": "journey",
    "during": "conditions",
    "else": "branches",
    "enter": "scenarios",
    "entry": "patterns",
    "evenly": "splits",
    "event": "events",
    "expect": "expecting",
    "fading": "scores",
    "failed": "webhooks",
    "give": "facts",
    "given": "tests",
    "go": "loops",
    "goal": "scenarios",
    "group": "scores",
    "halve": "scores",
    "handoff": "handoffs",
    "hold": "consent",
    "holdout": "splits",
    "holidays": "calendars",
    "hours": "calendars",
    "identity": "people",
    "if": "branches",
    "including": "letting-in",
    "journey": "journey",
    "keep": "scores",
    "kpi": "targets",
    "law": "policies",
    "leave": "scenarios",
    "level": "scores",
    "lose": "scores",
    "maintainer": "scenarios",
    "measure": "targets",
    "members": "teams",
    "move": "facts",
    "moved": "in-flight",
    "mute": "consent",
    "no": "conditions",
    "none": "conditions",
    "not": "conditions",
    "notify": "notices",
    "on": "patterns",
    "one": "scenarios",
    "opened": "patterns",
    "or": "conditions",
    "overdue": "handoffs",
    "pass": "checklists",
    "passes": "conditions",
    "past": "waiting",
    "pause": "stopping",
    "persona": "segments",
    "pick": "picking",
    "policy": "policies",
    "priority": "policies",
    "reassign": "handoffs",
    "received": "patterns",
    "reenter": "scenarios",
    "reject": "teams",
    "rejected": "handoffs",
    "release": "consent",
    "remove": "facts",
    "repeat": "loops",
    "replied": "patterns",
    "restart": "scenarios",
    "resume": "stopping",
    "review": "people",
    "same": "people",
    "scenario": "scenarios",
    "score": "scores",
    "segment": "segments",
    "send": "send",
    "series": "series",
    "set": "facts",
    "split": "splits",
    "stage": "journey",
    "start": "stopping",
    "step": "steps",
    "stop": "stopping",
    "subscribe": "consent",
    "suppress": "consent",
    "tag": "facts",
    "tagged": "conditions",
    "target": "targets",
    "task": "tasks",
    "team": "teams",
    "test": "tests",
    "testing": "picking",
    "timeout": "waiting",
    "timezone": "calendars",
    "together": "loops",
    "topic": "topics",
    "unmute": "consent",
    "unsubscribe": "consent",
    "unsubscribed": "conditions",
    "untag": "facts",
    "until": "waiting",
    "versions": "scenarios",
    "wait": "waiting",
    "webhook": "webhooks",
    "when": "patterns",
    "where": "patterns",
    "while": "conditions",
    "worth": "checklists",
    "yield": "turns",
}
"""A word -> the page that explains it."""


def meaning_of(word: str) -> Meaning | None:
    """What a keyword is for; None for the small words that only join others."""
    page = WORDS.get(word)
    return MEANINGS[page] if page else None

"""The rules about comments that allow a finding: `# allow X501 because …`. They allow nothing themselves."""

from grammar.diagnostics import Rule

NO_REASON = Rule(
    id="Q731",
    name="allowance-without-reason",
    en="this says no reason, so it allows nothing",
    ja="理由が書かれていないため、何も許可されません",
    help_en="end it with `because` and why: `# allow {rules} because only next month`",
    help_ja="終わりに `because` と理由を書きます：`# allow {rules} because 来月だけの企画`",
    severity="warning",
)
UNKNOWN = Rule(
    id="Q732",
    name="allowance-of-unknown-rule",
    en="there is no rule `{rule}`",
    ja="`{rule}` という規則はありません",
    help_en="`nurture rule` lists them",
    help_ja="`nurture rule` で一覧が見られます",
    severity="warning",
)
OF_ERROR = Rule(
    id="Q733",
    name="allowance-of-error",
    en="`{rule}` cannot be allowed: {reason}",
    ja="`{rule}` は許可できません。{reason_ja}",
    help_en="mend what it reports, and take this away",
    help_ja="指摘されたところを直し、この許可を消します",
    severity="warning",
)
UNUSED = Rule(
    id="Q734",
    name="unused-allowance",
    en="nothing is left here that `{rules}` would report",
    ja="ここには `{rules}` の指摘がもうありません",
    help_en="take the allowance away; it counts for its own line, or for what starts on the line below it",
    help_ja="この許可を消します。許可が効くのは、その行か、すぐ下の行から始まる宣言や文です",
    severity="warning",
)
MISSPELT = Rule(
    id="Q735",
    name="misspelt-allowance",
    en="this comment allows nothing",
    ja="このコメントでは、何も許可されません",
    help_en="write `{instead}`",
    help_ja="`{instead}` と書きます",
    severity="warning",
)

ALLOWANCE_RULES = (NO_REASON, UNKNOWN, OF_ERROR, UNUSED, MISSPELT)

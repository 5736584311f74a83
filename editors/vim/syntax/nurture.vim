" Made from the grammar of the language: change that, and call `make editors`.
if exists("b:current_syntax")
  finish
endif

syntax iskeyword @,48-57,_,-,192-255

syntax keyword nurtureConstant april august december empty everyday february first fourth friday january july june last march may monday no november now october saturday second september sunday third thursday today tuesday wednesday weekday weekdays weekends yes
syntax keyword nurtureDeclaration account asset attribute calendar changed checklist event form identity journey kpi moved persona policy scenario score segment series team test topic
syntax keyword nurtureFlow after branch choose else enter go goal hold holdout if leave limit on past reenter repeat restart send skip split step stop timeout together until up wait when while without
syntax keyword nurtureKeyword a about accept accepted accepts activity add ago alert alike already always anniversary answered are arm arrives ask asks at back because before below best bounced bounces by clear click clicked clicks closed company compare complained complains confirmed consent consents default deliver delivered deployed did does domain done double doubt dropped due during en end entry evenly every except expect fading failed fails file finished finishes follow for free from gated give given group halve hand handoff held higher holidays import imported including into its ja keep language law lead leads least left level link lose mail maintainer manager measure members merged misses most move moves mute never next notify of offers once only open opened opens opt-in optional or out overdue owner pass passes pause paused people per pick pin prefer priority put raises rate reached reaching reasons reassign received recount refused reject rejected rejects release released remove removed replied replies resume review run same set show shows since single skipped softly stage start started stopped subscribe sum suppress tag tagged taken target task testing thanks theme those timer timezone to turn unmerged unmute unsubscribe unsubscribed unsubscribes untag untagged url version versions waiting webhook winner withdrawn within worth yield
syntax keyword nurtureOperator all and any between ends has in is matches none not starts where with
syntax match nurtureOperator /\<contains\>/
syntax keyword nurtureType date datetime list number one text yesno
syntax keyword nurtureUnit business day days email emails hour hours minute minutes month point points time times week weeks
syntax match nurtureName /\%(^\%(account\|asset\|attribute\|calendar\|changed\|checklist\|event\|form\|kpi\|moved\|persona\|policy\|scenario\|score\|segment\|series\|team\|topic\)\s\+\)\@<=\k\+/

syntax match nurtureNumber /[+-]\=\<\d\+\%(\.\d\+\)\=%\=/
syntax match nurtureDate /\<\d\{4}-\d\d-\d\d\>/
syntax match nurtureTime /\<\d\{1,2}:\d\d\>/
syntax match nurtureField /\.\@1<=\k\+/
syntax match nurtureField /\<\k\+\ze\s*[:=]/
syntax match nurtureEscape /\\["\\n]/ contained
syntax region nurtureText start=/"/ skip=/\\./ end=/"/ oneline contains=nurtureEscape
syntax match nurtureComment /#.*$/ contains=@Spell

highlight default link nurtureDeclaration Structure
highlight default link nurtureType Type
highlight default link nurtureUnit Type
highlight default link nurtureOperator Operator
highlight default link nurtureConstant Constant
highlight default link nurtureFlow Statement
highlight default link nurtureKeyword Keyword
highlight default link nurtureNumber Number
highlight default link nurtureDate Number
highlight default link nurtureTime Number
highlight default link nurtureField Identifier
highlight default link nurtureName Function
highlight default link nurtureEscape SpecialChar
highlight default link nurtureText String
highlight default link nurtureComment Comment

let b:current_syntax = "nurture"

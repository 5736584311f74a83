"""The tree of a file: every declaration, statement, condition and test of the language, under one roof.

The nodes lie in one module per subject; each union (`Declaration`, `Statement`, `Condition`, `Pattern`, `Trigger`,
`Moment`, `Value`, `ScoreRule`, `PolicyRule`, `TestAct`, `Expectation` …) stands below its members. Who learns a new
member of a union is found by `match` with `assert_never`.
"""

# ruff: noqa: F403
from grammar.acts import *
from grammar.catalogue import *
from grammar.conditions import *
from grammar.expectations import *
from grammar.file import *
from grammar.guardrails import *
from grammar.node import *
from grammar.papers import *
from grammar.patterns import *
from grammar.scenario import *
from grammar.scoring import *
from grammar.source import *
from grammar.statements import *
from grammar.timelines import *
from grammar.values import *

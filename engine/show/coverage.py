"""What the tests have been through, and the ways that no test took."""

from engine.lab.coverage import Coverage
from engine.show.screen import Screen
from engine.show.tables import ruled

_KINDS = (("send", "sends", "送信"), ("branch", "branches", "分岐"))


def show_coverage(screen: Screen, coverage: Coverage, threshold: int) -> bool:
    """Shares rounded down, then every way that is missing with its place; False if a share is below the threshold."""
    screen.say("", "")
    for kind, en, ja in _KINDS:
        total = sum(way.kind == kind for way in coverage.ways)
        screen.say(f"{en:<9}{coverage.percent(kind):>4} % of {total}", f"{ja}　{coverage.percent(kind):>4} %（全 {total}）")
    if coverage.missing:
        screen.say("no test goes through:", "どのテストも通らないところ：")
        ruled(screen, [(way.rule, _words(screen, way.kind, way.scenario, way.name)) for way in coverage.missing], indent=2)
    is_enough = all(coverage.percent(kind) >= threshold for kind, _, _ in _KINDS)
    if not is_enough:
        en = f"that is less than {threshold} %: write a test that goes there"
        screen.say(en, f"{threshold} % に足りません。そこを通るテストを書いてください")
    return is_enough


def _words(screen: Screen, kind: str, scenario: str, name: str) -> str:
    if kind == "send":
        return f"{scenario}: {name}"
    return screen.pick(f"{scenario}: the way `{name}`", f"{scenario}：`{name}` の枝")

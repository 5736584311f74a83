"""What the checker takes for granted of values, the engine keeps to."""

import pytest

from engine.testing import Story

SCORE = "score 関心 {{\n  on download give {points} points\n  level warm at 12.5\n}}\nsegment 甲 while {condition}\n"


@pytest.mark.parametrize(
    ("condition", "points", "holds"),
    [
        ("score 関心 >= 12.5", "+12.7", False),
        ("score 関心 >= 12.5", "+13", True),
        ("score 関心 > 12.5", "+13", True),
        ("score 関心 < 12.5", "+12.7", True),
        ("score 関心 <= 12.5", "+13", False),
        ("score 関心 is 12.5", "+12.5", False),
        ("score 関心 is not 12.5", "+12.5", True),
        ("score 関心 between 12.5 and 13.5", "+12.7", False),
        ("level 関心 is warm", "+12.7", False),
        ("level 関心 is warm", "+13", True),
    ],
)
def test_points_are_compared_as_they_are_shown(condition: str, points: str, holds: bool) -> None:
    """12.7 points are shown as 12, which is less than 12.5."""
    story = Story("event download\n" + SCORE.format(points=points, condition=condition))
    story.happens("download")

    assert holds == _is_in(story)


def test_a_value_that_its_declaration_does_not_allow_is_none() -> None:
    """`one of` takes only the values of its list, wherever they come from."""
    attributes = 'attribute 業種: one of ["IT", "小売業"] optional\nattribute 段階: one of [1, 2.5] optional\n'
    story = Story(attributes + "segment 甲 while lead.業種 is empty and lead.段階 is empty\n")
    story.lead("山田", 業種="IT", 段階=2.5)
    before = _is_in(story)
    story.happens("lead.changed", 業種="農業", 段階=3)

    assert (False, True) == (before, _is_in(story))


def _is_in(story: Story) -> bool:
    return story.world.program.segments["甲"].holds(story.world.sight("山田"))

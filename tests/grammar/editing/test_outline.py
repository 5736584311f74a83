"""What a file consists of."""

from grammar.editing.outline import Fold, Part, folds, outline
from grammar.parse import parse

TEXT = """\
event e "名" {
  f: text
}
# a
# b
scenario s {
  enter on e
  if tagged "x" {
    step one {
      split x evenly {
        a {
        }
        b {
        }
      }
    }
  }
}
score p {
  level hot at 4
"""


def flat(parts: tuple[Part, ...], depth: int = 0) -> list[str]:
    return [line for part in parts for line in (f"{'  ' * depth}{part.word} {part.name}", *flat(part.parts, depth + 1))]


def test_what_has_a_name_stands_in_the_outline() -> None:
    told = flat(tuple(outline(parse(TEXT, "a").file)))

    assert ["event e", "  field f", "scenario s", "  step one", "    split x", "      arm a", "      arm b"] == told[:7]
    assert "score p" in told


def test_every_part_has_its_name_inside_of_it() -> None:
    def check(part: Part) -> None:
        assert part.span.start <= part.place.start <= part.place.end <= part.span.end
        for each in part.parts:
            check(each)

    for part in outline(parse('moved a.b to c.d\ntest "t" {\n}\njourney {\n  stage a\n}\n' + TEXT, "a").file):
        check(part)


def test_blocks_and_comments_of_several_lines_can_be_folded() -> None:
    assert [Fold(0, 1), Fold(9, 13), Fold(8, 14), Fold(7, 15), Fold(5, 16), Fold(3, 4, is_comment=True)] == list(folds(TEXT))

"""`nurture law`: what the law asks, and what of it a workspace lacks."""

from pathlib import Path

from tests.cli.kit import Nurture

TEXT = """
event download
topic 便り "お便り"
policy ルール {{
  law "JP"{ground}
}}
scenario 育成 {{
  enter on download
  send intro
}}
"""
MAIL = "---\nsubject: ご案内\ntopic: 便り\n---\n本文\n"


def _workspace(folder: Path, *, address: str, ground: str = "") -> Nurture:
    sender = f'[sender]\nname = "架空"\naddress = "{address}"\npostal_address = "東京都架空区1-2-3"\n'
    (folder / "nurture.toml").write_text(f'[workspace]\nname = "x"\n{sender}', encoding="utf-8")
    (folder / "a.nurture").write_text(TEXT.format(ground=ground), encoding="utf-8")
    (folder / "templates").mkdir()
    (folder / "templates" / "intro.md").write_text(MAIL, encoding="utf-8")
    return Nurture(folder)


def _missing(nurture: Nurture, *words: str) -> dict[str, list[str]]:
    (law,) = nurture.json("law", *words)["laws"]
    return {duty["topic"]: duty["missing"] for duty in law["duties"] if duty["missing"]}


def test_what_the_declared_law_asks_for_and_nobody_wrote_is_missing(tmp_path: Path) -> None:
    nurture = _workspace(tmp_path, address="no-reply@example.jp")

    assert {"consent": ["M332"], "inquiries": ["M323"]} == _missing(nurture)


def test_a_stated_ground_and_an_address_that_is_read_are_enough(tmp_path: Path) -> None:
    nurture = _workspace(tmp_path, address="info@example.jp", ground=' because "名刺を交換した方"')

    assert {} == _missing(nurture)


def test_a_member_of_the_union_has_the_law_of_the_union(tmp_path: Path) -> None:
    (law,) = _workspace(tmp_path, address="info@example.jp").json("law", "de")["laws"]

    assert ("DE", False) == (law["country"], law["declared"])
    assert "2002/58/EC" in law["law"]


def test_a_law_that_is_not_known_is_named_as_such(tmp_path: Path) -> None:
    told = Nurture(tmp_path)("law", "XX")

    assert 2 == told.code
    assert "the law of `XX` is not known here; known are JP, US, EU, GB, CA, AU" in told.err

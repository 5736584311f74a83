"""Which files of a folder are its program."""

from pathlib import Path

from grammar.folder import source_files, source_names


def test_files_come_in_the_order_of_their_names_with_hidden_ones_and_other_workspaces_left_out(tmp_path: Path) -> None:
    for name in ("b.nurture", "a/z.nurture", "a.nurture", ".git/x.nurture", "other/nurture.toml", "other/y.nurture", "note.md"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("", "utf-8")
    (tmp_path / "nurture.toml").write_text("", "utf-8")
    (tmp_path / "folder.nurture").mkdir()

    assert ["a/z.nurture", "a.nurture", "b.nurture"] == source_names(tmp_path)
    assert sorted(source_files(tmp_path)) == source_files(tmp_path)


def test_a_folder_that_is_not_there_has_no_files(tmp_path: Path) -> None:
    assert [] == source_names(tmp_path / "nowhere")

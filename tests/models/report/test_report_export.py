import csv as reader
import os
import stat
import threading
from pathlib import Path

import pytest

from models.report import export, json
from models.report.export import ExportError, write
from models.report.report import Report
from tests.models.report.golden import report


@pytest.fixture(scope="module")
def sample() -> Report:
    return report()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "exports").mkdir()
    return tmp_path / "exports"


@pytest.fixture(autouse=True)
def wide_open_umask() -> object:
    old = os.umask(0)
    yield
    os.umask(old)


@pytest.mark.parametrize("name", ["a.txt", "a.md", "a.markdown", "a.html", "a.HTM", "a.json", "a.csv"])
def test_the_suffix_says_the_form_and_only_the_owner_can_read(
    name: str, sample: Report, folder: Path
) -> None:
    path = folder / name
    write(sample, None, path)
    assert path.read_bytes() == export.render([sample], export.form_of(path))
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert list(folder.iterdir()) == [path], "nothing is left beside it"


def test_a_form_named_goes_before_the_suffix(sample: Report, folder: Path) -> None:
    write(sample, "json", folder / "notes.txt")
    assert json.read((folder / "notes.txt").read_bytes()) == sample


def test_an_existing_file_is_kept_without_force(sample: Report, folder: Path) -> None:
    path = folder / "mine.md"
    path.write_text("mine")
    with pytest.raises(ExportError, match=r"mine\.md exists, and is not overwritten without --force"):
        write(sample, None, path)
    assert path.read_text() == "mine"


def test_force_replaces_a_file_and_its_mode(sample: Report, folder: Path) -> None:
    path = folder / "mine.md"
    path.write_text("mine")
    path.chmod(0o644)
    write(sample, None, path, force=True)
    assert path.read_text("utf-8").startswith("# Viva report")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_force_replaces_a_link_and_not_what_it_leads_to(sample: Report, folder: Path) -> None:
    target, link = folder / "target.md", folder / "link.md"
    target.write_text("mine")
    link.symlink_to(target)
    with pytest.raises(ExportError, match="exists"):
        write(sample, None, link)
    write(sample, None, link, force=True)
    assert target.read_text() == "mine"
    assert not link.is_symlink()


def test_a_link_that_leads_nowhere_is_not_written_through(sample: Report, folder: Path) -> None:
    link = folder / "link.md"
    link.symlink_to(folder / "nowhere.md")
    with pytest.raises(ExportError, match="exists"):
        write(sample, None, link)
    assert not (folder / "nowhere.md").exists()


@pytest.mark.parametrize(
    ("name", "form", "complaint"),
    [
        ("a.docx", None, r"a\.docx does not say its format: name one, or end it in \.txt, \.md,"),
        ("a", None, "does not say its format"),
        ("a.txt", "word", "There is no format word: take text, markdown, html, pdf, json, csv"),
        ("missing/a.txt", None, "There is no folder .*missing: create it first"),
        ("folder.txt", None, r"folder\.txt is a folder: name a file"),
        ("pipe.txt", None, r"pipe\.txt exists"),
        pytest.param("n" * 300 + ".txt", None, "cannot be written: file name too long", id="long"),
    ],
)
def test_what_cannot_be_written_is_refused_in_a_sentence(
    name: str, form: str | None, complaint: str, sample: Report, folder: Path
) -> None:
    (folder / "folder.txt").mkdir()
    os.mkfifo(folder / "pipe.txt")
    before = sorted(folder.iterdir())
    with pytest.raises(ExportError, match=complaint) as error:
        write(sample, form, folder / name)
    assert "\n" not in str(error.value)
    assert sorted(folder.iterdir()) == before


def test_a_pipe_is_left_alone_even_with_force(sample: Report, folder: Path) -> None:
    os.mkfifo(folder / "pipe.txt")
    with pytest.raises(ExportError, match="is no ordinary file"):
        write(sample, None, folder / "pipe.txt", force=True)


def test_a_name_with_escapes_is_told_without_them(sample: Report, folder: Path) -> None:
    with pytest.raises(ExportError) as error:
        write(sample, None, folder / "a\x1b[2J.doc")
    assert "\x1b" not in str(error.value)


def test_of_two_that_write_the_same_name_one_is_told(sample: Report, folder: Path) -> None:
    path, told, ready = folder / "race.json", [], threading.Barrier(8)

    def attempt() -> None:
        ready.wait(10)
        try:
            write(sample, None, path)
        except ExportError as error:
            told.append(str(error))

    threads = [threading.Thread(target=attempt) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert len(told) == 7
    assert json.read(path.read_bytes()) == sample
    assert list(folder.iterdir()) == [path]


def test_without_hard_links_a_file_is_still_not_overwritten(
    sample: Report, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_links(*_: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", no_links)
    write(sample, None, folder / "a.json")
    assert json.read((folder / "a.json").read_bytes()) == sample
    assert [path.name for path in folder.iterdir()] == ["a.json"]


def test_a_full_disk_leaves_the_old_file_whole(
    sample: Report, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = folder / "a.md"
    path.write_text("mine")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(ExportError, match="cannot be written: no space left on device"):
        write(sample, None, path, force=True)
    assert path.read_text() == "mine"
    assert list(folder.iterdir()) == [path]


def test_several_reports_make_one_csv_and_nothing_else(sample: Report, folder: Path) -> None:
    write([sample, sample], None, folder / "class.csv", names=["Ada", "=Bob"])
    with (folder / "class.csv").open(newline="", encoding="utf-8") as file:
        rows = list(reader.DictReader(file))
    assert [row["name"] for row in rows] == ["Ada"] * 6 + ["'=Bob"] * 6
    first = rows[0]
    assert (first["question"], first["score"], first["said"], first["after_a_probe"]) == (
        "two-contexts",
        "50.0",
        "2",
        "1",
    )
    with pytest.raises(ExportError, match="A markdown file holds one report and not 2: take csv for several"):
        write([sample, sample], None, folder / "class.md")


def test_without_a_browser_a_sentence_says_how_to_get_a_pdf(sample: Report, folder: Path) -> None:
    with pytest.raises(ExportError, match="Chromium or Chrome, and none was found: export as HTML"):
        write(sample, None, folder / "a.pdf")
    assert list(folder.iterdir()) == []


def test_a_browser_that_prints_nothing_is_told(sample: Report, folder: Path) -> None:
    with pytest.raises(ExportError, match="true did not print the PDF: export as HTML"):
        write(sample, None, folder / "a.pdf", chromium="/bin/true")
    assert list(folder.iterdir()) == []

"""What the benchmarks compute of their measurements: medians, ratios, errors of words, delays, sizes."""

from importlib.metadata import PathDistribution
from pathlib import Path

import pytest

from tests.bench.screen import Watched, painted, script
from tests.bench.size import closure, listed
from tests.bench.table import MILLISECONDS, figure, line, missing, ratio
from tests.bench.wer import errors, in_all


def test_one_busy_minute_does_not_decide_a_ratio() -> None:
    row = ratio("start", [(1.0, 1.0), (9.0, 1.0), (1.2, 1.0)], "bare", goal=1.3)
    assert row.ratio == "1.20 (1.00–9.00)"
    assert row.met
    assert line(row).endswith("yes")


def test_a_figure_over_its_goal_is_told_so() -> None:
    row = figure("wait", [70.0, 61.0, 60.5], MILLISECONDS, 60)
    assert (row.measured, row.goal, row.met) == ("61.0 ms (60.5–70.0)", "≤ 60 ms", False)
    assert line(row).endswith("NO")


def test_what_cannot_be_measured_says_why_and_is_neither_met_nor_missed() -> None:
    row = missing("WER of Vosk", "no English Vosk model")
    assert row.met is None
    assert "no English Vosk model" in line(row)


@pytest.mark.parametrize(
    ("heard", "wrong"),
    [
        ("The request context carries current_app.", 0),
        ("the request context carries current app", 0),
        ("request context carries a current app", 2),
        ("", 6),
    ],
)
def test_words_are_compared_without_case_or_spelling_of_names(heard: str, wrong: int) -> None:
    assert errors("the request context carries current_app", heard) == (wrong, 6)


def test_recordings_count_by_their_words() -> None:
    assert in_all([errors("it holds data", "it holds data"), errors("here", "there")]) == (1, 4)


def test_a_word_is_painted_when_its_last_byte_has_come() -> None:
    raw = b"..end001....end002."
    watched = Watched([], [], times=[9.0, 10.01, 10.05, 20.0], sizes=[4, 8, 19, 19])
    read = [
        ("10.0", "end001"),
        ("10.0", "end002"),
        ("10.0", "end003"),
        ("10.0", "w001a"),
        ("1.0", "end001"),
    ]
    delays, lost = painted(read, raw, watched, "end")
    assert delays == pytest.approx([10.0, 50.0])
    assert lost == 1


def test_no_two_lines_of_the_script_end_alike() -> None:
    entries = script(120.0, fill=50.0)["turns"][0]
    last = [str(entry.get("partial") or entry["segment"]).split()[-1] for entry in entries]
    assert len(last) == len(set(last)) >= 200
    assert [entry["at"] for entry in entries] == sorted(entry["at"] for entry in entries)


def test_what_is_needed_by_what_is_needed_counts_and_extras_do_not() -> None:
    found = closure("viva-voce")
    assert {"textual", "rich", "numpy", "markdown-it-py"} <= found.keys()
    assert not {"pytest", "ruff", "flask"} & found.keys()


def test_the_size_is_that_of_the_list(tmp_path: Path) -> None:
    info = tmp_path / "one-1.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: one\nVersion: 1\n")
    (info / "RECORD").write_text(
        "one.py,sha256=x,120\none/data.bin,sha256=y,3000\none-1.dist-info/RECORD,,\n"
    )
    assert listed(PathDistribution(info)) == 3120

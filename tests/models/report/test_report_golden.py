import re
from pathlib import Path

import pytest

from models.report import json
from models.report.report import Report
from models.report.text import WIDTH, columns
from tests.models.report.golden import FILES, FOLDER, SCHEMA, report

AGAIN = "if this is meant, run `python -m tests.models.report.golden` and read the difference"


@pytest.fixture(scope="module")
def sample() -> Report:
    return report()


@pytest.mark.parametrize("name", FILES)
def test_the_sample_reads_as_it_did(name: str, sample: Report) -> None:
    assert FILES[name](sample) == (FOLDER / name).read_text("utf-8"), AGAIN


def test_the_published_schema_is_the_one_that_reports_have() -> None:
    assert json.schema() == SCHEMA.read_text("utf-8"), AGAIN


def test_a_report_comes_back_from_its_json_as_it_was(sample: Report) -> None:
    assert json.read(json.render(sample)) == sample


def test_json_says_words_with_times_and_confidences_points_and_evidence(sample: Report) -> None:
    first = sample.questions[0]
    word = first.turns[0].words[1]
    assert (word.text, word.start, word.confidence) == ("the", 0.88, 0.94)
    said = first.points[0]
    words = [word.text for word in first.turns[0].words[said.evidence[0].first : said.evidence[0].last + 1]]
    assert " ".join(words) == said.evidence[0].text == "the application context carries current app and g"


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("", "no report of Viva"),
        ("[]", "no report of Viva"),
        ('{"version": 1}', "missing required field"),
        pytest.param('{"more": ' + "[" * 100_000, "nested too deeply", id="deep"),
        (b"\xff\xfe", "no report of Viva"),
    ],
)
def test_what_is_no_report_is_refused_in_a_sentence(text: str | bytes, complaint: str) -> None:
    with pytest.raises(json.NotAReport, match=complaint):
        json.read(text)


def test_a_report_of_a_later_version_is_refused(sample: Report) -> None:
    later = json.render(sample).replace('"version": 1', '"version": 2', 1)
    with pytest.raises(json.NotAReport, match="version 2"):
        json.read(later)


def test_text_fits_eighty_columns_but_for_addresses() -> None:
    for name in ("sample.txt", "compared.txt"):
        for line in Path(FOLDER, name).read_text("utf-8").splitlines():
            assert columns(line) <= WIDTH or re.fullmatch(r" +https?://\S+", line), line


def test_every_mark_of_the_text_has_its_word_beside_it() -> None:
    words = {"✓": "said", "◐": "said", "○": "", "?": "not heard", "!": "challenged"}
    marked = [
        found
        for line in Path(FOLDER, "sample.txt").read_text("utf-8").splitlines()
        if (found := re.match(r" {3}([✓◐○?!]) (.*)", line))
    ]
    assert {found[1] for found in marked} == set(words)
    for found in marked:
        assert found[2].startswith(words[found[1]] or ("not said", "said the other way round"))

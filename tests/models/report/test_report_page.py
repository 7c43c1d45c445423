"""The HTML report as a browser shows and prints it."""

import re
import shutil
import struct
import subprocess
import zlib
from pathlib import Path

import pytest

from models.report import html, pdf
from models.report.export import write
from models.report.report import Report
from models.report.transcript import stretches
from tests.models.report.golden import report
from tests.needs import need_program


@pytest.fixture(scope="module")
def sample() -> Report:
    return report()


@pytest.fixture(scope="module")
def page(sample: Report) -> str:
    return html.render(sample)


@pytest.fixture
def browser() -> str:
    return need_program("chromium", "chromium")


def browse(browser: str, page: str, folder: Path, *options: str) -> bytes:
    """What the browser writes to its standard output."""
    (folder / "page.html").write_text(page, "utf-8")
    command = [browser, "--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars"]
    command += [f"--user-data-dir={folder}/profile", *options, (folder / "page.html").as_uri()]
    return subprocess.run(command, capture_output=True, timeout=120, check=True).stdout


def pixels(png: bytes) -> tuple[int, int, list[bytearray]]:
    """The width, the height and the rows (RGB or RGBA, one byte a channel) of a PNG picture."""
    at, packed = 8, b""
    width = height = channels = 0
    while at < len(png):
        length, kind = struct.unpack(">I4s", png[at : at + 8])
        body = png[at + 8 : at + 8 + length]
        at += length + 12
        if kind == b"IHDR":
            width, height, depth, colour = struct.unpack(">IIBB", body[:10])
            channels = {2: 3, 6: 4}[colour]
            assert depth == 8
        elif kind == b"IDAT":
            packed += body
    raw, size, rows = zlib.decompress(packed), width * channels, [bytearray(width * channels)]
    for line in range(height):
        start = line * (size + 1)
        how, row, above = raw[start], bytearray(raw[start + 1 : start + 1 + size]), rows[-1]
        for i in range(size) if how else ():
            left = row[i - channels] if i >= channels else 0
            corner = above[i - channels] if i >= channels else 0
            row[i] = (row[i] + _filtered(how, left, above[i], corner)) & 255
        rows.append(row)
    return width, height, rows[1:]


def _filtered(how: int, left: int, above: int, corner: int) -> int:
    if how == 4:  # Paeth
        guess = left + above - corner
        return min((left, above, corner), key=lambda value: abs(guess - value))
    return (0, left, above, (left + above) // 2)[how]


def brightness(rows: list[bytearray]) -> float:
    return sum(map(sum, rows)) / sum(map(len, rows))


def test_a_page_needs_nothing_but_itself(page: str) -> None:
    assert "<script" not in page
    assert not re.search(r"(src|srcset)=|@import|url\(", page)
    assert not re.search(r"<(link|iframe|object|embed|img|form)\b", page)
    assert "default-src 'none'" in page


def test_every_chart_and_mark_has_words(page: str) -> None:
    for chart in re.findall(r"<svg[^>]*>", page):
        assert re.search(r'role="img" aria-label="[^"]+"', chart), chart
    glance = page[page.index("At a glance") : page.index("Delivery")]
    for mark in re.findall(r'<span class="mark[^>]*>', glance):
        assert re.search(r'role="img" aria-label="[^"]+"', mark), mark


def test_the_words_that_earned_a_mark_are_highlighted_with_their_points_number(page: str) -> None:
    assert re.search(
        r'<mark class="said">the application context carries current app and g<sup>1</sup></mark>', page
    )
    assert re.search(r'<mark class="wrong">it is pushed after the view<sup>3</sup></mark>', page)
    assert re.search(r'<mark class="half">request and session<sup>2</sup></mark>', page)
    assert re.search(r'<mark class="wrong">in g and the next request finds it there<sup>!</sup></mark>', page)


def test_words_that_were_heard_badly_are_underlined(page: str) -> None:
    assert re.search(r'<span class="unsure"[^>]*>the dev sir fur</span>', page)


def test_a_transcript_cut_up_is_still_the_transcript(sample: Report) -> None:
    for question in sample.questions:
        for turn in question.turns:
            cut = stretches(question, turn)
            assert " ".join(piece.text for part in cut for piece in part.pieces) == turn.transcript


@pytest.mark.parametrize("width", [1000, 380])
def test_the_page_is_drawn_light_and_dark(width: int, page: str, browser: str, tmp_path: Path) -> None:
    shades = {}
    for scheme, setting in (("light", "1"), ("dark", "0")):
        picture = tmp_path / f"{scheme}.png"
        options = (f"--screenshot={picture}", f"--window-size={width},400")
        browse(browser, page, tmp_path, *options, f"--blink-settings=preferredColorScheme={setting}")
        _, _, rows = pixels(picture.read_bytes())
        shades[scheme] = brightness(rows)
        assert len({bytes(row) for row in rows}) > 100, "the page is blank"
    assert shades["light"] > 200
    assert shades["dark"] < 120


@pytest.mark.parametrize("width", [1000, 700, 500])
def test_no_line_runs_out_of_the_window(width: int, page: str, browser: str, tmp_path: Path) -> None:
    measured = re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", page)
    script = (
        "<script>document.title = 'runs out: ' + (document.documentElement.scrollWidth - innerWidth)</script>"
    )
    shown = browse(
        browser,
        measured.replace("</body>", f"{script}</body>"),
        tmp_path,
        "--dump-dom",
        f"--window-size={width},900",
    ).decode()
    found = re.search(r"<title>runs out: (-?\d+)</title>", shown)
    assert found
    assert int(found[1]) <= 0


def test_the_pdf_says_what_the_report_says(
    sample: Report, browser: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pdftotext = need_program("pdftotext", "poppler-utils")
    folder = tmp_path / "exports"
    folder.mkdir()
    monkeypatch.chdir(folder)
    write(sample, None, Path("report.pdf"), chromium=pdf.find(str(Path(browser).parent)))
    said = subprocess.run(
        [pdftotext, "-layout", folder / "report.pdf", "-"], capture_output=True, check=True, timeout=60
    ).stdout.decode()
    words = " ".join(said.split())
    assert f"{sample.result.score:.0f} of 100" in words
    assert "5 of 6 questions answered." in words
    for question in sample.questions:
        assert question.ask.split("?")[0].split(",")[0] in words
    for thing in (
        "the application context carries current app and g",
        "said the other way round",
        "Study next",
    ):
        assert thing in words
    assert [path.name for path in folder.iterdir()] == ["report.pdf"]


def test_a_browser_is_looked_for_along_the_path_given(tmp_path: Path) -> None:
    program = tmp_path / "google-chrome"
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    assert pdf.find(f"/nowhere:{tmp_path}") == str(program)
    assert shutil.which("google-chrome", path="/nowhere") is None

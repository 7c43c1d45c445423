"""What the documentation says is so: commands, keys and links; the man page; completion by a shell."""

import json
import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import pytest
from markdown_it import MarkdownIt
from textual.binding import Binding
from textual.widget import Widget

from tests import manpage
from tests.bench.judging_set import f1, macro_f1, verdicts
from tests.commands_in_text import commands, refusal
from tests.needs import need_module, need_program
from tests.program import VIVA, run
from tui.screens.history import HistoryScreen
from tui.screens.interview import InterviewScreen
from tui.screens.library import LibraryScreen
from tui.screens.lobby import LobbyScreen
from tui.screens.report import ReportScreen
from tui.screens.report_keys import ReportKeys
from tui.screens.report_question import QuestionScreen
from tui.screens.soundcheck import SoundCheckScreen
from tui.widgets.lines import Lines

DOCS = Path(__file__).resolve().parent.parent / "docs"
PAGES = sorted(DOCS.glob("*.md"))
JUDGING = (DOCS / "judging.md").read_text("utf-8")

SCREENS: dict[str, tuple[type[Widget], ...]] = {
    "The interview": (InterviewScreen,),
    "The lobby": (LobbyScreen,),
    "The questions": (LibraryScreen,),
    "The sound check": (SoundCheckScreen,),
    "The report": (ReportScreen, ReportKeys, Lines),
    "A question of the report": (QuestionScreen, ReportKeys),
    "The history": (HistoryScreen, Lines),
}
"""The sections of the page about keys, and the classes whose keys they tell."""
NAMES = {
    "enter": "Enter",
    "space": "Space",
    "escape": "Esc",
    "delete": "Del",
    "slash": "/",
    "plus": "+",
    "minus": "-",
    "question_mark": "?",
    "f1": "F1",
    "left": "Left",
    "right": "Right",
    "ctrl+q": "Ctrl+Q",
}
"""How the page writes what Textual calls a key."""
TWINS = {"backspace", "equals_sign"}
"""Keys that stand for another one: what is told is the other."""


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_the_commands_of_a_page_exist(page: Path) -> None:
    shown = commands(page.read_text("utf-8"))
    assert {line: why for line in shown if (why := refusal(line))} == {}


def test_a_command_that_does_not_exist_is_found_in_a_text() -> None:
    wrong = ["viva sing", "viva practice flask --loud", "viva practice flask --level guru", "viva resume a b"]
    right = ["viva", "viva report last -o report.html  # to keep", "viva report --format json | less"]
    found = commands("\n".join(["Say `viva doctor`.", "", "```", *wrong, *right, "```"]))
    assert found == ["viva doctor", *wrong, *right]
    assert [line for line in found if refusal(line)] == wrong


def links(page: Path) -> list[str]:
    """Where a page's links and pictures lead, within this folder."""
    found = []
    for token in MarkdownIt("commonmark").parse(page.read_text("utf-8")):
        for part in token.children or []:
            target = str(part.attrs.get("href") or part.attrs.get("src") or "")
            if target and "://" not in target:
                found.append(target)
    return found


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_links_between_pages_lead_somewhere(page: Path) -> None:
    assert [target for target in links(page) if not (DOCS / target.partition("#")[0]).is_file()] == []


def test_every_page_is_reached_from_the_first() -> None:
    assert {page.name for page in PAGES} - {"index.md"} <= set(links(DOCS / "index.md"))


def told_keys(section: str) -> set[str]:
    """The keys in the first column of a section's tables."""
    text = (DOCS / "keys.md").read_text("utf-8")
    body = text.split(f"\n## {section}\n")[1].split("\n## ")[0]
    cells = re.findall(r"^\| (.+?) \|", body, re.MULTILINE)
    return {key for cell in cells for key in cell.split(", ")} - {"key", "---"}


@pytest.mark.parametrize("section", SCREENS)
def test_the_keys_of_a_screen_are_told(section: str) -> None:
    bindings = [
        binding
        for screen in SCREENS[section]
        for binding in vars(screen)["BINDINGS"]
        if isinstance(binding, Binding)
    ]
    there = {NAMES.get(key, key) for binding in bindings for key in binding.key.split(",")}
    assert there - told_keys(section) - TWINS == set()
    assert told_keys(section) - there == set()


def judged_so(row: str) -> float:
    """The judge's figure in a row of the page's table."""
    line = next(line for line in JUDGING.splitlines() if line.startswith(f"| {row}"))
    return float(line.split("|")[2])


def test_the_figures_of_the_judge_are_those_of_today() -> None:
    """`make bench-judging` prints them; a change of two hundredths has to be told."""
    pairs = list(verdicts("reporting"))
    assert f"{len(pairs)} points" in JUDGING
    assert judged_so("said, against the rest") == pytest.approx(f1(pairs, "said"), abs=0.02)
    assert judged_so("said, partly, not said") == pytest.approx(macro_f1(pairs), abs=0.02)


def test_the_examples_of_failures_are_true() -> None:
    quoted = re.findall(r'\*"(.+?)"\*[^*]*? scores (\d+)', JUDGING, re.DOTALL)
    assert len(quoted) == 2
    for answer, score in quoted:
        done = run("grade", "flask", "two-contexts", "--json", typed=" ".join(answer.split()))
        assert json.loads(done.stdout)["score"] == float(score), answer


def test_the_man_page_is_current() -> None:
    """`python -m tests.manpage` writes it anew."""
    assert manpage.PAGE.read_text("utf-8") == manpage.render()


def test_the_man_page_is_set_without_a_warning() -> None:
    groff = need_program("groff", "groff-base")
    done = subprocess.run(
        [groff, "-man", "-ww", "-Tascii", "-P-cbou", str(manpage.PAGE)],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stderr == ""
    assert "viva practice [OPTIONS] PACK" in done.stdout


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """The pages as a site; a warning is an error."""
    for module in ("sphinx", "myst_parser", "furo"):
        need_module(module)
    made = tmp_path / "site"
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "sphinx",
            "-q",
            "-W",
            "--keep-going",
            "-d",
            str(tmp_path / "kept"),
            DOCS,
            made,
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    return made


class Fetched(HTMLParser):
    """What a browser fetches for a page from another place."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Scripts, pictures and frames have a `src`; a stylesheet, font or icon is a link's `href`."""
        for name, value in attrs:
            if name == "src" or (tag, name) == ("link", "href"):
                self.found += re.findall(r"^(?:https?:)?//.*", value or "")


def test_the_site_is_built_and_fetches_nothing(site: Path) -> None:
    """It works with no network: styles, scripts, fonts and pictures come with it."""
    pages = {page.name: page.read_text("utf-8") for page in site.glob("*.html")}
    assert {page.with_suffix(".html").name for page in PAGES} <= set(pages)
    assert {name: found for name, text in pages.items() if (found := Fetched(text).found)} == {}
    styles = [*pages.values(), *(style.read_text("utf-8") for style in site.rglob("*.css"))]
    assert [
        found for text in styles for found in re.findall(r"""url\(\s*["']?(?:https?:)?//.*""", text)
    ] == []


# Completion


def completed(shell: str, words: str, at: int | str) -> list[str]:
    """What `viva` answers a shell's Tab key."""
    done = run(environ={"_VIVA_COMPLETE": f"{shell}_complete", "COMP_WORDS": words, "COMP_CWORD": str(at)})
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout.splitlines()


def test_the_tab_key_completes_commands_options_and_values() -> None:
    assert completed("bash", "viva pr", 1) == ["plain,practice"]
    assert completed("bash", "viva packs sh", 2) == ["plain,show"]
    assert completed("bash", "viva practice flask --min", 3) == ["plain,--minutes"]
    assert completed("bash", "viva practice flask --level ", 4) == [
        "plain,junior", "plain,mid", "plain,senior", "plain,all",
    ]  # fmt: skip


def test_zsh_gets_the_commands_with_their_help() -> None:
    answer = completed("zsh", "viva ", 1)
    names = answer[1::3]
    assert {"practice", "resume", "report", "doctor"} <= set(names)
    assert "interview" in answer[answer.index("practice") + 1]


def test_completing_leaves_nothing_behind(own_machine: Path) -> None:
    completed("bash", "viva practice fl", 2)
    assert list(own_machine.rglob("*")) == []


def test_bash_completes_with_what_the_documentation_says() -> None:
    """The line of `docs/shell.md` is run as it stands, and the Tab key's function called."""
    bash = need_program("bash", "bash")
    line = next(line for line in (DOCS / "shell.md").read_text("utf-8").splitlines() if "bash_source" in line)
    script = (
        f"{line}\nCOMP_WORDS=(viva packs ''); COMP_CWORD=2\n"
        'complete -p viva >&2; _viva_completion viva; printf "%s\\n" "${COMPREPLY[@]}"'
    )
    done = in_shell([bash, "--norc", "--noprofile", "-c", script])
    assert done.stdout.split() == ["check", "list", "new", "schema", "show"]
    assert done.stderr.strip().endswith(" viva")


def test_fish_completes_with_what_the_documentation_says(own_machine: Path) -> None:
    fish = need_program("fish", "fish")
    line = next(line for line in (DOCS / "shell.md").read_text("utf-8").splitlines() if "fish_source" in line)
    (own_machine / ".config" / "fish" / "completions").mkdir(parents=True)
    done = in_shell([fish, "-c", f"{line}\ncomplete -C 'viva packs '"])
    assert [row.split("\t")[0] for row in done.stdout.splitlines()] == [
        "check", "list", "new", "schema", "show",
    ]  # fmt: skip


def test_zsh_takes_the_completion() -> None:
    zsh = need_program("zsh", "zsh")
    line = next(line for line in (DOCS / "shell.md").read_text("utf-8").splitlines() if "zsh_source" in line)
    done = in_shell([zsh, "-f", "-c", f"autoload -U compinit; compinit -D\n{line}\nprint $_comps[viva]"])
    assert (done.stdout.strip(), done.stderr) == ("_viva_completion", "")


def in_shell(command: list[str]) -> subprocess.CompletedProcess[str]:
    """Run a shell that finds `viva` on its path."""
    path = f"{Path(VIVA).parent}:/usr/local/bin:/usr/bin:/bin"
    home = str(Path.home())
    return subprocess.run(
        command, capture_output=True, text=True, check=False, timeout=60, env={"PATH": path, "HOME": home}
    )

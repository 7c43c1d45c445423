"""What `viva packs check` finds beyond what keeps a pack from being read."""

from pathlib import Path

import pytest

from models.assessment.marks import marks
from questions.check import Marks, check, summary
from questions.pack import Question, Term
from questions.wording import words
from tests.questions.makers import a_pack, a_question, edit, good_folder, write_pack

MERGE = "history.toml: merge-or-rebase"


def test_a_good_pack_has_no_problem_and_its_model_answer_earns_full_marks(tmp_path: Path) -> None:
    assert check(good_folder(tmp_path / "good"), marks) == []


PROBLEMS = [
    (
        "a phrasing of two points",
        '"once other people have pulled the branch i do not rebase it any more"',
        '"A merge adds merge commit, and does not change existing commits!"',
        [
            f"{MERGE}: point[not-when-shared].also[3]: error: "
            "is the same phrasing as point[merge-keeps].also[2]",
            f"{MERGE}: point[not-when-shared].also[3]: warning: "
            "could not earn its point alone: it has nothing of must[1]",
        ],
    ),
    (
        "a phrasing given twice",
        '"once other people have pulled the branch i do not rebase it any more"',
        '"never rebase a branch that others have already pulled"',
        [
            f"{MERGE}: point[not-when-shared].also[3]: warning: "
            "is the same phrasing as point[not-when-shared].says"
        ],
    ),
    (
        "a probe that contains its answer",
        "Is there a branch on which you would not do it?",
        "Is it wrong to rebase a branch that others have already pulled?",
        [
            f"{MERGE}: point[not-when-shared].probe: warning: "
            "contains its answer: “Never rebase a branch that others have already pulled.”"
        ],
    ),
    (
        "too few phrasings",
        '    "merging ties the histories together in a new commit and leaves the old ones alone",\n',
        "",
        [
            f"{MERGE}: point[merge-keeps].also: warning: "
            "has 3 phrasings, says included: give 4 or more, as spoken"
        ],
    ),
    (
        "a must group that no phrasing satisfies",
        'must = [["rebase", "rebasing"]]',
        'must = [["rebase", "rebasing"], ["cherry pick"]]',
        [
            f"{MERGE}: point[rebase-rewrites].must[2]: error: "
            "no phrasing of the point has any of: cherry pick",
            *(
                f"{MERGE}: point[rebase-rewrites].{key}: warning: "
                "could not earn its point alone: it has nothing of must[2]"
                for key in ("says", "also[1]", "also[2]", "also[3]")
            ),
        ],
    ),
    (
        "a part that no phrasing says",
        '"two histories, both histories, two parents,',
        '"squash, fixup", "two parents,',
        [
            f"{MERGE}: point[merge-keeps].parts[1]: warning: "
            "no phrasing of the point says this part of it: add words of theirs, or leave it out"
        ],
    ),
    (
        "a must that the question says already",
        '[["shared", "public"',
        '[["branch", "shared", "public"',
        [
            f"{MERGE}: point[not-when-shared].must[1]: warning: "
            "the question itself says it, and no phrasing needs it: branch"
        ],
    ),
    (
        "a misconception that the model answer betrays",
        '["throws away", "loses the commits", "deletes the commits"]',
        '["joins the two histories"]',
        [
            f"{MERGE}: misconception[merge-loses].betrayed: warning: the model answer satisfies it: "
            "“a merg join the two histori with a merg commit and the”"
        ],
    ),
    (
        "an opposite that a phrasing says",
        'wrong = ["under the other branch", "before the other branch"]',
        'wrong = ["copied one after the other", "onto the tip"]',
        [
            f"{MERGE}: point[rebase-rewrites].opposite[1]: error: “onto the tip” is both right and wrong",
            f"{MERGE}: point[rebase-rewrites].opposite[1].wrong: warning: "
            "point[rebase-rewrites].also[3] says it: "
            "“with a rebase your commits are copied one after the other on top "
            "and the old ones are thrown away”",
        ],
    ),
    (
        "a term that nobody glossed",
        '"a merge adds a merge commit and does not change the existing commits"',
        '"a merge adds a merge commit with MERGE_HEAD and does not change the existing commits"',
        [
            f"{MERGE}: point[merge-keeps].also[2]: warning: "
            "MERGE_HEAD is a word for the glossary, and no [[term]] writes it"
        ],
    ),
    (
        "a question too long to be spoken",
        'ask = "You can',
        f'ask = "{"well " * 30}You can',
        [f"{MERGE}: ask: error: has 53 words: 42 words can be spoken in 15 seconds"],
    ),
    (
        "an empty hint and an empty probe",
        'hint = "Think of what each one does to the commits that are there already."',
        'hint = " "',
        [f"{MERGE}: hint: warning: is empty"],
    ),
    (
        "a source that is no address",
        '"https://git-scm.com/book/en/v2/Git-Branching-Rebasing"',
        '"javascript:alert(1)", "the book"',
        [
            f"{MERGE}: sources[1]: error: is no web address (https://…)",
            f"{MERGE}: sources[2]: error: is no web address (https://…)",
        ],
    ),
    (
        "a topic without a title",
        'topic = "history"',
        'topic = "merging"',
        [
            "pack.toml: topic[history]: warning: has no question",
            "pack.toml: topic[merging]: warning: questions have this topic, and no [[topic]] gives its title",
        ],
    ),
    (
        "a phone that is none",
        'phones = ["R IY B EY S"]',
        'phones = ["R IY B EY1 S"]',
        [
            "history.toml: term[rebase].phones[1]: error: EY1 is no ARPAbet phone (there are AA, AE, "
            "AH, AO, AW, AY, B, CH, D, DH, EH, ER, EY, F, G, HH, IH, IY, JH, K, L, M, N, NG, OW, OY, "
            "P, R, S, SH, T, TH, UH, UW, V, W, Y, Z, ZH)"
        ],
    ),
    (
        "an older id that is its own",
        'topic = "history"',
        'topic = "history"\nwas = ["merge-or-rebase", "old", "old"]',
        [
            f"{MERGE}: was[1]: error: "
            "merge-or-rebase is the id of another question: no history could follow it",
            f"{MERGE}: was[2]: error: old is listed more than once",
            f"{MERGE}: was[3]: error: old is listed more than once",
        ],
    ),
    (
        "two points of one id",
        'id = "rebase-rewrites"',
        'id = "merge-keeps"',
        [f"{MERGE}: point[merge-keeps]: error: is there more than once"],
    ),
    (
        "no way deeper",
        '[[question.depth]]\nprobe = "A colleague has rebased a branch that you had pulled. '
        'How do you get your own work back onto it?"\n',
        "",
        [
            f"{MERGE}: depth: warning: is missing: what to ask when everything was covered "
            "(why, trade-off, example)"
        ],
    ),
]


@pytest.mark.parametrize(
    ("old", "new", "problems"), [case[1:] for case in PROBLEMS], ids=[case[0] for case in PROBLEMS]
)
def test_a_problem_is_found_alone_and_with_its_place(
    tmp_path: Path, old: str, new: str, problems: list[str]
) -> None:
    folder = good_folder(tmp_path / "good")
    edit(folder, "history.toml", old, new)
    assert [str(problem) for problem in check(folder)] == problems


def test_ids_that_name_two_questions_are_errors_in_both_files(tmp_path: Path) -> None:
    folder = write_pack(tmp_path / "pack", a_pack([a_question("one"), a_question("two", was=("one",))]))
    (folder / "second.toml").write_text((folder / "questions.toml").read_text())
    errors = [str(problem) for problem in check(folder) if problem.severity == "error"]
    assert errors == [
        "questions.toml: two: was[1]: error: one is the id of another question: no history could follow it",
        "second.toml: one: id: error: another question, in questions.toml, has this id",
        "second.toml: two: id: error: another question, in questions.toml, has this id",
        "second.toml: two: was[1]: error: one is the id of another question: no history could follow it",
    ]


def test_terms_are_written_once_and_heard_as_one_thing(tmp_path: Path) -> None:
    terms = (Term("WSGI", heard=("whiskey",)), Term("wsgi"), Term("Whisky", heard=("Whiskey",)), Term("::"))
    folder = write_pack(tmp_path / "pack", a_pack([a_question("one")], terms))
    found = [str(problem) for problem in check(folder) if "term[" in problem.key]
    assert found == [
        "questions.toml: term[wsgi]: error: is there more than once, as WSGI too",
        "questions.toml: term[Whisky].heard[1]: warning: “Whiskey” is also heard for WSGI",
        "questions.toml: term[::].write: error: has no letter or digit",
    ]


def test_a_word_that_no_dictionary_has_is_told_once(tmp_path: Path) -> None:
    folder = good_folder(tmp_path / "good")
    known = {word for text in folder.iterdir() for word in words(text.read_text())} - {"replays", "onto"}
    found = [str(problem) for problem in check(folder, dictionary=known)]
    assert found == [
        f"{MERGE}: point[rebase-rewrites].also[1]: warning: "
        f"{word} is a word for the glossary, and no [[term]] writes it"
        for word in ("replays", "onto")
    ]


def test_a_pack_without_questions_is_an_error(tmp_path: Path) -> None:
    folder = write_pack(tmp_path / "pack", a_pack([]))
    assert [str(problem) for problem in check(folder)] == ["pack.toml: error: the pack has no questions"]


def test_a_judge_that_is_not_content_is_heard(tmp_path: Path) -> None:
    def strict(question: Question, terms: tuple[Term, ...], answer: str) -> Marks:
        assert [term.write for term in terms] == ["rebase"]
        if answer == question.answer:
            return Marks(81.6, missed=("merge-keeps",), betrayed=("merge-loses",))
        if answer.startswith("once other people"):
            return Marks(0.0, missed=("not-when-shared", "merge-keeps"), betrayed=("merge-loses",))
        return Marks(30.0)

    assert [str(problem) for problem in check(good_folder(tmp_path / "good"), strict)] == [
        f"{MERGE}: answer: error: the model answer earns 82 of 100; not fully heard: merge-keeps",
        f"{MERGE}: misconception[merge-loses].betrayed: error: the model answer would be challenged for it",
        f"{MERGE}: point[not-when-shared].also[3]: warning: said alone, it does not earn its point",
        f"{MERGE}: misconception[merge-loses].betrayed: error: "
        "point[not-when-shared].also[3] would be challenged for it",
    ]


def test_the_summary_counts_in_words(tmp_path: Path) -> None:
    folder = good_folder(tmp_path / "good")
    assert summary(check(folder)) == "no problem"
    edit(folder, "history.toml", 'topic = "history"', 'topic = "merging"')
    assert summary(check(folder)) == "2 warnings"
    edit(folder, "history.toml", "https://git-scm", "git-scm")
    assert summary(check(folder)) == "1 error and 2 warnings"

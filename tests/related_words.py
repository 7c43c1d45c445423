"""Makes `models/assessment/related.txt` from WordNet 3.0: `python -m tests.related_words /usr/share/wordnet`.

Two words are related where WordNet says so of one of their two commonest senses (synonyms, words formed from
each other, the more general word), and where its glosses use both in like company: WordNet alone relates a
great deal that nobody would say for the other. Needs the database files, in Debian's `wordnet-base`.
"""

import math
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from itertools import combinations, product
from pathlib import Path
from typing import NamedTuple

from models.assessment.lexicon import FUNCTION_WORDS
from models.assessment.likeness import ALIKE
from models.assessment.related import FILE
from models.assessment.spelling import jaro_winkler
from models.assessment.text import stem

PARTS = {"n": "noun", "v": "verb", "a": "adj", "r": "adv", "s": "adj"}
RELATIONS = {"+", "&", "\\", "@"}
"""Derivation, likeness, belonging, and the more general word."""
SENSES = 2
COMPANY = 0.25
"""Cosine of the words that two stems stand with from which their company is alike."""
OFTEN = 30
"""Glosses and names in which a stem stands at least, to be known by its company."""

Sense = tuple[str, str]
"""A part of speech and an offset: WordNet's name for a set of synonyms."""


class Synset(NamedTuple):
    words: list[str]
    gloss: set[str]
    """Its content stems, and those of the words."""
    pointers: list[tuple[Sense, int, int]]
    """Related sets, and which word of each is meant; 0 for all."""


def synsets(folder: Path) -> dict[Sense, Synset]:
    found = {}
    for part in "nvar":
        for line in (folder / f"data.{PARTS[part]}").read_text(encoding="latin-1").splitlines():
            if line.startswith(" "):
                continue
            head, _, gloss = line.partition("|")
            fields = head.split()
            count = int(fields[3], 16)
            words = [re.sub(r"\(.*\)", "", word).lower() for word in fields[4 : 4 + 2 * count : 2]]
            rest = fields[5 + 2 * count :]
            pointers = [
                ((PARTS[rest[at + 2]], rest[at + 1]), *divmod(int(rest[at + 3], 16), 256))
                for at in range(0, 4 * int(fields[4 + 2 * count]), 4)
                if rest[at] in RELATIONS
            ]
            said = [word for word in re.findall("[a-z]{3,}", gloss.lower()) if word not in FUNCTION_WORDS]
            stems = {stem(word) for word in (*said, *filter(str.isalpha, words))}
            found[PARTS[part], fields[0]] = Synset(words, stems, pointers)
    return found


def commonest(folder: Path) -> set[tuple[str, Sense]]:
    """Words, each with its commonest senses."""
    found = set()
    for part in "nvar":
        for line in (folder / f"index.{PARTS[part]}").read_text().splitlines():
            if not line.startswith(" "):
                word, _, count, *fields = line.split()
                offsets = fields[-int(count) :][:SENSES]
                found |= {(word, (PARTS[part], offset)) for offset in offsets}
    return found


def pairs(sets: Mapping[Sense, Synset], common: set[tuple[str, Sense]]) -> Iterator[tuple[str, str]]:
    """Words that WordNet relates."""
    for sense, each in sets.items():
        here = [(word, (word, sense) in common and word.isalpha()) for word in each.words]
        yield from combinations([word for word, kept in here if kept], 2)
        for to, source, target in each.pointers:
            there = [(word, (word, to) in common and word.isalpha()) for word in sets[to].words]
            for (one, kept), (other, too) in product(
                here[source - 1 : source] if source else here, there[target - 1 : target] if target else there
            ):
                if kept and too:
                    yield one, other


def company(glosses: list[set[str]], wanted: set[str]) -> dict[str, dict[str, float]]:
    """For each stem the stems that it stands with, by positive mutual information, of length 1."""
    often = {
        word: n for word, n in Counter(word for gloss in glosses for word in gloss).items() if n >= OFTEN
    }
    beside: dict[str, Counter[str]] = defaultdict(Counter)
    for gloss in glosses:
        known = gloss & often.keys()
        for word in known & wanted:
            beside[word].update(known - {word})
    found = {}
    for word, counts in beside.items():
        told = {o: math.log(n * len(glosses) / (often[word] * often[o])) for o, n in counts.items()}
        told = {other: value for other, value in told.items() if value > 0}
        length = math.hypot(*told.values()) or 1
        found[word] = {other: value / length for other, value in told.items()}
    return found


def related(folder: Path) -> dict[str, set[str]]:
    """For each stem those that may stand for it."""
    sets = synsets(folder)
    wanted = {tuple(sorted((stem(a), stem(b)))) for a, b in pairs(sets, commonest(folder))}
    wanted = {(a, b) for a, b in wanted if a != b and jaro_winkler(a, b) < ALIKE}
    known = company([each.gloss for each in sets.values()], {word for pair in wanted for word in pair})
    found: dict[str, set[str]] = defaultdict(set)
    for one, other in wanted:
        if one in known and other in known:
            shared = known[one].keys() & known[other].keys()
            if sum(known[one][each] * known[other][each] for each in shared) >= COMPANY:
                found[one].add(other)
                found[other].add(one)
    return found


def main() -> None:
    notice = [line for line in FILE.read_text().splitlines() if line.startswith("#")]
    lines = [
        f"{word} {' '.join(sorted(others))}" for word, others in sorted(related(Path(sys.argv[1])).items())
    ]
    FILE.write_text("\n".join([*notice, *lines]) + "\n")
    print(f"{len(lines)} stems in {FILE}")


if __name__ == "__main__":
    main()

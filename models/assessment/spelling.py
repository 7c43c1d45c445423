"""How alike two words are spelled.

Libraries that measure it are as large as half of the rest of the judge, and every interview on a shared
machine would hold one in memory.
"""


def jaro_winkler(one: str, other: str, floor: float = 0.0) -> float:
    """The Jaro-Winkler similarity of two words, from 0 to 1; 0 where it is less than `floor`.

    Winkler (1990), with a tenth for each of up to four letters that both begin with.
    """
    begin = min(len(one), len(other), sum(one[:n] == other[:n] for n in range(1, 5)))
    most = min(len(one), sum(letter in one for letter in other))
    if _boosted(_jaro(one, other, most), begin) < floor:
        return 0.0
    reach = max(0, max(len(one), len(other)) // 2 - 1)
    free, matched = list(other), []
    for at, letter in enumerate(one):
        for place in range(max(0, at - reach), min(len(other), at + reach + 1)):
            if free[place] == letter:
                free[place] = ""
                matched.append(letter)
                break
    against = [letter for letter, left in zip(other, free, strict=True) if not left]
    swapped = sum(a != b for a, b in zip(matched, against, strict=True)) // 2
    value = _boosted(_jaro(one, other, len(matched), swapped), begin)
    return value if value >= floor else 0.0


def _jaro(one: str, other: str, matched: int, swapped: int = 0) -> float:
    return (matched / len(one) + matched / len(other) + 1 - swapped / matched) / 3 if matched else 0.0


def _boosted(jaro: float, begin: int) -> float:
    return jaro + begin * 0.1 * (1 - jaro) if jaro > 0.7 else jaro

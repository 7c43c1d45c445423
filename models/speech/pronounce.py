"""Written terms as the voice must read them."""

import re
from collections.abc import Iterable

from questions.pack import Term


def pronounce(text: str, terms: Iterable[Term]) -> str:
    """The text with each term that has a `say` replaced by it: whole words, the longest first, in any case.

    Where two terms differ by case only, the one that is written as in the text wins.
    """
    spoken = {term.write: term.say for term in terms if term.say and term.say != term.write}
    if not spoken:
        return text
    folded = {write.casefold(): say for write, say in spoken.items()}
    written = "|".join(re.escape(write) for write in sorted(spoken, key=len, reverse=True))
    whole = re.compile(rf"(?<!\w)(?:{written})(?!\w)", re.IGNORECASE)
    return whole.sub(lambda found: spoken.get(found[0], folded[found[0].casefold()]), text)

"""How much room Viva takes: what it needs, and what that needs, as the packages' own lists have it."""

from collections.abc import Iterator
from importlib.metadata import Distribution, PackageNotFoundError, distribution

from packaging.requirements import Requirement

from tests.bench.table import Row
from tests.pty import ROOT

GOAL = 200.0
"""MB."""
BIGGEST = 5
OWN = ("viva_voce.py", "tui", "questions", "models")
"""What the wheel holds; a checkout is installed as a link, whose list is empty."""


def closure(name: str) -> dict[str, Distribution]:
    """A distribution and everything that it needs on this machine, extras left out but those asked for."""
    found: dict[str, Distribution] = {}
    waiting: list[tuple[str, frozenset[str]]] = [(name, frozenset())]
    seen: set[tuple[str, frozenset[str]]] = set()
    while waiting:
        now = waiting.pop()
        if now in seen:
            continue
        seen.add(now)
        try:
            package = distribution(now[0])
        except PackageNotFoundError:  # a build may leave out what its wheel already holds
            continue
        found[package.name.lower()] = package
        for text in package.requires or ():
            needed = Requirement(text)
            wanted = needed.marker is None or any(
                needed.marker.evaluate({"extra": extra}) for extra in (*now[1], "")
            )
            if wanted:
                waiting.append((needed.name, frozenset(needed.extras)))
    return found


def listed(package: Distribution) -> int:
    """Bytes of a distribution's files, by its RECORD; bytecode, which is compiled later, is not in it."""
    return sum(path.size or 0 for path in package.files or ())


def own() -> int:
    """Bytes of Viva itself."""
    files = (path for name in OWN for path in [ROOT / name, *(ROOT / name).rglob("*")])
    return sum(path.stat().st_size for path in files if path.is_file() and path.suffix != ".pyc")


def rows() -> Iterator[Row]:
    """The whole, and what is biggest in it."""
    sizes = {name: listed(package) / 1e6 for name, package in closure("viva-voce").items()}
    sizes["viva-voce"] = own() / 1e6
    total = sum(sizes.values())
    biggest = sorted(sizes, key=lambda name: -sizes[name])[:BIGGEST]
    parts = ", ".join(f"{name} {sizes[name]:.0f}" for name in biggest)
    what = f"installed size, {len(sizes)} distributions"
    yield Row(what, f"{total:.0f} MB", parts, "", f"≤ {GOAL:g} MB", total <= GOAL)

"""The packs that there are for this person, on this machine."""

from models.records.paths import Places, find_places, pack_folders
from questions.library import Library


def library(places: Places | None = None) -> Library:
    """The packs of this person, of this machine, and those that come with Viva."""
    places = places or find_places()
    return Library(pack_folders(places), places.cache, by_path=not places.restricted)

"""Which files of an archive are read, in every era of the official archives.

This is the list of what may be opened. Messages, contacts, likes, addresses, advertisements and
deleted tweets are not on it, and no file that is not on it is ever opened.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

_TWEETS = r"tweets?(-part\d+)?\.js|(js/tweets/)?\d{4}_\d{2}\.js"
# The shortest base first: it ends before js/tweets/ where that is there.
_TWEETS_ANYWHERE = re.compile(rf"(?P<base>(.+?/)??)({_TWEETS})")
_KINDS = {
    "tweets": re.compile(rf"{_TWEETS}|community-tweets?(-part\d+)?\.js"),
    "notes": re.compile(r"note-tweets?(-part\d+)?\.js"),
    "circle": re.compile(r"twitter-circle-tweets?(-part\d+)?\.js"),
    # Sorted by name these come best first; an old and a new archive's never meet.
    "authors": re.compile(r"account\.js|manifest\.js|js/user_details\.js"),
    "profiles": re.compile(r"profile\.js"),
    "pictures": re.compile(r"profile_media/[^/]+\.(jpe?g|png)"),
}


@dataclass(frozen=True, slots=True)
class Layout:
    """The paths of the files of one archive that are read, by what they hold.

    Attributes:
        tweets: the author's tweets, those to communities too.
        notes: the whole texts of long tweets.
        circle: tweets to a circle, which stand among ``tweets`` too.
        authors: who the author is, the best source first.
        profiles: the address of the profile's picture.
        pictures: pictures of the profile.
    """

    tweets: list[str]
    notes: list[str]
    circle: list[str]
    authors: list[str]
    profiles: list[str]
    pictures: list[str]


def find_layout(names: Iterable[str]) -> Layout | None:
    """Find the archive among the files ``names``; None where there are no files of tweets.

    Args:
        names: paths with ``/`` between their parts. The archive may lie in a folder of any name.
            Of several archives the one nearest to the top is taken, and of those in folders with a
            date the newest, since the tweets of two people must never be mixed.
    """
    names = sorted(name for name in names if "__MACOSX" not in name.split("/"))
    bases = {match["base"] for match in map(_TWEETS_ANYWHERE.fullmatch, names) if match}
    if not bases:
        return None
    base = max(bases, key=lambda base: (-base.count("/"), base))
    inside = [name for name in names if name.startswith(base)]
    found = {
        kind: [name for name in inside if pattern.fullmatch(name, len(base))]
        for kind, pattern in _KINDS.items()
    }
    return Layout(**found)

"""Which programs send tweets that nobody wrote."""

from functools import lru_cache

# They pass on feeds, or act on their own. Not Buffer and Hootsuite: they send at a chosen time what
# somebody wrote.
_AUTOMATIC = ("ifttt", "twitterfeed", "dlvr.it", "zapier", "paper.li", "rss graffiti", "feedburner")


@lru_cache(maxsize=1024)
def is_automatic(application: str | None) -> bool:
    """Return whether a program of this name sends tweets that nobody wrote."""
    return (application or "").lower().startswith(_AUTOMATIC)

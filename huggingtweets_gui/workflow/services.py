"""The services that give tweets by handle: how they are opened, what they cost, and what they ask of one.

The clients are loaded when first needed, so that the window is painted sooner.
"""

from typing import TYPE_CHECKING

from huggingtweets_gui.tweets.x_access import MOST_POSTS, OWN_POST_PRICE, POST_PRICE, USER_PRICE, AppKeys

if TYPE_CHECKING:
    from huggingtweets_gui.tweets.community_archive import CommunityArchive
    from huggingtweets_gui.tweets.x_api import XApi

COMMUNITY_RULE = (
    "The people in the Community Archive uploaded their tweets themselves, for public use;"
    " its policy names fine-tuning language models."
)
X_PRICE = (
    f"X charges ${POST_PRICE:.3f} for each post read (${OWN_POST_PRICE:.3f} for your own) and"
    f" ${USER_PRICE:.3f} for looking somebody up: {MOST_POSTS:,} tweets, the most it gives, cost about"
    f" ${MOST_POSTS * POST_PRICE:.0f}."
)
X_TERMS = (
    "X's developer agreement restricts the training of models on what is read through its API. Read it"
    " before you go on. The person's own archive is free, and has all tweets."
)


def open_community() -> "CommunityArchive":
    """Open the Community Archive."""
    from huggingtweets_gui.tweets.community_archive import CommunityArchive

    return CommunityArchive()


def open_x(token: str) -> "XApi":
    """Open X's API with a bearer token from ``parse_token``."""
    from huggingtweets_gui.tweets.x_api import XApi

    return XApi(token)


def token_for(keys: AppKeys) -> str:
    """Ask X for the bearer token of an app by its keys, which are then of no more use.

    Raises:
        UserError: X_KEYS_REFUSED; SERVICE_FAILING, SERVICE_SILENT, SERVICE_UNREACHABLE, SERVICE_GARBLED.
    """
    from huggingtweets_gui.tweets.x_keys import bearer_token

    return bearer_token(keys)


def highest_price(people: int) -> float:
    """Return what reading so many people from X costs at most, in dollars."""
    return people * (MOST_POSTS * POST_PRICE + USER_PRICE)

"""Whether there is a newer version of the program. Asked only where the user has turned that on."""

import re

from huggingtweets_gui import __version__
from huggingtweets_gui.foundation.answers import read_whole

# The newest release of the project, as GitHub's API tells it, and the page for people.
RELEASES_API = "https://api.github.com/repos/huggingtweets/huggingtweets-gui/releases/latest"
RELEASES_PAGE = "https://github.com/huggingtweets/huggingtweets-gui/releases/latest"

_SECONDS = 5.0  # without a sign of life
_LARGEST_ANSWER = 1_000_000  # bytes, many times what a release takes
_VERSION = re.compile(r"v?(\d{1,4}(?:\.\d{1,4}){1,3})")


class NoAnswer(Exception):
    """The page, or the way to it, failed; or it tells of no release."""


def newest_version(address: str = RELEASES_API) -> str:
    """Ask which version is the newest. Nothing about the user or this computer is sent.

    Args:
        address: where the newest release is told.

    Returns:
        The version's numbers, such as ``"1.2.0"``.

    Raises:
        NoAnswer: for whatever reason.
    """
    # The client takes a while to load.
    import httpx2
    import msgspec

    # GitHub refuses whoever gives no name.
    headers = {"User-Agent": "HuggingTweets", "Accept": "application/vnd.github+json"}
    try:
        with httpx2.stream(
            "GET", address, headers=headers, timeout=_SECONDS, follow_redirects=True
        ) as response:
            response.raise_for_status()
            content = read_whole(response.iter_bytes(), _LARGEST_ANSWER)
        tag = msgspec.json.decode(content)["tag_name"]
    except (httpx2.HTTPError, httpx2.InvalidURL, ValueError, TypeError, KeyError, RecursionError) as error:
        raise NoAnswer(repr(error)) from error
    version = _VERSION.fullmatch(tag) if isinstance(tag, str) else None
    if version is None:
        raise NoAnswer(f"no version: {tag!r}")
    return version[1]


def is_newer(version: str, than: str = __version__) -> bool:
    """Tell whether ``version`` is newer; one that cannot be read is not."""
    numbers = [_VERSION.fullmatch(one) for one in (version, than)]
    return all(numbers) and _comparable(version) > _comparable(than)


def _comparable(version: str) -> tuple[int, ...]:
    numbers = [int(number) for number in version.removeprefix("v").split(".")]
    return (*numbers, 0, 0)[:4]

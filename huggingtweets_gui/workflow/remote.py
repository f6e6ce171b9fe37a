"""Files of other computers: what is known of one, and what its download may run into."""

import re
from dataclasses import dataclass

import httpx2


class Unavailable(Exception):
    """A server or the way to it failed in a way that may pass: worth another try."""


@dataclass(frozen=True, slots=True)
class RemoteFile:
    """A file to be downloaded.

    Attributes:
        name: its name, without a folder.
        size: in bytes.
        sha256: its SHA-256 in hexadecimal, where that is known.
        git_id: git's SHA-1 of it as a blob, where ``sha256`` is not known.
    """

    name: str
    size: int
    sha256: str | None
    git_id: str | None = None


def first_position(response: httpx2.Response) -> int:
    """Return where in its file the body of ``response`` begins.

    Raises:
        ValueError: the server does not say.
    """
    if response.status_code != httpx2.codes.PARTIAL_CONTENT:
        return 0
    match = re.match(r"bytes (\d+)-", response.headers.get("Content-Range", ""))
    if match is None:
        raise ValueError("the server does not say which part of the file it sends")
    return int(match[1])

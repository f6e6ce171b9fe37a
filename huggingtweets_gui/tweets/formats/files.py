"""Finding one's way among the files of a source."""

import re
from collections.abc import Iterator, Sequence

from huggingtweets_gui.foundation.progress import Progress
from huggingtweets_gui.tweets.container import Container

_MARKUP = re.compile(rb"(\xef\xbb\xbf)?\s*([{\[<]|[\w. ]{1,80}=\s*[{\[])")
_JUNK = {".DS_Store", "Thumbs.db", "desktop.ini"}


def lone_file(container: Container) -> str | None:
    """Return the only file of a source, or None where there are several: which one is meant is not clear.

    What systems put beside it by themselves does not count.
    """
    names = [name for name in container.names if not _is_junk(name)]
    return names[0] if len(names) == 1 else None


def first_chunk(container: Container, name: str) -> bytes:
    """Return the first chunk of a file: enough to tell its form."""
    for chunk in container.chunks(name):
        return chunk
    return b""


def is_markup(beginning: bytes) -> bool:
    """Return whether a file begins as JSON, a script of an archive, HTML or XML: no text that was posted."""
    return _MARKUP.match(beginning) is not None


def reported(container: Container, names: Sequence[str], report: Progress) -> Iterator[bytes]:
    """Yield the chunks of some files; ``report`` is called with bytes once each has been dealt with."""
    done = 0
    total = sum(container.size(name) for name in names)
    report(0, total)
    for name in names:
        for chunk in container.chunks(name):
            yield chunk
            done += len(chunk)
            report(done, max(done, total))


def _is_junk(name: str) -> bool:
    parts = name.split("/")
    return "__MACOSX" in parts or parts[-1] in _JUNK or parts[-1].startswith("._")

"""Whose archive it is, from the files that say so: never more of them than handle, name and picture."""

from pathlib import PurePosixPath

from huggingtweets_gui.foundation.errors import UserError
from huggingtweets_gui.tweets.container import Container
from huggingtweets_gui.tweets.layout import Layout
from huggingtweets_gui.tweets.model import Author, parse_handle
from huggingtweets_gui.tweets.scripts import all_records
from huggingtweets_gui.tweets.twitter import unwrapped
from huggingtweets_gui.tweets.values import dict_of, name_of, text_of

_PICTURE_BEGINNINGS = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")
_LARGEST_PICTURE = 8 * 2**20

_HANDLE_AND_NAME_KEYS = (
    ("username", "accountDisplayName"),  # account.js
    ("userName", "displayName"),  # manifest.js
    ("screen_name", "full_name"),  # user_details.js
)


def read_author(container: Container, layout: Layout) -> Author | None:
    """Return the author as the archive's files name it, or None where no file holds a valid handle.

    Raises:
        UserError: SOURCE_UNREADABLE, ZIP_BOMB.
    """
    for name in layout.authors:
        for record in all_records(container.chunks(name)):
            named = handle_and_name(record)
            if named:
                return Author(*named, avatar=_avatar(container, layout))
    return None


def handle_and_name(record: object) -> tuple[str, str] | None:
    """Return what a record of account.js or of its likes says, or None where it holds no valid handle."""
    fields = unwrapped(record)
    fields = dict_of(fields.get("userInfo")) or fields  # The manifest holds much else beside it.
    for handle_key, name_key in _HANDLE_AND_NAME_KEYS:
        written = text_of(fields.get(handle_key))
        if written is None:
            continue
        try:
            handle = parse_handle(written)
        except UserError:
            return None
        return handle, name_of(fields.get(name_key), handle)
    return None


def _avatar(container: Container, layout: Layout) -> bytes | None:
    """Return the profile's picture; a header image, which lies beside it, is never taken."""
    for name in layout.profiles:
        for record in all_records(container.chunks(name)):
            address = text_of(unwrapped(record).get("avatarMediaUrl")) or ""
            file_name = PurePosixPath(address).name
            for picture in layout.pictures:
                if file_name and picture.endswith(f"-{file_name}"):
                    return read_picture(container, picture)
    return None


def read_picture(container: Container, name: str) -> bytes | None:
    """Return the PNG or JPEG in a file, or None where it is none or far too large for a profile's."""
    if container.size(name) > _LARGEST_PICTURE:
        return None
    picture = b"".join(container.chunks(name))
    return picture if picture.startswith(_PICTURE_BEGINNINGS) else None

"""Opening whatever holds a person's tweets: what it is is told from its content, not from its name."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from huggingtweets_gui.foundation.errors import ErrorCode, UserError
from huggingtweets_gui.foundation.progress import Progress, unreported
from huggingtweets_gui.tweets import archive
from huggingtweets_gui.tweets.container import Container
from huggingtweets_gui.tweets.folder import FolderContainer, open_folder, readable
from huggingtweets_gui.tweets.posts import Posts, Reader
from huggingtweets_gui.tweets.zips import is_zip, open_zip

# Each looks at the files and returns how they are read, or None where they are of another form.
_FORMS: tuple[Callable[[Container], Reader | None], ...] = (archive.recognise,)


@contextmanager
def open_posts(path: Path, report: Progress = unreported) -> Iterator[Posts]:
    """Open a zip, a folder or a single file, for as long as its tweets are gone through.

    Args:
        path: what the user dropped.
        report: called with the bytes read, and of how many.

    Raises:
        UserError: SOURCE_MISSING, SOURCE_UNREADABLE, ZIP_CUT_OFF, ZIP_ENCRYPTED, ZIP_UNSAFE_PATH,
            NOT_AN_ARCHIVE; while the tweets are gone through also ZIP_BOMB and BROKEN_JSON.
        Cancelled: from ``report``.
    """
    path = path.absolute()  # so that "." has a name too
    with _container(path) as container:
        for recognise in _FORMS:
            if reader := recognise(container):
                yield reader(container, report)
                return
        raise UserError(ErrorCode.NOT_AN_ARCHIVE, name=path.name)


@contextmanager
def _container(path: Path) -> Iterator[Container]:
    with readable(path.name):
        if not path.exists():
            raise UserError(ErrorCode.SOURCE_MISSING, name=path)
        is_folder = path.is_dir()
    if is_folder:
        yield open_folder(path)
    elif is_zip(path):
        with open_zip(path) as zipped:
            yield zipped
    else:
        yield FolderContainer(path.parent, [path.name])

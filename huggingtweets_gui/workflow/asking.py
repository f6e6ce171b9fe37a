"""From a handle to tweets in the library: a service is asked page by page, and each page kept at once.

What a service gave is never asked for again. A kill at any moment loses no page that has come, and the
next attempt goes on behind it, which matters where every post is paid for. Cancelling waits a moment for
the page on its way, and a page that came is held until the library can take it.
"""

from collections.abc import Callable
from contextlib import nullcontext, suppress
from dataclasses import asdict, dataclass, replace
from typing import Any

from huggingtweets_gui.foundation.errors import ErrorCode, UserError
from huggingtweets_gui.foundation.progress import Cancelled, Progress, unreported
from huggingtweets_gui.library.library import Library
from huggingtweets_gui.tweets.model import Author
from huggingtweets_gui.tweets.service import Account, Page, Position, RateLimited, Service, Unavailable
from huggingtweets_gui.workflow.importing import Imported
from huggingtweets_gui.workflow.patience import Background
from huggingtweets_gui.workflow.persistence import SYSTEM_CLOCK, Clock, Pause, Persistence, untold


def look_up(service: Service, handle: str, report: Progress = unreported) -> Account:
    """Return who has this handle there. It is tried once: the user waits for it and can try again.

    Args:
        service: where to look.
        handle: from ``parse_x_handle``.
        report: called with nothing done of nothing while it waits; what it raises ends the waiting.

    Raises:
        UserError: the service does not know the person, does not let us, or did not answer.
        Cancelled: from ``report``.
    """
    try:
        with Background(lambda: report(0, 0)) as background:
            return background.run(service.find, handle)
    except (Unavailable, RateLimited) as error:
        raise error.told from error


def ask(
    library: Library,
    service: Service,
    handle: str,
    report: Progress = unreported,
    waiting: Callable[[Pause | None], None] = untold,
    clock: Clock = SYSTEM_CLOCK,
) -> Imported:
    """Read a person's tweets from a service and keep them, going on where it was broken off.

    Args:
        library: where they are kept.
        service: whom to ask.
        handle: from ``parse_x_handle``.
        report: told how many tweets were read, and of about how many; 0 of 0 until that is known.
        waiting: told each ``Pause``, for the service or the library, about ten times a second, and None
            at its end.
        clock: what the pauses are measured with.

    Raises:
        UserError: NOTHING_TO_READ; FORGOTTEN_MEANWHILE; what the service refuses; what does not pass by
            waiting; those of the library, but not LIBRARY_BUSY, which is waited out.
        Cancelled: from ``report``. What has come is kept.
    """
    visit = _Visit.kept(library, service, handle)
    persistence = Persistence(lambda: report(*visit.progress), waiting, clock)
    if visit.account is None:
        visit = replace(visit, account=persistence.call(service.find, handle))
        persistence.write(visit.keep, library)  # Looking somebody up may be paid for too.
    assert visit.account is not None
    last = False
    while not last:
        page = persistence.call(service.page, visit.account, visit.position)
        visit = persistence.write(visit.keep_page, library, page)
        last = page.last
        # Who cancels at the last one has everything all the same.
        with suppress(Cancelled) if last else nullcontext():
            report(*visit.progress)
    return visit.imported(library)


@dataclass(frozen=True)
class _Visit:
    """How far one person has been read from one service, over as many attempts as it takes."""

    service: Service
    handle: str
    account: Account | None
    position: Position
    read: int = 0
    new: int = 0
    lost: int = 0

    @classmethod
    def kept(cls, library: Library, service: Service, handle: str) -> "_Visit":
        """Return the visit that was broken off, or a new one behind the last."""
        state = library.downloads.state(handle, service.key)
        account = state.get("account")
        counts: dict[str, Any] = {name: state[name] for name in ("read", "new", "lost") if account}
        return cls(
            service, handle, Account(**account) if account else None, state.get("position", {}), **counts
        )

    @property
    def progress(self) -> tuple[int, int]:
        """The tweets read, and about how many there are."""
        total = self.account.tweets if self.account else 0
        return self.read, max(self.read, total)

    def keep_page(self, library: Library, page: Page) -> "_Visit":
        """Keep a page and where it ends, all or nothing, and return the visit from there on.

        Raises:
            UserError: FORGOTTEN_MEANWHILE: the author was deleted, with all tweets and how far they were
                read. Going on would bring some of them back, and leave the others out for good.
        """
        assert self.account is not None
        with library.all_or_nothing():
            if not library.downloads.state(self.handle, self.service.key):
                raise UserError(ErrorCode.FORGOTTEN_MEANWHILE, handle=self.handle)
            new = 0
            if page.tweets:
                new = library.tweets.add(Author(self.account.handle, self.account.name), page.tweets)
            after = replace(
                self,
                position=page.next,
                read=self.read + len(page.tweets) + page.lost,
                new=self.new + new,
                lost=self.lost + page.lost,
            )
            if page.last:
                after.end(library)
            else:
                after.keep(library)
        return after

    def keep(self, library: Library) -> None:
        """Remember the state of the visit."""
        assert self.account is not None
        account = {**asdict(self.account), "archived": None}  # a time is no JSON, and not needed any more
        counts = {"read": self.read, "new": self.new, "lost": self.lost}
        state = {"account": account, "position": self.position, **counts}
        library.downloads.keep(self.handle, self.service.key, state)

    def end(self, library: Library) -> None:
        """Note that all was read: the next visit begins with looking the person up, at what is new."""
        library.downloads.keep(self.handle, self.service.key, {"position": self.position})

    def imported(self, library: Library) -> Imported:
        """Return what the visit has brought."""
        try:
            author = library.tweets.author(self.handle)
        except UserError as error:
            if error.code is not ErrorCode.UNKNOWN_AUTHOR:
                raise
            raise UserError(
                ErrorCode.NOTHING_TO_READ, service=self.service.name, handle=self.handle
            ) from error
        return Imported(author, self.read, self.new, self.lost)

"""What a service is that gives a person's tweets by their handle, a page at a time."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from huggingtweets_gui.foundation.errors import UserError
from huggingtweets_gui.tweets.model import Tweet

Position = dict[str, str]
"""How far a service has been read, in its own terms, to be kept as JSON. The beginning is ``{}``."""


@dataclass(frozen=True, slots=True)
class Account:
    """A person as a service knows them.

    Attributes:
        id: the service's id of the account.
        handle: as the service spells it.
        name: the display name.
        tweets: about how many tweets the service has to give.
        archived: when these were uploaded to the service, where it keeps uploads; else None.
    """

    id: str
    handle: str
    name: str
    tweets: int
    archived: datetime | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """One answer with tweets.

    Attributes:
        tweets: in any order.
        lost: how many records in it could not be read.
        next: where the next page begins; after the last one, where a later visit begins.
        last: nothing comes after it for now.
    """

    tweets: list[Tweet]
    lost: int
    next: Position
    last: bool


class Service(Protocol):
    """Asks one service. Every call waits for an answer, for half a minute or so at most.

    Attributes:
        key: what the library calls the service.
        name: what people call it, as a sentence begins.
    """

    key: str
    name: str

    def find(self, handle: str) -> Account:
        """Look a person up.

        Raises:
            UserError: there is nobody to be read, or the service does not let us.
            Unavailable, RateLimited: worth another try.
        """

    def page(self, account: Account, position: Position) -> Page:
        """Read the tweets that come next; the errors are those of ``find``."""


class Unavailable(Exception):
    """The service, or the way to it, failed in a manner that may pass.

    Attributes:
        told: the error for the user, once there is no more trying.
    """

    def __init__(self, told: UserError) -> None:
        super().__init__(str(told))
        self.told = told


class RateLimited(Exception):
    """The service allows no more for now.

    Attributes:
        until: when it does again, in seconds since 1970; None where it does not say.
        told: the error for the user, once there is no more waiting.
    """

    def __init__(self, until: float | None, told: UserError) -> None:
        super().__init__(str(told))
        self.until = until
        self.told = told

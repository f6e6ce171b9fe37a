"""How slow work reports where it stands, and how it is stopped."""

from typing import Protocol


class Cancelled(Exception):
    """The user asked to stop; raised by a ``Progress`` and passed on unhandled to whoever began the work."""


class Progress(Protocol):
    """Called by slow work every so often, several times a second at least.

    An implementation raises ``Cancelled`` to stop the work where it stands.
    """

    def __call__(self, done: int, total: int) -> None:
        """Report ``done`` of ``total``, in the unit that the work names in its docstring."""


def unreported(done: int, total: int) -> None:
    """A ``Progress`` for callers that need none."""

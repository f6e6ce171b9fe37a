"""Asking slow work to stop, from another thread."""

from huggingtweets_gui.foundation.progress import Cancelled
from huggingtweets_gui.messages import StopKind


class StopRequest:
    """Set by the thread that serves the user, read by the one that works.

    A later, stricter request replaces an earlier one: a second Ctrl-C cancels.
    """

    def __init__(self) -> None:
        self.kind: StopKind | None = None

    def ask(self, kind: StopKind) -> None:
        """Ask the work to stop this way."""
        self.kind = kind

    def raise_if_asked(self) -> None:
        """Raise ``Cancelled`` when a stop was asked for: for work that has nothing to keep."""
        if self.kind is not None:
            raise Cancelled

"""Asking slow work to stop, from another thread."""

from huggingtweets_gui.foundation.progress import Cancelled
from huggingtweets_gui.messages import StopKind

_MILD_TO_STRICT = [StopKind.KEEP, StopKind.SUSPEND, StopKind.CANCEL]


class StopRequest:
    """Set by the thread that serves the user, read by the one that works.

    A stricter request replaces an earlier one, so that a second Ctrl-C cancels; a milder one does not.
    """

    def __init__(self) -> None:
        self.kind: StopKind | None = None

    def ask(self, kind: StopKind) -> None:
        """Ask the work to stop this way."""
        if self.kind is None or _MILD_TO_STRICT.index(kind) > _MILD_TO_STRICT.index(self.kind):
            self.kind = kind

    def raise_if_asked(self) -> None:
        """Raise ``Cancelled`` when a stop was asked for: for work that has nothing to keep."""
        if self.kind is not None:
            raise Cancelled

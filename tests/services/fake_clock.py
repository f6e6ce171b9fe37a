"""A clock whose time passes only while somebody sleeps."""

from huggingtweets_gui.workflow.persistence import Clock


class FakeClock:
    """``slept`` says how many seconds went by since the beginning of 2026."""

    START = 1_767_225_600.0

    def __init__(self) -> None:
        self.slept = 0.0
        self.clock = Clock(now=lambda: self.START + self.slept, sleep=self._sleep)

    def _sleep(self, seconds: float) -> None:
        self.slept += seconds

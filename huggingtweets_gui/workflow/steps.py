"""The steps from tweets to a bot that writes."""

from enum import IntEnum


class Step(IntEnum):
    """The pages of the wizard, in their order."""

    SOURCE = 0
    LOOK = 1
    PLAN = 2
    TRAIN = 3
    WRITE = 4

    @property
    def title(self) -> str:
        """What the steps bar calls it."""
        return ("Whose tweets", "Look", "Plan", "Train", "Write")[self]

"""How often checkpoints are written."""

from dataclasses import dataclass

# So much of the time that one is written in the background is lost to a training on two cores, whose steps
# take longer meanwhile: measured. With more cores it is less.
_BACKGROUND_WEIGHT = 0.5


@dataclass(frozen=True)
class Rhythm:
    """How often checkpoints are written: each costs gigabytes of writing.

    Attributes:
        shortest_pause: seconds between two of them at least.
        share: of the time, at most, that goes into them, as long as the pause is not too long.
        longest_pause: that they are left out for because of their cost, in seconds: so much can be lost.
            A disk that hung once shall not be the end of them.
    """

    shortest_pause: float = 20.0
    share: float = 0.05
    longest_pause: float = 600.0

    def pause(self, standing: float, in_background: float) -> float:
        """Return the seconds until the next one.

        Args:
            standing: seconds that the training stood still for the last one.
            in_background: seconds of writing it while the training went on.
        """
        cost = standing + _BACKGROUND_WEIGHT * in_background
        return max(self.shortest_pause, min(self.longest_pause, cost / self.share))

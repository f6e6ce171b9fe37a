"""Trainings that are timed by turns, so that none has a better hour of the machine than another.

A machine that is shared with others is twice as fast in one half of an hour as in the next, and a
training takes that long. Here each side is a process that does some steps and then waits until the
other has done some too.
"""

import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field

from tests.benchmarks.measuring import Curve

TURN_TOKENS = 2000
"""Labelled tokens of a turn, about: two of the recipe's steps."""


@dataclass
class CurveByTurns(Curve):
    """A curve that stands still after each turn, tells how fast it was, and waits for a line."""

    _begun_at: int = field(default=0, repr=False)

    def count(self, tokens: int, seconds: float) -> None:
        """Count a step; where it ends the turn, wait for the next one."""
        super().count(tokens, seconds)
        turn = self.step_tokens[self._begun_at :]
        if sum(turn) < TURN_TOKENS:
            return
        print(sum(turn) / sum(self.step_seconds[self._begun_at :]), flush=True)
        sys.stdin.readline()
        self._begun_at = len(self.step_tokens)


def speeds_by_turns(commands: Sequence[Sequence[str]], rounds: int) -> list[list[float]]:
    """Let processes train by turns; return each one's labelled tokens a second in each round.

    Args:
        commands: each a process that trains with a ``CurveByTurns``.
        rounds: turns of each, after a first one that warms it up.
    """
    running: list[subprocess.Popen[str]] = []
    speeds: list[list[float]] = [[] for _ in commands]
    try:
        for command in commands:
            running.append(
                subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
            )
            _turn_of(running[-1])
        for _ in range(rounds):
            for process, its_speeds in zip(running, speeds, strict=True):
                assert process.stdin is not None
                process.stdin.write("\n")
                process.stdin.flush()
                its_speeds.append(_turn_of(process))
    finally:
        for process in running:
            process.kill()
            process.communicate()
    return speeds


def _turn_of(process: subprocess.Popen[str]) -> float:
    assert process.stdout is not None
    line = process.stdout.readline()
    if not line:
        sys.exit("A training was over before all turns were: take more tweets, or fewer rounds.")
    return float(line)

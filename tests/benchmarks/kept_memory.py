"""How fast a training is where freed memory is kept, beside one that gives it back after each step.

By turns, each in a process of its own: steps of the given base model over invented tweets. Prints one table:
labelled tokens a second in each round. Linux only: elsewhere nothing is changed.
"""

import argparse
import statistics
import sys
from pathlib import Path

from huggingtweets_gui.engine.heap import keep_freed_memory
from tests.benchmarks.steps import steps
from tests.benchmarks.turns import CurveByTurns, speeds_by_turns

_WAYS = _KEPT, _GIVEN_BACK = "kept", "given back"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("base", type=Path, help="folder of the base model")
    parser.add_argument("--rounds", type=int, default=5, help="of each way, by turns (5)")
    parser.add_argument("--one", choices=_WAYS, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.one:
        if arguments.one == _KEPT:
            keep_freed_memory()
        curve = CurveByTurns()
        for tokens, seconds in steps(arguments.base):
            curve.count(tokens, seconds)
        return

    command = [sys.executable, "-m", __spec__.name, *sys.argv[1:], "--one"]
    speeds = speeds_by_turns([[*command, way] for way in _WAYS], arguments.rounds)
    for way, its_speeds in zip(_WAYS, speeds, strict=True):
        rounds = "".join(f"{speed:8.1f}" for speed in its_speeds)
        print(f"{way:12}{rounds}   median {statistics.median(its_speeds):.1f}")
    ratios = [kept / given_back for kept, given_back in zip(*speeds, strict=True)]
    print(
        f"{'ratio':12}" + "".join(f"{one:7.2f}x" for one in ratios),
        f"  median {statistics.median(ratios):.2f}x",
    )


if __name__ == "__main__":
    main()

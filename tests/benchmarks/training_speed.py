"""Our training beside transformers' Trainer on the huggingtweets recipe, from the same tweets.

For each split of an archive's tweets (classic rules, exact duplicates dropped): a tenth for testing,
a tenth to choose weights by, the rest to train on, the same for both sides. Each training is a process
of its own. What it is measured by is kept in --results, so that a run that was broken off goes on:
  speed   the recipe and a plan train by turns, some steps each, so that both have the same machine;
          neither writes checkpoints, which may take a twentieth of our time
  losses  whole trainings, one after the other; what else the machine does meanwhile changes nothing
Prints one table of medians over the splits, the seconds reckoned from tokens and speed, and the losses
on the test tweets of each split, paired.
"""

import argparse
import json
import math
import random
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

import torch

from huggingtweets_gui.engine import models
from huggingtweets_gui.engine.device import Device, choose_device
from huggingtweets_gui.engine.heap import keep_freed_memory
from huggingtweets_gui.engine.neighbours import watch_neighbours
from huggingtweets_gui.engine.rhythm import Rhythm
from huggingtweets_gui.foundation.bot_layout import BotLayout
from huggingtweets_gui.tweets.dataset import Entry, Part, write_dataset
from huggingtweets_gui.tweets.rules import CLASSIC, Verdict, judge
from huggingtweets_gui.tweets.sources import read_source
from tests.benchmarks.measuring import Curve, Outcome, matmul_peak
from tests.benchmarks.ours import run_ours
from tests.benchmarks.recipe import run_recipe
from tests.benchmarks.training_table import Pace, print_tables
from tests.benchmarks.turns import CurveByTurns, speeds_by_turns

RECIPE = "recipe"
_ROUNDS = 5
_NO_CHECKPOINTS = Rhythm(shortest_pause=math.inf)


def write_split(archive: Path, split: int, dataset: Path, held_out: float) -> None:
    """Write the dataset of one split: the tweets shuffled by its number, a share each held out."""
    kept = [one for one in judge(read_source(archive).tweets, CLASSIC) if one.verdict is Verdict.KEPT]
    unique = {one.text: one for one in kept}
    chosen = random.Random(split).sample(sorted(unique.values(), key=lambda one: one.tweet.id), len(unique))
    each = max(1, int(len(chosen) * held_out))
    parts = [Part.TEST] * each + [Part.VALIDATION] * each
    parts += [Part.TRAINING] * (len(chosen) - len(parts))
    write_dataset(
        dataset,
        (
            Entry(str(one.tweet.id), "author", one.tweet.created_at.date().isoformat(), one.text, part)
            for one, part in zip(chosen, parts, strict=True)
        ),
    )


def run_one(
    arguments: argparse.Namespace, side: str, split: int, curve: Curve, held_out: float, rhythm: Rhythm
) -> Outcome:
    """Train one side on one split, in this process.

    Args:
        arguments: of the command line.
        side: the recipe or a plan.
        split: which.
        curve: is kept up to date.
        held_out: the share of ``write_split``.
        rhythm: how often our side writes checkpoints.
    """
    device = choose_device(arguments.device)
    fp32 = Device(device.kind, device.reason, "fp32")
    with tempfile.TemporaryDirectory() as folder:
        bot = Path(folder)
        write_split(arguments.archive, split, BotLayout(bot).dataset, held_out)
        if side == RECIPE:
            return run_recipe(arguments.base, BotLayout(bot).dataset, split, fp32, curve)
        keep_freed_memory()
        return run_ours(arguments.base, bot, split, fp32, side, curve, rhythm)


def command_of(mode: str, side: str, split: int) -> list[str]:
    """Return the command of a process that trains one side on one split."""
    return [sys.executable, "-m", __spec__.name, *sys.argv[1:], mode, side, str(split)]


def pace_of(plan: str, split: int) -> Pace:
    """Measure how fast the recipe and a plan are, by turns."""
    recipe, ours = speeds_by_turns(
        [command_of("--by-turns", side, split) for side in (RECIPE, plan)], _ROUNDS
    )
    return Pace(recipe, ours)


def outcome_of(side: str, split: int) -> dict[str, object]:
    """Train one side on one split to its end."""
    done = subprocess.run(command_of("--whole", side, split), stdout=subprocess.PIPE, text=True, check=True)
    outcome: dict[str, object] = json.loads(done.stdout.splitlines()[-1])
    return outcome


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("archive", type=Path, help="a Twitter archive")
    parser.add_argument("--base", type=Path, required=True, help="folder of the base model")
    parser.add_argument("--device", default="auto", help="auto, cpu, cuda or mps (auto)")
    parser.add_argument("--splits", type=int, nargs="+", default=[1, 2, 3], help="which splits (1 2 3)")
    parser.add_argument("--plans", nargs="+", default=["quick", "balanced", "best"], help="which plans (all)")
    parser.add_argument("--results", type=Path, default=Path("training_speed.json"), help="kept outcomes")
    parser.add_argument("--whole", nargs=2, metavar=("SIDE", "SPLIT"), help=argparse.SUPPRESS)
    parser.add_argument("--by-turns", nargs=2, metavar=("SIDE", "SPLIT"), help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.whole:
        side, split = arguments.whole
        watch_neighbours()
        print(json.dumps(run_one(arguments, side, int(split), Curve(), 0.1, Rhythm()).to_json()))
        return
    if arguments.by_turns:
        side, split = arguments.by_turns
        # Nothing is held out but a tweet each, so that looking takes no time from the other side. That side
        # is no neighbour to make way for: it waits.
        run_one(arguments, side, int(split), CurveByTurns(), 0.0, _NO_CHECKPOINTS)
        return

    kept = json.loads(arguments.results.read_text("utf-8")) if arguments.results.exists() else {}

    def keep(key: str, measure: Callable[[], object]) -> None:
        if key in kept:
            return
        print(f"{key} …", file=sys.stderr, flush=True)
        kept[key] = measure()
        arguments.results.write_text(json.dumps(kept), encoding="utf-8")

    for plan in arguments.plans:
        keep(f"pace {plan}", lambda: asdict(pace_of(plan, arguments.splits[0])))  # noqa: B023
    for split in arguments.splits:
        for side in (RECIPE, *arguments.plans):
            keep(f"{side} {split}", lambda: outcome_of(side, split))  # noqa: B023
    device = choose_device(arguments.device)
    network = models.load(arguments.base, torch.device("cpu")).network
    sides = {
        side: [Outcome.from_json(kept[f"{side} {split}"]) for split in arguments.splits]
        for side in (RECIPE, *arguments.plans)
    }
    parameters = sum(weight.numel() for weight in network.parameters())
    paces = {plan: Pace(**kept[f"pace {plan}"]) for plan in arguments.plans}
    print_tables(sides, paces, parameters, matmul_peak(device.torch_device, device.dtype))


if __name__ == "__main__":
    main()

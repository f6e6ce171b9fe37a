"""Our training beside transformers' Trainer on the huggingtweets recipe, from the same tweets.

For each split of an archive's tweets (classic rules, exact duplicates dropped): a tenth for testing,
a tenth to choose weights by, the rest to train on, the same for both sides. Each training is a process
of its own; its outcome is kept in --results, so that a run that was broken off goes on. Prints one
table of medians over the splits, and the losses on the test tweets of each split, paired.
"""

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
from pathlib import Path

import torch

from huggingtweets_gui.engine import models
from huggingtweets_gui.engine.device import Device, choose_device
from huggingtweets_gui.engine.waiting import wait_briefly
from huggingtweets_gui.foundation.bot_layout import BotLayout
from huggingtweets_gui.tweets.dataset import Entry, Part, write_dataset
from huggingtweets_gui.tweets.rules import CLASSIC, Verdict, judge
from huggingtweets_gui.tweets.sources import read_source
from tests.benchmarks.measuring import Outcome, matmul_peak
from tests.benchmarks.ours import run_ours
from tests.benchmarks.recipe import run_recipe
from tests.benchmarks.training_table import print_tables

RECIPE = "recipe"


def write_split(archive: Path, split: int, dataset: Path) -> None:
    """Write the dataset of one split: the tweets shuffled by its number, a tenth each held out."""
    kept = [one for one in judge(read_source(archive).tweets, CLASSIC) if one.verdict is Verdict.KEPT]
    unique = {one.text: one for one in kept}
    chosen = random.Random(split).sample(sorted(unique.values(), key=lambda one: one.tweet.id), len(unique))
    tenth = len(chosen) // 10
    parts = [Part.TEST] * tenth + [Part.VALIDATION] * tenth
    parts += [Part.TRAINING] * (len(chosen) - len(parts))
    write_dataset(
        dataset,
        (
            Entry(str(one.tweet.id), "author", one.tweet.created_at.date().isoformat(), one.text, part)
            for one, part in zip(chosen, parts, strict=True)
        ),
    )


def run_one(arguments: argparse.Namespace, side: str, split: int) -> Outcome:
    """Train one side on one split, in this process."""
    device = choose_device(arguments.device)
    fp32 = Device(device.kind, device.reason, "fp32")
    with tempfile.TemporaryDirectory() as folder:
        bot = Path(folder)
        write_split(arguments.archive, split, BotLayout(bot).dataset)
        if side == RECIPE:
            return run_recipe(arguments.base, BotLayout(bot).dataset, split, fp32)
        return run_ours(arguments.base, bot, split, fp32, side)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("archive", type=Path, help="a Twitter archive")
    parser.add_argument("--base", type=Path, required=True, help="folder of the base model")
    parser.add_argument("--device", default="auto", help="auto, cpu, cuda or mps (auto)")
    parser.add_argument("--splits", type=int, nargs="+", default=[1, 2, 3], help="which splits (1 2 3)")
    parser.add_argument("--plans", nargs="+", default=["quick", "balanced", "best"], help="which plans (all)")
    parser.add_argument("--results", type=Path, default=Path("training_speed.json"), help="kept outcomes")
    parser.add_argument("--one", nargs=2, metavar=("SIDE", "SPLIT"), help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.one:
        side, split = arguments.one
        print(json.dumps(run_one(arguments, side, int(split)).to_json()))
        return

    kept = json.loads(arguments.results.read_text("utf-8")) if arguments.results.exists() else {}
    for split in arguments.splits:
        for side in (RECIPE, *arguments.plans):
            key = f"{side} {split}"
            if key in kept:
                continue
            print(f"{key} …", file=sys.stderr, flush=True)
            command = [sys.executable, "-m", __spec__.name, *sys.argv[1:], "--one", side, str(split)]
            environment = dict(os.environ)
            if side != RECIPE:
                wait_briefly(environment)
            done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True, env=environment)
            kept[key] = json.loads(done.stdout.splitlines()[-1])
            arguments.results.write_text(json.dumps(kept), encoding="utf-8")
    device = choose_device(arguments.device)
    network = models.load(arguments.base, torch.device("cpu")).network
    sides = {
        side: [Outcome.from_json(kept[f"{side} {split}"]) for split in arguments.splits]
        for side in (RECIPE, *arguments.plans)
    }
    parameters = sum(weight.numel() for weight in network.parameters())
    print_tables(sides, parameters, matmul_peak(device.torch_device, device.dtype))


if __name__ == "__main__":
    main()

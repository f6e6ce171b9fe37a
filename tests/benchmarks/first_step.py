"""How long from the command to the first loss, with an engine that is started for it and with a warm one.

In turns, each time with a bot of its own: the engine's client does a training of the given base model
until the first loss is told, of the base model on the first of the held-out tweets, then on all of them,
and then until the first step's.
The parts are those that the engine tells of. Prints one table: medians in seconds.
"""

import argparse
import statistics
import sys
import tempfile
import time
from dataclasses import asdict
from itertools import pairwise
from pathlib import Path

from huggingtweets_gui.foundation.bot_layout import BotLayout
from huggingtweets_gui.messages import (
    Cancelled,
    End,
    Estimate,
    Evaluation,
    Event,
    Failed,
    Phase,
    Step,
    StopKind,
    Train,
)
from huggingtweets_gui.messages import Device as DeviceFound
from huggingtweets_gui.tweets.dataset import Entry, build_dataset, write_dataset
from huggingtweets_gui.tweets.rules import BETTER, judge
from huggingtweets_gui.tweets.sources import read_source
from huggingtweets_gui.workflow.engine_client import EngineClient
from huggingtweets_gui.workflow.plans import PLANS, hyperparameters
from huggingtweets_gui.workflow.stopping import StopRequest
from tests.archives import official_zip
from tests.invented import invented_tweets

PARTS = (
    "the engine starts",
    "the device is measured",
    "the base is loaded",
    "tweets are tokenised",
    "some of the base's loss is known",
    "all of it is known",
    "first step",
)
TOTALS = {  # the number of parts until then
    "to the first loss": 5,
    "to the base's loss": 6,
    "to the loss of the first step": 7,
}
BUDGET = 3.0  # seconds to the first loss with a warm engine
INVENTED_TWEETS = 2000


class Moments:
    """The moments at which the parts of a training's beginning end.

    Attributes:
        seconds: from the command to each of them.
    """

    def __init__(self) -> None:
        self.seconds: list[float] = []
        self.stop = StopRequest()
        self._began = time.perf_counter()
        self._has_estimate = False

    def reach(self) -> None:
        """Take the time of the next moment."""
        self.seconds.append(time.perf_counter() - self._began)

    def see(self, event: Event) -> None:
        """Take the time of an event that ends a part; the first step is the last one."""
        match event:
            case DeviceFound() | Phase(name="tokenising" | "evaluating") | Evaluation():
                self.reach()
            case Estimate() if not self._has_estimate:
                self._has_estimate = True
                self.reach()
            case Step() if self.stop.kind is None:
                self.reach()
                self.stop.ask(StopKind.CANCEL)

    @property
    def parts(self) -> list[float]:
        """The seconds that each part took."""
        return [after - before for before, after in pairwise([0.0, *self.seconds])]


def dataset(archive: Path | None, folder: Path) -> list[Entry]:
    if archive is None:
        archive = official_zip(folder / "invented.zip", invented_tweets(INVENTED_TWEETS))
    read = read_source(archive)
    return build_dataset({"author": judge(read.tweets, BETTER)}, 1)


def train(client: EngineClient, job: Train) -> Moments:
    """Train until the first step has been told."""
    moments = Moments()
    client.await_ready(lambda event: None, moments.stop)
    moments.reach()
    end: End = client.run(job, moments.see, moments.stop)
    if not isinstance(end, Cancelled):
        sys.exit(f"{end.sentence} {end.details}" if isinstance(end, Failed) else f"it ended before: {end}")
    return moments


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--base", type=Path, required=True, help="folder of the base model")
    parser.add_argument("--archive", type=Path, help="a Twitter archive (invented tweets)")
    parser.add_argument("--plan", default="balanced", choices=PLANS, help="which plan (balanced)")
    parser.add_argument("--device", default="auto", help="auto, cpu, cuda or mps (auto)")
    parser.add_argument("--times", type=int, default=5, help="trainings of each (5)")
    arguments = parser.parse_args()
    settings = hyperparameters(PLANS[arguments.plan], parameters=100_000_000, seed=1, device=arguments.device)
    cold: list[Moments] = []
    warm: list[Moments] = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        entries = dataset(arguments.archive, folder)
        # The first is left out: it warms the system's caches.
        for turn in range(arguments.times + 1):
            with EngineClient(folder / "engine.log") as client:
                for moments in (cold, warm):
                    bot = folder / f"bot {turn} {len(moments)} {'cold' if moments is cold else 'warm'}"
                    bot.mkdir()
                    write_dataset(BotLayout(bot).dataset, entries)
                    job = Train(bot=str(bot), base=str(arguments.base.absolute()), **asdict(settings))
                    moments.append(train(client, job))
    rows = [
        [statistics.median(column) for column in zip(*(one.parts for one in moments[1:]), strict=True)]
        for moments in (cold, warm)
    ]
    print(f"{'seconds':32}{'cold':>8}{'warm':>8}{'budget':>8}")
    for part, one, other in zip(PARTS, *rows, strict=True):
        print(f"{part:32}{one:8.2f}{other:8.2f}")
    for title, parts in TOTALS.items():
        one, other = (
            statistics.median(moments.seconds[parts - 1] for moments in turns[1:]) for turns in (cold, warm)
        )
        budget = f"{BUDGET:8.2f}" if title == "to the first loss" else ""
        print(f"{title:32}{one:8.2f}{other:8.2f}{budget}")


if __name__ == "__main__":
    main()

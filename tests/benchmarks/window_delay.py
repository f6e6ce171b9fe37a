"""How late the window is for what its user does, while it is idle, imports an archive, and trains a bot.

Each is a fresh process with the real window on the platform plugin that the environment names, and
with a timer that is due every millisecond. An archive is imported again and again: an invented one, or
the one at --archive, such as that of 500,000 tweets which ``import_speed`` leaves in its folder. The
bot learns from an invented one in the engine's process, with its page in sight. A moment that was due
while the window was late with another one counts too, with its own delay: so long a click would have
waited then. Prints one table of milliseconds.
"""

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QObject, Qt, QTimer

from huggingtweets_gui.library.bot_store import Bot
from huggingtweets_gui.library.library import Library
from huggingtweets_gui.library.paths import Home
from huggingtweets_gui.messages import End, Event, Failed, Step, StopKind
from huggingtweets_gui.threads.collecting import CollectingHere
from huggingtweets_gui.threads.engine_thread import EngineThread
from huggingtweets_gui.tweets.rules import BETTER
from huggingtweets_gui.window.application import make_application
from huggingtweets_gui.window.main_window import MainWindow
from huggingtweets_gui.workflow.base_choice import choose_base
from huggingtweets_gui.workflow.choosing import choose
from huggingtweets_gui.workflow.importing import import_sources
from huggingtweets_gui.workflow.new_bot import create_bot
from huggingtweets_gui.workflow.plans import PLANS, hyperparameters
from tests.archives import official_zip
from tests.invented import invented_tweets

IDLE, IMPORTING, TRAINING = "idle", "importing", "training"
DUE_MILLISECONDS = 1
SETTLING_MILLISECONDS = 2000  # in which the window is painted and the engine begins to start
LEARNT_TWEETS = 2000  # so few that the first step comes soon
BUDGET_P99, BUDGET_WORST = 16, 50


class Delays(QObject):
    """Measures for some seconds, then leaves the event loop.

    Attributes:
        milliseconds: how late each due moment was.
    """

    def __init__(self, seconds: float) -> None:
        super().__init__()
        self.milliseconds: list[float] = []
        self._seconds = seconds
        self._began = self._last = 0.0
        self._timer = QTimer(self, interval=DUE_MILLISECONDS)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._take)

    def start(self) -> None:
        """Begin, unless begun already."""
        if not self._timer.isActive():
            self._began = self._last = time.perf_counter()
            self._timer.start()

    def _take(self) -> None:
        now = time.perf_counter()
        late = (now - self._last) * 1000 - DUE_MILLISECONDS
        while late > -DUE_MILLISECONDS:
            self.milliseconds.append(max(late, 0.0))
            late -= DUE_MILLISECONDS
        self._last = now
        if now - self._began > self._seconds:
            self._timer.stop()
            QCoreApplication.quit()


def import_again_and_again(window: MainWindow, archive: Path) -> None:
    source = window.pages.source
    # Not at once: the queue is idle only after this signal.
    source.queue.idle.connect(lambda: QTimer.singleShot(0, lambda: source.open_files([archive])))
    source.open_files([archive])


def train(window: MainWindow, engine: EngineThread, bot: Bot, first_step: Callable[[], None]) -> None:
    def see(event: Event) -> None:
        if isinstance(event, Step):
            first_step()

    def fail(end: End) -> None:
        if isinstance(end, Failed):
            sys.exit(f"{end.sentence} {end.details}")

    engine.event.connect(see)
    engine.ended.connect(fail)
    window.pages.train(bot, resume=False)


def make_bot(library: Library, archive: Path, base: Path) -> Bot:
    """Return a bot whose training outlasts the measuring."""
    [imported] = import_sources(library, [archive])
    choices = [choose(library, imported.author.handle, BETTER)]
    plan = PLANS["balanced"]
    settings = hyperparameters(plan, parameters=100_000_000, epochs=100, seed=1)
    return create_bot(library, choices, choose_base(str(base), library.home), plan, settings)


def measure(arguments: argparse.Namespace) -> list[float]:
    """Return the delays in one situation, measured in this process."""
    qt = make_application()
    home = Home(arguments.folder / "home")
    delays = Delays(arguments.seconds)
    with Library(home) as library, CollectingHere():
        engine = EngineThread(home.logs / "engine.log")
        invented = arguments.folder / "archive.zip"
        bot = make_bot(library, invented, arguments.base) if arguments.one == TRAINING else None
        window = MainWindow(home, library)
        window.begin(engine)
        window.show()
        if bot is not None:
            train(window, engine, bot, delays.start)
        else:
            QTimer.singleShot(SETTLING_MILLISECONDS, delays.start)
        if arguments.one == IMPORTING:
            import_again_and_again(window, arguments.archive or invented)
        qt.exec()
        engine.stop(StopKind.CANCEL)
        engine.shutdown()
        window.close()
    return delays.milliseconds


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--base", type=Path, help="folder of the base model to train")
    parser.add_argument("--seconds", type=float, default=60, help="of each measuring (60)")
    parser.add_argument("--tweets", type=int, default=50_000, help="in the archive imported (50000)")
    parser.add_argument("--archive", type=Path, help="imported in place of an invented one")
    parser.add_argument("--situations", nargs="+", default=[IDLE, IMPORTING, TRAINING], help="which (all)")
    parser.add_argument("--one", help=argparse.SUPPRESS)
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if TRAINING in arguments.situations and arguments.base is None:
        parser.error("training needs a --base")
    if arguments.one:
        print(json.dumps(measure(arguments)))
        return

    print(f"{'milliseconds':16}{'p50':>8}{'p99':>8}{'worst':>8}{'over ' + str(BUDGET_P99):>9}")
    for situation in arguments.situations:
        with tempfile.TemporaryDirectory() as folder:
            tweets = arguments.tweets if situation == IMPORTING else LEARNT_TWEETS
            official_zip(Path(folder) / "archive.zip", invented_tweets(tweets))
            command = [sys.executable, "-m", __spec__.name, *sys.argv[1:]]
            command += ["--one", situation, "--folder", folder]
            output = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True).stdout
        late = sorted(json.loads(output.splitlines()[-1]))
        p50, p99 = (late[int(share * len(late))] for share in (0.5, 0.99))
        over = sum(delay > BUDGET_P99 for delay in late) / len(late)
        print(f"{situation:16}{p50:8.1f}{p99:8.1f}{late[-1]:8.1f}{over:9.2%}", flush=True)
    print(f"{'budget':16}{'':8}{BUDGET_P99:8}{BUDGET_WORST:8}")


if __name__ == "__main__":
    main()

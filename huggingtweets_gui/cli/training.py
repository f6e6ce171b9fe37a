"""The commands ``train`` and ``example``."""

import argparse
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

from huggingtweets_gui.cli.narrator import Narrator
from huggingtweets_gui.cli.show import print_json, tell
from huggingtweets_gui.cli.sources import import_archives, is_path
from huggingtweets_gui.cli.writing import print_samples
from huggingtweets_gui.foundation.errors import ErrorCode, UserError
from huggingtweets_gui.foundation.resources import resource
from huggingtweets_gui.library.bot_store import Bot, read_bot
from huggingtweets_gui.library.library import Library
from huggingtweets_gui.library.paths import Home
from huggingtweets_gui.messages import (
    Cancelled,
    End,
    Event,
    Failed,
    StopKind,
    Trained,
    to_dict,
)
from huggingtweets_gui.tweets.model import parse_handle
from huggingtweets_gui.tweets.rules import BETTER, RULE_SETS, Rules
from huggingtweets_gui.workflow import training as workflow
from huggingtweets_gui.workflow.base_choice import choose_base, parameters_of
from huggingtweets_gui.workflow.choosing import choose
from huggingtweets_gui.workflow.engine_client import EngineClient
from huggingtweets_gui.workflow.new_bot import create_bot
from huggingtweets_gui.workflow.plans import PLANS, hyperparameters
from huggingtweets_gui.workflow.stopping import StopRequest
from huggingtweets_gui.workflow.writing import Sampling, Writer

_EXAMPLE_SECONDS = 120.0


def train(arguments: argparse.Namespace, home: Home) -> int:
    """Train a bot, or go on with one."""
    with Library(home) as library, EngineClient(home.logs / "engine.log") as engine:
        bot = _interrupted(library, arguments) if arguments.resume else _new_bot(library, arguments)
        show = _print_event if arguments.json else Narrator()
        return _finish(run_training(bot, engine, show, resume=arguments.resume), show, bot)


def example(arguments: argparse.Namespace, home: Home) -> int:  # noqa: ARG001
    """Go the whole way with the invented example: import, two minutes of training, samples."""
    narrator = Narrator()
    with Library(home) as library, EngineClient(home.logs / "engine.log") as engine:
        [imported] = import_archives(library, [resource("example/lighthouse-archive.zip")], None)
        author = imported.author
        tell(f"{imported.read:,} tweets of {author.name} (@{author.handle}), an invented lighthouse keeper.")
        bot = new_bot(library, [author.handle], BETTER, "starter", "quick", max_seconds=_EXAMPLE_SECONDS)
        end = run_training(bot, engine, narrator)
        status = _finish(end, narrator, bot)
        if isinstance(end, Trained):
            print_samples(Writer(bot.folder), Sampling(count=5), engine)
        return status


def new_bot(
    library: Library,
    handles: list[str],
    rules: Rules,
    base_name: str,
    plan_name: str,
    *,
    epochs: float | None = None,
    max_seconds: float | None = None,
    seed: int = 0,
    device: str = "auto",
    folder: Path | None = None,
) -> Bot:
    """Make a bot of authors in the library, ready for its training."""
    choices = [choose(library, handle, rules) for handle in handles]
    base = choose_base(base_name, library.home)
    plan = PLANS[plan_name]
    settings = hyperparameters(
        plan, parameters_of(base), epochs=epochs, max_seconds=max_seconds, seed=seed, device=device
    )
    return create_bot(library, choices, base, plan, settings, folder)


def run_training(
    bot: Bot, engine: EngineClient, show: Callable[[Event], None], *, resume: bool = False
) -> End:
    """Train with Ctrl-C in hand: the first one stops and keeps, the second one cancels."""
    stop = StopRequest()
    with _interrupts(stop):
        return workflow.train(bot, engine, show, stop, resume=resume)


@contextmanager
def _interrupts(stop: StopRequest) -> Iterator[None]:
    def ask(number: int, frame: FrameType | None) -> None:  # noqa: ARG001
        if stop.kind is None:
            tell("\nStopping, keeping what it has learnt. Ctrl-C again cancels.")
            stop.ask(StopKind.KEEP)
        else:
            stop.ask(StopKind.CANCEL)

    before = signal.signal(signal.SIGINT, ask)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _new_bot(library: Library, arguments: argparse.Namespace) -> Bot:
    return new_bot(
        library,
        _handles(library, arguments),
        RULE_SETS[arguments.rules],
        arguments.base,
        arguments.plan,
        epochs=arguments.epochs,
        max_seconds=arguments.max_minutes * 60 if arguments.max_minutes else None,
        seed=arguments.seed,
        device=arguments.device,
        folder=arguments.output,
    )


def _handles(library: Library, arguments: argparse.Namespace) -> list[str]:
    """Import the archives among the sources, and return the handles of all authors."""
    handles: dict[str, None] = {}
    for source in arguments.source:
        if is_path(source):
            imported = import_archives(library, [Path(source)], arguments.handle)
            handles.update({one.author.handle: None for one in imported})
        else:
            handles[library.tweets.author(parse_handle(source)).handle] = None
    return list(handles)


def _interrupted(library: Library, arguments: argparse.Namespace) -> Bot:
    """Find the bot to go on with: in the output folder, or by its name or folder, or by its authors."""
    name = arguments.output or arguments.source[0]
    bot: Bot | None
    if arguments.output:
        bot = read_bot(arguments.output)
    else:
        # The same command again, with --resume behind it, names the archives or authors.
        bot = _named(library, arguments.source) or _unfinished(library, _handles(library, arguments))
    if bot is None or bot.ready:
        raise UserError(ErrorCode.NOTHING_TO_RESUME, name=name)
    return bot


def _named(library: Library, sources: list[str]) -> Bot | None:
    if len(sources) > 1:
        return None  # The bot of the first alone is not meant.
    try:
        return library.bots.find(sources[0])
    except UserError as error:
        if error.code is not ErrorCode.UNKNOWN_BOT:
            raise
        return None


def _unfinished(library: Library, handles: list[str]) -> Bot | None:
    """Return the newest bot of these authors, and no others, whose training has not ended yet."""
    unfinished = (bot for bot in library.bots.all() if not bot.ready)
    ours = (bot for bot in unfinished if {one.handle for one in bot.record.authors} == set(handles))
    return next(ours, None)


def _finish(end: End, show: Callable[[Event], None], bot: Bot) -> int:
    show(end)
    if isinstance(end, Failed):
        raise UserError.in_words(end.code, end.sentence, end.advice, end.details)
    if isinstance(end, Cancelled):
        if end.resumable_step:
            again = f'huggingtweets train "{bot.folder}" --resume'
            tell(f"Stopped at step {end.resumable_step}. To go on: {again}")
        return 130
    return 0


def _print_event(event: Event) -> None:
    print_json(to_dict(event))

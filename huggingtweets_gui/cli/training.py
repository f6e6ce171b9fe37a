"""The commands ``train`` and ``example``."""

import argparse
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

from huggingtweets_gui.cli.narrator import Narrator
from huggingtweets_gui.cli.rules import chosen_rules
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
    Notice,
    StopKind,
    Trained,
    to_dict,
)
from huggingtweets_gui.tweets.model import parse_handle
from huggingtweets_gui.tweets.rules import BETTER, Rules
from huggingtweets_gui.workflow import training as workflow
from huggingtweets_gui.workflow.base_choice import choose_base
from huggingtweets_gui.workflow.choosing import choose
from huggingtweets_gui.workflow.describing import describe
from huggingtweets_gui.workflow.engine_client import EngineClient
from huggingtweets_gui.workflow.estimates import architecture_of
from huggingtweets_gui.workflow.fitting import fit
from huggingtweets_gui.workflow.new_bot import create_bot
from huggingtweets_gui.workflow.plans import PLANS, hyperparameters
from huggingtweets_gui.workflow.stopping import StopRequest
from huggingtweets_gui.workflow.wizard import expected_longest
from huggingtweets_gui.workflow.writing import Sampling, Writer

_EXAMPLE_SECONDS = 120.0
# What cannot be changed while a training goes on; each is None unless it is given.
_FIXED_OPTIONS = ("base", "plan", "epochs", "max_minutes", "seed", "device")


def train(arguments: argparse.Namespace, home: Home) -> int:
    """Train a bot, or go on with one."""
    with Library(home) as library, EngineClient(home.logs / "engine.log", packs=home.gpu_packs) as engine:
        show = _print_event if arguments.json else Narrator()
        if arguments.resume:
            bot = _interrupted(library, arguments)
            _tell_what_is_fixed(arguments)
        else:
            bot = _new_bot(library, engine, show, arguments)
        return _finish(run_training(bot, engine, show, resume=arguments.resume), show, bot)


def example(arguments: argparse.Namespace, home: Home) -> int:  # noqa: ARG001
    """Go the whole way with the invented example: import, two minutes of training, samples."""
    narrator = Narrator()
    with Library(home) as library, EngineClient(home.logs / "engine.log", packs=home.gpu_packs) as engine:
        [imported] = import_archives(library, [resource("example/lighthouse-archive.zip")])
        author = imported.author
        tell(f"{imported.read:,} tweets of {author.name} (@{author.handle}), an invented lighthouse keeper.")
        handles = [author.handle]
        bot = new_bot(
            library, engine, narrator, handles, BETTER, "starter", "quick", max_seconds=_EXAMPLE_SECONDS
        )
        end = run_training(bot, engine, narrator)
        status = _finish(end, narrator, bot)
        if isinstance(end, Trained):
            print_samples(Writer(bot.folder), Sampling(count=5), engine)
        return status


def new_bot(
    library: Library,
    engine: EngineClient,
    show: Callable[[Event], None],
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
    """Make a bot of authors in the library, ready for a training that fits this computer; tell how."""
    choices = [choose(library, handle, rules) for handle in handles]
    base = choose_base(base_name, library.home)
    architecture = architecture_of(base)
    plan = PLANS[plan_name]
    settings = hyperparameters(
        plan, architecture.parameters, epochs=epochs, max_seconds=max_seconds, seed=seed, device=device
    )
    computer = describe(engine, device, show, StopRequest())
    fitted = fit(architecture, settings, computer, expected_longest(choices))
    bot = create_bot(library, choices, base, plan, fitted.settings, folder)
    show(Notice(text=fitted.sentence))
    return bot


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


def _new_bot(
    library: Library, engine: EngineClient, show: Callable[[Event], None], arguments: argparse.Namespace
) -> Bot:
    return new_bot(
        library,
        engine,
        show,
        _handles(library, arguments),
        chosen_rules(arguments),
        arguments.base or "starter",
        arguments.plan or "balanced",
        epochs=arguments.epochs,
        max_seconds=arguments.max_minutes * 60 if arguments.max_minutes else None,
        seed=arguments.seed or 0,
        device=arguments.device or "auto",
        folder=arguments.output,
    )


def _handles(library: Library, arguments: argparse.Namespace) -> list[str]:
    """Import the archives among the sources, and return the handles of all authors."""
    handles: dict[str, None] = {}
    for source in arguments.source:
        if is_path(source):
            imported = import_archives(library, [Path(source)], arguments.handle, arguments.column)
            handles.update({one.author.handle: None for one in imported})
        else:
            handles[library.tweets.author(parse_handle(source)).handle] = None
    return list(handles)


def _interrupted(library: Library, arguments: argparse.Namespace) -> Bot:
    """Find the bot to go on with: in the output folder, or by its name or folder, or by its authors."""
    bots: list[Bot] = []
    if arguments.output:
        bots = [read_bot(arguments.output)]
    elif len(arguments.source) == 1:  # Of several, the bot of the first alone is not meant.
        bots = library.bots.matching(arguments.source[0])
    # The same command again, with --resume behind it, names the archives or authors.
    bots = bots or _bots_of(library, _handles(library, arguments))
    unfinished = next((bot for bot in bots if not bot.ready), None)
    if unfinished is None:
        raise UserError(ErrorCode.NOTHING_TO_RESUME, name=arguments.output or arguments.source[0])
    return unfinished


def _tell_what_is_fixed(arguments: argparse.Namespace) -> None:
    given = [option for option in _FIXED_OPTIONS if getattr(arguments, option) is not None]
    if given:
        options = ", ".join(f"--{option.replace('_', '-')}" for option in given)
        tell(f"The training goes on as it was begun, whatever is given now for {options}.")


def _bots_of(library: Library, handles: list[str]) -> list[Bot]:
    """Return the bots of these authors and no others, newest first."""
    wanted = set(handles)
    return [bot for bot in library.bots.all() if {one.handle for one in bot.record.authors} == wanted]


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

"""A training from the first byte of its base model to the finished bot."""

import shutil
from collections.abc import Callable
from dataclasses import asdict, fields, replace
from pathlib import Path

from huggingtweets_gui.foundation import progress
from huggingtweets_gui.foundation.awake_clock import awake_seconds
from huggingtweets_gui.foundation.errors import ErrorCode, UserError
from huggingtweets_gui.foundation.hashing import sha256_of
from huggingtweets_gui.library.bot_record import TrainingResult, read_record, write_record
from huggingtweets_gui.library.bot_store import Bot
from huggingtweets_gui.messages import Cancelled, End, Event, Failed, Train, Trained
from huggingtweets_gui.publishing.model_card import write_card
from huggingtweets_gui.workflow.base_choice import make_present
from huggingtweets_gui.workflow.catalogue import STARTER
from huggingtweets_gui.workflow.engine_client import EngineClient
from huggingtweets_gui.workflow.keeping_awake import kept_awake
from huggingtweets_gui.workflow.stopping import StopRequest


def train(
    bot: Bot,
    client: EngineClient,
    emit: Callable[[Event], None],
    stop: StopRequest,
    *,
    resume: bool = False,
) -> End:
    """Train a bot and finish it: weights, model card, record.

    Args:
        bot: made by ``create_bot``; with ``resume``, one whose training was interrupted.
        client: the engine.
        emit: is given every event but the last, which is returned.
        stop: asks the training to end early.
        resume: go on from the newest checkpoint; without one, begin anew.

    Returns:
        ``Trained``, after which the bot is ready; ``Cancelled`` or ``Failed``. Nothing is raised
        for what a user can meet.
    """
    started = awake_seconds()
    try:
        with bot.held(), kept_awake():
            if read_record(bot.layout.record).result is not None:
                # Else what was asked for a second time would train the finished bot anew.
                raise UserError(ErrorCode.NOTHING_TO_RESUME, name=bot.record.name)
            end = make_present(bot.record.base, client, emit, stop)
            if bot.record.base.key != STARTER.key:
                started = awake_seconds()  # A download takes the network's time, not the training's.
            if end is None:
                client.await_ready(emit, stop)
                end = client.run(_job(bot, resume, awake_seconds() - started), emit, stop)
            if isinstance(end, Trained):
                finish(bot, end)
            # An engine that had to be ended cannot say it itself.
            return Cancelled(resumable_step=bot.resumable_step) if isinstance(end, Cancelled) else end
    except progress.Cancelled:
        return Cancelled(resumable_step=bot.resumable_step)
    except UserError as error:
        return Failed.of(error)
    except OSError as error:
        return Failed.of(UserError.of_file(error, bot.folder))


def finish(bot: Bot, trained: Trained) -> Bot:
    """Write the model card and the record of a trained bot, then drop its checkpoints."""
    known = {field.name for field in fields(TrainingResult)}
    result = TrainingResult(**{key: value for key, value in asdict(trained).items() if key in known})
    base = replace(
        bot.record.base, sha256=sha256_of(sorted(Path(bot.record.base.folder).glob("*.safetensors")))
    )
    # Read again: the user may have renamed the bot meanwhile.
    record = replace(read_record(bot.layout.record), result=result, base=base)
    write_card(bot.layout, record)
    write_record(bot.layout.record, record)
    shutil.rmtree(bot.layout.checkpoints, ignore_errors=True)
    return replace(bot, record=record)


def _job(bot: Bot, resume: bool, seconds: float) -> Train:
    """Return the engine's job, when ``seconds`` of the training's time are gone already."""
    settings = bot.record.hyperparameters
    if settings.max_seconds is not None:
        # An engine that was slow to start, on a slow disk, leaves half of the time all the same.
        left = max(settings.max_seconds - seconds, settings.max_seconds / 2)
        settings = replace(settings, max_seconds=left)
    return Train(bot=str(bot.folder), base=bot.record.base.folder, resume=resume, **asdict(settings))

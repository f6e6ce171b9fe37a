"""``run.json`` of a bot's folder: all that is known of a bot, in one typed record."""

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from huggingtweets_gui.foundation import atomic
from huggingtweets_gui.foundation.errors import ErrorCode, UserError, in_short


@dataclass(frozen=True, kw_only=True)
class BotAuthor:
    """One author of a bot, with the counts of their tweets and the sha256 of these as they were read."""

    handle: str
    name: str
    counts: dict[str, int]
    raw_sha256: str


@dataclass(frozen=True, kw_only=True)
class BaseInfo:
    """The base model of a bot.

    Attributes:
        key: its key in the catalogue; for a folder of the user's own, the folder's path.
        name: what people call it.
        repo: its id on the Hugging Face Hub, or None.
        licence: SPDX identifier in lower case, or None where unknown.
        folder: where it was loaded from.
        sha256: of its weights; empty until the training began.
    """

    key: str
    name: str
    repo: str | None
    licence: str | None
    folder: str
    sha256: str = ""


@dataclass(frozen=True, kw_only=True)
class Hyperparameters:
    """How the training goes; the fields are those of ``messages.Train``."""

    epochs: float
    learning_rate: float
    warmup_share: float
    weight_decay: float
    batch_tokens: int
    evaluations_per_epoch: int
    patience: int
    max_seconds: float | None
    seed: int
    device: str
    prompt: str
    final_rate_share: float = 0.0
    readings: int = 1
    micro_batch_tokens: int | None = None
    activation_checkpointing: bool = False
    lora_rank: int = 0


@dataclass(frozen=True, kw_only=True)
class TrainingResult:
    """How the training ended; the fields are those of ``messages.Trained``."""

    reason: str
    steps: int
    epochs: float
    seconds: float
    base_loss: float
    base_bits: float
    best_loss: float
    best_bits: float
    best_step: int
    test_loss: float | None
    test_bits: float | None
    device: str
    precision: str
    weights_sha256: str
    readings: int = 1


@dataclass(frozen=True, kw_only=True)
class BotRecord:
    """Everything about a bot that is not its weights, tweets or metrics.

    Attributes:
        name: what the user calls it.
        created: when, in ISO 8601 with the offset.
        rules: ``classic``, ``better``, or what rules set by hand do, in words for the card.
        languages: ISO 639-1 codes of the tweets, most frequent first.
        dataset_sha256: of ``dataset.jsonl``.
        result: None until the training has ended well.
        versions: of the program and the libraries that made it.
    """

    name: str
    created: str
    authors: list[BotAuthor]
    rules: str
    languages: list[str]
    dataset_sha256: str
    base: BaseInfo
    plan: str
    hyperparameters: Hyperparameters
    result: TrainingResult | None = None
    versions: dict[str, str] = field(default_factory=dict)


def write_record(path: Path, record: BotRecord) -> None:
    """Write the record, whole or not at all.

    Raises:
        UserError: NO_ROOM, NOT_PERMITTED.
    """
    try:
        atomic.write_text(path, json.dumps(asdict(record), indent=2, ensure_ascii=False) + "\n")
    except OSError as error:
        raise UserError.of_file(error, path.parent) from error


def read_record(path: Path) -> BotRecord:
    """Read what ``write_record`` wrote.

    Raises:
        UserError: BOT_UNREADABLE.
    """
    try:
        return _from_json(json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise UserError(ErrorCode.BOT_UNREADABLE, details=in_short(error), name=path.parent) from error


def _from_json(stored: dict[str, Any]) -> BotRecord:
    result = stored["result"]
    return BotRecord(
        **{
            **stored,
            "authors": [BotAuthor(**author) for author in stored["authors"]],
            "base": BaseInfo(**stored["base"]),
            "hyperparameters": Hyperparameters(**stored["hyperparameters"]),
            "result": TrainingResult(**result) if result else None,
        }
    )

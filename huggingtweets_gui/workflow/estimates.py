"""What a training will take, told before it begins: memory and time."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from huggingtweets_gui.foundation.errors import ErrorCode, UserError
from huggingtweets_gui.library.bot_record import BaseInfo
from huggingtweets_gui.messages import Device
from huggingtweets_gui.workflow import catalogue
from huggingtweets_gui.workflow.base_folder import count_parameters
from huggingtweets_gui.workflow.catalogue import CATALOGUE
from huggingtweets_gui.workflow.plans import Plan, expected_seconds


@dataclass(frozen=True, slots=True)
class BaseSize:
    """How large a base model is.

    Attributes:
        parameters: how many it has.
        training_bytes: the memory that fine-tuning it takes, about.
    """

    parameters: int
    training_bytes: int


def size_of(base: BaseInfo) -> BaseSize:
    """Return the size of a base model: from the catalogue, or from the headers of a folder's files.

    Raises:
        UserError: BASE_UNREADABLE.
    """
    for model in CATALOGUE:
        if model.key == base.key:
            return BaseSize(model.parameters, model.training_bytes)
    folder = Path(base.folder)
    try:
        config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
        layers = _dimension(config, "num_hidden_layers", "n_layer")
        width = _dimension(config, "hidden_size", "n_embd")
        vocabulary = _dimension(config, "vocab_size")
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise UserError(ErrorCode.BASE_UNREADABLE, details=repr(error), name=folder) from error
    parameters = count_parameters(folder)
    return BaseSize(parameters, catalogue.full_tuning_bytes(parameters, layers, width, vocabulary))


def seconds(plan: Plan, size: BaseSize, tokens: int, device: Device) -> float:
    """Return about how long a training takes on this computer."""
    return expected_seconds(plan, size.parameters, tokens, device.flops)


def _dimension(config: dict[str, Any], *names: str) -> int:
    for name in names:
        if isinstance(config.get(name), int):
            return int(config[name])
    raise ValueError(f"config.json lacks {names[0]}")

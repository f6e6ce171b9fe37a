"""What a training will take, told before it begins: the shape of its base model, and the time."""

from pathlib import Path

from huggingtweets_gui.library.bot_record import BaseInfo
from huggingtweets_gui.messages import Device
from huggingtweets_gui.workflow.architecture import Architecture, read_architecture
from huggingtweets_gui.workflow.catalogue import CATALOGUE
from huggingtweets_gui.workflow.plans import Plan, expected_seconds


def architecture_of(base: BaseInfo) -> Architecture:
    """Return the shape of a base model: from the catalogue, or from the files of its folder.

    Raises:
        UserError: BASE_UNREADABLE.
    """
    known = next((model.architecture for model in CATALOGUE if model.key == base.key), None)
    return known or read_architecture(Path(base.folder))


def seconds(plan: Plan, architecture: Architecture, tokens: int, device: Device) -> float:
    """Return about how long a training takes on this computer."""
    return expected_seconds(plan, architecture.parameters, tokens, device.flops)

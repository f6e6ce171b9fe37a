"""LoRA: small additions to a model's layers that learn in place of its weights.

Hu et al. 2021, arXiv:2106.09685. Gradients and the optimizer's state are kept for the additions
alone, so that it takes a fraction of the memory.
"""

import warnings
from pathlib import Path

import torch
from peft import LoraConfig, PeftModel, get_peft_model
from transformers import PreTrainedModel
from transformers.pytorch_utils import Conv1D

from huggingtweets_gui.engine import models
from huggingtweets_gui.engine.models import LanguageModel


def add_adapters(network: PreTrainedModel, rank: int) -> PeftModel:
    """Freeze the weights of a network and add adapters of this rank to its layers, in place.

    They change nothing until they have learnt. What is returned wraps the same network.
    """
    config = LoraConfig(
        r=rank,
        lora_alpha=2 * rank,
        target_modules="all-linear",
        fan_in_fan_out=any(isinstance(module, Conv1D) for module in network.modules()),  # GPT-2
    )
    with warnings.catch_warnings():
        # peft 0.21 asks transformers 5.23 by a name that version 6 drops.
        warnings.simplefilter("ignore", FutureWarning)
        adapted = get_peft_model(network, config)
    assert isinstance(adapted, PeftModel)
    return adapted


def merged(base: Path, rank: int, weights: dict[str, torch.Tensor]) -> LanguageModel:
    """Return the base model, in fp32 in main memory, with what its adapters have learnt added to it.

    Args:
        base: folder of the base model.
        rank: of the adapters.
        weights: of the adapters, by their names in the network.
    """
    model = models.load(base, torch.device("cpu"))
    adapted = add_adapters(model.network, rank)
    model.network.load_state_dict(weights, strict=False)
    adapted.merge_and_unload()
    return model

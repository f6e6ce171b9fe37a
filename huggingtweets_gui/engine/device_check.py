"""Whether a device works: real training steps of a small model, checked and timed."""

import math
import time
import traceback

import torch
from tokenizers import Tokenizer, models
from transformers import GPT2Config, GPT2LMHeadModel, PreTrainedTokenizerFast

from huggingtweets_gui.engine.batches import tensors
from huggingtweets_gui.engine.device import Device
from huggingtweets_gui.engine.evaluation import summed_loss
from huggingtweets_gui.engine.failures import device_failure, is_out_of_memory
from huggingtweets_gui.engine.learner import Learner
from huggingtweets_gui.engine.models import LanguageModel
from huggingtweets_gui.foundation.errors import ErrorCode, UserError
from huggingtweets_gui.foundation.flops import TRAINING_FLOPS
from huggingtweets_gui.messages import DeviceWorks

_LAYERS = 4
_VOCABULARY = 8192
# Width and rows of 64 tokens: enough to keep the device busy, and a second or two of work at most.
_SIZES = {"cpu": (512, 8), "cuda": (1024, 32), "mps": (512, 16)}
_ROW = 64
_STEPS = 3
_LEARNING_RATE = 1e-4
_TOLERANCE = 0.02  # of the loss, against the processor's in fp32: 16 bits are ten times as exact


def check_device(device: Device) -> DeviceWorks:
    """Train a small model of random weights for a few steps.

    Raises:
        UserError: DEVICE_DRIVER_OLD, DEVICE_NOT_SUPPORTED, DEVICE_WRONG, DEVICE_BROKEN, OUT_OF_MEMORY.
    """
    try:
        return _check(device)
    except RuntimeError as error:
        if is_out_of_memory(error):
            raise UserError(ErrorCode.OUT_OF_MEMORY, details=repr(error), device=device.name) from error
        code = device_failure(error)
        raise UserError(code, details=traceback.format_exc(), name=device.name) from error


def _check(device: Device) -> DeviceWorks:
    width, count = _SIZES[device.kind]
    random = torch.Generator().manual_seed(0)
    rows = torch.randint(1, _VOCABULARY, (count, _ROW + 1), generator=random).tolist()
    model = _small_model(width)
    with torch.no_grad():
        expected = summed_loss(model, *tensors(rows[:2], torch.device("cpu"))).item() / (2 * _ROW)
    torch.nn.Module.to(model.network, device.torch_device)
    learner = Learner(model, device, weight_decay=0.0, micro_batch_tokens=count * (_ROW + 1))
    found = learner.step(rows[:2], _LEARNING_RATE).item()
    if not abs(found - expected) < _TOLERANCE * expected:  # also where it is no number
        details = f"a loss of {found} instead of {expected}"
        raise UserError(ErrorCode.DEVICE_WRONG, details=details, name=device.name)

    learner.step(rows, _LEARNING_RATE).item()  # The first of a shape prepares much.
    started = time.perf_counter()
    for _ in range(_STEPS):
        loss = learner.step(rows, _LEARNING_RATE).item()
    seconds = time.perf_counter() - started
    if not math.isfinite(loss):
        raise UserError(ErrorCode.DEVICE_WRONG, details=f"a loss of {loss}", name=device.name)
    parameters = sum(weight.numel() for weight in model.network.parameters())
    return DeviceWorks(
        device=device.kind,
        name=device.name,
        precision=device.precision,
        flops=TRAINING_FLOPS * parameters * _STEPS * count * _ROW / seconds,
        peak_flops=device.measure_flops(),
    )


def _small_model(width: int) -> LanguageModel:
    """Return a GPT-2 of random weights without dropout, in main memory."""
    config = GPT2Config(
        vocab_size=_VOCABULARY,
        n_positions=_ROW,
        n_embd=width,
        n_layer=_LAYERS,
        n_head=width // 64,
        embd_pdrop=0.0,
        attn_pdrop=0.0,
        resid_pdrop=0.0,
        bos_token_id=0,
        eos_token_id=0,
    )
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(0)
        network = GPT2LMHeadModel(config)
    network.eval()
    tokenizer = PreTrainedTokenizerFast(tokenizer_object=Tokenizer(models.WordLevel({"<|endoftext|>": 0})))
    return LanguageModel(network, tokenizer, 0)

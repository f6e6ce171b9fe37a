"""The decoding loop beside transformers' own, and the network made ready for it."""

from pathlib import Path
from typing import Any

import pytest
import torch
from transformers import AutoModelForCausalLM, GenerationConfig, PreTrainedModel
from transformers.pytorch_utils import Conv1D

from huggingtweets_gui.engine import decoding
from huggingtweets_gui.engine.decoding import Decoder
from huggingtweets_gui.engine.decoding_choice import choose_tokens
from huggingtweets_gui.engine.decoding_weights import PackedLinear, ready_for_writing
from huggingtweets_gui.engine.device import Device, choose_device

FP32 = Device("cpu", "for the test", "fp32")
BF16 = Device("cpu", "for the test", "bf16")
PROMPT = torch.tensor([[0, 40, 41, 300, 41, 502]])
has_bf16 = pytest.mark.skipif(choose_device("cpu").precision != "bf16", reason="no bf16 on this processor")


@pytest.fixture
def network(tiny_model: Path) -> PreTrainedModel:
    return AutoModelForCausalLM.from_pretrained(tiny_model).eval()


def config(**controls: Any) -> GenerationConfig:
    usual = {
        "do_sample": True,
        "top_k": 0,
        "max_new_tokens": 20,
        "num_return_sequences": 5,
        "pad_token_id": 0,
    }
    return GenerationConfig(**usual | controls)


def write(network: PreTrainedModel, take: Any = lambda sequence, token: False, **controls: Any) -> Any:
    decoder = Decoder(take, lambda: True, torch.Generator().manual_seed(5))
    return network.generate(PROMPT, generation_config=config(**controls), custom_generate=decoder)


def test_the_likeliest_tokens_are_transformers_own(network: PreTrainedModel) -> None:
    everywhere = torch.ones_like(PROMPT)  # Else transformers takes the separator for padding.
    theirs = network.generate(
        PROMPT, attention_mask=everywhere, do_sample=False, max_new_tokens=20, eos_token_id=None
    )
    ours = write(ready_for_writing(network, FP32), top_k=1)
    assert ours.tolist() == theirs.tolist() * 5


def test_each_token_is_drawn_from_the_networks_logits_while_rows_end(
    network: PreTrainedModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither the cache nor leaving out rows changes what transformers computes without either."""
    sizes: list[int] = []

    def choose(logits: torch.Tensor, history: torch.Tensor, *others: Any) -> torch.Tensor:
        torch.testing.assert_close(logits, network(history).logits[:, -1], atol=1e-4, rtol=1e-4)
        sizes.append(len(history))
        return choose_tokens(logits, history, *others)

    monkeypatch.setattr(decoding, "choose_tokens", choose)
    written: dict[int, list[int]] = {sequence: [] for sequence in range(5)}

    def take(sequence: int, token: int) -> bool:
        written[sequence].append(token)
        return len(written[sequence]) == 4 * (5 - sequence)

    result = write(ready_for_writing(network, FP32), take)
    assert [len(tokens) for tokens in written.values()] == [20, 16, 12, 8, 4]
    assert sizes == [5] * 8 + [3] * 4 + [2] * 4 + [1] * 4
    padded = [PROMPT[0].tolist() + tokens + [0] * (20 - len(tokens)) for tokens in written.values()]
    assert result.tolist() == padded


def test_the_same_random_numbers_give_the_same_sequences(network: PreTrainedModel) -> None:
    rows = write(network).tolist()
    assert len({tuple(row) for row in rows}) == 5
    assert rows == write(network).tolist()


@pytest.mark.parametrize("precision", ["fp32", pytest.param("bf16", marks=has_bf16)])
def test_a_network_ready_for_writing_computes_the_same(network: PreTrainedModel, precision: str) -> None:
    before = {name: weight.clone() for name, weight in network.named_parameters()}
    ready = ready_for_writing(network, FP32 if precision == "fp32" else BF16)
    with torch.no_grad():
        expected, logits = network(PROMPT).logits, ready(PROMPT).logits
    far = (logits - expected).norm() / expected.norm()
    assert far < (1e-5 if precision == "fp32" else 1e-2)
    assert logits.dtype == torch.float32
    for name, weight in network.named_parameters():
        assert weight.requires_grad
        assert torch.equal(weight, before[name])


def test_layers_of_one_input_keep_the_biases_that_they_have(tiny_llama: Path) -> None:
    network = AutoModelForCausalLM.from_pretrained(tiny_llama, attention_bias=True).eval()
    for layer in network.model.layers:
        torch.nn.init.normal_(layer.self_attn.q_proj.bias)
        torch.nn.init.normal_(layer.self_attn.v_proj.bias)
        layer.self_attn.k_proj.bias = None
    with torch.no_grad():
        expected = network(PROMPT).logits
        torch.testing.assert_close(
            ready_for_writing(network, FP32)(PROMPT).logits, expected, atol=1e-4, rtol=1e-4
        )


@pytest.mark.skipif(not torch.backends.cpu.get_cpu_capability().startswith("AVX"), reason="packs nothing")
def test_every_matrix_is_packed(network: PreTrainedModel) -> None:
    packed = [layer for layer in ready_for_writing(network, FP32).modules() if type(layer) is PackedLinear]
    # Two layers of four products, as GPT-2 has them, and the output.
    assert len(packed) == 9
    assert not any(
        type(layer) in (torch.nn.Linear, Conv1D) for layer in ready_for_writing(network, FP32).modules()
    )


def test_elsewhere_than_on_a_processor_all_weights_have_the_devices_precision(
    network: PreTrainedModel,
) -> None:
    ready = ready_for_writing(network, Device("cuda", "for the test", "bf16"))
    assert {weight.dtype for weight in ready.parameters()} == {torch.bfloat16}
    assert {weight.dtype for weight in network.parameters()} == {torch.float32}
    assert ready.get_input_embeddings().weight is ready.get_output_embeddings().weight
    with torch.no_grad():
        expected, logits = network(PROMPT).logits, ready(PROMPT).logits.float()
    assert (logits - expected).norm() / expected.norm() < 3e-2

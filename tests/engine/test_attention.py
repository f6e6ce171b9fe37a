from pathlib import Path

import pytest
import torch

from huggingtweets_gui.engine import models
from huggingtweets_gui.engine.attention import use_short_attention

CPU = torch.device("cpu")


@pytest.mark.parametrize("tokens", [1, 2, 40, 127])
def test_it_computes_what_transformers_own_attention_computes(tiny_model: Path, tokens: int) -> None:
    plain = models.load(tiny_model, CPU).network
    ours = models.load(tiny_model, CPU).network
    use_short_attention(ours)
    inputs = torch.randint(0, 500, (3, tokens), generator=torch.Generator().manual_seed(1))
    gradients = []
    for network in (plain, ours):
        logits = network(input_ids=inputs, use_cache=False).logits
        logits.float().pow(2).mean().backward()
        gradients.append([logits.detach(), *(weight.grad for weight in network.parameters())])
    for expected, actual in zip(*gradients, strict=True):
        torch.testing.assert_close(actual, expected, rtol=1e-4, atol=1e-6)


def test_writing_with_a_cache_goes_on_as_before(tiny_model: Path) -> None:
    model = models.load(tiny_model, CPU)
    prompt = torch.tensor([[model.separator, *model.encode("My dream is")]])
    expected = model.network.generate(prompt, do_sample=False, max_new_tokens=20)
    use_short_attention(model.network)
    actual = model.network.generate(prompt, do_sample=False, max_new_tokens=20)
    assert actual.tolist() == expected.tolist()


def test_dropout_sets_weights_to_zero_and_keeps_their_mean(tiny_gpt2: Path) -> None:
    network = models.load(tiny_gpt2, CPU).network
    use_short_attention(network)
    inputs = torch.randint(0, 500, (4, 30), generator=torch.Generator().manual_seed(2))
    network.train()
    torch.manual_seed(0)
    first, second = (network(input_ids=inputs, use_cache=False).logits for _ in range(2))
    assert not torch.equal(first, second)

import json
import struct

import pytest

from huggingtweets_gui.foundation.errors import ErrorCode, UserError
from huggingtweets_gui.library.bot_record import BaseInfo
from huggingtweets_gui.messages import Device
from huggingtweets_gui.workflow import catalogue, estimates
from huggingtweets_gui.workflow.architecture import Style
from huggingtweets_gui.workflow.plans import PLANS

FAST = Device(
    device="cuda", name="GPU", reason="", precision="bf16", free_memory=0, total_memory=0, flops=1e13
)
LLAMA = {
    "model_type": "llama",
    "num_hidden_layers": 2,
    "hidden_size": 8,
    "intermediate_size": 24,
    "num_attention_heads": 4,
    "num_key_value_heads": 2,
    "vocab_size": 100,
    "tie_word_embeddings": True,
}
GPT2 = {"model_type": "gpt2", "n_layer": 2, "n_embd": 8, "n_head": 2, "n_inner": None, "vocab_size": 100}


def base(key, folder=""):
    return BaseInfo(key=key, name=key, repo=None, licence=None, folder=str(folder))


def own_model(folder, config):
    tensors = {"a": [100, 8], "b": [50]}
    header = json.dumps({n: {"dtype": "F32", "shape": s, "data_offsets": [0, 0]} for n, s in tensors.items()})
    content = struct.pack("<Q", len(header)) + header.encode()
    (folder / "model.safetensors").write_bytes(content)
    (folder / "config.json").write_text(json.dumps(config), encoding="utf-8")
    return base(str(folder), folder)


def test_a_known_base_model_has_the_shape_of_the_catalogue():
    assert estimates.architecture_of(base("gpt2")) == catalogue.find("gpt2").architecture


def test_a_llama_of_the_users_own_is_measured(tmp_path):
    shape = estimates.architecture_of(own_model(tmp_path, LLAMA))
    assert (shape.parameters, shape.layers, shape.width, shape.vocabulary) == (850, 2, 8, 100)
    assert (shape.intermediate, shape.query_width, shape.key_width) == (24, 8, 4)
    assert (shape.style, shape.tied, shape.norms_heads) == (Style.LLAMA, True, False)


def test_a_gpt2_of_the_users_own_is_measured(tmp_path):
    shape = estimates.architecture_of(own_model(tmp_path, GPT2))
    assert (shape.intermediate, shape.key_width) == (32, 8)
    assert (shape.style, shape.tied) == (Style.GPT2, True)


@pytest.mark.parametrize("config", [{}, {**LLAMA, "num_attention_heads": 0}, []])
def test_a_folder_without_its_dimensions_is_told(tmp_path, config):
    with pytest.raises(UserError) as caught:
        estimates.architecture_of(own_model(tmp_path, config))
    assert caught.value.code is ErrorCode.BASE_UNREADABLE


def test_a_larger_model_takes_longer():
    small, large = (catalogue.find(key).architecture for key in ("distilgpt2", "gpt2-medium"))
    plan = PLANS["balanced"]
    assert estimates.seconds(plan, small, 30_000, FAST) < estimates.seconds(plan, large, 30_000, FAST)

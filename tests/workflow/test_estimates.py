import json
import struct

import pytest

from huggingtweets_gui.foundation.errors import ErrorCode, UserError
from huggingtweets_gui.library.bot_record import BaseInfo
from huggingtweets_gui.messages import Device
from huggingtweets_gui.workflow import catalogue, estimates
from huggingtweets_gui.workflow.plans import PLANS

FAST = Device(
    device="cuda", name="GPU", reason="", precision="bf16", free_memory=0, total_memory=0, flops=1e13
)


def base(key, folder=""):
    return BaseInfo(key=key, name=key, repo=None, licence=None, folder=str(folder))


def own_model(folder, **config):
    tensors = {"a": [100, 8], "b": [50]}
    header = json.dumps({n: {"dtype": "F32", "shape": s, "data_offsets": [0, 0]} for n, s in tensors.items()})
    content = struct.pack("<Q", len(header)) + header.encode()
    (folder / "model.safetensors").write_bytes(content)
    (folder / "config.json").write_text(json.dumps(config), encoding="utf-8")
    return base(str(folder), folder)


def test_a_known_base_model_has_the_size_of_the_catalogue():
    size = estimates.size_of(base("gpt2"))
    assert size.parameters == 124_439_808
    assert size.training_bytes == catalogue.find("gpt2").training_bytes


@pytest.mark.parametrize(
    "config",
    [
        {"num_hidden_layers": 2, "hidden_size": 8, "vocab_size": 100},
        {"n_layer": 2, "n_embd": 8, "vocab_size": 100},
    ],
)
def test_a_folder_of_the_user_is_measured(tmp_path, config):
    size = estimates.size_of(own_model(tmp_path, **config))
    assert size.parameters == 850
    assert size.training_bytes == catalogue.full_tuning_bytes(850, 2, 8, 100)


def test_a_folder_without_its_dimensions_is_told(tmp_path):
    with pytest.raises(UserError) as caught:
        estimates.size_of(own_model(tmp_path))
    assert caught.value.code is ErrorCode.BASE_UNREADABLE


def test_a_larger_model_takes_longer():
    small, large = (estimates.size_of(base(key)) for key in ("distilgpt2", "gpt2-medium"))
    plan = PLANS["balanced"]
    assert estimates.seconds(plan, small, 30_000, FAST) < estimates.seconds(plan, large, 30_000, FAST)

"""Which folders are taken as base models."""

import json
from pathlib import Path

import pytest

from huggingtweets_gui.foundation.errors import ErrorCode, UserError
from huggingtweets_gui.workflow.base_folder import check_base_folder
from tests.fake_hub import model_files, safetensors


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, data in model_files(b"weights").items():
        (tmp_path / name).write_bytes(data)
    return tmp_path


def code_of(folder: Path) -> ErrorCode:
    with pytest.raises(UserError) as caught:
        check_base_folder(folder)
    return caught.value.code


def test_a_whole_model_is_taken_even_with_a_pickle_beside_it(folder: Path) -> None:
    check_base_folder(folder)
    (folder / "pytorch_model.bin").write_bytes(b"not looked at")
    check_base_folder(folder)


@pytest.mark.parametrize("tokenizer", [["vocab.json", "merges.txt"], ["tokenizer.json"]])
def test_either_form_of_the_tokenizer_will_do(folder: Path, tokenizer: list[str]) -> None:
    for name in {"tokenizer.json", "vocab.json", "merges.txt"} - set(tokenizer):
        (folder / name).unlink()
    check_base_folder(folder)


@pytest.mark.parametrize("name", ["pytorch_model.bin", "model.pt", "model.ckpt"])
def test_a_model_that_is_only_a_pickle_is_unsafe(folder: Path, name: str) -> None:
    (folder / "model.safetensors").rename(folder / name)
    assert code_of(folder) == ErrorCode.BASE_UNSAFE


@pytest.mark.parametrize("name", ["config.json", "tokenizer_config.json"])
def test_a_model_that_brings_its_own_code_is_unsafe(folder: Path, name: str) -> None:
    (folder / name).write_text('{"model_type": "x", "auto_map": {"AutoModel": "x.Y"}}', encoding="utf-8")
    assert code_of(folder) == ErrorCode.BASE_UNSAFE


@pytest.mark.parametrize("name", ["config.json", "model.safetensors"])
def test_a_model_with_a_part_missing_is_unreadable(folder: Path, name: str) -> None:
    (folder / name).unlink()
    assert code_of(folder) == ErrorCode.BASE_UNREADABLE


def test_a_model_with_an_adapter_beside_it_is_refused(folder: Path) -> None:
    """It would be loaded too, and nothing but the adapter could learn."""
    (folder / "adapter_config.json").write_text("{}", encoding="utf-8")
    assert code_of(folder) == ErrorCode.BASE_UNREADABLE


@pytest.mark.parametrize("config", ["", "[]", "{}", '{"model_type": 3}', "{"])
def test_a_damaged_configuration_is_unreadable(folder: Path, config: str) -> None:
    (folder / "config.json").write_text(config, encoding="utf-8")
    assert code_of(folder) == ErrorCode.BASE_UNREADABLE


@pytest.mark.parametrize(
    "weights",
    [
        b"",
        b"short",
        safetensors(b"weights")[:-1],
        safetensors(b"weights") + b"more",
        (1 << 62).to_bytes(8, "little") + b"{}",
        (2).to_bytes(8, "little") + b"{}",
        (2).to_bytes(8, "little") + b"[]",
        (7).to_bytes(8, "little") + b'{"a":1}',
        b"version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 3\n",
    ],
)
def test_damaged_weights_are_unreadable(folder: Path, weights: bytes) -> None:
    (folder / "model.safetensors").write_bytes(weights)
    assert code_of(folder) == ErrorCode.BASE_UNREADABLE


def test_weights_in_several_files_must_all_be_there(folder: Path) -> None:
    (folder / "model.safetensors").rename(folder / "model-00001-of-00002.safetensors")
    shards = {"a": "model-00001-of-00002.safetensors", "b": "model-00002-of-00002.safetensors"}
    (folder / "model.safetensors.index.json").write_text(json.dumps({"weight_map": shards}), encoding="utf-8")
    assert code_of(folder) == ErrorCode.BASE_UNREADABLE
    (folder / "model-00002-of-00002.safetensors").write_bytes(safetensors(b"more"))
    check_base_folder(folder)


def test_no_folder_and_a_file_are_unreadable(tmp_path: Path) -> None:
    assert code_of(tmp_path / "missing") == ErrorCode.BASE_UNREADABLE
    (tmp_path / "file").write_bytes(b"")
    assert code_of(tmp_path / "file") == ErrorCode.BASE_UNREADABLE

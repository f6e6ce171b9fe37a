"""What a folder must hold to be a base model, and what must not be in it.

Loading a pickle or a model's own code runs whatever its author wrote, so only safetensors weights
of architectures that transformers knows are taken.
"""

import json
import math
import re
from pathlib import Path
from typing import Any

from huggingtweets_gui.foundation.errors import ErrorCode, UserError

CONFIG = "config.json"
WEIGHTS = "model.safetensors"
WEIGHTS_INDEX = "model.safetensors.index.json"
TOKENIZER_CONFIG = "tokenizer_config.json"
# Each of these sets is a whole tokenizer.
_TOKENIZERS = (
    {"tokenizer.json"},
    {"vocab.json", "merges.txt"},
    {"tokenizer.model"},
    {"spiece.model"},
)
_COMPANIONS = {
    CONFIG,
    "generation_config.json",
    TOKENIZER_CONFIG,
    "special_tokens_map.json",
    "added_tokens.json",
}
_ADAPTER = "adapter_config.json"
_SHARD = re.compile(r"model-\d{5}-of-\d{5}\.safetensors")
_OTHER_WEIGHTS = {".bin", ".pt", ".pth", ".ckpt", ".pkl", ".h5", ".msgpack"}
_HEADER_LIMIT = 100_000_000  # safetensors' own limit, in bytes


def wanted(names: set[str]) -> set[str]:
    """Choose from the file ``names`` of a repository those that a base model needs, and no others.

    Returns an empty set if they make no base model: no configuration, no tokenizer or no safetensors.
    """
    tokenizer = {name for files in _TOKENIZERS for name in files} & names
    shards = {name for name in names if _SHARD.fullmatch(name)}
    if WEIGHTS in names:
        weights = {WEIGHTS}
    elif WEIGHTS_INDEX in names and shards:
        weights = {WEIGHTS_INDEX} | shards
    else:
        return set()
    if CONFIG not in names or not any(files <= names for files in _TOKENIZERS):
        return set()
    return weights | tokenizer | (_COMPANIONS & names)


def check_base_folder(folder: Path) -> None:
    """Check that ``folder`` holds a model that can be loaded without running foreign code.

    Only headers are read, so it takes milliseconds whatever the model's size.

    Raises:
        UserError: BASE_UNSAFE if its weights are no safetensors or it brings its own code,
            BASE_UNREADABLE if something is missing or damaged.
    """
    try:
        names = {path.name for path in folder.iterdir() if path.is_file()}
        config = _read_object(folder / CONFIG)
        tokenizer_config = _read_object(folder / TOKENIZER_CONFIG) if TOKENIZER_CONFIG in names else {}
        if "auto_map" in config or "auto_map" in tokenizer_config:
            raise UserError(ErrorCode.BASE_UNSAFE, details="it brings its own code (auto_map)", name=folder)
        if not wanted(names):
            raise _unusable(folder, names)
        if _ADAPTER in names:
            # transformers would load it too, and let nothing else learn.
            raise ValueError(f"{_ADAPTER}: an adapter that is not merged lies beside the weights")
        if not isinstance(config.get("model_type"), str):
            raise ValueError("config.json names no model_type")
        for name in _weight_files(folder, names):
            _check_safetensors(folder / name)
    except (OSError, ValueError) as error:
        raise UserError(ErrorCode.BASE_UNREADABLE, details=str(error), name=folder) from error


def count_parameters(folder: Path) -> int:
    """Return how many numbers the weights in ``folder`` hold.

    Raises:
        UserError: BASE_UNREADABLE.
    """
    try:
        names = {path.name for path in folder.iterdir() if path.is_file()}
        headers = [_read_header(folder / name) for name in _weight_files(folder, names)]
        return sum(
            math.prod(tensor["shape"])
            for header in headers
            for name, tensor in header.items()
            if name != "__metadata__"
        )
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise UserError(ErrorCode.BASE_UNREADABLE, details=str(error), name=folder) from error


def _unusable(folder: Path, names: set[str]) -> UserError:
    """Say why a folder with these ``names`` makes no base model."""
    has_safetensors = any(name.endswith(".safetensors") for name in names)
    if not has_safetensors and any(Path(name).suffix in _OTHER_WEIGHTS for name in names):
        return UserError(ErrorCode.BASE_UNSAFE, details="the weights are not safetensors", name=folder)
    return UserError(ErrorCode.BASE_UNREADABLE, details="weights or tokenizer are missing", name=folder)


def _weight_files(folder: Path, names: set[str]) -> set[str]:
    if WEIGHTS in names:
        return {WEIGHTS}
    weight_map = _read_object(folder / WEIGHTS_INDEX).get("weight_map")
    if not isinstance(weight_map, dict) or not weight_map:
        raise ValueError(f"{WEIGHTS_INDEX} has no weight_map")
    shards = {str(name) for name in weight_map.values()}
    if missing := shards - names:
        raise ValueError(f"missing: {', '.join(sorted(missing))}")
    return shards


def _read_object(path: Path) -> dict[str, Any]:
    value = json.loads(path.read_text(encoding="utf-8"))
    if not isinstance(value, dict):
        raise ValueError(f"{path.name} holds no JSON object")
    return value


def _check_safetensors(path: Path) -> None:
    """Raise ValueError unless the file is as long as its header says.

    A safetensors file is the header's length (8 bytes, little-endian), the header (JSON, for each
    tensor where its bytes begin and end), and the tensors' bytes without gaps.
    """
    header = _read_header(path)
    try:
        ends = [tensor["data_offsets"][1] for name, tensor in header.items() if name != "__metadata__"]
        complete = path.stat().st_size == _header_bytes(path) + max(ends)
    except (AttributeError, TypeError, KeyError, IndexError) as error:
        raise ValueError(f"{path.name} has a damaged header") from error
    if not complete:
        raise ValueError(f"{path.name} is cut off")


def _header_bytes(path: Path) -> int:
    """Return how many bytes stand before the tensors: the header's length, and the header."""
    with path.open("rb") as file:
        return 8 + int.from_bytes(file.read(8), "little")


def _read_header(path: Path) -> dict[str, Any]:
    length = _header_bytes(path) - 8
    if not 2 <= length <= min(_HEADER_LIMIT, path.stat().st_size - 8):
        raise ValueError(f"{path.name} has no safetensors header")
    with path.open("rb") as file:
        file.seek(8)
        header: dict[str, Any] = json.loads(file.read(length))
    return header

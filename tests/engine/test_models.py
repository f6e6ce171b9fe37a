import json
import shutil
import subprocess
import sys
from pathlib import Path

import psutil
import pytest
import torch

from huggingtweets_gui.engine import models
from huggingtweets_gui.engine.weights import weights_of
from huggingtweets_gui.foundation.errors import ErrorCode, UserError

CPU = torch.device("cpu")

# What the model card tells others to run, in a Python that cannot see our package.
SNIPPET = """
import sys
sys.modules["huggingtweets_gui"] = None
from transformers import pipeline, set_seed
generator = pipeline('text-generation', model=sys.argv[1])
set_seed(1)
first = generator.preprocess("My dream is")["input_ids"][0].tolist()
texts = [row["generated_text"] for row in generator("My dream is", num_return_sequences=5)]
separator = generator.tokenizer.eos_token_id
assert first[0] == separator and first.count(separator) == 1, first
assert len(set(texts)) == 5, texts
assert all(text.startswith("My dream is") for text in texts), texts
assert any(len(text) != len(texts[0]) for text in texts)
"""


def test_a_saved_bot_writes_with_a_plain_pipeline(tiny_model: Path, tmp_path: Path) -> None:
    model = models.load(tiny_model, CPU)
    models.save(model, weights_of(model.network), tmp_path / "model")
    done = subprocess.run(
        [sys.executable, "-c", SNIPPET, str(tmp_path / "model")],
        capture_output=True,
        text=True,
        check=False,
        cwd=tmp_path,
    )
    assert done.returncode == 0, done.stderr


def test_a_saved_bot_is_trained_on_like_a_base_model(tiny_model: Path, tmp_path: Path) -> None:
    """Its tokenizer begins texts with the separator now; training must not add it twice."""
    base = models.load(tiny_model, CPU)
    models.save(base, weights_of(base.network), tmp_path / "model")
    bot = models.load(tmp_path / "model", CPU)
    assert bot.encode("Tea again") == base.encode("Tea again")
    assert bot.separator == base.separator


def test_saving_replaces_an_older_model_whole(tiny_llama: Path, tmp_path: Path) -> None:
    model = models.load(tiny_llama, CPU)
    (tmp_path / "model").mkdir()
    (tmp_path / "model" / "left-over.txt").write_text("old")
    models.save(model, weights_of(model.network), tmp_path / "model")
    assert not (tmp_path / "model" / "left-over.txt").exists()
    assert [path.name for path in tmp_path.iterdir()] == ["model"]


def test_pickled_weights_are_never_loaded(tiny_gpt2: Path, tmp_path: Path) -> None:
    for path in tiny_gpt2.iterdir():
        if path.suffix != ".safetensors":
            (tmp_path / path.name).write_bytes(path.read_bytes())
    torch.save({}, tmp_path / "pytorch_model.bin")
    with pytest.raises(UserError):
        models.load(tmp_path, CPU)


@pytest.mark.parametrize("kind", ["SpeechT5Tokenizer", "CTRLTokenizer"])
def test_a_tokenizer_that_could_not_be_saved_with_the_bot_is_refused_at_once(
    tiny_llama: Path, tmp_path: Path, kind: str
) -> None:
    """One needs the sentencepiece library, the other is written in Python; ``save`` can change neither."""
    folder = shutil.copytree(tiny_llama, tmp_path / "model")
    (folder / "tokenizer.json").unlink()
    (folder / "spm_char.model").touch()
    (folder / "vocab.json").write_text('{"<unk>": 0}', encoding="utf-8")
    (folder / "merges.txt").write_text("#version: 0.2\n", encoding="utf-8")
    config = {"tokenizer_class": kind, "eos_token": "<unk>"}
    (folder / "tokenizer_config.json").write_text(json.dumps(config), encoding="utf-8")
    with pytest.raises(UserError) as caught:
        models.load(folder, CPU)
    assert caught.value.code is ErrorCode.BASE_UNREADABLE
    assert kind in caught.value.details


@pytest.mark.skipif(not hasattr(psutil.Process, "memory_maps"), reason="macOS does not tell")
def test_a_loaded_model_holds_no_file_open(tiny_llama: Path, tmp_path: Path) -> None:
    folder = shutil.copytree(tiny_llama, tmp_path / "model")
    model = models.load(folder, CPU)
    assert model.network.num_parameters()
    assert not any(str(folder) in mapped.path for mapped in psutil.Process().memory_maps())

"""The catalogue's facts agree with each other."""

import pytest

from huggingtweets_gui.foundation.errors import ErrorCode, UserError
from huggingtweets_gui.workflow import catalogue
from huggingtweets_gui.workflow.architecture import Style
from huggingtweets_gui.workflow.catalogue import CATALOGUE, BaseModel

DOWNLOADED = [model for model in CATALOGUE if not model.comes_with_program]


def test_every_model_is_found_by_its_key() -> None:
    assert [catalogue.find(model.key) for model in CATALOGUE] == list(CATALOGUE)
    assert catalogue.find("gpt2").repo == "openai-community/gpt2"


def test_an_unknown_key_names_the_known_ones() -> None:
    with pytest.raises(UserError, match="starter, gpt2, distilgpt2") as caught:
        catalogue.find("gpt5")
    assert caught.value.code == ErrorCode.UNKNOWN_BASE


def test_only_the_starter_comes_with_the_program() -> None:
    assert [model.key for model in CATALOGUE if model.comes_with_program] == ["starter"]


@pytest.mark.parametrize("model", DOWNLOADED, ids=lambda model: model.key)
def test_the_download_holds_every_parameter_once(model: BaseModel) -> None:
    # 2 or 4 bytes each; GPT-2's files also hold masks that newer versions do not load.
    masks = model.architecture.layers * 1024 * 1024 * 4 if "gpt2" in model.key else 0
    bytes_a_parameter = (model.download_bytes - masks) / model.parameters
    assert min(abs(bytes_a_parameter - width) for width in (2, 4)) < 0.001


@pytest.mark.parametrize("model", CATALOGUE, ids=lambda model: model.key)
def test_the_shape_of_every_model_makes_its_number_of_parameters(model: BaseModel) -> None:
    shape = model.architecture
    embeddings = shape.embedding * (1 if shape.tied else 2)
    if shape.style is Style.GPT2:
        layer = shape.width * (4 * shape.width + 2 * shape.intermediate)
    else:
        attention = shape.width * 2 * (shape.query_width + shape.key_width)
        layer = attention + 3 * shape.width * shape.intermediate
    # Beside these there are norms, biases and positions only.
    assert 0 <= model.parameters - embeddings - shape.layers * layer < 0.015 * model.parameters


def test_some_models_are_for_other_languages_than_english() -> None:
    languages = {language for model in CATALOGUE for language in model.languages}
    assert {"Japanese", "German", "Spanish", "Arabic"} <= languages

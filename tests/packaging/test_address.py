"""The project has one address, wherever the program, a package or a store tells it."""

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TELLING = (
    "huggingtweets_gui/workflow/updates.py",
    "packaging/linux/copyright",
    "packaging/linux/deb.py",
    "packaging/windows/huggingtweets.iss",
    "resources/linux/io.github.huggingtweets.huggingtweets.metainfo.xml",
)


@pytest.mark.parametrize("file", TELLING)
def test_the_address_is_the_projects(file: str) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    place = project["urls"]["Homepage"].removeprefix("https://github.com/")
    text = (ROOT / file).read_text(encoding="utf-8")
    told = re.findall(r"github\.com/(?:repos/)?([\w.-]+/[\w.-]+)", text)
    assert told
    assert set(told) == {place}

import os
import sys
from pathlib import Path

from huggingtweets_gui.workflow.engine_command import engine_command


def test_in_a_checkout_python_starts_the_engine():
    assert engine_command() == [sys.executable, "-m", "huggingtweets_gui.engine"]


def test_the_engine_of_an_installed_program_lies_beside_its_window(monkeypatch, tmp_path):
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", str(tmp_path / "HuggingTweets"))
    (program,) = engine_command()
    assert Path(program).parent == tmp_path
    assert Path(program).name == ("huggingtweets-engine.exe" if os.name == "nt" else "huggingtweets-engine")

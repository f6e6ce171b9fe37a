import subprocess
import threading

import pytest
import virtual_environment
from reports import NotPublished, NotReached, SetupError
from torch_build import published
from virtual_environment import VirtualEnvironment, fingerprint, install_torch, prepare


@pytest.fixture
def checkout(tmp_path):
    (tmp_path / "pyproject.toml").write_text("[project]\n", encoding="utf-8")
    return tmp_path


@pytest.fixture
def installs(monkeypatch):
    """The extras of each installation; nothing is fetched."""
    installs = []
    monkeypatch.setattr(
        virtual_environment, "_install", lambda environment, root, extras, torch: installs.append(extras)
    )
    return installs


def test_a_set_up_is_made_once_and_made_anew_when_it_was_cut_off(checkout, installs):
    half_made = checkout / ".venv" / "lib" / "half-made.py"
    half_made.parent.mkdir(parents=True)
    half_made.write_text("", encoding="utf-8")
    stamp = checkout / ".venv" / "bootstrap" / "stamp"
    stamp.parent.mkdir()
    stamp.write_text("unfinished", encoding="utf-8")

    python = prepare(checkout, extras=("test",))
    assert not half_made.exists()
    subprocess.run([python, "-m", "pip", "--version"], check=True, capture_output=True)

    # A later start installs nothing, and with the tests' extras the program can run as well.
    assert prepare(checkout, extras=("test",)) == prepare(checkout, extras=()) == python
    assert installs == [("test",)]

    # New versions are installed into what is there.
    (checkout / "pyproject.toml").write_text("[project]\nname = 'new'\n", encoding="utf-8")
    (checkout / ".venv" / "kept").mkdir()
    prepare(checkout, extras=())
    assert installs == [("test",), ()]
    assert (checkout / ".venv" / "kept").exists()

    # A pip that found nothing has changed nothing, so what was complete stays complete.
    environment = VirtualEnvironment(checkout / ".venv")
    with pytest.raises(NotPublished):
        environment.pip_install("--no-index", "no-such-package")
    assert "No matching distribution" in environment.log.read_text(encoding="utf-8")
    assert environment.is_complete(fingerprint(checkout, ()))

    # A Python that has gone, as after an upgrade of the system, is noticed.
    python.unlink()
    assert not environment.is_complete(fingerprint(checkout, ()))


def test_the_fingerprint_changes_with_versions_extras_and_gpu(checkout, monkeypatch):
    monkeypatch.setattr(virtual_environment.nvidia, "has_driver", lambda system: False)
    plain = fingerprint(checkout, ())
    assert fingerprint(checkout, ()) == plain
    assert fingerprint(checkout, ("test",)) != plain
    monkeypatch.setattr(virtual_environment.nvidia, "has_driver", lambda system: True)
    assert fingerprint(checkout, ()) != plain
    monkeypatch.undo()
    (checkout / "pyproject.toml").write_text("[project]\nname = 'new'\n", encoding="utf-8")
    assert fingerprint(checkout, ()) != plain


def test_a_second_set_up_waits_for_the_first(tmp_path, monkeypatch):
    told = threading.Event()
    entered = threading.Event()
    monkeypatch.setattr(virtual_environment, "say", lambda line: told.set())

    def second():
        with VirtualEnvironment(tmp_path).locked():
            entered.set()

    thread = threading.Thread(target=second)
    with VirtualEnvironment(tmp_path).locked():
        thread.start()
        assert told.wait(10)
        assert not entered.is_set()
    assert entered.wait(10)
    thread.join()


class Index:
    """Stands for an environment whose pip reaches only PyPI."""

    def __init__(self, failure: SetupError) -> None:
        self.failure = failure
        self.asked = []

    def pip_install(self, *arguments):
        self.asked.append(arguments[-1])
        if "--index-url" in arguments:
            raise self.failure


@pytest.mark.parametrize("failure", [NotReached("", ""), NotPublished("", "")])
def test_pypi_stands_in_for_an_index_out_of_reach(failure, capsys):
    index = Index(failure)
    install_torch(index, "2.13.0", published("Linux", "cpu"))
    assert index.asked == ["torch==2.13.0+cpu", "torch==2.13.0"]
    assert "out of reach" in capsys.readouterr().err


def test_no_build_without_the_gpu_is_slipped_in():
    with pytest.raises(NotReached):
        install_torch(Index(NotReached("", "")), "2.13.0", published("Windows", "cu130"))


def test_a_full_disk_is_not_taken_for_an_index_out_of_reach():
    index = Index(SetupError("The disk is full.", ""))
    with pytest.raises(SetupError, match="disk is full"):
        install_torch(index, "2.13.0", published("Linux", "cpu"))
    assert len(index.asked) == 1

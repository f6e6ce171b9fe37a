import pytest
import system_libraries
from reports import SetupError
from system_libraries import CORE, XCB, for_window, install_command, missing, require


def loader_without(*names):
    def load(name):
        if name in names:
            raise OSError(f"{name}: cannot open shared object file")

    return load


@pytest.fixture
def programs(monkeypatch):
    """The names of the programs that this computer is said to have."""
    programs = set()
    monkeypatch.setattr(
        system_libraries.shutil, "which", lambda program: program if program in programs else None
    )
    return programs


def test_what_cannot_be_loaded_is_missing():
    assert missing(CORE, loader_without()) == []
    absent = missing(CORE + XCB, loader_without("libEGL.so.1", "libxcb-cursor.so.0", "libelse.so"))
    assert [library.name for library in absent] == ["libEGL.so.1", "libxcb-cursor.so.0"]


def test_wayland_needs_no_x11_libraries():
    assert for_window({"DISPLAY": ":0"}) == CORE + XCB
    assert for_window({"DISPLAY": ":0", "WAYLAND_DISPLAY": "wayland-0"}) == CORE


@pytest.mark.parametrize(
    ("program", "command"),
    [
        ("apt-get", "apt-get install -y libxcb-randr0 libxcb-shape0"),
        ("dnf", "dnf install -y libxcb"),
        ("pacman", "pacman -S --needed libxcb"),
    ],
)
def test_the_command_names_each_package_once(program, command, programs):
    programs.add(program)
    absent = missing(XCB, loader_without("libxcb-shape.so.0", "libxcb-randr.so.0"))
    assert install_command(absent) == command


def test_an_unknown_system_is_told_the_names_of_the_libraries(programs, monkeypatch):
    monkeypatch.setattr(system_libraries, "missing", lambda wanted: list(CORE[:1]))
    monkeypatch.setattr(system_libraries.os, "geteuid", lambda: 1000, raising=False)
    assert install_command(CORE) is None
    with pytest.raises(SetupError) as caught:
        require(CORE)
    assert "libEGL.so.1" in caught.value.sentence
    assert "packages of your system" in caught.value.advice


def test_who_is_not_root_is_told_the_command(programs, monkeypatch):
    programs.add("apt-get")
    monkeypatch.setattr(system_libraries, "missing", lambda wanted: list(CORE[:1]))
    monkeypatch.setattr(system_libraries.os, "geteuid", lambda: 1000, raising=False)
    with pytest.raises(SetupError, match="“apt-get install -y libegl1”"):
        require(CORE)

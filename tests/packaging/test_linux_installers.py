import os
import shutil
import subprocess
import sys

import pytest
from linux.deb import build_deb
from linux.run_file import build_run
from linux.shared_libraries import parse

from huggingtweets_gui import APPLICATION_ID

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="made with Linux' own tools")
ENTRY = f"applications/{APPLICATION_ID}.desktop"


@pytest.fixture
def bundle(tmp_path):
    """A bundle of two small programs; the window says with what it was started."""
    folder = tmp_path / "build" / "HuggingTweets"
    (folder / "_internal").mkdir(parents=True)
    window = folder / "HuggingTweets"
    window.write_text('#!/bin/sh\necho "started with $# arguments"\n', encoding="utf-8")
    window.chmod(0o755)
    shutil.copy("/bin/true", folder / "huggingtweets-engine")
    (folder / "_internal" / "library.so").write_text("", encoding="utf-8")
    (folder / "_internal" / "link.so").symlink_to("library.so")
    return folder


def output(*command, **options):
    return subprocess.run(
        list(map(str, command)), check=True, capture_output=True, text=True, timeout=60, **options
    ).stdout


@pytest.mark.skipif(not shutil.which("dpkg-shlibdeps"), reason="needs dpkg-dev")
def test_the_package_holds_the_program_its_command_and_its_place_in_the_menu(bundle, tmp_path):
    package = build_deb(bundle, "1.2.3", tmp_path)
    assert package.name.startswith("huggingtweets_1.2.3_")
    assert "libc6 (>=" in output("dpkg-deb", "--field", package, "Depends")
    assert int(output("dpkg-deb", "--field", package, "Installed-Size")) > 0

    system = tmp_path / "system"
    output("dpkg-deb", "--extract", package, system)
    assert output(system / "usr/bin/huggingtweets") == "started with 0 arguments\n"
    assert (system / "usr/lib/huggingtweets/_internal/link.so").is_symlink()
    assert (system / "usr/share" / ENTRY).exists()
    assert (system / f"usr/share/icons/hicolor/48x48/apps/{APPLICATION_ID}.png").exists()
    assert (system / "usr/share/doc/huggingtweets/copyright").exists()
    # What is installed belongs to the administrator, whoever has built the package.
    assert all("root/root" in line for line in output("dpkg-deb", "--contents", package).splitlines())


@pytest.mark.skipif(not shutil.which("dpkg-shlibdeps"), reason="needs dpkg-dev")
def test_whoever_removes_the_package_is_told_what_stays(bundle, tmp_path):
    output("dpkg-deb", "--control", build_deb(bundle, "1.2.3", tmp_path), tmp_path / "control")
    assert "~/.local/share/HuggingTweets" in output("sh", tmp_path / "control" / "prerm", "remove")
    assert output("sh", tmp_path / "control" / "prerm", "upgrade", "1.2.4") == ""


def test_the_packages_to_depend_on_are_read_from_what_dpkg_says():
    line = "shlibs:Depends=libxcb1 (>= 1.8), libc6 (>= 2.36), libegl1\n"
    assert parse(line) == ["libc6 (>= 2.36)", "libegl1", "libxcb1 (>= 1.8)"]
    assert parse("shlibs:Depends=\n") == []


def test_the_single_file_installs_for_one_user_upgrades_and_goes_again(bundle, tmp_path):
    installer = build_run(bundle, "1.2.3", tmp_path)
    home = tmp_path / "my home"
    home.mkdir()
    environment = {"HOME": str(home), "PATH": os.environ["PATH"]}

    assert output(installer, env=environment).endswith("started with 0 arguments\n")
    command = home / ".local/bin/huggingtweets"
    assert output(command, "doctor") == "started with 1 arguments\n"
    entry = (home / ".local/share" / ENTRY).read_text(encoding="utf-8")
    assert f'Exec="{command}" open' in entry

    # An upgrade leaves nothing of the older version, and nothing of the user's own is touched.
    program = home / ".local/opt/huggingtweets"
    (program / "_internal" / "older.so").write_text("", encoding="utf-8")
    bots = home / ".local/share/HuggingTweets/bots"
    bots.mkdir(parents=True)
    assert "started" not in output("sh", installer, "--no-start", env=environment)
    assert not (program / "_internal" / "older.so").exists()

    assert str(bots.parent) in output(installer, "--uninstall", env=environment)
    # The list of all applications that the desktop keeps may stay, without this one.
    assert {path.name for path in home.rglob("*") if not path.is_dir()} <= {"mimeinfo.cache"}
    assert bots.exists()


def test_the_single_file_can_be_looked_into_and_says_when_it_is_used_wrongly(bundle, tmp_path):
    installer = build_run(bundle, "1.2.3", tmp_path)
    output(installer, "--extract", tmp_path / "looked at")
    assert (tmp_path / "looked at" / "program" / "HuggingTweets").exists()
    assert "--uninstall" in output(installer, "--help")
    wrong = subprocess.run([installer, "--instal"], capture_output=True, text=True, timeout=60)
    assert wrong.returncode == 2
    assert "--uninstall" in wrong.stderr

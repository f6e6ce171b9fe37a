"""What a Linux desktop reads of the program, and the icons of all systems."""

import configparser
import shutil
import subprocess
from pathlib import Path
from xml.etree import ElementTree

import desktop_files
import icons
import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QImage, QImageReader

from huggingtweets_gui import APPLICATION_ID, __version__
from huggingtweets_gui.cli.arguments import parser
from huggingtweets_gui.cli.opening import opening_of
from huggingtweets_gui.workflow.opening import Wish

SVG = Path("icons/app.svg")


@pytest.fixture(scope="module")
def share(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("share")
    desktop_files.place(folder)
    return folder


@pytest.fixture(scope="module")
def entry(share: Path) -> configparser.ConfigParser:
    parsed = configparser.ConfigParser(interpolation=None)
    parsed.optionxform = str  # type: ignore[assignment,method-assign]
    parsed.read(share / "applications" / f"{APPLICATION_ID}.desktop", encoding="utf-8")
    return parsed


@pytest.mark.parametrize(
    ("command", "name"),
    [
        (["desktop-file-validate"], f"applications/{APPLICATION_ID}.desktop"),
        (["appstreamcli", "validate", "--pedantic", "--no-net"], f"metainfo/{APPLICATION_ID}.metainfo.xml"),
    ],
    ids=["entry", "metadata"],
)
def test_the_validators_of_desktops_find_nothing(share: Path, command: list[str], name: str) -> None:
    if shutil.which(command[0]) is None:
        pytest.skip(f"{command[0]} is not installed")
    done = subprocess.run([*command, share / name], capture_output=True, text=True, timeout=60, check=False)
    said = done.stdout + done.stderr
    assert done.returncode == 0, said
    # A hint that does not fail the validation is counted behind the verdict.
    assert said.strip() in ("", "✔ Validation was successful."), said


def test_what_the_desktop_starts_is_understood(entry: configparser.ConfigParser) -> None:
    """Each line of Exec, as a desktop fills it in."""
    for section in entry.sections():
        program, *arguments = entry[section]["Exec"].split()
        assert program == "huggingtweets"
        files = ["/home/ada/my tweets.zip", "/b.zip"]
        filled = [part for one in arguments for part in (files if one == "%F" else [one])]
        asked = opening_of(parser().parse_args(filled))
        assert asked.files == (tuple(map(Path, files)) if "%F" in arguments else ())
        assert (asked.wish is Wish.WINDOW) == (section == "Desktop Entry")


def test_every_action_is_described_once(entry: configparser.ConfigParser) -> None:
    names = entry["Desktop Entry"]["Actions"].strip(";").split(";")
    assert [f"Desktop Action {name}" for name in names] == entry.sections()[1:]


def test_a_zip_can_be_opened_with_it(entry: configparser.ConfigParser) -> None:
    assert "application/zip" in entry["Desktop Entry"]["MimeType"].split(";")
    assert "%F" in entry["Desktop Entry"]["Exec"]


def test_entry_metadata_and_icons_bear_one_name(share: Path, entry: configparser.ConfigParser) -> None:
    metadata = ElementTree.parse(share / "metainfo" / f"{APPLICATION_ID}.metainfo.xml")
    assert metadata.findtext("id") == APPLICATION_ID
    assert metadata.findtext("launchable") == f"{APPLICATION_ID}.desktop"
    assert entry["Desktop Entry"]["Icon"] == APPLICATION_ID
    assert (share / f"icons/hicolor/scalable/apps/{APPLICATION_ID}.svg").exists()


def test_the_newest_release_of_the_metadata_is_this_version(share: Path) -> None:
    metadata = ElementTree.parse(share / "metainfo" / f"{APPLICATION_ID}.metainfo.xml")
    newest = metadata.find("releases/release")
    assert newest is not None
    assert newest.get("version") == __version__


def test_the_theme_has_the_icon_in_all_sizes(share: Path) -> None:
    for pixels in icons.HICOLOR_SIZES:
        path = share / f"icons/hicolor/{pixels}x{pixels}/apps/{APPLICATION_ID}.png"
        image = QImage(str(path))
        assert image.size() == QSize(pixels, pixels)
        assert image.pixelColor(0, 0).alpha() < 128, "the corners are round"
        assert image.pixelColor(pixels // 2, 0).name() == "#1765c4"


def test_windows_gets_the_icon_in_all_sizes(tmp_path: Path, repository: Path) -> None:
    path = tmp_path / "app.ico"
    icons.write_ico(repository / "resources" / SVG, path)
    reader = QImageReader(str(path))
    assert reader.imageCount() == len(icons.ICO_SIZES)
    for number, pixels in enumerate(icons.ICO_SIZES):
        assert reader.jumpToImage(number)
        image = reader.read()
        assert image.width() == pixels
        assert image.pixelColor(pixels // 2, 0).name() == "#1765c4"
        assert image.pixelColor(0, 0).alpha() < 128


def test_apples_icon_has_a_margin(tmp_path: Path, repository: Path) -> None:
    path = tmp_path / "app.icns"
    icons.write_icns(repository / "resources" / SVG, path)
    reader = QImageReader(str(path))
    images = []
    for number in range(reader.imageCount()):
        assert reader.jumpToImage(number)
        images.append(reader.read())
    assert sorted(image.width() for image in images) == sorted(pixels for _, pixels in icons.ICNS_TYPES)
    [largest] = [image for image in images if image.width() == 1024]
    assert largest.pixelColor(512, 60).alpha() == 0
    assert largest.pixelColor(512, 110).name() == "#1765c4"


def test_what_is_no_drawing_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "no.svg"
    path.write_text("tweets", encoding="utf-8")
    with pytest.raises(ValueError, match=r"no\.svg"):
        icons.draw(path, 16)

import pytest
from release_test.desktop_entry import read_desktop_entry
from release_test.report import Failure


def entry(tmp_path, text):
    path = tmp_path / "program.desktop"
    path.write_text(text, encoding="utf-8")
    return read_desktop_entry(path)


def with_exec(tmp_path, line):
    return entry(tmp_path, f"[Desktop Entry]\nType=Application\nName=A program\nExec={line}\n")


def test_what_a_desktop_needs_is_read(tmp_path):
    read = entry(
        tmp_path,
        "# A comment.\n[Desktop Entry]\nName=A program\nName[de]=Ein Programm\nExec=program open %F\n"
        "MimeType=application/zip;text/csv;\nActions=new;\n\n"
        "[Desktop Action new]\nName=New\nExec=program new\n",
    )
    assert read.name == "A program"
    assert read.mime_types == ("application/zip", "text/csv")
    assert read.command_for([]) == ["program", "open"]
    assert read.command_of("new") == ["program", "new"]
    assert read.command_for(["/a.zip", "/b c.zip"]) == ["program", "open", "/a.zip", "/b c.zip"]


@pytest.mark.parametrize(
    ("line", "files", "wanted"),
    [
        ('"/opt/A program/run" %f', ["/a.zip"], ["/opt/A program/run", "/a.zip"]),
        ("program --icon %i --name %c", [], ["program", "--icon", "--name"]),
        ("program --share 50%% %U", [], ["program", "--share", "50%"]),
    ],
)
def test_the_words_of_a_command(tmp_path, line, files, wanted):
    assert with_exec(tmp_path, line).command_for(files) == wanted


@pytest.mark.parametrize(("line", "files"), [("program", ["/a.zip"]), ("program %f", ["/a.zip", "/b.zip"])])
def test_a_command_that_takes_fewer_files_fails(tmp_path, line, files):
    with pytest.raises(Failure, match="the Exec line takes"):
        with_exec(tmp_path, line).command_for(files)


def test_an_action_that_is_not_there_fails(tmp_path):
    with pytest.raises(Failure, match="there is no action new, but none"):
        with_exec(tmp_path, "program").command_of("new")


@pytest.mark.parametrize(
    "text",
    [
        "[Desktop Entry]\nName=A\nExec=a\nActions=new;\n",
        "",
        "[Desktop Entry]\nName=A program\n",
        "Exec=program\n",
    ],
)
def test_what_is_no_entry_fails(tmp_path, text):
    with pytest.raises(Failure, match=r"program\.desktop cannot be used"):
        entry(tmp_path, text)

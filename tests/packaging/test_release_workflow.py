import tomllib

import yaml
from commands import ROOT

WORKFLOW = yaml.safe_load((ROOT / ".github" / "workflows" / "release.yml").read_text(encoding="utf-8"))
STEPS = WORKFLOW["jobs"]["installers"]["steps"]
COMMANDS = [step["run"] for step in STEPS if "run" in step]


def position(command):
    return next(number for number, text in enumerate(COMMANDS) if command in text)


def test_the_tests_run_before_anything_is_built_and_what_is_built_is_tried():
    order = ["bootstrap.py test", "gpu_pack_lock.py", "bootstrap.py bundle", " train ", "release_test/run.py"]
    assert [position(command) for command in order] == sorted(position(command) for command in order)


def test_every_system_that_the_readme_names_is_built_for():
    systems = {
        entry["system"].partition("-")[0]
        for entry in WORKFLOW["jobs"]["installers"]["strategy"]["matrix"]["include"]
    }
    assert systems == {"ubuntu", "windows", "macos"}


def test_files_that_the_workflow_names_are_there():
    assert (ROOT / "packaging" / "release_test" / "run.py").exists()
    assert (ROOT / "resources" / "example" / "lighthouse-archive.zip").exists()
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert any(line.startswith("pyinstaller==") for line in project["optional-dependencies"]["bundle"])

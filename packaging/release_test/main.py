"""The release test: installs a .deb into a clean Debian system and uses it as a person would.

    sudo python3 packaging/release_test/run.py dist/huggingtweets_1.0_amd64.deb [--from OLDER.deb]

It ends with 0 where everything went well. Screenshots, and what the program printed, are kept in
build/release_test/results. The first run downloads Debian; later ones take it from a cache.
"""

import argparse
import os
from contextlib import suppress
from pathlib import Path

from release_test.first_day import entry_of, first_day, give_archives
from release_test.package import Package, older_copy, read_package
from release_test.report import Failure, Report
from release_test.root import Root, make_root
from release_test.screen import Screen
from release_test.tools import require_tools
from release_test.upgrade import upgrade

_CHECKOUT = Path(__file__).resolve().parents[2]
_EXAMPLE = _CHECKOUT / "resources/example/lighthouse-archive.zip"
_NOT_IN_A_CLEAN_SYSTEM = ("usr/bin/python3*", "usr/lib/**/libQt*", "usr/lib/**/libpython*")


def main() -> int:
    """Run the whole test and return its exit status."""
    options = _options()
    if os.geteuid() != 0:
        print("It makes a Debian system and namespaces, which only the administrator may: use sudo.")
        return 2
    results: Path = options.folder / "results"
    results.mkdir(parents=True, exist_ok=True)
    for old in results.iterdir():
        old.unlink()
    try:
        require_tools()
        package = read_package(options.package)
        older = read_package(options.older) if options.older else older_copy(package, options.folder)
    except Failure as failure:
        print(failure)
        return 2
    with Screen() as screen:
        report = Report(lambda: screen.photograph(results / f"failed-{report.failed}.png"))
        with suppress(Failure):
            report.story(f"{package.name} {package.version} on a clean Debian, without a network")
            root, archives = _prepare(report, options.folder, package)
            with report.step("the package is installed"):
                root.install(package)
                entry = entry_of(root, package)
            first_day(report, root, entry, archives, screen, results)
        with suppress(Failure):
            report.story(f"From {older.version} to {package.version}")
            if not options.older:
                print("(no older release was given: it is the same package with a lower version number)")
            root, archives = _prepare(report, options.folder, older)
            upgrade(report, root, older, package, archives[0], screen, results)
    report.close()
    print(f"Screenshots, and what was printed: {results}")
    return 1 if report.failed else 0


def _prepare(report: Report, folder: Path, package: Package) -> tuple[Root, tuple[str, str]]:
    """Make a fresh system, and return it with the archives in the user's home."""
    with report.step("a clean system is made, with what Depends names"):
        root = make_root(folder / "root", folder / "cache", package)
        archives = give_archives(root, _EXAMPLE)
    found = [path for pattern in _NOT_IN_A_CLEAN_SYSTEM for path in root.path.glob(pattern)]
    report.check("it has neither Python nor Qt of its own", [str(path) for path in found])
    return root, archives


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("package", type=Path, help="the .deb to be released")
    parser.add_argument(
        "--from", dest="older", type=Path, help="the .deb of an older release, to upgrade from"
    )
    parser.add_argument(
        "--folder", type=Path, default=_CHECKOUT / "build/release_test", help="for systems and results"
    )
    return parser.parse_args()

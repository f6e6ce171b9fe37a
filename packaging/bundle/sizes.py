"""How large a bundle is, and what of it is large.

python3 packaging/bundle/sizes.py BUNDLE [INSTALLER...]
"""

import sys
from collections import Counter
from pathlib import Path

_LIBRARIES = "_internal"
_SHOWN = 10
_MB = 1_000_000


def parts(bundle: Path) -> Counter[str]:
    """Return the bytes of each part of ``bundle``: each executable, and each library with its data.

    Links count nothing. What lies loose among the libraries is one part, called "other libraries".
    """
    found: Counter[str] = Counter()
    for path in bundle.rglob("*"):
        if path.is_file() and not path.is_symlink():
            names = path.relative_to(bundle).parts
            if names[0] == _LIBRARIES:
                names = names[1:] if len(names) > 2 else ("other libraries",)
            found[names[0].removesuffix(".libs")] += path.stat().st_size
    return found


def report(bundle: Path, installers: list[Path]) -> str:
    """Return a table of the sizes, in MB of a million bytes."""
    found = parts(bundle)
    rows = [("the bundle, as installed", sum(found.values()))]
    rows += [(f"  {name}", size) for name, size in found.most_common(_SHOWN)]
    rows += [(file.name, file.stat().st_size) for file in installers]
    return "\n".join(f"{name:44}{size / _MB:9.1f} MB" for name, size in rows)


if __name__ == "__main__":
    print(report(Path(sys.argv[1]), [Path(name) for name in sys.argv[2:]]))

"""What a bundle carries of the libraries that are installed, and what it leaves out."""

import importlib.util
import pkgutil
import sys
from fnmatch import fnmatchcase

# What libraries can use and HuggingTweets does not. PyInstaller takes along whatever is imported anywhere,
# also within a function that is never called.
_UNUSED = (
    *(
        "IPython",
        "PIL",
        "_pytest",
        "cupy",
        "datasets",
        "h5py",
        "jax",
        "matplotlib",
        "pandas",
        "pyarrow",
        "pytest",
    ),
    *("scipy", "setuptools", "sklearn", "tensorboard", "tensorflow", "tkinter", "torchaudio", "torchvision"),
)
NOT_IN_WINDOW = (
    *_UNUSED,
    *("accelerate", "gguf", "peft", "safetensors", "sympy", "tokenizers", "torch", "transformers"),
    *("fsspec", "jinja2", "networkx", "pydantic", "pygments", "rich", "typer"),
    *("phonenumbers.carrierdata", "phonenumbers.geodata", "phonenumbers.tzdata"),
    *("PySide6.QtTest", "pyqtgraph.examples", "pyqtgraph.opengl"),
)
# PyInstaller's hooks that run before the window's first line, for processes that it never starts.
HOOKS_NOT_IN_WINDOW = ("pyi_rth_multiprocessing", "pyi_rth_pyqtgraph_multiprocess")
NOT_IN_ENGINE = (
    *_UNUSED,
    *("PySide6", "pyqtgraph", "shiboken6"),
    *("torch.utils.benchmark.examples", "torch.utils.tensorboard"),
    # Not all of torch's tests: torch.utils.checkpoint and others import some of the tools among them.
    *(f"torch.testing._internal.{name}" for name in ("codegen", "common_fsdp", "common_methods_invocations")),
    *(f"torch.testing._internal.{name}" for name in ("common_modules", "common_nn", "common_optimizers")),
    *(f"torch.testing._internal.{name}" for name in ("common_quantization", "generated", "opinfo")),
    *(f"torch.testing._internal.distributed.{name}" for name in ("_shard", "_tensor", "nn", "rpc")),
)

# Of the standard library, what needs a screen, another program or a library that few systems have, and what
# only developers use.
_NOT_OF_STANDARD_LIBRARY = frozenset(
    (
        *(
            "_dbm",
            "_gdbm",
            "_tkinter",
            "antigravity",
            "ensurepip",
            "idlelib",
            "lib2to3",
            "nis",
        ),
        *("ossaudiodev", "spwd", "test", "this", "tkinter", "turtle", "turtledemo"),
    )
)

# Of files, by their place in the bundle. "*" stands for "/" too.
_LEFT_OUT_FILES = (
    # Of torch: what only compiling extensions or running its own tests needs.
    *("torch/bin/[!t]*", "torch/bin/test*", "torch/include/*", "torch/share/*", "torch/test/*"),
    *(
        "*/libaoti_custom_ops.*",
        "*/libbackend_with_compiler.*",
        "*/libjitbackend_test.*",
        "*/libtorchbind_test.*",
    ),
    *("*.a", "*.lib", "*.pyi"),
    # Of Qt: what draws without a window system, reads what no file of ours is, or speaks with networks.
    *("*/libQt6Egl*", "*/libQt6Test*", "libQt6Egl*", "libQt6Test*", "*/opengl32sw.dll"),
    *("PySide6/*plugins/egldeviceintegrations/*", "PySide6/*plugins/generic/*"),
    *("PySide6/*plugins/networkinformation/*", "PySide6/*plugins/tls/*"),
    *("PySide6/*plugins/platforms/*eglfs*", "PySide6/*plugins/platforms/*linuxfb*"),
    *(
        "PySide6/*plugins/platforms/*minimal*",
        "PySide6/*plugins/platforms/*vnc*",
        "PySide6/*plugins/platforms/*vkkhr*",
    ),
    # GTK, which would come along with all its libraries; the portal shows the desktop's file dialogs.
    "PySide6/*plugins/platformthemes/*gtk3*",
    # All translations but those of the widgets and dialogs.
    *("PySide6/*translations/[!q]*", "PySide6/*translations/qt[!b]*"),
    # Of what an installer notes of a package: where it came from and what it consists of.
    *("*.dist-info/RECORD", "*.dist-info/INSTALLER", "*.dist-info/REQUESTED", "*.dist-info/direct_url.json"),
    "*.dist-info/sboms/*",
)

# The libraries of a Linux system that are carried: what Python itself is linked to, and the parts of XCB that
# few systems have from the start. All others come with any desktop, and have to fit its drivers and settings.
_SYSTEM_FOLDERS = ("/lib/", "/lib64/", "/usr/lib/", "/usr/lib64/", "/usr/local/cuda")
_CARRIED_FROM_SYSTEM = (
    *(
        "libbz2.*",
        "libcrypto.*",
        "libexpat.*",
        "libffi.*",
        "libgdbm*",
        "liblzma.*",
        "libmpdec*",
        "libncurses*",
    ),
    *("libpanel*", "libpython*", "libreadline.*", "libsqlite3.*", "libssl.*", "libtinfo.*", "libuuid.*"),
    *("libxcb-cursor.*", "libxcb-icccm.*", "libxcb-image.*", "libxcb-keysyms.*", "libxcb-render-util.*"),
    *("libxcb-util.*", "libxcb-xkb.*", "libxkbcommon-x11.*"),
)


def is_carried(name: str, source: str) -> bool:
    """Return whether the bundle carries a file.

    Args:
        name: its place in the bundle.
        source: where it is taken from; of a link, what it points to.
    """
    place = name.replace("\\", "/")
    if source.startswith(_SYSTEM_FOLDERS) and ".so" in source and "/python3" not in source:
        return _matches(place.rpartition("/")[2], _CARRIED_FROM_SYSTEM)
    return not _matches(place, _LEFT_OUT_FILES)


def standard_library() -> list[str]:
    """Return the modules of the standard library that this Python has, for an engine which carries them all.

    Another build of PyTorch, put before the one that the bundle carries, may import any of them.
    """
    modules = []
    for name in sorted(sys.stdlib_module_names - _NOT_OF_STANDARD_LIBRARY):
        found = importlib.util.find_spec(name)
        if found is not None:
            modules.append(name)
            modules += _submodules(name, found.submodule_search_locations or [])
    return modules


def _submodules(package: str, folders: list[str]) -> list[str]:
    modules = []
    for module in pkgutil.iter_modules(folders, f"{package}."):
        if module.name.rpartition(".")[2] not in ("__main__", "test", "tests", "idle_test"):
            modules.append(module.name)
            if module.ispkg:
                parts = module.name.removeprefix(f"{package}.")
                modules += _submodules(module.name, [f"{folder}/{parts}" for folder in folders])
    return modules


def _matches(name: str, patterns: tuple[str, ...]) -> bool:
    return any(fnmatchcase(name, pattern) for pattern in patterns)

"""What a Chartside process gives up as soon as it starts: memory dumps, and what somebody planted around it."""

from __future__ import annotations

import ctypes
import os
import sys
from collections.abc import Iterable
from typing import Protocol

_PR_SET_DUMPABLE = 4
# Windows: LOAD_LIBRARY_SEARCH_DEFAULT_DIRS, the program's own folder, the system's, and what was added by name.
# https://learn.microsoft.com/windows/win32/api/libloaderapi/nf-libloaderapi-setdefaultdlldirectories
_OWN_FOLDERS = 0x00001000
# Each of these makes a library load code, trust or policy from elsewhere, write keys to a file, or forget what it got.
PLANTED = (
    "LLAMA_CPP_LIB",
    "LLAMA_CPP_LIB_PATH",
    "GGML_BACKEND_PATH",
    "QT_PLUGIN_PATH",
    "QT_QPA_PLATFORM_PLUGIN_PATH",
    "QT_QPA_GENERIC_PLUGINS",
    "QT_STYLE_OVERRIDE",
    "QML_IMPORT_PATH",
    "QML2_IMPORT_PATH",
    "XDG_CONFIG_DIRS",  # where IT's policy would be looked for
    "PYTHON_KEYRING_BACKEND",
    "KEYRING_PROPERTY_SCHEME",
    "SSLKEYLOGFILE",
    "SSL_CERT_FILE",
    "SSL_CERT_DIR",
    "OPENSSL_CONF",
    "OPENSSL_ENGINES",
    "OPENSSL_MODULES",
    "GCONV_PATH",
)
# What a checkout may need and an installed program never does: whatever it loads lies in its own folder. The loader
# has read its own variables (LD_, DYLD_) by now; taken away, they do not reach what the program starts.
FOREIGN = (
    "CUDA_PATH",
    "HIP_PATH",
    "VK_ICD_FILENAMES",
    "VK_DRIVER_FILES",
    "VK_LAYER_PATH",
    "LIBGL_DRIVERS_PATH",
    "GBM_BACKENDS_PATH",
    "OMP_TOOL_LIBRARIES",
)
FOREIGN_FAMILIES = ("LD_", "DYLD_", "PYTHON", "PYSIDE", "QML", "__EGL_")


def harden() -> None:
    """Do all of it; to be called before anything else is imported that looks at its surroundings."""
    forget(PLANTED)
    no_dumps()
    no_planted_libraries()


def harden_installed() -> None:
    """Do the same in an installed program, and forget what only a checkout may need."""
    forget((*PLANTED, *FOREIGN), FOREIGN_FAMILIES)
    no_dumps()
    no_planted_libraries()


def forget(names: Iterable[str], families: tuple[str, ...] = ()) -> None:
    """Take variables away from this process and from all that it starts, by name or by how they begin."""
    wanted = frozenset(names)
    for name in list(os.environ):
        if name.upper() in wanted or name.upper().startswith(families):
            os.environ.pop(name, None)


def no_dumps() -> None:
    """Let no memory of this process reach a file or another program of this user, and no file be read by others."""
    os.umask(0o077)
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)


class Kernel(Protocol):
    """What is asked of Windows' kernel32."""

    def SetDefaultDllDirectories(self, folders: int) -> int:  # noqa: N802  # Windows' own name
        """Look for libraries in these folders alone; 0: not done."""
        ...


def no_planted_libraries() -> None:
    """Let Windows look for libraries in no folder that one works in, and in none of the PATH."""
    if sys.platform == "win32":
        only_own_folders(ctypes.WinDLL("kernel32", use_last_error=True))


def only_own_folders(kernel: Kernel) -> None:
    """Ask Windows for it; raises `OSError` where it refuses.

    What is loaded by its full path (Qt's plug-ins, llama.cpp) loads as before, and so does what a package adds by
    `os.add_dll_directory`. The folder that PyInstaller's start set (`SetDllDirectory`) is the program's own and stays.
    """
    if not kernel.SetDefaultDllDirectories(_OWN_FOLDERS):
        raise OSError("Windows did not narrow where libraries are looked for.")

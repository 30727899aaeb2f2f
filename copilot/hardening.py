"""What a Chartside process gives up as soon as it starts: memory dumps, and surroundings that somebody planted."""

from __future__ import annotations

import ctypes
import os
import sys

_PR_SET_DUMPABLE = 4
# Each of these makes a library load code, trust or policy from elsewhere, write keys to a file, or forget what it got.
PLANTED = (
    "LLAMA_CPP_LIB",
    "LLAMA_CPP_LIB_PATH",
    "GGML_BACKEND_PATH",
    "QT_PLUGIN_PATH",
    "QT_QPA_PLATFORM_PLUGIN_PATH",
    "QT_STYLE_OVERRIDE",
    "QML2_IMPORT_PATH",
    "XDG_CONFIG_DIRS",  # where IT's policy would be looked for
    "PYTHON_KEYRING_BACKEND",
    "KEYRING_PROPERTY_SCHEME",
    "SSLKEYLOGFILE",
    "SSL_CERT_FILE",
    "SSL_CERT_DIR",
)


def harden() -> None:
    """Do all of it; to be called before anything else is imported that looks at its surroundings."""
    for name in PLANTED:
        os.environ.pop(name, None)
    no_dumps()


def no_dumps() -> None:
    """Let no memory of this process reach a file or another program of this user, and no file be read by others."""
    os.umask(0o077)
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)

"""Which build of llama.cpp's arithmetic runs here: the best for this processor, from beside the library alone.

A release brings its arithmetic several times, for more and more of what processors can (`packaging/llama_wheel.py`).
Left to itself llama.cpp would look for them beside the program and in the folder that the person happens to be in,
where anybody may have put a file; so they are loaded here, before it is asked anything. From source there is one
build, for this machine, and nothing to load.
"""

from __future__ import annotations

import ctypes
import sys
from pathlib import Path
from typing import Any

import llama_cpp

from copilot.errors import ModelError

FOLDER = Path(llama_cpp.__file__).parent / "lib"


def load() -> None:
    """Load the best build, once; raises `ModelError` where none runs here, so that nobody looks elsewhere."""
    library = _library()
    library.ggml_backend_reg_count.restype = ctypes.c_size_t
    if library.ggml_backend_reg_count():
        return
    library.ggml_backend_load_all_from_path.argtypes = [ctypes.c_char_p]
    library.ggml_backend_load_all_from_path.restype = None
    library.ggml_backend_load_all_from_path(str(FOLDER).encode("utf-8"))
    if not library.ggml_backend_reg_count():
        raise ModelError(
            "Models need a processor with AVX2, which this one lacks, or the installation is not whole.",
            remedy="The differential needs no model; `chartside --self-test` says which of the two it is.",
        )


def _library() -> Any:
    """Return the library whose list of builds llama.cpp reads: the one that its own is linked with.

    Wheels hold each library under several names, and another name would be a second copy with a list of its own.
    """
    if sys.platform == "win32":  # one name there, and no search through what a library is linked with
        from llama_cpp import _ggml

        return _ggml.libggml
    from llama_cpp import llama_cpp as binding

    return binding._lib  # noqa: SLF001 - the handle through which the binding itself calls

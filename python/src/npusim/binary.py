# SPDX-License-Identifier: Apache-2.0
"""Finding the npusim binary."""
from __future__ import annotations

import os
import pathlib
import shutil
from typing import Iterator, Optional, Union

from .errors import BinaryNotFound

PathLike = Union[str, "os.PathLike[str]"]


def find_binary(binary: Optional[PathLike] = None) -> str:
    """The path of npusim: `binary` if given, else $NPUSIM, else `npusim` in $PATH, else
    build/release/npusim of the checkout that this package or the current folder lies in.

    Raises BinaryNotFound if there is none, or if the first two name something that cannot be run.
    """
    if binary is not None:
        return _runnable(os.fspath(binary), "the binary that was given")
    if os.environ.get("NPUSIM"):
        return _runnable(os.environ["NPUSIM"], "$NPUSIM")
    in_path = shutil.which("npusim")
    if in_path is not None:
        return in_path
    for root in _checkouts():
        built = root / "build" / "release" / "npusim"
        if os.access(built, os.X_OK):
            return str(built)
    raise BinaryNotFound(
        "npusim was not found: no binary given, $NPUSIM not set, none in $PATH, and no checkout with "
        "build/release/npusim around this package or the current folder; build it with "
        "tools/build.sh, then set NPUSIM to its path")


def _runnable(name: str, where: str) -> str:
    found = shutil.which(name)
    if found is None:
        reason = "is not executable" if os.path.exists(name) else "does not exist"
        raise BinaryNotFound(f"{where}, {name}, {reason}")
    return found


def _checkouts() -> Iterator[pathlib.Path]:
    for start in (pathlib.Path(__file__).resolve(), pathlib.Path.cwd() / "here"):
        for folder in start.parents:
            if (folder / "pto" / "pto-inst.hpp").is_file():
                yield folder

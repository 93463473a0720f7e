# SPDX-License-Identifier: Apache-2.0
"""Programs made from base/: code put in the place of one of its comments; and what is left of them."""
import pathlib
import shutil

from programs import INCLUDES

BASE = pathlib.Path(__file__).parent / "base"
FILES = {"KERNEL": "kernels/k.cpp", "ORCHESTRATION": "orchestration/task.cpp", "GOLDEN": "golden.cpp",
         "CONFIGURATION": "kernel_config.py"}


def file_of(place):
    return FILES[place.removesuffix("_GLOBAL")]


def make_program(folder, places, place, code):
    """`places`: what stands for {NAME} in the code."""
    shutil.copytree(BASE, folder)
    for name, value in places.items():
        code = code.replace("{" + name + "}", str(value))
    code = code.replace("{{", "{").replace("}}", "}")
    path = folder / file_of(place)
    text = path.read_text()
    if path.suffix == ".py":
        text = text.replace("# " + place, code)
    else:
        text = text.replace("// " + place + "\n", code + "\n")
        if "#define HOSTILE" in code:
            text = text.replace("// KERNEL\n", "HOSTILE\n")
        text = INCLUDES + text
    path.write_text(text)


def processes_with(mark):
    """Processes that have `mark` in their environment, by number."""
    found = []
    for entry in pathlib.Path("/proc").glob("[0-9]*"):
        try:
            if mark in (entry / "environ").read_bytes():
                found.append(int(entry.name))
        except OSError:
            continue
    return found

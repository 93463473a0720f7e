#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Counts the intrinsics of the chip that cce/ declares, and those that are modelled.

usage: intrinsic_names_test.py SOURCE_DIR COMPILER; fails if one of intrinsic_names.txt, which are
those of the device's libraries, is not declared, or if fewer than 330 are modelled.
"""
import pathlib
import re
import subprocess
import sys

LEAST_MODELLED = 330
FLAGS = ["-std=c++20", "-fsyntax-only", "-w", "-D__DAV_VEC__", "-D__NPU_ARCH__=2201", "-xc++", "-"]


def undeclared(root, compiler, names):
    """Names that a kernel cannot use: the compiler is asked, as they may be macros or templates."""
    uses = "".join(f"#ifndef {name}\nnamespace use_{name} {{ using ::{name}; }}\n#endif\n"
                   for name in names)
    run = subprocess.run([compiler, *FLAGS, f"-I{root}"], input='#include "cce/cce.h"\n' + uses,
                         capture_output=True, text=True, check=False,
                         env={"LC_ALL": "C", "PATH": "/usr/bin:/bin"})
    if "error" in run.stderr and not re.search("has not been declared", run.stderr):
        sys.exit(run.stderr)
    return sorted(set(re.findall(r"'(?:::)?(\w+)' has not been declared", run.stderr)))


def main():
    root, compiler = pathlib.Path(sys.argv[1]), sys.argv[2]
    names = (root / "tests/cce/intrinsic_names.txt").read_text(encoding="utf-8").split()
    missing = undeclared(root, compiler, names)
    stops = re.findall(r"NPUSIM_UNMODELLED\([^)]*?(\w+)\)",
                       (root / "cce/unmodelled.def").read_text(encoding="utf-8"))
    stops = [name for name in stops if name in names]
    modelled = len(names) - len(missing) - len(stops)
    print(f"{len(names)} names, {modelled} modelled; stop the run by name: {' '.join(stops)}; "
          f"not declared: {' '.join(missing) or 'none'}")
    return 0 if not missing and modelled >= LEAST_MODELLED else 1


if __name__ == "__main__":
    sys.exit(main())

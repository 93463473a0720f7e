#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Installs the package with pip, offline, into a fresh virtual environment and runs its tests there.

usage: run_tests.py SOURCE_DIR WORK_DIR NPUSIM [pytest's arguments]
"""
import importlib.util
import os
import pathlib
import shutil
import subprocess
import sys

NEEDED = ("h5py", "numpy", "pandas", "pip", "pytest", "setuptools", "wheel")


def install(source, work):
    """The Python of an environment that has the package."""
    environment = work / "venv"
    shutil.rmtree(environment, ignore_errors=True)
    subprocess.run([sys.executable, "-m", "venv", "--system-site-packages", "--without-pip",
                    environment], check=True)
    python = environment / "bin" / "python"
    # setuptools leaves folders beside pyproject.toml: build a copy.
    copy = work / "package"
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(source / "python", copy,
                    ignore=shutil.ignore_patterns("build", "*.egg-info", "__pycache__"))
    subprocess.run([python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check",
                    "--no-build-isolation", "--no-index", "--no-deps", copy], check=True)
    return python


def main():
    source, work, npusim = (pathlib.Path(argument).resolve() for argument in sys.argv[1:4])
    missing = [name for name in NEEDED if importlib.util.find_spec(name) is None]
    if missing:
        print(f"{sys.executable} has no {', '.join(missing)}: run tools/setup.sh", file=sys.stderr)
        return 3
    work.mkdir(parents=True, exist_ok=True)
    python = install(source, work)
    # Sessions inside the tests have a home of their own: without this they would build everything anew.
    environment = {**os.environ, "NPUSIM": str(npusim), "NPUSIM_CACHE": str(work / "cache"),
                   "PYTHONDONTWRITEBYTECODE": "1"}
    environment.pop("PYTHONPATH", None)  # the installed package is what is tested
    return subprocess.run([python, "-m", "pytest", "-q", "-p", "no:cacheprovider",
                           "--rootdir", source / "tests" / "python", source / "tests" / "python",
                           *sys.argv[4:]], env=environment, cwd=work, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())

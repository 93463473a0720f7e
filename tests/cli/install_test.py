#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Installs npusim into a temporary prefix and runs an installed program with the installed headers.

usage: install_test.py CMAKE BUILD_DIR
"""
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

EXAMPLE = pathlib.Path(__file__).resolve().parent.parent.parent / "examples/my-kernels"


def run(npusim, folder, *arguments):
    environment = {key: value for key, value in os.environ.items() if key != "NPUSIM_HOME"}
    done = subprocess.run([npusim, *arguments], capture_output=True, text=True, cwd=folder,
                          env=environment, check=False)
    return done.returncode, done.stdout + done.stderr


def expect(condition, message):
    if not condition:
        sys.exit(message)


def check_consumer(cmake, prefix, project):
    """A repository of kernels finds the package, and its tests pass."""
    shutil.copytree(EXAMPLE, project)
    build = project / "build"
    subprocess.run([cmake, "-S", project, "-B", build, f"-DCMAKE_PREFIX_PATH={prefix}"], check=True,
                   stdout=subprocess.DEVNULL)
    done = subprocess.run([pathlib.Path(cmake).with_name("ctest"), "--test-dir", build,
                           "--output-on-failure"], capture_output=True, text=True, check=False)
    expect(done.returncode == 0 and "100% tests passed" in done.stdout, done.stdout + done.stderr)


def main():
    cmake, build = sys.argv[1:]
    with tempfile.TemporaryDirectory(prefix="npusim-install-") as folder:
        prefix = pathlib.Path(folder, "prefix")
        subprocess.run([cmake, "--install", build, "--prefix", prefix], check=True,
                       stdout=subprocess.DEVNULL)
        npusim, share = prefix / "bin/npusim", prefix / "share/npusim"
        status, text = run(npusim, folder, "run", "examples/vector_add", "--quiet")
        expect(status == 0 and "clean" in text, f"status {status}, expected 0: {text}")
        status, text = run(npusim, folder, "list", "programs")
        expect(status == 0 and "compressor/ratio4" in text, f"no programs: {text}")

        completion = prefix / "share/bash-completion/completions/npusim"
        expect("complete -o default" in completion.read_text(), f"{completion} completes nothing")

        check_consumer(cmake, prefix, pathlib.Path(folder, "my-kernels"))

        # The headers and the programs are the installed ones, not those of the source tree.
        header = share / "pto/pto-inst.hpp"
        header.write_text(header.read_text() + "\n#error the installed header\n")
        status, text = run(npusim, folder, "build", "examples/vector_add")
        expect(status == 3 and "the installed header" in text, f"status {status}: {text}")
        expect(str(share) in text, f"does not name {share}: {text}")
    print("an installed npusim runs")


if __name__ == "__main__":
    main()

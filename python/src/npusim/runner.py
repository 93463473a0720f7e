# SPDX-License-Identifier: Apache-2.0
"""npusim.run: one run of a program by the npusim binary."""
from __future__ import annotations

import json
import os
import pathlib
import signal
import subprocess
import tempfile
from typing import Any, Iterable, List, Mapping, Optional, Sequence, Union

from .binary import PathLike, find_binary
from .errors import InputError, InternalError, NpusimError, RunTimeout, UsageError
from .report import RunResult

_RAISED = {2: UsageError, 3: InputError, 70: InternalError}


def run(program: PathLike, *, seed: int = 1, knobs: Optional[Mapping[str, Any]] = None,
        data: Optional[PathLike] = None, trace: Optional[PathLike] = None,
        trace_local: bool = False, trace_data: bool = False, out: Optional[PathLike] = None,
        checks: Union[str, Iterable[str], None] = None, golden: bool = True, why: bool = False,
        suppressions: Optional[PathLike] = None, binary: Optional[PathLike] = None,
        timeout: Optional[float] = None, options: Sequence[str] = ()) -> RunResult:
    """Runs a program once and returns what `npusim run` reports.

    program: its directory, or the path of one under npusim's kernels/ ("compressor/ratio4").
    seed: of the schedule.
    knobs: readings of the hardware, as {"gm.store_visible": "at_flag", "dcache": False}; see
        `npusim list knobs`.
    data: arguments and goldens, instead of the program's data.json.
    trace: write a trace to this file; trace_local: with the accesses to local memories;
        trace_data: with the outputs and goldens.
    out: write the outputs into this folder; RunResult.output reads them.
    checks: some of race, mem, init, sync; an empty list or "none" for none. Default: all.
    golden: compare outputs with their goldens.
    why: say where the time went: RunResult.time.
    suppressions: file of accepted findings.
    binary: the npusim to run; else as find_binary looks for it.
    timeout: in seconds.
    options: more options of `npusim run`.

    A race, a mismatch or a stall is a result, not an exception. Raises UsageError, InputError,
    InternalError, RunTimeout, BinaryNotFound.
    """
    command = [find_binary(binary), "run", os.fspath(program), "--quiet", "--seed", str(seed)]
    for name, value in (knobs or {}).items():
        command += ["--set", f"{name}={_knob_text(value)}"]
    for option, file in (("--data", data), ("--trace", trace), ("--out", out),
                         ("--suppressions", suppressions)):
        if file is not None:
            command += [option, os.fspath(file)]
    if checks is not None:
        names = checks if isinstance(checks, str) else ",".join(checks)
        command += ["--checks", names or "none"]
    command += ["--trace-local"] * trace_local + ["--trace-data"] * trace_data
    command += ["--no-golden"] * (not golden) + ["--why"] * why + list(options)
    with tempfile.TemporaryDirectory(prefix="npusim-") as folder:
        report, text = pathlib.Path(folder, "report.json"), pathlib.Path(folder, "report.txt")
        _call([*command, "--report", f"json={report}", "--report", f"text={text}"], command, timeout)
        if not report.is_file() or report.stat().st_size == 0:
            raise InternalError(f"{command[0]} wrote no report: is it npusim?", command)
        return RunResult.from_json(
            json.loads(report.read_text(encoding="utf-8")), command=command,
            text=text.read_text(encoding="utf-8", errors="replace"),
            trace_file=None if trace is None else pathlib.Path(trace),
            output_folder=None if out is None else pathlib.Path(out))


def _call(arguments: List[str], command: List[str], timeout: Optional[float]) -> None:
    """Runs npusim; raises for every exit status that comes without a verdict. Errors show `command`,
    which has no temporary files."""
    try:
        done = subprocess.run(arguments, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE, timeout=timeout, check=False)
    except subprocess.TimeoutExpired:
        raise RunTimeout(f"{' '.join(command)} did not end within {timeout:g} s", command) from None
    except OSError as error:
        raise NpusimError(f"{command[0]} cannot be run: {error.strerror}", command) from None
    said = done.stderr.decode("utf-8", errors="replace").strip()
    if done.returncode < 0:
        name = signal.Signals(-done.returncode).name
        raise InternalError(f"{' '.join(command)} was ended by {name}\n{said}".strip(), command,
                            done.returncode)
    if done.returncode in _RAISED:
        message = said[len("npusim: error: "):] if said.startswith("npusim: error: ") else said
        raise _RAISED[done.returncode](message or f"exit status {done.returncode}", command,
                                       done.returncode)


def _knob_text(value: Any) -> str:
    if isinstance(value, bool):
        return "on" if value else "off"
    return str(value)

# SPDX-License-Identifier: Apache-2.0
"""npusim: run kernels of the a2a3 NPU on a model of it, and look at what happened.

    result = npusim.run("compressor/ratio4", seed=7)     # runs the npusim binary
    trace = npusim.open_trace("run.h5")                  # a trace as arrays, read on demand

Times are cycles of the core clock, addresses and lengths bytes, unless a name says otherwise.
"""
from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .binary import find_binary
from .errors import (BinaryNotFound, InputError, InternalError, NotClean, NpusimError, RunTimeout,
                     TraceError, UsageError)
from .report import Access, Blame, Finding, GoldenComparison, RunResult, Task
from .runner import run
from .suppressions import write_suppressions

if TYPE_CHECKING:
    from .table import Table
    from .time_report import TimeReport
    from .trace import Trace, open_trace

__version__ = "0.1.0"
__all__ = [
    "Access", "BinaryNotFound", "Blame", "Finding", "GoldenComparison", "InputError",
    "InternalError", "NotClean", "NpusimError", "RunResult", "RunTimeout", "Table", "Task",
    "TimeReport", "Trace", "TraceError", "UsageError", "find_binary", "open_trace", "run", "write_suppressions",
]


def __getattr__(name: str) -> Any:
    # numpy and h5py are loaded when a trace is opened: the pytest plugin is imported in every session.
    if name in ("Trace", "open_trace"):
        from . import trace
        return getattr(trace, name)
    if name == "Table":
        from .table import Table
        return Table
    if name == "TimeReport":
        from .time_report import TimeReport
        return TimeReport
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")

# SPDX-License-Identifier: Apache-2.0
"""What can go wrong that is no finding about the program."""
from __future__ import annotations

from typing import TYPE_CHECKING, Optional, Sequence

if TYPE_CHECKING:
    from .report import RunResult


class NpusimError(Exception):
    """Base of everything this package raises on its own.

    `command` is the command line that was run, `exit_status` what it ended with; both are None if
    nothing was run.
    """

    def __init__(self, message: str, command: Optional[Sequence[str]] = None,
                 exit_status: Optional[int] = None) -> None:
        super().__init__(message)
        self.command = list(command) if command is not None else None
        self.exit_status = exit_status


class BinaryNotFound(NpusimError):
    """There is no npusim binary where it was looked for."""


class UsageError(NpusimError):
    """npusim does not know an option, a knob, a check ... (exit status 2)."""


class InputError(NpusimError):
    """A file is missing or wrong, or the program does not build (exit status 3)."""


class InternalError(NpusimError):
    """A bug in npusim (exit status 70), or it was killed or wrote no report."""


class RunTimeout(NpusimError):
    """The run took longer than the caller allowed."""


class TraceError(NpusimError):
    """A file is no trace, is damaged, or is of a later version."""


class NotClean(NpusimError, AssertionError):
    """A run has findings, or outputs that differ from their goldens. `result` is the run."""

    def __init__(self, result: RunResult) -> None:
        super().__init__(result.text, result.command, result.exit_status)
        self.result = result

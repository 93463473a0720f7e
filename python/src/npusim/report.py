# SPDX-License-Identifier: Apache-2.0
"""The JSON report of a run as dataclasses. Keys this package does not know are left in `raw`."""
from __future__ import annotations

import dataclasses
import pathlib
from typing import TYPE_CHECKING, Any, Callable, Dict, List, Mapping, Optional, Tuple, TypeVar

from .errors import NotClean

if TYPE_CHECKING:
    import numpy

    from .time_report import TimeReport
    from .trace import Trace

Json = Mapping[str, Any]
T = TypeVar("T")


@dataclasses.dataclass(frozen=True)
class Access:
    """One of the two accesses of a race, or the one access of another finding."""

    task: str      #: name of the task; empty for the orchestration
    block: int     #: block of the task; -1: none
    core: str      #: as "AIV 3"
    pipe: str      #: as "V"
    op: str        #: as "TMULS (vmuls)"
    access: str    #: "read" or "write"
    source: str    #: file:line
    range: str     #: as "normed_kv[16:32, 448:512]" (elements) or "UB[0, 64)" (bytes)
    cycle: int     #: when, in cycles

    @classmethod
    def from_json(cls, json: Optional[Json]) -> Optional[Access]:
        return None if json is None else _from(cls, json)

    @property
    def place(self) -> str:
        """As "task add block 3 on AIV 3 pipe V, cycle 8237"."""
        parts = []
        if self.task:
            parts.append(f"task {self.task}" + (f" block {self.block}" if self.block >= 0 else ""))
        if self.core:
            parts.append(f"on {self.core}")
        if self.pipe:
            parts.append(f"pipe {self.pipe}")
        return " ".join(parts) + (", " if parts else "") + f"cycle {self.cycle}"

    def __str__(self) -> str:
        if not self.range:
            return self.op
        return f"{self.access} of {self.range}" + (f" by {self.op}" if self.op else "")


@dataclasses.dataclass(frozen=True)
class Finding:
    """Something wrong with the program. `str(finding)` is its text as npusim prints it."""

    check: str           #: race, mem, init, sync, stall, suppression ...
    hazard: str          #: RAW, WAR, WAW, or what it is: out-of-bounds, flag-leak ...
    space: str           #: GM, UB, L1 ...; empty: none
    rule: str            #: the rule it rests on; see `npusim explain RULE`
    certainty: str       #: certain, documented, contested
    severity: str        #: "error"; "warning": rests on a contested rule; "note"
    message: str
    first: Optional[Access]
    second: Optional[Access]
    missing_edge: str    #: in words
    fix: str             #: the smallest change that removes it
    count: int           #: how often it was met
    replay: str          #: a command line
    #: All of it for people, as npusim prints it.
    text: str = dataclasses.field(default="", compare=False)

    @classmethod
    def from_json(cls, json: Json) -> Finding:
        return _from(cls, json, first=Access.from_json(json.get("first")),
                     second=Access.from_json(json.get("second")))

    @property
    def is_error(self) -> bool:
        return self.severity == "error"

    @property
    def title(self) -> str:
        title = self.hazard or self.check
        if self.check == "race":
            title += " race"
        return title + (f" in {self.space}" if self.space else "")

    @property
    def key(self) -> Tuple[Any, ...]:
        """Equal for the same finding in runs of other seeds."""
        sides = [(side.source, side.op, side.pipe, side.task, side.access) if side else ()
                 for side in (self.first, self.second)]
        # Of findings without an access, the message is all there is.
        where = tuple(sides) if any(sides) else (self.message,)
        return (self.check, self.hazard, self.space, self.rule) + where

    def suppression(self, reason: str, expires: str) -> Dict[str, str]:
        """An entry for a file of accepted findings that matches this finding; `expires` is the last
        day it holds, "YYYY-MM-DD"."""
        entry = {"check": self.check, "hazard": self.hazard, "space": self.space, "rule": self.rule}
        for name, side in (("first", self.first), ("second", self.second)):
            if side is not None:
                entry[name] = f"{side.source} {side.op}"
        entry = {key: value for key, value in entry.items() if value}
        return {**entry, "reason": reason, "expires": expires}

    def __str__(self) -> str:
        if self.text:
            return self.text.rstrip("\n")
        basis = self.check + (f", rule {self.rule}" if self.rule else "")
        basis += f" ({self.certainty})" if self.certainty else ""
        return f"{self.severity.upper()}: {self.title} [{basis}]\n  {self.message}"


@dataclasses.dataclass(frozen=True)
class Blame:
    """Who wrote wrong bytes of an output, and where they went wrong."""

    bytes: int
    writer: Optional[Access]   #: the last writer; None: nobody wrote them
    cause: Optional[Access]    #: the first read on their way that a race spoils
    finding: int               #: number of that race in RunResult.findings; -1: none


@dataclasses.dataclass(frozen=True)
class GoldenComparison:
    """One output against its golden."""

    name: str
    dtype: str
    shape: Tuple[int, ...]
    compare: str                  #: "bits", or "allclose rtol=... atol=..."
    elements: int
    mismatched: int               #: elements that differ
    first_index: Tuple[int, ...]  #: of the first that differs; empty: none
    max_abs: float                #: largest absolute difference; may be inf or nan
    equal: bool                   #: by the comparison's own measure
    blame: Tuple[Blame, ...] = ()

    @classmethod
    def from_json(cls, json: Json) -> GoldenComparison:
        blame = tuple(_from(Blame, row, writer=Access.from_json(row["writer"]),
                            cause=Access.from_json(row["cause"])) for row in json.get("blame", ()))
        return _from(cls, json, shape=tuple(json["shape"]), max_abs=float(json["max_abs"]),
                     first_index=tuple(json["first_index"]), blame=blame)

    def __str__(self) -> str:
        if self.equal:
            return f"{self.name}: as the golden ({self.compare})"
        return (f"{self.name}: {self.mismatched} of {self.elements} elements differ, first at "
                f"{list(self.first_index)}, largest |a-b| {self.max_abs:g} ({self.compare})")


@dataclasses.dataclass(frozen=True)
class Task:
    name: str
    blocks: int
    start_cycle: int              #: in cycles
    end_cycle: int                #: in cycles
    pipe_busy: Dict[str, float]   #: share of the blocks' time that a pipe was busy, 0 to 1, by pipe


@dataclasses.dataclass(frozen=True)
class RunResult:
    """One run. The verdict is clean, mismatch, race, stall or inconclusive."""

    program: str
    seed: int
    schedule: str                 #: the hardware's choices, as `npusim replay` takes them
    knobs: Dict[str, str]
    checks: List[str]
    verdict: str
    exit_status: int              #: of npusim, as docs/cli.md lists them
    golden: List[GoldenComparison]
    findings: List[Finding]
    tasks: List[Task]
    stall_reason: str             #: one sentence; empty if the run ended
    waiting: List[str]            #: what each agent waits for; empty if the run ended
    lost: List[str]               #: what could not be recorded or judged
    cycles: int
    instructions: int
    events: int
    wall_seconds: Dict[str, float]  #: build, load, simulate, check, trace, in seconds
    peak_rss_bytes: int
    version: str                  #: of npusim
    text: str                     #: the report for people
    raw: Dict[str, Any]           #: the whole JSON report
    command: List[str]
    trace_file: Optional[pathlib.Path] = None
    output_folder: Optional[pathlib.Path] = None

    @classmethod
    def from_json(cls, json: Json, **more: Any) -> RunResult:
        stall = json.get("stall", {})
        return _from(cls, json,
                     golden=[GoldenComparison.from_json(row) for row in json["golden"]],
                     findings=[Finding.from_json(row) for row in json["findings"]],
                     tasks=[_from(Task, row) for row in json["tasks"]],
                     stall_reason=stall.get("reason", ""), waiting=list(stall.get("waiting", ())),
                     raw=dict(json), **more)

    @property
    def clean(self) -> bool:
        """No finding, every compared output as its golden, nothing lost."""
        return self.exit_status == 0

    @property
    def errors(self) -> List[Finding]:
        """The findings without the notes, which never count."""
        return [finding for finding in self.findings if finding.is_error]

    def require_clean(self) -> RunResult:
        """Returns this result if it is clean, else raises NotClean with the report's text."""
        if not self.clean:
            raise NotClean(self)
        return self

    @property
    def time(self) -> TimeReport:
        """Where the time went, of a run that was given `why`."""
        if "time" not in self.raw:
            raise ValueError("the run was not asked where its time went: give run() why=True")
        from .time_report import TimeReport
        return TimeReport(self.raw["time"])

    def open_trace(self) -> Trace:
        """The trace of a run that was given `trace`."""
        if self.trace_file is None:
            raise ValueError("the run wrote no trace: give run() a file as `trace`")
        from .trace import open_trace
        return open_trace(self.trace_file)

    def output(self, name: str) -> numpy.ndarray[Any, Any]:
        """An output of a run that was given `out`. A bfloat16 one is the uint16 bits."""
        if self.output_folder is None:
            raise ValueError("the run wrote no outputs: give run() a folder as `out`")
        import numpy
        values: numpy.ndarray[Any, Any] = numpy.load(self.output_folder / f"{name}.npy")
        return values

    def __str__(self) -> str:
        return self.text


def _from(cls: Callable[..., T], json: Json, **made: Any) -> T:
    """A `cls` from the keys of `json` it has fields for; `made` goes first."""
    known = {field.name for field in dataclasses.fields(cls)}
    values = {key: value for key, value in json.items() if key in known}
    return cls(**{**values, **made})

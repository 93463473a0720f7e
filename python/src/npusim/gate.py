# SPDX-License-Identifier: Apache-2.0
"""Runs of one program under several seeds, judged together: what is new, once, with its seeds."""
from __future__ import annotations

import dataclasses
import json
from typing import Any, Dict, Iterable, List, Optional, Sequence, Tuple

from .report import Finding, RunResult


@dataclasses.dataclass(frozen=True)
class Problem:
    """A reason why a program is not accepted, and the seeds that show it."""

    text: str
    seeds: List[int]


def problems(results: Sequence[RunResult]) -> List[Problem]:
    """What makes the runs not clean, each distinct finding once.

    A complaint about the file of accepted findings counts only if every run has it: an entry may
    match under some seeds only.
    """
    found: List[Problem] = []
    for finding, seeds in _distinct_errors(results):
        if finding.check != "suppression" or len(seeds) == len(results):
            found.append(Problem(str(finding), seeds))
    found += _by_text((str(output), result.seed) for result in results
                      for output in result.golden if not output.equal)
    found += _by_text((_stall_text(result), result.seed) for result in results
                      if result.stall_reason or result.waiting)
    found += _by_text((f"inconclusive: {sentence}", result.seed) for result in results
                      for sentence in result.lost)
    return found + _unexplained(results, found)


def failure_text(program: str, results: Sequence[RunResult], found: Sequence[Problem],
                 baseline: Optional[str] = None) -> str:
    """The report of a program that is not accepted."""
    bad = sorted({seed for problem in found for seed in problem.seeds})
    lines = [f"npusim: {program} is not clean in {len(bad)} of {len(results)} runs"]
    for problem in found:
        lines += ["", problem.text, f"  {'seen in:':<14}{seeds_text(problem.seeds)}"]
    accepted = [finding.suppression("WHY", "YYYY-MM-DD") for finding, _ in _distinct_errors(results)
                if finding.check != "suppression"]
    if accepted:
        lines += ["", f"To accept for a time, add to {baseline or 'a baseline file'}:"]
        lines += [f"  {json.dumps(entry)}" for entry in accepted]
    return "\n".join(lines)


def seeds_text(seeds: Sequence[int]) -> str:
    shown = ", ".join(str(seed) for seed in seeds[:10]) + (" ..." if len(seeds) > 10 else "")
    return f"seed {shown}" if len(seeds) == 1 else f"{len(seeds)} seeds: {shown}"


def _distinct_errors(results: Sequence[RunResult]) -> List[Tuple[Finding, List[int]]]:
    distinct: Dict[Tuple[Any, ...], Tuple[Finding, List[int]]] = {}
    for result in results:
        for finding in result.errors:
            seeds = distinct.setdefault(finding.key, (finding, []))[1]
            if result.seed not in seeds:
                seeds.append(result.seed)
    return list(distinct.values())


def _unexplained(results: Sequence[RunResult], found: Sequence[Problem]) -> List[Problem]:
    """Runs that npusim does not call clean for a reason this package does not know: none passes."""
    return _by_text((result.text, result.seed) for result in results
                    if not result.clean and all(error.check != "suppression"
                                                for error in result.errors)
                    and not any(result.seed in problem.seeds for problem in found))


def _by_text(observed: Iterable[Tuple[str, int]]) -> List[Problem]:
    seeds: Dict[str, List[int]] = {}
    for text, seed in observed:
        seeds.setdefault(text, []).append(seed)
    return [Problem(text, of_text) for text, of_text in seeds.items()]


def _stall_text(result: RunResult) -> str:
    waiting = "".join(f"\n  {line}" for line in result.waiting)
    return f"stall: {result.stall_reason}{waiting}"

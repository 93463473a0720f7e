# SPDX-License-Identifier: Apache-2.0
"""pytest plugin: a test marked npusim_program runs a program and fails on anything new.

    @pytest.mark.npusim_program("programs/softmax", seeds=3, baseline="known.json")
    def test_softmax(npusim_results):
        assert npusim_results[0].cycles < 100_000

The runs come first; the test's own body is reached only if they are clean but for what the baseline
accepts. Programs, data and baselines are looked for beside the test's file, then in the root folder.
"""
from __future__ import annotations

import os
import pathlib
from typing import Any, Callable, Dict, Iterable, List, Optional, Tuple, Union

import pytest

from . import gate
from .errors import NpusimError
from .report import RunResult
from .runner import run

MARKER = (
    "npusim_program(program, *, seeds=1, baseline=None, knobs=None, data=None, checks=None, "
    "golden=True, timeout=None): run an npusim program under seeds 1 to `seeds` (or those in a "
    "list), and fail unless every run is clean but for the findings in the file `baseline`.")
_RUNS = pytest.StashKey[Tuple["ProgramMark", List[RunResult]]]()
_CACHE = pytest.StashKey[Dict[Tuple[Any, ...], RunResult]]()


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("npusim")
    group.addoption("--npusim-binary", metavar="FILE",
                    help="the npusim to run (default: $NPUSIM, then $PATH)")
    group.addoption("--npusim-seeds", metavar="N", type=_positive,
                    help="run every marked program under seeds 1 to N, whatever its marker says")


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", MARKER)
    config.stash[_CACHE] = {}


class ProgramMark:
    """The arguments of a marker, with paths resolved."""

    def __init__(self, item: pytest.Item, mark: pytest.Mark) -> None:
        self._folders = (item.path.parent, item.config.rootpath)
        try:
            self._take(*mark.args, **mark.kwargs)
        except TypeError as error:
            detail = str(error).replace("ProgramMark._take", "npusim_program")
            pytest.fail(f"{detail}\nThe marker is {MARKER}", pytrace=False)
        override = item.config.getoption("--npusim-seeds")
        if override is not None:
            self.seeds = list(range(1, override + 1))

    def _take(self, program: Union[str, os.PathLike[str]], *,
              seeds: Union[int, Iterable[int]] = 1, baseline: Optional[str] = None,
              knobs: Optional[Dict[str, Any]] = None, data: Optional[str] = None,
              checks: Union[str, Iterable[str], None] = None, golden: bool = True,
              timeout: Optional[float] = None) -> None:
        self.name = os.fspath(program)
        self.program = self._find(self.name, must_exist=False)
        self.seeds = list(range(1, seeds + 1)) if isinstance(seeds, int) else list(seeds)
        if not self.seeds:
            raise TypeError("seeds must be at least 1, or a list that is not empty")
        self.baseline = baseline
        self.settings: Dict[str, Any] = {
            "knobs": dict(knobs or {}), "golden": golden, "timeout": timeout,
            "checks": checks if checks is None or isinstance(checks, str) else ",".join(checks),
            "suppressions": None if baseline is None else self._find(baseline),
            "data": None if data is None else self._find(data)}

    def _find(self, name: Union[str, os.PathLike[str]], must_exist: bool = True) -> str:
        for folder in self._folders:
            if (folder / name).exists():
                return str(folder / name)
        # npusim's own programs have no folder here; of what must be a file, npusim names the path.
        return str(self._folders[0] / name) if must_exist else os.fspath(name)

    def run(self, config: pytest.Config) -> List[RunResult]:
        return [self._run(config, seed) for seed in self.seeds]

    def _run(self, config: pytest.Config, seed: int) -> RunResult:
        """Equal runs give equal results: tests that share a program share its runs."""
        cache = config.stash[_CACHE]
        key = (self.program, seed, repr(self.settings))
        if key not in cache:
            cache[key] = run(self.program, seed=seed,
                             binary=config.getoption("--npusim-binary"), **self.settings)
        return cache[key]


@pytest.fixture(autouse=True)
def _npusim_runs(request: pytest.FixtureRequest) -> None:
    mark = request.node.get_closest_marker("npusim_program")
    if mark is None:
        return
    program = ProgramMark(request.node, mark)
    try:
        results = program.run(request.config)
    except NpusimError as error:
        pytest.fail(f"npusim: {program.name}: {error}", pytrace=False)
    request.node.stash[_RUNS] = (program, results)
    for result in results:
        request.node.user_properties.append((f"npusim seed {result.seed}", result.verdict))


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_call(item: pytest.Item) -> None:
    """Fails the test, not its setup, so that it counts as a failure."""
    __tracebackhide__ = True
    if _RUNS not in item.stash:
        return
    program, results = item.stash[_RUNS]
    found = gate.problems(results)
    if found:
        pytest.fail(gate.failure_text(program.name, results, found, program.baseline),
                    pytrace=False)


@pytest.fixture
def npusim_results(request: pytest.FixtureRequest, _npusim_runs: None) -> List[RunResult]:
    """The runs of the test's npusim_program marker, one a seed."""
    if _RUNS not in request.node.stash:
        pytest.fail("the fixture npusim_results needs the marker npusim_program", pytrace=False)
    return request.node.stash[_RUNS][1]


@pytest.fixture
def npusim_run(request: pytest.FixtureRequest) -> Callable[..., RunResult]:
    """npusim.run with the binary of --npusim-binary: npusim_run("examples/vector_add", seed=2)."""
    def run_it(program: Union[str, pathlib.Path], **arguments: Any) -> RunResult:
        arguments.setdefault("binary", request.config.getoption("--npusim-binary"))
        return run(program, **arguments)
    return run_it


def _positive(text: str) -> int:
    value = int(text)
    if value < 1:
        raise ValueError(text)
    return value

# SPDX-License-Identifier: Apache-2.0
"""Runs and traces that the tests share; the binary is $NPUSIM."""
import pathlib

import pytest

import npusim

pytest_plugins = ["pytester"]
ROOT = pathlib.Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def root():
    return ROOT


@pytest.fixture(scope="session")
def racy(tmp_path_factory):
    """A run with a race and a wrong output, with trace and outputs."""
    folder = tmp_path_factory.mktemp("racy")
    return npusim.run("races/tci_muls/racy", trace=folder / "run.h5", trace_local=True,
                      out=folder / "out")


@pytest.fixture(scope="session")
def softmax(tmp_path_factory):
    """A clean run with several tasks' worth of GM accesses."""
    return npusim.run("examples/row_softmax",
                      trace=tmp_path_factory.mktemp("softmax") / "run.h5")

# SPDX-License-Identifier: Apache-2.0
"""How a kernel repository gates on npusim: `pytest kernels/examples`, with npusim's Python package
installed (docs/python.md)."""
import pytest


@pytest.mark.npusim_program("vector_add", seeds=3)
def test_vector_add_has_no_finding():
    pass


@pytest.mark.npusim_program("row_softmax", seeds=3)
def test_row_softmax_has_no_finding():
    pass


@pytest.mark.npusim_program("matmul_double_buffered", seeds=3)
def test_the_matmul_keeps_the_cube_busy(npusim_results):
    for result in npusim_results:
        assert result.tasks[0].pipe_busy["M"] > 0.05


@pytest.mark.npusim_program("vector_add", knobs={"ub.power_up": "poison"})
def test_vector_add_reads_nothing_that_nobody_wrote():
    pass

# SPDX-License-Identifier: Apache-2.0
"""Softmax of rows: reductions, broadcasts and barriers on one pipe."""
from pathlib import Path

PROGRAM = Path(__file__).parent

RUNTIME_CONFIG = {"runtime": "tensormap_and_ringbuffer", "aicpu_thread_num": 4, "block_dim": 24}

ORCHESTRATION = {
    "source": str(PROGRAM / "orchestration" / "row_softmax.cpp"),
    "function_name": "aicpu_orchestration_entry",
}

KERNELS = [
    {"func_id": 0, "name": "row_softmax", "core_type": "aiv",
     "source": str(PROGRAM / "kernels" / "aiv" / "row_softmax.cpp")},
]

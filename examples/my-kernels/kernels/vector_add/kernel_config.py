# SPDX-License-Identifier: Apache-2.0
"""sum = x + y: loads, one vector instruction, stores, double buffered."""
from pathlib import Path

PROGRAM = Path(__file__).parent

RUNTIME_CONFIG = {"runtime": "tensormap_and_ringbuffer", "aicpu_thread_num": 4, "block_dim": 24}

ORCHESTRATION = {
    "source": str(PROGRAM / "orchestration" / "add.cpp"),
    "function_name": "aicpu_orchestration_entry",
}

KERNELS = [
    {"func_id": 0, "name": "add", "core_type": "aiv",
     "source": str(PROGRAM / "kernels" / "aiv" / "add.cpp")},
]

# SPDX-License-Identifier: Apache-2.0
"""c = a * b in bf16 with f32 sums: L1 and L0 double buffered."""
from pathlib import Path

PROGRAM = Path(__file__).parent

RUNTIME_CONFIG = {"runtime": "tensormap_and_ringbuffer", "aicpu_thread_num": 4, "block_dim": 24}

ORCHESTRATION = {
    "source": str(PROGRAM / "orchestration" / "matmul.cpp"),
    "function_name": "aicpu_orchestration_entry",
}

KERNELS = [
    {"func_id": 0, "name": "matmul", "core_type": "aic",
     "source": str(PROGRAM / "kernels" / "aic" / "matmul.cpp")},
]

# SPDX-License-Identifier: Apache-2.0
"""One task of one AIV block; each of the program's parts has a place for what a hostile one does."""
from pathlib import Path

FOLDER = Path(__file__).parent
# CONFIGURATION
RUNTIME_CONFIG = {"runtime": "tensormap_and_ringbuffer", "aicpu_thread_num": 4, "block_dim": 24}
ORCHESTRATION = {"source": str(FOLDER / "orchestration" / "task.cpp"),
                 "function_name": "aicpu_orchestration_entry"}
KERNELS = [{"func_id": 0, "name": "k", "core_type": "aiv",
            "source": str(FOLDER / "kernels" / "k.cpp"), "host_code": True}]

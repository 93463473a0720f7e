# SPDX-License-Identifier: Apache-2.0
"""The indexer's compressor, decode: rows of 128 columns, multiplied by a matrix in one mixed task."""
from pathlib import Path

PROGRAM = Path(__file__).parent
KERNEL_SOURCES = PROGRAM / "kernels"

RUNTIME_CONFIG = {"runtime": "tensormap_and_ringbuffer", "aicpu_thread_num": 4, "block_dim": 24}

ORCHESTRATION = {
    "source": str(PROGRAM / "orchestration" / "compressor.cpp"),
    "function_name": "aicpu_orchestration_entry",
}

KERNELS = [
    {"func_id": 0, "name": "kv_score_proj", "core_type": "aic",
     "source": str(KERNEL_SOURCES / "aic" / "kv_score_proj.cpp")},
    {"func_id": 1, "name": "state_scatter_paged", "core_type": "aiv",
     "source": str(KERNEL_SOURCES / "aiv" / "state_scatter_paged.cpp")},
    {"func_id": 2, "name": "softmax_pool", "core_type": "aiv",
     "source": str(KERNEL_SOURCES / "aiv" / "softmax_pool.cpp")},
    {"func_id": 3, "name": "rmsnorm_rope", "core_type": "aiv",
     "source": str(KERNEL_SOURCES / "aiv" / "rmsnorm_rope.cpp")},
    {"func_id": 4, "name": "kv_hadamard", "core_type": "mix",
     "source": str(KERNEL_SOURCES / "mix" / "kv_hadamard.cpp")},
    {"func_id": 5, "name": "kv_and_cache_write", "core_type": "aiv",
     "source": str(KERNEL_SOURCES / "aiv" / "kv_and_cache_write.cpp")},
]

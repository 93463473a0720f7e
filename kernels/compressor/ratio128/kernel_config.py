# SPDX-License-Identifier: Apache-2.0
"""Ratio-128 KV compressor, decode: windows of 128 tokens, pooled at once. No race."""
from pathlib import Path

PROGRAM = Path(__file__).parent
SOURCES = PROGRAM.parent / "ratio128" / "kernels"

RUNTIME_CONFIG = {"runtime": "tensormap_and_ringbuffer", "aicpu_thread_num": 4, "block_dim": 24}

ORCHESTRATION = {
    "source": str(PROGRAM / "orchestration" / "compressor.cpp"),
    "function_name": "aicpu_orchestration_entry",
}

KERNELS = [
    {"func_id": 0, "name": "kv_score_proj", "core_type": "aic",
     "source": str(SOURCES / "aic" / "kv_score_proj.cpp")},
    {"func_id": 1, "name": "state_scatter_pre", "core_type": "aiv",
     "source": str(SOURCES / "aiv" / "state_scatter_pre.cpp")},
    {"func_id": 2, "name": "softmax_pool", "core_type": "aiv",
     "source": str(SOURCES / "aiv" / "softmax_pool.cpp")},
    {"func_id": 3, "name": "rmsnorm_rope", "core_type": "aiv",
     "source": str(SOURCES / "aiv" / "rmsnorm_rope.cpp")},
    {"func_id": 4, "name": "kv_finalize", "core_type": "aiv",
     "source": str(SOURCES / "aiv" / "kv_finalize.cpp")},
]

# SPDX-License-Identifier: Apache-2.0
"""Ratio-4 KV compressor before #427: round trip through normed_kv, kv_write, index scatter."""
from pathlib import Path

PROGRAM = Path(__file__).parent
SHARED = PROGRAM.parent / "shared" / "kernels"

RUNTIME_CONFIG = {"runtime": "tensormap_and_ringbuffer", "aicpu_thread_num": 4, "block_dim": 24}

ORCHESTRATION = {
    "source": str(PROGRAM / "orchestration" / "compressor.cpp"),
    "function_name": "aicpu_orchestration_entry",
}

KERNELS = [
    {"func_id": 0, "name": "kv_score_proj", "core_type": "aic",
     "source": str(SHARED / "aic" / "kv_score_proj.cpp")},
    {"func_id": 1, "name": "state_scatter_paged", "core_type": "aiv",
     "source": str(SHARED / "aiv" / "state_scatter_paged.cpp")},
    {"func_id": 2, "name": "softmax_pool", "core_type": "aiv",
     "source": str(SHARED / "aiv" / "softmax_pool.cpp")},
    {"func_id": 3, "name": "rmsnorm_rope", "core_type": "aiv",
     "source": str(PROGRAM / "kernels" / "aiv" / "rmsnorm_rope.cpp")},
    {"func_id": 4, "name": "kv_and_cache_write", "core_type": "aiv",
     "source": str(SHARED / "aiv" / "kv_and_cache_write.cpp")},
    {"func_id": 5, "name": "kv_write", "core_type": "aiv",
     "source": str(PROGRAM / "kernels" / "aiv" / "kv_write.cpp")},
]

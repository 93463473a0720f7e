# SPDX-License-Identifier: Apache-2.0
"""Ratio-4 KV compressor, prefill: 128 tokens of one request, its state a ring of pages. No race."""
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
] + [
    {"func_id": func_id, "name": name, "core_type": "aiv",
     "source": str(PROGRAM / "kernels" / "aiv" / f"{name}.cpp")}
    for func_id, name in enumerate(["softmax_pool", "rmsnorm_rope", "cache_write", "state_update"], 1)
]

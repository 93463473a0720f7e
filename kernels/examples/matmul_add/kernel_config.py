# SPDX-License-Identifier: Apache-2.0
"""c = a * b + d: the cube core multiplies, its two vector cores add, with a queue of two tiles between
them. `matmul_add<<<4, 0, stream>>>(a, b, d, c, slots)` on blocks of one cube and two vector cores."""
from pathlib import Path

RUNTIME_CONFIG = {"runtime": "launch"}

LAUNCHES = [
    {"source": str(Path(__file__).parent / "kernels" / "matmul_add.cpp"), "function": "matmul_add",
     "core_type": "mix", "aic_to_aiv": [1, 2], "blocks": 4, "args": ["a", "b", "d", "c", "slots"]},
]

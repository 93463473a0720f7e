# SPDX-License-Identifier: Apache-2.0
"""Attention of 256 queries over 512 keys without a matrix of all scores: the cube core multiplies, the
vector cores keep an online softmax, and three queues in GM lie between them."""
from pathlib import Path

RUNTIME_CONFIG = {"runtime": "launch"}

LAUNCHES = [
    {"source": str(Path(__file__).parent / "kernels" / "flash_attention.cpp"),
     "function": "flash_attention", "core_type": "mix", "aic_to_aiv": [1, 2], "blocks": 4,
     "args": ["q", "k_transposed", "v", "out", "scores", "weights", "products"]},
]

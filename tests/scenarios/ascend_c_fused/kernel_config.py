# SPDX-License-Identifier: Apache-2.0
RUNTIME_CONFIG = {"runtime": "launch"}
LAUNCHES = [{"source": "clamp_product.asc", "function": "clamp_product", "core_type": "mix", "aic_to_aiv": [1, 2],
             "blocks": 1, "args": ["a", "b", "c", "workspace", "tiling"]}]

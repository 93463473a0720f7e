# SPDX-License-Identifier: Apache-2.0
RUNTIME_CONFIG = {"runtime": "launch"}
LAUNCHES = [{"source": "product.asc", "function": "product", "core_type": "aic", "blocks": 4,
             "args": ["a", "b", "c", "tiling"]}]

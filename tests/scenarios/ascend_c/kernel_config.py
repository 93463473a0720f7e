# SPDX-License-Identifier: Apache-2.0
RUNTIME_CONFIG = {"runtime": "launch"}
LAUNCHES = [{"source": "scale_rows.asc", "function": "scale_rows", "core_type": "aiv", "blocks": 24,
             "args": ["x", "factors", "scaled", "tiling"]}]

# SPDX-License-Identifier: Apache-2.0
"""y = factor * x on the device's own instructions, without a tile library."""

RUNTIME_CONFIG = {"runtime": "launch"}

LAUNCHES = [{"source": "kernels/scale.cpp", "function": "scale", "core_type": "aiv", "blocks": 48,
             "args": ["x", "y", "factor", "rows"]}]

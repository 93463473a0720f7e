# SPDX-License-Identifier: Apache-2.0
"""sum = factor * x + y without a task runtime: two kernels, launched one after the other as
`scale<float><<<60, 0, stream>>>(x, scaled, factor, 250)` and `add<<<60, 0, stream>>>(...)` would."""

RUNTIME_CONFIG = {"runtime": "launch"}

COMMON = {"source": "kernels/axpy.cpp", "core_type": "aiv", "defines": {"COLUMNS": 256}}

LAUNCHES = [
    # 60 blocks on 48 vector cores: the last twelve run in a second round.
    {**COMMON, "function": "scale<float>", "blocks": 60, "args": ["x", "scaled", "factor", "rows"]},
    {**COMMON, "function": "add", "blocks": 60, "args": ["scaled", "y", "sum", "rows"]},
]

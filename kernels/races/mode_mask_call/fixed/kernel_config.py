# SPDX-License-Identifier: Apache-2.0
import sys
from pathlib import Path

sys.path.append(str(Path(__file__).parents[2]))
from litmus_config import litmus

RUNTIME_CONFIG, ORCHESTRATION, KERNELS, DATA = litmus(
    __file__, aiv=["kernel.cpp"], orchestration="../shared/one_aiv_task.cpp")

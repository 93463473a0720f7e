# SPDX-License-Identifier: Apache-2.0
import sys
from pathlib import Path

sys.path.append(str(Path(__file__).parents[2]))
from litmus_config import launched

RUNTIME_CONFIG, LAUNCHES, DATA = launched(__file__, ["x", "weights", "ring", "out"], blocks=2)

# SPDX-License-Identifier: Apache-2.0
"""Files of accepted findings, as `npusim run --suppressions` reads them."""
from __future__ import annotations

import json
import pathlib
from typing import Iterable

from .binary import PathLike
from .report import Finding


def write_suppressions(file: PathLike, findings: Iterable[Finding], *,
                       reason: str, expires: str) -> None:
    """Writes a file that accepts `findings` until the day `expires`, "YYYY-MM-DD". npusim reports an
    entry that has expired or matches nothing. Notes need no acceptance and are left out."""
    entries = [finding.suppression(reason, expires) for finding in findings
               if finding.is_error and finding.check != "suppression"]
    document = {"version": 1, "suppressions": entries}
    pathlib.Path(file).write_text(json.dumps(document, indent=2) + "\n", encoding="utf-8")

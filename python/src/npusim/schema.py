# SPDX-License-Identifier: Apache-2.0
"""What a trace's own columns do not say: which hold numbers of names, and which values mean none.
docs/trace-schema.md is the reference; a test compares."""
from __future__ import annotations

from typing import Dict, Tuple

#: The version of the format that this package reads.
VERSION = 6

_AGENTS = ("accesses", "instructions", "syncs", "tasks", "choices", "faults", "times", "works", "unmatched")

#: (table, column) -> dataset in /names that its values number.
NAMES: Dict[Tuple[str, str], str] = {
    **{(table, "agent"): "agent" for table in _AGENTS},
    ("events", "kind"): "event_kind",
    ("instructions", "opcode"): "opcode",
    ("instructions", "tile_op"): "tile_op",
    ("instructions", "dtype"): "dtype",
    ("accesses", "space"): "space",
    ("accesses", "kind"): "access_kind",
    ("accesses", "path"): "access_path",
    ("accesses", "dtype"): "dtype",
    ("syncs", "kind"): "sync_kind",
    ("syncs", "peer"): "agent",
    ("tasks", "stage"): "task_stage",
    ("task_descriptions", "core"): "core_kind",
    ("task_arguments", "direction"): "direction",
    ("task_arguments", "dtype"): "dtype",
    ("dependencies", "reason"): "dependency_reason",
    ("buffers", "kind"): "buffer_kind",
    ("buffers", "dtype"): "dtype",
    ("choices", "kind"): "choice_kind",
    ("faults", "kind"): "fault_kind",
    ("faults", "space"): "space",
    ("times", "kind"): "time_kind",
    ("times", "peer"): "agent",
    ("works", "path"): "work_path",
    ("works", "from_space"): "space",
    ("works", "to_space"): "space",
    ("unmatched", "kind"): "event_kind",
    ("findings", "severity"): "severity",
    ("notes", "kind"): "note_kind",
}

NONE16 = 2**16 - 1
NONE32 = 2**32 - 1
NONE64 = 2**64 - 1

#: (table, column) -> the value that means none, unknown, or not yet.
NONE: Dict[Tuple[str, str], int] = {
    ("instructions", "task"): NONE32,
    ("instructions", "site"): NONE32,
    ("instructions", "end_cycle"): NONE64,
    ("instructions", "issue_number"): NONE64,
    ("instructions", "completion_number"): NONE64,
    ("accesses", "agent"): NONE16,
    ("accesses", "cycle"): NONE64,
    ("accesses", "task"): NONE32,
    ("accesses", "site"): NONE32,
    ("syncs", "task"): NONE32,
    ("syncs", "site"): NONE32,
    ("buffers", "owner"): NONE32,
    ("faults", "task"): NONE32,
    ("faults", "site"): NONE32,
    ("times", "task"): NONE32,
    ("times", "site"): NONE32,
    ("works", "task"): NONE32,
    ("works", "site"): NONE32,
}

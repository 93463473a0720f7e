// SPDX-License-Identifier: Apache-2.0
// docs/trace-schema.md from the table.
#include <fmt/format.h>

#include "traces/format/schema.h"

namespace npusim::traces {
namespace {

constexpr std::string_view kIntroduction = R"(# Trace format

<!-- Generated from traces/format/schema.def; a test fails when it is out of date. -->

A trace is an HDF5 file: one group a table, one dataset a column, all columns of a table of equal
length. `npusim run PROGRAM --trace run.h5` writes it; any HDF5 reader reads it.

```python
import h5py, pandas as pd
f = h5py.File('run.h5')
acc = pd.DataFrame({k: f['accesses'][k][:] for k in f['accesses']})
ins = pd.DataFrame({k: f['instructions'][k][:] for k in f['instructions']})
both = acc.join(ins, on='instruction', rsuffix='_instruction')   # rows of no instruction: -1 and below
agents = f['names/agent'].asstr()[:]                             # agents[both.agent_instruction]
```

Integers are little endian, text is UTF-8 padded with zeros. A unit "/names/x" says that the values
number the names in that dataset; "row of /x" that they number rows of that table.

A run that was killed leaves a file with `complete = 0` that opens like any other. Its columns may
differ in length; the rows below the shortest column of each table are right.

## Attributes of the root

| attribute | meaning |
|---|---|
| format | "npusim trace" |
| version | version of this format: VERSION |
| npusim_version | the npusim that wrote it |
| program, data_file, seed, schedule | the run; with the knobs, all that a replay needs |
| replay | command line that repeats the run |
| checks | the checks that were on, as `--checks` names them |
| suppressions | the file of accepted findings, which are not in /findings; else empty |
| local_accesses | 1: accesses to local memories are in /accesses too |
| slice | of a part of a trace: what was asked for, of how many events; else empty |
| (in /names) input_file, input_digest | each file that the run was made of, and its digest: `replay` refuses others; as `<compiler>`, what compiled the kernels, with its version and flags |
| header_crc32 | CRC-32 of the texts and names above, which HDF5 stores unchecked |
| complete | 1: the writer was closed |
| ended, end_cycle | 1: the run reached its end, and when |
| verdict | clean, mismatch, race, stall, inconclusive |
| has_findings | 1: /findings holds what the checks found |
| events | rows of /events (0 if not complete) |
| skipped_local_accesses | local accesses not recorded, because local_accesses is 0 |
| lost | events that could not be recorded |

The attributes of the group /knobs are the knobs of the run, by name.

## /outputs and /goldens

With `--trace-data`: one array for each output, and for each output that has a golden, by the name of the
argument and in its shape. The attribute dtype of each says what the elements are; bfloat16 is stored as its
bits (uint16). They are all zeros if `complete` is 0: they are written last.
)";

std::string_view type_name(ColumnType type) {
  constexpr std::string_view kNames[] = {"uint8", "uint16", "uint32", "uint64",
                                         "int32", "int64",  "text"};
  return kNames[static_cast<unsigned>(type)];
}

std::string column_row(const ColumnSpec& column) {
  if (column.type == ColumnType::Text) {
    return fmt::format("| {} | text {} | | {} |\n", column.name, column.width, column.meaning);
  }
  return fmt::format("| {} | {} | {} | {} |\n", column.name, type_name(column.type), column.unit,
                     column.meaning);
}

}  // namespace

std::string schema_markdown() {
  constexpr std::string_view kVersion = "VERSION";
  constexpr std::size_t kAt = kIntroduction.find(kVersion);
  std::string text = fmt::format("{}{}{}", kIntroduction.substr(0, kAt), kFormatVersion,
                                 kIntroduction.substr(kAt + kVersion.size()));
  for (const TableSpec& table : schema()) {
    text += fmt::format("\n## /{}\n\n{}\n\n| column | type | unit | meaning |\n|---|---|---|---|\n",
                        table.name, table.meaning);
    for (const ColumnSpec& column : table.columns) text += column_row(column);
  }
  text += "\n## /names\n\n`opcode` and `tile_op` come with the run; the others are fixed:\n\n";
  for (const NameTable& table : name_tables()) {
    if (table.name == "agent") {
      text += fmt::format("- agent: 0 {} to {} {}\n", table.names.front(), table.names.size() - 1,
                          table.names.back());
      continue;
    }
    text += fmt::format("- {}:", table.name);
    for (std::size_t i = 0; i < table.names.size(); ++i) {
      text += fmt::format("{} {} {}", i == 0 ? "" : ",", i, table.names[i]);
    }
    text += "\n";
  }
  return text;
}

}  // namespace npusim::traces

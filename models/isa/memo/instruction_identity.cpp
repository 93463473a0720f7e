// SPDX-License-Identifier: Apache-2.0
#include "models/isa/memo/instruction_identity.h"

#include "models/arch/check.h"

namespace npusim::isa {
namespace {

void add(MemoKeyBuilder& key, const port::TileRef& tile) {
  key.add(tile.address).add(tile.loc).add(tile.dtype).add(tile.outer).add(tile.inner);
  key.add(tile.fractal_bytes).add(tile.rows).add(tile.cols);
  key.add(tile.valid_rows).add(tile.valid_cols);
  key.add(tile.static_valid_rows).add(tile.static_valid_cols).add(tile.pad_value);
}

void add(MemoKeyBuilder& key, const LocalMove& move) {
  add(key, move.source);
  add(key, move.target);
  key.add(move.row).add(move.col);
}

void add(MemoKeyBuilder& key, const MatrixProduct& product) {
  key.add(product.a).add(product.b).add(product.c);
  key.add(product.m).add(product.k).add(product.n);
  key.add(product.a_cols).add(product.b_cols).add(product.c_rows);
  key.add(product.a_type).add(product.b_type).add(product.c_type).add(product.accumulate);
}

void add(MemoKeyBuilder& key, const Transfer& transfer) {
  key.add(transfer.layout).add(transfer.local_space).add(transfer.local_address);
  key.add(transfer.bursts).add(transfer.burst_bytes);
  key.add(transfer.local_stride).add(transfer.local_rows);
  key.add(transfer.local_type).add(transfer.gm_type);
  key.add(transfer.atomic_add).add(transfer.relu).add(transfer.pad).add(transfer.pad_bits);
}

}  // namespace

void add_identity(MemoKeyBuilder& key, const Instruction& instruction) {
  key.add(instruction.opcode());
  std::visit(
      [&](const auto& family) {
        using Family = std::decay_t<decltype(family)>;
        if constexpr (TransferFamilies::kHas<Family> || LocalFamilies::kHas<Family>) {
          add(key, family);
        } else {
          NPUSIM_CHECK(!"an instruction of the cube's data path");
        }
      },
      instruction.operands);
}

}  // namespace npusim::isa

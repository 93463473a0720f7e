// SPDX-License-Identifier: Apache-2.0
#include "models/isa/memo/instruction_identity.h"

#include "models/arch/check.h"

namespace npusim::isa {
namespace {

void add(MemoKeyBuilder& key, const GmCopy& copy) {
  key.add(copy.dtype).add(copy.align).add(copy.local_address).add(copy.bursts);
  key.add(copy.burst_bytes).add(copy.local_stride).add(copy.left_pad).add(copy.right_pad);
  key.add(copy.pad_mode).add(copy.pad_bits).add(copy.atomic.operation).add(copy.atomic.dtype);
}

void add(MemoKeyBuilder& key, const NdToNz& load) {
  key.add(load.dtype).add(load.l1_address).add(load.matrices).add(load.rows).add(load.columns);
  key.add(load.dst_box_stride).add(load.dst_row_stride).add(load.dst_matrix_stride);
}

void add(MemoKeyBuilder& key, const GmFractalLoad& load) {
  key.add(load.local_address).add(load.repeats).add(load.dst_gap);
}

void add(MemoKeyBuilder& key, const FixPipeStore& store) {
  key.add(store.dtype).add(store.src_dtype).add(store.dst_is_s4).add(store.src);
  key.add(store.n).add(store.m).add(store.src_stride).add(store.quantisation).add(store.relu);
  key.add(store.channel_split).add(store.to_rows);
  key.add(store.state.quant_pre).add(store.state.fpc).add(store.state.nd_para);
  key.add(store.state.leaky_alpha).add(store.state.control);
  key.add(store.atomic.operation).add(store.atomic.dtype);
}

void add(MemoKeyBuilder& key, const FixPipeMove& move) {
  add(key, static_cast<const FixPipeStore&>(move));
  key.add(move.dst).add(move.dst_stride);
}

void add(MemoKeyBuilder& key, const FractalLoad& load) {
  key.add(load.l1_address).add(load.l0_address).add(load.base_index).add(load.repeats);
  key.add(load.src_stride).add(load.dst_gap).add(load.transpose).add(load.descending);
}

void add(MemoKeyBuilder& key, const SquareLoad& load) {
  key.add(load.element_bits).add(load.l1_address).add(load.l0_address).add(load.index);
  key.add(load.repeats).add(load.src_stride).add(load.dst_gap).add(load.dst_fractal_gap);
  key.add(load.src_fractal_stride).add(load.descending);
}

void add(MemoKeyBuilder& key, const Img2Col& load) {
  key.add(load.element_bits).add(load.l1_address).add(load.target_address);
  key.add(load.step_k).add(load.step_m).add(load.pos_k).add(load.pos_m);
  key.add(load.stride_w).add(load.stride_h).add(load.kernel_w).add(load.kernel_h);
  key.add(load.dilation_w).add(load.dilation_h).add(load.wide_kernel_w).add(load.wide_kernel_h);
  key.add(load.transpose).add(load.channels).add(load.map.fmatrix).add(load.map.l3d_repeat);
  key.add(load.map.l1_3d_size).add(load.map.padding);
}

void add(MemoKeyBuilder& key, const SparseLoad& load) {
  key.add(load.weights).add(load.indices).add(load.l0_address);
  key.add(load.base_index).add(load.repeats);
}

void add(MemoKeyBuilder& key, const LocalBurstCopy& copy) {
  key.add(copy.dtype).add(copy.src_dtype).add(copy.src).add(copy.dst).add(copy.bursts);
  key.add(copy.burst_units).add(copy.src_gap).add(copy.dst_gap);
}

void add(MemoKeyBuilder& key, const MatrixFill& fill) {
  key.add(fill.dtype).add(fill.dst).add(fill.repeats).add(fill.blocks).add(fill.gap);
  key.add(fill.value);
}

void add(MemoKeyBuilder& key, const ProductInstruction& product) {
  key.add(product.a_type).add(product.b_type).add(product.c_type);
  key.add(product.a).add(product.b).add(product.c).add(product.bias);
  key.add(product.m).add(product.k).add(product.n).add(product.start);
  key.add(product.k_aligned_to_16).add(product.control);
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

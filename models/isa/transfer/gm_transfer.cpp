// SPDX-License-Identifier: Apache-2.0
// GM <-> local memory, burst by burst (tile-isa.md section 3.2). Only valid bytes are touched, and
// with a pad value the rest of each row's last block.
#include "models/isa/transfer/gm_transfer.h"

#include <algorithm>
#include <cstring>
#include <string>

#include "models/arch/small_float.h"
#include "models/isa/fractal_layout.h"

namespace npusim::isa {
namespace {

std::uint32_t pad_bytes(const Transfer& transfer) {
  if (!transfer.pad) return 0;
  return (kBlockBytes - transfer.burst_bytes % kBlockBytes) % kBlockBytes;
}

std::uint64_t row_address(const Transfer& transfer, std::uint32_t row) {
  return transfer.local_address +
         static_cast<std::uint64_t>(transfer.local_stride * std::int64_t{row});
}

void land_linear(const Transfer& transfer, std::uint32_t first, std::uint32_t count,
                 const std::uint8_t* rows, Bytes local) {
  const std::uint32_t pad = pad_bytes(transfer);
  const unsigned size = size_bytes(transfer.local_type);
  for (std::uint32_t i = 0; i < count; ++i) {
    std::uint8_t* target = local.data + row_address(transfer, first + i);
    std::memcpy(target, rows + std::size_t{i} * transfer.burst_bytes, transfer.burst_bytes);
    for (std::uint32_t at = 0; at < pad; at += size) {
      std::memcpy(target + transfer.burst_bytes + at, &transfer.pad_bits, size);
    }
  }
}

/// NdToNz, and DnToZn with columns for rows: line r of a burst's block b goes to block b*lines + r.
void land_fractal(const Transfer& transfer, std::uint32_t first, std::uint32_t count,
                  const std::uint8_t* rows, Bytes local) {
  const std::uint64_t box_column = std::uint64_t{transfer.local_rows} * kBlockBytes;
  for (std::uint32_t i = 0; i < count; ++i) {
    const std::uint8_t* row = rows + std::size_t{i} * transfer.burst_bytes;
    std::uint8_t* target =
        local.data + transfer.local_address + std::uint64_t{first + i} * kBlockBytes;
    std::uint32_t at = 0;
    for (; at + kBlockBytes <= transfer.burst_bytes; at += kBlockBytes, target += box_column) {
      std::memcpy(target, row + at, kBlockBytes);
    }
    std::memcpy(target, row + at, transfer.burst_bytes - at);
  }
}

float relu(float value) { return value < 0.0f ? 0.0f : value; }

/// One accumulator element to its GM form.
void store_element(const Transfer& transfer, const std::uint8_t* from, std::uint8_t* to) {
  if (transfer.local_type == DType::INT32) {
    std::int32_t value;
    std::memcpy(&value, from, sizeof value);
    if (transfer.relu && value < 0) value = 0;
    std::memcpy(to, &value, sizeof value);
    return;
  }
  float value;
  std::memcpy(&value, from, sizeof value);
  if (transfer.relu) value = relu(value);
  if (transfer.gm_type == DType::FLOAT32) {
    std::memcpy(to, &value, sizeof value);
    return;
  }
  const std::uint16_t bits = transfer.gm_type == DType::FLOAT16 ? float_to_float16_rne(value)
                                                                : float_to_bfloat16_rne(value);
  std::memcpy(to, &bits, sizeof bits);
}

std::uint32_t columns_of(const Transfer& transfer) {
  return transfer.burst_bytes / size_bytes(transfer.gm_type);
}

void gather_accumulator(const Transfer& transfer, std::uint32_t first, std::uint32_t count,
                        Bytes local, std::uint8_t* rows) {
  const FractalLayout layout =
      accumulator_layout(size_bytes(transfer.local_type), transfer.local_rows);
  const unsigned size = size_bytes(transfer.gm_type);
  const std::uint32_t columns = columns_of(transfer);
  const bool unchanged = transfer.gm_type == transfer.local_type && !transfer.relu;
  for (std::uint32_t i = 0; i < count; ++i) {
    const std::uint8_t* line = local.data + transfer.local_address + layout.row_offset(first + i);
    std::uint8_t* row = rows + std::size_t{i} * transfer.burst_bytes;
    for (std::uint32_t col = 0; col < columns; col += layout.box_cols) {
      const std::uint32_t width = std::min(layout.box_cols, columns - col);
      const std::uint8_t* box = line + layout.col_offset(col);
      if (unchanged) {
        std::memcpy(row + col * size, box, width * size);
        continue;
      }
      for (std::uint32_t j = 0; j < width; ++j) {
        store_element(transfer, box + j * layout.element_bytes, row + (col + j) * size);
      }
    }
  }
}

void check(const Transfer& transfer) {
  const std::string opcode(info(transfer.opcode).name);
  if (transfer.layout == TransferLayout::NzToNd) {
    const bool floats = transfer.local_type == DType::FLOAT32 &&
                        (transfer.gm_type == DType::FLOAT32 || transfer.gm_type == DType::FLOAT16 ||
                         transfer.gm_type == DType::BFLOAT16);
    const bool integers = transfer.local_type == DType::INT32 && transfer.gm_type == DType::INT32;
    if (!floats && !integers) {
      throw NotModelled(opcode + " from " + std::string(name(transfer.local_type)) + " to " +
                        std::string(name(transfer.gm_type)) + ": quantisation");
    }
  } else if (transfer.relu) {
    throw NotModelled(opcode + " with relu outside L0C");
  }
}

Span gm_span(const Transfer& transfer) {
  Span span = contiguous(transfer.gm_address, transfer.burst_bytes);
  if (transfer.bursts > 1) {
    span.runs = transfer.bursts;
    span.run_stride = transfer.gm_stride;
  }
  return span;
}

std::vector<Span> local_spans(const Transfer& transfer) {
  if (transfer.layout == TransferLayout::Linear) {
    Span span = contiguous(transfer.local_address, transfer.burst_bytes + pad_bytes(transfer));
    if (transfer.bursts > 1) {
      span.runs = transfer.bursts;
      span.run_stride = transfer.local_stride;
    }
    return {span};
  }
  if (transfer.layout == TransferLayout::NzToNd) {
    return fractal_spans(accumulator_layout(size_bytes(transfer.local_type), transfer.local_rows),
                         transfer.local_address, transfer.bursts, columns_of(transfer));
  }
  // Lines of 32 bytes, box column by box column; bytes stand for elements.
  FractalLayout lines{
      1, 16, kBlockBytes, true, 16 * kBlockBytes, std::int64_t{transfer.local_rows} * kBlockBytes};
  return fractal_spans(lines, transfer.local_address, transfer.bursts, transfer.burst_bytes);
}

}  // namespace

GmRows gm_rows(const Transfer& transfer) {
  if (transfer.bursts == 0 || transfer.burst_bytes == 0) return {};
  return {gm_span(transfer)};
}

MemSpace local_space(const Transfer& transfer) { return transfer.local_space; }

AtomicMode gm_mode(const Transfer& transfer) {
  return {transfer.atomic_add ? AtomicOperation::Add : AtomicOperation::None, transfer.gm_type};
}

void land(const Transfer& transfer, std::uint32_t first, std::uint32_t count,
          const std::uint8_t* rows, Bytes local) {
  if (transfer.layout == TransferLayout::Linear) {
    land_linear(transfer, first, count, rows, local);
  } else {
    land_fractal(transfer, first, count, rows, local);
  }
}

ByteRange landing_range(const Transfer& transfer, std::uint32_t first, std::uint32_t count,
                        const ByteRange& all) {
  if (transfer.layout != TransferLayout::Linear) return all;
  const std::uint64_t padded = (transfer.burst_bytes + kBlockBytes - 1) / kBlockBytes * kBlockBytes;
  return {row_address(transfer, first), row_address(transfer, first + count - 1) + padded};
}

void gather(const Transfer& transfer, std::uint32_t first, std::uint32_t count,
            const LocalMemories& memories, std::uint8_t* rows) {
  const Bytes local = memories[transfer.local_space];
  if (transfer.layout == TransferLayout::NzToNd) {
    gather_accumulator(transfer, first, count, local, rows);
    return;
  }
  for (std::uint32_t i = 0; i < count; ++i) {
    std::memcpy(rows + std::size_t{i} * transfer.burst_bytes,
                local.data + row_address(transfer, first + i), transfer.burst_bytes);
  }
}

void footprint(const Transfer& transfer, std::vector<Footprint>& out) {
  check(transfer);
  if (transfer.bursts == 0 || transfer.burst_bytes == 0) return;
  const bool load = info(transfer.opcode).pipe == Pipe::MTE2;
  out.push_back({MemSpace::GM, !load, gm_span(transfer)});
  for (const Span& span : local_spans(transfer)) {
    out.push_back({transfer.local_space, load, span});
  }
}

}  // namespace npusim::isa

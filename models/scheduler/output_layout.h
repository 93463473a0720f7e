// SPDX-License-Identifier: Apache-2.0
// Where a task's created outputs lie in its block of the heap: each on a kilobyte of its own.
#pragma once

#include "models/scheduler/image_dtype.h"
#include "pto/port/runtime_port.h"

namespace npusim {

struct OutputLayout {
  static constexpr std::uint64_t kOutputAlignment = 1024;
  static constexpr std::uint64_t kBlockAlignment = 64;

  std::uint64_t offsets[port::kArgumentRoom] = {};
  std::uint64_t bytes[port::kArgumentRoom] = {};
  std::uint64_t total = 0;

  explicit OutputLayout(const port::Submission& request) {
    for (std::int32_t i = 0; i < request.tensor_count; ++i) {
      if (request.tags[i] != port::ArgumentTag::Output) continue;
      const port::CreateImage& info = request.create[i];
      std::uint64_t size = size_bytes(image_dtype(info.dtype));
      for (std::uint32_t d = 0; d < info.ndims; ++d) size *= info.shapes[d];
      offsets[i] = total;
      bytes[i] = (size + kOutputAlignment - 1) / kOutputAlignment * kOutputAlignment;
      total += bytes[i];
    }
    total = (total + kBlockAlignment - 1) / kBlockAlignment * kBlockAlignment;
  }
};

}  // namespace npusim

// SPDX-License-Identifier: Apache-2.0
// Who wrote each 4 bytes last, over all memories of the machine.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <memory>
#include <unordered_map>

#include "models/arch/mem_space.h"
#include "models/arch/span.h"
#include "models/arch/topology.h"

namespace npusim::analysis {

class WriterMap {
 public:
  /// A writer's number; 0 stands for nobody.
  using Writer = std::uint32_t;

  /// Memory `space` of `core`; the core does not matter for GM.
  void write(MemSpace space, CoreId core, const Span& span, Writer writer);
  /// Calls `visit` with the writers of the span's bytes, each time the writer changes.
  void read(MemSpace space, CoreId core, const Span& span,
            const std::function<void(Writer)>& visit) const;

 private:
  static constexpr std::uint64_t kGranuleBytes = 4;
  static constexpr std::uint64_t kPageBytes = 512;
  /// Most pages have one writer: rows and tiles are written whole.
  struct Page {
    using Each = std::array<Writer, kPageBytes / kGranuleBytes>;
    Writer all = 0;
    std::unique_ptr<Each> each;  ///< by granule, where they differ
  };

  static std::uint64_t page_key(MemSpace space, CoreId core, std::uint64_t address);

  std::unordered_map<std::uint64_t, Page> pages_;  ///< looked up, never iterated
};

}  // namespace npusim::analysis

// SPDX-License-Identifier: Apache-2.0
// Tiles in the last 8 KiB of UB, which a few library instructions use without being told. Placing a
// tile there is no error, nor is running such an instruction; reading bytes of the tile that one of
// them has overwritten is.
//
// Per core and byte of these 8 KiB: nobody's, a tile's, or a tile's that a library instruction has
// overwritten since. The program's writes make it a tile's; its reads ask.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <vector>

#include "analysis/describe/buffer_map.h"
#include "analysis/describe/current_instructions.h"
#include "analysis/describe/site_text.h"
#include "analysis/result/finding_list.h"
#include "models/arch/mem_space.h"

namespace npusim::analysis {

class LibraryScratch {
 public:
  LibraryScratch(const BufferMap& buffers, const TaskTable& tasks,
                 const CurrentInstructions& instructions, const SourceLookup& sources)
      : buffers_(buffers), tasks_(tasks), instructions_(instructions), sources_(sources) {}

  /// An access to UB that reaches into the scratch.
  void on_access(const AccessEvent& event);

  const std::vector<Finding>& findings() const { return list_.findings(); }

 private:
  static constexpr std::uint64_t kBytes = capacity_bytes(MemSpace::UB) - kUbScratchBegin;
  static constexpr std::uint32_t kNobodys = 0, kTiles = 1, kFirstClobber = 2;

  struct CoreScratch {
    std::array<std::uint32_t, kBytes> bytes{};  ///< kNobodys, kTiles, or kFirstClobber + index
    std::vector<AccessSite> clobbers;           ///< library writes over tiles
    std::vector<Site> clobber_sites;
  };

  std::uint32_t clobber_of(CoreScratch& core, const AccessEvent& event);
  void report(const AccessEvent& event, const AccessSite& clobber);

  const BufferMap& buffers_;
  const TaskTable& tasks_;
  const CurrentInstructions& instructions_;
  const SourceLookup& sources_;
  std::vector<std::unique_ptr<CoreScratch>> cores_{kCoreCount};
  FindingList list_;
};

}  // namespace npusim::analysis

// SPDX-License-Identifier: Apache-2.0
// Accesses outside what they may touch: GM beyond the task's own arguments, released heap memory,
// the library's scratch in UB; and the faults that the model itself saw.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "analysis/check.h"
#include "analysis/describe/buffer_map.h"
#include "analysis/describe/current_instructions.h"
#include "analysis/describe/site_text.h"
#include "analysis/memory/library_scratch.h"
#include "analysis/result/finding_list.h"

namespace npusim::analysis {

class MemoryCheck : public Check {
 public:
  explicit MemoryCheck(const CheckContext& context)
      : buffers_(context.buffers),
        tasks_(context.tasks),
        instructions_(context.instructions),
        sources_(context.sources),
        windows_(kAgentCount),
        scratch_(buffers_, tasks_, instructions_, sources_) {}

  void on_access(const AccessEvent& event) override;
  void on_fault(const FaultEvent& event) override;
  /// What is known to be good may have changed.
  void on_buffer(const BufferEvent&) override { windows_.assign(kAgentCount, {}); }
  std::vector<Finding> findings() const override;
  std::size_t count() const override {
    return list_.findings().size() + scratch_.findings().size();
  }

 private:
  /// A stretch of GM that the agent's current task may use.
  struct Window {
    TaskIndex task = kNoTask;
    std::uint64_t begin = 0;
    std::uint64_t end = 0;
  };
  struct Windows {
    std::array<Window, 4> known;
    unsigned next = 0;
  };

  void check_gm(const AccessEvent& event);
  void check_run(const AccessEvent& event, std::uint64_t begin, std::uint64_t end);
  bool is_argument(TaskIndex task, std::uint64_t begin, std::uint64_t end) const;
  std::string nearest(std::uint64_t address) const;
  void add(const char* hazard, const char* rule, const AccessEvent& event, std::string message,
           std::string fix);

  const BufferMap& buffers_;
  const TaskTable& tasks_;
  const CurrentInstructions& instructions_;
  const SourceLookup& sources_;
  std::vector<Windows> windows_;
  LibraryScratch scratch_;
  FindingList list_;
};

}  // namespace npusim::analysis

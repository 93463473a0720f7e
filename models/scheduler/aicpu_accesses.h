// SPDX-License-Identifier: Apache-2.0
// The orchestrator's loads and stores of tensors: moved through GM, and told to the outside as
// instructions of its agent with one access each.
#pragma once

#include <cstdint>
#include <string>

#include "cce/port/opcode.h"
#include "models/arch/event_sink.h"
#include "models/memory/aicpu_memory.h"

namespace npusim {

class AicpuAccesses {
 public:
  AicpuAccesses(AicpuMemory& memory, EventSink& events) : memory_(memory), events_(events) {}

  void read(isa::Opcode opcode, std::uint64_t address, void* out, std::uint64_t bytes, Site site);
  void write(isa::Opcode opcode, std::uint64_t address, const void* data, std::uint64_t bytes,
             Site site);

  /// An access that its tensor has no bytes for; it is not carried out.
  struct Outside {
    std::uint64_t address, bytes;
    bool is_write;
    Site site;
  };
  void report_outside(const Outside& access, std::string sentence);

 private:
  void announce(isa::Opcode opcode, AccessKind kind, std::uint64_t address, std::uint64_t bytes,
                Site site);

  AicpuMemory& memory_;
  EventSink& events_;
  std::uint64_t count_ = 0;
};

}  // namespace npusim

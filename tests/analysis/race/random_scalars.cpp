// SPDX-License-Identifier: Apache-2.0
#include "tests/analysis/race/random_scalars.h"

namespace npusim::test {
namespace {

std::uint64_t line_of(std::uint64_t address) {
  return address & ~std::uint64_t{kCacheLineBytes - 1};
}

}  // namespace

void RandomScalars::access(const InstructionEvent& instruction, AccessKind kind, AccessPath path,
                           std::uint64_t address, std::uint32_t bytes) {
  AccessEvent event;
  event.instruction = instruction.instruction;
  event.agent = instruction.agent;
  event.kind = kind;
  event.path = path;
  event.span = contiguous(address, bytes);
  sink_.on_access(event);
}

void RandomScalars::tell(SyncEvent origin, SyncKind kind, std::uint64_t address,
                         std::uint64_t bytes) {
  origin.kind = kind;
  origin.address = address;
  origin.bytes = bytes;
  sink_.on_sync(origin);
}

/// As the model does: the access is told before the line that it needs is fetched.
void RandomScalars::fetch(const InstructionEvent& instruction, std::uint64_t line) {
  if (!caches_[core_of(instruction.agent)].try_emplace(line, false).second) return;
  access(instruction, AccessKind::Read, AccessPath::CacheFill, line, kCacheLineBytes);
  if (flag_lines_.count(line) == 0) return;
  SyncEvent origin;
  origin.agent = origin.peer = instruction.agent;
  origin.block = instruction.block;
  tell(origin, SyncKind::AtomicRead, line, kCacheLineBytes);
}

void RandomScalars::act(const SyncEvent& origin, const NextInstruction& next) {
  // Some words lie across two lines.
  const std::uint64_t address = base_ + 4 * pick_(bytes_ / 4);
  const auto bytes = static_cast<std::uint32_t>(4 * (1 + pick_(2)));
  const std::uint64_t what = pick_(16);
  if (what >= 13) {
    const bool everything = what == 13;
    return clean(origin, everything ? 0 : address, everything ? 0 : bytes, next);
  }
  const InstructionEvent instruction = next();
  sink_.on_instruction(instruction);
  if (what == 12) return fetch(instruction, line_of(address));
  const bool write = what >= 6;
  const AccessPath path = what >= 11 ? AccessPath::Direct : AccessPath::Cached;
  access(instruction, write ? AccessKind::Write : AccessKind::Read, path, address, bytes);
  if (path == AccessPath::Direct) return;
  for (std::uint64_t line = line_of(address); line < address + bytes; line += kCacheLineBytes) {
    fetch(instruction, line);
    if (write) caches_[core_of(instruction.agent)][line] = true;
  }
}

void RandomScalars::clean(const SyncEvent& origin, std::uint64_t address, std::uint64_t bytes,
                          const NextInstruction& next) {
  tell(origin, SyncKind::CacheClean, address, bytes);
  Lines& lines = caches_[core_of(origin.agent)];
  for (auto at = lines.begin(); at != lines.end();) {
    const auto [line, dirty] = *at;
    if (bytes != 0 && (line + kCacheLineBytes <= address || line >= address + bytes)) {
      ++at;
      continue;
    }
    if (dirty) {
      const InstructionEvent carrier = next();
      sink_.on_instruction(carrier);
      access(carrier, AccessKind::Write, AccessPath::WriteBack, line, kCacheLineBytes);
    }
    at = lines.erase(at);
  }
}

void RandomScalars::use_word(const SyncEvent& origin, const InstructionEvent& instruction) {
  const bool update = pick_(2) == 0;
  sink_.on_instruction(instruction);
  const std::uint64_t word = base_ + 32 * pick_(2);
  access(instruction, update ? AccessKind::AtomicAdd : AccessKind::Read, AccessPath::Direct, word,
         4);
  if (update) flag_lines_.insert(line_of(word));
  tell(origin, update ? SyncKind::AtomicUpdate : SyncKind::AtomicRead, word, 4);
}

}  // namespace npusim::test

// SPDX-License-Identifier: Apache-2.0
#include "models/core/scalar_unit.h"

#include <algorithm>
#include <cstring>
#include <vector>

#include "models/core/core_events.h"
#include "models/core/faults.h"
#include "models/memory/sim_time.h"
#include "models/timing/cost.h"

namespace npusim {

using isa::Opcode;

namespace {

/// Scalar stores to UB that nobody has looked for.
constexpr std::size_t kMostPosted = 256;

Span span_of(const isa::Instruction& instruction) {
  const auto& access = std::get<isa::ScalarAccess>(instruction.operands);
  return contiguous(access.address, access.bytes);
}

}  // namespace

std::uint64_t ScalarUnit::load_ub(std::uint64_t address, unsigned bytes, const SyncOrigin& origin,
                                  port::LibraryCall library_call) {
  const isa::Instruction load =
      instruction(Opcode::SCALAR_LOAD_UB, address, bytes, origin, library_call);
  check_bounds(load, MemSpace::UB, false);
  catch_up();
  wait_for_results(load, false);
  announce(load, MemSpace::UB, false, AccessPath::Direct);
  const std::uint64_t value = environment_.memory(MemSpace::UB)->scalar_load(now(), address, bytes);
  pass(timing::scalar_cost().load_ub);
  return value;
}

void ScalarUnit::store_ub(std::uint64_t address, std::uint64_t value, unsigned bytes,
                          const SyncOrigin& origin, port::LibraryCall library_call) {
  const isa::Instruction store =
      instruction(Opcode::SCALAR_STORE_UB, address, bytes, origin, library_call);
  check_bounds(store, MemSpace::UB, true);
  catch_up();
  wait_for_results(store, true);
  announce(store, MemSpace::UB, true, AccessPath::Direct);
  LocalMemory& ub = *environment_.memory(MemSpace::UB);
  const AgentId agent = environment_.agent(Pipe::S);
  const Cycle latency =
      environment_.latency.of(ChoiceKind::ScalarStore, agent,
                              static_cast<Cycle>(environment_.knobs.ub_scalar_store_latency));
  ub.post_scalar_store(std::max(now() + std::max<Cycle>(latency, 1), ub.scalar_stores_landed()),
                       address, value, bytes);
  // They land when somebody looks; where nobody does they would pile up.
  if (ub.scalar_stores_posted() >= kMostPosted) ub.look(now(), {0, 0});
  pass(timing::scalar_cost().store_ub);
}

void ScalarUnit::load_gm(std::uint64_t address, unsigned bytes, std::uint8_t* out,
                         const SyncOrigin& origin) {
  const isa::Instruction load = instruction(Opcode::SCALAR_LOAD_GM, address, bytes, origin, 0);
  check_bounds(load, MemSpace::GM, false);
  if (!environment_.knobs.dcache) {
    load_directly(load, out);
    return;
  }
  announce(load, MemSpace::GM, false, AccessPath::Cached);
  for (unsigned done = 0; done < bytes;) {
    const std::uint64_t at = address + done;
    const std::uint64_t line = DataCache::line_address(at);
    const auto offset = static_cast<unsigned>(at - line);
    const unsigned count = std::min(bytes - done, kCacheLineBytes - offset);
    std::memcpy(out + done, line_for(line, load).bytes.data() + offset, count);
    done += count;
  }
  run_ahead(timing::scalar_cost().load_gm_hit);
}

void ScalarUnit::store_gm(std::uint64_t address, unsigned bytes, const std::uint8_t* data,
                          const SyncOrigin& origin) {
  const isa::Instruction store = instruction(Opcode::SCALAR_STORE_GM, address, bytes, origin, 0);
  check_bounds(store, MemSpace::GM, true);
  if (!environment_.knobs.dcache) {
    store_directly(store, data);
  } else {
    announce(store, MemSpace::GM, true, AccessPath::Cached);
    for (unsigned done = 0; done < bytes;) {
      const std::uint64_t at = address + done;
      const std::uint64_t line = DataCache::line_address(at);
      const auto offset = static_cast<unsigned>(at - line);
      const unsigned count = std::min(bytes - done, kCacheLineBytes - offset);
      DataCache::Line& cached = line_for(line, store);
      std::memcpy(cached.bytes.data() + offset, data + done, count);
      cached.dirty = true;
      cached.stored_by = store.site;
      done += count;
    }
  }
  run_ahead(timing::scalar_cost().store_gm);
}

void ScalarUnit::load_gm_past_cache(std::uint64_t address, unsigned bytes, std::uint8_t* out,
                                    const SyncOrigin& origin) {
  const isa::Instruction load = instruction(Opcode::SCALAR_LOAD_GM, address, bytes, origin, 0);
  check_bounds(load, MemSpace::GM, false);
  load_directly(load, out);
  report_mark(environment_, SyncKind::AtomicRead, address, bytes, origin);
}

void ScalarUnit::add_atomically(std::uint64_t address, unsigned bytes, DType dtype,
                                const std::uint8_t* data, const SyncOrigin& origin) {
  const isa::Instruction store = instruction(Opcode::SCALAR_STORE_GM, address, bytes, origin, 0);
  check_bounds(store, MemSpace::GM, true);
  catch_up();
  ++environment_.instruction_count;
  ++environment_.work_count;
  const AgentId agent = environment_.agent(Pipe::S);
  environment_.events.on_instruction(describe(store, agent));
  AccessEvent event = describe(store, agent, {MemSpace::GM, true, span_of(store)});
  event.kind = AccessKind::AtomicAdd;
  event.dtype = dtype;
  environment_.events.on_access(event);
  const Cycle latency = std::max<Cycle>(
      2, environment_.latency.of(ChoiceKind::StoreLanding, agent,
                                 static_cast<Cycle>(environment_.knobs.gm_store_latency)));
  const Cycle landing = now() + latency;
  environment_.gm_stores_landed = std::max(environment_.gm_stores_landed, landing);
  environment_.cross_core.polled_words().add_line(DataCache::line_address(address));
  environment_.gm.post_atomic(landing, agent, {address, 1, bytes, 0},
                              {isa::AtomicOperation::Add, dtype}, {data, data + bytes});
  report_word_change(environment_, Pipe::S, address, bytes, landing, origin);
}

void ScalarUnit::store_gm_past_cache(std::uint64_t address, unsigned bytes,
                                     const std::uint8_t* data, const SyncOrigin& origin) {
  const isa::Instruction store = instruction(Opcode::SCALAR_STORE_GM, address, bytes, origin, 0);
  check_bounds(store, MemSpace::GM, true);
  store_directly(store, data);
  pass(timing::scalar_cost().store_gm);
}

void ScalarUnit::load_directly(const isa::Instruction& load, std::uint8_t* out) {
  const auto& access = std::get<isa::ScalarAccess>(load.operands);
  announce(load, MemSpace::GM, false, AccessPath::Direct);
  pass(timing::scalar_cost().load_gm_miss);
  environment_.gm.read_rows({access.address, 1, access.bytes, 0}, out);
}

void ScalarUnit::store_directly(const isa::Instruction& store, const std::uint8_t* data) {
  const auto& access = std::get<isa::ScalarAccess>(store.operands);
  catch_up();
  announce(store, MemSpace::GM, true, AccessPath::Direct);
  environment_.gm_stores_landed =
      std::max(environment_.gm_stores_landed,
               now() + static_cast<Cycle>(environment_.knobs.gm_store_latency));
  environment_.gm.post_write(environment_.gm_stores_landed, environment_.agent(Pipe::S),
                             {access.address, 1, access.bytes, 0}, {data, data + access.bytes});
}

void ScalarUnit::clean_and_invalidate(std::uint64_t address, std::uint64_t bytes,
                                      const SyncOrigin& origin) {
  catch_up();
  report_mark(environment_, SyncKind::CacheClean, address, bytes, origin);
  if (bytes == 0) {
    for (const auto& [line, content] : cache_.lines()) write_back(line, content, origin);
    cache_.clear();
    return;
  }
  for (std::uint64_t line = DataCache::line_address(address); line < address + bytes;
       line += kCacheLineBytes) {
    if (const DataCache::Line* content = cache_.find(line)) write_back(line, *content, origin);
    cache_.erase(line);
  }
}

void ScalarUnit::wait_for_stores(bool ub, bool gm, const SyncOrigin& origin) {
  catch_up();
  Cycle until = now() + 1;
  if (ub) until = std::max(until, environment_.scalar_stores_landed());
  if (gm) until = std::max({until, environment_.gm_stores_landed, environment_.gm_lines_landed});
  PipeClock& clock = environment_.clock(Pipe::S);
  clock.spend(TimeKind::Busy, time_of(origin));
  pass(until - now());
  clock.spend(TimeKind::Barrier, time_of(origin));
  SyncEvent event;
  event.kind = SyncKind::StoreFence;
  event.agent = event.peer = environment_.agent(Pipe::S);
  event.id = static_cast<std::uint8_t>((gm ? 1 : 0) | (ub ? 2 : 0));
  event.block = origin.block;
  event.site = origin.site;
  event.cycle = now();
  environment_.events.on_sync(event);
}

const DataCache::Line* ScalarUnit::first_dirty_line() const {
  const auto found = std::find_if(cache_.lines().begin(), cache_.lines().end(),
                                  [](const auto& entry) { return entry.second.dirty; });
  return found == cache_.lines().end() ? nullptr : &found->second;
}

isa::Instruction ScalarUnit::instruction(Opcode opcode, std::uint64_t address, unsigned bytes,
                                         const SyncOrigin& origin, port::LibraryCall library_call) {
  isa::Instruction result;
  result.operands = isa::ScalarAccess{opcode, address, bytes};
  result.library_call = library_call;
  result.site = origin.site;
  result.block = origin.block;
  result.issue_cycle = now();
  result.id = next_id();
  return result;
}

void ScalarUnit::announce(const isa::Instruction& instruction, MemSpace space, bool write,
                          AccessPath path, const isa::AtomicMode* mode) {
  ++environment_.instruction_count;
  if (write) ++environment_.work_count;
  const AgentId agent = environment_.agent(Pipe::S);
  environment_.events.on_instruction(describe(instruction, agent));
  AccessEvent event = describe(instruction, agent, {space, write, span_of(instruction)});
  event.path = path;
  event.dtype = DType::UINT8;
  if (mode != nullptr) {
    event.kind = AccessKind::AtomicAdd;
    event.dtype = mode->dtype;
  }
  environment_.events.on_access(event);
}

void ScalarUnit::check_bounds(const isa::Instruction& instruction, MemSpace space, bool write) {
  const isa::Footprint access{space, write, span_of(instruction)};
  if (inside(environment_, access)) return;
  report_out_of_bounds(environment_, environment_.agent(Pipe::S), instruction, access);
  throw CoreFault{};
}

/// What pipe V is still to write where the code has waited for V already.
void ScalarUnit::wait_for_results(const isa::Instruction& access, bool write) {
  if (environment_.scalar_vector_count == 0) return;
  const isa::Footprint touched{MemSpace::UB, write, span_of(access)};
  const Cycle ready =
      environment_.vector_results.ready({&touched, 1}, environment_.scalar_vector_count, now());
  if (ready <= now()) return;
  PipeClock& clock = environment_.clock(Pipe::S);
  clock.spend(TimeKind::Busy, time_of(access));
  pass(ready - now());
  clock.spend(TimeKind::Barrier, time_of(access));
}

/// The cached line, fetched from GM if it is not there.
DataCache::Line& ScalarUnit::line_for(std::uint64_t line, const isa::Instruction& instruction) {
  if (DataCache::Line* found = cache_.find(line)) return *found;
  PipeClock& clock = environment_.clock(Pipe::S);
  clock.spend(TimeKind::Busy, time_of(instruction));
  pass(timing::scalar_cost().load_gm_miss);
  clock.spend(TimeKind::L2, time_of(instruction));
  AccessEvent event = describe(instruction, environment_.agent(Pipe::S),
                               {MemSpace::GM, false, contiguous(line, kCacheLineBytes)});
  event.path = AccessPath::CacheFill;
  event.dtype = DType::UINT8;
  environment_.events.on_access(event);
  DataCache::Line& fresh = cache_.insert(line);
  environment_.gm.read_rows({line, 1, kCacheLineBytes, 0}, fresh.bytes.data());
  if (environment_.cross_core.polled_words().has_line(line)) {
    report_mark(environment_, SyncKind::AtomicRead, line, kCacheLineBytes,
                {instruction.site, instruction.block, false});
  }
  return fresh;
}

/// A write-back emits the whole line: neighbours that another core changed meanwhile are lost.
void ScalarUnit::write_back(std::uint64_t line, const DataCache::Line& content,
                            const SyncOrigin& origin) {
  if (!content.dirty) return;
  const AgentId agent = environment_.agent(Pipe::S);
  const isa::Instruction carrier =
      instruction(Opcode::SCALAR_STORE_GM, line, kCacheLineBytes, origin, 0);
  environment_.events.on_instruction(describe(carrier, agent));
  AccessEvent event =
      describe(carrier, agent, {MemSpace::GM, true, contiguous(line, kCacheLineBytes)});
  event.path = AccessPath::WriteBack;
  event.dtype = DType::UINT8;
  environment_.events.on_access(event);
  const Cycle latency = environment_.latency.of(
      ChoiceKind::StoreLanding, agent, static_cast<Cycle>(timing::scalar_cost().dcci_line));
  environment_.gm_lines_landed =
      std::max({environment_.gm_lines_landed, environment_.gm_stores_landed, now() + latency});
  environment_.gm.post_write(environment_.gm_lines_landed, agent, {line, 1, kCacheLineBytes, 0},
                             {content.bytes.begin(), content.bytes.end()});
  if (!environment_.cross_core.polled_words().touches_messages(line, line + kCacheLineBytes))
    return;
  report_word_change(environment_, Pipe::S, line, kCacheLineBytes, environment_.gm_lines_landed,
                     origin);
}

}  // namespace npusim

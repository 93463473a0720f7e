// SPDX-License-Identifier: Apache-2.0
#include "models/core/cube_values.h"

#include <utility>

#include "models/arch/span_runs.h"
#include "models/core/landing_rows.h"
#include "models/core/local_operation.h"
#include "models/isa/memo/instruction_identity.h"
#include "models/memory/sim_time.h"

namespace npusim {
namespace {

/// What a key is the key of.
enum class Made : std::uint8_t { Result, LentRows, Rows, Loading, Partly, Disturbed, Stored };

/// Operations noted before they are done all the same: a bound on memory.
constexpr std::size_t kMostNoted = 1 << 16;

isa::MemoKeyBuilder made(Made how) {
  isa::MemoKeyBuilder key;
  key.add(how);
  return key;
}

/// Something that lands at one moment, of which only the key is known.
class NotedLanding : public LocalEffect {
 public:
  NotedLanding(AgentId agent, Cycle landing, Interval writes, std::function<void()> land)
      : LocalEffect(agent, {}, writes), landing_(landing), land_(std::move(land)) {}

  Cycle next() const override { return landing_; }
  bool next_writes() const override { return true; }
  Cycle end() const override { return landing_; }
  bool done() const override { return done_; }
  bool only_noted() const override { return true; }
  void step(isa::Bytes) override {
    land_();
    done_ = true;
  }

 private:
  Cycle landing_;
  std::function<void()> land_;
  bool done_ = false;
};

struct Written {
  std::vector<Span> spans;
  Interval interval;  ///< that holds them

  /// Whether they are every byte of the interval.
  bool whole() const {
    std::uint64_t bytes = 0;
    for (const Span& span : spans) bytes += span.total_bytes();
    return bytes == interval.end - interval.begin;
  }
};

Written written_by(std::span<const isa::Footprint> footprint) {
  Written written;
  for (const isa::Footprint& access : footprint) {
    if (!access.write) continue;
    written.spans.push_back(access.span);
    written.interval.include({access.span.lowest(), access.span.end()});
  }
  return written;
}

/// What holds all that is read of each local memory.
std::map<MemSpace, Interval> read_by(std::span<const isa::Footprint> footprint) {
  std::map<MemSpace, Interval> intervals;
  for (const isa::Footprint& access : footprint) {
    if (!access.write) intervals[access.space].include({access.span.lowest(), access.span.end()});
  }
  return intervals;
}

/// The bytes of `written` are now their part of the value `key`.
void set(ValueSegments& values, const Written& written, const isa::MemoKey& key) {
  for (const Span& span : written.spans) {
    for_each_run(span, [&](std::uint64_t begin) {
      values.set({begin, begin + span.run_bytes}, written.interval.begin, key);
    });
  }
}

}  // namespace

/// A move or product: what it reads as of its start, and later what it writes.
struct CubeValues::Result {
  InstructionPtr instruction;
  LocalOperation operation;
  Written written;
  isa::MemoKey key;
  isa::WriteSet bytes;  ///< once it is done
};

struct CubeValues::LandingChunk {
  InstructionPtr instruction;
  Interval tile;
  bool whole_tile;  ///< the load writes every byte of it
  Chunk chunk;
  isa::MemoKey key;  ///< of the rows
  ByteBuffer rows;   ///< of lent ones once they are given back
};

CubeValues::CubeValues(const Memories& memories, GlobalMemory& gm,
                       const isa::ExecuteOptions& options, isa::ArithmeticMemo& memo)
    : memories_(memories), gm_(gm), options_(options), memo_(memo) {
  for (std::size_t i = 0; i < memories_.size(); ++i) {
    if (memories_[i] == nullptr) continue;
    values_[i] =
        std::make_unique<ValueSegments>(memories_[i]->size(), memories_[i]->power_up_key());
  }
}

void CubeValues::note(Noted noted) {
  noted_.push_back(std::move(noted));
  if (noted_.size() >= kMostNoted) give_back();
}

void CubeValues::give_back() {
  for (const Noted& noted : noted_) {
    std::visit([this](const auto& operation) { perform(operation); }, noted);
  }
  noted_.clear();
}

isa::MemoKey CubeValues::held(MemSpace space, const Interval& range) const {
  isa::MemoKeyBuilder key;
  values(space).add_to(key, range);
  return key.key();
}

std::unique_ptr<LocalEffect> CubeValues::move(AgentId agent, Cycle landing,
                                              const InstructionPtr& instruction,
                                              std::span<const isa::Footprint> footprint) {
  const auto result = std::make_shared<Result>(
      Result{instruction, LocalOperation(footprint), written_by(footprint), {}, {}});
  isa::MemoKeyBuilder key = made(Made::Result);
  key.add(options_.numerics);
  isa::add_identity(key, *instruction);
  for (const isa::Footprint& access : footprint) {
    if (access.write) continue;
    const Interval range{access.span.lowest(), access.span.end()};
    memory(access.space).look(npusim::now(), range);
    values(access.space).add_to(key, range);
  }
  result->key = key.key();
  note(Compute{result});
  return std::make_unique<NotedLanding>(agent, landing, result->written.interval,
                                        [this, result] { landed(result); });
}

void CubeValues::perform(const Compute& noted) {
  Result& result = *noted.result;
  result.bytes = result.operation.perform(
      *result.instruction, [this](MemSpace space) { return memory(space).bytes(); }, options_);
}

void CubeValues::landed(const std::shared_ptr<Result>& result) {
  set(values(result->operation.target()), result->written, result->key);
  note(Land{result});
}

void CubeValues::perform(const Land& noted) {
  const Result& result = *noted.result;
  result.bytes.apply(memory(result.operation.target()).bytes_to_write(result.written.interval));
}

std::unique_ptr<LocalEffect> CubeValues::load(AgentId agent, Cycle landing,
                                              const InstructionPtr& instruction,
                                              std::span<const isa::Footprint> footprint,
                                              const Interval& tile, const Chunk& chunk) {
  const auto arriving = std::make_shared<LandingChunk>(
      LandingChunk{instruction, tile, written_by(footprint).whole(), chunk, {}, {}});
  const RowBlock& rows = chunk.gm_rows;
  if (gm_.lend_rows(rows)) {
    note(ReadRows{arriving});
    arriving->key = made(Made::LentRows)
                        .add(rows.address)
                        .add(rows.rows)
                        .add(rows.row_bytes)
                        .add(rows.stride)
                        .key();
  } else {
    arriving->rows.resize(std::size_t{rows.rows} * rows.row_bytes);
    gm_.read_rows(rows, arriving->rows.data());
    arriving->key = made(Made::Rows).add_bytes(arriving->rows.data(), arriving->rows.size()).key();
  }
  return std::make_unique<NotedLanding>(
      agent, landing, landing_interval(*instruction, tile, chunk.first, chunk.count),
      [this, arriving] { landed(arriving); });
}

void CubeValues::landed(const std::shared_ptr<LandingChunk>& chunk) {
  values(isa::local_space(*chunk->instruction)).set(chunk->tile, key_after(*chunk));
  note(LandRows{chunk});
}

void CubeValues::perform(const ReadRows& noted) {
  const RowBlock& rows = noted.chunk->chunk.gm_rows;
  noted.chunk->rows.resize(std::size_t{rows.rows} * rows.row_bytes);
  gm_.copy_lent_rows(rows, noted.chunk->rows.data());
}

void CubeValues::perform(const LandRows& noted) {
  const LandingChunk& arrived = *noted.chunk;
  const Chunk& chunk = arrived.chunk;
  isa::land(*arrived.instruction, chunk.first, chunk.count, arrived.rows.data(),
            memory(isa::local_space(*arrived.instruction)).bytes_to_write(arrived.tile));
}

/// The key of the whole tile once the rows have landed. That of a load that ran undisturbed and
/// wrote every byte depends on its rows alone, not on what the tile held before.
isa::MemoKey CubeValues::key_after(const LandingChunk& arrived) {
  const MemSpace space = isa::local_space(*arrived.instruction);
  Loading& loading = loadings_[{space, arrived.tile.begin}];
  if (arrived.chunk.first == 0) {
    isa::MemoKeyBuilder rows = made(Made::Loading);
    isa::add_identity(rows, *arrived.instruction);
    const isa::MemoKey before = held(space, arrived.tile);
    loading = {arrived.instruction, 0, rows.key(), before, before};
  } else if (loading.instruction != arrived.instruction || loading.next != arrived.chunk.first ||
             !values(space).holds(arrived.tile, loading.now)) {
    loading = {};
    isa::MemoKeyBuilder disturbed = made(Made::Disturbed);
    isa::add_identity(disturbed, *arrived.instruction);
    disturbed.add(arrived.chunk.first).add(arrived.chunk.count).add(arrived.key);
    return disturbed.add(held(space, arrived.tile)).key();
  }
  loading.rows =
      isa::MemoKeyBuilder().add(loading.rows).add(arrived.chunk.count).add(arrived.key).key();
  loading.next += arrived.chunk.count;
  loading.now = arrived.chunk.last && arrived.whole_tile
                    ? loading.rows
                    : made(Made::Partly).add(loading.before).add(loading.rows).key();
  return loading.now;
}

std::vector<std::uint8_t> CubeValues::stored_rows(const isa::Instruction& instruction,
                                                  std::span<const isa::Footprint> footprint,
                                                  std::uint32_t first, std::uint32_t count,
                                                  std::size_t bytes) {
  isa::MemoKeyBuilder builder = made(Made::Stored);
  isa::add_identity(builder, instruction);
  builder.add(first).add(count);
  isa::LocalMemories memories;
  for (const auto& [space, range] : read_by(footprint)) {
    memories[space] = memory(space).look(npusim::now(), range);
    values(space).add_to(builder, range);
  }
  const isa::MemoKey key = builder.key();
  const std::span<const std::uint8_t> kept = memo_.find(key);
  if (!kept.empty()) return {kept.begin(), kept.end()};

  give_back();
  std::vector<std::uint8_t> rows(bytes);
  isa::gather(instruction, first, count, memories, options_, rows.data());
  memo_.insert(key, rows);
  return rows;
}

}  // namespace npusim

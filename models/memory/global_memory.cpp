// SPDX-License-Identifier: Apache-2.0
#include "models/memory/global_memory.h"

#include <algorithm>
#include <cstring>
#include <tuple>
#include <utility>

#include "models/arch/check.h"
#include "models/memory/atomic_combine.h"
#include "models/memory/sim_time.h"

namespace npusim {
namespace {

constexpr std::uint64_t kPageBytes = 4096;
/// Writes under way before those that have landed are applied without a reader.
constexpr std::size_t kMostPosted = 4096;

RowBlock one_row(std::uint64_t address, std::uint64_t bytes) {
  return {address, 1, static_cast<std::uint32_t>(bytes), 0};
}

}  // namespace

bool GlobalMemory::LandsLater::operator()(const Posted& a, const Posted& b) const {
  return std::tie(a.landing, a.agent, a.order) > std::tie(b.landing, b.agent, b.order);
}

GlobalMemory::GlobalMemory(std::byte* content, std::uint64_t base, std::vector<GmRegion> regions)
    : content_(content),
      base_(base),
      regions_(std::move(regions)),
      posted_by_agent_(kAgentCount, 0) {}

void GlobalMemory::allow_lending(std::function<void()> before_lent_write) {
  const std::uint64_t bytes = regions_.empty() ? 0 : regions_.back().end - base_;
  pages_.resize((bytes + kPageBytes - 1) / kPageBytes);
  before_lent_write_ = std::move(before_lent_write);
}

bool GlobalMemory::contains(const RowBlock& rows) const {
  const std::int64_t reach = rows.stride * (std::int64_t{rows.rows} - 1);
  const std::uint64_t last = rows.address + static_cast<std::uint64_t>(reach);
  const std::uint64_t low = std::min(rows.address, last);
  const std::uint64_t high = std::max(rows.address, last) + rows.row_bytes;
  const auto after =
      std::upper_bound(regions_.begin(), regions_.end(), low,
                       [](std::uint64_t a, const GmRegion& r) { return a < r.begin; });
  if (after == regions_.begin()) return false;
  return high <= std::prev(after)->end && high >= low;
}

void GlobalMemory::read_rows(const RowBlock& rows, std::uint8_t* out) {
  settle(now());
  copy_rows(rows, out);
}

void GlobalMemory::copy_rows(const RowBlock& rows, std::uint8_t* out) const {
  std::uint64_t address = rows.address;
  for (std::uint32_t row = 0; row < rows.rows; ++row) {
    std::memcpy(out, host(address), rows.row_bytes);
    out += rows.row_bytes;
    address += static_cast<std::uint64_t>(rows.stride);
  }
}

bool GlobalMemory::lend_rows(const RowBlock& rows) {
  settle(now());
  if (rows.row_bytes == 0) return true;
  std::uint64_t address = rows.address - base_;
  for (std::uint32_t row = 0; row < rows.rows; ++row) {
    for (std::uint64_t page = address / kPageBytes;
         page <= (address + rows.row_bytes - 1) / kPageBytes; ++page) {
      if (pages_[page] == Page::Written) return false;
      pages_[page] = Page::Lent;
    }
    address += static_cast<std::uint64_t>(rows.stride);
  }
  return true;
}

/// Before bytes change: whoever borrowed them gives them back.
void GlobalMemory::mark_written(std::uint64_t address, std::uint64_t bytes) {
  if (bytes == 0 || pages_.empty()) return;
  const std::uint64_t first = (address - base_) / kPageBytes;
  const std::uint64_t last = (address - base_ + bytes - 1) / kPageBytes;
  for (std::uint64_t page = first; page <= last; ++page) {
    if (pages_[page] == Page::Lent) before_lent_write_();
    pages_[page] = Page::Written;
  }
}

void GlobalMemory::post_write(Cycle landing, AgentId agent, const RowBlock& rows,
                              std::vector<std::uint8_t> data) {
  post({landing, agent, 0, rows, {}, std::move(data)});
}

void GlobalMemory::post_atomic(Cycle landing, AgentId agent, const RowBlock& rows,
                               const isa::AtomicMode& mode, std::vector<std::uint8_t> data) {
  post({landing, agent, 0, rows, mode, std::move(data)});
}

void GlobalMemory::post(Posted posted) {
  NPUSIM_CHECK(posted.landing > now());
  posted.order = posted_by_agent_[posted.agent]++;
  posted_.push(std::move(posted));
  // A run that only stores would pile up what has long landed.
  if (posted_.size() > kMostPosted) settle(now());
}

void GlobalMemory::read(AgentId, std::uint64_t address, void* out, std::uint64_t bytes) {
  read_rows(one_row(address, bytes), static_cast<std::uint8_t*>(out));
}

void GlobalMemory::write(AgentId agent, std::uint64_t address, const void* data,
                         std::uint64_t bytes) {
  const auto* first = static_cast<const std::uint8_t*>(data);
  post_write(now() + 1, agent, one_row(address, bytes), {first, first + bytes});
}

void GlobalMemory::drain() { settle(~Cycle{0}); }

void GlobalMemory::settle(Cycle at) {
  while (!posted_.empty() && posted_.top().landing <= at) {
    apply(posted_.top());
    posted_.pop();
  }
}

void GlobalMemory::apply(const Posted& posted) {
  const std::uint8_t* data = posted.data.data();
  std::uint64_t address = posted.rows.address;
  for (std::uint32_t row = 0; row < posted.rows.rows; ++row) {
    mark_written(address, posted.rows.row_bytes);
    if (posted.mode.operation != isa::AtomicOperation::None) {
      atomic_combine(posted.mode, host(address), data, posted.rows.row_bytes);
    } else {
      std::memcpy(host(address), data, posted.rows.row_bytes);
    }
    data += posted.rows.row_bytes;
    address += static_cast<std::uint64_t>(posted.rows.stride);
  }
}

}  // namespace npusim

// SPDX-License-Identifier: Apache-2.0
#include "analysis/memory/overwrite_check.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "models/arch/mem_space.h"

namespace npusim::analysis {
namespace {

bool overlap(const ByteRange& a, const ByteRange& b) { return a.begin < b.end && b.begin < a.end; }
bool contains(const ByteRange& outer, const ByteRange& inner) {
  return outer.begin <= inner.begin && inner.end <= outer.end;
}

/// The bytes of a span without gaps; nothing otherwise.
ByteRange contiguous_bytes(const Span& span) {
  const ByteRange all{span.lowest(), span.end()};
  return all.end - all.begin == span.total_bytes() ? all : ByteRange{};
}

}  // namespace

OverwriteCheck::Memory& OverwriteCheck::memory(const AccessEvent& event) {
  return memories_[core_of(event.agent) * kMemSpaceCount + static_cast<unsigned>(event.space)];
}

void OverwriteCheck::on_access(const AccessEvent& event) {
  if (reads(event.kind)) last_reads_[event.agent] = event.instruction;
  if (event.space != MemSpace::UB && event.space != MemSpace::L1) return;
  if (!writes(event.kind)) return read(event);
  if (event.kind != AccessKind::Undefine) pending_.push_back({event, instructions_[event.agent]});
}

void OverwriteCheck::settle() {
  for (const Write& landed : pending_) write(landed);
  pending_.clear();
}

void OverwriteCheck::write(const Write& write) {
  const ByteRange bytes = contiguous_bytes(write.event.span);
  // Elements that the scalar unit stores are updates.
  if (bytes.end - bytes.begin < kBlockBytes) return;
  Memory& target = memory(write.event);
  std::erase_if(target.wounds,
                [&](const Wound& wound) { return overlap(wound.tile.bytes, bytes); });
  const Tile tile{bytes, write.writer, write.event.agent, write.event.cycle,
                  last_reads_[write.event.agent] != write.event.instruction};
  // Nearly always a tile is written where it was written before.
  const auto same = target.pieces.find(bytes.begin);
  if (same != target.pieces.end() && same->second.end == bytes.end &&
      same->second.tile.bytes == bytes) {
    same->second.tile = tile;
    return;
  }
  const auto wound_at = [&](std::uint64_t byte) {
    auto piece = target.pieces.upper_bound(byte);
    if (piece == target.pieces.begin()) return false;
    --piece;
    return byte < piece->second.end && wound(target, piece->second.tile, tile);
  };
  if (!wound_at(bytes.begin)) wound_at(bytes.end - 1);
  cut(target, bytes);
  target.pieces[bytes.begin] = {bytes.end, tile};
}

/// Whether `by` lies wholly inside `tile`.
bool OverwriteCheck::wound(Memory& memory, const Tile& tile, const Tile& by) {
  if (contains(by.bytes, tile.bytes)) return false;
  const bool inside = contains(tile.bytes, by.bytes);
  if (inside && (tile.constant || tile.read_in_part)) return true;
  memory.wounds.push_back(
      {tile,
       by,
       {std::max(tile.bytes.begin, by.bytes.begin), std::min(tile.bytes.end, by.bytes.end)},
       inside,
       false});
  return inside;
}

/// Nothing of the pieces is left in `bytes`.
void OverwriteCheck::cut(Memory& memory, const ByteRange& bytes) {
  auto piece = memory.pieces.upper_bound(bytes.begin);
  if (piece != memory.pieces.begin()) --piece;
  while (piece != memory.pieces.end() && piece->first < bytes.end) {
    const std::uint64_t begin = piece->first;
    if (piece->second.end <= bytes.begin) {
      ++piece;
      continue;
    }
    Piece rest = piece->second;
    if (begin < bytes.begin) {
      piece->second.end = bytes.begin;
      ++piece;
    } else {
      piece = memory.pieces.erase(piece);
    }
    if (rest.end > bytes.end) piece = memory.pieces.emplace(bytes.end, std::move(rest)).first;
  }
}

void OverwriteCheck::read(const AccessEvent& event) {
  Memory& source = memory(event);
  note_part(source, {event.span.lowest(), event.span.end()});
  if (source.wounds.empty()) return;
  const ByteRange bytes = contiguous_bytes(event.span);
  for (Wound& wound : source.wounds) {
    if (wound.inside) {
      if (bytes == wound.by.bytes) wound.by_was_read = true;
      if (wound.by_was_read && contains(bytes, wound.tile.bytes)) report(wound, event);
      continue;
    }
    const bool wants_tile = overlap(bytes, wound.bytes) && !contains(bytes, wound.by.bytes) &&
                            (std::max(bytes.begin, wound.tile.bytes.begin) < wound.bytes.begin ||
                             std::min(bytes.end, wound.tile.bytes.end) > wound.bytes.end);
    if (wants_tile) report(wound, event);
  }
}

/// Tiles of which `bytes` are only a part are worked on in parts.
void OverwriteCheck::note_part(Memory& memory, const ByteRange& bytes) {
  auto piece = memory.pieces.upper_bound(bytes.begin);
  if (piece != memory.pieces.begin()) --piece;
  for (; piece != memory.pieces.end() && piece->first < bytes.end; ++piece) {
    Tile& tile = piece->second.tile;
    if (overlap({piece->first, piece->second.end}, bytes) && !contains(bytes, tile.bytes)) {
      tile.read_in_part = true;
    }
  }
}

void OverwriteCheck::report(const Wound& wound, const AccessEvent& event) {
  const auto by = reinterpret_cast<std::uintptr_t>(wound.by.writer.site);
  const CurrentInstruction& reader = instructions_[event.agent];
  list_.add("overwritten", event.space, reader.site, reader.opcode, by, [&] {
    const auto range_of = [&](const ByteRange& bytes) {
      return buffers_.range_of(
          event.space,
          contiguous(bytes.begin, static_cast<std::uint32_t>(bytes.end - bytes.begin)));
    };
    const auto site_of = [&](const Tile& tile) {
      AccessSite site = place_of(tile.agent, tile.writer.block, tasks_);
      site.op = instruction(tile.writer.opcode, tile.writer.tile_op);
      site.source = source_of(sources_, tile.writer.site);
      site.range = range_of(tile.bytes);
      site.is_write = true;
      site.cycle = tile.cycle;
      site.instruction = tile.writer.instruction;
      return site;
    };
    Finding finding;
    finding.check = "mem";
    finding.hazard = "overwritten";
    finding.space = name(event.space);
    finding.first = site_of(wound.by);
    finding.second = instructions_.site_of(event, buffers_, tasks_, sources_);
    const AccessSite wanted = site_of(wound.tile);
    finding.message = fmt::format(
        "{} overwrote {} bytes that {} still had to read: {} of what {} wrote; the two tiles "
        "overlap, and no barrier brings the bytes back",
        anchor(finding.first), wound.bytes.end - wound.bytes.begin, anchor(finding.second),
        text_of(range_of(wound.bytes)), anchor(wanted));
    finding.fix = fmt::format("give the result of {} a place that does not overlap {}",
                              anchor(finding.first), text_of(wanted.range));
    if (wound.inside) {
      finding.severity = Severity::Warning;
      finding.message += fmt::format("; unless {} is meant to change a part of {}",
                                     anchor(finding.first), text_of(wanted.range));
    }
    rest_on(finding, "tile.overlap");
    return finding;
  });
}

}  // namespace npusim::analysis

// SPDX-License-Identifier: Apache-2.0
#include "analysis/blame/wanted_bytes.h"

#include <algorithm>

namespace npusim::analysis {

void WantedBytes::split(Pieces& pieces, std::uint64_t at) {
  auto piece = pieces.upper_bound(at);
  if (piece == pieces.begin()) return;
  --piece;
  if (piece->first == at || piece->second.end <= at) return;
  const Stored upper = piece->second;
  piece->second.end = at;
  pieces.emplace(at, upper);
}

void WantedBytes::add(const MemoryName& memory, const ByteRange& bytes,
                      const std::set<Reader>& readers) {
  if (bytes.begin >= bytes.end || readers.empty()) return;
  Pieces& pieces = memories_[memory];
  split(pieces, bytes.begin);
  split(pieces, bytes.end);
  std::uint64_t at = bytes.begin;
  for (auto piece = pieces.lower_bound(at); piece != pieces.end() && piece->first < bytes.end;
       ++piece) {
    if (at < piece->first) piece = pieces.emplace(at, Stored{piece->first, {}}).first;
    piece->second.readers.insert(readers.begin(), readers.end());
    at = piece->second.end;
  }
  if (at < bytes.end) pieces.emplace(at, Stored{bytes.end, readers});
}

std::vector<WantedBytes::Piece> WantedBytes::take(const MemoryName& memory,
                                                  const ByteRange& bytes) {
  std::vector<Piece> taken;
  if (!wants(memory, bytes)) return taken;
  Pieces& pieces = memories_[memory];
  split(pieces, bytes.begin);
  split(pieces, bytes.end);
  auto piece = pieces.lower_bound(bytes.begin);
  while (piece != pieces.end() && piece->first < bytes.end) {
    taken.push_back({{piece->first, piece->second.end}, std::move(piece->second.readers)});
    piece = pieces.erase(piece);
  }
  if (pieces.empty()) memories_.erase(memory);
  return taken;
}

bool WantedBytes::wants(const MemoryName& memory, const ByteRange& bytes) const {
  const auto pieces = memories_.find(memory);
  if (pieces == memories_.end()) return false;
  const auto after = pieces->second.lower_bound(bytes.end);
  return after != pieces->second.begin() && std::prev(after)->second.end > bytes.begin;
}

bool WantedBytes::empty() const { return memories_.empty(); }

std::map<MemoryName, std::vector<WantedBytes::Piece>> WantedBytes::rest() const {
  std::map<MemoryName, std::vector<Piece>> all;
  for (const auto& [memory, pieces] : memories_) {
    for (const auto& [begin, stored] : pieces) {
      all[memory].push_back({{begin, stored.end}, stored.readers});
    }
  }
  return all;
}

}  // namespace npusim::analysis

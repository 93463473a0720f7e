// SPDX-License-Identifier: Apache-2.0
#include "analysis/blame/blame.h"

#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <tuple>

#include "analysis/describe/row_coverage.h"

namespace npusim::analysis {
namespace {

using Node = Provenance::Node;

class BlameFinder {
 public:
  BlameFinder(const Provenance& provenance, const std::vector<Finding>& findings,
              const TaskTable& tasks, const SourceLookup& sources)
      : provenance_(provenance), findings_(findings), tasks_(tasks), sources_(sources) {}

  /// The earliest instruction on the way to `writer` that a race lets read too early or late.
  struct Cause {
    Node node = 0;
    std::size_t finding = 0;
  };
  std::optional<Cause> cause_of(Node writer) {
    for (const Node node : provenance_.history(writer)) {
      if (const auto finding = race_at(node)) return Cause{node, *finding};
    }
    return std::nullopt;
  }

  AccessSite site_of(Node node) const {
    return analysis::site_of(provenance_.instruction(node), tasks_, sources_);
  }

 private:
  /// Whether the finding makes what the instruction at `site` reads wrong: it reads too early, or,
  /// where the write came too early, too late; or it reads what nobody wrote, or what another tile
  /// lies over.
  static bool spoils(const Finding& finding, const AccessSite& site) {
    if (finding.severity == Severity::Warning) return false;
    const bool overwritten = finding.hazard == "overwritten";
    if (finding.check != "race" && finding.check != "init" && !overwritten) return false;
    const bool first = finding.check == "init" || finding.hazard == "WAR";
    const AccessSite& reader = first ? finding.first : finding.second;
    return reader.op == site.op && reader.source == site.source;
  }

  /// The finding that spoils what this instruction's line reads.
  std::optional<std::size_t> race_at(Node node) {
    const Provenance::Instruction& instruction = provenance_.instruction(node);
    const auto key = std::tuple(instruction.site, instruction.opcode, instruction.tile_op);
    const auto known = race_by_line_.find(key);
    if (known != race_by_line_.end()) return known->second;
    const AccessSite site = site_of(node);
    std::optional<std::size_t> race;
    for (std::size_t i = 0; i < findings_.size() && !race; ++i) {
      if (spoils(findings_[i], site)) race = i;
    }
    race_by_line_[key] = race;
    return race;
  }

  const Provenance& provenance_;
  const std::vector<Finding>& findings_;
  const TaskTable& tasks_;
  const SourceLookup& sources_;
  std::map<std::tuple<Site, std::uint16_t, std::uint16_t>, std::optional<std::size_t>>
      race_by_line_;
};

/// Bytes between two looks for a row's writer.
constexpr std::uint64_t kGranule = 64;

/// Which rows of the output nobody wrote.
std::string missing_rows(const Provenance& provenance, const BufferMap::Buffer& output,
                         const TaskTable& tasks) {
  RowCoverage coverage(output);
  for (std::uint64_t row = 0; row < coverage.rows(); ++row) {
    const std::uint64_t begin = output.address + row * coverage.row_bytes();
    for (std::uint64_t at = begin; at < begin + coverage.row_bytes(); at += kGranule) {
      const Node writer = provenance.last_writer(at);
      if (writer == 0) continue;
      coverage.written(row, provenance.instruction(writer).block);
      break;
    }
  }
  return coverage.text(tasks);
}

/// Bytes of `wrong` by the instruction that wrote them last.
std::map<Node, std::uint64_t> bytes_by_writer(const Provenance& provenance, std::uint64_t address,
                                              const std::vector<ByteRange>& wrong) {
  constexpr std::uint64_t kStep = 4;
  std::map<Node, std::uint64_t> bytes;
  for (const ByteRange& range : wrong) {
    for (std::uint64_t at = range.begin; at < range.end; at = (at / kStep + 1) * kStep) {
      bytes[provenance.last_writer(address + at)] +=
          std::min(range.end, (at / kStep + 1) * kStep) - at;
    }
  }
  return bytes;
}

}  // namespace

std::vector<Blame> blame(const Provenance& provenance, const BufferMap::Buffer& output,
                         const std::vector<ByteRange>& wrong, const std::vector<Finding>& findings,
                         const TaskTable& tasks, const SourceLookup& sources) {
  BlameFinder finder(provenance, findings, tasks, sources);
  std::map<std::tuple<SourcePlace, Operation, SourcePlace, Operation>, Blame> rows;
  for (const auto& [writer, bytes] : bytes_by_writer(provenance, output.address, wrong)) {
    Blame row;
    if (writer != 0) {
      row.writer = finder.site_of(writer);
      if (const auto cause = finder.cause_of(writer)) {
        row.cause = finder.site_of(cause->node);
        row.finding = static_cast<std::int64_t>(cause->finding);
      }
    } else {
      row.missing = missing_rows(provenance, output, tasks);
    }
    const auto key = std::tuple(row.writer.source, row.writer.op, row.cause.source, row.cause.op);
    Blame& merged = rows.try_emplace(key, row).first->second;
    merged.bytes += bytes;
  }
  std::vector<Blame> result;
  for (auto& [key, row] : rows) result.push_back(std::move(row));
  std::stable_sort(result.begin(), result.end(),
                   [](const Blame& a, const Blame& b) { return a.bytes > b.bytes; });
  return result;
}

}  // namespace npusim::analysis

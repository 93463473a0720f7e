// SPDX-License-Identifier: Apache-2.0
#include "session/trace/trace_info.h"

#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <nlohmann/json.hpp>

#include "analysis/report/table.h"
#include "models/arch/cycle.h"
#include "models/arch/knobs.h"
#include "session/trace/trace_compiler.h"
#include "traces/format/schema.h"

namespace npusim::session {
namespace {

/// The knobs that differ from their defaults, as --set takes them.
std::string changed_knobs(const std::map<std::string, std::string>& knobs) {
  std::string text;
  for (const KnobInfo& knob : Knobs::table()) {
    const auto found = knobs.find(std::string(knob.name));
    if (found == knobs.end() || found->second == Knobs().get(knob.name)) continue;
    text += fmt::format("{}{}={}", text.empty() ? "" : " ", knob.name, found->second);
  }
  return text.empty() ? "all as by default" : text;
}

std::string state_text(const traces::TraceOutcome& outcome) {
  if (!outcome.complete)
    return "incomplete: the run was killed, or its disk was full; what is here is right";
  if (!outcome.ended) return "complete, but the run did not reach its end";
  return fmt::format("complete: the run ended at cycle {} ({:.1f} us)", outcome.end_cycle,
                     ns_from_cycles(outcome.end_cycle) / 1000);
}

std::string recorded_text(const traces::TraceInfo& info) {
  std::string text = info.header.local_accesses
                         ? "accesses to GM and local memories"
                         : fmt::format("accesses to GM; {} to local memories skipped, as asked",
                                       info.outcome.skipped_local_accesses);
  return text + fmt::format("; {} events lost", info.outcome.lost);
}

/// How many there are, and the first of them.
std::string findings_text(const traces::TraceReader& trace) {
  if (!trace.info().outcome.has_findings) return "not recorded";
  constexpr std::size_t kShown = 5;
  const std::vector<traces::FindingRecord> found = trace.findings();
  std::string text = fmt::format("{} of checks {}", found.size(), trace.info().header.checks);
  for (std::size_t i = 0; i < std::min(found.size(), kShown); ++i) {
    text += fmt::format(
        "\n{:<10}{} {}{}{} [{}]: {}{}{}, {} times", "", found[i].check, found[i].hazard,
        found[i].space.empty() ? "" : " ", found[i].space, found[i].rule, found[i].first.source,
        found[i].second.source.empty() ? "" : " and ", found[i].second.source, found[i].count);
  }
  if (found.size() > kShown) text += fmt::format("\n{:<10}...", "");
  return text;
}

std::string arrays_text(const std::vector<traces::DataArray>& arrays) {
  std::string text;
  for (const traces::DataArray& array : arrays) {
    text += fmt::format("{}/{}/{} {}[{}]", text.empty() ? "" : ", ", array.group, array.name,
                        name(array.dtype), fmt::join(array.shape, "x"));
  }
  return text;
}

analysis::TextTable table_of(const traces::TraceReader& trace) {
  analysis::TextTable table{{{"table"},
                             {"rows", analysis::Align::Right},
                             {"bytes", analysis::Align::Right},
                             {"bytes a row", analysis::Align::Right}},
                            {}};
  for (unsigned i = 0; i < traces::schema().size(); ++i) {
    const auto& [name, rows] = trace.info().rows[i];
    const std::uint64_t bytes = trace.stored_bytes(static_cast<traces::Table>(i));
    table.rows.push_back({name, std::to_string(rows), std::to_string(bytes),
                          rows == 0 ? ""
                                    : fmt::format("{:.1f}", static_cast<double>(bytes) /
                                                                static_cast<double>(rows))});
  }
  return table;
}

}  // namespace

std::string trace_info_text(const traces::TraceReader& trace, const std::string& path) {
  const traces::TraceInfo& info = trace.info();
  const traces::TraceHeader& header = info.header;
  std::string text;
  const auto line = [&](std::string_view key, const std::string& value) {
    text += fmt::format("{:<10}{}\n", key, value);
  };
  line("trace",
       fmt::format("{}, {} events in {} bytes, format {} of npusim {}", path, info.outcome.events,
                   info.file_bytes, traces::kFormatVersion, header.npusim_version));
  if (!header.slice.empty()) line("slice", header.slice);
  line("program", fmt::format("{}, data {}", header.program, header.data_file));
  if (const std::string compiler = recorded_compiler(header); !compiler.empty()) {
    line("compiler", compiler);
  }
  if (const std::string compiler = recorded_compiler(header); !compiler.empty()) {
    line("compiler", compiler);
  }
  line("schedule", fmt::format("seed {}, {}", header.seed, header.schedule));
  line("knobs", changed_knobs(header.knobs));
  line("verdict", info.outcome.verdict.empty() ? "none" : info.outcome.verdict);
  line("findings", findings_text(trace));
  if (!header.arrays.empty()) line("data", arrays_text(header.arrays));
  line("state", state_text(info.outcome));
  line("recorded", recorded_text(info));
  return text + "\n" + analysis::text_table(table_of(trace), 0);
}

namespace {

/// Null if the trace has none recorded.
nlohmann::ordered_json findings_json(const traces::TraceReader& trace) {
  if (!trace.info().outcome.has_findings) return nullptr;
  nlohmann::ordered_json all = nlohmann::ordered_json::array();
  for (const traces::FindingRecord& found : trace.findings()) {
    const auto site = [](const traces::FindingSite& at) {
      return nlohmann::ordered_json{
          {"source", at.source}, {"instruction", at.instruction_row}, {"access", at.access_row}};
    };
    all.push_back({{"id", found.id},
                   {"check", found.check},
                   {"hazard", found.hazard},
                   {"space", found.space},
                   {"rule", found.rule},
                   {"count", found.count},
                   {"first", site(found.first)},
                   {"second", site(found.second)}});
  }
  return all;
}

nlohmann::ordered_json arrays_json(const std::vector<traces::DataArray>& arrays) {
  nlohmann::ordered_json all = nlohmann::ordered_json::array();
  for (const traces::DataArray& array : arrays) {
    all.push_back({{"path", fmt::format("{}/{}", array.group, array.name)},
                   {"dtype", name(array.dtype)},
                   {"shape", array.shape}});
  }
  return all;
}

}  // namespace

std::string trace_info_json(const traces::TraceReader& trace, const std::string& path) {
  const traces::TraceInfo& info = trace.info();
  const traces::TraceHeader& header = info.header;
  nlohmann::ordered_json tables = nlohmann::ordered_json::object();
  for (unsigned i = 0; i < traces::schema().size(); ++i) {
    tables[info.rows[i].first] = {{"rows", info.rows[i].second},
                                  {"bytes", trace.stored_bytes(static_cast<traces::Table>(i))}};
  }
  const nlohmann::ordered_json json = {
      {"trace", path},
      {"format_version", traces::kFormatVersion},
      {"npusim_version", header.npusim_version},
      {"slice", header.slice},
      {"program", header.program},
      {"compiler", recorded_compiler(header)},
      {"data_file", header.data_file},
      {"seed", header.seed},
      {"schedule", header.schedule},
      {"knobs", header.knobs},
      {"verdict", info.outcome.verdict},
      {"findings", findings_json(trace)},
      {"data", arrays_json(header.arrays)},
      {"complete", info.outcome.complete},
      {"ended", info.outcome.ended},
      {"end_cycle", info.outcome.end_cycle},
      {"events", info.outcome.events},
      {"local_accesses", header.local_accesses},
      {"skipped_local_accesses", info.outcome.skipped_local_accesses},
      {"lost", info.outcome.lost},
      {"file_bytes", info.file_bytes},
      {"tables", tables}};
  return json.dump(2) + "\n";
}

}  // namespace npusim::session

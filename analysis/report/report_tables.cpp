// SPDX-License-Identifier: Apache-2.0
#include "analysis/report/report_tables.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "analysis/golden/ulp.h"
#include "models/arch/pipe.h"

namespace npusim::analysis {
namespace {

/// Pipes with a share in at least one task, in the order of the manual.
std::vector<std::string> used_pipes(const RunReport& report) {
  std::vector<std::string> pipes;
  for (unsigned i = 0; i < kPipeCount; ++i) {
    const std::string pipe(name(static_cast<Pipe>(i)));
    for (const TaskSummary& task : report.tasks) {
      if (task.pipe_busy.contains(pipe)) {
        pipes.push_back(pipe);
        break;
      }
    }
  }
  return pipes;
}

/// A difference of the size of rounding says so: it is another formula, not another value.
std::string result_text(const GoldenComparison& output) {
  if (output.equal) return "equal";
  const bool rounding = output.max_ulp && *output.max_ulp <= kRoundingUlp;
  return rounding ? "DIFFERENT, by rounding" : "DIFFERENT";
}

}  // namespace

std::string index_text(const std::vector<std::uint64_t>& index) {
  return fmt::format("[{}]", fmt::join(index, ", "));
}

TextTable golden_table(const std::vector<GoldenComparison>& outputs) {
  TextTable table;
  table.columns = {{"output"},
                   {"dtype"},
                   {"shape"},
                   {"compared by"},
                   {"elements", Align::Right},
                   {"different", Align::Right},
                   {"first at"},
                   {"largest |a-b|", Align::Right},
                   {"ULP", Align::Right},
                   {"result"}};
  for (const GoldenComparison& output : outputs) {
    const bool same = output.mismatched == 0;
    table.rows.push_back({output.name, output.dtype, index_text(output.shape), output.mode,
                          std::to_string(output.elements), std::to_string(output.mismatched),
                          same ? "-" : index_text(output.first_index),
                          same ? "0" : fmt::format("{:.6g}", output.max_abs),
                          same || !output.max_ulp ? "-" : std::to_string(*output.max_ulp),
                          result_text(output)});
  }
  return table;
}

TextTable task_table(const RunReport& report) {
  const std::vector<std::string> pipes = used_pipes(report);
  TextTable table;
  table.columns = {{"task"},
                   {"blocks", Align::Right},
                   {"start", Align::Right},
                   {"end", Align::Right},
                   {"cycles", Align::Right}};
  for (const std::string& pipe : pipes) table.columns.push_back({pipe, Align::Right});
  for (const TaskSummary& task : report.tasks) {
    std::vector<std::string> row = {
        task.name, std::to_string(task.blocks), std::to_string(task.start_cycle),
        task.ended ? std::to_string(task.end_cycle) : "never",
        task.ended ? std::to_string(task.end_cycle - task.start_cycle) : "-"};
    for (const std::string& pipe : pipes) {
      const auto share = task.pipe_busy.find(pipe);
      row.push_back(share == task.pipe_busy.end() ? "-"
                                                  : fmt::format("{:.1f}%", 100 * share->second));
    }
    table.rows.push_back(std::move(row));
  }
  return table;
}

}  // namespace npusim::analysis

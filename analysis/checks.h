// SPDX-License-Identifier: Apache-2.0
// All checks of a run's events behind one door: an EventSink, live or fed from a trace.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "analysis/order/edges.h"
#include "analysis/result/check_table.h"
#include "analysis/result/finding.h"
#include "models/arch/event_sink.h"
#include "models/arch/knobs.h"
#include "models/arch/source_lookup.h"

namespace npusim::analysis {

/// Which checks are on.
struct CheckOptions {
  /// As `--checks` names them (result/check_table.h): all that can be selected.
  std::vector<std::string> ids = selectable_checks();
  /// Findings that rest on a contested rule are errors whatever the knobs say.
  bool contested_errors = false;
  /// Which edges order (analysis/order/edges.def); fewer show what an edge is needed for.
  EdgeSet edges = all_edges();

  /// Throws std::invalid_argument for an unknown one.
  static CheckOptions from_ids(const std::vector<std::string>& ids);
};

class Checks : public EventSink {
 public:
  /// `sources` outlives this.
  Checks(const CheckOptions& options, const Knobs& knobs, const SourceLookup& sources);
  ~Checks() override;

  unsigned wanted() const override { return kAllEvents & ~(kCompletionEvents | kChoiceEvents); }
  void on_issue(const IssueEvent& event) override;
  void on_instruction(const InstructionEvent& event) override;
  void on_access(const AccessEvent& event) override;
  void on_sync(const SyncEvent& event) override;
  void on_task_description(const TaskDescription& event) override;
  void on_dependency(const DependencyEvent& event) override;
  void on_task(const TaskEvent& event) override;
  void on_buffer(const BufferEvent& event) override;
  void on_fault(const FaultEvent& event) override;

  /// By check (check_registry.h), then in order of first occurrence; what follows from another one
  /// stands under it.
  std::vector<Finding> findings() const;
  /// Grows whenever findings() has something new to say. Costs nothing.
  std::size_t count() const;

 private:
  struct Parts;
  CheckOptions options_;
  std::unique_ptr<Parts> parts_;
};

}  // namespace npusim::analysis

// SPDX-License-Identifier: Apache-2.0
// What the HTML report's page is told, as one JSON document. docs/report.md describes it.
#pragma once

#include <nlohmann/json.hpp>

#include "analysis/result/run_report.h"

namespace npusim::analysis {

/// Goes up when a key changes its meaning or goes away.
inline constexpr int kHtmlDocumentVersion = 1;

/// Equal runs give equal documents: times and memory of the host are not in it.
nlohmann::ordered_json html_document(const RunReport& report);

}  // namespace npusim::analysis

// SPDX-License-Identifier: Apache-2.0
// The parts of an AccessSite in words.
#pragma once

#include <string>

#include "analysis/result/access_site.h"
#include "models/arch/source_lookup.h"

namespace npusim::analysis {

/// "file:line", or "file", or empty.
std::string text_of(const SourcePlace& place);
/// The line of a site.
std::string source_text(const SourceLookup& sources, Site site);
/// "TMULS (vmuls)", "wait_flag (library)"; empty if unknown.
std::string text_of(const Operation& operation);
/// "normed_kv[16:32, 448:512]", "UB[27072, 27136)", or the address where nothing is known; empty if
/// there is none.
std::string text_of(const NamedRange& range);

/// "AIV 3", "AICPU scheduler 0"; empty if unknown.
std::string core_text(const AccessSite& site);
/// "MTE2"; empty for who has no pipes.
std::string pipe_text(const AccessSite& site);

/// "rms.h:77", or "TMULS (vmuls)" where the line is not known: how advice names an instruction.
std::string anchor(const AccessSite& site);

/// "gemm (task 3)": tells tasks of one name apart. Empty for no task.
std::string task_label(const AccessSite& site);

}  // namespace npusim::analysis

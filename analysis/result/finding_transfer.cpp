// SPDX-License-Identifier: Apache-2.0
#include "analysis/result/finding_transfer.h"

#include <stdexcept>

#include <nlohmann/json.hpp>

namespace npusim::analysis {

NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(SourcePlace, file, line)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(Operation, kind, opcode, tile_op, library_call, in_library,
                                   is_write_back)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(NamedRange, space, begin, end, tensor, box, elements, has_shape,
                                   bytes_beyond, beyond_rows)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(AccessSite, task, task_index, block, agent, instruction, op,
                                   source, library, range, is_write, cycle)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(Finding, check, hazard, space, rule, certainty, flag, first,
                                   second, missing_edge, fix, message, count, follows, replay,
                                   severity)

std::string findings_to_text(const std::vector<Finding>& findings) {
  return nlohmann::json(findings).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

std::vector<Finding> findings_from_text(std::string_view text) {
  try {
    return nlohmann::json::parse(text).get<std::vector<Finding>>();
  } catch (const nlohmann::json::exception& error) {
    throw std::invalid_argument(error.what());
  }
}

}  // namespace npusim::analysis

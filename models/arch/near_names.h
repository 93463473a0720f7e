// SPDX-License-Identifier: Apache-2.0
// "Did you mean": which of the names that are known comes near to one that is not.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace npusim {

/// At most three of `known`, nearest first, equal ones in their order: those that contain `name` or
/// are within a third of its length in insertions, deletions and substitutions. Case does not
/// count.
std::vector<std::string_view> near_names(std::string_view name,
                                         std::span<const std::string_view> known);

/// "; did you mean 'a', 'b'?", or nothing.
std::string did_you_mean(std::string_view name, std::span<const std::string_view> known);

}  // namespace npusim

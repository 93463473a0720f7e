// SPDX-License-Identifier: Apache-2.0
// The C++ that npusim writes for launched kernels: a unit that includes the user's source and
// exports, for each function, one entry of the kernels' common signature.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace npusim {

/// `source` with each `<<<` that a `>>>` closes as an expression that a host compiler accepts; line
/// numbers stay. Nothing if there is none.
std::string without_chevrons(const std::string& source);

/// The unit for `functions` of the file `included`: entry i is npusim_launch_<i>, its parameters
/// npusim_launch_parameters_<i>.
std::string launch_unit(const std::filesystem::path& included,
                        const std::vector<std::string>& functions);

std::string launch_entry(std::size_t index);
std::string launch_parameters(std::size_t index);

}  // namespace npusim

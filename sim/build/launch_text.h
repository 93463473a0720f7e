// SPDX-License-Identifier: Apache-2.0
// The C++ that npusim writes for launched kernels: a unit that includes the user's source and
// exports, for each function, one entry of the kernels' common signature.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace npusim {

/// `source` as a host compiler accepts it, on the same lines: each `<<<` that a `>>>` closes
/// becomes an expression, `[aicore]` and `[host, aicore]` go, assembly that reads SYS_CNT or PC
/// becomes the intrinsic that does, and a number that is cast to a pointer into UB becomes an
/// address there. Nothing if there is none of these.
std::string for_host_compiler(const std::string& source);

/// An `#include "..."`: where the name stands, and the name.
struct Include {
  std::size_t at = 0;
  std::string name;
};
std::vector<Include> own_includes(const std::string& source);

/// Which parameter of `function`, as the source declares it, is marked `__kfc_workspace__`: the
/// device's compiler gives it to the library before the kernel runs.
std::optional<std::size_t> workspace_parameter(const std::string& source,
                                               const std::string& function);

/// A kernel of a unit: its name, with template arguments, and its workspace_parameter().
struct LaunchedFunction {
  std::string name;
  std::optional<std::size_t> workspace;
};
/// The unit for `functions` of the file `included`: entry i is npusim_launch_<i>, its parameters
/// npusim_launch_parameters_<i>.
std::string launch_unit(const std::filesystem::path& included,
                        const std::vector<LaunchedFunction>& functions);

std::string launch_entry(std::size_t index);
std::string launch_parameters(std::size_t index);

}  // namespace npusim

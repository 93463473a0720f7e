// SPDX-License-Identifier: Apache-2.0
// Everything that npusim reads and that a program's author or a damaged disk may have written. Each
// input is read as the commands read it, or refused.
#pragma once

#include <span>
#include <string_view>

namespace npusim::test {

struct FuzzTarget {
  std::string_view name;  ///< of its folder in corpus/ too
  /// Takes the bytes as an input of this kind. What a wrong input is refused with is caught;
  /// anything else that is thrown is a bug, and so is an answer that contradicts itself.
  void (*read)(std::string_view bytes);
};

std::span<const FuzzTarget> fuzz_targets();
/// Throws std::out_of_range.
const FuzzTarget& fuzz_target(std::string_view name);

}  // namespace npusim::test

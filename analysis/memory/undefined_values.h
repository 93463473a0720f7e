// SPDX-License-Identifier: Apache-2.0
// Values that the program did not determine, from the read that brought them into being to what
// they reach: an output, an address or a branch makes them an error. Those that reach nothing are a
// note if something computed with them, and nothing at all if they were only copied.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include <fmt/format.h>

#include "analysis/result/finding.h"
#include "models/arch/event.h"

namespace npusim::analysis {

class UndefinedValues {
 public:
  /// Numbers a value's first read, from 1.
  using Origin = std::uint32_t;
  static constexpr Origin kNone = 0;

  /// `make` returns the Finding with its first access, message and fix; called if no read of the
  /// same memory by this line and instruction stands here yet.
  template <typename Make>
  Origin read(MemSpace space, Site site, std::uint16_t opcode, bool copy, Make&& make) {
    const auto [found, fresh] = index_.try_emplace({space, site, opcode}, values_.size());
    if (fresh)
      values_.push_back({make(), copy});
    else
      ++values_[found->second].finding.count;
    return static_cast<Origin>(found->second + 1);
  }

  /// The value decides an address or a branch: `what`, such as "a scalar load at {}: ...", of the
  /// line that `place` returns; called the first time.
  template <typename Place>
  void decides(Origin origin, std::string_view what, Place&& place) {
    std::string& decides = value(origin).decides;
    if (decides.empty()) decides = fmt::format(fmt::runtime(what), place());
  }
  /// The value is stored to an output. `make` returns the access; called the first time.
  template <typename Make>
  void reaches_output(Origin origin, Make&& make) {
    Value& reaching = value(origin);
    if (reaching.reaches_output) return;
    reaching.reaches_output = true;
    reaching.finding.second = make();
  }

  /// In order of the first reads.
  std::vector<Finding> findings() const;
  std::size_t count() const { return values_.size(); }

 private:
  struct Value {
    Finding finding;
    bool copy = false;  ///< the read is part of a plain copy
    bool reaches_output = false;
    std::string decides;
  };
  Value& value(Origin origin) { return values_[origin - 1]; }

  std::map<std::tuple<MemSpace, Site, std::uint16_t>, std::size_t> index_;
  std::vector<Value> values_;
};

}  // namespace npusim::analysis

// SPDX-License-Identifier: Apache-2.0
// A task's name inside the runtime: its ring and its number in that ring (task-runtime.md 2.6).
#pragma once

#include <cstdint>

struct PTO2TaskId {
  std::uint64_t raw;

  static constexpr PTO2TaskId make(std::uint8_t ring_id, std::uint32_t local_id) {
    return {std::uint64_t{ring_id} << 32 | local_id};
  }
  static constexpr PTO2TaskId invalid() { return {~std::uint64_t{0}}; }

  constexpr std::uint8_t ring() const { return static_cast<std::uint8_t>(raw >> 32); }
  constexpr std::uint32_t local() const { return static_cast<std::uint32_t>(raw); }
  constexpr bool is_valid() const { return raw != ~std::uint64_t{0}; }
  constexpr bool is_invalid() const { return !is_valid(); }

  friend constexpr bool operator==(const PTO2TaskId&, const PTO2TaskId&) = default;
};
static_assert(sizeof(PTO2TaskId) == 8);

// SPDX-License-Identifier: Apache-2.0
// Definitions of tiling data, which host and device share, as plain structs (intrinsics.md 1.3,
// trap 15).
#pragma once

#include <cstddef>
#include <cstdint>

/// Its own name is `Self`, which the host's functions need; they are never called.
#define BEGIN_TILING_DATA_DEF(Name)                          \
  struct Name {                                              \
    using Self = Name;                                       \
    std::size_t GetDataSize() const { return sizeof(Self); } \
    void SaveToBuffer(void*, std::size_t) const {}
#define END_TILING_DATA_DEF }
#define TILING_DATA_FIELD_DEF(Type, name)       \
  Type name{};                                  \
  void set_##name(Type value) { name = value; } \
  Type get_##name() const { return name; }      \
  static_assert(sizeof(Type) > 0)
#define TILING_DATA_FIELD_DEF_ARR(Type, count, name) \
  Type name[count] {}
#define TILING_DATA_FIELD_DEF_STRUCT(Type, name) \
  Type name {}
#define REGISTER_TILING_DATA_CLASS(operation, Type) static_assert(true);

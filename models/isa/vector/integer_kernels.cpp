// SPDX-License-Identifier: Apache-2.0
#include "models/isa/vector/integer_kernels.h"

#include <algorithm>
#include <limits>

#include "models/isa/vector/lane_arithmetic.h"

namespace npusim::isa {
namespace {

struct And {
  static std::uint16_t apply(std::uint16_t a, std::uint16_t b) { return a & b; }
};
struct Or {
  static std::uint16_t apply(std::uint16_t a, std::uint16_t b) { return a | b; }
};
struct Not {
  static std::uint16_t apply(std::uint16_t a) { return static_cast<std::uint16_t>(~a); }
};

/// A shift by the width and more leaves nothing (or the sign).
constexpr unsigned kMostBits = 63;

unsigned distance_of(const LaneParameters& parameters) {
  return static_cast<unsigned>(std::min<std::uint64_t>(parameters.scalar, kMostBits));
}

template <typename T>
void shift_left(const void* a, const void*, const LaneParameters& parameters, void* out,
                unsigned lanes) {
  const T* x = static_cast<const T*>(a);
  T* z = static_cast<T*>(out);
  const unsigned distance = distance_of(parameters);
  for (unsigned i = 0; i < lanes; ++i) {
    z[i] = static_cast<T>(static_cast<std::uint64_t>(x[i]) << distance);
  }
}

/// Arithmetic for signed types. Rounding, of signed types: half of the last bit that goes is added.
template <typename T>
void shift_right(const void* a, const void*, const LaneParameters& parameters, void* out,
                 unsigned lanes) {
  const T* x = static_cast<const T*>(a);
  T* z = static_cast<T*>(out);
  const unsigned distance = distance_of(parameters);
  const bool rounds = parameters.round && std::numeric_limits<T>::is_signed && distance > 0 &&
                      distance <= 8 * sizeof(T);
  const std::int64_t half = rounds ? std::int64_t{1} << (distance - 1) : 0;
  for (unsigned i = 0; i < lanes; ++i) {
    z[i] = static_cast<T>((static_cast<std::int64_t>(x[i]) + half) >> distance);
  }
}

template <typename T>
void duplicate(const void*, const void*, const LaneParameters& parameters, void* out,
               unsigned lanes) {
  T* z = static_cast<T*>(out);
  const T scalar = scalar_as<T>(parameters.scalar);
  for (unsigned i = 0; i < lanes; ++i) z[i] = scalar;
}

template <typename T>
void copy(const void* a, const void*, const LaneParameters&, void* out, unsigned lanes) {
  std::memcpy(out, a, lanes * sizeof(T));
}

LaneKernel shift(Opcode opcode, DType dtype) {
  const bool left = opcode == Opcode::VSHL;
  switch (dtype) {
    case DType::INT16:
      return left ? shift_left<std::int16_t> : shift_right<std::int16_t>;
    case DType::UINT16:
      return left ? shift_left<std::uint16_t> : shift_right<std::uint16_t>;
    case DType::INT32:
      return left ? shift_left<std::int32_t> : shift_right<std::int32_t>;
    case DType::UINT32:
      return left ? shift_left<std::uint32_t> : shift_right<std::uint32_t>;
    default:
      return nullptr;
  }
}

/// Of 2- and 4-byte elements, whatever they mean.
LaneKernel move(Opcode opcode, DType dtype) {
  const bool fills = opcode == Opcode::VECTOR_DUP;
  if (size_bytes(dtype) == 2) return fills ? duplicate<std::uint16_t> : copy<std::uint16_t>;
  if (size_bytes(dtype) == 4) return fills ? duplicate<std::uint32_t> : copy<std::uint32_t>;
  return nullptr;
}

LaneKernel logic(Opcode opcode, DType dtype) {
  if (dtype != DType::INT16 && dtype != DType::UINT16) return nullptr;
  if (opcode == Opcode::VNOT) return one_source<Not, std::uint16_t>;
  return opcode == Opcode::VAND ? two_sources<And, std::uint16_t> : two_sources<Or, std::uint16_t>;
}

}  // namespace

LaneOperation integer_operation(Opcode opcode, DType dtype) {
  switch (opcode) {
    case Opcode::VAND:
    case Opcode::VOR:
      return {logic(opcode, dtype), 2, false, true};
    case Opcode::VNOT:
      return {logic(opcode, dtype), 1, false, true};
    case Opcode::VSHL:
    case Opcode::VSHR:
      return {shift(opcode, dtype), 1, false, true};
    case Opcode::VCOPY:
      return {move(opcode, dtype), 1, false, true};
    case Opcode::VECTOR_DUP:
      return {move(opcode, dtype), 0, false, true};
    default:
      return {};
  }
}

}  // namespace npusim::isa

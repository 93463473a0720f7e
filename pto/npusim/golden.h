// SPDX-License-Identifier: Apache-2.0
// What a golden program includes. It computes the expected outputs of a run from its initial
// contents, independently of the simulator, and defines one function:
//
//   extern "C" void compute_golden(npusim::golden::Arguments& arguments) {
//     auto x = arguments.get<const float>("x");
//     auto y = arguments.get<float>("y");
//     for (std::size_t i = 0; i < y.size(); ++i) y[i] = 2 * x[i];
//   }
//
// All arguments hold their initial contents when it starts; what the outputs hold when it returns
// is the golden. The memory is the golden program's own: nothing it does reaches the simulation. It
// is compiled natively with -O3 -ffp-contract=off, without -march, so that its bits do not depend
// on the machine. bfloat16 and float16 elements are their bits, std::uint16_t.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <type_traits>
#include <vector>

#include "models/arch/dtype.h"
#include "models/arch/small_float.h"

namespace npusim::golden {

using npusim::bfloat16_to_float;
using npusim::float16_to_float;
using npusim::float_to_bfloat16_rne;
using npusim::float_to_float16_rne;

/// One argument as it crosses into the golden program.
struct Argument {
  std::string name;
  DType dtype = DType::FLOAT32;
  std::vector<std::uint64_t> shape;
  void* data = nullptr;
};

/// A view of a tensor, row-major. Indices are not checked.
template <typename T>
class Tensor {
 public:
  Tensor(T* data, const std::vector<std::uint64_t>& shape) : data_(data), shape_(shape) {
    for (std::uint64_t extent : shape) size_ *= extent;
  }

  T* data() const { return data_; }
  std::size_t size() const { return size_; }
  const std::vector<std::uint64_t>& shape() const { return shape_; }
  T* begin() const { return data_; }
  T* end() const { return data_ + size_; }
  T& operator[](std::size_t index) const { return data_[index]; }

  /// The element at one index per dimension.
  template <typename... Index>
  T& operator()(Index... index) const {
    const std::array<std::size_t, sizeof...(Index)> position{static_cast<std::size_t>(index)...};
    std::size_t flat = 0;
    for (std::size_t d = 0; d < position.size(); ++d) flat = flat * shape_[d] + position[d];
    return data_[flat];
  }

 private:
  T* data_;
  std::vector<std::uint64_t> shape_;
  std::size_t size_ = 1;
};

class Arguments {
 public:
  explicit Arguments(std::vector<Argument> arguments) : arguments_(std::move(arguments)) {}

  /// The argument of that name as a tensor of T. Throws if there is none, or if its elements do not
  /// have T's size.
  template <typename T>
  Tensor<T> get(const std::string& name) const {
    const Argument& argument = find(name);
    const unsigned bytes = size_bytes(argument.dtype);
    if (bytes != sizeof(T)) {
      throw std::invalid_argument("argument " + name + " has elements of " + std::to_string(bytes) +
                                  " bytes (" + std::string(npusim::name(argument.dtype)) +
                                  "), the golden program asks for " + std::to_string(sizeof(T)));
    }
    return Tensor<T>(static_cast<T*>(argument.data), argument.shape);
  }

  bool has(const std::string& name) const {
    for (const Argument& argument : arguments_) {
      if (argument.name == name) return true;
    }
    return false;
  }
  const std::vector<Argument>& all() const { return arguments_; }

 private:
  const Argument& find(const std::string& name) const {
    std::string names;
    for (const Argument& argument : arguments_) {
      if (argument.name == name) return argument;
      names += (names.empty() ? "" : ", ") + argument.name;
    }
    throw std::invalid_argument("the run has no argument " + name + "; it has " + names);
  }

  std::vector<Argument> arguments_;
};

}  // namespace npusim::golden

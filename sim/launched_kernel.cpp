// SPDX-License-Identifier: Apache-2.0
#include "sim/launched_kernel.h"

#include <algorithm>
#include <cstring>

#include <fmt/format.h>

#include "models/arch/input_error.h"
#include "models/core/worker.h"

namespace npusim {
namespace {

/// The word in which a number crosses to a kernel: integers with their sign.
std::int64_t word_of(const ScalarArgument& scalar) {
  const unsigned shift = 64 - 8 * size_bytes(scalar.dtype);
  const bool is_signed =
      scalar.dtype == DType::INT8 || scalar.dtype == DType::INT16 || scalar.dtype == DType::INT32;
  if (!is_signed) return static_cast<std::int64_t>(scalar.bits);
  return static_cast<std::int64_t>(scalar.bits << shift) >> shift;
}

ArgDirection direction_of(Role role) {
  if (role == Role::In) return ArgDirection::Input;
  return role == Role::Out ? ArgDirection::OutputExisting : ArgDirection::InOut;
}

template <typename Arguments>
auto named(const Arguments& arguments, const std::string& name) {
  return std::find_if(arguments.begin(), arguments.end(),
                      [&](const auto& argument) { return argument.name == name; });
}

/// Fills a launch's words.
class ArgumentWords {
 public:
  ArgumentWords(const Program& program, const DeviceImage& image, LaunchedKernel& kernel)
      : program_(program), image_(image), kernel_(kernel) {}

  void add(const std::string& name) {
    const auto scalar = named(program_.scalars, name);
    if (scalar == program_.scalars.end()) {
      kernel_.args.push_back(static_cast<std::int64_t>(address_of(name)));
    } else if (scalar->structure) {
      add_struct(*scalar->structure);
    } else {
      kernel_.args.push_back(word_of(*scalar));
    }
  }

 private:
  /// The launch reaches the tensor, as an argument or by a member of one.
  std::uint64_t address_of(const std::string& tensor) {
    const auto found = named(program_.arguments, tensor);
    const auto index = static_cast<std::size_t>(found - program_.arguments.begin());
    kernel_.tensors.push_back({index, direction_of(found->role)});
    return image_.argument_address(index);
  }
  void add_struct(const StructValue& structure) {
    std::vector<std::byte> bytes = structure.bytes;
    for (const StructValue::Address& member : structure.addresses) {
      const std::uint64_t address = address_of(member.tensor);
      std::memcpy(bytes.data() + member.offset, &address, sizeof(address));
    }
    const std::size_t first = kernel_.args.size();
    kernel_.args.resize(first + (bytes.size() + sizeof(std::int64_t) - 1) / sizeof(std::int64_t));
    std::memcpy(kernel_.args.data() + first, bytes.data(), bytes.size());
  }

  const Program& program_;
  const DeviceImage& image_;
  LaunchedKernel& kernel_;
};

}  // namespace

LaunchedKernel launched_kernel(const Program& program, const LaunchSource& launch,
                               const BuiltLaunch& built, const DeviceImage& image) {
  LaunchedKernel kernel;
  kernel.name = launch.function;
  kernel.aic_entry = reinterpret_cast<KernelEntry>(built.aic_entry);
  kernel.aiv_entry = reinterpret_cast<KernelEntry>(built.aiv_entry);
  kernel.aic_per_block = launch.aic_per_block;
  kernel.aiv_per_block = launch.aiv_per_block;
  kernel.blocks = launch.blocks;
  ArgumentWords words(program, image, kernel);
  for (const std::string& name : launch.args) words.add(name);
  if (kernel.args.size() > kLocalContextIndex) {
    throw InputError(program.config.file.string(), "LAUNCHES",
                     fmt::format("at most {} bytes of arguments", 8 * kLocalContextIndex),
                     fmt::format("{} of {}", 8 * kernel.args.size(), launch.function),
                     "pass a structure in memory");
  }
  return kernel;
}

}  // namespace npusim

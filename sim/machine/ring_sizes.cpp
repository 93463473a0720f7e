// SPDX-License-Identifier: Apache-2.0
#include "sim/machine/ring_sizes.h"

#include <bit>
#include <cstdlib>
#include <stdexcept>
#include <tuple>

#include <fmt/format.h>

#include "models/arch/input_error.h"

namespace npusim {
namespace {

/// One of the three sizes of a ring, and the limits that the runtime gives it.
struct Resource {
  const char* variable;
  const char* knob;
  RingValues Knobs::*knob_values;
  std::vector<std::uint64_t> RingSizes::*config_values;
  std::uint64_t least, most;
  bool power_of_two;
  const char* expected;
};

static_assert(std::tuple_size_v<RingValues> == kRingCount);

constexpr std::uint64_t kMostEntries = 0x7FFFFFFF;

const Resource kResources[] = {
    {"PTO2_RING_HEAP", "runtime.ring_heap", &Knobs::runtime_ring_heap, &RingSizes::heap_bytes, 1024,
     std::uint64_t{1} << 36, false, "1024 to 2^36 bytes, the device's memory"},
    {"PTO2_RING_TASK_WINDOW", "runtime.ring_task_window", &Knobs::runtime_ring_task_window,
     &RingSizes::task_window, 4, kMostEntries, true, "a power of two from 4 to 2^30 slots"},
    {"PTO2_RING_DEP_POOL", "runtime.ring_dep_pool", &Knobs::runtime_ring_dep_pool,
     &RingSizes::dep_pool, 4, kMostEntries, false, "4 to 2^31 - 1 entries"},
};

/// What `config` says of a ring; 0: nothing.
std::uint64_t configured(const KernelConfig& config, const Resource& resource, unsigned ring) {
  const std::vector<std::uint64_t>& values = config.rings.*resource.config_values;
  if (values.empty()) return 0;
  return values.size() == 1 ? values[0] : values[ring];
}

void check(const Resource& resource, unsigned ring, std::uint64_t size, bool from_knob,
           const KernelConfig& config) {
  const bool fits = size >= resource.least && size <= resource.most &&
                    (!resource.power_of_two || std::has_single_bit(size));
  if (fits) return;
  throw InputError(
      from_knob ? std::string("--set") : config.file.string(),
      fmt::format("{} of ring {}", from_knob ? resource.knob : resource.variable, ring),
      resource.expected, std::to_string(size), "give a size that the runtime takes");
}

/// The size of `ring`; 0: the runtime's own.
std::uint64_t chosen(const Resource& resource, unsigned ring, const KernelConfig& config,
                     const Knobs& knobs) {
  const auto knob = static_cast<std::uint64_t>((knobs.*resource.knob_values)[ring]);
  const std::uint64_t size = knob != 0 ? knob : configured(config, resource, ring);
  if (size != 0) check(resource, ring, size, knob != 0, config);
  return size;
}

RingValues from_environment(const Resource& resource, const char* text) {
  Knobs knobs;
  try {
    knobs.set(resource.knob, text);
  } catch (const std::invalid_argument&) {
    throw InputError(fmt::format("${}", resource.variable), "",
                     "a size, or 4 sizes with commas between them", text,
                     "correct the environment variable, or unset it");
  }
  return knobs.*resource.knob_values;
}

}  // namespace

Knobs with_runtime_environment(const Knobs& knobs, const KernelConfig& config) {
  Knobs result = knobs;
  if (!config.launches.empty()) return result;
  for (const Resource& resource : kResources) {
    const char* const text = std::getenv(resource.variable);
    if (text == nullptr || *text == '\0') continue;
    const RingValues found = from_environment(resource, text);
    for (unsigned ring = 0; ring < kRingCount; ++ring) {
      std::int64_t& value = (result.*resource.knob_values)[ring];
      if (value == 0 && configured(config, resource, ring) == 0) value = found[ring];
    }
  }
  return result;
}

std::array<RingSize, kRingCount> ring_sizes(const KernelConfig& config, const Knobs& knobs) {
  std::array<RingSize, kRingCount> sizes;
  for (unsigned ring = 0; ring < kRingCount; ++ring) {
    if (const auto size = chosen(kResources[0], ring, config, knobs)) sizes[ring].heap_bytes = size;
    if (const auto size = chosen(kResources[1], ring, config, knobs)) {
      sizes[ring].task_window = static_cast<std::uint32_t>(size);
    }
    if (const auto size = chosen(kResources[2], ring, config, knobs)) {
      sizes[ring].dep_pool = static_cast<std::uint32_t>(size);
    }
  }
  return sizes;
}

std::uint64_t heap_bytes(const Program& program, const Knobs& knobs) {
  if (!program.config.launches.empty()) return 0;
  std::uint64_t bytes = 0;
  for (const RingSize& size : ring_sizes(program.config, knobs)) bytes += size.heap_bytes;
  return bytes;
}

}  // namespace npusim

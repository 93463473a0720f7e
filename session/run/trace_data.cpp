// SPDX-License-Identifier: Apache-2.0
#include "session/run/trace_data.h"

#include <map>
#include <utility>

#include "models/memory/address_window.h"
#include "session/run/zero_pages.h"
#include "sim/program/touched_pages.h"

namespace npusim::session {
namespace {

traces::DataArray array_of(const char* group, const Argument& argument) {
  return {group, argument.name, argument.dtype, argument.shape};
}

/// Where an argument's initial contents may not be zero.
std::vector<ByteRange> initially_nonzero(const Argument& argument) {
  const ZeroPages scratch(argument.size_bytes());
  return argument.initial.fill(scratch.data());
}

std::vector<ByteRange> joined(std::vector<ByteRange> a, const std::vector<ByteRange>& b) {
  a.insert(a.end(), b.begin(), b.end());
  return merged_ranges(std::move(a));
}

}  // namespace

std::vector<traces::DataArray> trace_arrays(LoadedProgram& loaded, bool golden) {
  std::vector<traces::DataArray> arrays;
  const std::vector<Argument>& arguments = loaded.program().arguments;
  for (const Argument& argument : arguments) {
    if (argument.is_output()) arrays.push_back(array_of("outputs", argument));
  }
  if (!golden) return arrays;
  for (const ExpectedOutput& expected : loaded.goldens().expected()) {
    arrays.push_back(array_of("goldens", arguments[expected.argument]));
  }
  return arrays;
}

void write_trace_arrays(const std::vector<traces::DataArray>& arrays, LoadedProgram& loaded,
                        const DeviceView& memory, traces::TraceWriter& trace) {
  const std::vector<Argument>& arguments = loaded.program().arguments;
  std::map<std::size_t, std::vector<ByteRange>> initial;
  std::size_t number = 0;
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    if (!arguments[i].is_output()) continue;
    const std::byte* const bytes =
        memory.bytes() + (loaded.image().argument_address(i) - kWindowBase);
    initial[i] = initially_nonzero(arguments[i]);
    trace.write_array(number++, bytes,
                      joined(touched_pages(bytes, arguments[i].size_bytes()), initial[i]));
  }
  if (number == arrays.size()) return;
  for (const ExpectedOutput& expected : loaded.goldens().expected()) {
    trace.write_array(number++, expected.bytes,
                      joined(expected.changed, initial[expected.argument]));
  }
}

}  // namespace npusim::session

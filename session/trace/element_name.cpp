// SPDX-License-Identifier: Apache-2.0
#include "session/trace/element_name.h"

#include <algorithm>
#include <charconv>
#include <functional>
#include <optional>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "models/arch/near_names.h"
#include "session/run/usage_error.h"

namespace npusim::session {
namespace {

using Named = analysis::AccessHistory::Named;

constexpr std::uint64_t kMostElements = 1 << 20;

struct IndexRange {
  std::uint64_t begin = 0, end = 0;
};

/// A name and what stands in its brackets.
struct Form {
  std::string name;
  bool flat = false;
  std::vector<std::string> indexes;
};

std::string trimmed(std::string_view text) {
  const auto begin = text.find_first_not_of(' ');
  if (begin == std::string_view::npos) return "";
  return std::string(text.substr(begin, text.find_last_not_of(' ') - begin + 1));
}

Form parse(const std::string& text) {
  const auto open = text.rfind('[');
  Form form{trimmed(text.substr(0, open)), false, {}};
  if (open == std::string::npos || text.back() != ']' || form.name.empty()) {
    throw UsageError(
        fmt::format("'{}' names no element; write TENSOR[INDEX, ...], as in 'c[16, 0]'", text));
  }
  constexpr std::string_view kFlat = ".flat";
  if (form.name.ends_with(kFlat)) {
    form.flat = true;
    form.name.resize(form.name.size() - kFlat.size());
  }
  const std::string inside = text.substr(open + 1, text.size() - open - 2);
  for (std::size_t begin = 0; begin <= inside.size();) {
    const auto comma = std::min(inside.find(',', begin), inside.size());
    form.indexes.push_back(trimmed(std::string_view(inside).substr(begin, comma - begin)));
    begin = comma + 1;
  }
  return form;
}

std::optional<std::uint64_t> whole_number_of(std::string_view text) {
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (text.empty() || error != std::errc{} || end != text.data() + text.size()) return {};
  return value;
}

/// "3", "0:64", ":"
IndexRange interval_of(const std::string& text, std::uint64_t extent, const std::string& where) {
  const auto colon = text.find(':');
  const std::string low = trimmed(text.substr(0, colon));
  std::optional<std::uint64_t> begin = whole_number_of(low), end;
  if (colon == std::string::npos) {
    if (begin) end = *begin + 1;
  } else {
    const std::string high = trimmed(text.substr(colon + 1));
    if (low.empty()) begin = 0;
    end = high.empty() ? std::optional(extent) : whole_number_of(high);
  }
  if (!begin || !end) {
    throw UsageError(fmt::format("{}: '{}' is no index; an index is N, or LO:HI", where, text));
  }
  if (*begin >= extent || *end > extent || *begin >= *end) {
    throw UsageError(fmt::format("{}: index {} is out of range, expected 0 to {}", where, text,
                                 extent == 0 ? 0 : extent - 1));
  }
  return {*begin, *end};
}

/// "softmax output 0" as the outputs of every task called softmax.
std::vector<std::string> outputs_by_task_name(const analysis::AccessHistory& history,
                                              const std::string& name) {
  constexpr std::string_view kOutput = " output ";
  std::vector<std::string> names;
  const auto at = name.rfind(kOutput);
  if (at == std::string::npos) return names;
  for (const Named& named : history.named()) {
    const TaskIndex owner = named.event.owner;
    if (owner == kNoTask || history.tasks().name(owner) != name.substr(0, at)) continue;
    if (named.event.name.ends_with(name.substr(at))) names.push_back(named.event.name);
  }
  return names;
}

/// "a, b, c, ..."
std::string some_of(const std::vector<std::string>& names) {
  const std::size_t shown = std::min<std::size_t>(names.size(), 8);
  return fmt::format(
      "{}{}", fmt::join(names.begin(), names.begin() + static_cast<std::ptrdiff_t>(shown), ", "),
      shown < names.size() ? ", ..." : "");
}

Named find_tensor(const analysis::AccessHistory& history, const std::string& name) {
  const std::vector<Named> all = history.named();
  std::vector<std::string> wanted{name};
  const auto is_wanted = [&](const Named& named) { return named.event.name == wanted.front(); };
  auto found = std::ranges::find_if(all, is_wanted);
  if (found == all.end()) {
    const std::vector<std::string> outputs = outputs_by_task_name(history, name);
    if (outputs.size() > 1) {
      throw UsageError(fmt::format("'{}' is ambiguous: {} tasks have this name; write one of {}",
                                   name, outputs.size(), some_of(outputs)));
    }
    wanted = outputs;
    if (!wanted.empty()) found = std::ranges::find_if(all, is_wanted);
  }
  if (found != all.end()) return *found;
  std::vector<std::string> arguments;
  std::vector<std::string_view> known;
  for (const Named& named : all) {
    known.push_back(named.event.name);
    if (named.event.kind == BufferEvent::Kind::Argument) arguments.push_back(named.event.name);
  }
  throw UsageError(fmt::format("the run has no tensor '{}'{}; its arguments are {}", name,
                               did_you_mean(name, known), some_of(arguments)));
}

/// Rows of the box that are contiguous, as elements [begin, end).
void for_each_row(const std::vector<IndexRange>& box, const std::vector<std::uint32_t>& shape,
                  const std::function<void(std::uint64_t, std::uint64_t)>& visit) {
  const std::size_t last = shape.size() - 1;
  const std::function<void(std::size_t, std::uint64_t)> descend = [&](std::size_t dimension,
                                                                      std::uint64_t offset) {
    const IndexRange& interval = box[dimension];
    if (dimension == last) return visit(offset + interval.begin, offset + interval.end);
    for (std::uint64_t i = interval.begin; i < interval.end; ++i) {
      descend(dimension + 1, (offset + i) * shape[dimension + 1]);
    }
  };
  descend(0, 0);
}

}  // namespace

NamedElements find_elements(const analysis::AccessHistory& history, const std::string& text) {
  const Form form = parse(text);
  NamedElements found;
  found.tensor = find_tensor(history, form.name);
  const BufferEvent& tensor = found.tensor.event;
  const std::uint64_t size = size_bytes(tensor.dtype);
  std::vector<std::uint32_t> shape = tensor.shape;
  if (form.flat || shape.empty()) shape = {static_cast<std::uint32_t>(tensor.bytes / size)};
  const std::string where =
      fmt::format("{} has the shape [{}]", form.name, fmt::join(tensor.shape, ", "));
  if (form.indexes.size() != shape.size()) {
    throw UsageError(fmt::format("{}, so it takes {} ind{}, not the {} of '{}'", where,
                                 shape.size(), shape.size() == 1 ? "ex" : "ices",
                                 form.indexes.size(), text));
  }
  std::vector<IndexRange> box;
  found.elements = 1;
  for (std::size_t d = 0; d < shape.size(); ++d) {
    box.push_back(interval_of(form.indexes[d], shape[d], where));
    found.elements *= box.back().end - box.back().begin;
  }
  if (found.elements > kMostElements) {
    throw UsageError(fmt::format("'{}' are {} elements; at most {} at once", text, found.elements,
                                 kMostElements));
  }
  found.text =
      fmt::format("{}{}[{}]", form.name, form.flat ? ".flat" : "", fmt::join(form.indexes, ", "));
  std::vector<ByteRange> bytes;
  for_each_row(box, shape, [&](std::uint64_t begin, std::uint64_t end) {
    if (bytes.empty()) found.first = begin;
    bytes.push_back({tensor.address + begin * size, tensor.address + end * size});
  });
  found.bytes = merged_ranges(std::move(bytes));
  return found;
}

}  // namespace npusim::session

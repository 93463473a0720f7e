// SPDX-License-Identifier: Apache-2.0
#include "models/core/kernel_globals.h"

#include <algorithm>

#include <link.h>

#include "models/core/front_end.h"

namespace npusim {
namespace {

struct DataRange {
  std::uint64_t address = 0;  ///< that the object must contain
  std::uint64_t begin = 0, end = 0;
};

/// Writable and not made read-only by the loader once it had relocated it.
int find_data(dl_phdr_info* info, std::size_t, void* data) {
  DataRange& range = *static_cast<DataRange*>(data);
  std::uint64_t begin = 0, end = 0, relocated = 0;
  bool contains = false;
  for (unsigned i = 0; i < info->dlpi_phnum; ++i) {
    const ElfW(Phdr)& part = info->dlpi_phdr[i];
    const std::uint64_t first = info->dlpi_addr + part.p_vaddr, last = first + part.p_memsz;
    if (part.p_type == PT_LOAD && range.address >= first && range.address < last) contains = true;
    if (part.p_type == PT_LOAD && (part.p_flags & PF_W) != 0) begin = first, end = last;
    if (part.p_type == PT_GNU_RELRO) relocated = last;
  }
  if (!contains) return 0;
  range.begin = std::max(begin, relocated);
  range.end = end;
  return 1;
}

std::uint8_t* bytes_at(std::uint64_t address) { return reinterpret_cast<std::uint8_t*>(address); }

}  // namespace

void KernelGlobals::add(const void* entry) {
  if (entry == nullptr || end_of_entry_.contains(entry)) return;
  DataRange range{reinterpret_cast<std::uint64_t>(entry)};
  dl_iterate_phdr(find_data, &range);
  if (range.begin >= range.end) return;
  end_of_entry_[entry] = range.end;
  Object& object = objects_[range.end];
  if (object.end != 0) return;
  object.begin = range.begin;
  object.end = range.end;
  object.initial.assign(bytes_at(range.begin), bytes_at(range.end));
  for (std::uint64_t page = range.begin >> kPageBits; page <= (range.end - 1) >> kPageBits;
       ++page) {
    filter_[page % kFilterPages / 64] |= std::uint64_t{1} << page % 64;
  }
}

void KernelGlobals::renew(const void* entry, CoreId core) {
  const auto known = end_of_entry_.find(entry);
  if (known == end_of_entry_.end()) return;
  Object& object = objects_.at(known->second);
  object.aside.erase(core);
  if (object.owner == core) {
    std::copy(object.initial.begin(), object.initial.end(), bytes_at(object.begin));
  }
}

void KernelGlobals::give(Object& object, CoreId core) {
  if (object.owner == core) return;
  std::uint8_t* const bytes = bytes_at(object.begin);
  if (object.owner != kNobody) {
    object.aside[object.owner].assign(bytes, bytes + object.initial.size());
  }
  const auto own = object.aside.find(core);
  const std::vector<std::uint8_t>& content =
      own == object.aside.end() ? object.initial : own->second;
  std::copy(content.begin(), content.end(), bytes);
  object.owner = core;
}

void KernelGlobals::bring(std::uint64_t address, std::uint64_t bytes) {
  const auto found = objects_.upper_bound(address);
  if (found == objects_.end() || address + bytes <= found->second.begin) return;
  ScalarContext* const context = find_scalar_context();
  FrontEnd* const front_end = context == nullptr ? nullptr : context->front_end();
  if (front_end != nullptr) give(found->second, front_end->core());
}

}  // namespace npusim

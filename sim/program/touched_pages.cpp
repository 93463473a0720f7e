// SPDX-License-Identifier: Apache-2.0
// Reads /proc/self/pagemap (Linux Documentation/admin-guide/mm/pagemap.rst): a page that was
// written in a private mapping is a copy of its own, so it is present or swapped, and not of a
// file.
#include "sim/program/touched_pages.h"

#include <algorithm>
#include <bit>

#include <fcntl.h>
#include <unistd.h>

namespace npusim {

namespace {

constexpr std::uint64_t kPresent = std::uint64_t{1} << 63;
constexpr std::uint64_t kSwapped = std::uint64_t{1} << 62;
constexpr std::uint64_t kOfFile = std::uint64_t{1} << 61;

class Descriptor {
 public:
  explicit Descriptor(int number) : number_(number) {}
  ~Descriptor() {
    if (number_ >= 0) ::close(number_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  int get() const { return number_; }

 private:
  int number_;
};

}  // namespace

std::vector<ByteRange> touched_pages(const std::byte* mapping, std::uint64_t bytes) {
  const std::vector<ByteRange> everything{{0, bytes}};
  const Descriptor pagemap(::open("/proc/self/pagemap", O_RDONLY | O_CLOEXEC));
  if (pagemap.get() < 0) return everything;

  const auto page = static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE));
  const std::uint64_t first = std::bit_cast<std::uint64_t>(mapping) / page;
  const std::uint64_t pages = (bytes + page - 1) / page;
  std::vector<std::uint64_t> entries(std::min<std::uint64_t>(pages, 32768));
  std::vector<ByteRange> touched;
  for (std::uint64_t done = 0; done < pages;) {
    const std::uint64_t count = std::min<std::uint64_t>(entries.size(), pages - done);
    const ssize_t got = ::pread(pagemap.get(), entries.data(), count * sizeof(std::uint64_t),
                                static_cast<off_t>((first + done) * sizeof(std::uint64_t)));
    if (got != static_cast<ssize_t>(count * sizeof(std::uint64_t))) return everything;
    for (std::uint64_t i = 0; i < count; ++i) {
      const bool in_use = (entries[i] & (kPresent | kSwapped)) != 0;
      if (!in_use || (entries[i] & kOfFile) != 0) continue;
      const std::uint64_t begin = (done + i) * page;
      append_range(touched, {begin, std::min(begin + page, bytes)});
    }
    done += count;
  }
  return touched;
}

}  // namespace npusim

// SPDX-License-Identifier: Apache-2.0
// Written pages of a private mapping of a memory file.
#include "sim/program/touched_pages.h"

#include <sys/mman.h>
#include <unistd.h>

#include "tests/support/catch.h"

using namespace npusim;

TEST_CASE("touched pages are those written, not those read", "[sim][touched_pages]") {
  constexpr std::uint64_t kPages = 70000;  // more than one read of the page map
  const int file = ::memfd_create("image", 0);
  REQUIRE(::ftruncate(file, kPages * 4096) == 0);
  void* address = ::mmap(nullptr, kPages * 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE, file, 0);
  REQUIRE(address != MAP_FAILED);
  auto* memory = static_cast<volatile unsigned char*>(address);
  CHECK(memory[5 * 4096] == 0);
  for (std::uint64_t page : {2, 3, 40000, 69999}) memory[page * 4096 + 17] = 1;

  const auto touched = touched_pages(static_cast<const std::byte*>(address), kPages * 4096 - 100);
  if (touched == std::vector<ByteRange>{{0, kPages * 4096 - 100}}) {
    WARN("the system does not tell; the answer is everything");
  } else {
    CHECK(touched == std::vector<ByteRange>{{2 * 4096, 4 * 4096},
                                            {40000 * 4096, 40001 * 4096},
                                            {69999 * 4096, 70000 * 4096 - 100}});
  }
  ::munmap(address, kPages * 4096);
  ::close(file);
}

// SPDX-License-Identifier: Apache-2.0
// Compiles a shared object with known lines and asks for them.
#include "traces/debug_info/source_map.h"

#include <fstream>

#include <dlfcn.h>

#include "tests/support/catch.h"
#include "tests/traces/trace_fixture.h"

using namespace npusim;
using namespace npusim::test;

namespace {

void write_file(const std::filesystem::path& path, const std::string& text) {
  std::filesystem::create_directories(path.parent_path());
  std::ofstream(path) << text;
}

/// A kernel folder and a library folder; returns the loaded object's `site_of`.
using SiteOf = Site (*)(int);

SiteOf build(const TemporaryFolder& folder) {
  // The library's inline function calls a noinline one, as the pto headers do.
  write_file(folder / "lib/op.h",
             "#pragma once\n"
             "inline const void* last;\n"
             "__attribute__((noinline)) inline void here() {\n"
             "  last = __builtin_return_address(0);\n"
             "}\n"
             "inline __attribute__((always_inline)) void OP() {\n"
             "  here();\n"
             "  asm volatile(\"\");\n"
             "}\n");
  write_file(folder / "program/kernels/k.cpp",
             "#include \"op.h\"\n"  // 1
             "int count; inline __attribute__((always_inline)) void helper() {\n"
             "  OP();\n"  // 3
             "}\n"
             "extern \"C\" const void* site_of(int which) {\n"
             "  if (which == 0) {\n"
             "    OP(), count = 1;\n"  // 7
             "  } else if (which == 1) {\n"
             "    helper(), count = 2;\n"  // 9, inlined: line 3
             "  } else {\n"
             "    here();\n"  // 11
             "  }\n"
             "  asm volatile(\"\");\n"
             "  return last;\n"
             "}\n");
  const std::string command =
      "g++ -std=c++20 -O2 -g1 -fPIC -shared -I" + (folder / "lib").string() + " " +
      (folder / "program/kernels/k.cpp").string() + " -o " + (folder / "libk.so").string();
  REQUIRE(std::system(command.c_str()) == 0);
  void* const object = ::dlopen((folder / "libk.so").c_str(), RTLD_NOW);
  REQUIRE(object != nullptr);
  return reinterpret_cast<SiteOf>(::dlsym(object, "site_of"));
}

}  // namespace

TEST_CASE("a site is the innermost line of the user's source", "[traces][source_map]") {
  const TemporaryFolder folder;
  const SiteOf site_of = build(folder);
  const traces::SourceMap map(folder / "program", {folder / "lib"});
  for (const auto& [which, line, function] :
       {std::tuple{0, 7u, "site_of"}, {1, 3u, "helper"}, {2, 11u, "site_of"}}) {
    INFO("call " << which);
    const SourceLocation at = map.locate(site_of(which));
    CHECK(at.file == "kernels/k.cpp");
    CHECK(at.line == line);
    CHECK(at.function == function);
    CHECK(at.module == "libk.so");
    CHECK((map.locate(site_of(which)) == at));
  }
}

TEST_CASE("below the user's line stand the checkout's function that it calls and its line",
          "[traces][source_map]") {
  const TemporaryFolder folder;
  const SiteOf site_of = build(folder);
  const traces::SourceMap map(folder / "program", {}, {folder / "lib"});
  const SourceLocation at = map.locate(site_of(1));
  CHECK((at.file == "kernels/k.cpp" && at.line == 3));
  CHECK((at.library_call == "OP" && at.library_file == "op.h" && at.library_line == 7));
  CHECK(map.locate(site_of(2)).library_call.empty());
}

TEST_CASE("a site of which nothing is known has empty fields", "[traces][source_map]") {
  const traces::SourceMap map("", {});
  CHECK((map.locate(nullptr) == SourceLocation{}));
  CHECK((map.locate(reinterpret_cast<Site>(std::uintptr_t{16})) == SourceLocation{}));
}

// SPDX-License-Identifier: Apache-2.0
// What may be precompiled of a source: what means the same before every other line of it.
#include "sim/build/source_opening.h"

#include "tests/support/catch.h"
#include "tests/support/temporary_folder.h"

using namespace npusim;

namespace {

std::string opening(const std::string& source) {
  return source_opening(source, "/there/is/no/such/folder");
}

}  // namespace

TEST_CASE("a kernel opens with the library's headers, past comments and keyword guards",
          "[sim][build]") {
  CHECK(opening("/* Licence\n * text. */\n// Kernel: add\n#include <cstdint>\n\n"
                "#ifndef __gm__\n#define __gm__\n#endif\n"
                "#ifndef __aicore__\n#if defined(__CPU_SIM)\n#define __aicore__\n#else\n"
                "#define __aicore__ [aicore]\n#endif\n#endif\n"
                "#include <pto/pto-inst.hpp>  // tiles\n#include \"tensor.h\"\n\n"
                "using namespace pto;\n#include <atomic>\n") ==
        "#include <cstdint>\n#include <pto/pto-inst.hpp>\n#include <tensor.h>\n");
}

TEST_CASE("what another line could change is no opening", "[sim][build]") {
  const std::string library = "#include <pto/pto-inst.hpp>\n";
  CHECK(opening(library) == library);
  CHECK(opening("#define SIZE 4\n" + library).empty());
  CHECK(opening("#ifdef FAST\n" + library + "#endif\n").empty());
  CHECK(opening("#include \"mine.h\"\n" + library).empty());
  CHECK(opening("#include <cstdint> /* a\n" + library + "*/\n").empty());
  CHECK(opening("/* " + library + "*/\n").empty());
  CHECK(opening("#include <cstdint>\n").empty());
  CHECK(opening("#undef __gm__\n" + library).empty());
}

TEST_CASE("a header of the source's own folder is its own", "[sim][build]") {
  const test::TemporaryFolder folder;
  folder.write("tensor.h", "");
  CHECK(source_opening("#include <pto/pto-inst.hpp>\n#include \"tensor.h\"\n", folder.path()) ==
        "#include <pto/pto-inst.hpp>\n");
}

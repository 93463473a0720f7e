// SPDX-License-Identifier: Apache-2.0
// kernel_config.py as PyPTO writes it, and what goes wrong with it.
#include "sim/program/kernel_config.h"

#include <cstdlib>

#include "models/arch/input_error.h"
#include "tests/support/catch.h"
#include "tests/support/temporary_folder.h"

using namespace npusim;
using Catch::Contains;

namespace {

KernelConfig read(const std::string& text) {
  test::TemporaryFolder folder;
  folder.write("orchestration/main.cpp", "");
  folder.write("kernels/aiv/add.cpp", "");
  folder.write("kernels/aic/mm.cpp", "");
  return read_kernel_config(folder.write("kernel_config.py", text), Installation::find());
}

const std::string kHead = R"(from pathlib import Path
from simpler.task_interface import ArgDirection as _D
_ROOT_DIR = Path(__file__).parent
RUNTIME_CONFIG = {"runtime": "tensormap_and_ringbuffer", "aicpu_thread_num": 4, "block_dim": 24}
ORCHESTRATION = {"source": str(_ROOT_DIR / "orchestration" / "main.cpp"),
                 "function_name": "entry", "signature": [_D.IN, _D.OUT],
                 "extra_include_dirs": ["inc", "/opt/inc"]}
)";
const std::string kAdd =
    R"({"func_id": 1, "name": "add", "source": _ROOT_DIR / "kernels/aiv/add.cpp",
                             "core_type": "aiv", "signature": [_D.INOUT], "external": True},)";

void check_error(const std::string& text, const std::string& file, const std::string& key,
                 const std::string& expected, const std::string& found) {
  INFO(text);
  try {
    read(text);
    FAIL("accepted");
  } catch (const InputError& error) {
    CHECK_THAT(error.file(), Catch::EndsWith(file));
    CHECK(error.key() == key);
    CHECK_THAT(error.expected(), Contains(expected));
    CHECK_THAT(error.found(), Contains(found));
    CHECK_FALSE(error.remedy().empty());
  }
}

}  // namespace

TEST_CASE("a generated kernel_config.py is read without its runtime installed",
          "[sim][kernel_config]") {
  const KernelConfig config = read(kHead + "KERNELS = [" + kAdd + R"(
    {"func_id": 0, "name": "mm", "source": "kernels/aic/mm.cpp", "core_type": "aic",
     "extra_include_dirs": ["inc"]}]
RUNTIME_ENV = {"PTO2_RING_TASK_WINDOW": "64", "ring_heap": [1, 2, 3, 4], "OTHER": 5}
DATA = _ROOT_DIR / "shared" / "data.json"
print("noise")
)");
  CHECK(config.orchestration.filename() == "main.cpp");
  CHECK(config.orchestration_function == "entry");
  REQUIRE(config.orchestration_include_dirs.size() == 2);
  CHECK(config.orchestration_include_dirs[0] == config.file.parent_path() / "inc");
  CHECK(config.orchestration_include_dirs[1] == "/opt/inc");
  CHECK(config.data_file == config.file.parent_path() / "shared" / "data.json");
  CHECK(config.aicpu_threads == 4);
  CHECK(config.block_dim == 24);
  REQUIRE(config.kernels.size() == 2);
  CHECK(config.kernels[0].name == "mm");
  CHECK(config.kernels[0].target == KernelTarget::AIC);
  CHECK(config.kernels[0].include_dirs.size() == 1);
  CHECK(config.kernels[1].func_id == 1);
  CHECK(config.kernels[1].target == KernelTarget::AIV);
  CHECK(config.rings.task_window == std::vector<std::uint64_t>{64});
  CHECK(config.rings.heap_bytes == std::vector<std::uint64_t>{1, 2, 3, 4});
  CHECK(config.other_environment.at("OTHER") == "5");
}

TEST_CASE("an error in kernel_config.py names its place", "[sim][kernel_config]") {
  const std::string file = "kernel_config.py";
  check_error("KERNELS = [\n", file + ":1", "", "Python that runs", "SyntaxError");
  check_error("x = 1\ny = undefined\n", file + ":2", "", "Python that runs", "NameError");
  check_error(kHead, file, "KERNELS", "a definition of KERNELS", "none");
  check_error("KERNELS = []", file, "ORCHESTRATION", "a definition", "none");
  check_error(kHead + "KERNELS = []", file, "KERNELS", "at least one kernel", "[]");
  check_error(kHead + "KERNELS = [" + kAdd + kAdd + "]", file, "KERNELS[1].func_id",
              "no other kernel", "1, which add has too");
  check_error(kHead + R"(KERNELS = [{"func_id": 0, "source": "kernels/aiv/add.cpp",
                                     "core_type": "gpu"}])",
              file, "KERNELS[0].core_type", "aic, aiv or mix", "gpu");
  check_error(kHead + R"(KERNELS = [{"func_id": 0, "source": "none.cpp", "core_type": "aiv"}])",
              file, "KERNELS[0].source", "C++ source file", "none.cpp");
  check_error(kHead + R"(KERNELS = [{"source": "kernels/aiv/add.cpp", "core_type": "aiv"}])", file,
              "KERNELS[0].func_id", "the key", "none");
  check_error(kHead + "KERNELS = [" + kAdd + "]\nRUNTIME_ENV = {'ring_heap': 'big'}", file,
              "RUNTIME_ENV.ring_heap", "a size", "big");
}

TEST_CASE("a directory without kernel_config.py is an input error", "[sim][kernel_config]") {
  test::TemporaryFolder folder;
  CHECK_THROWS_WITH(
      read_kernel_config(folder.path() / "kernel_config.py", Installation::find()),
      Contains("kernel_config.py: expected the program's kernel_config.py, found no such file"));
}

TEST_CASE("a configuration that only depends on texts is evaluated once for each text",
          "[sim][kernel_config]") {
  test::TemporaryFolder folder, cache;
  setenv("NPUSIM_CACHE", cache.path().c_str(), 1);
  folder.write("a.cpp", "");
  folder.write("b.cpp", "");
  const auto read_again = [&] {
    return read_kernel_config(folder.path() / "kernel_config.py", Installation::find());
  };
  const std::string text = R"(import sys
from pathlib import Path
sys.path.insert(0, str(Path(__file__).parent))
from shared import name
ORCHESTRATION = {"source": "a.cpp"}
KERNELS = [{"func_id": 0, "name": name(), "source": "b.cpp", "core_type": "aiv"}]
)";
  folder.write("kernel_config.py", text);
  folder.write("shared.py", "def name():\n    return 'one'\n");
  CHECK(read_again().kernels[0].name == "one");

  // Known by now: no Python is asked.
  setenv("NPUSIM_PYTHON", "/nowhere/python3", 1);
  CHECK(read_again().kernels[0].name == "one");
  folder.write("shared.py", "def name():\n    return 'two'\n");
  CHECK_THROWS_AS(read_again(), InputError);
  unsetenv("NPUSIM_PYTHON");
  CHECK(read_again().kernels[0].name == "two");

  // The environment is no text: asked every time.
  folder.write("shared.py", "import os\ndef name():\n    return os.environ['NPUSIM_NAME']\n");
  for (const char* name : {"three", "four"}) {
    setenv("NPUSIM_NAME", name, 1);
    CHECK(read_again().kernels[0].name == name);
  }
}

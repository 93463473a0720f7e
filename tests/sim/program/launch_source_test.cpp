// SPDX-License-Identifier: Apache-2.0
// LAUNCHES of a kernel_config.py, and what goes wrong with it.
#include "sim/program/launch_source.h"

#include "models/arch/input_error.h"
#include "tests/support/catch.h"
#include "tests/support/temporary_folder.h"

using namespace npusim;
using Catch::Contains;

namespace {

std::vector<LaunchSource> read(const std::string& members) {
  test::TemporaryFolder folder;
  folder.write("k.cpp", "");
  folder.write("inc/k.h", "");
  const std::string text = R"([{"source": "k.cpp", "function": "f<int, 2>", )" + members + "}]";
  return read_launches(JsonValue::from_text(text, "kernel_config.py").with_path("LAUNCHES"),
                       folder.path());
}

void check_error(const std::string& members, const std::string& key, const std::string& found) {
  INFO(members);
  try {
    read(members);
    FAIL("accepted");
  } catch (const InputError& error) {
    CHECK(error.key() == "LAUNCHES[0]" + key);
    CHECK_THAT(error.found(), Contains(found));
    CHECK_FALSE(error.remedy().empty());
  }
}

}  // namespace

TEST_CASE("a launch is read with its macros in the order of their names", "[sim][launch]") {
  const auto launches = read(
      R"("core_type": "aiv", "blocks": 60, "args": ["x", "n"], "include_dirs": ["inc"],
         "defines": {"N": 4, "ALPHA": "float"}, "instances": ["g"])");
  REQUIRE(launches.size() == 1);
  const LaunchSource& launch = launches[0];
  CHECK(launch.source.filename() == "k.cpp");
  CHECK(launch.function == "f<int, 2>");
  CHECK(launch.blocks == 60);
  CHECK(launch.args == std::vector<std::string>{"x", "n"});
  CHECK(launch.defines == std::vector<std::string>{"ALPHA=float", "N=4"});
  CHECK(launch.include_dirs[0].filename() == "inc");
  CHECK(launch.instances == std::vector<std::string>{"g"});
}

TEST_CASE("a block's cores follow from the core type and aic_to_aiv", "[sim][launch]") {
  const auto cores = [](const std::string& members) {
    const LaunchSource launch = read(members + R"(, "blocks": 1, "args": [])")[0];
    return std::pair(launch.aic_per_block, launch.aiv_per_block);
  };
  CHECK(cores(R"("core_type": "aic")") == std::pair(1u, 0u));
  CHECK(cores(R"("core_type": "aiv")") == std::pair(0u, 1u));
  CHECK(cores(R"("core_type": "mix")") == std::pair(1u, 2u));
  CHECK(cores(R"("core_type": "mix", "aic_to_aiv": [1, 1])") == std::pair(1u, 1u));
  CHECK(cores(R"("core_type": "mix", "aic_to_aiv": [1, 0])") == std::pair(1u, 0u));
  CHECK(cores(R"("core_type": "mix", "aic_to_aiv": [0, 1])") == std::pair(0u, 1u));
}

TEST_CASE("a wrong launch names its key", "[sim][launch]") {
  const std::string good = R"("core_type": "aiv", "args": [], )";
  check_error(good + R"("blocks": 0)", ".blocks", "0");
  check_error(good + R"("blocks": 65536)", ".blocks", "65536");
  check_error(good + R"("blocks": 1, "block": 2)", ".block", "unknown key");
  check_error(good + R"("blocks": 1, "aic_to_aiv": [1, 2])", ".aic_to_aiv", "[1,2]");
  check_error(good + R"("blocks": 1, "defines": {"A B": 1})", ".defines.A B", "A B");
  check_error(R"("core_type": "mix", "aic_to_aiv": [2, 1], "args": [], "blocks": 1)", ".aic_to_aiv",
              "[2,1]");
  check_error(R"("core_type": "cube", "args": [], "blocks": 1)", ".core_type", "cube");
  std::string many = R"("a")";
  for (int i = 0; i < 48; ++i) many += R"(, "a")";
  check_error(R"("core_type": "aiv", "blocks": 1, "args": [)" + many + "]", ".args", "49");
}

// SPDX-License-Identifier: Apache-2.0
#include "session/suite/expectation.h"

#include <filesystem>
#include <fstream>

#include <unistd.h>

#include "models/arch/input_error.h"
#include "session/suite/suite.h"
#include "tests/support/catch.h"

using namespace npusim;
using namespace npusim::session;
using Json = nlohmann::json;

namespace {

const Json kReport = Json::parse(R"({"verdict": "race", "exit_status": 66,
  "golden": [{"name": "y", "equal": false}],
  "findings": [{"check": "race", "hazard": "RAW", "space": "UB",
                "first": {"op": "TADD", "source": "kernels/k.cpp:12"},
                "second": {"op": "TSTORE", "source": "kernels/k.cpp:14"}}]})");

/// A folder with this expect.json, gone at the end.
class Program {
 public:
  explicit Program(const std::string& expectation) {
    std::string name = (std::filesystem::temp_directory_path() / "npusim-expect-XXXXXX").string();
    REQUIRE(mkdtemp(name.data()) != nullptr);
    folder = name;
    std::ofstream(folder / "expect.json") << expectation;
  }
  ~Program() { std::filesystem::remove_all(folder); }
  std::filesystem::path folder;
};

}  // namespace

TEST_CASE("what was expected has no differences", "[session][suite]") {
  const Program program(R"({"version": 1, "verdict": "race", "golden": "differs",
                            "findings": [{"hazard": "RAW", "source": "k.cpp:14"}]})");
  CHECK(differences(read_expectation(program.folder), kReport).empty());
}

TEST_CASE("verdict, findings and golden are each told of", "[session][suite]") {
  const Program program(
      R"({"version": 1, "golden": "equal", "findings": [{"source": "k.cpp:4"}]})");
  CHECK(differences(read_expectation(program.folder), kReport).size() == 3);
}

TEST_CASE("a wrong expectation names its key", "[session][suite]") {
  for (const char* text :
       {R"({"verdict": "racy"})", R"({"golden": 1})", R"({"find": []})", "[]",
        R"({"findings": [1]})", R"({"version": 2})", "{", R"({"options": [1e999]})"}) {
    CAPTURE(text);
    const Program program(text);
    CHECK_THROWS_AS(read_expectation(program.folder), InputError);
  }
}

TEST_CASE("a finding's name in a baseline has no lines", "[session][suite]") {
  CHECK(finding_name(kReport["findings"][0]) ==
        "race RAW UB TADD@kernels/k.cpp TSTORE@kernels/k.cpp");
}

TEST_CASE("JUnit and SARIF of a suite hold each program", "[session][suite]") {
  SuiteResult failed;
  failed.program = "a<b";
  failed.outcome = SuiteResult::Outcome::Failed;
  failed.problems = {"the verdict is race, expected clean"};
  failed.sarif = R"({"version": "2.1.0", "runs": [{"results": []}]})";
  CHECK(suite_junit({failed, {}}).find("name=\"a&lt;b\"") != std::string::npos);
  CHECK(Json::parse(suite_sarif({failed, failed}))["runs"].size() == 2);
  CHECK(Json::parse(suite_json({failed, {}}))["failed"] == 1);
}

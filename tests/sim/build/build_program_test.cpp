// SPDX-License-Identifier: Apache-2.0
// Building programs: the cache, error texts, loading.
#include "sim/build/build_program.h"

#include <cstdint>
#include <cstdlib>

#include "sim/build/golden_program.h"
#include "sim/program/build_error.h"
#include "tests/support/catch.h"
#include "tests/support/temporary_folder.h"

using namespace npusim;
using Catch::Contains;

// What instrumented code calls; npusim has its own.
extern "C" {
void __tsan_init() {}
void __tsan_func_entry(void*) {}
void __tsan_func_exit(void*) {}
void __tsan_read8(void*) {}
void __tsan_write8(void*) {}
void __tsan_write4(void*) {}
void __sanitizer_cov_trace_pc() {}
}

namespace {

/// A program with one vector kernel, in a folder with a cache of its own.
class ProgramFolder {
 public:
  ProgramFolder() {
    ::setenv("NPUSIM_CACHE", (folder_.path() / "cache").c_str(), 1);
    folder_.write("kernels/aiv/value.h", "#define VALUE 7\n");
    set_kernel("args[0] = VALUE;");
    folder_.write("orchestration/main.cpp",
                  "extern \"C\" void aicpu_orchestration_config() {}\n"
                  "extern \"C\" void aicpu_orchestration_entry() {}\n");
  }
  ~ProgramFolder() { ::unsetenv("NPUSIM_CACHE"); }

  void set_kernel(const std::string& body) const {
    folder_.write("kernels/aiv/add.cpp",
                  "#include <cstdint>\n#include \"value.h\"\n"
                  "extern \"C\" void kernel_entry(std::int64_t* args) { " +
                      body + " }\n");
  }
  const test::TemporaryFolder& folder() const { return folder_; }

  Program program() const {
    Program program{"test", folder_.path(), Installation::find(), {}, {}, {}, {}};
    program.config.orchestration = folder_.path() / "orchestration/main.cpp";
    program.config.kernels.push_back(
        {3, "add", folder_.path() / "kernels/aiv/add.cpp", KernelTarget::AIV, {}});
    return program;
  }

 private:
  test::TemporaryFolder folder_;
};

std::int64_t run_kernel(const BuiltProgram& built) {
  std::int64_t args[1] = {0};
  reinterpret_cast<void (*)(std::int64_t*)>(built.kernels.at(0).aiv_entry)(args);
  return args[0];
}

}  // namespace

TEST_CASE("a program builds, loads and runs, and is built once", "[sim][build]") {
  const ProgramFolder folder;
  std::vector<std::string> progress;
  const auto note = [&](std::size_t done, std::size_t total, const std::string& name) {
    progress.push_back(std::to_string(done) + "/" + std::to_string(total) + " " + name);
  };
  const BuiltProgram first = build_program(folder.program(), note, {.jobs = 1, .golden = true});
  CHECK(first.built == 2);
  CHECK(progress == std::vector<std::string>{"1/2 orchestration", "2/2 add"});
  CHECK(first.kernels.at(0).func_id == 3);
  CHECK(run_kernel(first) == 7);
  CHECK(first.orchestration_config != nullptr);
  const BuiltProgram second = build_program(folder.program());
  CHECK(second.built == 0);
  CHECK(second.from_cache == 2);
}

TEST_CASE("a changed source, header or flag is built again", "[sim][build]") {
  const ProgramFolder folder;
  build_program(folder.program());
  folder.folder().write("kernels/aiv/value.h", "#define VALUE 8\n");
  const BuiltProgram header = build_program(folder.program());
  CHECK(header.built == 1);
  CHECK(run_kernel(header) == 8);
  folder.set_kernel("args[0] = VALUE + 1;");
  const BuiltProgram source = build_program(folder.program());
  CHECK(source.built == 1);
  CHECK(run_kernel(source) == 9);
  Program flags = folder.program();
  flags.config.kernels[0].include_dirs.push_back(folder.folder().path());
  CHECK(build_program(flags).built == 1);
  folder.folder().write("kernels/aiv/value.h", "#define VALUE 7\n");
  folder.set_kernel("args[0] = VALUE;");
  CHECK(build_program(folder.program()).from_cache == 2);
}

TEST_CASE(
    "what many kernels open with is compiled once, and a header in it is still a reason to build",
    "[sim][build]") {
  const ProgramFolder folder;
  // A library of its own: an opening of the real one takes seconds.
  const auto library = folder.folder().write("root/pto/pto-inst.hpp", "#define VALUE 5\n");
  Program program = folder.program();
  program.config.kernels.clear();
  for (int id = 0; id < 4; ++id) {
    const std::string name = "kernels/aiv/open" + std::to_string(id) + ".cpp";
    program.config.kernels.push_back(
        {id,
         "open" + std::to_string(id),
         folder.folder().write(name,
                               "#include <pto/pto-inst.hpp>\n#include <cstdint>\n"
                               "extern \"C\" void kernel_entry(std::int64_t* args) "
                               "{ args[0] = VALUE + " +
                                   std::to_string(id) + "; }\n"),
         KernelTarget::AIV,
         {}});
  }
  const auto precompiled = [&] {
    int files = 0;
    for (const auto& entry :
         std::filesystem::directory_iterator(folder.folder().path() / "cache")) {
      if (entry.path().extension() == ".gch") ++files;
    }
    return files;
  };
  program.installation = Installation(library.parent_path().parent_path());
  const BuiltProgram first = build_program(program);
  CHECK(first.built == 5);
  CHECK(run_kernel(first) == 5);
  CHECK(precompiled() == 1);
  CHECK(build_program(program).from_cache == 5);
  folder.folder().write("root/pto/pto-inst.hpp", "#define VALUE 6\n");
  const BuiltProgram second = build_program(program);
  CHECK(second.built == 4);
  CHECK(run_kernel(second) == 6);
  CHECK(precompiled() == 2);
}

TEST_CASE("a compile error is shown as the compiler gave it", "[sim][build]") {
  const ProgramFolder folder;
  folder.set_kernel("int unused; args[0] = nonsense;");
  CHECK_THROWS_MATCHES(build_program(folder.program()), BuildError,
                       Catch::Matchers::Predicate<BuildError>(
                           [](const BuildError& error) {
                             const std::string text = error.what();
                             return text.find("add.cpp does not compile:") != std::string::npos &&
                                    text.find("add.cpp:3:") != std::string::npos &&
                                    text.find("'nonsense' was not declared") != std::string::npos &&
                                    text.find("warning") == std::string::npos;
                           },
                           "names the file, the line and the reason"));
}

TEST_CASE("a function that nobody defines is named", "[sim][build]") {
  const ProgramFolder folder;
  folder.set_kernel("void mispelt_function(int); mispelt_function(1);");
  CHECK_THROWS_WITH(build_program(folder.program()),
                    Contains("add.cpp: expected a definition of mispelt_function, found none"));
}

TEST_CASE("a kernel without its entry point is named", "[sim][build]") {
  const ProgramFolder folder;
  folder.folder().write("kernels/aiv/add.cpp", "const int nothing = 1;\n");
  CHECK_THROWS_WITH(build_program(folder.program()),
                    Contains("add.cpp: expected a function extern \"C\" kernel_entry, found none"));
}

TEST_CASE("a golden program computes on the memory it is given", "[sim][build]") {
  const ProgramFolder folder;
  Program program = folder.program();
  program.golden_program = folder.folder().write("golden.cpp", R"(
#include "npusim/golden.h"
extern "C" void compute_golden(npusim::golden::Arguments& arguments) {
  auto x = arguments.get<const float>("x");
  auto y = arguments.get<float>("y");
  if (x(0, 0) < 0) arguments.get<double>("y");
  if (x(0, 0) > 9) arguments.get<float>("z");
  for (std::size_t i = 0; i < y.size(); ++i) y[i] = 2 * x[i];
}
)");
  const ArgumentImage zeros(DType::FLOAT32, 4, PatternContents{{{0, 1}}}, {});
  const std::vector<Argument> arguments{{"x", DType::FLOAT32, {2, 2}, Role::In, zeros, {}, {}},
                                        {"y", DType::FLOAT32, {2, 2}, Role::Out, zeros, {}, {}}};
  const BuiltProgram built = build_program(program);
  std::vector<float> x{1, 2, 3, 4};
  std::vector<float> y(4);
  const std::vector<std::byte*> memory{reinterpret_cast<std::byte*>(x.data()),
                                       reinterpret_cast<std::byte*>(y.data())};
  run_golden_program(built.golden.load(), arguments, memory);
  CHECK(y == std::vector<float>{2, 4, 6, 8});
  x[0] = -1;
  CHECK_THROWS_WITH(run_golden_program(built.golden.load(), arguments, memory),
                    Contains("golden.cpp: compute_golden") &&
                        Contains("argument y has elements of 4 bytes (float32)"));
  x[0] = 10;
  CHECK_THROWS_WITH(run_golden_program(built.golden.load(), arguments, memory),
                    Contains("no argument z; it has x, y"));
}

// SPDX-License-Identifier: Apache-2.0
#include "sim/build/cache_directory.h"

#include <cstdlib>
#include <fstream>

#include <sys/stat.h>
#include <unistd.h>

#include "sim/program/build_error.h"
#include "tests/support/catch.h"

using namespace npusim;
namespace fs = std::filesystem;

namespace {

class Folder {
 public:
  Folder() {
    std::string name = (fs::temp_directory_path() / "npusim-cache-test-XXXXXX").string();
    REQUIRE(mkdtemp(name.data()) != nullptr);
    path = name;
  }
  ~Folder() { fs::remove_all(path); }
  fs::path path;
};

const std::string kKey = "0123456789abcdef0123456789abcdef";

void write(const fs::path& file, const std::string& bytes) {
  std::ofstream(file, std::ios::binary) << bytes;
}

}  // namespace

TEST_CASE("a cache is its user's alone", "[sim][cache]") {
  const Folder folder;
  const fs::path cache = folder.path / "a" / "npusim";
  prepare_cache_directory(cache);
  struct stat status {};
  REQUIRE(stat(cache.c_str(), &status) == 0);
  CHECK((status.st_mode & 0777) == 0700);
  chmod(cache.c_str(), 0777);
  prepare_cache_directory(cache);
  REQUIRE(stat(cache.c_str(), &status) == 0);
  CHECK((status.st_mode & 0777) == 0700);
}

TEST_CASE("a cache of another user's, or no directory, is refused", "[sim][cache]") {
  const Folder folder;
  write(folder.path / "file", "");
  CHECK_THROWS_AS(prepare_cache_directory(folder.path / "file"), BuildError);
  if (geteuid() != 0) return;  // only root can give a directory away
  fs::create_directory(folder.path / "other");
  REQUIRE(chown((folder.path / "other").c_str(), 12345, 12345) == 0);
  CHECK_THROWS_AS(prepare_cache_directory(folder.path / "other"), BuildError);
}

TEST_CASE("what was not written by npusim is not read", "[sim][cache]") {
  const Folder folder;
  const fs::path file = folder.path / (kKey + ".so");
  write(file, "planted");
  CHECK_FALSE(read_checked(file));
  write_checked(file, "built");
  CHECK(read_checked(file) == "built");
  write(file, "planted");
  CHECK_FALSE(read_checked(file));
}

TEST_CASE("clearing leaves what is not npusim's", "[sim][cache]") {
  const Folder folder;
  write_checked(folder.path / (kKey + ".so"), "built");
  write(folder.path / "notes.txt", "mine");
  CHECK(summarize_cache(folder.path).files == 2);
  CHECK(clear_cache(folder.path).removed == 2);
  CHECK(fs::exists(folder.path / "notes.txt"));
}

TEST_CASE("the oldest results go first, and what killed builds left", "[sim][cache]") {
  const Folder folder;
  const auto now = fs::file_time_type::clock::now();
  const fs::path old_one = folder.path / (kKey + ".so");
  const fs::path new_one = folder.path / ("f" + kKey.substr(1) + ".so");
  const fs::path left = folder.path / (kKey + ".77.0");
  write(old_one, std::string(700 << 10, 'a'));
  write(new_one, std::string(700 << 10, 'b'));
  write(left, "half");
  fs::last_write_time(old_one, now - std::chrono::hours(1));
  fs::last_write_time(left, now - std::chrono::hours(3));
  setenv("NPUSIM_CACHE_SIZE", "1", 1);
  trim_cache(folder.path);
  unsetenv("NPUSIM_CACHE_SIZE");
  CHECK_FALSE(fs::exists(old_one));
  CHECK_FALSE(fs::exists(left));
  CHECK(fs::exists(new_one));
}

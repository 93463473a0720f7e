// SPDX-License-Identifier: Apache-2.0
#include "sim/build/cache_directory.h"

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <chrono>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <vector>

#include <pwd.h>
#include <sys/stat.h>
#include <unistd.h>

#include "sim/build/digest.h"
#include "sim/program/build_error.h"

namespace npusim {
namespace {

namespace fs = std::filesystem;

constexpr const char* kNote = ".sum";
constexpr std::uint64_t kDefaultMebibytes = 2048;
/// No build takes longer.
constexpr std::chrono::hours kAbandoned(2);

[[noreturn]] void refuse(const fs::path& directory, const std::string& found) {
  throw BuildError(directory.string(),
                   directory.string() +
                       ": expected a directory of this user's for built kernels, found " + found +
                       "; remove it, or set NPUSIM_CACHE to another place");
}

std::optional<std::string> bytes_of(const fs::path& file) {
  std::ifstream stream(file, std::ios::binary);
  if (!stream) return std::nullopt;
  std::string bytes{std::istreambuf_iterator<char>(stream), {}};
  if (stream.bad()) return std::nullopt;
  return bytes;
}

std::string digest_of(std::string_view bytes) { return Digest().add(bytes).hex(); }

void write_file(const fs::path& file, std::string_view bytes) {
  const fs::path temporary = temporary_name(file);
  std::ofstream stream(temporary, std::ios::binary);
  stream << bytes;
  stream.close();
  std::error_code failed;
  if (stream) fs::rename(temporary, file, failed);
  if (stream && !failed) return;
  fs::remove(temporary, failed);
  throw std::runtime_error(file.string() + ": expected a writable cache, found an error on " +
                           "writing; set NPUSIM_CACHE to another place");
}

/// Results, and what is written on the way to one. Nothing else in the directory is touched.
bool is_ours(const fs::path& file) {
  const std::string name = file.filename().string();
  return name.size() >= 32 && name.find_first_not_of("0123456789abcdef") >= 32 &&
         name.find_first_not_of("0123456789abcdef") != std::string::npos;
}

bool is_result(const fs::path& file) {
  const std::string end = file.extension().string();
  return end == ".so" || end == ".deps" || end == ".json" || end == ".imports" || end == ".cpp" ||
         end == ".h" || end == ".gch" || end == kNote;
}

struct Entry {
  fs::path path;
  fs::file_time_type used;
  std::uint64_t bytes;
};

std::vector<Entry> entries_of(const fs::path& directory) {
  std::vector<Entry> entries;
  std::error_code failed;
  for (const auto& entry : fs::directory_iterator(directory, failed)) {
    std::error_code gone;
    if (!entry.is_regular_file(gone) || entry.is_symlink(gone) || !is_ours(entry.path())) continue;
    const Entry found{entry.path(), entry.last_write_time(gone), entry.file_size(gone)};
    if (!gone) entries.push_back(found);
  }
  return entries;
}

void remove(const Entry& entry, CacheSummary& summary) {
  std::error_code gone;
  if (!fs::remove(entry.path, gone)) return;
  ++summary.removed;
  --summary.files;
  summary.bytes -= entry.bytes;
}

CacheSummary sum_of(const std::vector<Entry>& entries) {
  CacheSummary summary;
  for (const Entry& entry : entries) {
    ++summary.files;
    summary.bytes += entry.bytes;
  }
  return summary;
}

std::uint64_t limit_bytes() {
  const char* const chosen = std::getenv("NPUSIM_CACHE_SIZE");
  const std::uint64_t mebibytes =
      chosen == nullptr ? kDefaultMebibytes : std::strtoull(chosen, nullptr, 10);
  return mebibytes << 20;
}

}  // namespace

fs::path cache_directory() {
  if (const char* chosen = std::getenv("NPUSIM_CACHE"); chosen != nullptr && *chosen != '\0') {
    return fs::absolute(chosen);
  }
  const char* home = std::getenv("HOME");
  if (home == nullptr || *home == '\0') {
    const passwd* const user = getpwuid(geteuid());
    home = user == nullptr ? nullptr : user->pw_dir;
  }
  if (home != nullptr && *home == '/' && fs::is_directory(home)) {
    return fs::path(home) / ".cache" / "npusim";
  }
  return fs::temp_directory_path() / ("npusim-cache-" + std::to_string(geteuid()));
}

void prepare_cache_directory(const fs::path& directory) {
  std::error_code failed;
  fs::create_directories(directory.parent_path(), failed);
  if (mkdir(directory.c_str(), 0700) != 0 && errno != EEXIST)
    refuse(directory, std::strerror(errno));
  struct stat status {};
  if (lstat(directory.c_str(), &status) != 0) refuse(directory, std::strerror(errno));
  if (S_ISLNK(status.st_mode) && stat(directory.c_str(), &status) != 0) {
    refuse(directory, "a link to nothing");
  }
  if (!S_ISDIR(status.st_mode)) refuse(directory, "no directory");
  if (status.st_uid != geteuid()) {
    refuse(directory, "one that belongs to user " + std::to_string(status.st_uid));
  }
  if ((status.st_mode & 077) != 0 && chmod(directory.c_str(), 0700) != 0) {
    refuse(directory, "one that others may reach");
  }
}

fs::path temporary_name(const fs::path& file) {
  static std::atomic<unsigned> counter{0};
  return file.string() + "." + std::to_string(::getpid()) + "." + std::to_string(counter++);
}

std::optional<std::string> read_checked(const fs::path& file) {
  std::optional<std::string> bytes = bytes_of(file);
  if (!bytes || bytes_of(file.string() + kNote) != digest_of(*bytes)) return std::nullopt;
  return bytes;
}

void note_content(const fs::path& content, const fs::path& file) {
  write_file(file.string() + kNote, digest_of(bytes_of(content).value_or("")));
}

void write_checked(const fs::path& file, std::string_view bytes) {
  write_file(file.string() + kNote, digest_of(bytes));
  write_file(file, bytes);
}

CacheSummary summarize_cache(const fs::path& directory) { return sum_of(entries_of(directory)); }

CacheSummary clear_cache(const fs::path& directory) {
  const std::vector<Entry> entries = entries_of(directory);
  CacheSummary summary = sum_of(entries);
  for (const Entry& entry : entries) remove(entry, summary);
  return summary;
}

CacheSummary trim_cache(const fs::path& directory) {
  std::vector<Entry> entries = entries_of(directory);
  CacheSummary summary = sum_of(entries);
  const auto abandoned = fs::file_time_type::clock::now() - kAbandoned;
  for (const Entry& entry : entries) {
    if (!is_result(entry.path) && entry.used < abandoned) remove(entry, summary);
  }
  if (summary.bytes <= limit_bytes()) return summary;
  std::sort(entries.begin(), entries.end(),
            [](const Entry& a, const Entry& b) { return a.used < b.used; });
  for (const Entry& entry : entries) {
    if (summary.bytes <= limit_bytes()) break;
    remove(entry, summary);
  }
  return summary;
}

}  // namespace npusim

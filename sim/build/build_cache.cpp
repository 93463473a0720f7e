// SPDX-License-Identifier: Apache-2.0
// Looking up and filling the cache of shared objects.
#include "sim/build/build_cache.h"

#include <fstream>
#include <sstream>

#include "sim/build/cache_directory.h"
#include "sim/build/digest.h"
#include "sim/program/build_error.h"

namespace npusim {

namespace fs = std::filesystem;

namespace {

/// Changes when the meaning of the cache's files does.
constexpr const char* kFormat = "npusim build cache 2";

std::optional<std::string> read_file(const fs::path& file) {
  std::ifstream stream(file, std::ios::binary);
  if (!stream) return std::nullopt;
  std::stringstream text;
  text << stream.rdbuf();
  return text.str();
}

/// The prerequisites of a make rule as compilers write it: "target: a b \<newline> c", in which a
/// backslash keeps a space or a # in a name and $$ stands for $.
std::vector<std::string> parse_dependencies(const std::string& rule) {
  std::vector<std::string> files;
  std::string name;
  const auto finish = [&] {
    if (!name.empty()) files.push_back(name);
    name.clear();
  };
  for (std::size_t i = rule.find(':') + 1; i < rule.size(); ++i) {
    const char next = i + 1 < rule.size() ? rule[i + 1] : '\0';
    if (rule[i] == '\\' && next == '\n') {
      finish();
      ++i;
    } else if ((rule[i] == '\\' && (next == ' ' || next == '#')) ||
               (rule[i] == '$' && next == '$')) {
      name += next;
      ++i;
    } else if (rule[i] == ' ' || rule[i] == '\n') {
      finish();
    } else {
      name += rule[i];
    }
  }
  finish();
  return files;
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::stringstream stream(text);
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

}  // namespace

BuildCache::BuildCache(fs::path directory, const Compiler& compiler)
    : directory_(std::move(directory)), compiler_(compiler) {
  prepare_cache_directory(directory_);
}

std::optional<std::string> BuildCache::file_digest(const fs::path& file) {
  {
    const std::lock_guard lock(mutex_);
    if (auto known = file_digests_.find(file); known != file_digests_.end()) return known->second;
  }
  const auto text = read_file(file);
  if (!text) return std::nullopt;
  std::string digest = Digest().add(*text).hex();
  const std::lock_guard lock(mutex_);
  return file_digests_.emplace(file, std::move(digest)).first->second;
}

std::string BuildCache::recipe_of(const fs::path& source, const std::vector<std::string>& flags) {
  const auto content = file_digest(source);
  if (!content) {
    throw BuildError(source.string(), source.string() +
                                          ": expected a C++ source, found no readable "
                                          "file; correct the program's configuration");
  }
  Digest digest;
  digest.add(kFormat).add(compiler_.identity()).add(source.string()).add(*content);
  for (const std::string& flag : flags) digest.add(flag);
  return digest.hex();
}

std::optional<std::string> BuildCache::key_of(const std::string& recipe,
                                              const std::vector<std::string>& headers) {
  Digest digest;
  digest.add(recipe);
  for (const std::string& header : headers) {
    const auto content = file_digest(header);
    if (!content) return std::nullopt;
    digest.add(header).add(*content);
  }
  return digest.hex();
}

BuildCache::Result BuildCache::get(const fs::path& source, SourceKind kind,
                                   const std::vector<fs::path>& include_dirs,
                                   const std::vector<std::string>& defines) {
  std::vector<std::string> flags = compiler_.flags(kind, include_dirs);
  for (const std::string& define : defines) flags.push_back("-D" + define);
  const std::string recipe = recipe_of(source, flags);
  const fs::path dependencies = directory_ / (recipe + ".deps");
  if (const auto recorded = read_checked(dependencies)) {
    const std::vector<std::string> headers = lines_of(*recorded);
    const auto key = key_of(recipe, headers);
    const fs::path shared_object = directory_ / (key.value_or("") + ".so");
    // What it loads is code: only if it is what was built.
    if (key && read_checked(shared_object)) {
      std::error_code ignored;
      fs::last_write_time(shared_object, fs::file_time_type::clock::now(), ignored);
      return {shared_object, true, headers};
    }
  }
  const fs::path built = temporary_name(directory_ / recipe);
  const fs::path rule = built.string() + ".d";
  compiler_.build(source, kind, flags, built, rule);
  const std::vector<std::string> headers = parse_dependencies(read_file(rule).value_or(""));
  fs::remove(rule);
  const auto key = key_of(recipe, headers);
  if (!key) {
    fs::remove(built);
    throw BuildError(source.string(), source.string() +
                                          ": expected its headers to stay during the "
                                          "build, found one gone; build again");
  }
  const fs::path shared_object = directory_ / (*key + ".so");
  note_content(built, shared_object);
  fs::rename(built, shared_object);
  std::string lines;
  for (const std::string& header : headers) lines += header + "\n";
  write_checked(dependencies, lines);
  trim_cache(directory_);
  return {shared_object, false, headers};
}

}  // namespace npusim

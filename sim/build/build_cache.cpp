// SPDX-License-Identifier: Apache-2.0
// Looking up and filling the cache of shared objects.
#include "sim/build/build_cache.h"

#include <fstream>
#include <sstream>

#include "sim/build/cache_directory.h"
#include "sim/build/digest.h"
#include "sim/build/source_opening.h"
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

std::vector<std::string> flags_of(const BuildRequest& request, const Compiler& compiler) {
  std::vector<std::string> flags = compiler.flags(request.kind, request.include_dirs);
  for (const std::string& define : request.defines) flags.push_back("-D" + define);
  if (request.launches_alone) {
    for (std::string& flag : compiler.launches_alone()) flags.push_back(std::move(flag));
  }
  return flags;
}

std::string opening_recipe(const Opening& opening, const Compiler& compiler) {
  Digest digest;
  digest.add(kFormat).add("opening").add(compiler.identity()).add(opening.text);
  for (const std::string& flag : opening.flags) digest.add(flag);
  return digest.hex();
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

std::optional<BuildCache::Result> BuildCache::find(const std::string& recipe,
                                                   const std::string& extension) {
  const auto recorded = read_checked(directory_ / (recipe + ".deps"));
  if (!recorded) return std::nullopt;
  const std::vector<std::string> headers = lines_of(*recorded);
  const auto key = key_of(recipe, headers);
  const fs::path file = directory_ / (key.value_or("") + extension);
  // What it loads or compiles is code: only if it is what was built.
  if (!key || !read_checked(file)) return std::nullopt;
  std::error_code ignored;
  fs::last_write_time(file, fs::file_time_type::clock::now(), ignored);
  return Result{file, true, headers};
}

BuildCache::Result BuildCache::keep(const fs::path& source, const std::string& recipe,
                                    const fs::path& built, std::vector<std::string> headers,
                                    const std::string& extension) {
  const auto key = key_of(recipe, headers);
  if (!key) {
    fs::remove(built);
    throw BuildError(source.string(), source.string() +
                                          ": expected its headers to stay during the "
                                          "build, found one gone; build again");
  }
  const fs::path file = directory_ / (*key + extension);
  note_content(built, file);
  fs::rename(built, file);
  std::string lines;
  for (const std::string& header : headers) lines += header + "\n";
  write_checked(directory_ / (recipe + ".deps"), lines);
  trim_cache(directory_);
  return {file, false, std::move(headers)};
}

std::optional<BuildCache::Result> BuildCache::find(const BuildRequest& request) {
  return find(recipe_of(request.source, flags_of(request, compiler_)), ".so");
}

BuildCache::Result BuildCache::get(const BuildRequest& request) {
  const std::vector<std::string> flags = flags_of(request, compiler_);
  const std::string recipe = recipe_of(request.source, flags);
  if (auto known = find(recipe, ".so")) return *known;
  const fs::path built = temporary_name(directory_ / recipe);
  const fs::path rule = built.string() + ".d";
  const auto opening = opening_of(request);
  const auto begin = opening ? precompiled(*opening) : std::nullopt;
  fs::path first;
  if (begin) first = fs::path(begin->shared_object).replace_extension();
  compiler_.build(request.source, request.kind, flags, first, built, rule);
  std::vector<std::string> headers = parse_dependencies(read_file(rule).value_or(""));
  fs::remove(rule);
  if (begin) {
    // The compiler names the precompiled file, not the headers in it.
    std::erase_if(headers,
                  [&](const std::string& header) { return header.starts_with(first.string()); });
    headers.insert(headers.end(), begin->headers.begin(), begin->headers.end());
  }
  return keep(request.source, recipe, built, std::move(headers), ".so");
}

std::optional<Opening> BuildCache::opening_of(const BuildRequest& request) {
  if (!compiler_.precompiles(request.kind)) return std::nullopt;
  const auto source = read_file(request.source);
  std::string text =
      source_opening(source.value_or(""), fs::absolute(request.source).parent_path());
  if (text.empty()) return std::nullopt;
  return Opening{std::move(text), flags_of(request, compiler_)};
}

std::optional<BuildCache::Result> BuildCache::precompiled(const Opening& opening) {
  {
    const std::lock_guard lock(mutex_);
    if (auto known = openings_.find(opening); known != openings_.end()) return known->second;
  }
  auto found = find(opening_recipe(opening, compiler_), ".h.gch");
  const std::lock_guard lock(mutex_);
  return openings_.emplace(opening, std::move(found)).first->second;
}

void BuildCache::precompile(const Opening& opening) {
  if (precompiled(opening)) return;
  const std::string recipe = opening_recipe(opening, compiler_);
  const fs::path built = temporary_name(directory_ / recipe);
  const fs::path rule = built.string() + ".d";
  const fs::path source = built.string() + ".h";
  std::ofstream(source) << opening.text;
  try {
    compiler_.precompile(source, opening.flags, built, rule);
  } catch (const BuildError&) {
    fs::remove(source);
    fs::remove(rule);
    throw;
  }
  std::vector<std::string> headers = parse_dependencies(read_file(rule).value_or(""));
  fs::remove(rule);
  std::erase(headers, source.string());
  Result result = keep(source, recipe, built, std::move(headers), ".h.gch");
  // Where the compiler looks for the precompiled file's name; and what it reads if it will not have
  // that.
  fs::rename(source, fs::path(result.shared_object).replace_extension());
  const std::lock_guard lock(mutex_);
  openings_[opening] = std::move(result);
}

}  // namespace npusim

// SPDX-License-Identifier: Apache-2.0
#include "sim/build/program_identity.h"

#include <array>
#include <fstream>
#include <memory>

#include <nlohmann/json.hpp>
#include <xxhash.h>

namespace npusim {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t kPiece = std::size_t{1} << 20;

/// XXH3 of a file's content; nothing if it cannot be read.
std::string content_digest(const fs::path& file) {
  std::ifstream stream(file, std::ios::binary);
  if (!stream) return "";
  const std::unique_ptr<XXH3_state_t, decltype(&XXH3_freeState)> state(XXH3_createState(),
                                                                       XXH3_freeState);
  XXH3_128bits_reset(state.get());
  std::string piece(kPiece, '\0');
  while (stream.read(piece.data(), kPiece) || stream.gcount() > 0) {
    XXH3_128bits_update(state.get(), piece.data(), static_cast<std::size_t>(stream.gcount()));
  }
  XXH128_canonical_t canonical;
  XXH128_canonicalFromHash(&canonical, XXH3_128bits_digest(state.get()));
  std::string hex;
  for (const unsigned char byte : canonical.digest) {
    constexpr std::string_view kDigits = "0123456789abcdef";
    hex += {kDigits[byte >> 4], kDigits[byte & 15]};
  }
  return hex;
}

/// Every "file" that data.json names, wherever it stands.
void add_named_files(const nlohmann::json& value, const fs::path& folder,
                     std::vector<fs::path>& files) {
  if (value.is_object() && value.contains("file") && value.at("file").is_string()) {
    files.push_back(folder / value.at("file").get<std::string>());
  }
  if (!value.is_structured()) return;
  for (const nlohmann::json& member : value) add_named_files(member, folder, files);
}

std::string name_of(const fs::path& file, const Program& program) {
  for (const fs::path& root : {program.directory, program.installation.root()}) {
    const fs::path relative = file.lexically_normal().lexically_relative(root);
    if (!relative.empty() && *relative.begin() != "..") return relative.generic_string();
  }
  return file.lexically_normal().generic_string();
}

}  // namespace

std::vector<fs::path> named_data_files(const fs::path& data_file) {
  std::vector<fs::path> files;
  std::ifstream stream(data_file);
  const nlohmann::json data = nlohmann::json::parse(stream, nullptr, /*allow_exceptions=*/false);
  if (!data.is_discarded()) add_named_files(data, data_file.parent_path(), files);
  return files;
}

ProgramIdentity identity_of(const Program& program, const BuiltProgram& built) {
  ProgramIdentity identity;
  const auto add = [&](const fs::path& file) {
    identity.emplace(name_of(file, program), content_digest(file));
  };
  add(program.config.file);
  add(program.data_file);
  for (const fs::path& file : named_data_files(program.data_file)) add(file);
  for (const fs::path& file : built.inputs) add(file);
  identity.emplace(kCompilerEntry, built.compiler);
  return identity;
}

std::string compiler_of(const ProgramIdentity& identity) {
  const auto found = identity.find(kCompilerEntry);
  return found == identity.end() ? "" : found->second;
}

std::string compiler_difference(const ProgramIdentity& then, const ProgramIdentity& now) {
  const std::string was = compiler_of(then), is = compiler_of(now);
  if (was.empty() || is.empty() || was == is) return "";
  return "the compiler is '" + is + "', was '" + was + "'";
}

std::vector<std::string> differences(const ProgramIdentity& then, const ProgramIdentity& now) {
  std::vector<std::string> found;
  if (std::string changed = compiler_difference(then, now); !changed.empty()) {
    found.push_back(std::move(changed));
  }
  for (const auto& [name, digest] : then) {
    if (name == kCompilerEntry) continue;
    const auto same = now.find(name);
    if (same == now.end()) {
      found.push_back(name + " is gone");
    } else if (same->second != digest) {
      found.push_back(name + " changed");
    }
  }
  for (const auto& [name, digest] : now) {
    if (name != kCompilerEntry && !then.contains(name)) found.push_back(name + " is new");
  }
  return found;
}

}  // namespace npusim

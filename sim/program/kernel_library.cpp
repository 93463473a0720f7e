// SPDX-License-Identifier: Apache-2.0
#include "sim/program/kernel_library.h"

#include <cstdlib>
#include <string>

#include "models/arch/check.h"
#include "models/arch/input_error.h"

namespace npusim {

namespace fs = std::filesystem;

namespace {

using Kind = KernelLibrary::Kind;

/// A library that a user may have a checkout of.
struct Checkout {
  Kind kind;
  std::optional<fs::path> LibraryChoice::*choice;
  const char *name, *option, *key, *variable;
  const char* header;  ///< every commit has it
  const char* chip;    ///< the folder of this chip's headers
  const char* chip_remedy;
  const char* holds;  ///< what the folder to be named holds
};

constexpr Checkout kCheckouts[] = {
    {Kind::PtoIsa, &LibraryChoice::pto_isa, "pto-isa", "--pto-isa", "PTO_ISA", "PTO_ISA_ROOT",
     "include/pto/pto-inst.hpp", "include/pto/npu/a2a3",
     "use a commit of April to August 2026, which have include/pto/npu/a2a3", "include/"},
    {Kind::AscDevkit, &LibraryChoice::asc_devkit, "asc-devkit", "--asc-devkit", "ASC_DEVKIT",
     "ASC_DEVKIT_ROOT", "include/kernel_operator.h", "impl/basic_api/dav_c220",
     "use a commit that has impl/basic_api/dav_c220", "include/ and impl/"},
};

const Checkout& checkout_of(Kind kind) {
  for (const Checkout& checkout : kCheckouts) {
    if (checkout.kind == kind) return checkout;
  }
  NPUSIM_CHECK(!"the bundled library is no checkout");
  std::abort();
}

/// `source` and `key`: where the user named the folder.
KernelLibrary checked(const Checkout& checkout, const fs::path& folder, const std::string& source,
                      const std::string& key) {
  const fs::path root = fs::absolute(folder).lexically_normal();
  const std::string what = std::string("a checkout of ") + checkout.name;
  if (!fs::exists(root / checkout.header)) {
    throw InputError(source, key, what + ", which has " + checkout.header,
                     !fs::exists(root)         ? folder.string() + ", which does not exist"
                     : !fs::is_directory(root) ? folder.string() + ", which is no folder"
                                               : folder.string() + ", which has none",
                     std::string("name the folder that holds the checkout's ") + checkout.holds);
  }
  if (!fs::is_directory(root / checkout.chip)) {
    throw InputError(source, key, what + " with headers for a2a3", folder.string(),
                     checkout.chip_remedy);
  }
  return {checkout.kind, root, false};
}

/// The one that `choice` names. `name_of`: what the user names a library by there.
template <typename NameOf>
std::optional<KernelLibrary> chosen(const LibraryChoice& choice, const std::string& file,
                                    NameOf&& name_of) {
  const Checkout* named = nullptr;
  for (const Checkout& checkout : kCheckouts) {
    if (!(choice.*checkout.choice)) continue;
    if (named != nullptr) {
      throw InputError(file.empty() ? name_of(checkout) : file, "", "one library for the kernels",
                       std::string(name_of(*named)) + " and " + name_of(checkout),
                       "name the one that they are written for");
    }
    named = &checkout;
  }
  if (named == nullptr) return std::nullopt;
  return checked(*named, *(choice.*named->choice), file.empty() ? name_of(*named) : file,
                 file.empty() ? "" : name_of(*named));
}

LibraryChoice environment() {
  LibraryChoice choice;
  for (const Checkout& checkout : kCheckouts) {
    const char* const root = std::getenv(checkout.variable);
    if (root != nullptr && *root != '\0') choice.*checkout.choice = root;
  }
  return choice;
}

}  // namespace

const char* KernelLibrary::key() const { return checkout_of(kind).key; }

std::vector<fs::path> KernelLibrary::include_dirs() const {
  if (kind == Kind::PtoIsa) return {root / "include"};
  if (kind == Kind::Bundled) return {};
  std::vector<fs::path> dirs;
  // As the project's own build looks for them (intrinsics.md 1.1).
  for (const char* dir : {"", "include", "include/basic_api", "include/simt_api", "impl",
                          "impl/basic_api", "impl/simt_api", "include/utils", "include/adv_api"}) {
    dirs.push_back((root / dir).lexically_normal());
  }
  return dirs;
}

std::vector<fs::path> KernelLibrary::folders() const {
  if (kind == Kind::PtoIsa) return {root / "include"};
  if (kind == Kind::Bundled) return {};
  return {root / "include", root / "impl"};
}

KernelLibrary choose_library(const LibraryChoice& command_line, const LibraryChoice& configuration,
                             const fs::path& config_file) {
  if (auto library = chosen(command_line, "", [](const Checkout& c) { return c.option; })) {
    return *library;
  }
  if (auto library =
          chosen(configuration, config_file.string(), [](const Checkout& c) { return c.key; })) {
    library->named_by_program = true;
    return *library;
  }
  const auto variable = [](const Checkout& c) { return std::string("$") + c.variable; };
  return chosen(environment(), "", variable).value_or(KernelLibrary());
}

}  // namespace npusim

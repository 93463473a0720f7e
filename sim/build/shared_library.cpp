// SPDX-License-Identifier: Apache-2.0
// dlopen and dlsym, with messages about the user's source instead of the shared object.
#include "sim/build/shared_library.h"

#include <dlfcn.h>

#include "models/arch/foreign_code.h"
#include "sim/build/demangled.h"
#include "sim/program/build_error.h"

namespace npusim {

namespace {

/// What dlopen says about a missing symbol is "PATH: undefined symbol: NAME".
std::string explain(const std::string& source, const std::string& error) {
  const std::string marker = "undefined symbol: ";
  const std::size_t begin = error.find(marker);
  if (begin == std::string::npos) {
    return source + ": expected an object that loads, found: " + error + "; build it again";
  }
  const std::size_t name = begin + marker.size();
  const std::string symbol = error.substr(name, error.find_first_of(" \n", name) - name);
  return source + ": expected a definition of " + demangled(symbol) +
         ", found none in the source, in npusim or in the C and C++ libraries; check the "
         "spelling, or define the function in the kernel's source";
}

}  // namespace

SharedLibrary::SharedLibrary(const std::filesystem::path& shared_object,
                             const std::filesystem::path& source)
    : path_(shared_object), source_(source) {
  const ForeignCode running("the static initialisers of " + source.string());
  void* handle = ::dlopen(shared_object.c_str(), RTLD_NOW | RTLD_LOCAL);
  if (handle == nullptr) throw BuildError(source.string(), explain(source.string(), ::dlerror()));
  handle_ = handle;
}

void* SharedLibrary::symbol(const std::string& name) const {
  if (void* address = find_symbol(name)) return address;
  throw BuildError(source_.string(), source_.string() + ": expected a function extern \"C\" " +
                                         name + ", found none; define and export it");
}

void* SharedLibrary::find_symbol(const std::string& name) const {
  return ::dlsym(handle_, name.c_str());
}

}  // namespace npusim

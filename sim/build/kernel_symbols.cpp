// SPDX-License-Identifier: Apache-2.0
// Symbols as ELF has them: names, kinds and the sections they lie in.
#include "sim/build/kernel_symbols.h"

#include <algorithm>
#include <cstring>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

#include <dlfcn.h>
#include <elf.h>
#include <fmt/format.h>

#include "sim/build/demangled.h"
#include "sim/program/build_error.h"

namespace npusim {
namespace {

constexpr std::string_view kSeen[] = {
#define NPUSIM_SEEN(name) #name,
#include "sim/build/seen_functions.def"
#undef NPUSIM_SEEN
};
/// Our own, the instrumentation's, and what the compiler and the C++ library need for their own.
constexpr std::string_view kOwnPrefixes[] = {
    "npusim_", "__wrap_", "__tsan_",      "__sanitizer_", "__ubsan_", "__cxa_",      "_Unwind_",
    "__gxx_",  "__gcc_",  "_ITM_",        "__gmon_",      "__assert", "__stack_chk", "__errno_",
    "_Zn",     "_Zd",     "_ZSt",         "_ZNSt",        "_ZNKSt",   "_ZTI",        "_ZTV",
    "_ZTS",    "__tls_",  "__dso_handle", "_ZTH"};

bool is_seen(std::string_view name) {
  const auto begins = [&](std::string_view prefix) { return name.starts_with(prefix); };
  if (std::any_of(std::begin(kOwnPrefixes), std::end(kOwnPrefixes), begins)) return true;
  const auto listed = [](std::string_view candidate) {
    return std::find(std::begin(kSeen), std::end(kSeen), candidate) != std::end(kSeen);
  };
  // sqrtf and sqrtl are sqrt; __exp_finite is exp.
  const bool suffixed = name.ends_with('f') || name.ends_with('l');
  if (name.starts_with("__") && name.ends_with("_finite")) {
    return is_seen(name.substr(2, name.size() - 2 - std::string_view("_finite").size()));
  }
  return listed(name) || (suffixed && listed(name.substr(0, name.size() - 1)));
}

/// What a compiler puts into an object by itself is no variable of the program's.
bool is_own_data(std::string_view name) {
  for (const std::string_view prefix : {"DW.ref.", "completed.", "__dso_handle", "_ZGV", "_ZSt",
                                        "_ZNSt", "_ZTV", "_ZTI", "__gcov", "__TMC"}) {
    if (name.starts_with(prefix)) return true;
  }
  return false;
}

class ElfObject {
 public:
  explicit ElfObject(const std::filesystem::path& file) {
    std::ifstream in(file, std::ios::binary);
    bytes_.assign(std::istreambuf_iterator<char>(in), {});
    const auto header = at<Elf64_Ehdr>(0);
    for (unsigned i = 0; i < header.e_shnum; ++i) {
      sections_.push_back(at<Elf64_Shdr>(header.e_shoff + std::uint64_t{i} * header.e_shentsize));
    }
    names_ = header.e_shstrndx;
  }

  std::string_view section_name(unsigned index) const {
    return text(names_, sections_[index].sh_name);
  }
  const Elf64_Shdr* section(unsigned index) const {
    return index < sections_.size() ? &sections_[index] : nullptr;
  }

  /// Calls visit(name, symbol) for the symbols of the tables of one type.
  template <typename Visit>
  void for_each_symbol(std::uint32_t table_type, Visit visit) const {
    for (const Elf64_Shdr& table : sections_) {
      if (table.sh_type != table_type) continue;
      for (std::uint64_t offset = 0; offset + sizeof(Elf64_Sym) <= table.sh_size;
           offset += sizeof(Elf64_Sym)) {
        const auto symbol = at<Elf64_Sym>(table.sh_offset + offset);
        visit(text(table.sh_link, symbol.st_name), symbol);
      }
    }
  }

 private:
  template <typename T>
  T at(std::uint64_t offset) const {
    T value{};
    if (offset + sizeof(T) <= bytes_.size()) std::memcpy(&value, bytes_.data() + offset, sizeof(T));
    return value;
  }
  std::string_view text(std::uint32_t table, std::uint64_t offset) const {
    const std::uint64_t begin = table < sections_.size() ? sections_[table].sh_offset + offset : 0;
    return begin < bytes_.size() ? std::string_view(bytes_.data() + begin) : std::string_view();
  }

  std::vector<char> bytes_;
  std::vector<Elf64_Shdr> sections_;
  unsigned names_ = 0;
};

bool is_refused(const ElfObject& object, const Elf64_Sym& symbol, Variables allowed) {
  const unsigned type = ELF64_ST_TYPE(symbol.st_info);
  if (symbol.st_size == 0 || symbol.st_shndx == SHN_UNDEF) return false;
  if (type == STT_TLS) return true;
  if (allowed == Variables::CoresOwn || type != STT_OBJECT) return false;
  const Elf64_Shdr* const section = object.section(symbol.st_shndx);
  if (section == nullptr || (section->sh_flags & SHF_WRITE) == 0) return false;
  const std::string_view name = object.section_name(symbol.st_shndx);
  // Constants that hold addresses are written once, by the loader.
  return !name.starts_with(".data.rel.ro") && name != kBlockLocalSection;
}

}  // namespace

void check_kernel_variables(const std::filesystem::path& shared_object,
                            const std::filesystem::path& source, Variables allowed) {
  if (allowed == Variables::Any) return;
  const ElfObject object(shared_object);
  object.for_each_symbol(SHT_SYMTAB, [&](std::string_view name, const Elf64_Sym& symbol) {
    if (is_own_data(name) || !is_refused(object, symbol, allowed)) return;
    throw BuildError(
        source.string(),
        fmt::format("{}: expected no variable that outlives the call and can be written, found "
                    "'{}': a kernel on the device is code and constants, and the cores share "
                    "nothing but GM; make it local, constexpr or [[block_local]], or pass a tensor",
                    source.string(), demangled(std::string(name))));
  });
}

void check_kernel_functions(const std::filesystem::path& shared_object,
                            const std::filesystem::path& source) {
  const ElfObject object(shared_object);
  object.for_each_symbol(SHT_DYNSYM, [&](std::string_view name, const Elf64_Sym& symbol) {
    if (symbol.st_shndx != SHN_UNDEF || name.empty() || is_seen(name)) return;
    // What exists nowhere is told apart when the object is loaded.
    if (::dlsym(RTLD_DEFAULT, std::string(name).c_str()) == nullptr) return;
    throw BuildError(
        source.string(),
        fmt::format("{}: expected functions whose accesses the simulator sees, found a call of "
                    "'{}' from outside the kernel; define it in the kernel's source, or write the "
                    "loop (memcpy, memmove, memset and memcmp are seen)",
                    source.string(), demangled(std::string(name))));
  });
}

}  // namespace npusim

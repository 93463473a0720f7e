// SPDX-License-Identifier: Apache-2.0
#include "traces/debug_info/debug_module.h"

#include <cstdlib>

#include <dwarf.h>
#include <elfutils/libdw.h>
#include <elfutils/libdwfl.h>

namespace npusim::traces {
namespace {

/// Debug information comes from the object itself: it was just built.
int no_separate_debug_file(Dwfl_Module*, void**, const char*, Dwarf_Addr, const char*, const char*,
                           GElf_Word, char**) {
  return -1;
}

const Dwfl_Callbacks kCallbacks = {
    .find_elf = dwfl_build_id_find_elf,
    .find_debuginfo = no_separate_debug_file,
    .section_address = dwfl_offline_section_address,
    .debuginfo_path = nullptr,
};

std::string text_attribute(Dwarf_Die* die, unsigned attribute) {
  Dwarf_Attribute buffer;
  const char* const text = dwarf_formstring(dwarf_attr_integrate(die, attribute, &buffer));
  return text == nullptr ? "" : text;
}

std::uint32_t number_attribute(Dwarf_Die* die, unsigned attribute) {
  Dwarf_Attribute buffer;
  Dwarf_Word value = 0;
  if (dwarf_formudata(dwarf_attr(die, attribute, &buffer), &value) != 0) return 0;
  return static_cast<std::uint32_t>(value);
}

std::filesystem::path absolute_path(Dwarf_Die* unit, const char* file) {
  if (file == nullptr) return {};
  const std::filesystem::path path = file;
  if (path.is_absolute()) return path.lexically_normal();
  return (text_attribute(unit, DW_AT_comp_dir) / path).lexically_normal();
}

/// The scopes around an address as they are nested in the code, innermost first.
std::vector<Dwarf_Die> scopes_at(Dwarf_Die* unit, Dwarf_Addr address) {
  Dwarf_Die* found = nullptr;
  const int lexical = dwarf_getscopes(unit, address, &found);
  const std::unique_ptr<Dwarf_Die, void (*)(void*)> owner(found, std::free);
  if (lexical <= 0) return {};
  // Beyond an inlined function those go on with where it was defined; wanted is where it was
  // called.
  Dwarf_Die* nested = nullptr;
  const int count = dwarf_getscopes_die(found, &nested);
  const std::unique_ptr<Dwarf_Die, void (*)(void*)> nested_owner(nested, std::free);
  if (count <= 0) return {};
  return {nested, nested + count};
}

/// Where an inlined function was called.
SourceFrame call_of(Dwarf_Die* unit, Dwarf_Die* inlined) {
  Dwarf_Files* files = nullptr;
  std::size_t count = 0;
  const std::uint32_t number = number_attribute(inlined, DW_AT_call_file);
  SourceFrame frame;
  frame.line = number_attribute(inlined, DW_AT_call_line);
  if (dwarf_getsrcfiles(unit, &files, &count) == 0 && number < count) {
    frame.file = absolute_path(unit, dwarf_filesrc(files, number, nullptr, nullptr));
  }
  return frame;
}

}  // namespace

void DebugModule::End::operator()(Dwfl* session) const { dwfl_end(session); }

DebugModule::DebugModule(const std::string& file, std::uintptr_t base)
    : session_(dwfl_begin(&kCallbacks)) {
  if (!session_) return;
  dwfl_report_begin(session_.get());
  module_ = dwfl_report_elf(session_.get(), file.c_str(), file.c_str(), -1, base, false);
  dwfl_report_end(session_.get(), nullptr, nullptr);
}

DebugModule::~DebugModule() = default;

std::vector<SourceFrame> DebugModule::frames_at(std::uintptr_t address) const {
  if (module_ == nullptr) return {};
  Dwarf_Addr bias = 0;
  Dwarf_Die* const unit = dwfl_module_addrdie(module_, address, &bias);
  Dwfl_Line* const line = dwfl_module_getsrc(module_, address);
  if (unit == nullptr || line == nullptr) return {};
  std::vector<SourceFrame> frames(1);
  int line_number = 0;
  frames.back().file =
      absolute_path(unit, dwfl_lineinfo(line, nullptr, &line_number, nullptr, nullptr, nullptr));
  frames.back().line = static_cast<std::uint32_t>(line_number);

  for (Dwarf_Die& scope : scopes_at(unit, address - bias)) {
    const int tag = dwarf_tag(&scope);
    if (tag != DW_TAG_inlined_subroutine && tag != DW_TAG_subprogram) continue;
    frames.back().function = text_attribute(&scope, DW_AT_name);
    if (tag == DW_TAG_subprogram) break;
    frames.push_back(call_of(unit, &scope));
  }
  return frames;
}

}  // namespace npusim::traces

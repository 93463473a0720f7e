// SPDX-License-Identifier: Apache-2.0
#include "session/run/version.h"

#include <cstring>

#include <elf.h>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <link.h>

namespace npusim::session {
namespace {

std::size_t padded(std::size_t bytes) { return (bytes + 3) / 4 * 4; }

/// The build's number among an ELF file's notes: `bytes` of headers, each with a name and a value.
std::string build_id_among(const std::uint8_t* notes, std::size_t bytes) {
  const std::uint8_t* const end = notes + bytes;
  for (ElfW(Nhdr) note; notes + sizeof note <= end;) {
    std::memcpy(&note, notes, sizeof note);
    const std::uint8_t* const name = notes + sizeof note;
    const std::uint8_t* const value = name + padded(note.n_namesz);
    if (note.n_type == NT_GNU_BUILD_ID && note.n_namesz == sizeof ELF_NOTE_GNU &&
        std::memcmp(name, ELF_NOTE_GNU, sizeof ELF_NOTE_GNU) == 0) {
      return fmt::format("{:02x}", fmt::join(value, value + note.n_descsz, ""));
    }
    notes = value + padded(note.n_descsz);
  }
  return "";
}

}  // namespace

std::string_view version() { return NPUSIM_VERSION; }

std::string build_id() {
  std::string found;
  dl_iterate_phdr(
      [](dl_phdr_info* object, std::size_t, void* result) {
        for (ElfW(Half) i = 0; i < object->dlpi_phnum; ++i) {
          const ElfW(Phdr)& part = object->dlpi_phdr[i];
          if (part.p_type != PT_NOTE) continue;
          const auto* const notes =
              reinterpret_cast<const std::uint8_t*>(object->dlpi_addr + part.p_vaddr);
          auto& id = *static_cast<std::string*>(result);
          id = build_id_among(notes, part.p_memsz);
          if (!id.empty()) break;
        }
        return 1;  // The executable comes first; the libraries are not asked.
      },
      &found);
  return found;
}

}  // namespace npusim::session

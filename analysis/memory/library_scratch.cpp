// SPDX-License-Identifier: Apache-2.0
#include "analysis/memory/library_scratch.h"

#include <algorithm>
#include <string_view>

#include <fmt/format.h>

#include "analysis/describe/names.h"
#include "models/arch/span_runs.h"

namespace npusim::analysis {
namespace {

/// The instructions that use the scratch where they get no tile for it (tile-isa.md section 1.6):
/// broadcasts of a column over rows that were given three tiles, and the extraction of int8 rows of
/// odd length into fractals.
bool is_library_call(std::uint16_t tile_op) {
  constexpr std::string_view kUsers[] = {"TROWEXPANDADD",    "TROWEXPANDSUB", "TROWEXPANDMUL",
                                         "TROWEXPANDDIV",    "TROWEXPANDMAX", "TROWEXPANDMIN",
                                         "TROWEXPANDEXPDIF", "TEXTRACT"};
  return std::find(std::begin(kUsers), std::end(kUsers), tile_op_name(tile_op)) != std::end(kUsers);
}

/// Within them, the instructions that fill the scratch: its bytes begin where the scratch does.
bool fills_scratch(const CurrentInstruction& instruction) {
  const std::string opcode = opcode_name(instruction.opcode);
  return opcode == "vbrcb" || opcode == "vconv";
}

/// Calls visit(byte of the scratch) for those that the span touches.
template <typename Visit>
void for_each_byte(const Span& span, Visit&& visit) {
  for_each_run(span, [&](std::uint64_t begin) {
    const std::uint64_t end = std::min(begin + span.run_bytes, capacity_bytes(MemSpace::UB));
    for (std::uint64_t at = std::max(begin, kUbScratchBegin); at < end; ++at) {
      visit(at - kUbScratchBegin);
    }
  });
}

}  // namespace

void LibraryScratch::on_access(const AccessEvent& event) {
  auto& place = cores_[core_of(event.agent)];
  if (!place) place = std::make_unique<CoreScratch>();
  CoreScratch& core = *place;
  const CurrentInstruction& instruction = instructions_[event.agent];
  const bool library = is_library_call(instruction.tile_op);
  if (writes(event.kind)) {
    if (library && fills_scratch(instruction) && event.span.lowest() >= kUbScratchBegin) {
      const std::uint32_t clobber = clobber_of(core, event);
      for_each_byte(event.span, [&](std::uint64_t at) {
        if (core.bytes[at] != kNobodys) core.bytes[at] = clobber;
      });
    } else {
      for_each_byte(event.span, [&](std::uint64_t at) { core.bytes[at] = kTiles; });
    }
    return;
  }
  if (library) return;  // reads back what it has put there
  std::uint32_t found = kNobodys;
  for_each_byte(event.span, [&](std::uint64_t at) { found = std::max(found, core.bytes[at]); });
  if (found >= kFirstClobber) report(event, core.clobbers[found - kFirstClobber]);
}

std::uint32_t LibraryScratch::clobber_of(CoreScratch& core, const AccessEvent& event) {
  const Site site = instructions_[event.agent].site;
  const auto known = std::find(core.clobber_sites.begin(), core.clobber_sites.end(), site);
  const auto index = static_cast<std::uint32_t>(known - core.clobber_sites.begin());
  if (known == core.clobber_sites.end()) {
    core.clobber_sites.push_back(site);
    core.clobbers.push_back(instructions_.site_of(event, buffers_, tasks_, sources_));
  }
  return kFirstClobber + index;
}

void LibraryScratch::report(const AccessEvent& event, const AccessSite& clobber) {
  const CurrentInstruction& instruction = instructions_[event.agent];
  list_.add("library-scratch", event.space, instruction.site, instruction.opcode, 0, [&] {
    Finding finding;
    finding.check = "mem";
    finding.hazard = "library-scratch";
    finding.space = name(event.space);
    finding.first = clobber;
    finding.second = instructions_.site_of(event, buffers_, tasks_, sources_);
    finding.message = fmt::format(
        "{} reads a tile above UB byte {} that {} has used as its scratch since it was written",
        text_of(finding.second.op), kUbScratchBegin, text_of(clobber.op));
    finding.fix = fmt::format(
        "place the tile below UB byte {}, or give the instruction a tile for its scratch",
        kUbScratchBegin);
    rest_on(finding, "ub.library_scratch");
    return finding;
  });
}

}  // namespace npusim::analysis

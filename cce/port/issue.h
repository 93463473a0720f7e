// SPDX-License-Identifier: Apache-2.0
// The port's functions that issue hardware instructions, one a family: npusim_issue_lane,
// npusim_issue_gather ... (family.def). The front end takes the mask and the other registers of the
// moment along and puts the instruction into its pipe's queue; it waits while the queue is full.
// Parameters `site` and `library_call`: port.h.
#pragma once

#include "cce/port/operands.h"
#include "cce/port/port.h"

extern "C" {
#define NPUSIM_FAMILY(Operands, name)                                                  \
  void npusim_issue_##name(const npusim::isa::Operands* instruction, const void* site, \
                           unsigned library_call);
#include "cce/port/family.def"
#undef NPUSIM_FAMILY
}

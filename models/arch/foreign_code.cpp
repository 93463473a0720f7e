// SPDX-License-Identifier: Apache-2.0
#include "models/arch/foreign_code.h"

#include <utility>

namespace npusim {
namespace {

thread_local const char* current = nullptr;
ForeignCode::EndHandler end_handler = nullptr;

}  // namespace

ForeignCode::ForeignCode(std::string what) : what_(std::move(what)), outer_(current) {
  current = what_.c_str();
}

ForeignCode::~ForeignCode() { current = outer_; }

const char* ForeignCode::running() { return current; }

void ForeignCode::set_end_handler(EndHandler handler) { end_handler = handler; }

void ForeignCode::ends(const char* how) {
  if (end_handler != nullptr && current != nullptr) end_handler(current, how);
}

}  // namespace npusim

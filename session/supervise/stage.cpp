// SPDX-License-Identifier: Apache-2.0
#include "session/supervise/stage.h"

#include "session/supervise/shared_state.h"

namespace npusim::session {
namespace {

SharedState own;
SharedState* shared = &own;

}  // namespace

SharedState& shared_state() { return *shared; }

void use_shared_state(SharedState* state) {
  shared = state;
  use_last_place(&state->place);
}

void enter_stage(std::string_view stage, const std::string& file) {
  set_text(shared->file, file.c_str());
  set_text(shared->place.stage, std::string(stage).c_str());
}

DataStage::DataStage(const std::string& file) : stage_(shared->place.stage), file_(shared->file) {
  enter_stage(stage::kData, file);
}

DataStage::~DataStage() { enter_stage(stage_, file_); }

std::string stop_reason() { return shared->stop_reason; }

}  // namespace npusim::session

// SPDX-License-Identifier: Apache-2.0
#include "session/run/replay_text.h"

#include <fmt/format.h>

namespace npusim::session {

std::string replay_command(const RunSettings& settings) {
  const Schedule& schedule = settings.schedule;
  const bool plain = !schedule.calm && schedule.deviations.empty();
  std::string text = plain ? fmt::format("npusim run {} --seed {}", settings.program, schedule.seed)
                           : fmt::format("npusim replay {} --schedule '{}'", settings.program,
                                         to_string(schedule));
  if (settings.data) text += fmt::format(" --data {}", settings.data->string());
  for (const KnobInfo& knob : Knobs::table()) {
    const std::string value = settings.knobs.get(knob.name);
    if (value != settings.program_knobs.get(knob.name))
      text += fmt::format(" --set {}={}", knob.name, value);
  }
  return text;
}

}  // namespace npusim::session

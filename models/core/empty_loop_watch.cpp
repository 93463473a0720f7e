// SPDX-License-Identifier: Apache-2.0
#include "models/core/empty_loop_watch.h"

#include <cstdint>
#include <cstring>

#include <sys/time.h>

namespace npusim {
namespace {

/// Of the process's own processor time: a looping core costs as much, and a look nearly nothing.
constexpr suseconds_t kMicrosecondsBetweenLooks = 10'000;

void look_every(suseconds_t microseconds) {
  const timeval interval{0, microseconds};
  const itimerval timer{interval, interval};
  setitimer(ITIMER_VIRTUAL, &timer, nullptr);
}

}  // namespace

EmptyLoopWatch::EmptyLoopWatch() { look_every(kMicrosecondsBetweenLooks); }
EmptyLoopWatch::~EmptyLoopWatch() { look_every(0); }

bool jumps_to_itself(const void* code) {
#if defined(__x86_64__)
  const auto* const bytes = static_cast<const std::uint8_t*>(code);
  return bytes[0] == 0xeb && bytes[1] == 0xfe;
#else
  std::uint32_t instruction = 0;
  std::memcpy(&instruction, code, sizeof(instruction));
  return instruction == 0x1400'0000;  // b .
#endif
}

}  // namespace npusim

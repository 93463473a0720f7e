// SPDX-License-Identifier: Apache-2.0
#include "session/supervise/frame_relay.h"

#include <cstring>
#include <utility>

#include "session/supervise/frame_kind.h"

namespace npusim::session {
namespace {

/// The value at the start of a payload; 0 if it is too short.
template <typename T>
T take(std::string_view& payload) {
  T value{};
  if (payload.size() < sizeof(T)) return value;
  std::memcpy(&value, payload.data(), sizeof(T));
  payload.remove_prefix(sizeof(T));
  return value;
}

}  // namespace

void FrameRelay::add(std::string_view bytes) {
  reader_.add(bytes);
  while (!is_over()) {
    const std::optional<Frame> frame = reader_.next();
    if (!frame) break;
    pass_on(*frame);
  }
  end_.damaged = !end_.exit_status && !end_.failure && reader_.is_damaged();
}

WorkerEnd FrameRelay::take_end() {
  if (std::exchange(in_phase_, false)) listener_.progress().end();
  return std::move(end_);
}

void FrameRelay::pass_on(const Frame& frame) {
  std::string_view payload = frame.payload;
  switch (static_cast<FrameKind>(frame.kind)) {
    case FrameKind::Out:
      listener_.out(payload);
      break;
    case FrameKind::Report: {
      const auto number = take<std::uint32_t>(payload);
      listener_.report(number, payload);
      break;
    }
    case FrameKind::Begin: {
      const auto total = take<std::uint64_t>(payload);
      const std::size_t end = payload.find('\0');
      const std::string_view unit =
          end == std::string_view::npos ? std::string_view{} : payload.substr(end + 1);
      listener_.progress().begin(payload.substr(0, end), total, unit);
      in_phase_ = true;
      break;
    }
    case FrameKind::Update: {
      const auto done = take<std::uint64_t>(payload);
      listener_.progress().update(done, take<std::uint64_t>(payload));
      break;
    }
    case FrameKind::Note:
      listener_.progress().note(std::string(payload));
      break;
    case FrameKind::End:
      if (std::exchange(in_phase_, false)) listener_.progress().end();
      break;
    case FrameKind::Found:
      end_.found = payload;
      break;
    case FrameKind::Failed: {
      const auto status = take<std::int32_t>(payload);
      end_.failure = Failure{status, std::string(payload)};
      break;
    }
    case FrameKind::Done:
      end_.exit_status = take<std::int32_t>(payload);
      break;
  }
}

}  // namespace npusim::session

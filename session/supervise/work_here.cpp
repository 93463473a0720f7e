// SPDX-License-Identifier: Apache-2.0
#include "session/supervise/failure.h"
#include "session/supervise/supervisor.h"

namespace npusim::session {
namespace {

class DirectLink final : public WorkerLink {
 public:
  explicit DirectLink(Listener& listener) : listener_(listener) {}
  void out(std::string_view text) override { listener_.out(text); }
  void report(std::uint32_t number, std::string_view text) override {
    listener_.report(number, text);
  }
  void found(std::string_view) override {}
  Progress& progress() override { return listener_.progress(); }

 private:
  Listener& listener_;
};

}  // namespace

WorkerEnd work_here(const Work& work, const Limits&, Listener& listener) {
  DirectLink link(listener);
  WorkerEnd end;
  try {
    end.exit_status = work(link);
  } catch (...) {
    end.failure = failure_of(std::current_exception());
  }
  return end;
}

}  // namespace npusim::session

// SPDX-License-Identifier: Apache-2.0
// The schedule depends on the seed alone, and sleeping through idle iterations changes nothing.
// Each case runs one elaboration; digests are compared with those of child processes.
#include <sys/wait.h>
#include <unistd.h>

#include "models/arch/hash.h"
#include "tests/models/scheduler/runtime_bench.h"
#include "tests/support/catch.h"

using namespace npusim;
using namespace npusim::test;

namespace {

/// Tasks of different length, some waiting for others, some in a narrow ring.
void mixed_work(const ChipStorageTaskArgs& args) {
  const std::uint32_t shape[] = {16, 16};
  for (int round = 0; round < 12; ++round) {
    PTO2_SCOPE() {
      TensorCreateInfo info(shape, 2);
      CoreTaskArgs first;
      first.add_inout(args.tensor(round % 4).ref());
      first.add_output(info);
      first.launch_spec.set_block_num(static_cast<std::int16_t>(1 + 17 * (round % 3)));
      const TaskOutputTensors made = rt_submit_aiv_task(kVector, first);
      CoreTaskArgs second;
      second.add_input(made.get_ref(0));
      second.add_output(args.tensor((round + 1) % 4).ref());
      second.launch_spec.set_block_num(5);
      second.launch_spec.set_require_sync_start(round % 5 == 0);
      rt_submit_aic_task(kCube, second);
    }
    if (round == 6) {
      const std::uint32_t index[] = {0, 0};
      set_tensor_data<float>(args.tensor(2).ref(), 2, index, 1.0f);
      for (int i = 0; i < 30; ++i) LOG_ERROR("a pause");
    }
  }
}

struct Settings {
  std::uint64_t seed = 1;
  bool announces = true;
  bool later = false;
  bool hangs = false;
};

std::uint64_t digest_of_run(Settings settings) {
  int channel[2];
  REQUIRE(::pipe(channel) == 0);
  const pid_t child = ::fork();
  if (child == 0) {
    Bench bench;
    bench.seed = settings.seed;
    bench.announces = settings.announces;
    if (settings.later) bench.knobs.set("runtime.policy", "later");
    bench.set_windows(16);
    bench.run_time = [settings](CoreId core, const DispatchPayload& payload) {
      if (settings.hangs && payload.block.task == 20) return kForever;
      return cycles_from_ns(1000 + static_cast<double>(hash64(payload.block.task, core) % 40000));
    };
    bench.run(mixed_work);
    std::uint64_t digest = bench.end;
    for (const TaskEvent& event : bench.record.stages) {
      digest = hash64(digest, event.cycle);
      digest = hash64(digest, std::uint64_t{event.block.task} << 32 ^ event.core << 8 ^
                                  static_cast<std::uint64_t>(event.stage) ^
                                  static_cast<std::uint64_t>(event.block.block) << 16);
    }
    const bool as_expected = bench.finished_well() != settings.hangs;
    if (!as_expected) digest = 0;
    const bool written = ::write(channel[1], &digest, sizeof(digest)) == sizeof(digest);
    ::_exit(written ? 0 : 1);
  }
  std::uint64_t digest = 0;
  REQUIRE(::read(channel[0], &digest, sizeof(digest)) == sizeof(digest));
  int status = 0;
  ::waitpid(child, &status, 0);
  ::close(channel[0]);
  ::close(channel[1]);
  REQUIRE(digest != 0);
  return digest;
}

}  // namespace

TEST_CASE("the same seed gives the same events to the cycle", "[models][scheduler]") {
  CHECK(digest_of_run({}) == digest_of_run({}));
}

TEST_CASE("another seed gives another schedule", "[models][scheduler]") {
  CHECK(digest_of_run({}) != digest_of_run({2}));
}

TEST_CASE("sleeping through idle iterations equals stepping through them", "[models][scheduler]") {
  for (const bool later : {false, true}) {
    for (std::uint64_t seed = 1; seed <= 40; ++seed) {
      INFO("seed " << seed << " later " << later);
      CHECK(digest_of_run({seed, true, later}) == digest_of_run({seed, false, later}));
    }
  }
}

TEST_CASE("sleeping equals stepping up to the watchdog", "[models][scheduler]") {
  CHECK(digest_of_run({3, true, false, true}) == digest_of_run({3, false, false, true}));
}

// SPDX-License-Identifier: Apache-2.0
#include "session/supervise/failure.h"

#include <filesystem>

#include <fmt/format.h>

#include "analysis/result/exit_status.h"
#include "session/run/usage_error.h"
#include "sim/program/build_error.h"
#include "traces/format/trace_error.h"

namespace npusim::session {
namespace {

Failure error(analysis::ExitStatus status, const std::exception& thrown) {
  return {status, fmt::format("error: {}", thrown.what())};
}

}  // namespace

Failure failure_of(const std::exception_ptr& thrown) {
  try {
    std::rethrow_exception(thrown);
  } catch (const WorkerFailed& failed) {
    return failed.failure();
  } catch (const UsageError& wrong) {
    return error(analysis::kExitUsage, wrong);
  } catch (const InputError& wrong) {
    return error(analysis::kExitBadInput, wrong);
  } catch (const BuildError& wrong) {
    return error(analysis::kExitBadInput, wrong);
  } catch (const traces::TraceError& wrong) {
    return error(analysis::kExitBadInput, wrong);
  } catch (const traces::TraceFormatError& wrong) {
    return error(analysis::kExitBadInput, wrong);
  } catch (const std::filesystem::filesystem_error& wrong) {
    // Paths are the user's: too long, a link to itself, a folder that may not be looked into.
    return {analysis::kExitBadInput,
            fmt::format("error: {}: expected a path that can be used, found: {}; choose another",
                        wrong.path1().string(), wrong.code().message())};
  } catch (const std::bad_alloc&) {
    return {analysis::kExitInconclusive,
            "error: no more memory is to be had; give it more, or a smaller program"};
  } catch (const std::exception& other) {
    return {analysis::kExitInternal,
            fmt::format("internal error: {}\nThis is a bug in npusim.", other.what())};
  } catch (...) {
    return {analysis::kExitInternal,
            "internal error: an exception of no known type\nThis is a bug "
            "in npusim."};
  }
}

}  // namespace npusim::session

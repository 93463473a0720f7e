// SPDX-License-Identifier: Apache-2.0
// Building all sources of a program on a few threads; loading them in order.
#include "sim/build/build_program.h"

#include <algorithm>
#include <atomic>
#include <exception>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <thread>

#include "sim/build/build_cache.h"
#include "sim/build/cache_directory.h"
#include "sim/build/compiler.h"
#include "sim/build/kernel_symbols.h"
#include "sim/build/orchestration_entry.h"
#include "sim/program/build_error.h"

namespace npusim {

namespace {

struct Job {
  std::filesystem::path source;  ///< what the user knows
  SourceKind kind = SourceKind::AivKernel;
  std::vector<std::filesystem::path> include_dirs;
  std::string name;
  BuildCache::Result result;
  std::exception_ptr error;
  std::optional<LaunchUnit> unit;  ///< of launches: what is compiled is written first
  Variables variables = Variables::Any;
  bool calls_checked = false;  ///< kernel_symbols.h
  /// What the cache was found to have for it.
  std::optional<BuildCache::Result> known = std::nullopt;
};

/// What is compiled for a job.
BuildRequest request_of(const Job& job, const BuildCache& cache) {
  BuildRequest request{job.source, job.kind, job.include_dirs, {}};
  if (!job.unit) return request;
  request.source = write_unit(*job.unit, cache.directory());
  request.include_dirs.push_back(std::filesystem::absolute(job.source).parent_path());
  request.defines = job.unit->defines;
  request.launches_alone = true;
  return request;
}

/// The remedy for a header that only a library of the user's has, and for C++ that g++ lacks.
std::string remedy_for(const std::string& compilers_text) {
  const auto lacks = [&](const char* header) {
    return compilers_text.find(std::string(header) + ": No such file") != std::string::npos ||
           compilers_text.find(std::string(header) + "' file not found") != std::string::npos;
  };
  if (lacks("kernel_operator.h") || lacks("acl/acl.h")) {
    return "the source is written in Ascend C: name a checkout of asc-devkit with --asc-devkit\n";
  }
  if (compilers_text.find("explicit specialization in non-namespace scope") != std::string::npos) {
    return "a template is specialised inside its class, as CATLASS does, which g++ before 14 "
           "does not take: set NPUSIM_CXX=clang++\n";
  }
  return "";
}

BuildCache::Result build(const Job& job, BuildCache& cache) {
  const BuildRequest request = request_of(job, cache);
  try {
    BuildCache::Result result = job.known ? *job.known : cache.get(request);
    check_kernel_variables(result.shared_object, job.source, job.variables);
    if (job.calls_checked) check_kernel_functions(result.shared_object, job.source);
    return result;
  } catch (const BuildError& error) {
    if (!job.unit) throw;
    // What the user knows is the source, not the unit around it.
    std::string text = error.what();
    const std::string written = request.source.string();
    if (text.starts_with(written)) text.replace(0, written.size(), job.source.string());
    throw BuildError(job.source.string(), text + remedy_for(text));
  }
}

std::vector<Job> jobs_of(const Program& program, bool golden) {
  std::vector<Job> jobs;
  if (program.config.launches.empty()) {
    jobs.push_back({program.config.orchestration,
                    SourceKind::Orchestration,
                    program.config.orchestration_include_dirs,
                    "orchestration",
                    {},
                    {},
                    {}});
  }
  for (const KernelSource& kernel : program.config.kernels) {
    // The vendor's headers have variables for each core of their own.
    const bool checked = program.library.is_bundled() && !kernel.host_code;
    if (kernel.target != KernelTarget::AIV) {
      jobs.push_back({kernel.source,
                      SourceKind::AicKernel,
                      kernel.include_dirs,
                      kernel.name,
                      {},
                      {},
                      {},
                      checked ? Variables::BlockLocal : Variables::Any,
                      checked});
    }
    if (kernel.target != KernelTarget::AIC) {
      jobs.push_back({kernel.source,
                      SourceKind::AivKernel,
                      kernel.include_dirs,
                      kernel.name,
                      {},
                      {},
                      {},
                      checked ? Variables::BlockLocal : Variables::Any,
                      checked});
    }
  }
  for (const LaunchUnit& unit : launch_units(program.config.launches)) {
    const bool checked = program.library.is_bundled() && !unit.host_code;
    jobs.push_back({unit.source,
                    unit.kind,
                    unit.include_dirs,
                    unit.source.stem(),
                    {},
                    {},
                    unit,
                    checked ? Variables::CoresOwn : Variables::Any,
                    checked});
  }
  if (golden && program.golden_program) {
    jobs.push_back({*program.golden_program, SourceKind::Golden, {}, "golden program", {}, {}, {}});
  }
  return jobs;
}

/// Calls `work` with 0 to `count` - 1, in this order, on a few threads.
void on_threads(std::size_t count, unsigned threads, const std::function<void(std::size_t)>& work) {
  std::atomic<std::size_t> next{0};
  const auto take = [&] {
    for (std::size_t i = next++; i < count; i = next++) work(i);
  };
  std::vector<std::jthread> others;
  for (unsigned i = 1; i < std::min<std::size_t>(threads, count); ++i) others.emplace_back(take);
  take();
}

/// Precompiling an opening takes as long as it saves with this many sources.
constexpr int kWorthPrecompiling = 4;

/// Looks the jobs up in the cache. The openings that enough sources share which are not there.
std::vector<Opening> shared_openings(std::vector<Job>& jobs, BuildCache& cache) {
  if (jobs.size() < kWorthPrecompiling) return {};
  std::map<Opening, int> sources;
  for (Job& job : jobs) {
    // A unit of a launch is written for it, and opens with what it needs.
    if (job.unit || job.kind == SourceKind::Golden) continue;
    const BuildRequest request = request_of(job, cache);
    if (!std::filesystem::exists(request.source)) continue;
    job.known = cache.find(request);
    if (job.known) continue;
    if (auto opening = cache.opening_of(request)) ++sources[std::move(*opening)];
  }
  std::vector<Opening> shared;
  for (const auto& [opening, count] : sources) {
    if (count >= kWorthPrecompiling) shared.push_back(opening);
  }
  return shared;
}

void precompile(const std::vector<Opening>& openings, BuildCache& cache, unsigned threads) {
  on_threads(openings.size(), threads, [&](std::size_t i) {
    try {
      cache.precompile(openings[i]);
    } catch (const BuildError&) {
      // The sources are compiled without it, and say what is wrong.
    }
  });
}

void build_all(std::vector<Job>& jobs, BuildCache& cache, const BuildProgress& progress,
               unsigned threads) {
  precompile(shared_openings(jobs, cache), cache, threads);
  std::mutex reporting;
  std::size_t done = 0;
  on_threads(jobs.size(), threads, [&](std::size_t i) {
    Job& job = jobs[i];
    try {
      job.result = build(job, cache);
    } catch (...) {
      job.error = std::current_exception();
    }
    const std::lock_guard lock(reporting);
    ++done;
    if (progress) progress(done, jobs.size(), job.name);
  });
  for (const Job& job : jobs) {
    if (job.error) std::rethrow_exception(job.error);
  }
}

std::vector<std::filesystem::path> inputs_of(const std::vector<Job>& jobs) {
  std::set<std::filesystem::path> inputs;
  for (const Job& job : jobs) {
    inputs.insert(job.source);
    inputs.insert(job.result.headers.begin(), job.result.headers.end());
  }
  return {inputs.begin(), inputs.end()};
}

}  // namespace

BuiltProgram build_program(const Program& program, const BuildProgress& progress,
                           const BuildOptions& options) {
  const Compiler compiler(program.installation, program.library);
  BuildCache cache(cache_directory(), compiler);
  std::vector<Job> jobs = jobs_of(program, options.golden);
  const unsigned threads =
      options.jobs != 0 ? options.jobs : std::max(1u, std::thread::hardware_concurrency());
  build_all(jobs, cache, progress, threads);

  BuiltProgram built;
  built.inputs = inputs_of(jobs);
  built.compiler = compiler.description();
  for (const Job& job : jobs) {
    ++(job.result.from_cache ? built.from_cache : built.built);
    if (job.kind == SourceKind::Golden) {
      built.golden = {job.result.shared_object, job.source};
    } else {
      built.objects.emplace_back(job.result.shared_object, job.source);
    }
  }
  if (options.load) load_code(program, built, options);
  return built;
}

void load_code(const Program& program, BuiltProgram& built, const BuildOptions& options) {
  auto object = built.objects.begin();
  const auto load_next = [&] {
    const auto& [shared_object, source] = *object++;
    if (options.before_load) options.before_load(source);
    return SharedLibrary(shared_object, source);
  };
  if (program.config.launches.empty()) {
    built.orchestration = load_next();
    built.orchestration_config = built.orchestration.symbol("aicpu_orchestration_config");
    built.orchestration_entry =
        orchestration_entry(built.orchestration, program.config.orchestration_function);
  }
  for (const KernelSource& source : program.config.kernels) {
    BuiltKernel kernel{source.func_id, source.name, source.target, {}, {}, nullptr, nullptr};
    if (source.target != KernelTarget::AIV) {
      kernel.aic_library = load_next();
      kernel.aic_entry = kernel.aic_library.symbol("kernel_entry");
    }
    if (source.target != KernelTarget::AIC) {
      kernel.aiv_library = load_next();
      kernel.aiv_entry = kernel.aiv_library.symbol("kernel_entry");
    }
    built.kernels.push_back(std::move(kernel));
  }
  const std::vector<LaunchUnit> units = launch_units(program.config.launches);
  for (std::size_t i = 0; i < units.size(); ++i) built.launched.push_back(load_next());
  for (std::size_t i = 0; i < program.config.launches.size(); ++i) {
    built.launches.push_back(find_launch(program, i, units, built.launched));
  }
}

}  // namespace npusim

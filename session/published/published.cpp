// SPDX-License-Identifier: Apache-2.0
#include "session/published/published.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include <fmt/format.h>

#include "models/arch/mem_space.h"
#include "models/timing/idle_core.h"
#include "pto/expand/expand.h"
#include "session/published/published_calls.h"

namespace npusim::timing {
namespace {

constexpr double kHertz = 1.85e9;
constexpr double kGiB = 1073741824.0;
constexpr std::int32_t kFormulaRows = 64;
constexpr std::int32_t kUbBankBytes = 64 * 1024;
constexpr std::int32_t kFitRepeats[] = {1, 64};
constexpr std::int32_t kPathBytes[] = {4096, 65536};
constexpr std::int32_t kBiasBytes = 1024;  ///< all that BT holds

std::string shape_of(DType type, std::int32_t rows, std::int32_t cols) {
  return fmt::format("{} {} x {}", npusim::name(type), rows, cols);
}

class Figures {
 public:
  void product(DType type, std::int32_t m, std::int32_t k, std::int32_t n, double cycles) {
    add(FigureGroup::Product, "TMATMUL",
        fmt::format("{} {} x {} x {}", npusim::name(type), m, k, n), cycles, "tile-isa.md 5.2",
        product_call(type, m, k, n));
  }
  void fit(std::string_view op, double slope, double constant) {
    const auto cols = static_cast<std::int32_t>(kRepeatBytes / size_bytes(DType::FLOAT32));
    for (const std::int32_t repeats : kFitRepeats) {
      add(FigureGroup::Fit, op, shape_of(DType::FLOAT32, repeats, cols), slope * repeats + constant,
          "tile-isa.md 5.3", vector_call(op, DType::FLOAT32, repeats, cols));
    }
  }
  void device(std::string_view op, DType type, std::int32_t rows, std::int32_t cols,
              double cycles) {
    add(FigureGroup::Device, op, shape_of(type, rows, cols), cycles, "tile-isa.md 5.6",
        vector_call(op, type, rows, cols));
  }
  void occupancy(std::string_view op, DType type, std::int32_t rows, std::int32_t cols,
                 double cycles) {
    add(FigureGroup::Occupancy, op, shape_of(type, rows, cols), cycles, "tile-isa.md 5.6",
        vector_call(op, type, rows, cols));
  }
  void unguarded(std::string_view op, DType type, std::int32_t rows, std::int32_t cols,
                 double cycles) {
    add(FigureGroup::Unguarded, op, shape_of(type, rows, cols), cycles, "tile-isa.md 5.6",
        vector_call(op, type, rows, cols));
  }
  void formula(std::string_view op, DType type, std::int32_t cols, double slope, double bias) {
    // As many rows as fit into a third of UB, its bank.
    std::int32_t rows = kFormulaRows;
    while (rows * cols * static_cast<std::int32_t>(size_bytes(type)) > kUbBankBytes) rows /= 2;
    add(FigureGroup::Formula, op, shape_of(type, rows, cols), slope * rows * cols + bias,
        "tile-isa.md 5.4", vector_call(op, type, rows, cols));
  }
  void load(std::int32_t instructions, std::int32_t bytes, double cycles) {
    add(FigureGroup::Load, "TLOAD",
        fmt::format("{} x {} bytes, timing.dma=serial", instructions, bytes), cycles,
        "tile-isa.md 5.1", load_call(instructions, bytes));
    figures.back().knobs.set("timing.dma", "serial");
  }
  void banks(std::string_view shape, double cycles, const VaddStream& stream) {
    add(FigureGroup::Banks, "vadd", std::string(shape), cycles, "intrinsics.md 6.3", {});
    figures.back().stream = stream;
  }
  /// `microseconds`: of pipe MTE2.
  void stream(std::string_view shape, double microseconds, const LoadStream& stream) {
    add(FigureGroup::Stream, stream.cores == 24 ? "GM to L1, nd2nz" : "GM to UB",
        std::string(shape), microseconds * 1e-6 * kHertz, "intrinsics.md 6.4", {});
    figures.back().stream = stream;
  }
  /// `microseconds`: of pipe MTE2, for `times` pairs of loads.
  void waited(std::string_view shape, double microseconds, const WaitedLoads& loads, double times) {
    add(FigureGroup::Stream, "GM to L1, nd2nz", std::string(shape),
        microseconds * 1e-6 * kHertz / times, "intrinsics.md 6.5", {});
    figures.back().stream = loads;
  }
  void flat(Path path, double gib_per_second) {
    const bool small = path == Path::L1ToBt;
    const std::int32_t most = small ? kBiasBytes : kPathBytes[1];
    const std::int32_t least = small ? kBiasBytes / 2 : kPathBytes[0];
    add(FigureGroup::Flat, name(path), fmt::format("{} bytes less {}", most, least),
        (most - least) / kGiB / gib_per_second * kHertz, "tile-isa.md 5.1", path_call(path, most));
    figures.back().less = path_call(path, least);
  }
  void hill(Path path, double peak, double half) {
    for_sizes(path, [&](std::int32_t bytes) {
      add(FigureGroup::Hill, name(path), fmt::format("{} bytes", bytes),
          (half + bytes) / kGiB / peak * kHertz, "tile-isa.md 5.1", path_call(path, bytes));
      if (path == Path::GmToL1) figures.back().knobs.set("timing.l1_load", "hill");
    });
  }

  void add_kernel(std::string_view shape, double microseconds, const AddKernel& kernel) {
    add(FigureGroup::Program, "add_high_performance", std::string(shape),
        microseconds * 1e-6 * kHertz, "intrinsics.md 6.4", {});
    figures.back().stream = kernel;
  }
  void passes(std::string_view shape, double microseconds, const LoadStream& stream) {
    this->stream(shape, microseconds, stream);
    figures.back().group = FigureGroup::Program;
    figures.back().name = "data_copy";
  }
  /// `run_microseconds`: 0 if nobody has run it.
  void recorded(std::string_view name, std::string_view shape, double microseconds,
                double run_microseconds, std::string_view source) {
    add(FigureGroup::Program, name, std::string(shape), microseconds * 1e-6 * kHertz, source, {});
    if (run_microseconds > 0) figures.back().recorded = run_microseconds * 1e-6 * kHertz;
  }

  /// Means of the tasks of a kernel, all of which ran with the others of their program.
  void kernel(FigureGroup group, std::string_view name, std::string_view shape, double microseconds,
              double run_microseconds, std::string_view source) {
    recorded(name, shape, microseconds, run_microseconds, source);
    figures.back().group = group;
  }

  std::vector<PublishedFigure> figures;
  FigureUse use = FigureUse::HeldOut;  ///< of what is added

 private:
  void add(FigureGroup group, std::string_view name, std::string shape, double cycles,
           std::string_view source, std::optional<library::TileCall> call) {
    figures.push_back({group,
                       use,
                       std::string(name),
                       std::move(shape),
                       cycles,
                       source,
                       call,
                       {},
                       {},
                       Knobs(),
                       {}});
  }
  template <typename Add>
  void for_sizes(Path path, Add add_one) {
    if (path == Path::L1ToBt) return add_one(kBiasBytes);
    for (const std::int32_t bytes : kPathBytes) add_one(bytes);
  }
};

}  // namespace

std::vector<PublishedFigure> published_figures() {
  Figures table;
#define NPUSIM_PUBLISHED(use_of, ...) (table.use = FigureUse::use_of, table.__VA_ARGS__)
#define NPUSIM_PUBLISHED_PRODUCT(use, type, ...) \
  NPUSIM_PUBLISHED(use, product(DType::type, __VA_ARGS__));
#define NPUSIM_PUBLISHED_FIT(use, op, ...) NPUSIM_PUBLISHED(use, fit(#op, __VA_ARGS__));
#define NPUSIM_PUBLISHED_DEVICE(use, op, type, ...) \
  NPUSIM_PUBLISHED(use, device(#op, DType::type, __VA_ARGS__));
#define NPUSIM_PUBLISHED_OCCUPANCY(use, op, type, ...) \
  NPUSIM_PUBLISHED(use, occupancy(#op, DType::type, __VA_ARGS__));
#define NPUSIM_PUBLISHED_UNGUARDED(use, op, type, ...) \
  NPUSIM_PUBLISHED(use, unguarded(#op, DType::type, __VA_ARGS__));
#define NPUSIM_PUBLISHED_FORMULA(use, op, type, ...) \
  NPUSIM_PUBLISHED(use, formula(#op, DType::type, __VA_ARGS__));
#define NPUSIM_PUBLISHED_LOAD(use, ...) NPUSIM_PUBLISHED(use, load(__VA_ARGS__));
#define NPUSIM_PUBLISHED_BANKS(use, shape, cycles, ...) \
  NPUSIM_PUBLISHED(use, banks(shape, cycles, {__VA_ARGS__}));
#define NPUSIM_PUBLISHED_STREAM(use, shape, microseconds, ...) \
  NPUSIM_PUBLISHED(use, stream(shape, microseconds, {__VA_ARGS__}));
#define NPUSIM_PUBLISHED_WAITED(use, shape, microseconds, first, second, row_bytes, times) \
  NPUSIM_PUBLISHED(use, waited(shape, microseconds, {first, second, row_bytes}, times));
#define NPUSIM_PUBLISHED_FLAT(use, path, ...) NPUSIM_PUBLISHED(use, flat(Path::path, __VA_ARGS__));
#define NPUSIM_PUBLISHED_HILL(use, path, ...) NPUSIM_PUBLISHED(use, hill(Path::path, __VA_ARGS__));
#define NPUSIM_PUBLISHED_PASSES(use, shape, microseconds, ...) \
  NPUSIM_PUBLISHED(use, passes(shape, microseconds, {__VA_ARGS__}));
#define NPUSIM_PUBLISHED_ADD(use, shape, microseconds, ...) \
  NPUSIM_PUBLISHED(use, add_kernel(shape, microseconds, {__VA_ARGS__}));
#define NPUSIM_PUBLISHED_RECORDED(use, ...) NPUSIM_PUBLISHED(use, recorded(__VA_ARGS__));
#define NPUSIM_PUBLISHED_KERNEL(use, group, ...) \
  NPUSIM_PUBLISHED(use, kernel(FigureGroup::group##Kernel, __VA_ARGS__));
#include "session/published/published.def"
#undef NPUSIM_PUBLISHED
#undef NPUSIM_PUBLISHED_PRODUCT
#undef NPUSIM_PUBLISHED_FIT
#undef NPUSIM_PUBLISHED_DEVICE
#undef NPUSIM_PUBLISHED_OCCUPANCY
#undef NPUSIM_PUBLISHED_UNGUARDED
#undef NPUSIM_PUBLISHED_FORMULA
#undef NPUSIM_PUBLISHED_LOAD
#undef NPUSIM_PUBLISHED_BANKS
#undef NPUSIM_PUBLISHED_STREAM
#undef NPUSIM_PUBLISHED_WAITED
#undef NPUSIM_PUBLISHED_FLAT
#undef NPUSIM_PUBLISHED_HILL
#undef NPUSIM_PUBLISHED_PASSES
#undef NPUSIM_PUBLISHED_ADD
#undef NPUSIM_PUBLISHED_RECORDED
#undef NPUSIM_PUBLISHED_KERNEL
  return std::move(table.figures);
}

std::optional<double> modelled_cycles(const PublishedFigure& figure) {
  if (const auto* vadds = std::get_if<VaddStream>(&figure.stream)) return cycles_of(*vadds);
  if (const auto* loads = std::get_if<LoadStream>(&figure.stream)) {
    return cycles_of(*loads, figure.knobs);
  }
  if (const auto* loads = std::get_if<WaitedLoads>(&figure.stream)) {
    return cycles_of(*loads, figure.knobs);
  }
  if (const auto* kernel = std::get_if<AddKernel>(&figure.stream)) {
    return cycles_of(*kernel, figure.knobs);
  }
  if (!figure.call) return figure.recorded;
  const auto cycles = [&](const library::TileCall& call) {
    IdleCore core(figure.knobs);
    library::expand(call, core);
    return static_cast<double>(figure.group == FigureGroup::Occupancy ? core.vector_reads()
                                                                      : core.cycles());
  };
  return cycles(*figure.call) - (figure.less ? cycles(*figure.less) : 0);
}

double deviation_percent(const PublishedFigure& figure, double model) {
  return 100 * (model - figure.cycles) / figure.cycles;
}

FigureSummary summary_of(const std::vector<PublishedFigure>& figures, FigureGroup group,
                         FigureUse use) {
  FigureSummary summary;
  std::vector<double> misses;
  for (const PublishedFigure& figure : figures) {
    if (figure.group != group || figure.use != use) continue;
    ++summary.figures;
    const std::optional<double> model = modelled_cycles(figure);
    if (model) misses.push_back(std::fabs(deviation_percent(figure, *model)));
  }
  summary.modelled = misses.size();
  if (misses.empty()) return summary;
  std::sort(misses.begin(), misses.end());
  const auto count = static_cast<double>(misses.size());
  const auto share_within = [&](double percent) {
    return 100 *
           static_cast<double>(std::upper_bound(misses.begin(), misses.end(), percent) -
                               misses.begin()) /
           count;
  };
  summary.mean = std::accumulate(misses.begin(), misses.end(), 0.0) / count;
  summary.median = misses[misses.size() / 2];
  summary.worst = misses.back();
  summary.within_5 = share_within(5);
  summary.within_10 = share_within(10);
  summary.within_25 = share_within(25);
  return summary;
}

}  // namespace npusim::timing

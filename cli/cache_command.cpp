// SPDX-License-Identifier: Apache-2.0
// npusim cache: what is kept between runs, and its removal.
#include <fmt/format.h>

#include "cli/commands.h"
#include "sim/build/cache_directory.h"

namespace npusim::cli {
namespace {

constexpr const char* kCacheExample =
    "Examples:\n"
    "  npusim cache show\n"
    "  npusim cache clear\n"
    "Its place is $NPUSIM_CACHE or ~/.cache/npusim, its size $NPUSIM_CACHE_SIZE MiB or 2048.";

void show(Context& context) {
  const CacheSummary summary = summarize_cache(cache_directory());
  context.out << fmt::format("{}: {} files, {:.1f} MiB\n", cache_directory().string(),
                             summary.files, static_cast<double>(summary.bytes) / (1 << 20));
}

void clear(Context& context) {
  const CacheSummary summary = clear_cache(cache_directory());
  context.out << fmt::format("{}: {} files removed\n", cache_directory().string(), summary.removed);
}

}  // namespace

void add_cache_command(CLI::App& app, Context& context) {
  CLI::App* cache = app.add_subcommand("cache", "Show or clear what is kept between runs");
  cache->require_subcommand(1);
  cache->footer(kCacheExample);
  CLI::App* shown = cache->add_subcommand("show", "Where it is, and how large");
  shown->callback([&context] { show(context); });
  CLI::App* cleared = cache->add_subcommand("clear", "Remove it");
  cleared->callback([&context] { clear(context); });
}

}  // namespace npusim::cli

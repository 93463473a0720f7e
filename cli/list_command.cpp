// SPDX-License-Identifier: Apache-2.0
// npusim list: programs, instructions, timing, rules, knobs, checks.
#include <memory>

#include <fmt/format.h>

#include "cli/commands.h"
#include "session/list/listing.h"

namespace npusim::cli {
namespace {

constexpr const char* kListExample = "Example:\n  npusim list knobs";

struct ListOptions {
  std::string what = "programs";
  bool markdown = false;
};

void list(const ListOptions& options, Context& context) {
  for (const session::ListingKind& kind : session::listing_kinds()) {
    if (kind.name != options.what) continue;
    const session::Listing listing = kind.make();
    context.out << (options.markdown
                        ? session::markdown_of(listing,
                                               fmt::format("npusim list {} --markdown", kind.name))
                        : session::text_of(listing));
  }
}

}  // namespace

void add_list_command(CLI::App& app, Context& context) {
  CLI::App* command =
      app.add_subcommand("list", "List programs, instructions, rules, knobs or checks");
  command->footer(kListExample);
  auto options = std::make_shared<ListOptions>();
  std::vector<std::string> names;
  std::string help;
  for (const session::ListingKind& kind : session::listing_kinds()) {
    names.emplace_back(kind.name);
    help += fmt::format("{}{}: {}", help.empty() ? "" : "; ", kind.name, kind.description);
  }
  command->add_option("WHAT", options->what, help)
      ->check(CLI::IsMember(names))
      ->capture_default_str();
  command->add_flag("--markdown", options->markdown, "As the Markdown document in docs/");
  command->callback([options, &context] { list(*options, context); });
}

}  // namespace npusim::cli

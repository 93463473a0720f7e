// SPDX-License-Identifier: Apache-2.0
#include "session/published/reasons.h"

#include <cmath>
#include <optional>

namespace npusim::timing {
namespace {

constexpr double kExplained = 10;  ///< percent

struct Reason {
  std::optional<FigureGroup> group;  ///< none: of any
  std::string_view name;             ///< empty: of any
  std::string_view text;
};
/// The first that fits.
constexpr Reason kReasons[] = {
    {FigureGroup::Unguarded, "TSEL",
     "16 cycles a row: less than the fill and the two barriers that the library issues in it"},
    {FigureGroup::Unguarded, "TEXP",
     "one repeat of 64 lanes a row; the library folds rows, the formula file has 46"},
    {FigureGroup::Unguarded, "", "the formula file has several times as much for like shapes"},
    {FigureGroup::Occupancy, "TADDS", "a repeat a row: the formula file has the rows folded"},
    {FigureGroup::Occupancy, "TMULS", "a repeat a row: the formula file has the rows folded"},
    {FigureGroup::Occupancy, "", "4 to 8 cycles beside the repeats, of 32 in all"},
    {{}, "TGATHER", "46.6 a row include barriers that the library does not issue"},
    {FigureGroup::Fit, "TMUL", "2.3 a repeat; the formula file and bank conflicts have 2"},
    {{}, "TMRGSORT", "its expansion is not written"},
    {FigureGroup::Program, "matmul_high_performance",
     "rows of 128 bytes take the 24 cores of this split 1532 a pair of loads, those of the 4 x 6 "
     "one "
     "1297 as one core alone; nothing says why"},
    {FigureGroup::Program, "add_high_performance",
     "with 48 cores tiles of 8 KiB get an eighth less out of HBM than those of 32 KiB; the model's "
     "HBM knows no difference"},
    {FigureGroup::CubeKernel, "out_proj_residual",
     "the last of three cores that exchange it through flags and GM"},
    {FigureGroup::CubeKernel, "down_proj", "on the card most tasks find their weights in L2"},
    {FigureGroup::CubeKernel, "", "lengths of the published run's requests are not known"},
    {FigureGroup::VectorKernel, "softmax", "lengths of the published run's requests are not known"},
    {FigureGroup::VectorKernel, "online_softmax",
     "lengths of the published run's requests are not known"},
    {FigureGroup::VectorKernel, "post_rmsnorm",
     "vector instructions in a row; nothing says which of them are faster"},
    {FigureGroup::VectorKernel, "down_proj_residual",
     "of 240 tasks half take 1.89 us on the card, 1.67 here; what keeps the others is not known"},
    {{}, "TTRANS", "scatter_vnchwconv's cost is guessed"},
    {FigureGroup::Load, "TLOAD", "128 bytes a cycle; loads from L2 by all cores reach 113"},
    {FigureGroup::Stream, "GM to UB", "unaligned rows cost more than the lines they touch"},
    {FigureGroup::Hill, "GM to UB",
     "single TLOADs of the same device take 264 + bytes / 128: this fit is 15 to 25 % below them"},
    {FigureGroup::Hill, "UB to GM",
     "16.4 bytes a cycle; add_high_performance stores 28, on one core and on each of 48"},
    {FigureGroup::Hill, "L0C to GM",
     "24 bytes a cycle after 1216; GEMM's stores take 1800 for 131072 bytes, conv2d's 889 for "
     "65536"},
    {FigureGroup::Flat, "GM to UB", "58.6 bytes a cycle; TLOAD reaches 128, loads from L2 113"},
    {FigureGroup::Flat, "GM to L1", "78.4 bytes a cycle; loads from L2 by all cores reach 113"},
    {FigureGroup::Flat, "UB to GM",
     "109.4 bytes a cycle; the platform file has 86 for writes to L2"},
    {FigureGroup::Flat, "L0C to GM", "40.6 bytes a cycle; GEMM and conv2d store 73"},
    {FigureGroup::Flat, "L0C to L1", "74.3 bytes a cycle; the vendor's test measures 64 elements"},
    {FigureGroup::Flat, "L1 to BT", "18.6 bytes a cycle; the vendor's test measures 32"},
    {FigureGroup::Flat, "UB to UB",
     "594 bytes a cycle; TMOV on the device takes a cycle a block of 32 (tile-isa.md 5.6)"},
};

}  // namespace

std::string_view reason_of(const PublishedFigure& figure, std::optional<double> model) {
  if (model && std::fabs(deviation_percent(figure, *model)) <= kExplained) return {};
  for (const Reason& reason : kReasons) {
    if (reason.group.value_or(figure.group) != figure.group) continue;
    if (!reason.name.empty() && reason.name != figure.name) continue;
    return reason.text;
  }
  return {};
}

}  // namespace npusim::timing

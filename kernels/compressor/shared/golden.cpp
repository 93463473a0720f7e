// SPDX-License-Identifier: Apache-2.0
// The expected outputs of the ratio-4 compressor, in plain C++: the declared arithmetic, one
// rounding per operation, in the declared order. Written from the definition of the computation,
// not from the kernels, and shared by all five programs; by the indexer, whose rows are shorter and
// multiplied by a matrix at the end; by ratio 128, whose windows do not overlap; and by the prefill,
// which defines RATIO4_ARITHMETIC_ONLY and says itself what is pooled.
//
// Orders that decide bits: a projection is the sum, over 16 pieces of K = 256 in ascending order,
// of sums that start at 0; the softmax is online, from the window's last slot over the front slots
// to the remaining back slots; the mean square adds 8 chunk sums of 64 columns. exp is evaluated in
// double. Compile without contraction (-ffp-contract=off).
#include "npusim/golden.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <vector>

#ifndef RATIO4_HEAD_DIM
#define RATIO4_HEAD_DIM 512
#endif
#ifndef RATIO4_RATIO
#define RATIO4_RATIO 4
#define RATIO4_WINDOWS 2
#define RATIO4_STATE_PAGE 4
#endif
#ifdef RATIO4_ROTATES
constexpr bool kRotates = true;
#else
constexpr bool kRotates = false;
#endif

namespace {

using npusim::golden::Arguments;
using npusim::golden::bfloat16_to_float;
using npusim::golden::float_to_bfloat16_rne;

constexpr int kRequests = 64;
constexpr int kTokens = 2;
constexpr int kHidden = 4096;
constexpr int kRatio = RATIO4_RATIO;
constexpr int kHeadDim = RATIO4_HEAD_DIM;
constexpr int kRopeDim = 64;
constexpr int kOutDim = RATIO4_WINDOWS * kHeadDim;
constexpr int kStateRow = 2 * kOutDim;
constexpr int kStatePage = RATIO4_STATE_PAGE;
constexpr int kCachePage = 128;
constexpr int kPages = 64;
constexpr int kRows = kRequests * kTokens;

using Row = std::array<float, kHeadDim>;

/// x * w for all rows and one panel of columns. Products of bfloat16 are exact in float32, so it
/// makes no difference whether a multiply-add is fused.
class Projection {
 public:
  explicit Projection(const std::uint16_t* x) : x_(kRows * kHidden) {
    std::transform(x, x + kRows * kHidden, x_.begin(), bfloat16_to_float);
  }

  std::vector<float> multiply(const std::uint16_t* weights) const {
    std::vector<float> result(kRows * kOutDim);
    std::vector<float> panel(kPiece * kPanel);
    for (int column = 0; column < kOutDim; column += kPanel) {
      for (int piece = 0; piece < kHidden; piece += kPiece) {
        for (int k = 0; k < kPiece; ++k) {
          const std::uint16_t* row = weights + (piece + k) * kOutDim + column;
          std::transform(row, row + kPanel, panel.begin() + k * kPanel, bfloat16_to_float);
        }
        for (int row = 0; row < kRows; row += kBlock) {
          add_piece(x_.data() + row * kHidden + piece, panel.data(),
                    result.data() + row * kOutDim + column);
        }
      }
    }
    return result;
  }

 private:
  static constexpr int kPiece = 256;  ///< K of one matrix instruction
  static constexpr int kPanel = 64;   ///< columns at a time, so that a piece of weights stays in L1
  static constexpr int kBlock = 4;    ///< rows whose sums stay in registers, each kLanes columns

  /// Compilers make poor vectors of the nest of loops by themselves.
  using Lanes = float __attribute__((vector_size(32)));
  static constexpr int kLanes = sizeof(Lanes) / sizeof(float);

  static void add_piece(const float* x, const float* panel, float* result) {
    for (int column = 0; column < kPanel; column += 2 * kLanes) {
      Lanes left[kBlock] = {}, right[kBlock] = {};
      for (int k = 0; k < kPiece; ++k) {
        const float* line = panel + k * kPanel + column;
        Lanes left_line, right_line;
        std::memcpy(&left_line, line, sizeof(Lanes));
        std::memcpy(&right_line, line + kLanes, sizeof(Lanes));
        for (int row = 0; row < kBlock; ++row) {
          left[row] += x[row * kHidden + k] * left_line;
          right[row] += x[row * kHidden + k] * right_line;
        }
      }
      for (int row = 0; row < kBlock; ++row) {
        float* sums = result + row * kOutDim + column;
        for (int i = 0; i < kLanes; ++i) sums[i] += left[row][i];
        for (int i = 0; i < kLanes; ++i) sums[kLanes + i] += right[row][i];
      }
    }
  }

  std::vector<float> x_;
};

/// The state rows of one request, found through its line of the block table.
class State {
 public:
  State(float* rows, const std::int32_t* table) : rows_(rows), table_(table) {}

  float* row(int position) const {
    const std::int64_t page = table_[position / kStatePage];
    return rows_ + (page * kStatePage + position % kStatePage) * kStateRow;
  }

 private:
  float* rows_;
  const std::int32_t* table_;
};

float exp_rounded(float x) { return static_cast<float>(std::exp(static_cast<double>(x))); }

void store_tokens(const State& state, int start, const float* kv, const float* score,
                  const float* ape) {
  for (int token = 0; token < kTokens; ++token) {
    const int position = start + token;
    float* row = state.row(position);
    const float* added = ape + position % kRatio * kOutDim;
    std::copy_n(kv + token * kOutDim, kOutDim, row);
    for (int i = 0; i < kOutDim; ++i) row[kOutDim + i] = score[token * kOutDim + i] + added[i];
  }
}

/// The window of `start` without overlap, all of its slots at once: maximum, exp, sum in ascending order,
/// weights, weighted sum in ascending order.
Row pool_whole_window(const State& state, int start) {
  Row pooled{};
  if (start % kRatio + kTokens < kRatio) return pooled;
  const int window = start - start % kRatio;
  for (std::size_t i = 0; i < kHeadDim; ++i) {
    std::array<float, kRatio> weights{};
    float max = state.row(window)[kOutDim + i];
    for (int slot = 0; slot < kRatio; ++slot) {
      max = std::max(max, state.row(window + slot)[kOutDim + i]);
    }
    float sum = 0.0f;
    for (int slot = 0; slot < kRatio; ++slot) {
      float& weight = weights[static_cast<std::size_t>(slot)];
      weight = exp_rounded(state.row(window + slot)[kOutDim + i] - max);
      sum += weight;
    }
    for (int slot = 0; slot < kRatio; ++slot) {
      pooled[i] += state.row(window + slot)[i] * (weights[static_cast<std::size_t>(slot)] / sum);
    }
  }
  return pooled;
}

/// The window of `start`, pooled; zeros when no window ends in this step.
Row pool(const State& state, int start) {
  Row pooled{};
  const int phase = start % kRatio;
  if (phase + kTokens < kRatio) return pooled;
  const int window = start - phase;
  const float* last = state.row(window + kRatio - 1) + kHeadDim;

  std::vector<const float*> slots;
  for (int position = window - kRatio; position < window; ++position) {
    if (position >= 0) slots.push_back(state.row(position));
  }
  for (int position = window; position < window + kRatio - 1; ++position) {
    slots.push_back(state.row(position) + kHeadDim);
  }
  for (std::size_t i = 0; i < kHeadDim; ++i) {
    float max = last[kOutDim + i];
    float sum = exp_rounded(max - max);
    float output = last[i];
    for (const float* slot : slots) {
      const float score = slot[kOutDim + i];
      const float next_max = max < score ? score : max;
      const float alpha = exp_rounded(max - next_max);
      const float beta = exp_rounded(score - next_max);
      sum = alpha * sum + beta;
      output = output * alpha + slot[i] * beta;
      max = next_max;
    }
    pooled[i] = output / sum;
  }
  return pooled;
}

Row normalize(const Row& pooled, const float* norm_w) {
  constexpr std::size_t kChunk = 64;
  float square_sum = 0.0f;
  for (std::size_t chunk = 0; chunk < kHeadDim; chunk += kChunk) {
    float chunk_sum = 0.0f;
    for (std::size_t i = chunk; i < chunk + kChunk; ++i) chunk_sum += pooled[i] * pooled[i];
    square_sum += chunk_sum;
  }
  const float inverse_rms = 1.0f / std::sqrt(square_sum * (1.0f / kHeadDim) + 1e-6f);
  Row normed;
  for (std::size_t i = 0; i < kHeadDim; ++i) normed[i] = pooled[i] * inverse_rms * norm_w[i];
  return normed;
}

void rotate(Row& row, const float* cos, const float* sin) {
  for (int pair = 0; pair < kRopeDim / 2; ++pair) {
    float* const value = row.data() + kHeadDim - kRopeDim + 2 * pair;
    const float even = value[0];
    const float odd = value[1];
    value[0] = even * cos[pair] - odd * sin[pair];
    value[1] = even * sin[pair] + odd * cos[pair];
  }
}

/// The row in bf16 times a matrix of kHeadDim x kHeadDim, one sum from 0 for each column.
Row multiply(const Row& row, const std::uint16_t* matrix) {
  Row result{};
  for (int k = 0; k < kHeadDim; ++k) {
    const float factor = bfloat16_to_float(float_to_bfloat16_rne(row[static_cast<std::size_t>(k)]));
    for (int i = 0; i < kHeadDim; ++i) {
      result[static_cast<std::size_t>(i)] += factor * bfloat16_to_float(matrix[k * kHeadDim + i]);
    }
  }
  return result;
}

}  // namespace

#ifndef RATIO4_ARITHMETIC_ONLY
extern "C" void compute_golden(Arguments& arguments) {
  const float* ape = arguments.get<const float>("ape").data();
  const float* norm_w = arguments.get<const float>("norm_w").data();
  const float* cos = arguments.get<const float>("cos").data();
  const float* sin = arguments.get<const float>("sin").data();
  const auto* start_pos = arguments.get<const std::int32_t>("start_pos").data();
  const auto* state_table = arguments.get<const std::int32_t>("compress_state_block_table").data();
  const auto* cache_table = arguments.get<const std::int32_t>("cmp_block_table").data();
  float* kv = arguments.get<float>("kv").data();
  float* state_rows = arguments.get<float>("compress_state").data();
  std::uint16_t* cache = arguments.get<std::uint16_t>("cmp_kv_cache").data();

  const Projection projection(arguments.get<const std::uint16_t>("x").data());
  const auto kv_proj = projection.multiply(arguments.get<const std::uint16_t>("wkv").data());
  const auto score_proj = projection.multiply(arguments.get<const std::uint16_t>("wgate").data());

  const auto state_of = [&](int request) {
    return State(state_rows, state_table + request * kPages);
  };
  for (int request = 0; request < kRequests; ++request) {
    const int projected = request * kTokens * kOutDim;
    store_tokens(state_of(request), start_pos[request], kv_proj.data() + projected,
                 score_proj.data() + projected, ape);
  }
  for (int request = 0; request < kRequests; ++request) {
    const auto pooled = kOutDim == kHeadDim ? pool_whole_window : pool;
    Row row = normalize(pooled(state_of(request), start_pos[request]), norm_w);
    rotate(row, cos + request * kRopeDim / 2, sin + request * kRopeDim / 2);
    if (kRotates) row = multiply(row, arguments.get<const std::uint16_t>("hadamard").data());

    std::copy(row.begin(), row.end(), kv + request * kTokens * kHeadDim);
    const int position = start_pos[request] / kRatio;
    const std::int64_t page = cache_table[request * kPages + position / kCachePage];
    const std::int64_t cache_row = page * kCachePage + position % kCachePage;
    std::transform(row.begin(), row.end(), cache + cache_row * kHeadDim, float_to_bfloat16_rne);
  }
}
#endif

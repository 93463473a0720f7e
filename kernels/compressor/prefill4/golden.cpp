// SPDX-License-Identifier: Apache-2.0
// The expected outputs of the ratio-4 prefill, with the arithmetic of the decode program. All the
// positions that a window can reach lie in one array: those before the step from the ring, as it
// was, the others from the projections. The ring gets its new rows last.
#define RATIO4_ARITHMETIC_ONLY
#include "../shared/golden.cpp"

extern "C" void compute_golden(Arguments& arguments) {
  constexpr int kSteps = 128, kWindows = kSteps / kRatio, kRing = 16;
  const float* ape = arguments.get<const float>("ape").data();
  const float* norm_w = arguments.get<const float>("norm_w").data();
  const float* cos = arguments.get<const float>("cos").data();
  const float* sin = arguments.get<const float>("sin").data();
  const int start = arguments.get<const std::int32_t>("start_pos")[0];
  const auto* cache_table = arguments.get<const std::int32_t>("cmp_block_table").data();
  float* kv = arguments.get<float>("kv").data();
  std::uint16_t* cache = arguments.get<std::uint16_t>("cmp_kv_cache").data();
  const State ring(arguments.get<float>("compress_state").data(),
                   arguments.get<const std::int32_t>("compress_state_block_table").data());

  const Projection projection(arguments.get<const std::uint16_t>("x").data());
  const auto kv_proj = projection.multiply(arguments.get<const std::uint16_t>("wkv").data());
  const auto score_proj = projection.multiply(arguments.get<const std::uint16_t>("wgate").data());

  const int end = start + kSteps;
  std::vector<float> rows(static_cast<std::size_t>(end) * kStateRow);
  std::vector<std::int32_t> in_order(static_cast<std::size_t>(end / kStatePage + 1));
  for (std::size_t page = 0; page < in_order.size(); ++page) {
    in_order[page] = static_cast<std::int32_t>(page);
  }
  const State all(rows.data(), in_order.data());
  for (int position = std::max(0, start - kRing); position < start; ++position) {
    std::copy_n(ring.row(position), kStateRow, all.row(position));
  }
  for (int token = 0; token < kSteps; token += kTokens) {
    store_tokens(all, start + token, kv_proj.data() + token * kOutDim,
                 score_proj.data() + token * kOutDim, ape);
  }

  for (int window = 0; window < kWindows; ++window) {
    const int first = start - start % kRatio + window * kRatio;
    Row row = normalize(pool(all, first + kRatio - 1), norm_w);
    rotate(row, cos + first * kRopeDim / 2, sin + first * kRopeDim / 2);
    std::copy(row.begin(), row.end(), kv + window * kHeadDim);
    const int position = first / kRatio;
    const std::int64_t cache_row =
        std::int64_t{cache_table[position / kCachePage]} * kCachePage + position % kCachePage;
    std::transform(row.begin(), row.end(), cache + cache_row * kHeadDim, float_to_bfloat16_rne);
  }
  for (int position = end - kRing; position < end; ++position) {
    std::copy_n(all.row(position), kStateRow, ring.row(position));
  }
}

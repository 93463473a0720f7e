// SPDX-License-Identifier: Apache-2.0
// What a worker is at. It stands in the record that the supervisor shares
// (models/arch/last_place.h): limits differ by stage, and a worker that dies leaves it behind.
#pragma once

#include <string>
#include <string_view>

namespace npusim::session {

namespace stage {
inline constexpr std::string_view kConfiguration = "configuration";
inline constexpr std::string_view kBuild = "build";
inline constexpr std::string_view kLoad = "load";
inline constexpr std::string_view kGolden = "golden";
inline constexpr std::string_view kSimulate = "simulate";
inline constexpr std::string_view kReport = "report";
/// Reading an array; HDF5 crashes on some damaged files.
inline constexpr std::string_view kData = "data";
}  // namespace stage

/// `file`: whose code runs, as the user knows it; empty: nobody's but npusim's.
void enter_stage(std::string_view stage, const std::string& file = {});

/// While it lives: stage kData of `file`.
class DataStage {
 public:
  explicit DataStage(const std::string& file);
  ~DataStage();
  DataStage(const DataStage&) = delete;
  DataStage& operator=(const DataStage&) = delete;

 private:
  std::string stage_, file_;
};

/// Why the supervisor wants the work to end here with what is known; empty: it does not.
std::string stop_reason();

}  // namespace npusim::session

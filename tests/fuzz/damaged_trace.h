// SPDX-License-Identifier: Apache-2.0
// Inputs of the fuzz target: not whole traces, of which the smallest has 100 KiB, but what to
// damage in one, a few bytes each.
//
//   byte 0       which trace: 0 complete, 1 of a killed run, 2 with outputs and goldens (modulo 3);
//                below 128 it is read as `trace races` does, else as `trace slice` does
//   then edits   4 bytes of offset in the file (little endian, modulo its size), 1 byte n, n bytes
//   to
//                put there; n = 255: the file ends there
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>

namespace npusim::test {

/// The bytes of the traces that inputs damage, written by our own writer.
const std::array<std::string, 3>& sound_traces();

/// The trace that an input stands for.
std::string damaged_trace(std::span<const std::uint8_t> input);

/// Reads a file as `trace info` and `trace races` do, or `selecting`, as `trace slice` and `trace
/// diff` do; what a damaged file throws is caught. Throws std::logic_error if it throws anything
/// that the reader does not promise.
void read_everything(const std::string& path, bool selecting);

}  // namespace npusim::test

// SPDX-License-Identifier: Apache-2.0
// Attributes and string lists of an HDF5 object. Missing or differently typed ones throw Hdf5Error.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "traces/hdf5/handle.h"

namespace npusim::traces::hdf5 {

/// Creates the attribute or overwrites it.
void write_attribute(hid_t object, const char* name, std::uint64_t value);
/// Text of any length, in a field of its own length (see write_text_list for why); h5py gives it as
/// bytes. Only before single-writer mode starts.
void write_attribute(hid_t object, const char* name, const std::string& text);
/// Text in a field of `bytes` bytes, which may be overwritten at any time. Longer text is cut.
void write_fixed_text(hid_t object, const char* name, std::string_view text, std::size_t bytes);

std::uint64_t read_number(hid_t object, const char* name);
std::string read_text(hid_t object, const char* name);
/// All attributes of an object; requires that they are text.
std::map<std::string, std::string> read_texts(hid_t object);

/// A dataset of texts, each in a field as long as the longest: HDF5 reads texts of any length from
/// a heap that it does not check, and a damaged one crashes it.
void write_text_list(hid_t group, const std::string& name, const std::vector<std::string>& texts);
std::vector<std::string> read_text_list(hid_t group, const std::string& name);

}  // namespace npusim::traces::hdf5

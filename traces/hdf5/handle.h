// SPDX-License-Identifier: Apache-2.0
// HDF5 handles that close themselves, and the check that turns HDF5's error codes into exceptions.
#pragma once

#include <stdexcept>
#include <string_view>
#include <utility>

#include <hdf5.h>

namespace npusim::traces::hdf5 {

/// A call into HDF5 failed; the text is the caller's sentence and HDF5's own innermost reason.
struct Hdf5Error : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// Stops HDF5 from printing its errors on stderr in this thread; they become Hdf5Error instead.
void silence_errors();

/// Throws Hdf5Error saying that `action` failed.
[[noreturn]] void throw_error(std::string_view action);

/// `result` if it is not negative, else throws: check(H5Fflush(...), "flush the trace").
template <class Result>
Result check(Result result, std::string_view action) {
  if (result < 0) throw_error(action);
  return result;
}

/// Owns one identifier; -1 is none.
template <herr_t (*Close)(hid_t)>
class Handle {
 public:
  Handle() = default;
  explicit Handle(hid_t id) : id_(id) {}
  Handle(hid_t id, std::string_view action) : id_(check(id, action)) {}
  Handle(Handle&& other) noexcept : id_(std::exchange(other.id_, -1)) {}
  Handle& operator=(Handle&& other) noexcept {
    std::swap(id_, other.id_);
    return *this;
  }
  ~Handle() { close(); }

  hid_t get() const { return id_; }
  explicit operator bool() const { return id_ >= 0; }
  /// Closes now; returns false if HDF5 could not.
  bool close() noexcept { return id_ < 0 || Close(std::exchange(id_, -1)) >= 0; }

 private:
  hid_t id_ = -1;
};

using File = Handle<H5Fclose>;
using Group = Handle<H5Gclose>;
using Dataset = Handle<H5Dclose>;
using Dataspace = Handle<H5Sclose>;
using Datatype = Handle<H5Tclose>;
using Attribute = Handle<H5Aclose>;
using PropertyList = Handle<H5Pclose>;

}  // namespace npusim::traces::hdf5

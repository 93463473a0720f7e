// SPDX-License-Identifier: Apache-2.0
// A file driver for HDF5 under which the file on disk can be opened by any reader at every moment,
// also after SIGKILL or on a full disk.
//
// HDF5's single-writer mode (SWMR) orders its writes so that what is on disk is always consistent,
// but it marks the file as being written, and a plain open then refuses it; and the end-of-file
// address in the superblock lags behind. This driver, while that mark is set, writes every
// superblock without the mark and with an end address that covers all it has written, which a
// sparse tail of the file makes true beforehand. HDF5's own last superblock, at close, goes through
// as is.
//
// The first write that fails freezes the file: later writes are dropped and reported as done, so
// the disk keeps a prefix of the writes (as after a kill) and HDF5 can be closed cleanly.
#pragma once

#include <hdf5.h>

namespace npusim::traces::hdf5 {

/// Makes `access_list` (a file access property list) use this driver.
void use_crash_safe_driver(hid_t access_list);

/// errno of the write that froze the file, 0 if none. `file` must be open with this driver.
int first_write_error(hid_t file);

}  // namespace npusim::traces::hdf5

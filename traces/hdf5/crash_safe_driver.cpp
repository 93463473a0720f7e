// SPDX-License-Identifier: Apache-2.0
#include "traces/hdf5/crash_safe_driver.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <span>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "traces/hdf5/checksum.h"
#include "traces/hdf5/handle.h"

namespace npusim::traces::hdf5 {
namespace {

// Superblock versions 2 and 3 with 8-byte addresses (HDF5 File Format Specification 3.0, II.A).
constexpr std::size_t kSuperblockBytes = 48;
constexpr std::size_t kFlagsOffset = 11;
constexpr std::size_t kEndAddressOffset = 28;
constexpr std::size_t kChecksumOffset = 44;

/// Step in which the sparse tail grows.
constexpr haddr_t kReserveBytes = haddr_t{4} << 20;

using Superblock = std::array<unsigned char, kSuperblockBytes>;

struct DriverFile {
  H5FD_t base;  ///< HDF5's part; must be first
  int descriptor = -1;
  haddr_t end_of_allocation = 0;
  haddr_t end_of_file = 0;  ///< without the sparse tail
  haddr_t reserved = 0;     ///< with it
  int error = 0;            ///< errno that froze the file
  bool being_written = false;
  Superblock superblock = {};

  bool write_all(haddr_t address, const unsigned char* bytes, std::size_t size);
  bool write_superblock();
  bool reserve(haddr_t end);
};

DriverFile* self(H5FD_t* file) { return reinterpret_cast<DriverFile*>(file); }
const DriverFile* self(const H5FD_t* file) { return reinterpret_cast<const DriverFile*>(file); }

bool DriverFile::write_all(haddr_t address, const unsigned char* bytes, std::size_t size) {
  while (size > 0) {
    const ssize_t done = ::pwrite(descriptor, bytes, size, static_cast<off_t>(address));
    if (done < 0 && errno == EINTR) continue;
    if (done <= 0) {
      error = done < 0 ? errno : EIO;
      return false;
    }
    address += static_cast<haddr_t>(done);
    bytes += done;
    size -= static_cast<std::size_t>(done);
  }
  return true;
}

/// Writes HDF5's last superblock, unmarked and with the reserved end.
bool DriverFile::write_superblock() {
  Superblock copy = superblock;
  copy[kFlagsOffset] = 0;
  for (unsigned i = 0; i < 8; ++i) {
    copy[kEndAddressOffset + i] = static_cast<unsigned char>(reserved >> (8 * i));
  }
  const std::uint32_t sum = metadata_checksum(std::span(copy).first(kChecksumOffset));
  for (unsigned i = 0; i < 4; ++i) {
    copy[kChecksumOffset + i] = static_cast<unsigned char>(sum >> (8 * i));
  }
  return write_all(0, copy.data(), copy.size());
}

/// Makes the file, and the superblock's idea of it, reach at least to `end`.
bool DriverFile::reserve(haddr_t end) {
  if (end <= reserved) return true;
  const haddr_t generous = (end / kReserveBytes + 1) * kReserveBytes;
  if (::ftruncate(descriptor, static_cast<off_t>(generous)) == 0) {
    reserved = generous;
  } else if (::ftruncate(descriptor, static_cast<off_t>(end)) == 0) {
    reserved = end;
  } else {
    error = errno;
    return false;
  }
  return write_superblock();
}

H5FD_t* driver_open(const char* name, unsigned flags, hid_t, haddr_t) {
  int mode = (flags & H5F_ACC_RDWR) != 0 ? O_RDWR : O_RDONLY;
  if ((flags & H5F_ACC_TRUNC) != 0) mode |= O_TRUNC;
  if ((flags & H5F_ACC_CREAT) != 0) mode |= O_CREAT;
  if ((flags & H5F_ACC_EXCL) != 0) mode |= O_EXCL;
  const int descriptor = ::open(name, mode | O_CLOEXEC, 0666);
  if (descriptor < 0) return nullptr;
  struct stat status = {};
  if (::fstat(descriptor, &status) != 0) {
    ::close(descriptor);
    return nullptr;
  }
  auto* file = new DriverFile{};
  file->descriptor = descriptor;
  file->end_of_file = file->reserved = static_cast<haddr_t>(status.st_size);
  return &file->base;
}

herr_t driver_close(H5FD_t* file) {
  ::close(self(file)->descriptor);
  delete self(file);
  return 0;
}

herr_t driver_query(const H5FD_t*, unsigned long* flags) {
  *flags = H5FD_FEAT_AGGREGATE_METADATA | H5FD_FEAT_AGGREGATE_SMALLDATA |
           H5FD_FEAT_SUPPORTS_SWMR_IO | H5FD_FEAT_DEFAULT_VFD_COMPATIBLE;
  return 0;
}

haddr_t driver_get_eoa(const H5FD_t* file, H5FD_mem_t) { return self(file)->end_of_allocation; }

herr_t driver_set_eoa(H5FD_t* file, H5FD_mem_t, haddr_t address) {
  self(file)->end_of_allocation = address;
  return 0;
}

haddr_t driver_get_eof(const H5FD_t* file, H5FD_mem_t) { return self(file)->end_of_file; }

herr_t driver_get_handle(H5FD_t* file, hid_t, void** handle) {
  *handle = file;
  return 0;
}

herr_t driver_read(H5FD_t* file, H5FD_mem_t, hid_t, haddr_t address, size_t size, void* buffer) {
  auto* bytes = static_cast<unsigned char*>(buffer);
  while (size > 0) {
    const ssize_t done = ::pread(self(file)->descriptor, bytes, size, static_cast<off_t>(address));
    if (done < 0 && errno == EINTR) continue;
    if (done < 0) return -1;
    if (done == 0) {  // beyond the end reads as zeros
      std::memset(bytes, 0, size);
      return 0;
    }
    address += static_cast<haddr_t>(done);
    bytes += done;
    size -= static_cast<size_t>(done);
  }
  return 0;
}

herr_t driver_write(H5FD_t* base, H5FD_mem_t, hid_t, haddr_t address, size_t size,
                    const void* buffer) {
  DriverFile& file = *self(base);
  const auto* bytes = static_cast<const unsigned char*>(buffer);
  file.end_of_file = std::max(file.end_of_file, address + size);
  if (file.error != 0) return 0;
  if (address == 0 && size >= kSuperblockBytes) {
    std::memcpy(file.superblock.data(), bytes, kSuperblockBytes);
    file.being_written = bytes[kFlagsOffset] != 0;
    if (file.being_written) {
      if (file.reserve(std::max<haddr_t>(file.end_of_file, size))) file.write_superblock();
      return 0;
    }
  }
  if (file.being_written && !file.reserve(address + size)) return 0;
  file.write_all(address, bytes, size);
  return 0;
}

herr_t driver_truncate(H5FD_t* base, hid_t, hbool_t closing) {
  DriverFile& file = *self(base);
  if (!closing || file.error != 0) return 0;
  if (::ftruncate(file.descriptor, static_cast<off_t>(file.end_of_allocation)) != 0) {
    file.error = errno;
  }
  file.end_of_file = file.reserved = file.end_of_allocation;
  return 0;
}

herr_t driver_lock(H5FD_t*, hbool_t) { return 0; }
herr_t driver_unlock(H5FD_t*) { return 0; }

H5FD_class_t driver_class() {
  H5FD_class_t driver = {};
  driver.name = "npusim crash safe";
  driver.maxaddr = (haddr_t{1} << 62) - 1;
  driver.fc_degree = H5F_CLOSE_WEAK;
  driver.open = driver_open;
  driver.close = driver_close;
  driver.query = driver_query;
  driver.get_eoa = driver_get_eoa;
  driver.set_eoa = driver_set_eoa;
  driver.get_eof = driver_get_eof;
  driver.get_handle = driver_get_handle;
  driver.read = driver_read;
  driver.write = driver_write;
  driver.truncate = driver_truncate;
  driver.lock = driver_lock;
  driver.unlock = driver_unlock;
  const H5FD_mem_t map[H5FD_MEM_NTYPES] = H5FD_FLMAP_DICHOTOMY;
  std::copy(std::begin(map), std::end(map), driver.fl_map);
  return driver;
}

}  // namespace

void use_crash_safe_driver(hid_t access_list) {
  static const H5FD_class_t driver = driver_class();
  static const hid_t id = check(H5FDregister(&driver), "register the trace file driver");
  check(H5Pset_driver(access_list, id, nullptr), "set the trace file driver");
}

int first_write_error(hid_t file) {
  void* handle = nullptr;
  check(H5Fget_vfd_handle(file, H5P_DEFAULT, &handle), "get the trace file's driver");
  return self(static_cast<H5FD_t*>(handle))->error;
}

}  // namespace npusim::traces::hdf5

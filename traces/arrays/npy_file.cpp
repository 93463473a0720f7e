// SPDX-License-Identifier: Apache-2.0
// Reading and writing .npy files.
#include "traces/arrays/npy_file.h"

#include <cerrno>
#include <cstring>
#include <optional>
#include <string>
#include <string_view>

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "models/arch/input_error.h"
#include "traces/arrays/nonzero_copy.h"

namespace npusim::traces {

namespace {

constexpr std::string_view kMagic = "\x93NUMPY";

/// NumPy's spelling of the element types, in the order of DType.
constexpr std::string_view kDescr[kDTypeCount] = {"<f4", "<f2", "<i4", "<i2", "|i1", "|u1",
                                                  "<u2", "<i8", "<u8", "<u2", "<u4"};

[[noreturn]] void fail(const std::filesystem::path& file, const std::string& key,
                       const std::string& expected, const std::string& found) {
  throw InputError(file.string(), key, expected, found, "write the file again with numpy.save");
}

class OpenFile {
 public:
  OpenFile(const std::filesystem::path& file, int flags)
      : descriptor_(::open(file.c_str(), flags | O_CLOEXEC, 0644)) {
    if (descriptor_ >= 0) return;
    throw InputError(file.string(), "", "a file that can be opened", std::strerror(errno),
                     "check the path and its permissions");
  }
  ~OpenFile() { ::close(descriptor_); }
  OpenFile(const OpenFile&) = delete;
  OpenFile& operator=(const OpenFile&) = delete;
  int get() const { return descriptor_; }

 private:
  int descriptor_;
};

/// A whole file, mapped for reading.
class FileView {
 public:
  explicit FileView(const std::filesystem::path& file) : file_(file, O_RDONLY) {
    struct stat status {};
    if (::fstat(file_.get(), &status) == 0) size_ = static_cast<std::uint64_t>(status.st_size);
    if (size_ == 0) fail(file, "", "a .npy file", "an empty file");
    address_ = ::mmap(nullptr, size_, PROT_READ, MAP_PRIVATE, file_.get(), 0);
    if (address_ == MAP_FAILED) fail(file, "", "a file that can be mapped", std::strerror(errno));
  }
  ~FileView() { ::munmap(address_, size_); }
  FileView(const FileView&) = delete;
  FileView& operator=(const FileView&) = delete;

  const std::byte* data() const { return static_cast<const std::byte*>(address_); }
  std::string_view text() const { return {static_cast<const char*>(address_), size_}; }
  std::uint64_t size() const { return size_; }

 private:
  OpenFile file_;
  void* address_ = nullptr;
  std::uint64_t size_ = 0;
};

struct Header {
  DType type = DType::FLOAT32;
  std::vector<std::uint64_t> shape;
  std::uint64_t data_offset = 0;
  std::uint64_t data_bytes = 0;
};

/// The text after "'key':" up to the end of the value; empty if there is no such key.
std::string_view value_of(std::string_view dict, std::string_view key) {
  const std::size_t name = dict.find("'" + std::string(key) + "'");
  const std::size_t colon = name == std::string_view::npos ? name : dict.find(':', name);
  const std::size_t begin =
      colon == std::string_view::npos ? colon : dict.find_first_not_of(' ', colon + 1);
  if (begin == std::string_view::npos) return {};
  const std::size_t end =
      dict[begin] == '(' ? dict.find(')', begin) : dict.find_first_of(",}", begin);
  return end == std::string_view::npos
             ? std::string_view{}
             : dict.substr(begin, end - begin + (dict[begin] == '(' ? 1 : 0));
}

std::optional<std::vector<std::uint64_t>> parse_shape(std::string_view text) {
  if (text.size() < 2 || text.front() != '(' || text.back() != ')') return std::nullopt;
  std::vector<std::uint64_t> shape;
  bool in_number = false;
  for (char c : text.substr(1, text.size() - 2)) {
    if (c >= '0' && c <= '9') {
      if (!in_number) shape.push_back(0);
      in_number = true;
      if (shape.back() > (std::uint64_t{1} << 48)) return std::nullopt;
      shape.back() = shape.back() * 10 + static_cast<std::uint64_t>(c - '0');
    } else if (c == ',' || c == ' ' || c == 'L') {
      in_number = false;
    } else {
      return std::nullopt;
    }
  }
  return shape;
}

Header parse_header(const std::filesystem::path& file, std::string_view text) {
  if (text.substr(0, kMagic.size()) != kMagic || text.size() < 12) {
    fail(file, "", "a .npy file", "a file that does not begin with \\x93NUMPY");
  }
  const int version = static_cast<unsigned char>(text[6]);
  if (version < 1 || version > 3) {
    fail(file, "version", "1, 2 or 3", std::to_string(version));
  }
  const std::size_t length_bytes = version == 1 ? 2 : 4;
  std::uint64_t length = 0;
  for (std::size_t i = length_bytes; i-- > 0;) {
    length = length << 8 | static_cast<unsigned char>(text[8 + i]);
  }
  Header header;
  header.data_offset = 8 + length_bytes + length;
  if (header.data_offset > text.size()) fail(file, "", "a whole header", "a truncated file");
  const std::string_view dict = text.substr(8 + length_bytes, length);

  const std::string_view order = value_of(dict, "fortran_order");
  if (order != "False") fail(file, "fortran_order", "False (C order)", std::string(order));
  const std::string_view quoted = value_of(dict, "descr");
  const std::string descr(quoted.size() > 2 ? quoted.substr(1, quoted.size() - 2) : quoted);
  bool known = false;
  for (unsigned i = 0; i < kDTypeCount; ++i) {
    if (kDescr[i] != descr || static_cast<DType>(i) == DType::BFLOAT16) continue;
    header.type = static_cast<DType>(i);
    known = true;
  }
  if (!known) fail(file, "descr", "<f4 <f2 |i1 |u1 <i2 <u2 <i4 <u4 <i8 or <u8", descr);
  const auto shape = parse_shape(value_of(dict, "shape"));
  if (!shape) fail(file, "shape", "a tuple of extents", std::string(value_of(dict, "shape")));
  header.shape = *shape;
  header.data_bytes = size_bytes(header.type);
  for (std::uint64_t extent : header.shape) {
    if (__builtin_mul_overflow(header.data_bytes, extent, &header.data_bytes)) {
      fail(file, "shape", "an array that fits into memory", std::string(value_of(dict, "shape")));
    }
  }
  if (text.size() - header.data_offset != header.data_bytes) {
    fail(file, "", std::to_string(header.data_bytes) + " bytes of elements",
         std::to_string(text.size() - header.data_offset) + " bytes");
  }
  return header;
}

std::string header_text(DType type, const std::vector<std::uint64_t>& shape) {
  std::string dict = "{'descr': '" + std::string(kDescr[static_cast<unsigned>(type)]) +
                     "', 'fortran_order': False, 'shape': (";
  for (std::uint64_t extent : shape) dict += std::to_string(extent) + ", ";
  if (shape.size() > 1) dict.resize(dict.size() - 2);
  if (shape.size() == 1) dict.resize(dict.size() - 1);
  dict += "), }";
  // The elements begin at a multiple of 64, as NumPy writes them.
  dict.append(63 - (10 + dict.size()) % 64, ' ');
  dict += '\n';
  std::string text(kMagic);
  text +=
      {'\x01', '\x00', static_cast<char>(dict.size() & 0xFF), static_cast<char>(dict.size() >> 8)};
  return text + dict;
}

}  // namespace

std::pair<DType, std::vector<std::uint64_t>> describe_npy(const std::filesystem::path& file) {
  const FileView view(file);
  Header header = parse_header(file, view.text());
  return {header.type, std::move(header.shape)};
}

std::vector<ByteRange> read_npy(const std::filesystem::path& file, std::byte* zeroed) {
  const FileView view(file);
  const Header header = parse_header(file, view.text());
  std::vector<ByteRange> written;
  copy_nonzero(zeroed, 0, view.data() + header.data_offset, header.data_bytes, written);
  return written;
}

void write_npy(const std::filesystem::path& file, DType type,
               const std::vector<std::uint64_t>& shape, const std::byte* data) {
  const OpenFile output(file, O_WRONLY | O_CREAT | O_TRUNC);
  const std::string header = header_text(type, shape);
  std::uint64_t bytes = size_bytes(type);
  for (std::uint64_t extent : shape) bytes *= extent;

  const auto write_at = [&](const void* source, std::uint64_t count, std::uint64_t offset) {
    const char* position = static_cast<const char*>(source);
    while (count > 0) {
      const ssize_t done = ::pwrite(output.get(), position, count, static_cast<off_t>(offset));
      if (done <= 0) {
        throw InputError(file.string(), "", "room for " + std::to_string(bytes) + " bytes",
                         std::strerror(errno), "write to another place");
      }
      position += done;
      offset += static_cast<std::uint64_t>(done);
      count -= static_cast<std::uint64_t>(done);
    }
  };
  write_at(header.data(), header.size(), 0);
  constexpr std::uint64_t kBlock = 64 * 1024;
  for (std::uint64_t offset = 0; offset < bytes; offset += kBlock) {
    const std::uint64_t count = std::min(kBlock, bytes - offset);
    if (!is_zero(data + offset, count)) write_at(data + offset, count, header.size() + offset);
  }
  if (::ftruncate(output.get(), static_cast<off_t>(header.size() + bytes)) != 0) {
    throw InputError(file.string(), "", "a file that can be extended", std::strerror(errno),
                     "write to another place");
  }
}

}  // namespace npusim::traces

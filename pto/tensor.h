// SPDX-License-Identifier: Apache-2.0
// Tensor: a strided view of a buffer in GM. Orchestrations build and cut them; kernels get pointers
// to 128-byte copies (tile-isa.md section 6.2). Called Tensor first and ChipTensor later.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <utility>

#include "pto/data_type.h"
#include "pto/pto_task_id.h"

struct PTOBufferHandle {
  std::uint64_t addr;  ///< device address
  std::uint64_t size;  ///< bytes
};

enum class AddressSpace : std::uint8_t { HOST, DEVICE };

/// Every member that makes a view sets manual_dep from its own argument: an inherited flag is lost
/// (task-runtime.md section 2.4).
struct alignas(64) Tensor {
  PTOBufferHandle buffer;
  PTO2TaskId owner_task_id;
  std::uint64_t start_offset;  ///< elements
  std::int32_t version;
  std::uint32_t ndims;
  DataType dtype;
  bool manual_dep;
  bool is_contiguous;
  AddressSpace address_space;
  std::uint32_t shapes[MAX_TENSOR_DIMS];
  std::uint64_t extent_elem_cache;         ///< elements from the first to past the last one
  std::uint32_t strides[MAX_TENSOR_DIMS];  ///< elements, positive
  std::uint8_t reserved_[36];

  std::uint64_t numel() const {
    std::uint64_t count = 1;
    for (std::uint32_t i = 0; i < ndims; ++i) count *= shapes[i];
    return count;
  }
  std::uint64_t extent_elem() const { return is_contiguous ? numel() : extent_elem_cache; }
  std::uint64_t nbytes() const { return numel() * get_element_size(dtype); }

  template <typename T>
  T* data_as() const {
    return reinterpret_cast<T*>(buffer.addr);
  }

  const Tensor& ref() const { return *this; }

  std::uint64_t compute_flat_offset(const std::uint32_t indices[], std::uint32_t count) const {
    std::uint64_t offset = start_offset;
    for (std::uint32_t i = 0; i < count; ++i) offset += std::uint64_t{indices[i]} * strides[i];
    return offset;
  }

  void init_external(void* address, std::uint64_t bytes, const std::uint32_t new_shapes[],
                     std::uint32_t new_ndims, DataType new_dtype, std::int32_t new_version,
                     bool new_manual_dep = false) {
    always_assert(new_ndims > 0 && new_ndims <= MAX_TENSOR_DIMS);
    std::memset(static_cast<void*>(this), 0, sizeof(*this));
    buffer = {reinterpret_cast<std::uint64_t>(address), bytes};
    owner_task_id = PTO2TaskId::invalid();
    version = new_version;
    dtype = new_dtype;
    manual_dep = new_manual_dep;
    set_row_major(new_shapes, new_ndims);
  }
  void copy(const Tensor& other) { *this = other; }

  Tensor view(const std::uint32_t view_shapes[], const std::uint32_t view_offsets[],
              bool view_manual_dep = false) const {
    Tensor result = *this;
    for (std::uint32_t i = 0; i < ndims; ++i) {
      debug_assert(view_offsets[i] + view_shapes[i] <= shapes[i]);
      result.start_offset += std::uint64_t{view_offsets[i]} * strides[i];
      result.shapes[i] = view_shapes[i];
    }
    return result.finished(view_manual_dep);
  }

  Tensor slice(std::uint32_t dim, std::uint32_t start, std::uint32_t end, std::uint32_t step = 1,
               bool view_manual_dep = false) const {
    debug_assert(dim < ndims && step >= 1 && start < end && end <= shapes[dim]);
    Tensor result = *this;
    result.start_offset += std::uint64_t{start} * strides[dim];
    result.shapes[dim] = (end - start + step - 1) / step;
    result.strides[dim] = strides[dim] * step;
    return result.finished(view_manual_dep);
  }

  bool valid_transpose(std::uint32_t x, std::uint32_t y) const { return x < ndims && y < ndims; }

  Tensor transpose(std::uint32_t x, std::uint32_t y, bool view_manual_dep = false) const {
    debug_assert(valid_transpose(x, y));
    Tensor result = *this;
    std::swap(result.shapes[x], result.shapes[y]);
    std::swap(result.strides[x], result.strides[y]);
    return result.finished(view_manual_dep);
  }

  Tensor permute(const std::uint32_t order[], bool view_manual_dep = false) const {
    Tensor result = *this;
    for (std::uint32_t i = 0; i < ndims; ++i) {
      debug_assert(order[i] < ndims);
      result.shapes[i] = shapes[order[i]];
      result.strides[i] = strides[order[i]];
    }
    return result.finished(view_manual_dep);
  }

  bool valid_reshape(const std::uint32_t new_shapes[], std::uint32_t new_ndims) const {
    std::uint64_t count = 1;
    for (std::uint32_t i = 0; i < new_ndims; ++i) count *= new_shapes[i];
    return count == numel();
  }

  Tensor reshape(const std::uint32_t new_shapes[], std::uint32_t new_ndims,
                 bool view_manual_dep = false) const {
    debug_assert(valid_reshape(new_shapes, new_ndims));
    always_assert(is_contiguous);
    Tensor result = *this;
    result.manual_dep = view_manual_dep;
    result.set_row_major(new_shapes, new_ndims);
    return result;
  }

  std::string dump() const;

 private:
  void set_row_major(const std::uint32_t new_shapes[], std::uint32_t new_ndims) {
    ndims = new_ndims;
    std::uint64_t elements = 1;
    for (std::uint32_t i = new_ndims; i-- > 0;) {
      shapes[i] = new_shapes[i];
      strides[i] = static_cast<std::uint32_t>(elements);
      elements *= new_shapes[i];
    }
    is_contiguous = true;
    extent_elem_cache = elements;
  }

  /// A view with its derived fields brought up to date. Checks that it stays inside the buffer.
  Tensor& finished(bool view_manual_dep) {
    manual_dep = view_manual_dep;
    extent_elem_cache = 1;
    is_contiguous = true;
    std::uint64_t row_major = 1;
    for (std::uint32_t i = ndims; i-- > 0;) {
      if (strides[i] != row_major) is_contiguous = false;
      if (shapes[i] > 0) extent_elem_cache += std::uint64_t{shapes[i] - 1} * strides[i];
      row_major *= shapes[i];
    }
    debug_assert(start_offset + extent_elem_cache <= buffer.size / get_element_size(dtype));
    return *this;
  }
};

using ChipTensor = Tensor;

static_assert(sizeof(Tensor) == 128 && alignof(Tensor) == 64);
#define NPUSIM_TENSOR_FIELD(field, image_field) \
  static_assert(offsetof(Tensor, field) == offsetof(npusim::port::TensorImage, image_field))
NPUSIM_TENSOR_FIELD(buffer, buffer_address);
NPUSIM_TENSOR_FIELD(owner_task_id, owner_task);
NPUSIM_TENSOR_FIELD(start_offset, start_offset);
NPUSIM_TENSOR_FIELD(version, version);
NPUSIM_TENSOR_FIELD(ndims, ndims);
NPUSIM_TENSOR_FIELD(dtype, dtype);
NPUSIM_TENSOR_FIELD(manual_dep, manual_dep);
NPUSIM_TENSOR_FIELD(is_contiguous, is_contiguous);
NPUSIM_TENSOR_FIELD(shapes, shapes);
NPUSIM_TENSOR_FIELD(extent_elem_cache, extent);
NPUSIM_TENSOR_FIELD(strides, strides);
#undef NPUSIM_TENSOR_FIELD
static_assert(offsetof(Tensor, owner_task_id) == 16 && offsetof(Tensor, start_offset) == 24 &&
              offsetof(Tensor, version) == 32 && offsetof(Tensor, ndims) == 36 &&
              offsetof(Tensor, dtype) == 40 && offsetof(Tensor, manual_dep) == 41 &&
              offsetof(Tensor, is_contiguous) == 42 && offsetof(Tensor, shapes) == 44 &&
              offsetof(Tensor, extent_elem_cache) == 64 && offsetof(Tensor, strides) == 72);

inline std::string Tensor::dump() const {
  std::string text = get_dtype_name(dtype);
  for (std::uint32_t i = 0; i < ndims; ++i) {
    text += (i == 0 ? " [" : ", ") + std::to_string(shapes[i]) + ":" + std::to_string(strides[i]);
  }
  return text + "] at " + std::to_string(buffer.addr) + " + " + std::to_string(start_offset);
}

/// A tensor over any memory, without a creating task.
inline Tensor make_tensor_external(void* address, const std::uint32_t shapes[], std::uint32_t ndims,
                                   DataType dtype = DataType::FLOAT32, bool manual_dep = false,
                                   std::int32_t version = 0) {
  std::uint64_t bytes = get_element_size(dtype);
  for (std::uint32_t i = 0; i < ndims; ++i) bytes *= shapes[i];
  Tensor tensor;
  tensor.init_external(address, bytes, shapes, ndims, dtype, version, manual_dep);
  return tensor;
}

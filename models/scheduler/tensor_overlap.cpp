// SPDX-License-Identifier: Apache-2.0
#include "models/scheduler/tensor_overlap.h"

#include "models/scheduler/image_dtype.h"

namespace npusim {
namespace {

struct Interval {
  std::uint64_t begin, end;
  bool meets(Interval other) const { return begin < other.end && other.begin < end; }
  bool contains(Interval other) const { return begin <= other.begin && other.end <= end; }
};

std::uint64_t extent(const port::TensorImage& view) {
  if (!view.is_contiguous) return view.extent;
  std::uint64_t elements = 1;
  for (unsigned i = 0; i < view.ndims; ++i) elements *= view.shapes[i];
  return elements;
}

Interval elements(const port::TensorImage& view) {
  return {view.start_offset, view.start_offset + extent(view)};
}

/// Whether both are boxes in one row-major array, so that they can be compared by dimension.
bool are_boxes_of_one_array(const port::TensorImage& a, const port::TensorImage& b) {
  if (a.dtype != b.dtype || a.ndims != b.ndims || a.ndims == 0) return false;
  for (unsigned i = 0; i < a.ndims; ++i) {
    if (a.strides[i] != b.strides[i]) return false;
    if (i > 0 && a.strides[i - 1] % a.strides[i] != 0) return false;
  }
  return a.strides[a.ndims - 1] == 1;
}

/// The box's interval in dimension `dim`; `remainder` is what is left of its offset, in and out.
Interval box_side(const port::TensorImage& view, unsigned dim, std::uint64_t& remainder) {
  const std::uint64_t begin = remainder / view.strides[dim];
  remainder %= view.strides[dim];
  return {begin, begin + view.shapes[dim]};
}

Overlap compare_boxes(const port::TensorImage& tensor, const port::TensorImage& written) {
  const std::uint64_t storage = tensor.buffer_bytes / size_bytes(image_dtype(tensor.dtype));
  if (storage % tensor.strides[0] != 0) return Overlap::Partial;
  std::uint64_t tensor_rest = tensor.start_offset, written_rest = written.start_offset;
  bool apart = false, covered = true;
  for (unsigned i = 0; i < tensor.ndims; ++i) {
    const Interval mine = box_side(tensor, i, tensor_rest);
    const Interval theirs = box_side(written, i, written_rest);
    const std::uint64_t size =
        i == 0 ? storage / tensor.strides[0] : tensor.strides[i - 1] / tensor.strides[i];
    if (mine.end > size || theirs.end > size) return Overlap::Partial;  // leaves its row
    apart |= !mine.meets(theirs);
    covered &= mine.contains(theirs);
  }
  if (tensor_rest != 0 || written_rest != 0) return Overlap::Partial;
  if (apart) return Overlap::None;
  return covered ? Overlap::Covered : Overlap::Partial;
}

}  // namespace

ElementRange elements_of(const port::TensorImage& view) {
  const Interval all = elements(view);
  return {all.begin, all.end};
}

Overlap overlap_with_writer(const port::TensorImage& tensor, const port::TensorImage& written) {
  if (tensor.version > written.version) return Overlap::Partial;
  if (!elements(tensor).meets(elements(written))) return Overlap::None;
  if (!are_boxes_of_one_array(tensor, written)) return Overlap::Partial;
  return compare_boxes(tensor, written);
}

}  // namespace npusim

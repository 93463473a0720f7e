// SPDX-License-Identifier: Apache-2.0
// TTRANS of ConvTiles: which layout becomes which (convolution_layout.hpp says how).
#pragma once

#include "pto/isa/convolution_layout.hpp"

namespace pto {
namespace detail {

PTO_INTERNAL unsigned whole_blocks(unsigned count, unsigned block) {
  return (count + block - 1) / block;
}
template <AnyConvTile C>
PTO_INTERNAL unsigned extent(const C& tile, int dim) {
  return static_cast<unsigned>(tile.GetShape(dim));
}

/// [G] N C H W and [G] N C1 H W C0, of the same or the other order.
template <AnyConvTile D, AnyConvTile S, typename T>
PTO_INTERNAL void transpose_channels(D& dst, S& src, T* tmp) {
  constexpr bool kGrouped = S::layout == Layout::GNCHW || S::layout == Layout::GNC1HWC0;
  constexpr bool kToBlocks = S::layout == Layout::NCHW || S::layout == Layout::GNCHW;
  constexpr int kFirst = kGrouped ? 1 : 0;  // dimension of N
  const unsigned images = (kGrouped ? extent(src, 0) : 1) * extent(src, kFirst);
  const unsigned channels = extent(src, kFirst + 1);
  const unsigned pixels = extent(src, kFirst + 2) * extent(src, kFirst + 3);
  if constexpr (kToBlocks) {
    const unsigned c0 = extent(dst, kFirst + 4);
    transpose_planes(dst.data(), src.data(), tmp, images * whole_blocks(channels, c0),
                     {c0, pixels});
  } else {
    const unsigned c0 =
        kGrouped ? static_cast<unsigned>(kBlockElements<T>) : extent(src, kFirst + 4);
    transpose_planes(dst.data(), src.data(), tmp, images * channels, {pixels, c0});
  }
}

/// N C1 H W C0 to C1 H W N C0, as weights lie. Padding is left as it was.
template <AnyConvTile D, AnyConvTile S>
PTO_INTERNAL void interleave_images(D& dst, S& src) {
  using T = typename S::DType;
  const ImageInterleaving<T> images{extent(src, 0), extent(dst, 1) * extent(dst, 2),
                                    extent(src, 1) * extent(src, 2) * extent(src, 3),
                                    extent(src, 4)};
  if (!images.by_scalar_unit()) return images.copy(dst.data(), src.data());
  hand_over<PIPE_V, PIPE_S>();
  images.element_by_element(dst.data(), src.data());
  hand_over<PIPE_S, PIPE_V>();
}

/// The same for each group. The library sets no flags here, and clears the padding.
template <AnyConvTile D, AnyConvTile S>
PTO_INTERNAL void interleave_images_of_groups(D& dst, S& src) {
  using T = typename S::DType;
  const ImageInterleaving<T> images{extent(src, 1), extent(dst, 1) * extent(dst, 2),
                                    extent(src, 2) * extent(src, 3) * extent(src, 4),
                                    extent(src, 5)};
  const unsigned group_size = images.padded_images * images.pixels * images.c0;
  for (unsigned g = 0; g < extent(src, 0); ++g) {
    T *const to = dst.data() + g * group_size, *const from = src.data() + g * group_size;
    if (images.by_scalar_unit())
      images.element_by_element(to, from);
    else
      images.copy(to, from);
    images.clear_padding(to);
  }
}

/// N C D H W to D C1 H W N1 N0 C0, depth by depth: its channels, padded to whole blocks, into tmp,
/// there into blocks, and from there interleaved.
template <typename T>
class WeightsOfDepths {
 public:
  unsigned images, channels, depths, pixels, c0, padded_images;

  PTO_INTERNAL void run(T* dst, T* src, T* tmp) const {
    const Plane plane{c0, pixels};
    const PlaneTransposition<T> transposition(plane);
    const bool by_elements = transposition.by_scalar_unit();
    const unsigned planes = images * whole_blocks(channels, c0);
    T* const second = tmp + planes * plane.size();
    const ImageInterleaving<T> interleaving{images, padded_images,
                                            whole_blocks(channels, c0) * pixels, c0};
    for (unsigned d = 0; d < depths; ++d) {
      take_depth(tmp, src + d * pixels);
      hand_over<PIPE_MTE3, PIPE_V>();
      hand_over<PIPE_MTE3, PIPE_S>();
      hand_over<PIPE_S, PIPE_V>();
      T* const blocks = by_elements ? second : tmp;
      transpose_planes(blocks, tmp, second, planes, plane);
      interleave(interleaving, dst + d * interleaving.pixels * padded_images * c0, blocks,
                 by_elements);
    }
  }

 private:
  PTO_INTERNAL unsigned padded_channels() const { return whole_blocks(channels, c0) * c0; }
  PTO_INTERNAL void take_depth(T* plane, T* src) const {
    const unsigned image = channels * depths * pixels, padded_image = padded_channels() * pixels;
    const bool by_copies = pixels * sizeof(T) % 32 == 0;
    for (unsigned n = 0; by_copies && n < images; ++n) {
      const unsigned blocks = pixels * sizeof(T) / 32;
      copy_blocks(plane + n * padded_image, src + n * image, channels, blocks,
                  (depths - 1) * blocks, 0);
    }
    const bool pads = channels < padded_channels();
    if (by_copies && !pads) return;
    if (by_copies) hand_over<PIPE_MTE3, PIPE_S>();
    for (unsigned n = 0; n < images; ++n) {
      for (unsigned c = by_copies ? channels : 0; c < padded_channels(); ++c) {
        T* const to = plane + n * padded_image + c * pixels;
        for (unsigned i = 0; i < pixels; ++i)
          to[i] = c < channels ? src[n * image + c * depths * pixels + i] : static_cast<T>(0);
      }
    }
    if (by_copies) hand_over<PIPE_S, PIPE_MTE3>();
  }
  PTO_INTERNAL void interleave(const ImageInterleaving<T>& images_of, T* dst, T* blocks,
                               bool by_elements) const {
    if (images_of.by_scalar_unit()) {
      if (!by_elements) hand_over<PIPE_V, PIPE_S>();
      images_of.element_by_element(dst, blocks);
      images_of.clear_padding(dst);
      if (!by_elements) hand_over<PIPE_S, PIPE_V>();
      return;
    }
    if (by_elements)
      hand_over<PIPE_S, PIPE_MTE3>();
    else
      hand_over<PIPE_V, PIPE_MTE3>();
    images_of.copy(dst, blocks);
    if (images == padded_images) return;
    hand_over<PIPE_MTE3, PIPE_S>();
    images_of.clear_padding(dst);
    hand_over<PIPE_S, PIPE_MTE3>();
  }
};

}  // namespace detail

/// From one layout of a convolution's operand to another, in UB; `tmp` is room for one plane.
template <detail::AnyConvTile D, detail::AnyConvTile S, typename Tmp, detail::AnyEvent... E>
PTO_INTERNAL RecordEvent TTRANS(D& dst, S& src, Tmp& tmp, E&... events) {
  using T = typename S::DType;
  static_assert(sizeof(T) <= 4 && sizeof(T) == sizeof(typename D::DType),
                "TTRANS: both tiles have elements of the same size, 1, 2 or 4 bytes");
  constexpr Layout kFrom = S::layout, kTo = D::layout;
  constexpr bool kToBlocks = (kFrom == Layout::NCHW && kTo == Layout::NC1HWC0) ||
                             (kFrom == Layout::GNCHW && kTo == Layout::GNC1HWC0);
  constexpr bool kFromBlocks = (kFrom == Layout::NC1HWC0 && kTo == Layout::NCHW) ||
                               (kFrom == Layout::GNC1HWC0 && kTo == Layout::GNCHW);
  (events.Wait(), ...);
  if constexpr (kToBlocks || kFromBlocks) {
    detail::transpose_channels(dst, src, tmp.data());
  } else if constexpr (kFrom == Layout::NC1HWC0 && kTo == Layout::FRACTAL_Z) {
    detail::interleave_images(dst, src);
  } else if constexpr (kFrom == Layout::GNC1HWC0 && kTo == Layout::FRACTAL_Z) {
    detail::interleave_images_of_groups(dst, src);
  } else if constexpr (kFrom == Layout::NCDHW && kTo == Layout::FRACTAL_Z_3D) {
    const detail::WeightsOfDepths<T> weights{
        detail::extent(src, 0),
        detail::extent(src, 1),
        detail::extent(src, 2),
        detail::extent(src, 3) * detail::extent(src, 4),
        detail::extent(dst, 3),
        detail::whole_blocks(detail::extent(src, 0), detail::extent(dst, 2)) *
            detail::extent(dst, 2)};
    weights.run(dst.data(), src.data(), tmp.data());
  }
  return {};
}

}  // namespace pto

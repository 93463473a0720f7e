# SPDX-License-Identifier: Apache-2.0
"""Rows of differential_test.py: tiles of convolutions, instructions that are composed of others, and
intrinsics beside the library."""
from differential_cube import STEP, tensor
from differential_tiles import T, row

C0 = {"half": 16, "bfloat16_t": 16, "int8_t": 32, "float": 8}


def conv(name, dtype, layout, dims, at=0, memory="Mat"):
    """A tile in L1, or in UB (Vec)."""
    elements = 1
    for dim in dims:
        elements *= dim
    shape = ", ".join(str(dim) for dim in dims)
    bytes_ = elements * 32 // C0[dtype]
    return (f"ConvTile<TileType::{memory}, {dtype}, {bytes_}, Layout::{layout}, ConvTileShape<{shape}>> "
            f"{name}; TASSIGN({name}, {at}); ")


def packed(name, dtype, layout, dims, pointer="in"):
    """A tensor of five dimensions, one behind the other."""
    strides = [1]
    for dim in reversed(dims[1:]):
        strides.insert(0, strides[0] * dim)
    text = ", ".join(map(str, dims)), ", ".join(map(str, strides))
    return (f"GlobalTensor<{dtype}, Shape<{text[0]}>, pto::Stride<{text[1]}>, Layout::{layout}> "
            f"{name}((__gm__ {dtype}*){pointer}); ")


for dtype, c0 in C0.items():
    for what, big, small in (("whole", (2, 3, 6, 8), (2, 3, 6, 8)), ("images", (3, 3, 6, 8), (2, 2, 6, 8)),
                             ("rows", (2, 3, 9, 8), (2, 3, 6, 8)), ("columns", (2, 3, 6, 11), (1, 2, 4, 8))):
        row(f"TLOAD NC1HWC0 {dtype} {what}", core="aic",
            call=conv("d", dtype, "NC1HWC0", (*small, c0)) + packed("g", dtype, "NC1HWC0", (*big, c0))
            + "TLOAD(d, g);")
    row(f"TLOAD FRACTAL_Z {dtype}", core="aic",
        call=conv("d", dtype, "FRACTAL_Z", (2, 3, 3, 32, c0))
        + packed("g", dtype, "FRACTAL_Z", (4, 3, 3, 48, c0)) + "TLOAD(d, g);")
    row(f"TLOAD FRACTAL_Z boxes {dtype}", core="aic",
        call=conv("d", dtype, "FRACTAL_Z", (6, 2, 16, c0))
        + packed("g", dtype, "FRACTAL_Z", (1, 8, 3, 16, c0)) + "TLOAD(d, g);")
    row(f"TEXPANDS convolution {dtype}", core="aic",
        call=conv("d", dtype, "NC1HWC0", (1, 2, 4, 8, c0)) + f"TEXPANDS(d, ({dtype})3);")
for what, big, small in (("whole", (2, 2, 3, 4), (2, 2, 3, 4)), ("columns", (3, 3, 5, 8), (2, 2, 3, 6))):
    # C0 is not among the tensor's five dimensions.
    dims = (*big, 7)
    strides = [big[1] * big[2] * big[3] * 7 * 16, big[2] * big[3] * 7 * 16, big[3] * 7 * 16, 7 * 16, 16]
    row(f"TLOAD NDC1HWC0 {what}", core="aic",
        call=conv("d", "half", "NDC1HWC0", (*small, 7 if what == "whole" else 5, 16))
        + f"GlobalTensor<half, Shape<{', '.join(map(str, dims))}>, pto::Stride<"
        f"{', '.join(map(str, strides))}>, Layout::NDC1HWC0> g((__gm__ half*)in); TLOAD(d, g);")

SETTINGS = ("s.SetFmapH(6); s.SetFmapW(8); s.SetFilterH(3); s.SetFilterW(3); s.SetStrideH(1); s.SetStrideW(2); "
            "s.SetDilationH(1); s.SetDilationW(1); s.SetChannelSize(32); s.SetRepeatTime(1); "
            "const uint8_t pads[4] = {1, 1, 1, 0}; s.SetPadListArray(pads); ")
for dtype, c0 in C0.items():
    source = conv("s", dtype, "NC1HWC0", (1, 2, 6, 8, c0)) + packed("g", dtype, "NC1HWC0", (1, 2, 6, 8, c0))
    for mode in ("A_MANUAL", "A_AUTO", "B_MANUAL", "B_AUTO"):
        mode = f"SetFmatrixMode::FMATRIX_{mode}"
        row(f"TIMG2COL {dtype} {mode}", T("d", dtype, 16, 4 * c0, layout="ZZ", memory="Left"), core="aic",
            call=source + SETTINGS + f"s.SetPadValue(({dtype})5); TLOAD(s, g); " + STEP
            + "".join(f"{name}<decltype(s), {mode}>(s); "
                      for name in ("SETFMATRIX", "SET_IMG2COL_RPT", "SET_IMG2COL_PADDING"))
            + f"TIMG2COL<decltype(d), decltype(s), {mode}>(d, s, 0, {c0});")
    weights = (conv("s", dtype, "FRACTAL_Z", (2, 3, 3, 32, c0))
               + packed("g", dtype, "FRACTAL_Z", (2, 3, 3, 32, c0)) + "TLOAD(s, g); " + STEP)
    right = T("d", dtype, 4 * c0, 32, layout="ZN", memory="Right")
    row(f"TEXTRACT weights {dtype}", right, call=weights + f"TEXTRACT(d, s, {c0}, 0);", core="aic")
    row(f"TMOV weights {dtype}", right, call=weights + "TMOV(d, s);", core="aic")


def transposed(name, dtype, source, target):
    """TTRANS in UB: of source to target, each a layout and its extents."""
    row(f"TTRANS {name} {dtype}",
        call=conv("d", dtype, *target, memory="Vec") + conv("s", dtype, *source, at=98304, memory="Vec")
        + f"Tile<TileType::Vec, {dtype}, 1, 12288> t; TASSIGN(t, 131072); TTRANS(d, s, t);")


for dtype, c0 in C0.items():
    if dtype == "bfloat16_t":
        continue
    for what, h, w in (("boxes", 3, c0), ("one box", 1, c0), ("elements", 3, 5)):
        image, blocks = (2, c0 + 3, h, w), (2, 2, h, w, c0)
        transposed(f"NCHW to NC1HWC0 {what}", dtype, ("NCHW", image), ("NC1HWC0", blocks))
        transposed(f"NC1HWC0 to NCHW {what}", dtype, ("NC1HWC0", blocks), ("NCHW", (2, 2 * c0, h, w)))
        transposed(f"GNCHW to GNC1HWC0 {what}", dtype, ("GNCHW", (2, *image)), ("GNC1HWC0", (2, *blocks)))
        transposed(f"GNC1HWC0 to GNCHW {what}", dtype, ("GNC1HWC0", (2, *blocks)),
                   ("GNCHW", (2, 2, 2 * c0, h, w)))
    for what, block in ("blocks", c0), ("elements", 4):
        transposed(f"NC1HWC0 to FRACTAL_Z {what}", dtype, ("NC1HWC0", (3, 2, 2, 3, block)),
                   ("FRACTAL_Z", (12, 1, 8, block)))
        transposed(f"GNC1HWC0 to FRACTAL_Z {what}", dtype, ("GNC1HWC0", (2, 3, 1, 2, 3, block)),
                   ("FRACTAL_Z", (12, 1, 4, block)))
    for what, pixels, block, images in (("boxes", c0, c0, 3), ("no padding", c0, c0, 4), ("pixels", 15, c0, 3),
                                        ("channels", c0, 4, 3), ("elements", 15, 4, 3)):
        transposed(f"NCDHW to FRACTAL_Z_3D {what}", dtype,
                   ("NCDHW", (images, block if what == "no padding" else block + 2, 2, 1, pixels)),
                   ("FRACTAL_Z_3D", ((2 if what == "no padding" else 4) * pixels, 1, 4, block)))
for layout, outer, shape, dims in (("ND", "Row", "1, 48", (1, 48)), ("DN", "Col", "48, 1", (48, 1))):
    row(f"TLOAD 8 bytes {layout}", core="aic",
        call=f"Tile<TileType::Mat, uint64_t, {shape}, BLayout::{outer}Major, {shape}> d; TASSIGN(d, 0); "
             + tensor("g", "uint64_t", *dims, "in", layout) + "TLOAD(d, g);")

for valid in ((9, 64), (9, 50)):
    tiles = [T("a", "float", 9, 64, valid=valid), T("t", "float", 9, 64, valid=valid),
             T("s", "float", 16, 1, layout="DN", valid=(9, 1)), T("o", "float", 16, 1, layout="DN", valid=(9, 1))]
    row(f"TQUANT symmetric {valid}", T("d", "int8_t", 9, 64, valid=valid), *tiles,
        call="TQUANT<QuantType::INT8_SYM, decltype(d), decltype(a), decltype(s)>(d, a, s, t);")
    row(f"TQUANT asymmetric {valid}", T("d", "uint8_t", 9, 64, valid=valid), *tiles,
        call="TQUANT<QuantType::INT8_ASYM, decltype(d), decltype(a), decltype(s)>(d, a, s, t, &o);")
for dtype, k, mode in (("float", "int32_t", "GT"), ("float", "int32_t", "EQ"), ("half", "int16_t", "GT"),
                       ("int32_t", "int32_t", "EQ")):
    row(f"TGATHER compare {dtype} {mode}", T("d", "int32_t", 4, 128), T("a", dtype, 4, 128),
        T("k", k, 1, 32, data="constant:1"), T("c", "int32_t", 1, 32), T("t", "uint8_t", 4, 32, at=65536),
        call="TGATHER<decltype(d), decltype(a), decltype(k), decltype(c), decltype(t), "
             f"CmpMode::{mode}>(d, a, k, c, t, 7);")

row("vector_dup", call="vector_dup((__ubuf__ float*)0, 2.0f, 3, 1, 1, 8, 0);")
row("vadds", call="vadds((__ubuf__ half*)0x800, (__ubuf__ half*)0, (half)2.0f, 2, 1, 1, 8, 8);")
row("copy_gm_to_ubuf", call="copy_gm_to_ubuf((__ubuf__ void*)0x400, (__gm__ void*)in, 0, 2, 3, 1, 1); "
                            "pipe_barrier(PIPE_ALL);")
row("create_cbuf_matrix", core="aic",
    call="create_cbuf_matrix((__cbuf__ uint32_t*)0, (int64_t)0x10004, (uint32_t)7); " + STEP
         + "copy_cbuf_to_gm((__gm__ void*)out, (__cbuf__ void*)0, 0, 1, 4, 0, 0);")
row("set_nd_para", T("c", "float", 32, 32, layout="NZ", memory="Acc", fractal=1024), core="aic",
    call="set_nd_para(1); copy_matrix_cc_to_gm((__gm__ float*)out, (__cc__ float*)0, 0, 32, 32, 32, 32, 0, "
         "QuantMode_t::NoQuant, 0, false, true);")
for out in ("int8_t", "uint8_t", "half"):
    row(f"SET_QUANT_SCALAR {out}", core="aic",
        call=f"SET_QUANT_SCALAR<{out}>(1.5f); copy_matrix_cc_to_gm((__gm__ half*)out, (__cc__ int32_t*)0, 0, 32, "
             "32, 32, 32, 0, QuantMode_t::DEQF16, 0, false, false);")

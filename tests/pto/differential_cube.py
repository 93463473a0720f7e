# SPDX-License-Identifier: Apache-2.0
"""Rows of differential_test.py: from GM to L1, from there as operands of the cube, the product, and
out of the accumulator."""
from differential_tiles import T, row

STEP = "pipe_barrier(PIPE_ALL); "


def tensor(name, dtype, rows, cols, pointer, layout="ND"):
    stride = f"{rows * cols}, {rows * cols}, {rows * cols}, "
    stride += f"{cols}, 1" if layout == "ND" else f"1, {rows}"
    return (f"GlobalTensor<{dtype}, Shape<1, 1, 1, {rows}, {cols}>, pto::Stride<{stride}>, "
            f"Layout::{layout}> {name}((__gm__ {dtype}*){pointer}); ")


def cube(name, dtype, acc, out, m, k, n, left="NZ", right="NZ", move="TMOV({0}, {1}); ",
         store="TSTORE(go, c);", product="TMATMUL(c, l, r); ", more=()):
    """A product of two operands that lie in L1 as Nz (loaded from rows) or Zn (from columns)."""
    layouts = {"NZ": "ND", "ZN": "DN"}
    call = (tensor("ga", dtype, m, k, "in", layouts[left])
            + tensor("gb", dtype, k, n, "(in + 16384)", layouts[right]) + tensor("go", out, m, n, "out")
            + "TLOAD(a, ga); TLOAD(b, gb); " + STEP + move.format("l", "a") + move.format("r", "b")
            + STEP + product + STEP + store)
    row(name, T("a", dtype, m, k, layout=left, memory="Mat"), T("b", dtype, k, n, layout=right, memory="Mat"),
        T("l", dtype, m, k, layout="ZZ", memory="Left"), T("r", dtype, k, n, layout="ZN", memory="Right"),
        T("c", acc, m, n, layout="NZ", memory="Acc", fractal=1024), *more, call=call, core="aic")


for left in ("NZ", "ZN"):
    for right in ("NZ", "ZN"):
        for dtype, acc in (("half", "float"), ("bfloat16_t", "float"), ("float", "float"),
                           ("int8_t", "int32_t")):
            cube(f"cube {dtype} {left} {right}", dtype, acc, acc, 64, 96, 32, left, right)
            cube(f"cube extract {dtype} {left} {right}", dtype, acc, acc, 64, 32, 64, left, right,
                 move="TEXTRACT({0}, {1}, 0, 0); ")
for out in ("half", "bfloat16_t"):
    cube(f"cube to {out}", "half", "float", out, 32, 32, 32)
cube("TMATMUL_ACC", "half", "float", "float", 32, 32, 32,
     product="TMATMUL(c, l, r); " + STEP + "TMATMUL_ACC(c, c, l, r); ")
cube("TGEMV", "half", "float", "float", 16, 32, 32, product="TGEMV(c, l, r); ")
cube("TSTORE relu", "half", "float", "float", 32, 32, 32,
     store="TSTORE<decltype(c), decltype(go), AtomicType::AtomicNone, ReluPreMode::NormalRelu>(go, c);")
cube("TSTORE atomic", "half", "float", "float", 32, 32, 32,
     store="TSTORE<decltype(c), decltype(go), AtomicType::AtomicAdd>(go, c);")
for out, channels in (("float", 8), ("float", 16), ("half", 16)):
    boxes = 32 // channels
    cube(f"TSTORE NC1HWC0 {out} {channels}", "half", "float", out, 32, 32, 32,
         store=f"GlobalTensor<{out}, Shape<2, {boxes}, 4, 4, {channels}>, pto::Stride<512, "
         f"{16 * channels}, {4 * channels}, {channels}, 1>, Layout::NC1HWC0> gc((__gm__ {out}*)out); "
         "TSTORE(gc, c);")
for out, channels in (("float", 8), ("half", 16)):
    boxes = 32 // channels
    cube(f"TSTORE NDC1HWC0 {out}", "half", "float", out, 32, 32, 32,
         store=f"GlobalTensor<{out}, Shape<2, 1, {boxes}, 4, 4>, pto::Stride<512, 512, "
         f"{16 * channels}, {4 * channels}, {channels}>, Layout::NDC1HWC0> gc((__gm__ {out}*)out); "
         "TSTORE(gc, c);")
cube("TSTORE quantised", "half", "float", "int8_t", 32, 32, 32,
     store="TSTORE<decltype(c), decltype(go)>(go, c, (uint64_t)0x3F800000);")
for name, call in {"TMOV": "TMOV(d, c); ", "TEXTRACT": "TEXTRACT(d, c, 16, 16); ",
                   "TINSERT": "TINSERT(d, c, 16, 16); ",
                   "TMOV relu": "TMOV<decltype(d), decltype(c), ReluPreMode::NormalRelu>(d, c); ",
                   }.items():
    rows = {"TEXTRACT": 16, "TINSERT": 64}.get(name, 32)
    cube(f"accumulator to L1 {name}", "half", "float", "float", 32, 32, 32,
         store=call + STEP + f"GlobalTensor<half, Shape<1, {rows // 16}, {rows // 16}, 16, 16>, "
         f"pto::Stride<{rows * rows}, {rows * 16}, 256, 16, 1>, Layout::NZ> gh((__gm__ half*)out); "
         "TSTORE(gh, d);",
         more=[T("d", "half", rows, rows, layout="NZ", memory="Mat", at=65536)])
for dtype in ("int8_t", "half"):
    cube(f"accumulator to L1 quantised {dtype}", "int8_t", "int32_t", "int32_t", 32, 32, 32, right="ZN",
         store="TMOV(d, c, (uint64_t)0x3F800000); " + STEP,
         more=[T("d", dtype, 32, 32, layout="NZ", memory="Mat", at=65536)])
row("TEXPANDS L1", T("d", "half", 32, 32, layout="NZ", memory="Mat"), call="TEXPANDS(d, (half)2.0f);",
    core="aic")
row("TFILLPAD L1", T("d", "half", 32, 64, layout="NZ", memory="Mat", valid=(20, 40)),
    call="TFILLPAD(d, d);", core="aic")

# SPDX-License-Identifier: Apache-2.0
"""Rows of differential_test.py: all of them, and here reductions, orders and movements."""
import differential_convolution  # noqa: F401
import differential_cube  # noqa: F401
import differential_lanes  # noqa: F401
from differential_tiles import ROWS, T, row  # noqa: F401

# Reductions.
for name in ("TROWSUM", "TROWMAX", "TROWMIN", "TROWPROD"):
    for cols in (40, 64, 100, 200, 320):
        row(f"{name} float {cols}", T("d", "float", 16, 1, layout="DN", valid=(12, 1)),
            T("a", "float", 16, 320, valid=(12, cols)), T("t", "float", 16, 320),
            call=f"{name}(d, a, t);")
    for dtype in ("int32_t", "int16_t"):
        row(f"{name} {dtype}", T("d", dtype, 16, 1, layout="DN", valid=(12, 1)),
            T("a", dtype, 16, 112, valid=(12, 100)), T("t", dtype, 1, 32),
            call=f"{name}(d, a, t);")
    if name != "TROWPROD":
        for rows, cols in ((64, 128), (32, 256), (16, 512), (8, 1024)):
            row(f"{name} {rows}x{cols}", T("d", "float", rows, 1, layout="DN"),
                T("a", "float", rows, cols), T("t", "float", rows, cols // 8),
                call=f"{name}(d, a, t);")
for name in ("TROWARGMAX", "TROWARGMIN"):
    for dtype, widths in (("float", (13, 64, 200, 4200)), ("half", (13, 128, 300))):
        for cols in widths:
            rows = 2 if cols > 1000 else 13
            whole = -(-cols // 16) * 16
            tmp = T("t", dtype, rows, -(-cols // 128) * 16 + 64)
            row(f"{name} {dtype} {cols}", T("d", "int32_t", rows, 8, fixed=(rows, 1)),
                T("a", dtype, rows, whole, fixed=(rows, cols)), tmp, call=f"{name}(d, a, t);")
            row(f"{name} {dtype} {cols} with value", T("v", dtype, rows, 16, fixed=(rows, 1)),
                T("d", "int32_t", rows, 8, fixed=(rows, 1)),
                T("a", dtype, rows, whole, fixed=(rows, cols)),
                T("t", dtype, rows, -(-cols // 128) * 16 + 64), call=f"{name}(v, d, a, t);")
    row(f"{name} columns", T("v", "float", 16, 1, layout="DN", valid=(13, 1)),
        T("d", "int32_t", 16, 1, layout="DN", valid=(13, 1)), T("a", "float", 13, 64, valid=(13, 50)),
        T("t", "float", 13, 64), call=f"{name}(v, d, a, t);")
    row(f"{name} columns half", T("v", "half", 16, 1, layout="DN", valid=(13, 1)),
        T("d", "int32_t", 16, 1, layout="DN", valid=(13, 1)), T("a", "half", 13, 128, valid=(13, 50)),
        T("t", "half", 13, 64), call=f"{name}(v, d, a, t);")
for rows in (1, 2, 7, 12):
    row(f"TCOLSUM {rows}", T("d", "float", 1, 144, valid=(1, 140)),
        T("a", "float", 12, 144, valid=(rows, 140)), call="TCOLSUM(d, a);")
    for pairwise in ("true", "false"):
        row(f"TCOLSUM {rows} {pairwise}", T("d", "float", 1, 144, valid=(1, 140)),
            T("a", "float", 12, 144, valid=(rows, 140)), T("t", "float", 12, 144),
            call=f"TCOLSUM(d, a, t, {pairwise});")
    for name in ("TCOLMAX", "TCOLMIN", "TCOLPROD"):
        for dtype in ("float", "half", "int32_t", "int16_t"):
            row(f"{name} {dtype} {rows}", T("d", dtype, 1, 144, valid=(1, 140)),
                T("a", dtype, 12, 144, valid=(rows, 140)), call=f"{name}(d, a);")
for name in ("TCOLARGMAX", "TCOLARGMIN"):
    for dtype, index in (("float", "int32_t"), ("half", "int32_t"), ("uint16_t", "int32_t")):
        for cols in (40, 144, 256):
            row(f"{name} {dtype} {cols}", T("d", index, 1, 256, valid=(1, cols)),
                T("a", dtype, 9, 256, valid=(9, cols)), T("t", dtype, 3, 256),
                call=f"{name}(d, a, t);")
    row(f"{name} with value", T("v", "float", 1, 144, valid=(1, 140)),
        T("d", "int32_t", 1, 144, valid=(1, 140)), T("a", "float", 9, 144, valid=(9, 140)),
        T("t", "float", 3, 256), call=f"{name}(v, d, a, t);")
for cols in (40, 64, 200):
    row(f"TPAIRREDUCESUM {cols}", T("d", "float", 9, 256, valid=(9, cols)),
        T("a", "float", 9, 256, valid=(9, cols)), call="TPAIRREDUCESUM(d, a);")
row("TPAIRREDUCESUM static", T("d", "float", 9, 64), T("a", "float", 9, 64),
    call="TPAIRREDUCESUM(d, a);")

# Sorting, gathering, scattering.
for dtype in ("float", "half"):
    row(f"TSORT32 {dtype}", T("d", dtype, 4, 256 if dtype == "float" else 512), T("a", dtype, 4, 128),
        T("i", "uint32_t", 4, 128, data="index:1000"), call="TSORT32(d, a, i);")
    row(f"TSORT32 {dtype} one row of indices", T("d", dtype, 4, 256 if dtype == "float" else 512),
        T("a", dtype, 4, 128), T("i", "uint32_t", 1, 128, data="index:1000"),
        call="TSORT32(d, a, i);")
    row(f"TSORT32 {dtype} rest", T("d", dtype, 2, 256 if dtype == "float" else 512),
        T("a", dtype, 2, 128, fixed=(2, 112)), T("i", "uint32_t", 2, 128, data="index:1000"),
        T("t", dtype, 1, 128), call="TSORT32(d, a, i, t);")
    row(f"TMRGSORT {dtype} blocks", T("d", dtype, 1, 1024),
        T("a", dtype, 1, 1024, data="pairs:32"), call="TMRGSORT(d, a, 64);" if dtype == "float"
        else "TMRGSORT(d, a, 128);")
    for lists in (2, 3, 4):
        for exhausted in ("false", "true"):
            names = [f"s{i}" for i in range(lists)]
            types = "".join(f", decltype({name})" for name in names)
            row(f"TMRGSORT {dtype} {lists} {exhausted}", T("d", dtype, 1, 256 * lists),
                T("t", dtype, 1, 256 * lists),
                *[T(name, dtype, 1, 256, data="pairs") for name in names],
                T("n", "uint32_t", 1, 8),
                call=f"MrgSortExecutedNumList used{{}}; TMRGSORT<decltype(d), decltype(t){types}, "
                     f"{exhausted}>(d, used, t, {', '.join(names)}); n.SetValue(0, "
                     "used.mrgSortList0 + used.mrgSortList1);")
for dtype in ("float", "half"):
    row(f"TGATHERB {dtype}", T("d", dtype, 3, 160), T("a", dtype, 8, 256),
        T("o", "uint32_t", 3, 24, data="multiple:32"), call="TGATHERB(d, a, o);")
for pattern in ("P0101", "P1010", "P0001", "P1000", "P1111"):
    step = {"P0101": 2, "P1010": 2, "P1111": 1}.get(pattern, 4)
    for dtype in ("float", "half"):
        row(f"TGATHER {dtype} {pattern}", T("d", dtype, 8, 128 // step), T("a", dtype, 8, 128),
            call=f"TGATHER<decltype(d), decltype(a), MaskPattern::{pattern}>(d, a);")
        row(f"TGATHER columns {dtype} {pattern}", T("d", dtype, 16 // step, 64),
            T("a", dtype, 16, 64, valid=(16 // step, 64)),
            call=f"TGATHER<decltype(d), decltype(a), MaskPattern::{pattern}, "
                 "GatherAxis::GATHER_COL>(d, a);")
        row(f"TSCATTER {dtype} {pattern}", T("d", dtype, 8, 128), T("a", dtype, 8, 128 // step),
            call=f"TSCATTER<MaskPattern::{pattern}>(d, a);")
        row(f"TSCATTER columns {dtype} {pattern}", T("d", dtype, 16, 64),
            T("a", dtype, 16 // step, 64),
            call=f"TSCATTER<MaskPattern::{pattern}, ScatterAxis::SCATTER_COL>(d, a);")
row("TGATHER index", T("d", "float", 4, 64), T("a", "float", 4, 64),
    T("i", "int32_t", 4, 64, data="index:256"), T("t", "int32_t", 4, 64), call="TGATHER(d, a, i, t);")
row("TSCATTER index", T("d", "float", 4, 64), T("a", "float", 4, 64),
    T("i", "int32_t", 4, 64, data="index:256"), call="TSCATTER(d, a, i);")

# Movement within UB.
for src, pads in (((13, 100), "Zero"), ((13, 96), "Max"), ((16, 128), "Min")):
    for dtype in ("float", "half", "int16_t", "uint8_t"):
        row(f"TFILLPAD {dtype} {src} {pads}", T("d", dtype, 16, 160, valid=(16, 160), pad=pads),
            T("a", dtype, 16, 160, valid=src), call="TFILLPAD(d, a);")
        row(f"TFILLPAD_INPLACE {dtype} {src} {pads}",
            T("d", dtype, 16, 160, valid=(16, 160), pad=pads, at=0),
            T("a", dtype, 16, 160, valid=src, at=0), call="TFILLPAD_INPLACE(d, a);")
        row(f"TFILLPAD_EXPAND {dtype} {src} {pads}", T("d", dtype, 20, 192, pad=pads),
            T("a", dtype, 16, 160, valid=src), call="TFILLPAD_EXPAND(d, a);")
row("TFILLPAD tall", T("d", "float", 300, 32, valid=(300, 32), pad="Zero"),
    T("a", "float", 300, 32, valid=(290, 20)), call="TFILLPAD(d, a);")
for offset in (0, 8):
    for valid in ((8, 32), (8, 30), (1, 1), (8, 64)):
        keywords = {"fixed": valid}
        row(f"TEXTRACT rows {offset} {valid}", T("d", "float", 8, 64, **keywords),
            T("a", "float", 16, 96), call=f"TEXTRACT(d, a, 2, {offset});")
        row(f"TINSERT rows {offset} {valid}", T("d", "float", 16, 96),
            T("a", "float", 8, 64, **keywords), call=f"TINSERT(d, a, 2, {offset});")
        row(f"TEXTRACT boxes {offset} {valid}", T("d", "half", 16, 64, layout="NZ", **keywords),
            T("a", "half", 32, 96, layout="NZ"), call=f"TEXTRACT(d, a, 16, {offset * 2});")
        row(f"TINSERT boxes {offset} {valid}", T("d", "half", 32, 96, layout="NZ"),
            T("a", "half", 16, 64, layout="NZ", **keywords), call=f"TINSERT(d, a, 16, {offset * 2});")
row("TEXTRACT whole rows", T("d", "float", 8, 64), T("a", "float", 16, 64),
    call="TEXTRACT(d, a, 4, 0);")
for dtype, valid in (("half", (20, 40)), ("int8_t", (20, 40)), ("int8_t", (20, 41)), ("float", (7, 9))):
    row(f"TEXTRACT rows to boxes {dtype} {valid}",
        T("d0", dtype, 32, 64, layout="NZ", fixed=valid), T("d1", dtype, 32, 64, layout="NZ", fixed=(1, 1)),
        T("a", dtype, 64, 128), call="TEXTRACT(d0, d1, a, 1, 32, 3, 5);")
for name, d, a in (("same", {}, {}), ("dynamic", {"valid": (9, 50)}, {"valid": (9, 50)})):
    row(f"TMOV {name}", T("d", "float", 16, 64, **d), T("a", "float", 16, 64, **a),
        call="TMOV(d, a);")
row("TCONCAT", T("d", "float", 9, 128, valid=(9, 104)), T("a", "float", 9, 64),
    T("b", "float", 9, 64, valid=(9, 40)), call="TCONCAT(d, a, b);")
row("TCONCAT off blocks", T("d", "float", 9, 128, valid=(9, 90)), T("a", "float", 9, 64, valid=(9, 50)),
    T("b", "float", 9, 64, valid=(9, 40)), call="TCONCAT(d, a, b);")
for first in (128, 200):
    row(f"TCONCAT counts {first}", T("d", "float", 5, 160), T("a", "float", 5, 128),
        T("b", "float", 5, 128), T("i", "int32_t", 5, 8, data=f"constant:{first}"),
        T("j", "int32_t", 5, 8, data="constant:300"), call="TCONCAT(d, a, b, i, j);")
    row(f"TCONCAT counts and sums {first}", T("d", "float", 5, 160), T("a", "float", 5, 128),
        T("b", "float", 5, 128), T("s", "int32_t", 5, 8), T("i", "int32_t", 5, 8, data=f"constant:{first}"),
        T("j", "int32_t", 5, 8, data="constant:300"), call="TCONCAT(d, a, b, s, i, j);")
for upper in (0, 1):
    for diagonal in (0, 3, -3):
        row(f"TTRI {upper} {diagonal}", T("d", "float", 9, 64, valid=(9, 50)),
            call=f"TTRI<decltype(d), {upper}>(d, {diagonal});")
for dtype in ("int8_t", "int16_t"):
    row(f"TDEQUANT {dtype}", T("d", "float", 9, 96, valid=(9, 90)), T("a", dtype, 9, 96, valid=(9, 90)),
        T("s", "float", 9, 8), T("o", "float", 9, 8), call="TDEQUANT(d, a, s, o);")
# Boxes whose rows are not all valid: a checkout's library has the others read from address 0, the
# bundled one does not read them, which would look like a race to the checks.
for dtype in ("float", "half", "int8_t"):
    row(f"TTRANS {dtype} columns", T("d", dtype, 64, 32, valid=(40, 32)),
        T("a", dtype, 32, 64, valid=(32, 40)), T("t", dtype, 64, 64), call="TTRANS(d, a, t);")
    row(f"TTRANS {dtype}", T("d", dtype, 64, 32), T("a", dtype, 32, 64), T("t", dtype, 64, 64),
        call="TTRANS(d, a, t);")
for to, source, mode in (("half", "float", "RINT"), ("int32_t", "float", "TRUNC"),
                         ("float", "half", "RINT"), ("bfloat16_t", "float", "ROUND"),
                         ("int8_t", "half", "RINT"), ("float", "int32_t", "RINT")):
    for valid in ((9, 100), (9, 128)):
        row(f"TCVT {source} to {to} {valid}", T("d", to, 9, 128, valid=valid),
            T("a", source, 9, 128, valid=valid), call=f"TCVT(d, a, RoundMode::CAST_{mode});")
row("TCI", T("d", "int32_t", 1, 40), call="TCI<decltype(d), int32_t, 0>(d, 5);")

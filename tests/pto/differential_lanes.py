# SPDX-License-Identifier: Apache-2.0
"""Rows of differential_test.py: elementwise instructions and their broadcast forms."""
from differential_tiles import SHORT, SIZES, T, row, sized

for size in SIZES:
    row(f"TADD float {size}", *sized("float", size, "d", "a", "b"), call="TADD(d, a, b);")
    row(f"TEXP float {size}", *sized("float", size, "d", "a"), call="TEXP(d, a);")
    row(f"TADDS half {size}", *sized("half", size, "d", "a"), call="TADDS(d, a, (half)1.5f);")
    row(f"TPARTADD float {size}", *sized("float", size, "d", "a", "b"), call="TPARTADD(d, a, b);")
    row(f"TCOLEXPANDSUB float {size}", *sized("float", size, "d", "a"),
        T("b", "float", 1, SIZES[size][1], valid=(1, SIZES[size][2].get("valid", (0, 0))[1])
          if "valid" in SIZES[size][2] else None), call="TCOLEXPANDSUB(d, a, b);")
    row(f"TROWEXPANDSUB float {size}", *sized("float", size, "d", "a"),
        T("b", "float", -(-SIZES[size][0] // 8) * 8, 1, layout="DN", valid=(SIZES[size][0], 1)),
        call="TROWEXPANDSUB(d, a, b);")
row("TADD unlike pitches", T("d", "float", 16, 64), T("a", "float", 16, 128, valid=(16, 64)),
    T("b", "float", 20, 64, valid=(16, 64)), call="TADD(d, a, b);")
row("TADDS unlike pitches", T("d", "float", 16, 64), T("a", "float", 16, 128, valid=(16, 64)),
    call="TADDS(d, a, 2.0f);")
row("TEXP unlike pitches", T("d", "float", 16, 64), T("a", "float", 16, 128, valid=(16, 64)),
    call="TEXP(d, a);")
for size in SHORT:
    for name in ("TSUB", "TMUL", "TMAX", "TMIN"):
        for dtype in ("half", "int32_t", "int16_t"):
            row(f"{name} {dtype} {size}", *sized(dtype, size, "d", "a", "b"),
                call=f"{name}(d, a, b);")
    for name in ("TDIV", "TFUSEDMULADD", "TFUSEDMULADDRELU", "TMULADDDST", "TSUBRELU"):
        row(f"{name} {size}", *sized("float", size, "d", "a", "b"), call=f"{name}(d, a, b);")
    for name in ("TAND", "TOR"):
        for dtype in ("int16_t", "uint16_t", "int32_t", "int8_t"):
            if dtype == "int8_t" and size == "5x144":
                continue
            row(f"{name} {dtype} {size}", *sized(dtype, size, "d", "a", "b"),
                call=f"{name}(d, a, b);")
    for dtype in ("int16_t", "int32_t"):
        row(f"TXOR {dtype} {size}", *sized(dtype, size, "d", "a", "b", "t"),
            call="TXOR(d, a, b, t);")
        row(f"TNOT {dtype} {size}", *sized(dtype, size, "d", "a"), call="TNOT(d, a);")
        for name in ("TSHL", "TSHR"):
            row(f"{name} {dtype} {size}", *sized(dtype, size, "d", "a"),
                *sized(dtype, size, "b", data="index:5"), call=f"{name}(d, a, b);")
        for name in ("TSHLS", "TSHRS"):
            row(f"{name} {dtype} {size}", *sized(dtype, size, "d", "a"), call=f"{name}(d, a, 3);")
        for name in ("TANDS", "TORS"):
            row(f"{name} {dtype} {size}", *sized(dtype, size, "d", "a"), call=f"{name}(d, a, 21);")
        row(f"TXORS {dtype} {size}", *sized(dtype, size, "d", "a", "t"),
            call="TXORS(d, a, 21, t);")
        for call in ("TDIVS(d, a, 7)", "TDIVS(d, 700, a)"):
            row(f"{call} {dtype} {size}", *sized(dtype, size, "d"),
                *sized(dtype, size, "a", data="positive"), call=f"{call};")
    for name in ("TLOG", "TRSQRT", "TSQRT", "TRECIP"):
        row(f"{name} {size}", *sized("float", size, "d", "a", data="positive"),
            call=f"{name}(d, a);")
    row(f"TRSQRT with tmp {size}", *sized("float", size, "d", "a", data="positive"),
        T("t", "float", 1, 8), call="TRSQRT(d, a, t);")
    for name in ("TABS", "TRELU", "TNEG"):
        row(f"{name} {size}", *sized("float", size, "d", "a"), call=f"{name}(d, a);")
    for name in ("TSUBS", "TMULS", "TDIVS", "TMAXS", "TMINS", "TLRELU", "TAXPY", "TFMODS"):
        row(f"{name} {size}", *sized("float", size, "d", "a"), call=f"{name}(d, a, 1.5f);")
    row(f"TDIVS in place {size}", *sized("float", size, "d"), call="TDIVS(d, d, 1.5f);")
    row(f"TDIVS scalar first {size}", *sized("float", size, "d", "a"), call="TDIVS(d, 1.5f, a);")
    row(f"TAXPY half to float {size}", *sized("float", size, "d"), *sized("half", size, "a"),
        call="TAXPY(d, a, (half)1.5f);")
    row(f"TPRELU {size}", *sized("float", size, "d", "a", "b"), T("t", "uint8_t", 40, 64),
        call="TPRELU(d, a, b, t);")
    for dtype in ("float", "int32_t"):
        row(f"TREM {dtype} {size}", *sized(dtype, size, "d", "a"),
            *sized(dtype, size, "b", data="positive"), *sized(dtype, size, "t"),
            call="TREM(d, a, b, t);")
        row(f"TREMS {dtype} {size}", *sized(dtype, size, "d", "a", "t"), call="TREMS(d, a, 7, t);")
    row(f"TFMOD {size}", *sized("float", size, "d", "a", "b"), call="TFMOD(d, a, b);")
    row(f"TPOW {size}", *sized("float", size, "d", "a"), *sized("float", size, "b", data="whole"),
        *sized("float", size, "t"), call="TPOW(d, a, b, t);")
    row(f"TPOW int32_t {size}", *sized("int32_t", size, "d", "a"),
        *sized("int32_t", size, "b", data="index:4"), *sized("int32_t", size, "t"),
        call="TPOW(d, a, b, t);")
    row(f"TPOWS {size}", *sized("float", size, "d", "a", "t"), call="TPOWS(d, a, 3.0f, t);")
    for name in ("TADDRELUCONV", "TSUBRELUCONV"):
        row(f"{name} float {size}", *sized("half", size, "d"), *sized("float", size, "a", "b"),
            call=f"{name}(d, a, b);")
    for mode in ("EQ", "LT", "GE"):
        row(f"TCMP {mode} {size}", T("d", "uint8_t", 16, 64), *sized("float", size, "a", "b"),
            call=f"TCMP(d, a, b, CmpMode::{mode});")
        row(f"TCMPS {mode} {size}", T("d", "uint8_t", 16, 64), *sized("half", size, "a"),
            call=f"TCMPS(d, a, (half)0.5f, CmpMode::{mode});")
    row(f"TSEL {size}", *sized("float", size, "d"), T("m", "uint8_t", 16, 64),
        *sized("float", size, "a", "b"), T("t", "uint8_t", 1, 32), call="TSEL(d, m, a, b, t);")
    for dtype in ("float", "half", "int32_t"):
        row(f"TSELS {dtype} {size}", *sized(dtype, size, "d"), T("m", "uint8_t", 16, 64),
            *sized(dtype, size, "a"), T("t", "uint8_t", 1, 32), call=f"TSELS(d, m, a, t, ({dtype})3);")
    for name in ("TPARTMUL", "TPARTMAX", "TPARTMIN"):
        row(f"{name} {size}", *sized("half", size, "d", "a", "b"), call=f"{name}(d, a, b);")
# "Not equal" in rows that the comparison fills: see expand/compare_select.cpp.
row("TCMP NE", T("d", "uint8_t", 16, 64), T("a", "float", 16, 512), T("b", "float", 16, 512),
    call="TCMP(d, a, b, CmpMode::NE);")
row("TCMPS NE", T("d", "uint8_t", 16, 32), T("a", "half", 16, 256),
    call="TCMPS(d, a, (half)0.5f, CmpMode::NE);")
row("TADDDEQRELU", T("d", "half", 8, 96), T("a", "int32_t", 8, 96), T("b", "int32_t", 8, 96),
    T("t", "int32_t", 8, 96), call="TADDDEQRELU(d, a, b, 0.25f, t);")
row("TADDRELUCONV half", T("d", "int8_t", 8, 160), T("a", "half", 8, 160), T("b", "half", 8, 160),
    call="TADDRELUCONV(d, a, b);")
row("TSUBRELUCONV int16_t", T("d", "int8_t", 8, 160), T("a", "int16_t", 8, 160),
    T("b", "int16_t", 8, 160), call="TSUBRELUCONV(d, a, b);")
for case, (a, b) in {"rows": ((16, 64), (9, 64)), "columns": ((16, 64), (10, 40)),
                     "first smaller": ((9, 64), (16, 64))}.items():
    row(f"TPARTADD part {case}", T("d", "float", 16, 64, valid=(16, 64)),
        T("a", "float", 16, 64, valid=a), T("b", "float", 16, 64, valid=b),
        call="TPARTADD(d, a, b);")
    for name in ("TPARTARGMAX", "TPARTARGMIN"):
        row(f"{name} {case}", T("d", "float", 16, 64, valid=(16, 64)),
            T("a", "float", 16, 64, valid=a), T("b", "float", 16, 64, valid=b),
            T("di", "int32_t", 16, 64, valid=(16, 64)), T("ai", "int32_t", 16, 64, valid=a),
            T("bi", "int32_t", 16, 64, valid=b), call=f"{name}(d, a, b, di, ai, bi);")
row("TPARTARGMAX half", T("d", "half", 8, 160), T("a", "half", 8, 160), T("b", "half", 8, 160),
    T("di", "int16_t", 8, 160), T("ai", "int16_t", 8, 160), T("bi", "int16_t", 8, 160),
    call="TPARTARGMAX(d, a, b, di, ai, bi);")

# Broadcasts.
for name in ("ADD", "SUB", "MUL", "DIV", "MAX", "MIN", "EXPDIF"):
    row(f"TROWEXPAND{name} first", T("d", "float", 16, 128, valid=(16, 100)),
        T("a", "float", 16, 1, layout="DN", valid=(16, 1)), T("b", "float", 16, 128, valid=(16, 100)),
        call=f"TROWEXPAND{name}(d, a, b);")
    row(f"TROWEXPAND{name} tmp", T("d", "half", 16, 128, valid=(16, 100)),
        T("a", "half", 16, 128, valid=(16, 100)), T("b", "half", 16, 1, layout="DN", valid=(16, 1)),
        T("t", "half", 16, 16), call=f"TROWEXPAND{name}(d, a, b, t);")
    row(f"TROWEXPAND{name} blocks", T("d", "float", 16, 128), T("a", "float", 16, 128),
        T("b", "float", 16, 8, valid=(16, 1)), call=f"TROWEXPAND{name}(d, a, b);")
    row(f"TCOLEXPAND{name} first", T("d", "float", 16, 128, valid=(16, 100)),
        T("a", "float", 1, 128, valid=(1, 100)), T("b", "float", 16, 128, valid=(16, 100)),
        call=f"TCOLEXPAND{name}(d, a, b);")
    row(f"TCOLEXPAND{name} static", T("d", "half", 16, 144), T("a", "half", 16, 144),
        T("b", "half", 1, 144), call=f"TCOLEXPAND{name}(d, a, b);")
row("TCOLEXPAND", T("d", "float", 9, 64, valid=(9, 50)), T("a", "float", 1, 64, valid=(1, 50)),
    call="TCOLEXPAND(d, a);")
row("TROWEXPAND", T("d", "float", 9, 64, valid=(9, 50)),
    T("a", "float", 16, 1, layout="DN", valid=(9, 1)), call="TROWEXPAND(d, a);")
for size in SHORT:
    for dtype in ("float", "half", "int32_t", "uint8_t"):
        if dtype == "uint8_t" and size == "5x144":
            continue
        row(f"TEXPANDS {dtype} {size}", *sized(dtype, size, "d"), call=f"TEXPANDS(d, ({dtype})7);")

# Tiles of one column, which the library takes for what lies one behind the other.
for rows in (16, 64, 136):
    for name in ("TADDS", "TSUBS", "TMULS", "TMAXS", "TLRELU"):
        row(f"{name} column of {rows}", T("d", "float", rows, 1, layout="DN"),
            T("a", "float", rows, 1, layout="DN"), call=f"{name}(d, a, 1.5f);")

# Between half and 4-bit integers.
for cols in (128, 64, 384):
    for mode in ("RINT", "ROUND", "FLOOR", "CEIL", "TRUNC", "NONE", "ODD"):
        row(f"TCVT half to int4b_t {cols} {mode}", T("d", "int4b_t", 5, cols),
            T("a", "half", 5, cols), call=f"TCVT(d, a, RoundMode::CAST_{mode});")
    row(f"TCVT int4b_t to half {cols}", T("d", "half", 5, cols), T("a", "int4b_t", 5, cols),
        call="TCVT(d, a, RoundMode::CAST_RINT);")

// SPDX-License-Identifier: Apache-2.0
// Moving data: GM to tiles and back, between local memories, matrix product.
#pragma once

#include "pto/isa/instruction_builder.hpp"

namespace pto {

template <detail::AnyTile D, detail::AnyGlobal G, detail::AnyEvent... E>
NPUSIM_LIBRARY_CALL RecordEvent TLOAD(D& dst, G& src, E&... events) {
  return detail::InstructionBuilder(detail::TileOp::TLOAD, NPUSIM_SITE)
      .bytes(dst)
      .global(src)
      .issue(events...);
}

#define NPUSIM_STORE_BODY(ATOMIC, RELU, PHASE)                             \
  {                                                                        \
    return detail::InstructionBuilder(detail::TileOp::TSTORE, NPUSIM_SITE) \
        .bytes(src)                                                        \
        .global(dst)                                                       \
        .modes(ATOMIC, RELU, PHASE)                                        \
        .issue(events...);                                                 \
  }
template <detail::AnyTile T, detail::AnyGlobal G, detail::AnyEvent... E>
NPUSIM_LIBRARY_CALL RecordEvent TSTORE(G& dst, T& src, E&... events)
    NPUSIM_STORE_BODY(AtomicType::AtomicNone, ReluPreMode::NoRelu, STPhase::Unspecified)

        template <detail::AnyTile T, detail::AnyGlobal G, AtomicType Atomic, detail::AnyEvent... E>
        NPUSIM_LIBRARY_CALL RecordEvent TSTORE(G& dst, T& src, E&... events)
            NPUSIM_STORE_BODY(Atomic, ReluPreMode::NoRelu, STPhase::Unspecified)

                template <detail::AnyTile T, detail::AnyGlobal G, AtomicType Atomic,
                          ReluPreMode Relu, detail::AnyEvent... E>
                NPUSIM_LIBRARY_CALL RecordEvent
    TSTORE(G& dst, T& src, E&... events) NPUSIM_STORE_BODY(Atomic, Relu, STPhase::Unspecified)

        template <STPhase Phase, detail::AnyTile T, detail::AnyGlobal G, detail::AnyEvent... E>
        NPUSIM_LIBRARY_CALL RecordEvent TSTORE(G& dst, T& src, E&... events)
            NPUSIM_STORE_BODY(AtomicType::AtomicNone, ReluPreMode::NoRelu, Phase)

                template <STPhase Phase, detail::AnyTile T, detail::AnyGlobal G, AtomicType Atomic,
                          detail::AnyEvent... E>
                NPUSIM_LIBRARY_CALL RecordEvent
    TSTORE(G& dst, T& src, E&... events) NPUSIM_STORE_BODY(Atomic, ReluPreMode::NoRelu, Phase)

        template <STPhase Phase, detail::AnyTile T, detail::AnyGlobal G, AtomicType Atomic,
                  ReluPreMode Relu, detail::AnyEvent... E>
        NPUSIM_LIBRARY_CALL RecordEvent TSTORE(G& dst, T& src, E&... events)
            NPUSIM_STORE_BODY(Atomic, Relu, Phase)
#undef NPUSIM_STORE_BODY

    // An accumulator's values quantised by one parameter, or by one a column.
    template <detail::AnyTile T, detail::AnyGlobal G, AtomicType Atomic = AtomicType::AtomicNone,
              ReluPreMode Relu = ReluPreMode::NoRelu, detail::AnyEvent... E>
    NPUSIM_LIBRARY_CALL RecordEvent TSTORE(G& dst, T& src, std::uint64_t scalar, E&... events) {
  return detail::InstructionBuilder(detail::TileOp::TSTORE, NPUSIM_SITE)
      .bytes(src)
      .global(dst)
      .quantised(scalar)
      .modes(Atomic, Relu, STPhase::Unspecified)
      .issue(events...);
}
template <STPhase Phase, detail::AnyTile T, detail::AnyGlobal G,
          AtomicType Atomic = AtomicType::AtomicNone, ReluPreMode Relu = ReluPreMode::NoRelu,
          detail::AnyEvent... E>
NPUSIM_LIBRARY_CALL RecordEvent TSTORE(G& dst, T& src, std::uint64_t scalar, E&... events) {
  return detail::InstructionBuilder(detail::TileOp::TSTORE, NPUSIM_SITE)
      .bytes(src)
      .global(dst)
      .quantised(scalar)
      .modes(Atomic, Relu, Phase)
      .issue(events...);
}
template <detail::AnyTile T, detail::AnyGlobal G, detail::AnyTile Parameters,
          AtomicType Atomic = AtomicType::AtomicNone, ReluPreMode Relu = ReluPreMode::NoRelu,
          detail::AnyEvent... E>
NPUSIM_LIBRARY_CALL RecordEvent TSTORE_FP(G& dst, T& src, Parameters& parameters, E&... events) {
  return detail::InstructionBuilder(detail::TileOp::TSTORE_FP, NPUSIM_SITE)
      .bytes(src)
      .global(dst)
      .quantised_by(parameters)
      .modes(Atomic, Relu, STPhase::Unspecified)
      .issue(events...);
}

template <detail::AnyTile D, detail::AnyTile S, detail::AnyEvent... E>
NPUSIM_LIBRARY_CALL RecordEvent TMOV(D& dst, S& src, E&... events) {
  return detail::InstructionBuilder(detail::TileOp::TMOV, NPUSIM_SITE)
      .bytes(dst, src)
      .issue(events...);
}
/// The phase steers the unit flag, which lets FIX start before the product ends; not an order that
/// a kernel can rely on, so the model ignores it.
template <STPhase Phase, detail::AnyTile D, detail::AnyTile S, detail::AnyEvent... E>
NPUSIM_LIBRARY_CALL RecordEvent TMOV(D& dst, S& src, E&... events) {
  return detail::InstructionBuilder(detail::TileOp::TMOV, NPUSIM_SITE)
      .bytes(dst, src)
      .issue(events...);
}

template <detail::AnyTile D, detail::AnyTile S, detail::AnyEvent... E>
NPUSIM_LIBRARY_CALL RecordEvent TEXTRACT(D& dst, S& src, std::uint16_t row = 0,
                                         std::uint16_t col = 0, E&... events) {
  return detail::InstructionBuilder(detail::TileOp::TEXTRACT, NPUSIM_SITE)
      .bytes(dst, src)
      .modes(row, col)
      .issue(events...);
}

/// Two extracts of a tile without boxes into tiles with boxes.
template <detail::AnyTile D0, detail::AnyTile D1, detail::AnyTile S, detail::AnyEvent... E>
NPUSIM_LIBRARY_CALL RecordEvent TEXTRACT(D0& dst0, D1& dst1, S& src, std::uint16_t row0 = 0,
                                         std::uint16_t col0 = 0, std::uint16_t row1 = 0,
                                         std::uint16_t col1 = 0, E&... events) {
  detail::InstructionBuilder(detail::TileOp::TEXTRACT, NPUSIM_SITE)
      .bytes(dst0, src)
      .modes(row0, col0)
      .issue(events...);
  return detail::InstructionBuilder(detail::TileOp::TEXTRACT, NPUSIM_SITE)
      .bytes(dst1, src)
      .modes(row1, col1)
      .issue();
}

/// Writes src into dst from (row, col) on.
template <detail::AnyTile D, detail::AnyTile S, detail::AnyEvent... E>
NPUSIM_LIBRARY_CALL RecordEvent TINSERT(D& dst, S& src, std::uint16_t row = 0,
                                        std::uint16_t col = 0, E&... events) {
  return detail::InstructionBuilder(detail::TileOp::TINSERT, NPUSIM_SITE)
      .bytes(dst, src)
      .modes(row, col)
      .issue(events...);
}

/// src and, in the rest of dst's rows and columns, dst's pad value. Operand 1 is src; a tile in L1
/// is padded in place.
#define NPUSIM_FILL_PAD(NAME)                                            \
  template <detail::AnyTile D, detail::AnyTile S, detail::AnyEvent... E> \
  NPUSIM_LIBRARY_CALL RecordEvent NAME(D& dst, S& src, E&... events) {   \
    return detail::InstructionBuilder(detail::TileOp::NAME, NPUSIM_SITE) \
        .bytes(dst, src)                                                 \
        .issue(events...);                                               \
  }
NPUSIM_FILL_PAD(TFILLPAD)
NPUSIM_FILL_PAD(TFILLPAD_INPLACE)
NPUSIM_FILL_PAD(TFILLPAD_EXPAND)
#undef NPUSIM_FILL_PAD
template <TFillPadMode Mode, detail::AnyTile D, detail::AnyTile S, detail::AnyEvent... E>
NPUSIM_LIBRARY_CALL RecordEvent TFILLPAD(D& dst, S& src, E&... events) {
  constexpr auto op = Mode == TFillPadMode::InPlace  ? detail::TileOp::TFILLPAD_INPLACE
                      : Mode == TFillPadMode::Expand ? detail::TileOp::TFILLPAD_EXPAND
                                                     : detail::TileOp::TFILLPAD;
  return detail::InstructionBuilder(op, NPUSIM_SITE).bytes(dst, src).issue(events...);
}
template <detail::AnyTile D, PadValue Pad, detail::AnyEvent... E>
NPUSIM_LIBRARY_CALL RecordEvent TFILLPAD(D& dst, D& src, E&... events) {
  return detail::InstructionBuilder(detail::TileOp::TFILLPAD, NPUSIM_SITE)
      .bytes(dst, src)
      .issue(events...);
}

// Forms with relu and quantisation, which accumulators take: NAME(dst, src[, parameter][, row,
// col]).
#define NPUSIM_ACCUMULATOR_FORMS(NAME, PLACE, ...)                                                 \
  template <detail::AnyTile D, detail::AnyTile S, ReluPreMode Relu, detail::AnyEvent... E>         \
  NPUSIM_LIBRARY_CALL RecordEvent NAME(D& dst, S& src PLACE, E&... events) {                       \
    return detail::InstructionBuilder(detail::TileOp::NAME, NPUSIM_SITE)                           \
        .bytes(dst, src)                                                                           \
        .modes(__VA_ARGS__, Relu)                                                                  \
        .issue(events...);                                                                         \
  }                                                                                                \
  template <detail::AnyTile D, detail::AnyTile S, ReluPreMode Relu = ReluPreMode::NoRelu,          \
            detail::AnyEvent... E>                                                                 \
  NPUSIM_LIBRARY_CALL RecordEvent NAME(D& dst, S& src, std::uint64_t scalar PLACE, E&... events) { \
    return detail::InstructionBuilder(detail::TileOp::NAME, NPUSIM_SITE)                           \
        .bytes(dst, src)                                                                           \
        .quantised(scalar)                                                                         \
        .modes(__VA_ARGS__, Relu)                                                                  \
        .issue(events...);                                                                         \
  }                                                                                                \
  template <detail::AnyTile D, detail::AnyTile S, detail::AnyTile Parameters,                      \
            ReluPreMode Relu = ReluPreMode::NoRelu, detail::AnyEvent... E>                         \
  NPUSIM_LIBRARY_CALL RecordEvent NAME##_FP(D& dst, S& src, Parameters& parameters PLACE,          \
                                            E&... events) {                                        \
    return detail::InstructionBuilder(detail::TileOp::NAME##_FP, NPUSIM_SITE)                      \
        .bytes(dst, src)                                                                           \
        .quantised_by(parameters)                                                                  \
        .modes(__VA_ARGS__, Relu)                                                                  \
        .issue(events...);                                                                         \
  }                                                                                                \
  template <detail::AnyTile D, detail::AnyTile S, AccToVecMode Mode,                               \
            ReluPreMode Relu = ReluPreMode::NoRelu, typename... Arguments>                         \
  NPUSIM_LIBRARY_CALL RecordEvent NAME(D&, S&, Arguments&&...) {                                   \
    npusim_not_modelled(#NAME " from Acc to Vec", NPUSIM_SITE);                                    \
  }                                                                                                \
  template <detail::AnyTile D, detail::AnyTile S, detail::AnyTile Parameters, AccToVecMode Mode,   \
            typename... Arguments>                                                                 \
  NPUSIM_LIBRARY_CALL RecordEvent NAME(D&, S&, Parameters&, Arguments&&...) {                      \
    npusim_not_modelled(#NAME " from Acc to Vec", NPUSIM_SITE);                                    \
  }
#define NPUSIM_NOWHERE
#define NPUSIM_ROW_AND_COLUMN , std::uint16_t row, std::uint16_t col
NPUSIM_ACCUMULATOR_FORMS(TMOV, NPUSIM_NOWHERE, 0, 0)
NPUSIM_ACCUMULATOR_FORMS(TEXTRACT, NPUSIM_ROW_AND_COLUMN, row, col)
NPUSIM_ACCUMULATOR_FORMS(TINSERT, NPUSIM_ROW_AND_COLUMN, row, col)
#undef NPUSIM_NOWHERE
#undef NPUSIM_ROW_AND_COLUMN
#undef NPUSIM_ACCUMULATOR_FORMS
template <detail::AnyTile D, detail::AnyTile S, detail::AnyTile Tmp, detail::AnyEvent... E>
NPUSIM_LIBRARY_CALL RecordEvent TMOV(D&, S&, Tmp&, E&...) {
  npusim_not_modelled("TMOV with a third tile", NPUSIM_SITE);
}

// Products. Phase as above.
#define NPUSIM_PRODUCT_BODY(NAME, PHASE, ...)                            \
  {                                                                      \
    return detail::InstructionBuilder(detail::TileOp::NAME, NPUSIM_SITE) \
        .tiles(__VA_ARGS__)                                              \
        .modes(PHASE)                                                    \
        .issue(events...);                                               \
  }
template <detail::AnyTile C, detail::AnyTile A, detail::AnyTile B, detail::AnyEvent... E>
NPUSIM_LIBRARY_CALL RecordEvent TMATMUL(C& c, A& a, B& b, E&... events)
    NPUSIM_PRODUCT_BODY(TMATMUL, AccPhase::Unspecified, c, a, b)

        template <AccPhase Phase, detail::AnyTile C, detail::AnyTile A, detail::AnyTile B,
                  detail::AnyEvent... E>
        NPUSIM_LIBRARY_CALL RecordEvent
    TMATMUL(C& c, A& a, B& b, E&... events) NPUSIM_PRODUCT_BODY(TMATMUL, Phase, c, a, b)

        template <detail::AnyTile C, detail::AnyTile A, detail::AnyTile B, detail::AnyEvent... E>
        NPUSIM_LIBRARY_CALL RecordEvent TMATMUL_ACC(C& c, C& c_in, A& a, B& b, E&... events)
            NPUSIM_PRODUCT_BODY(TMATMUL_ACC, AccPhase::Unspecified, c, c_in, a, b)

                template <AccPhase Phase, detail::AnyTile C, detail::AnyTile A, detail::AnyTile B,
                          detail::AnyEvent... E>
                NPUSIM_LIBRARY_CALL RecordEvent
    TMATMUL_ACC(C& c, C& c_in, A& a, B& b, E&... events) NPUSIM_PRODUCT_BODY(TMATMUL_ACC, Phase, c,
                                                                             c_in, a, b)

        template <detail::AnyTile C, detail::AnyTile A, detail::AnyTile B, detail::AnyEvent... E>
        NPUSIM_LIBRARY_CALL RecordEvent TMATMUL_ACC(C& c, A& a, B& b, E&... events)
            NPUSIM_PRODUCT_BODY(TMATMUL_ACC, AccPhase::Unspecified, c, c, a, b)

                template <AccPhase Phase, detail::AnyTile C, detail::AnyTile A, detail::AnyTile B,
                          detail::AnyEvent... E>
                NPUSIM_LIBRARY_CALL RecordEvent TMATMUL_ACC(C& c, A& a, B& b, E&... events)
                    NPUSIM_PRODUCT_BODY(TMATMUL_ACC, Phase, c, c, a, b)

#define NPUSIM_PRODUCT_FORM(NAME, PHASE, ...)                                                   \
  template <__VA_ARGS__ __VA_OPT__(, ) detail::AnyTile C, detail::AnyTile A, detail::AnyTile B, \
            detail::AnyTile Fourth, detail::AnyEvent... E>                                      \
  NPUSIM_LIBRARY_CALL RecordEvent NAME(C& c, A& a, B& b, Fourth& fourth, E&... events) {        \
    return detail::InstructionBuilder(detail::TileOp::NAME, NPUSIM_SITE)                        \
        .tiles(c, a, b, fourth)                                                                 \
        .modes(PHASE)                                                                           \
        .issue(events...);                                                                      \
  }
    // The row that each row of the result starts from; an input accumulator.
    NPUSIM_PRODUCT_FORM(TMATMUL_BIAS, AccPhase::Unspecified)
        NPUSIM_PRODUCT_FORM(TMATMUL_BIAS, Phase, AccPhase Phase)
            NPUSIM_PRODUCT_FORM(TGEMV_BIAS, AccPhase::Unspecified)
                NPUSIM_PRODUCT_FORM(TGEMV_BIAS, Phase, AccPhase Phase)
                    NPUSIM_PRODUCT_FORM(TGEMV_ACC, AccPhase::Unspecified)
                        NPUSIM_PRODUCT_FORM(TGEMV_ACC, Phase, AccPhase Phase)
#undef NPUSIM_PRODUCT_FORM

                            template <detail::AnyTile C, detail::AnyTile A, detail::AnyTile B,
                                      detail::AnyEvent... E>
                            NPUSIM_LIBRARY_CALL RecordEvent
    TGEMV(C& c, A& a, B& b, E&... events) NPUSIM_PRODUCT_BODY(TGEMV, AccPhase::Unspecified, c, a, b)

        template <AccPhase Phase, detail::AnyTile C, detail::AnyTile A, detail::AnyTile B,
                  detail::AnyEvent... E>
        NPUSIM_LIBRARY_CALL RecordEvent TGEMV(C& c, A& a, B& b, E&... events)
            NPUSIM_PRODUCT_BODY(TGEMV, Phase, c, a, b)
#undef NPUSIM_PRODUCT_BODY

}  // namespace pto

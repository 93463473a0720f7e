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

                template <detail::AnyTile T, detail::AnyGlobal G,
                          AtomicType Atomic = AtomicType::AtomicNone,
                          ReluPreMode Relu = ReluPreMode::NoRelu, detail::AnyEvent... E>
                NPUSIM_LIBRARY_CALL RecordEvent TSTORE(G&, T&, std::uint64_t, E&...) {
  npusim_not_modelled("TSTORE with a quantisation scalar", NPUSIM_SITE);
}
template <STPhase Phase, detail::AnyTile T, detail::AnyGlobal G,
          AtomicType Atomic = AtomicType::AtomicNone, ReluPreMode Relu = ReluPreMode::NoRelu,
          detail::AnyEvent... E>
NPUSIM_LIBRARY_CALL RecordEvent TSTORE(G&, T&, std::uint64_t, E&...) {
  npusim_not_modelled("TSTORE with a quantisation scalar", NPUSIM_SITE);
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

// Forms with relu, quantisation or two destinations, by what their templates or arguments show.
#define NPUSIM_UNMODELLED_MOVE(NAME)                                                         \
  template <detail::AnyTile D, detail::AnyTile S, ReluPreMode Relu, typename... Arguments>   \
  NPUSIM_LIBRARY_CALL RecordEvent NAME(D&, S&, Arguments&&...) {                             \
    npusim_not_modelled(#NAME " with relu", NPUSIM_SITE);                                    \
  }                                                                                          \
  template <detail::AnyTile D, detail::AnyTile S, AccToVecMode Mode,                         \
            ReluPreMode Relu = ReluPreMode::NoRelu, typename... Arguments>                   \
  NPUSIM_LIBRARY_CALL RecordEvent NAME(D&, S&, Arguments&&...) {                             \
    npusim_not_modelled(#NAME " from Acc to Vec", NPUSIM_SITE);                              \
  }                                                                                          \
  template <detail::AnyTile D, detail::AnyTile S, detail::AnyTile Fp, typename... Arguments> \
  NPUSIM_LIBRARY_CALL RecordEvent NAME(D&, S&, Fp&, Arguments&&...) {                        \
    npusim_not_modelled(#NAME " with a third tile", NPUSIM_SITE);                            \
  }
NPUSIM_UNMODELLED_MOVE(TMOV)
NPUSIM_UNMODELLED_MOVE(TEXTRACT)
#undef NPUSIM_UNMODELLED_MOVE
template <detail::AnyTile D, detail::AnyTile S, detail::AnyEvent... E>
NPUSIM_LIBRARY_CALL RecordEvent TMOV(D&, S&, std::uint64_t, E&...) {
  npusim_not_modelled("TMOV with a quantisation scalar", NPUSIM_SITE);
}
template <detail::AnyTile D, detail::AnyTile S, detail::AnyEvent... E>
NPUSIM_LIBRARY_CALL RecordEvent TEXTRACT(D&, S&, std::uint64_t, std::uint16_t, std::uint16_t,
                                         E&...) {
  npusim_not_modelled("TEXTRACT with a quantisation scalar", NPUSIM_SITE);
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
#undef NPUSIM_PRODUCT_BODY

}  // namespace pto

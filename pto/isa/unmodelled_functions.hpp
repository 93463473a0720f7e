// SPDX-License-Identifier: Apache-2.0
// Functions that take any arguments and any mixture of template arguments, and stop the run when
// they are reached.
//
// C++ has no template parameter that takes types and values alike, so each name is overloaded by
// the places at which values stand among the first explicit arguments. Overloads that need a value
// cannot be deduced, hence a call without explicit arguments finds the first one only.
#pragma once

#include "pto/isa/instruction_builder.hpp"

#define NPUSIM_UNMODELLED_OVERLOAD(RESULT, NAME, TEXT, ...) \
  template <__VA_ARGS__, typename... Arguments>             \
  NPUSIM_LIBRARY_CALL RESULT NAME(Arguments&&...) {         \
    npusim_not_modelled(TEXT, NPUSIM_SITE);                 \
  }
// T: a type, V: a value. Values follow types, types follow one value, or both.
#define NPUSIM_UNMODELLED_FUNCTION(RESULT, NAME) NPUSIM_UNMODELLED_AS(RESULT, NAME, #NAME)
#define NPUSIM_UNMODELLED_AS(RESULT, NAME, TEXT)                                                \
  NPUSIM_UNMODELLED_OVERLOAD(RESULT, NAME, TEXT, typename... Ts)                                \
  NPUSIM_UNMODELLED_OVERLOAD(RESULT, NAME, TEXT, auto V, typename... Ts)                        \
  NPUSIM_UNMODELLED_OVERLOAD(RESULT, NAME, TEXT, auto V0, auto V1, typename... Ts)              \
  NPUSIM_UNMODELLED_OVERLOAD(RESULT, NAME, TEXT, typename T, auto V, typename... Ts)            \
  NPUSIM_UNMODELLED_OVERLOAD(RESULT, NAME, TEXT, typename T, auto V0, auto V1, auto... Vs)      \
  NPUSIM_UNMODELLED_OVERLOAD(RESULT, NAME, TEXT, typename T0, typename T1, auto V, auto... Vs)  \
  NPUSIM_UNMODELLED_OVERLOAD(RESULT, NAME, TEXT, typename T0, typename T1, typename T2, auto V, \
                             auto... Vs)                                                        \
  NPUSIM_UNMODELLED_OVERLOAD(RESULT, NAME, TEXT, typename T0, typename T1, typename T2,         \
                             typename T3, auto V, auto... Vs)                                   \
  NPUSIM_UNMODELLED_OVERLOAD(RESULT, NAME, TEXT, typename T0, typename T1, typename T2,         \
                             typename T3, typename T4, auto V, auto... Vs)                      \
  NPUSIM_UNMODELLED_OVERLOAD(RESULT, NAME, TEXT, typename T0, typename T1, typename T2,         \
                             typename T3, typename T4, typename T5, typename T6, auto V,        \
                             auto... Vs)                                                        \
  NPUSIM_UNMODELLED_OVERLOAD(RESULT, NAME, TEXT, auto V0, typename T0, typename T1, auto V,     \
                             auto... Vs)

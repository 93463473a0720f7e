// SPDX-License-Identifier: Apache-2.0
// The device's names for what atomic stores do (intrinsics.md 1.2).
#pragma once

enum atomic_type_t {
  ATOMIC_NONE,
  ATOMIC_F32,
  ATOMIC_F16,
  ATOMIC_S16,
  ATOMIC_S32,
  ATOMIC_S8,
  ATOMIC_BF16
};
enum atomic_op_t { ATOMIC_SUM };

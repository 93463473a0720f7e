// SPDX-License-Identifier: Apache-2.0
// Everything that describes data: tiles, global tensors, shapes.
#pragma once

#include "pto/common/conv_tile.hpp"
#include "pto/common/global_shapes_2d.hpp"
#include "pto/common/global_tensor.hpp"
#include "pto/common/tile.hpp"
#include "pto/common/tile_aliases.hpp"

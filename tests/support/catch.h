// SPDX-License-Identifier: Apache-2.0
// The one include of Catch2 (version 2 in Debian 12), precompiled.
#pragma once

#include <catch2/catch.hpp>

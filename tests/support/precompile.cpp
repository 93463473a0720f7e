// SPDX-License-Identifier: Apache-2.0
// Exists so that the precompiled Catch2 header has a target to be built by.

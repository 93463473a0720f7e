// SPDX-License-Identifier: Apache-2.0
// Kinds of workspaces that the runtime gives to asynchronous transfers; their engines are not
// modelled.
#pragma once

enum DmaWorkspaceKind {
  DMA_WORKSPACE_SDMA = 0,
  DMA_WORKSPACE_URMA = 1,
  DMA_WORKSPACE_KIND_COUNT = 2
};

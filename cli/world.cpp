// SPDX-License-Identifier: Apache-2.0
#include "cli/world.h"

#ifdef NPUSIM_MPI

#include <mpi.h>

namespace npusim::cli {

World::World() {
  MPI_Init(nullptr, nullptr);
  int rank = 0, size = 1;
  MPI_Comm_rank(MPI_COMM_WORLD, &rank);
  MPI_Comm_size(MPI_COMM_WORLD, &size);
  rank_ = static_cast<unsigned>(rank);
  size_ = static_cast<unsigned>(size);
}

World::~World() { MPI_Finalize(); }

void World::meet() const { MPI_Barrier(MPI_COMM_WORLD); }

}  // namespace npusim::cli

#else

namespace npusim::cli {

World::World() = default;
World::~World() = default;
void World::meet() const {}

}  // namespace npusim::cli

#endif

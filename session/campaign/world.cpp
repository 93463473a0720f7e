// SPDX-License-Identifier: Apache-2.0
#include "session/campaign/world.h"

#ifdef NPUSIM_MPI

#include <csignal>

#include <mpi.h>
#include <sys/prctl.h>

namespace npusim::session {

World::World() {
  MPI_Init(nullptr, nullptr);
  int rank = 0, size = 1;
  MPI_Comm_rank(MPI_COMM_WORLD, &rank);
  MPI_Comm_size(MPI_COMM_WORLD, &size);
  rank_ = static_cast<unsigned>(rank);
  size_ = static_cast<unsigned>(size);
}

World::~World() {
  if (together_) part(false);
}

bool World::part(bool ready) {
  int mine = ready ? 1 : 0, all = 0;
  MPI_Allreduce(&mine, &all, 1, MPI_INT, MPI_LAND, MPI_COMM_WORLD);
  MPI_Finalize();
  together_ = false;
  // Nothing else ends a process whose mpirun has been killed.
  if (size_ > 1) prctl(PR_SET_PDEATHSIG, SIGKILL);
  return all != 0;
}

}  // namespace npusim::session

#else

namespace npusim::session {

World::World() = default;
World::~World() = default;

bool World::part(bool ready) {
  together_ = false;
  return ready;
}

}  // namespace npusim::session

#endif

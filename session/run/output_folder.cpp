// SPDX-License-Identifier: Apache-2.0
#include "session/run/output_folder.h"

#include <cerrno>
#include <cstring>

#include <unistd.h>

#include "models/arch/input_error.h"

namespace npusim::session {

void make_output_folder(const std::filesystem::path& folder) {
  const auto refuse = [&folder](const std::string& reason) {
    throw InputError(folder.string(), "--out", "a folder that can be written in", reason,
                     "choose another folder");
  };
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  if (error) refuse(error.message());
  if (access(folder.c_str(), W_OK | X_OK) != 0) refuse(std::strerror(errno));
}

}  // namespace npusim::session

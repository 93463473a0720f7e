// SPDX-License-Identifier: Apache-2.0
// Child processes through posix_spawn, which stays cheap however much memory this process maps.
#include "sim/process/command.h"

#include <array>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <sstream>
#include <system_error>

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

namespace npusim {

namespace {

[[noreturn]] void fail(int error, const std::string& what) {
  throw std::system_error(error, std::generic_category(), what);
}

/// A pipe whose ends close themselves and do not leak into other children.
class Pipe {
 public:
  Pipe() {
    if (::pipe2(ends_.data(), O_CLOEXEC) != 0) fail(errno, "cannot create a pipe");
  }
  ~Pipe() {
    close_end(0);
    close_end(1);
  }
  Pipe(const Pipe&) = delete;
  Pipe& operator=(const Pipe&) = delete;

  int read_end() const { return ends_[0]; }
  int write_end() const { return ends_[1]; }
  void close_end(int end) {
    int& descriptor = ends_[static_cast<std::size_t>(end)];
    if (descriptor >= 0) ::close(descriptor);
    descriptor = -1;
  }

 private:
  std::array<int, 2> ends_{-1, -1};
};

class SpawnActions {
 public:
  SpawnActions() { ::posix_spawn_file_actions_init(&actions_); }
  ~SpawnActions() { ::posix_spawn_file_actions_destroy(&actions_); }
  SpawnActions(const SpawnActions&) = delete;
  SpawnActions& operator=(const SpawnActions&) = delete;
  posix_spawn_file_actions_t* get() { return &actions_; }

 private:
  posix_spawn_file_actions_t actions_;
};

std::vector<std::string> environment() {
  std::vector<std::string> variables;
  for (char** entry = environ; *entry != nullptr; ++entry) {
    if (std::strncmp(*entry, "LC_ALL=", 7) != 0) variables.emplace_back(*entry);
  }
  variables.emplace_back("LC_ALL=C");
  return variables;
}

std::vector<char*> pointers(std::vector<std::string>& texts) {
  std::vector<char*> result;
  for (std::string& text : texts) result.push_back(text.data());
  result.push_back(nullptr);
  return result;
}

/// Reads both pipes until the child has closed them.
void collect(const Pipe& output, const Pipe& errors, CommandResult& result) {
  std::array<pollfd, 2> sources{{{output.read_end(), POLLIN, 0}, {errors.read_end(), POLLIN, 0}}};
  std::array<std::string*, 2> texts{&result.output, &result.errors};
  std::array<char, 16384> buffer;
  while (sources[0].fd >= 0 || sources[1].fd >= 0) {
    if (::poll(sources.data(), sources.size(), -1) < 0 && errno != EINTR) fail(errno, "poll");
    for (std::size_t i = 0; i < sources.size(); ++i) {
      if (sources[i].fd < 0 || sources[i].revents == 0) continue;
      const ssize_t count = ::read(sources[i].fd, buffer.data(), buffer.size());
      if (count > 0) {
        texts[i]->append(buffer.data(), static_cast<std::size_t>(count));
      } else if (count == 0 || errno != EINTR) {
        sources[i].fd = -1;
      }
    }
  }
}

pid_t start(std::vector<std::string>& words, std::vector<std::string>& variables,
            const Pipe& output, const Pipe& errors) {
  SpawnActions actions;
  ::posix_spawn_file_actions_addopen(actions.get(), 0, "/dev/null", O_RDONLY, 0);
  ::posix_spawn_file_actions_adddup2(actions.get(), output.write_end(), 1);
  ::posix_spawn_file_actions_adddup2(actions.get(), errors.write_end(), 2);
  pid_t child = 0;
  const int error = ::posix_spawn(&child, words[0].c_str(), actions.get(), nullptr,
                                  pointers(words).data(), pointers(variables).data());
  if (error != 0) fail(error, "cannot start " + words[0]);
  return child;
}

pid_t start_after(const std::function<void()>& before_exec, std::vector<std::string>& words,
                  std::vector<std::string>& variables, const Pipe& output, const Pipe& errors) {
  constexpr int kCannotStart = 127;
  const pid_t child = ::fork();
  if (child < 0) fail(errno, "cannot start " + words[0]);
  if (child > 0) return child;
  ::dup2(::open("/dev/null", O_RDONLY | O_CLOEXEC), 0);
  ::dup2(output.write_end(), 1);
  ::dup2(errors.write_end(), 2);
  try {
    before_exec();
  } catch (const std::exception& error) {
    const std::string text = error.what();
    if (::write(2, text.data(), text.size()) < 0) ::_exit(kCannotStart);
    ::_exit(kCannotStart);
  }
  ::execve(words[0].c_str(), pointers(words).data(), pointers(variables).data());
  const std::string text = "cannot start " + words[0] + ": " + std::strerror(errno);
  if (::write(2, text.data(), text.size()) < 0) ::_exit(kCannotStart);
  ::_exit(kCannotStart);
}

}  // namespace

CommandResult run_command(const std::vector<std::string>& arguments) {
  return run_command(arguments, {});
}

CommandResult run_command(const std::vector<std::string>& arguments,
                          const std::function<void()>& before_exec) {
  Pipe output;
  Pipe errors;
  std::vector<std::string> words = arguments;
  std::vector<std::string> variables = environment();
  const pid_t child = before_exec ? start_after(before_exec, words, variables, output, errors)
                                  : start(words, variables, output, errors);
  output.close_end(1);
  errors.close_end(1);

  CommandResult result;
  collect(output, errors, result);
  int status = 0;
  while (::waitpid(child, &status, 0) < 0) {
    if (errno != EINTR) fail(errno, "cannot wait for " + words[0]);
  }
  result.exit_status = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  return result;
}

std::optional<std::filesystem::path> find_program(const std::string& name) {
  const auto executable = [](const std::filesystem::path& path) {
    return ::access(path.c_str(), X_OK) == 0 && std::filesystem::is_regular_file(path);
  };
  if (name.find('/') != std::string::npos) {
    if (executable(name)) return std::filesystem::absolute(name);
    return std::nullopt;
  }
  const char* path = std::getenv("PATH");
  std::stringstream folders(path == nullptr ? "/usr/bin:/bin" : path);
  for (std::string folder; std::getline(folders, folder, ':');) {
    if (!folder.empty() && executable(std::filesystem::path(folder) / name)) {
      return std::filesystem::absolute(std::filesystem::path(folder) / name);
    }
  }
  return std::nullopt;
}

}  // namespace npusim

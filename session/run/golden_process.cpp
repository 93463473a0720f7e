// SPDX-License-Identifier: Apache-2.0
// The child writes what it changed into a memory file: for each stretch u64 argument, u64 begin,
// u64 bytes, and the bytes. The file comes from the program's code, so nothing in it is believed.
#include "session/run/golden_process.h"

#include <cerrno>
#include <cstring>
#include <functional>
#include <system_error>

#include <fmt/format.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "models/arch/foreign_code.h"
#include "session/run/confinement.h"
#include "session/supervise/shared_state.h"
#include "session/supervise/stage.h"
#include "session/supervise/worker_process.h"
#include "sim/build/golden_program.h"
#include "sim/program/build_error.h"
#include "sim/program/touched_pages.h"
#include "traces/debug_info/debug_module.h"

namespace npusim::session {
namespace {

/// What the child's process ends with.
enum ChildStatus : int { kComputed = 0, kSaid = 101, kThrew = 102 };

struct Stretch {
  std::uint64_t argument, begin, bytes;
};

class MemoryFile {
 public:
  MemoryFile() : file_(memfd_create("npusim-golden", MFD_CLOEXEC)) {
    if (file_ < 0) throw std::system_error(errno, std::generic_category(), "memfd_create");
  }
  ~MemoryFile() { ::close(file_); }
  MemoryFile(const MemoryFile&) = delete;
  MemoryFile& operator=(const MemoryFile&) = delete;

  void append(const void* data, std::size_t bytes) const {
    const char* at = static_cast<const char*>(data);
    while (bytes > 0) {
      const ssize_t count = ::write(file_, at, bytes);
      if (count < 0 && errno == EINTR) continue;
      if (count <= 0) throw std::system_error(errno, std::generic_category(), "write");
      at += count;
      bytes -= static_cast<std::size_t>(count);
    }
  }
  bool read_at(std::uint64_t offset, void* data, std::size_t bytes) const {
    char* at = static_cast<char*>(data);
    while (bytes > 0) {
      const ssize_t count = ::pread(file_, at, bytes, static_cast<off_t>(offset));
      if (count < 0 && errno == EINTR) continue;
      if (count <= 0) return false;
      at += count;
      offset += static_cast<std::uint64_t>(count);
      bytes -= static_cast<std::size_t>(count);
    }
    return true;
  }
  std::uint64_t size() const { return static_cast<std::uint64_t>(lseek(file_, 0, SEEK_END)); }

 private:
  int file_;
};

void send(const MemoryFile& file, const std::vector<Argument>& arguments,
          const std::vector<std::byte*>& memory) {
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    for (const ByteRange& range : touched_pages(memory[i], arguments[i].size_bytes())) {
      const Stretch stretch{i, range.begin, range.end - range.begin};
      file.append(&stretch, sizeof(stretch));
      file.append(memory[i] + range.begin, stretch.bytes);
    }
  }
}

/// False if the file does not hold stretches of the arguments.
bool receive(const MemoryFile& file, const std::vector<Argument>& arguments,
             const std::vector<std::byte*>& memory) {
  const std::uint64_t size = file.size();
  for (std::uint64_t at = 0; at < size;) {
    Stretch stretch;
    if (!file.read_at(at, &stretch, sizeof(stretch))) return false;
    at += sizeof(stretch);
    if (stretch.argument >= arguments.size()) return false;
    const std::uint64_t room = arguments[stretch.argument].size_bytes();
    if (stretch.begin > room || stretch.bytes > room - stretch.begin) return false;
    if (!file.read_at(at, memory[stretch.argument] + stretch.begin, stretch.bytes)) return false;
    at += stretch.bytes;
  }
  return true;
}

[[noreturn]] void be_child(const MemoryFile& message, const std::function<void()>& work) {
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  leave_supervisor();
  int status = kComputed;
  std::string text;
  try {
    work();
  } catch (const InputError& error) {
    status = kSaid;
    text = error.what();
  } catch (const BuildError& error) {
    status = kSaid;
    text = error.what();
  } catch (const std::exception& error) {
    status = kThrew;
    text = error.what();
  } catch (...) {
    status = kThrew;
    text = "something that is no std::exception";
  }
  message.append(text.data(), text.size());
  while (true) syscall(SYS_exit_group, status);
}

/// "golden.cpp:12" of the code that a signal found, if it is the program's own.
std::string place_of_signal(const BuiltGolden& golden) {
  const LastPlace& place = shared_state().place;
  if (place.frames == 0) return golden.source.string();
  const traces::DebugModule module(golden.shared_object, place.module_base);
  for (std::uint32_t i = 0; i < place.frames; ++i) {
    for (const traces::SourceFrame& frame : module.frames_at(place.stack[i] - 1)) {
      if (frame.file != golden.source) continue;
      return fmt::format("{}:{}", golden.source.string(), frame.line);
    }
  }
  return golden.source.string();
}

[[noreturn]] void refuse(const BuiltGolden& golden, const std::string& where,
                         const std::string& found) {
  throw InputError(where.empty() ? golden.source.string() : where, "compute_golden",
                   "a golden program that comes back", "one that " + found,
                   "correct the golden program");
}

void in_child(const BuiltGolden& golden, const std::function<void()>& work) {
  enter_stage(stage::kGolden, golden.source.string());
  LastPlace& place = shared_state().place;
  place.how[0] = '\0';
  place.signal = 0;
  place.frames = 0;
  const MemoryFile message;
  const pid_t child = fork();
  if (child < 0) throw std::system_error(errno, std::generic_category(), "fork");
  if (child == 0) {
    be_child(message, [&work] {
      confine_golden();
      work();
    });
  }
  int status = 0;
  while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  const std::string how = place.how;
  place.how[0] = '\0';
  if (WIFSIGNALED(status)) {
    refuse(golden, place_of_signal(golden),
           fmt::format("ends with signal {} ({})", WTERMSIG(status), strsignal(WTERMSIG(status))));
  }
  std::string text(message.size(), '\0');
  message.read_at(0, text.data(), text.size());
  if (WEXITSTATUS(status) == kSaid) throw BuildError(golden.source.string(), text);
  if (WEXITSTATUS(status) == kThrew) refuse(golden, "", "throws " + text);
  if (!how.empty()) refuse(golden, place_of_signal(golden), how);
  if (WEXITSTATUS(status) != kComputed) {
    refuse(golden, "", fmt::format("ends the process with status {}", WEXITSTATUS(status)));
  }
}

}  // namespace

void compute_goldens(const BuiltGolden& golden, const std::vector<Argument>& arguments,
                     const std::vector<std::byte*>& memory,
                     const std::vector<ScalarArgument>& scalars) {
  const MemoryFile file, done;
  in_child(golden, [&] {
    enter_stage(stage::kLoad, golden.source.string());
    const SharedLibrary library = golden.load();
    enter_stage(stage::kGolden, golden.source.string());
    const ForeignCode running(golden.source.string());
    run_golden_program(library, arguments, memory, scalars);
    send(file, arguments, memory);
    done.append("done", 4);
  });
  if (done.size() == 0) refuse(golden, "", "ends the process with status 0");
  if (!receive(file, arguments, memory)) refuse(golden, "", "writes into npusim's own files");
}

void try_golden(const BuiltGolden& golden) {
  in_child(golden, [&] {
    enter_stage(stage::kLoad, golden.source.string());
    golden.load();
  });
}

}  // namespace npusim::session

// SPDX-License-Identifier: Apache-2.0
// The system calls that are given up, as a seccomp filter made by libseccomp.
#include <cerrno>
#include <csignal>
#include <system_error>

#include <fcntl.h>
#include <sched.h>
#include <seccomp.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "session/supervise/sandbox.h"

namespace npusim::session {
namespace {

// What no code of a program has a use for. A trap, so that it has a line in the report.
constexpr int kForbidden[] = {
    // network
    SCMP_SYS(socket), SCMP_SYS(socketpair), SCMP_SYS(connect), SCMP_SYS(bind), SCMP_SYS(listen),
    SCMP_SYS(accept), SCMP_SYS(accept4),
    // other processes
    SCMP_SYS(ptrace), SCMP_SYS(process_vm_readv), SCMP_SYS(process_vm_writev), SCMP_SYS(kcmp),
    SCMP_SYS(rt_sigqueueinfo), SCMP_SYS(rt_tgsigqueueinfo), SCMP_SYS(pidfd_open),
    SCMP_SYS(pidfd_send_signal), SCMP_SYS(pidfd_getfd), SCMP_SYS(process_madvise), SCMP_SYS(setsid),
    SCMP_SYS(setpgid),
    // what outlives a process, and what other processes have made of it
    SCMP_SYS(shmget), SCMP_SYS(shmat), SCMP_SYS(shmctl), SCMP_SYS(semget), SCMP_SYS(semop),
    SCMP_SYS(semtimedop), SCMP_SYS(semctl), SCMP_SYS(msgget), SCMP_SYS(msgsnd), SCMP_SYS(msgrcv),
    SCMP_SYS(msgctl), SCMP_SYS(mq_open), SCMP_SYS(mq_unlink),
    // the system and its settings
    SCMP_SYS(mount), SCMP_SYS(umount2), SCMP_SYS(pivot_root), SCMP_SYS(chroot), SCMP_SYS(fsopen),
    SCMP_SYS(fspick), SCMP_SYS(fsmount), SCMP_SYS(move_mount), SCMP_SYS(open_tree),
    SCMP_SYS(fanotify_init), SCMP_SYS(unshare), SCMP_SYS(setns), SCMP_SYS(bpf),
    SCMP_SYS(perf_event_open), SCMP_SYS(userfaultfd), SCMP_SYS(keyctl), SCMP_SYS(add_key),
    SCMP_SYS(request_key), SCMP_SYS(init_module), SCMP_SYS(finit_module), SCMP_SYS(delete_module),
    SCMP_SYS(kexec_load), SCMP_SYS(reboot), SCMP_SYS(swapon), SCMP_SYS(swapoff),
    SCMP_SYS(io_uring_setup), SCMP_SYS(acct), SCMP_SYS(quotactl), SCMP_SYS(settimeofday),
    SCMP_SYS(clock_settime), SCMP_SYS(clock_adjtime), SCMP_SYS(adjtimex), SCMP_SYS(sethostname),
    SCMP_SYS(setdomainname), SCMP_SYS(syslog), SCMP_SYS(iopl), SCMP_SYS(ioperm),
    SCMP_SYS(nfsservctl), SCMP_SYS(open_by_handle_at)};

// What Landlock does not see: who may do what with a file, and when it was touched.
constexpr int kRefused[] = {
    SCMP_SYS(chmod),        SCMP_SYS(fchmod),    SCMP_SYS(fchmodat),    SCMP_SYS(chown),
    SCMP_SYS(fchown),       SCMP_SYS(lchown),    SCMP_SYS(fchownat),    SCMP_SYS(setxattr),
    SCMP_SYS(lsetxattr),    SCMP_SYS(fsetxattr), SCMP_SYS(removexattr), SCMP_SYS(lremovexattr),
    SCMP_SYS(fremovexattr), SCMP_SYS(utime),     SCMP_SYS(utimes),      SCMP_SYS(utimensat),
    SCMP_SYS(futimesat),    SCMP_SYS(mknod),     SCMP_SYS(mknodat)};

/// Calls that take a process, of which only the caller's own (0) is the program's business:
/// another's limits, priority or processors.
constexpr int kOfProcesses[] = {SCMP_SYS(prlimit64),      SCMP_SYS(sched_setaffinity),
                                SCMP_SYS(sched_setattr),  SCMP_SYS(sched_setscheduler),
                                SCMP_SYS(sched_setparam), SCMP_SYS(migrate_pages),
                                SCMP_SYS(move_pages)};

class Filter {
 public:
  Filter() : filter_(seccomp_init(SCMP_ACT_ALLOW)) {
    if (filter_ == nullptr) throw std::bad_alloc();
    // The calls of another kind of program (32 bits), which no rule here speaks of.
    seccomp_attr_set(filter_, SCMP_FLTATR_ACT_BADARCH, SCMP_ACT_KILL_PROCESS);
  }
  ~Filter() { seccomp_release(filter_); }
  Filter(const Filter&) = delete;
  Filter& operator=(const Filter&) = delete;

  /// Calls that this machine does not have need no rule.
  template <typename... Comparisons>
  void add(std::uint32_t action, int call, Comparisons... comparisons) {
    seccomp_rule_add(filter_, action, call, sizeof...(comparisons), comparisons...);
  }
  void load() {
    const int failed = seccomp_load(filter_);
    if (failed != 0) {
      throw std::system_error(-failed, std::generic_category(), "load the seccomp filter");
    }
  }

 private:
  scmp_filter_ctx filter_;
};

void forbid_processes(Filter& filter, std::uint32_t refusal) {
  filter.add(refusal, SCMP_SYS(fork));
  filter.add(refusal, SCMP_SYS(vfork));
  filter.add(refusal, SCMP_SYS(clone), SCMP_A0(SCMP_CMP_MASKED_EQ, CLONE_THREAD, 0));
  // Its flags are in memory, where a filter does not see them; libraries then take clone.
  filter.add(SCMP_ACT_ERRNO(ENOSYS), SCMP_SYS(clone3));
}

/// Ways to reach another process that look like something else.
void forbid_detours(Filter& filter) {
  constexpr std::uint32_t kRefusal = SCMP_ACT_ERRNO(EPERM);
  for (const int call : kOfProcesses) filter.add(kRefusal, call, SCMP_A0(SCMP_CMP_NE, 0));
  for (const int call : {SCMP_SYS(setpriority), SCMP_SYS(ioprio_set)}) {
    filter.add(kRefusal, call, SCMP_A1(SCMP_CMP_NE, 0));
  }
  // Whom a file signals when it is ready, and by which signal.
  for (const int command : {F_SETOWN, F_SETOWN_EX, F_SETSIG}) {
    filter.add(kRefusal, SCMP_SYS(fcntl), SCMP_A1(SCMP_CMP_EQ, static_cast<scmp_datum_t>(command)));
  }
  for (const unsigned request : {FIOSETOWN, SIOCSPGRP}) {
    filter.add(kRefusal, SCMP_SYS(ioctl), SCMP_A1(SCMP_CMP_MASKED_EQ, 0xffffffff, request));
  }
  // It ends with its supervisor, whatever it wishes.
  filter.add(kRefusal, SCMP_SYS(prctl), SCMP_A0(SCMP_CMP_EQ, PR_SET_PDEATHSIG),
             SCMP_A1(SCMP_CMP_NE, SIGKILL));
}

}  // namespace

void give_up_calls(const CallAccess& access) {
  Filter filter;
  const std::uint32_t refusal = access.traps ? SCMP_ACT_TRAP : SCMP_ACT_ERRNO(EPERM);
  for (const int call : kForbidden) filter.add(refusal, call);
  forbid_detours(filter);
  if (!access.programs) {
    for (const int call : kRefused) filter.add(SCMP_ACT_ERRNO(EPERM), call);
  }
  if (!access.processes) {
    forbid_processes(filter, refusal);
    // Itself it may signal, as abort() does.
    const auto self = static_cast<scmp_datum_t>(getpid());
    for (const int call : {SCMP_SYS(kill), SCMP_SYS(tgkill)}) {
      filter.add(refusal, call, SCMP_A0(SCMP_CMP_NE, self));
    }
    filter.add(refusal, SCMP_SYS(tkill), SCMP_A0(SCMP_CMP_NE, self));
  }
  if (!access.programs) {
    filter.add(refusal, SCMP_SYS(execve));
    filter.add(refusal, SCMP_SYS(execveat));
  }
  filter.load();
}

}  // namespace npusim::session

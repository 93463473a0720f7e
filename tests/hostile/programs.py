# SPDX-License-Identifier: Apache-2.0
"""Programs that try to end npusim, to hang it, to write, to read, to lie: what each does, in which of
the four kinds of code, and what must come of it.

A row: name, place (a comment of base/ that its code replaces), code, statuses that are right, a word
that the report must have, and further options of the run. {outside} is a folder that is none of the
program's business, {out} one that the program may write to.
"""
STALL = (67,)
BAD = (3,)
MEMORY = (66,)
FAULT = (66, 67)
LOST = (68,)

INCLUDES = "#include <cstdio>\n#include <cstdlib>\n#include <stdexcept>\n#include <unistd.h>\n" \
    "#include <fcntl.h>\n#include <csignal>\n#include <cassert>\n#include <sys/syscall.h>\n" \
    "#include <sys/socket.h>\n#include <sys/wait.h>\n#include <sys/mman.h>\n#include <cstring>\n" \
    "#include <sys/ptrace.h>\n#include <sys/prctl.h>\n#include <sys/resource.h>\n#include <sys/shm.h>\n" \
    "#include <csetjmp>\n#include <pthread.h>\n#include <sched.h>\n#include <cerrno>\n#include <vector>\n"

# What no code may reach, tried the same way in kernels, orchestrations and golden programs.
READ = 'FILE* f = std::fopen("{outside}/secret", "r"); if (f != nullptr) std::_Exit(99);'
WRITE = 'FILE* f = std::fopen("{outside}/planted", "w"); if (f != nullptr) std::_Exit(99);'

# Whoever holds the other end of npusim's pipe reads everything that npusim says, and could say
# something else instead: "the run is done, its exit status is 0". A thread that no check sees.
RELAY = r"""
struct Relay {
  static constexpr unsigned kBytes = 1 << 16;
  __attribute__((no_sanitize("thread"))) static void* run(void* ends) {
    const int from = static_cast<int*>(ends)[0], to = static_cast<int*>(ends)[1];
    static unsigned char bytes[kBytes];
    for (ssize_t n; (n = ::read(from, bytes, kBytes)) > 0;) {
      for (ssize_t i = 0; i + 36 <= n; ++i) {
        unsigned kind;
        __builtin_memcpy(&kind, bytes + i + 4, 4);
        if (__builtin_memcmp(bytes + i, "fupn", 4) != 0 || kind != 8) continue;
        for (int b = 32; b < 36; ++b) bytes[i + b] = 0;
      }
      if (::write(to, bytes, n) < 0) break;
    }
    return nullptr;
  }
  __attribute__((no_sanitize("thread"))) static void start() {
    static int ends[2];
    for (int file = 3; file < 64; ++file) {
      char name[64] = {}, link[64];
      std::snprintf(link, sizeof link, "/proc/self/fd/%d", file);
      if (::readlink(link, name, sizeof name - 1) < 5 || __builtin_memcmp(name, "pipe:", 5) != 0) continue;
      int made[2];
      if (::pipe(made) != 0) return;
      ends[1] = ::fcntl(file, F_DUPFD, 64);
      ends[0] = ::fcntl(made[0], F_DUPFD, 64);
      ::dup2(made[1], file);
      pthread_t thread;
      pthread_create(&thread, nullptr, run, ends);
      return;
    }
  }
};
#define HOSTILE Relay::start(); x[0] = 2; dcci((__gm__ void*)x, SINGLE_CACHE_LINE, CACHELINE_OUT); return;
"""

PROGRAMS = [
    # --- ways to end, in a kernel
    ("kernel_exit_0", "KERNEL", "std::exit(0);", BAD, "exit(0)"),
    ("kernel_underscore_exit_0", "KERNEL", "_exit(0);", BAD, "_exit(0)"),
    ("kernel_quick_exit_0", "KERNEL", "std::quick_exit(0);", BAD, "quick_exit(0)"),
    ("kernel_exit_by_system_call", "KERNEL", "syscall(SYS_exit_group, 0);", BAD, "status 0"),
    ("kernel_static_exit_0", "KERNEL_GLOBAL", "static int s = (std::exit(0), 1);", BAD, "exit(0)"),
    ("kernel_abort", "KERNEL", "std::abort();", STALL, "abort()"),
    ("kernel_assert", "KERNEL", "assert(x == nullptr);", STALL, "k.cpp"),
    ("kernel_trap", "KERNEL", "__builtin_trap();", STALL, "trap"),
    ("kernel_throw", "KERNEL", 'throw std::runtime_error("hello");', STALL, "hello"),
    ("kernel_throw_int", "KERNEL", "throw 7;", STALL, "int"),
    ("kernel_null", "KERNEL", "*reinterpret_cast<volatile int*>(8) = 1;", FAULT, "k.cpp"),
    ("kernel_wild_jump", "KERNEL", "reinterpret_cast<void (*)()>(0x1234)();", FAULT, ""),
    ("kernel_deep_recursion", "KERNEL_GLOBAL",
     "static int deep(int n) { volatile char a[4096]; a[0] = n; return deep(n + 1) + a[0]; }\n"
     "static int (*volatile start)(int) = deep;\n#define HOSTILE start(0);", FAULT, "stack"),
    ("kernel_large_frame", "KERNEL", "volatile char a[600 * 1024]; a[0] = 1; x[1] = a[0];", FAULT,
     "stack"),
    ("kernel_frame_beyond_a_cores_stack", "KERNEL",
     "volatile char a[48 * 1024]; a[0] = 1; x[1] = a[0];", FAULT, "stack"),
    ("kernel_divide", "KERNEL", "x[1] = 1 / x[0];", STALL, "zero"),
    ("kernel_own_handler", "KERNEL",
     "std::signal(SIGSEGV, SIG_DFL); *reinterpret_cast<volatile int*>(8) = 1;", FAULT + BAD, ""),
    ("kernel_kills_itself", "KERNEL", "kill(getpid(), SIGKILL);", LOST, "SIGKILL"),
    # --- ways to hang
    ("kernel_poll", "KERNEL", "while (x[0] == 0) dcci((__gm__ void*)x, SINGLE_CACHE_LINE);", STALL,
     "polls"),
    ("kernel_barriers", "KERNEL", "while (true) pipe_barrier(PIPE_ALL);", STALL, "loops"),
    ("kernel_empty_loop", "KERNEL", "for (volatile int i = 0;; i = i + 1) {}", STALL, "loop"),
    ("kernel_sleeps", "KERNEL", "sleep(3600);", FAULT + LOST, ""),
    ("kernel_pauses", "KERNEL", "while (true) pause();", FAULT + LOST, ""),
    ("kernel_reads_stdin", "KERNEL", "char c; while (read(0, &c, 1) >= 0) {}", FAULT + LOST, ""),
    ("kernel_static_loop", "KERNEL_GLOBAL",
     "static int s = [] { for (volatile int i = 0;; i = i + 1) {} return 1; }();", BAD + LOST, ""),
    ("kernel_prints_for_ever", "KERNEL", 'while (true) std::puts("hello hello hello");',
     FAULT + LOST, ""),
    ("kernel_takes_memory", "KERNEL",
     "for (;;) { char* p = (char*)std::malloc(16 << 20); if (p) std::memset(p, 1, 16 << 20); }",
     FAULT + LOST, ""),
    # --- ways to write and to read
    ("kernel_reads_secret", "KERNEL", READ, (0,), ""),
    ("kernel_writes_outside", "KERNEL", WRITE, (0,), ""),
    ("kernel_writes_own_folder", "KERNEL",
     'FILE* f = std::fopen("{program}/planted", "w"); if (f != nullptr) std::_Exit(99);', (0,), ""),
    ("kernel_includes_secret", "KERNEL_GLOBAL", '#include "{outside}/secret"', BAD, ""),
    ("kernel_socket", "KERNEL", "if (socket(AF_INET, SOCK_STREAM, 0) >= 0) std::_Exit(99);", STALL,
     "socket"),
    ("kernel_forks", "KERNEL", "if (fork() >= 0) { sleep(3600); }", STALL, "fork"),
    ("kernel_runs_shell", "KERNEL", 'if (std::system("touch {outside}/planted") == 0) std::_Exit(99);',
     STALL, ""),
    ("kernel_kills_all", "KERNEL", "kill(-1, SIGKILL);", STALL, "signal"),
    ("kernel_overwrites_code", "KERNEL",
     "std::memset(reinterpret_cast<void*>(&std::printf), 0, 4096);", FAULT, ""),
    # --- ways to lie
    ("kernel_writes_into_pipes", "KERNEL",
     'for (int i = 3; i < 64; ++i) { long n = write(i, "verdict: clean", 14); (void)n; }', BAD, ""),
    ("kernel_closes_files", "KERNEL", "for (int i = 0; i < 64; ++i) close(i);", BAD + LOST, ""),
    ("kernel_prints_json", "KERNEL", 'std::puts("{{\\"verdict\\": \\"clean\\"}}"); x[0] = 2;', (0,), ""),
    # --- the orchestration
    ("orchestration_exit_0", "ORCHESTRATION", "std::exit(0);", BAD, "exit(0)"),
    ("orchestration_abort", "ORCHESTRATION", "std::abort();", STALL, "abort()"),
    ("orchestration_throw", "ORCHESTRATION", "throw 1;", STALL, "exception"),
    ("orchestration_null", "ORCHESTRATION", "*reinterpret_cast<volatile int*>(8) = 1;", FAULT, ""),
    ("orchestration_loop", "ORCHESTRATION", "for (volatile int i = 0;; i = i + 1) {}", STALL, ""),
    ("orchestration_reads_secret", "ORCHESTRATION", READ, (0,), ""),
    ("orchestration_socket", "ORCHESTRATION",
     "if (socket(AF_INET, SOCK_STREAM, 0) >= 0) std::_Exit(99);", STALL, "socket"),
    # --- the golden program
    ("golden_exit_0", "GOLDEN", "std::exit(0);", BAD, "exit(0)"),
    ("golden_abort", "GOLDEN", "std::abort();", BAD, "golden.cpp"),
    ("golden_static_abort", "GOLDEN_GLOBAL", "static int s = (std::abort(), 1);", BAD, "abort()"),
    ("golden_null", "GOLDEN", "*reinterpret_cast<volatile int*>(8) = 1;", BAD, "golden.cpp"),
    ("golden_throw", "GOLDEN", 'throw std::runtime_error("hello");', BAD, "hello"),
    ("golden_loop", "GOLDEN", "for (volatile int i = 0;; i = i + 1) {}", BAD + LOST, "golden"),
    ("golden_reads_secret", "GOLDEN", READ, (0,), ""),
    ("golden_writes_outside", "GOLDEN", WRITE, (0,), ""),
    ("golden_forks", "GOLDEN", "if (fork() >= 0) { sleep(3600); }", BAD, "golden"),
    # --- the configuration
    ("configuration_exit_0", "CONFIGURATION", "import os\nos._exit(0)", BAD, ""),
    ("configuration_raises", "CONFIGURATION", "raise SystemExit(0)", BAD, ""),
    ("configuration_loop", "CONFIGURATION", "while True: pass", BAD + LOST, "kernel_config.py"),
    ("configuration_reads_secret", "CONFIGURATION", 'open("{outside}/secret")', BAD, "Permission"),
    ("configuration_writes", "CONFIGURATION", 'open("{outside}/planted", "w")', BAD, "Permission"),
    ("configuration_runs_shell", "CONFIGURATION",
     'import os\nif os.system("touch {outside}/planted") == 0: print("done")\nraise OSError("no")', BAD,
     ""),
    ("configuration_socket", "CONFIGURATION", "import socket\nsocket.socket()", BAD, ""),
    ("configuration_source_outside", "CONFIGURATION",
     'KERNELS_FOLDER = "{outside}"\nFOLDER = Path("{outside}")', BAD, ""),
    # --- other processes
    ("kernel_traces_parent", "KERNEL", "ptrace(PTRACE_ATTACH, getppid(), nullptr, nullptr);", STALL,
     "ptrace"),
    ("kernel_opens_memory_of_parent", "KERNEL",
     'char n[64]; std::snprintf(n, 64, "/proc/%d/mem", getppid()); if (open(n, O_RDWR) >= 0) _exit(99);',
     (0,), ""),
    ("kernel_opens_own_memory", "KERNEL", 'if (open("/proc/self/mem", O_RDWR) >= 0) _exit(99);', (0,),
     ""),
    ("kernel_interrupts_parent", "KERNEL", "kill(getppid(), SIGINT);", STALL, "signal"),
    ("kernel_signals_parent_by_a_file", "KERNEL",
     "int p[2]; if (pipe(p) != 0) return; if (fcntl(p[0], F_SETOWN, getppid()) == 0) _exit(99);"
     "if (fcntl(p[0], F_SETSIG, SIGKILL) == 0) _exit(99);", (0,), ""),
    ("kernel_limits_parent", "KERNEL",
     "rlimit none{0, 0}; if (prlimit(getppid(), RLIMIT_CPU, &none, nullptr) == 0) _exit(99);", (0,), ""),
    ("kernel_slows_parent", "KERNEL",
     "if (setpriority(PRIO_PROCESS, getppid(), 19) == 0) _exit(99); cpu_set_t one; CPU_ZERO(&one);"
     "CPU_SET(0, &one); if (sched_setaffinity(getppid(), sizeof(one), &one) == 0) _exit(99);", (0,), ""),
    ("kernel_outlives_parent", "KERNEL", "if (prctl(PR_SET_PDEATHSIG, 0) == 0) _exit(99);", (0,), ""),
    ("kernel_clones_by_system_call", "KERNEL",
     "if (syscall(SYS_clone, SIGCHLD, 0, 0, 0, 0) == 0) { setsid(); sleep(3600); }", STALL, "fork"),
    ("kernel_forks_twice", "KERNEL", "if (vfork() == 0) { if (fork() == 0) { setsid(); sleep(3600); } }",
     STALL, "fork"),
    ("kernel_runs_from_memory", "KERNEL",
     'const int f = static_cast<int>(syscall(SYS_memfd_create, "x", 0));'
     'if (write(f, "#!/bin/sh\\ntouch {outside}/planted\\n", 40) < 0) return;'
     'char* none[] = {nullptr}; fexecve(f, none, none);', STALL, "exec"),
    ("kernel_abstract_socket", "KERNEL", "if (socket(AF_UNIX, SOCK_DGRAM, 0) >= 0) _exit(99);", STALL,
     "socket"),
    ("kernel_socket_pair", "KERNEL",
     "int p[2]; if (socketpair(AF_UNIX, SOCK_STREAM, 0, p) == 0) _exit(99);", STALL, "socket"),
    ("kernel_attaches_memory_of_others", "KERNEL", "if (shmat(0, nullptr, 0) != nullptr) _exit(99);",
     STALL, ""),
    ("kernel_calls_of_32_bits", "KERNEL",
     'int r = 20; asm volatile("int $0x80" : "+a"(r)); if (r > 0) _exit(99);', STALL + BAD, ""),
    # --- files
    ("kernel_links_output_elsewhere", "KERNEL",
     'if (symlink("{outside}/planted", "{out}/x.npy") == 0) _exit(99);', (0,), "",
     ["--out", "{out}"]),
    ("kernel_fills_the_disk", "KERNEL",
     'const int f = open("{out}/large", O_WRONLY | O_CREAT, 0600); if (f < 0) _exit(99);'
     "static char block[1 << 20]; long n = 0; while (n < 64 && write(f, block, sizeof block) > 0) ++n;"
     'unlink("{out}/large");', (0,), "", ["--out", "{out}"]),
    ("kernel_writes_into_trace", "KERNEL",
     'for (int i = 3; i < 64; ++i) if (lseek(i, 0, SEEK_CUR) >= 0) {{ long n = pwrite(i, "garbage", 7, 64);'
     "(void)n; }}", (0, 3, 68), "", ["--trace", "{out}/run.h5"]),
    ("kernel_removes_trace", "KERNEL", 'unlink("{out}/run.h5"); symlink("{outside}/planted", "{out}/run.h5");',
     (0,), "", ["--trace", "{out}/run.h5"]),
    ("kernel_assembles_secret", "KERNEL_GLOBAL", 'asm(".incbin \\"{outside}/secret\\"");', BAD + LOST,
     ""),
    ("kernel_prints_much", "KERNEL",
     'for (int i = 0; i < 200000; ++i) std::puts("hello hello hello hello hello hello hello hello hello");',
     (0,), "1 MiB"),
    ("kernel_limits_itself", "KERNEL",
     "rlimit small{1 << 20, 1 << 20}; setrlimit(RLIMIT_AS, &small); setrlimit(RLIMIT_FSIZE, &small);"
     "rlimit few{0, 0}; setrlimit(RLIMIT_NOFILE, &few);", (0, 3, 67, 68), ""),
    # --- signals, threads, jumps
    ("kernel_without_signal_stack", "KERNEL",
     "stack_t none{}; none.ss_flags = SS_DISABLE; sigaltstack(&none, nullptr);"
     "*reinterpret_cast<volatile int*>(8) = 1;", FAULT, ""),
    ("kernel_blocks_all_signals", "KERNEL",
     "sigset_t all; sigfillset(&all); sigprocmask(SIG_SETMASK, &all, nullptr);"
     "for (volatile int i = 0;; i = i + 1) {}", FAULT + LOST, ""),
    ("kernel_stops_itself", "KERNEL", "kill(getpid(), SIGSTOP);", LOST, ""),
    ("kernel_leaves_a_thread", "KERNEL_GLOBAL",
     '__attribute__((no_sanitize("thread"))) static void* spin(void*) { while (true) pause(); }\n'
     "#define HOSTILE pthread_t t; pthread_create(&t, nullptr, spin, nullptr); pthread_detach(t);",
     STALL, "makes a thread of its own"),
    ("kernel_initialiser_leaves_a_thread", "KERNEL_GLOBAL",
     '__attribute__((no_sanitize("thread"))) static void* spin(void*) { while (true) pause(); }\n'
     "__attribute__((constructor)) static void begin() { pthread_t t; pthread_create(&t, nullptr, spin,"
     " nullptr); }", BAD, "makes a thread of its own"),
    ("orchestration_leaves_a_thread", "ORCHESTRATION",
     "pthread_t t; pthread_create(&t, nullptr, +[](void*) -> void* { while (true) pause(); }, nullptr);",
     STALL, "makes a thread of its own"),
    ("kernel_thread_exits", "KERNEL_GLOBAL",
     '__attribute__((no_sanitize("thread"))) static void* end(void*) { _exit(0); }\n'
     "#define HOSTILE pthread_t t; pthread_create(&t, nullptr, end, nullptr); sleep(2);", STALL, ""),
    ("kernel_thread_crashes", "KERNEL_GLOBAL",
     '__attribute__((no_sanitize("thread"))) static void* end(void*) { *reinterpret_cast<volatile int*>(8)'
     " = 1; return nullptr; }\n"
     "#define HOSTILE pthread_t t; pthread_create(&t, nullptr, end, nullptr); sleep(2);", STALL, ""),
    ("kernel_thread_stores", "KERNEL_GLOBAL",
     "static volatile int* place; static void* store(void*) { while (true) *place = *place + 1; }\n"
     "#define HOSTILE place = (volatile int*)x; pthread_t t; pthread_create(&t, nullptr, store, nullptr);"
     "usleep(20000);", (0, 1, 3, 66, 67, 68), ""),
    ("kernel_thread_throws", "KERNEL_GLOBAL",
     "static void* end(void*) { throw 7; }\n"
     "#define HOSTILE pthread_t t; pthread_create(&t, nullptr, end, nullptr); sleep(2);", STALL + BAD, ""),
    ("kernel_ends_main_thread", "KERNEL", "pthread_exit(nullptr);", STALL + BAD + LOST, ""),
    ("kernel_throws_through_c", "KERNEL",
     "int v[] = {2, 1}; std::qsort(v, 2, sizeof(int), [](const void*, const void*) -> int { throw 7; });",
     STALL, "int"),
    ("kernel_jumps_out", "KERNEL_GLOBAL",
     "static jmp_buf place; __attribute__((noinline)) static int mark() { return setjmp(place); }\n"
     "#define HOSTILE if (mark() == 0) longjmp(place, 1);", (0,) + FAULT + BAD, ""),
    ("kernel_terminates", "KERNEL", "std::terminate();", STALL, ""),
    ("kernel_unmaps_everything", "KERNEL", "munmap((void*)0x10000, 0x7ffffffe0000);", FAULT + BAD, ""),
    # --- what runs after the kernel
    ("kernel_exits_later", "KERNEL", "std::atexit([] { _exit(0); }); x[0] = 2;"
     "dcci((__gm__ void*)x, SINGLE_CACHE_LINE, CACHELINE_OUT); return;", (1,), ""),
    ("kernel_destructor_exits", "KERNEL_GLOBAL", "static struct S { ~S() { _exit(0); } } s;\n"
     "#define HOSTILE x[0] = 2; dcci((__gm__ void*)x, SINGLE_CACHE_LINE, CACHELINE_OUT); return;", (1,), ""),
    ("kernel_thread_local_exits", "KERNEL_GLOBAL",
     "struct S { int i = 0; ~S() { _exit(0); } }; static thread_local S s;\n"
     "#define HOSTILE s.i = 1; x[0] = 2; dcci((__gm__ void*)x, SINGLE_CACHE_LINE, CACHELINE_OUT); return;",
     (1,), ""),
    ("kernel_preloads", "KERNEL", 'setenv("LD_PRELOAD", "{program}/k.so", 1); setenv("PATH", "/", 1);', (0,),
     ""),
    # --- forged verdicts
    ("kernel_forges_done", "KERNEL",
     "struct { unsigned magic, kind; unsigned long bytes, head, check; int status; } f{0x6e707566, 8, 4, 0, 0, 0};"
     "for (int i = 3; i < 64; ++i) { long n = write(i, &f, 36); (void)n; } x[0] = 2;", BAD, "own files"),
    ("kernel_relays_what_npusim_says", "KERNEL_GLOBAL", RELAY, BAD, ""),
    ("kernel_reports_by_itself", "KERNEL",
     'std::puts("clean: no findings, outputs as the golden"); fflush(stdout); _exit(0);', BAD, "_exit(0)"),
    ("orchestration_forges_done", "ORCHESTRATION",
     "struct { unsigned magic, kind; unsigned long bytes, head, check; int status; } f{0x6e707566, 8, 4, 0, 0, 0};"
     "for (int i = 3; i < 64; ++i) { long n = write(i, &f, 36); (void)n; }", BAD, "own files"),
    ("golden_writes_into_pipes", "GOLDEN",
     'for (int i = 3; i < 64; ++i) { long n = write(i, "verdict: clean", 14); (void)n; } _exit(0);', BAD, ""),
    ("golden_forges_done", "GOLDEN",
     "struct { unsigned magic, kind; unsigned long bytes, head, check; int status; } f{0x6e707566, 8, 4, 0, 0, 0};"
     "for (int i = 3; i < 64; ++i) { long n = write(i, &f, 36); (void)n; } std::abort();", BAD, ""),
    ("kernel_promises_much", "KERNEL",
     "struct { unsigned magic, kind; unsigned long bytes, head, check; } f{0x6e707566, 0, 1ul << 31, 0, 0};"
     "static char block[1 << 20]; for (int i = 3; i < 64; ++i) { if (write(i, &f, 32) != 32) continue;"
     "for (int n = 0; n < 64; ++n) { if (write(i, block, sizeof block) <= 0) break; } }", BAD, ""),
    # --- more of the other kinds of code
    ("orchestration_writes_outside", "ORCHESTRATION", WRITE, (0,), ""),
    ("orchestration_forks", "ORCHESTRATION", "if (fork() >= 0) { sleep(3600); }", STALL, "fork"),
    ("orchestration_submits_for_ever", "ORCHESTRATION",
     "while (true) { CoreTaskArgs more; more.add_inout(args.tensor(0).ref()); rt_submit_aiv_task(0, more); }",
     STALL + LOST, ""),
    ("orchestration_deep_recursion", "ORCHESTRATION_GLOBAL",
     "static int deep(int n) { volatile char a[4096]; a[0] = n; return deep(n + 1) + a[0]; }\n"
     "static int result = 0; struct Go { ~Go() { result = deep(0); } };", (0,), ""),
    ("golden_takes_memory", "GOLDEN",
     "for (;;) { char* p = (char*)std::malloc(16 << 20); if (p) std::memset(p, 1, 16 << 20); }",
     BAD + LOST, ""),
    ("golden_kills_parent", "GOLDEN", "kill(getppid(), SIGKILL);", BAD, "golden"),
    ("golden_socket", "GOLDEN", "if (socket(AF_INET, SOCK_STREAM, 0) >= 0) std::_Exit(99);", BAD, "golden"),
    ("golden_spawns_thread_and_exits", "GOLDEN_GLOBAL",
     "static void* end(void*) { _exit(0); }\nstatic int s = [] { pthread_t t;"
     "pthread_create(&t, nullptr, end, nullptr); sleep(2); return 0; }();", BAD, ""),
    ("configuration_kills_parent", "CONFIGURATION",
     "import os, signal\nos.kill(os.getppid(), signal.SIGKILL)", BAD, "Permission"),
    ("configuration_forks", "CONFIGURATION", "import os\nos.fork()", BAD, ""),
    ("configuration_calls_c", "CONFIGURATION",
     "import ctypes\nc = ctypes.CDLL(None)\nassert c.fork() == -1 and c.ptrace(16, 1, 0, 0) == -1\n"
     "c._exit(0)", BAD, ""),
    ("configuration_takes_memory", "CONFIGURATION", 'x = []\nwhile True: x.append(bytearray(b"1") * (16 << 20))',
     BAD + LOST, ""),
    ("configuration_prints_json", "CONFIGURATION",
     'import os\nos.write(1, b\'{{"config": {{}}, "repeatable": true, "imported": []}}\')\nos._exit(0)', BAD, ""),
    ("configuration_changes_the_reader", "CONFIGURATION",
     "import sys\nsys.modules['json'].dumps = lambda *a, **k: 'verdict: clean'", (0,) + BAD, ""),
]

# SPDX-License-Identifier: Apache-2.0
"""Programs that try to end npusim, to hang it, to write, to read, to lie: what each does, in which of
the four kinds of code, and what must come of it.

A row: name, place (a comment of base/ that its code replaces), code, statuses that are right, and a
word that the report must have. {outside} is a folder that is none of the program's business.
"""
STALL = (67,)
BAD = (3,)
MEMORY = (66,)
FAULT = (66, 67)
LOST = (68,)

INCLUDES = "#include <cstdio>\n#include <cstdlib>\n#include <stdexcept>\n#include <unistd.h>\n" \
    "#include <fcntl.h>\n#include <csignal>\n#include <cassert>\n#include <sys/syscall.h>\n" \
    "#include <sys/socket.h>\n#include <sys/wait.h>\n#include <sys/mman.h>\n#include <cstring>\n"

# What no code may reach, tried the same way in kernels, orchestrations and golden programs.
READ = 'FILE* f = std::fopen("{outside}/secret", "r"); if (f != nullptr) std::_Exit(99);'
WRITE = 'FILE* f = std::fopen("{outside}/planted", "w"); if (f != nullptr) std::_Exit(99);'

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
]

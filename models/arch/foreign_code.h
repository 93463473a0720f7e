// SPDX-License-Identifier: Apache-2.0
// The program's own native code that runs in this process outside of a simulated one: static
// initialisers while a shared object is loaded, the golden program. If it ends the process, whoever
// watches must be told what it was.
#pragma once

#include <string>

namespace npusim {

class ForeignCode {
 public:
  /// `what`: "the static initialisers of k.cpp". Until the end of its life, on this thread.
  explicit ForeignCode(std::string what);
  ~ForeignCode();
  ForeignCode(const ForeignCode&) = delete;
  ForeignCode& operator=(const ForeignCode&) = delete;

  /// What runs, or null if nothing does.
  static const char* running();

  /// Told how it ended ("calls abort()"), if that ends the process; need not return. May be called
  /// in a signal handler.
  using EndHandler = void (*)(const char* what, const char* how);
  static void set_end_handler(EndHandler handler);
  static void ends(const char* how);

 private:
  std::string what_;
  const char* outer_;
};

}  // namespace npusim

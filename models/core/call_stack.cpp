// SPDX-License-Identifier: Apache-2.0
#include "models/core/call_stack.h"

#include <dlfcn.h>
#include <unwind.h>

namespace npusim {
namespace {

_Unwind_Reason_Code take(_Unwind_Context* context, void* argument) {
  auto& stack = *static_cast<CallStack*>(argument);
  if (stack.depth == stack.code.size()) return _URC_END_OF_STACK;
  int before = 0;
  const auto code = _Unwind_GetIPInfo(context, &before);
  // As sites are everywhere: the address after the call.
  stack.code[stack.depth++] = reinterpret_cast<const void*>(code + (before != 0 ? 1 : 0));
  return _URC_NO_REASON;
}

}  // namespace

const void* module_of(const void* code) {
  Dl_info info;
  return dladdr(code, &info) != 0 ? info.dli_fbase : nullptr;
}

const void* own_module() {
  static const void* const own = module_of(reinterpret_cast<const void*>(&take));
  return own;
}

CallStack CallStack::here() {
  CallStack stack;
  _Unwind_Backtrace(take, &stack);
  return stack;
}

unsigned CallStack::first_of(const void* program, bool own_on_top) const {
  if (program == nullptr) return depth;
  bool on_top = true;
  for (unsigned i = 0; i < depth; ++i) {
    const void* const module = module_of(code[i]);
    if (module == program) return i;
    if (module != own_module()) {
      on_top = false;
    } else if (!(on_top && own_on_top)) {
      return depth;
    }
  }
  return depth;
}

}  // namespace npusim

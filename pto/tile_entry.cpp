// SPDX-License-Identifier: Apache-2.0
// npusim_tile: expands a call for the running core, through the port.
#include <string>
#include <variant>

#include "cce/port/issue.h"
#include "pto/call_checks.h"
#include "pto/expand/expand.h"

namespace npusim::library {
namespace {

// One function of the port a family.
#define NPUSIM_FAMILY(Operands, name)                                                \
  void issue_to_port(const Operands& instruction, const void* site, unsigned call) { \
    npusim_issue_##name(&instruction, site, call);                                   \
  }
#include "cce/port/family.def"
#undef NPUSIM_FAMILY

/// The scalar unit's accesses are no entries of a queue: load_ub and store_ub make them.
void issue_to_port(const ScalarAccess&, const void*, unsigned) {}

class PortIssuer : public Issuer {
 public:
  explicit PortIssuer(const TileCall& call)
      : site_(call.site), call_(static_cast<unsigned>(call.op)) {}

  void issue(const Operands& operands) override {
    std::visit([this](const auto& family) { issue_to_port(family, site_, call_); }, operands);
  }
  void set_flag(Pipe source, Pipe target, unsigned id) override {
    npusim_set_flag(number(source), number(target), static_cast<int>(id), site_, call_);
  }
  void wait_flag(Pipe source, Pipe target, unsigned id) override {
    npusim_wait_flag(number(source), number(target), static_cast<int>(id), site_, call_);
  }
  void pipe_barrier(Pipe pipe) override { npusim_pipe_barrier(number(pipe), site_, call_); }
  std::uint64_t load_ub(std::uint64_t address, unsigned bytes) override {
    return npusim_load_local(address, bytes, site_, call_);
  }
  void store_ub(std::uint64_t address, std::uint64_t value, unsigned bytes) override {
    npusim_store_local(address, value, bytes, site_, call_);
  }
  void fence_ub() override { npusim_dsb(kFenceUb, site_); }
  void set_mask(const VectorMask& mask) override {
    npusim_set_mask_mode(mask.count_mode ? 1 : 0);
    npusim_set_vector_mask(mask.high, mask.low);
  }
  std::uint64_t control() const override { return npusim_read_register(kControl); }
  void set_control(std::uint64_t value) override { npusim_write_register(kControl, value); }
  void write_register(port::SpecialRegister which, std::uint64_t value) override {
    npusim_write_register(static_cast<int>(which), value);
  }
  std::int64_t reading(port::LibraryReading which) const override {
    return npusim_library_reading(static_cast<int>(which));
  }
  [[noreturn]] void not_modelled(std::string_view what) override {
    npusim_not_modelled(std::string(what).c_str(), site_);
  }

 private:
  static constexpr int kControl = static_cast<int>(port::SpecialRegister::Control);
  static constexpr int kFenceUb = 2;  ///< DSB_UB
  static int number(Pipe pipe) { return static_cast<int>(pipe); }

  const void* site_;
  unsigned call_;
};

}  // namespace
}  // namespace npusim::library

extern "C" __attribute__((visibility("default"))) void npusim_tile(
    const npusim::library::TileCall* call) {
  npusim::library::check_call(*call);
  npusim::library::PortIssuer issuer(*call);
  npusim::library::expand(*call, issuer);
}

// SPDX-License-Identifier: Apache-2.0
// An Issuer that writes down what an expansion asks for, one word a step, and tiles to expand.
#pragma once

#include <stdexcept>
#include <string>
#include <vector>

#include "models/isa/registers.h"
#include "pto/expand/expand.h"

namespace npusim::library {

/// Words: "vadd x16", "vadd x16 lanes 32", "vector_dup x1 count 64", "barrier V", "set V>S 0",
/// "wait V>S 0", "load", "store".
class RecordingIssuer : public Issuer {
 public:
  void issue(const Operands& operands) override {
    Instruction instruction{operands};
    capture(instruction.operands, registers_);
    std::string word(info(instruction.opcode()).name);
    if (info(instruction.opcode()).pipe == Pipe::V) {
      word += " x" + std::to_string(repeats_of(instruction)) + mask_text();
    }
    words.push_back(word);
    instructions.push_back(instruction);
  }
  /// The operands of the instruction issued as number `index`.
  template <typename Family>
  const Family& issued(std::size_t index) const {
    return std::get<Family>(instructions.at(index).operands);
  }
  void set_flag(Pipe source, Pipe target, unsigned id) override {
    flag("set ", source, target, id);
  }
  void wait_flag(Pipe source, Pipe target, unsigned id) override {
    flag("wait ", source, target, id);
  }
  void pipe_barrier(Pipe pipe) override { words.push_back("barrier " + std::string(name(pipe))); }
  std::uint64_t load_ub(std::uint64_t address, unsigned) override {
    words.push_back("load");
    loads.push_back(address);
    return next_loaded++;
  }
  void store_ub(std::uint64_t address, std::uint64_t value, unsigned) override {
    words.push_back("store");
    stores.push_back({address, value});
  }
  void fence_ub() override { words.push_back("fence UB"); }
  void set_mask(const VectorMask& mask) override { registers_.mask = mask; }
  std::uint64_t control() const override { return registers_.control; }
  void set_control(std::uint64_t value) override { registers_.control = value; }
  void write_register(port::SpecialRegister which, std::uint64_t value) override {
    registers_written.push_back({which, value});
    if (which == port::SpecialRegister::AtomicOperation) {
      registers_.atomic.operation = static_cast<AtomicOperation>(value);
    }
    if (which == port::SpecialRegister::NdPara) registers_.nd_para = value;
    if (which == port::SpecialRegister::FMatrix) registers_.fmatrix = value;
    if (which == port::SpecialRegister::FMatrixB) registers_.fmatrix_b = value;
    if (which == port::SpecialRegister::PadValue) registers_.pad_value = value;
  }
  std::int64_t reading(port::LibraryReading) const override { return tci_pipe; }
  [[noreturn]] void not_modelled(std::string_view what) override {
    throw std::domain_error(std::string(what));
  }

  std::vector<std::string> words;
  std::vector<Instruction> instructions;
  std::vector<std::uint64_t> loads;
  std::vector<std::pair<std::uint64_t, std::uint64_t>> stores;
  std::vector<std::pair<port::SpecialRegister, std::uint64_t>> registers_written;
  std::uint64_t next_loaded = 0;
  std::int64_t tci_pipe = 0;  ///< S

 private:
  void flag(const char* what, Pipe source, Pipe target, unsigned id) {
    words.push_back(what + std::string(name(source)) + ">" + std::string(name(target)) + " " +
                    std::to_string(id));
  }
  std::string mask_text() const {
    const VectorMask& mask = registers_.mask;
    if (mask.count_mode) return " count " + std::to_string(mask.low);
    if (mask.low == ~std::uint64_t{0} && mask.high == ~std::uint64_t{0}) return "";
    int lanes = 0;
    for (unsigned i = 0; i < 64; ++i) lanes += (mask.low >> i & 1) + (mask.high >> i & 1);
    return " lanes " + std::to_string(lanes);
  }

  Registers registers_;
};

/// A RowMajor tile in UB with dynamic valid size.
inline TileRef vec(std::int32_t rows, std::int32_t cols, std::uint64_t address = 0,
                   DType type = DType::FLOAT32) {
  TileRef tile;
  tile.address = address;
  tile.dtype = type;
  tile.rows = tile.valid_rows = rows;
  tile.cols = tile.valid_cols = cols;
  return tile;
}
inline TileRef valid(TileRef tile, std::int32_t rows, std::int32_t cols) {
  tile.valid_rows = rows;
  tile.valid_cols = cols;
  return tile;
}
inline TileRef fixed(TileRef tile) {
  tile.static_valid_rows = tile.valid_rows;
  tile.static_valid_cols = tile.valid_cols;
  return tile;
}
inline TileRef col_major(TileRef tile) {
  tile.outer = OuterLayout::ColMajor;
  return tile;
}

inline TileCall call_of(TileOp op, std::initializer_list<TileRef> tiles,
                        std::initializer_list<std::int32_t> modes = {}) {
  TileCall call;
  call.op = op;
  for (const TileRef& tile : tiles) call.tile[call.tile_count++] = tile;
  int next = 0;
  for (const std::int32_t mode : modes) call.mode[next++] = mode;
  return call;
}

inline RecordingIssuer expanded(const TileCall& call) {
  RecordingIssuer issuer;
  expand(call, issuer);
  return issuer;
}

using Words = std::vector<std::string>;
inline Words times(std::size_t count, const Words& group) {
  Words result;
  for (std::size_t i = 0; i < count; ++i) result.insert(result.end(), group.begin(), group.end());
  return result;
}
inline Words operator+(Words a, const Words& b) {
  a.insert(a.end(), b.begin(), b.end());
  return a;
}

}  // namespace npusim::library

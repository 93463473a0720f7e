// SPDX-License-Identifier: Apache-2.0
// A JSON value that knows where it stands: each access checks the type and reports file, JSON path,
// what was expected and what was found.
#pragma once

#include <cstdint>
#include <filesystem>
#include <initializer_list>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include <nlohmann/json.hpp>

namespace npusim {

/// A number as JSON spells it; integers keep all their bits.
using JsonNumber = std::variant<std::int64_t, std::uint64_t, double>;

class JsonValue {
 public:
  /// Reads a file; an unreadable file, a syntax error or a repeated key is an InputError.
  static JsonValue from_file(const std::filesystem::path& file);
  /// `shown_file` is the file that messages name.
  static JsonValue from_text(std::string_view text, const std::string& shown_file);

  JsonValue at(std::string_view key) const;  ///< a required member
  std::optional<JsonValue> find(std::string_view key) const;
  bool has(std::string_view key) const { return node_->contains(key); }
  /// This is an object that has no other members than these.
  void only_keys(std::initializer_list<std::string_view> keys) const;
  std::vector<JsonValue> elements() const;
  std::vector<std::string> keys() const;  ///< of an object, in alphabetical order
  /// The same value, shown under another path.
  JsonValue with_path(std::string path) const {
    return JsonValue(root_, node_, file_, std::move(path));
  }

  std::string text() const;
  bool boolean() const;
  std::uint64_t count() const;  ///< an integer >= 0
  double real() const;
  /// A number; also "inf", "-inf" and "nan", which JSON's numbers lack.
  JsonNumber number() const;

  bool is_array() const { return node_->is_array(); }
  bool is_text() const { return node_->is_string(); }
  bool is_null() const { return node_->is_null(); }
  std::string shown() const;  ///< the value as JSON, shortened
  const std::string& file() const { return file_; }
  const std::string& path() const { return path_; }
  /// Throws the InputError for this value; `found` defaults to the value itself.
  [[noreturn]] void fail(const std::string& expected, const std::string& remedy) const;
  [[noreturn]] void fail(const std::string& expected, const std::string& found,
                         const std::string& remedy) const;

 private:
  JsonValue(std::shared_ptr<const nlohmann::json> root, const nlohmann::json* node,
            std::string file, std::string path);
  JsonValue child(const nlohmann::json& node, const std::string& path) const;
  void require_object() const;

  std::shared_ptr<const nlohmann::json> root_;
  const nlohmann::json* node_;
  std::string file_;
  std::string path_;
};

}  // namespace npusim

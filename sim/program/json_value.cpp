// SPDX-License-Identifier: Apache-2.0
// Strict reading of JSON.
#include "sim/program/json_value.h"

#include <cerrno>
#include <cstring>
#include <fstream>
#include <limits>
#include <set>
#include <sstream>

#include "models/arch/input_error.h"

namespace npusim {

namespace {

using nlohmann::json;

/// Follows the parser and remembers the first key that an object has twice.
class RepeatedKeyFinder {
 public:
  bool operator()(json::parse_event_t event, json& parsed) {
    if (event == json::parse_event_t::object_start) open_objects_.emplace_back();
    if (event == json::parse_event_t::object_end) open_objects_.pop_back();
    if (event == json::parse_event_t::key &&
        !open_objects_.back().insert(parsed.get<std::string>()).second && repeated_.empty()) {
      repeated_ = parsed.get<std::string>();
    }
    return true;
  }
  const std::string& repeated() const { return repeated_; }

 private:
  std::vector<std::set<std::string>> open_objects_;
  std::string repeated_;
};

/// The library's message without its own prefix "[json.exception.parse_error.101] ".
std::string reason(const json::exception& error) {
  const std::string text = error.what();
  const std::size_t end = text.find("] ");
  return end == std::string::npos ? text : text.substr(end + 2);
}

std::string joined(std::initializer_list<std::string_view> keys) {
  std::string text;
  for (std::string_view key : keys) text.append(text.empty() ? "" : ", ").append(key);
  return text;
}

}  // namespace

JsonValue::JsonValue(std::shared_ptr<const json> root, const json* node, std::string file,
                     std::string path)
    : root_(std::move(root)), node_(node), file_(std::move(file)), path_(std::move(path)) {}

JsonValue JsonValue::from_file(const std::filesystem::path& file) {
  errno = 0;
  std::ifstream stream(file, std::ios::binary);
  std::stringstream text;
  if (!stream || !(text << stream.rdbuf())) {
    std::error_code unknown;
    const bool empty = std::filesystem::is_regular_file(file, unknown) &&
                       std::filesystem::file_size(file, unknown) == 0;
    throw InputError(file.string(), "", "a readable JSON file",
                     empty        ? "an empty file"
                     : errno == 0 ? "one that cannot be read"
                                  : std::strerror(errno),
                     empty ? "write it, or name another one" : "create it, or name another one");
  }
  return from_text(text.str(), file.string());
}

JsonValue JsonValue::from_text(std::string_view text, const std::string& shown_file) {
  RepeatedKeyFinder keys;
  try {
    auto root = std::make_shared<const json>(json::parse(
        text,
        [&keys](int, json::parse_event_t event, json& parsed) { return keys(event, parsed); }));
    if (!keys.repeated().empty()) {
      throw InputError(shown_file, keys.repeated(), "each key once in an object", "the key twice",
                       "remove one of the two");
    }
    const json* node = root.get();
    return JsonValue(std::move(root), node, shown_file, "");
  } catch (const json::exception& error) {
    throw InputError(shown_file, "", "JSON", reason(error), "correct the syntax there");
  }
}

JsonValue JsonValue::child(const json& node, const std::string& path) const {
  return JsonValue(root_, &node, file_, path);
}

void JsonValue::require_object() const {
  if (!node_->is_object()) fail("an object", "write { ... } there");
}

JsonValue JsonValue::at(std::string_view key) const {
  require_object();
  if (auto found = find(key)) return *found;
  throw InputError(file_, path_.empty() ? std::string(key) : path_ + "." + std::string(key),
                   "the key \"" + std::string(key) + "\"", "none", "add it");
}

std::optional<JsonValue> JsonValue::find(std::string_view key) const {
  require_object();
  const auto member = node_->find(key);
  if (member == node_->end()) return std::nullopt;
  return child(*member, path_.empty() ? std::string(key) : path_ + "." + std::string(key));
}

void JsonValue::only_keys(std::initializer_list<std::string_view> keys) const {
  require_object();
  for (const auto& [key, value] : node_->items()) {
    if (std::find(keys.begin(), keys.end(), key) == keys.end()) {
      child(value, path_.empty() ? key : path_ + "." + key)
          .fail("one of the keys " + joined(keys), "the unknown key \"" + key + "\"",
                "correct or remove it");
    }
  }
}

std::vector<JsonValue> JsonValue::elements() const {
  if (!node_->is_array()) fail("an array", "write [ ... ] there");
  std::vector<JsonValue> values;
  for (const json& element : *node_) {
    values.push_back(child(element, path_ + "[" + std::to_string(values.size()) + "]"));
  }
  return values;
}

std::vector<std::string> JsonValue::keys() const {
  require_object();
  std::vector<std::string> names;
  for (const auto& [key, value] : node_->items()) names.push_back(key);
  return names;
}

std::string JsonValue::text() const {
  if (!node_->is_string()) fail("a string", "write it in double quotes");
  return node_->get<std::string>();
}

bool JsonValue::boolean() const {
  if (!node_->is_boolean()) fail("true or false", "write one of the two");
  return node_->get<bool>();
}

std::uint64_t JsonValue::count() const {
  if (!node_->is_number_unsigned()) fail("an integer, 0 or more", "write such a number");
  return node_->get<std::uint64_t>();
}

double JsonValue::real() const {
  if (!node_->is_number()) fail("a number", "write a number");
  return node_->get<double>();
}

JsonNumber JsonValue::number() const {
  if (node_->is_number_unsigned()) return node_->get<std::uint64_t>();
  if (node_->is_number_integer()) return node_->get<std::int64_t>();
  if (node_->is_number_float()) return node_->get<double>();
  if (*node_ == "inf") return std::numeric_limits<double>::infinity();
  if (*node_ == "-inf") return -std::numeric_limits<double>::infinity();
  if (*node_ == "nan") return std::numeric_limits<double>::quiet_NaN();
  fail("a number, or \"inf\", \"-inf\" or \"nan\"", "write one of these");
}

std::string JsonValue::shown() const {
  std::string text = node_->dump();
  if (text.size() > 60) text = text.substr(0, 57) + "...";
  return text;
}

void JsonValue::fail(const std::string& expected, const std::string& remedy) const {
  fail(expected, shown(), remedy);
}

void JsonValue::fail(const std::string& expected, const std::string& found,
                     const std::string& remedy) const {
  throw InputError(file_, path_, expected, found, remedy);
}

}  // namespace npusim

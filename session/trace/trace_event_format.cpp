// SPDX-License-Identifier: Apache-2.0
#include "session/trace/trace_event_format.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace npusim::session {
namespace {

/// "7" or "".
template <class Number>
std::string optional_text(const std::optional<Number>& number) {
  return number ? std::to_string(*number) : std::string{};
}

class TextFormat : public TraceEventFormat {
 public:
  explicit TextFormat(std::ostream& out) : out_(out) {}

  void row(const TraceEventRow& row) override {
    std::string line = fmt::format("#{:<8} {:>10}  {:<13} {:<14}", row.event, row.cycle, row.agent,
                                   row.what.empty() ? row.kind : row.what);
    const auto add = [&](const std::string& text) {
      if (!text.empty()) line += "  " + text;
    };
    if (row.task) {
      add(row.block ? fmt::format("{}/{} {}", *row.task, *row.block, row.name)
                    : fmt::format("{} {}", *row.task, row.name));
    }
    add(row.op);
    add(row.range);
    if (row.bytes) add(fmt::format("{} bytes", *row.bytes));
    add(row.detail);
    if (!row.source.empty()) add("at " + row.source);
    out_ << line << "\n";
  }

 private:
  std::ostream& out_;
};

class CsvFormat : public TraceEventFormat {
 public:
  explicit CsvFormat(std::ostream& out) : out_(out) {}

  void begin() override {
    out_ << "event,cycle,kind,what,agent,task,name,block,op,space,range,address,bytes,source,"
            "detail\n";
  }

  void row(const TraceEventRow& row) override {
    out_ << row.event << ',' << row.cycle << ',' << row.kind << ',' << row.what << ',' << row.agent
         << ',' << optional_text(row.task) << ',' << cell(row.name) << ','
         << optional_text(row.block) << ',' << cell(row.op) << ',' << row.space << ','
         << cell(row.range) << ',' << optional_text(row.address) << ',' << optional_text(row.bytes)
         << ',' << cell(row.source) << ',' << cell(row.detail) << '\n';
  }

 private:
  /// Quoted where RFC 4180 asks for it.
  static std::string cell(const std::string& text) {
    if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
    std::string quoted = "\"";
    for (const char c : text) quoted += c == '"' ? std::string("\"\"") : std::string(1, c);
    return quoted + "\"";
  }

  std::ostream& out_;
};

/// One object a line, all in one array.
class JsonFormat : public TraceEventFormat {
 public:
  explicit JsonFormat(std::ostream& out) : out_(out) {}

  void begin() override { out_ << "["; }

  void row(const TraceEventRow& row) override {
    nlohmann::ordered_json json = {{"event", row.event}, {"cycle", row.cycle}, {"kind", row.kind}};
    const auto add = [&](const char* key, const std::string& text) {
      if (!text.empty()) json[key] = text;
    };
    add("what", row.what);
    add("agent", row.agent);
    if (row.task) json["task"] = *row.task;
    add("name", row.name);
    if (row.block) json["block"] = *row.block;
    add("op", row.op);
    add("space", row.space);
    add("range", row.range);
    if (row.address) json["address"] = *row.address;
    if (row.bytes) json["bytes"] = *row.bytes;
    add("source", row.source);
    add("detail", row.detail);
    out_ << (first_ ? "\n" : ",\n")
         << json.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
    first_ = false;
  }

  void end() override { out_ << (first_ ? "]\n" : "\n]\n"); }

 private:
  std::ostream& out_;
  bool first_ = true;
};

}  // namespace

std::unique_ptr<TraceEventFormat> make_event_format(std::string_view name, std::ostream& out) {
  if (name == "csv") return std::make_unique<CsvFormat>(out);
  if (name == "json") return std::make_unique<JsonFormat>(out);
  return std::make_unique<TextFormat>(out);
}

}  // namespace npusim::session

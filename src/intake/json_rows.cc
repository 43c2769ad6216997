#include "intake/json_rows.h"

#include <algorithm>
#include <vector>

#include <simdjson.h>
#include <tsl/robin_map.h>

#include "base/hash.h"
#include "intake/cell.h"

namespace yishou::intake {
namespace {

constexpr const char* kNotObject = "不是一个 JSON 对象 · not a JSON object";
constexpr const char* kTwice = "同名列出现两次 · a column comes twice";
constexpr const char* kNested = "只要文本或数，不要嵌套 · text or number wanted, not a nested value";

std::string_view blank_trimmed(std::string_view text) {
  const auto blank = [](char c) { return c == ' ' || c == '\t' || c == '\r'; };
  while (!text.empty() && blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && blank(text.back())) text.remove_suffix(1);
  return text;
}

}  // namespace

struct JsonRows::Reader {
  explicit Reader(const model::Table& table) : format(table), builder(format), values(format.columns) {
    for (std::size_t c = 0; c < format.columns; ++c) {
      rules.push_back(cell_rule(table, table.columns[c]));
      columns.emplace(std::string{table.columns[c].name}, c);
    }
  }

  // nullptr and `values` filled, or the reason, with `bad` the column at fault.
  const char* parse(std::string_view line, std::size_t capacity) {
    bad = format.columns;
    bad_value.clear();
    for (Value& value : values) value = {};
    simdjson::ondemand::document document;
    simdjson::ondemand::object object;
    if (parser.iterate(line.data(), line.size(), capacity).get(document) != simdjson::SUCCESS ||
        document.get_object().get(object) != simdjson::SUCCESS) {
      return kNotObject;
    }
    for (auto field : object) {
      std::string_view name;
      if (field.unescaped_key().get(name) != simdjson::SUCCESS) return kNotObject;
      const std::size_t column = column_of(name);
      simdjson::ondemand::value value;
      if (field.value().get(value) != simdjson::SUCCESS) return kNotObject;
      simdjson::ondemand::json_type type;
      if (value.type().get(type) != simdjson::SUCCESS) return kNotObject;
      if (column == format.columns) continue;  // skipped by its brackets
      bad = column;
      if (values[column].there) return kTwice;
      values[column].there = true;
      switch (type) {
        case simdjson::ondemand::json_type::string:
          if (value.get_string().get(values[column].text) != simdjson::SUCCESS) return kNotObject;
          break;
        case simdjson::ondemand::json_type::number: values[column].text = blank_trimmed(value.raw_json_token()); break;
        case simdjson::ondemand::json_type::null:
          if (!value.is_null()) return kNotObject;
          break;
        default: return kNested;
      }
      bad = format.columns;
    }
    const char* rest = nullptr;  // nothing may follow the object
    if (document.current_location().get(rest) != simdjson::OUT_OF_BOUNDS) return kNotObject;
    return nullptr;
  }

  std::size_t column_of(std::string_view name) {
    auto found = columns.find(name, hash_bytes(name));
    if (found == columns.end()) {
      lower.assign(name);
      for (char& c : lower) {
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
      }
      found = columns.find(std::string_view{lower}, hash_bytes(lower));
    }
    return found == columns.end() ? format.columns : found->second;
  }

  // The row of `values`; nullptr, or the reason.
  const char* build(Row& row) {
    std::size_t text_bytes = 0;
    cells.resize(format.columns);
    for (std::size_t c = 0; c < format.columns; ++c) {
      cells[c] = {};
      if (const char* reason = parse_cell(rules[c], values[c].text, cells[c]); reason != nullptr) {
        bad = c;
        bad_value = values[c].text;
        return reason;
      }
      text_bytes += cells[c].text.size();
    }
    builder.begin(text_bytes + format.columns * 5);
    for (std::size_t c = 0; c < format.columns; ++c) {
      if (cells[c].null) {
        builder.null();
      } else if (format.text[c]) {
        builder.text(cells[c].text);
      } else {
        builder.number(cells[c].number);
      }
    }
    row = builder.finish(0);
    return nullptr;
  }

  struct Value {
    bool there = false;
    std::string_view text;
  };
  RowFormat format;
  RowBuilder builder;
  std::vector<CellRule> rules;
  tsl::robin_map<std::string, std::size_t, BytesHash, std::equal_to<>> columns;
  simdjson::ondemand::parser parser;
  std::vector<Value> values;
  std::vector<Cell> cells;
  std::string padded, lower;
  std::size_t bad = 0;  // the column at fault; format.columns: the whole line
  std::string bad_value;
};

JsonRows::JsonRows(const model::Table& table) : reader_(std::make_unique<Reader>(table)) {}
JsonRows::~JsonRows() = default;

const RowFormat& JsonRows::format() const { return reader_->format; }

Status JsonRows::read(std::string_view body, const Take& take, const Refuse& refuse) {
  Reader& r = *reader_;
  r.padded.assign(body);
  r.padded.resize(body.size() + simdjson::SIMDJSON_PADDING);
  std::uint64_t number = 0;
  for (std::size_t begin = 0; begin < body.size();) {
    const std::size_t end = std::min(body.find('\n', begin), body.size());
    const std::string_view line = blank_trimmed(std::string_view{r.padded}.substr(begin, end - begin));
    begin = end + 1;
    ++number;
    if (line.empty()) continue;
    Row row;
    const auto capacity = static_cast<std::size_t>(r.padded.data() + r.padded.size() - line.data());
    const char* reason = r.parse(line, capacity);
    if (reason == nullptr) reason = r.build(row);
    if (reason == nullptr) {
      YISHOU_CHECK_OK(take(row, line));
      continue;
    }
    const bool whole = r.bad == r.format.columns;
    YISHOU_CHECK_OK(refuse({.line = number,
                            .column = whole ? std::string{} : std::string{r.format.table->columns[r.bad].name},
                            .value = r.bad_value,
                            .reason = reason,
                            .text = std::string{line}}));
  }
  return {};
}

}  // namespace yishou::intake

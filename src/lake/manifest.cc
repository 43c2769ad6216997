#include "lake/manifest.h"

#include <bit>
#include <filesystem>
#include <fstream>
#include <iterator>

#include <fmt/format.h>
#include <simdjson.h>

#include "intake/row.h"

namespace yishou::lake {
namespace {

std::string json_text(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (static_cast<unsigned char>(c) < 0x20) {
      out += fmt::format("\\u{:04x}", static_cast<unsigned>(c));
    } else {
      out += c;
    }
  }
  return out + '"';
}

Day day_field(simdjson::dom::element object, const char* name) {
  std::string_view text;
  if (object[name].get(text) != simdjson::SUCCESS) return kNoDay;
  return parse_day(text).value_or(kNoDay);
}

}  // namespace

std::uint64_t owner_hash(std::string_view owner) noexcept { return intake::owner_hash(owner); }

unsigned part_of(std::uint64_t owner_hash, unsigned parts) noexcept {
  const int bits = std::countr_zero(parts);
  return bits == 0 ? 0 : static_cast<unsigned>(owner_hash >> (64 - bits));
}

Result<Manifest> Manifest::open(const std::string& lake) {
  const std::string file = lake + "/manifest.json";
  std::ifstream in(file, std::ios::binary);
  if (!in) {
    return fail(ErrorCode::kNotFound,
                fmt::format("there is no lake in {} (no manifest.json); make one with: yishou load --lake {} PATH…",
                            lake, lake));
  }
  const std::string json{std::istreambuf_iterator<char>(in), {}};
  if (in.bad()) return fail(ErrorCode::kIo, fmt::format("cannot read {}", file));
  return from_json(json, file);
}

Result<Manifest> Manifest::from_json(std::string_view json, const std::string& file) {
  const auto damaged = [&](std::string_view what) {
    return fail(ErrorCode::kBadInput, fmt::format("{} is damaged ({}); load the extracts into a new lake", file, what));
  };
  simdjson::dom::parser parser;
  simdjson::dom::element root;
  if (parser.parse(json.data(), json.size()).get(root) != simdjson::SUCCESS) return damaged("not JSON");
  Manifest manifest;
  std::int64_t format = 0, person_parts = 0, institution_parts = 0;
  if (root["format"].get(format) != simdjson::SUCCESS) return damaged("no format number");
  if (format != kFormat) {
    return fail(
        ErrorCode::kUnsupported,
        fmt::format("the lake of {} has format {}, this program reads format {}; use the program that made it, or load "
                    "the extracts into a new lake",
                    file, format, kFormat));
  }
  std::string_view load;
  if (root["generation"].get(manifest.generation) != simdjson::SUCCESS || root["load"].get(load) != simdjson::SUCCESS ||
      root["person_parts"].get(person_parts) != simdjson::SUCCESS ||
      root["institution_parts"].get(institution_parts) != simdjson::SUCCESS) {
    return damaged("a field is missing");
  }
  const auto bad_count = [](std::int64_t n) {
    return n < 1 || n > 65536 || !std::has_single_bit(static_cast<std::uint64_t>(n));
  };
  if (bad_count(person_parts) || bad_count(institution_parts)) return damaged("number of parts");
  manifest.load = load;
  std::string_view mark;  // lakes of older programs have none
  if (root["mark"].get(mark) == simdjson::SUCCESS) manifest.mark = mark;
  manifest.person_parts = static_cast<unsigned>(person_parts);
  manifest.institution_parts = static_cast<unsigned>(institution_parts);
  manifest.first_fee_day = day_field(root, "first_fee_day");
  manifest.last_fee_day = day_field(root, "last_fee_day");
  simdjson::dom::object tables;
  if (root["tables"].get(tables) != simdjson::SUCCESS) return damaged("no tables");
  for (const auto& [name, list] : tables) {
    simdjson::dom::array array;
    if (list.get(array) != simdjson::SUCCESS) return damaged("parts of a table");
    std::vector<Part>& parts = manifest.tables[std::string(name)];
    for (const auto element : array) {
      Part part;
      std::string_view path;
      if (element["file"].get(path) != simdjson::SUCCESS || element["rows"].get(part.rows) != simdjson::SUCCESS) {
        return damaged("a part of a table");
      }
      if (part.rows < 0) return damaged("a negative count of rows");
      part.file = path;
      part.first_day = day_field(element, "first_day");
      part.last_day = day_field(element, "last_day");
      parts.push_back(std::move(part));
    }
  }
  return manifest;
}

const std::vector<Part>& Manifest::parts(std::string_view table) const {
  static const std::vector<Part> kNone;
  const auto found = tables.find(table);
  return found == tables.end() ? kNone : found->second;
}

std::int64_t Manifest::rows(std::string_view table) const {
  std::int64_t rows = 0;
  for (const Part& part : parts(table)) rows += part.rows;
  return rows;
}

std::vector<std::string> Manifest::files(const std::string& lake, std::string_view table) const {
  std::vector<std::string> files;
  for (const Part& part : parts(table)) {
    if (!part.file.empty()) files.push_back(lake + "/" + part.file);
  }
  return files;
}

std::string Manifest::to_json() const {
  std::string out = fmt::format(
      "{{\n  \"format\": {},\n  \"generation\": {},\n  \"load\": {},\n  \"mark\": {},\n  \"person_parts\": {},\n  "
      "\"institution_parts\": {},\n"
      "  \"first_fee_day\": {},\n  \"last_fee_day\": {},\n  \"tables\": {{",
      format, generation, json_text(load), json_text(mark), person_parts, institution_parts,
      json_text(format_day(first_fee_day)), json_text(format_day(last_fee_day)));
  const char* between_tables = "\n";
  for (const auto& [name, parts] : tables) {
    out += fmt::format("{}    {}: [", between_tables, json_text(name));
    between_tables = ",\n";
    const char* between = "\n";
    for (const Part& part : parts) {
      out += fmt::format("{}      {{\"file\": {}, \"rows\": {}", between, json_text(part.file), part.rows);
      if (part.first_day != kNoDay) {
        out += fmt::format(", \"first_day\": {}, \"last_day\": {}", json_text(format_day(part.first_day)),
                           json_text(format_day(part.last_day)));
      }
      out += '}';
      between = ",\n";
    }
    out += "\n    ]";
  }
  return out + "\n  }\n}\n";
}

}  // namespace yishou::lake

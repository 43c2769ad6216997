#include "intake/extract.h"

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <fstream>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace yishou::intake {
namespace {

namespace fs = std::filesystem;

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return out;
}

const model::Table* table_of(const fs::path& path) {
  const std::string name = path.filename().string();
  return model::find_table(lower(name.substr(0, name.find_first_of(".-"))));
}

// A link to a folder that it lies in: everything in it has been seen.
bool is_own_parent(const fs::directory_entry& folder) {
  std::error_code error;
  if (!folder.is_symlink(error)) return false;
  const fs::path target = fs::canonical(folder.path(), error);
  const fs::path place = error ? fs::path{} : fs::canonical(folder.path().parent_path(), error);
  return !error && std::ranges::mismatch(target, place).in1 == target.end();
}

std::string all_tables() {
  std::vector<std::string_view> names;
  for (const model::Table& table : model::tables()) names.push_back(table.name);
  return fmt::format("{}", fmt::join(names, " "));
}

}  // namespace

Result<ExtractList> list_extracts(std::span<const std::string> paths) {
  ExtractList list;
  const auto add = [&](const fs::path& path, const model::Table* table) {
    std::error_code error;
    const auto bytes = fs::file_size(path, error);
    list.extracts.push_back({path.string(), table, error ? 0 : bytes});
  };
  for (const std::string& given : paths) {
    std::error_code error;
    const auto status = fs::status(given, error);
    if (!fs::exists(status)) return fail(ErrorCode::kNotFound, fmt::format("there is no file or folder {}", given));
    if (!fs::is_directory(status)) {
      const model::Table* table = table_of(given);
      if (table == nullptr) {
        return fail(
            ErrorCode::kBadCall,
            fmt::format("{} is no extract: its name must begin with a table ({}), then . or -", given, all_tables()));
      }
      add(given, table);
      continue;
    }
    std::vector<fs::path> found;
    fs::recursive_directory_iterator walk(given, fs::directory_options::follow_directory_symlink, error);
    for (; !error && walk != fs::recursive_directory_iterator{}; walk.increment(error)) {
      const bool hidden = walk->path().filename().string().starts_with('.');
      std::error_code odd;  // a link that leads nowhere, or round in a circle, is no folder
      if (walk->is_directory(odd)) {
        if (hidden || is_own_parent(*walk)) walk.disable_recursion_pending();
      } else if (!hidden) {
        found.push_back(walk->path());
      }
    }
    if (error) return fail(ErrorCode::kIo, fmt::format("cannot read the folder {}: {}", given, error.message()));
    std::ranges::sort(found);
    for (const fs::path& path : found) {
      const model::Table* table = table_of(path);
      if (table == nullptr) {
        list.skipped.push_back(path.string());
      } else {
        add(path, table);
      }
    }
  }
  return list;
}

Result<std::vector<int>> match_columns(const model::Table& table, const std::vector<std::string>& names,
                                       const std::string& path) {
  std::vector<int> places(table.columns.size(), -1);
  std::vector<std::string> unknown;
  for (std::size_t n = 0; n < names.size(); ++n) {
    const std::string name = lower(names[n]);
    const auto column = std::ranges::find(table.columns, name, &model::Column::name);
    if (column == table.columns.end()) {
      unknown.push_back(names[n].substr(0, 40));
      continue;
    }
    int& place = places[static_cast<std::size_t>(column - table.columns.begin())];
    if (place >= 0) {
      return fail(ErrorCode::kBadInput, fmt::format("{}: the column {} is there twice (columns {} and {}); remove one",
                                                    path, name, place + 1, n + 1));
    }
    place = static_cast<int>(n);
  }
  std::vector<std::string_view> missing;
  for (std::size_t c = 0; c < places.size(); ++c) {
    if (table.columns[c].must_exist && places[c] < 0) missing.push_back(table.columns[c].name);
  }
  if (missing.empty()) return places;
  std::string found;
  if (!unknown.empty()) {
    const std::size_t shown = std::min<std::size_t>(unknown.size(), 12);
    found = fmt::format("; it has columns that {} does not know: {}{} (renamed?)", table.name,
                        fmt::join(unknown.begin(), unknown.begin() + static_cast<std::ptrdiff_t>(shown), " "),
                        shown < unknown.size() ? " …" : "");
  }
  return fail(
      ErrorCode::kBadInput,
      fmt::format("{}: row 1 lacks columns that {} must have: {}{}; give them the names of the national platform", path,
                  table.name, fmt::join(missing, " "), found));
}

Result<std::unique_ptr<ExtractReader>> open_extract(const Extract& extract, std::uint64_t file_number,
                                                    const RowFormat& format, RejectLog& rejects) {
  std::ifstream file(extract.path, std::ios::binary);
  char magic[4] = {};
  file.read(magic, sizeof magic);
  if (file.bad() || !file.is_open()) return fail(ErrorCode::kIo, fmt::format("cannot read {}", extract.path));
  const std::string_view begin{magic, static_cast<std::size_t>(file.gcount())};
  if (begin.empty()) {
    return fail(ErrorCode::kBadInput, fmt::format("{} is empty: not even a header line; fetch it again", extract.path));
  }
  if (begin == "PAR1") return open_parquet_extract(extract, file_number, format, rejects);
  if (begin.starts_with("PK\x03\x04")) {
    return fail(ErrorCode::kBadInput,
                fmt::format("{} is a zip file or workbook; unpack it, or save it as CSV (UTF-8)", extract.path));
  }
  return open_csv_extract(extract, file_number, format, rejects);
}

}  // namespace yishou::intake

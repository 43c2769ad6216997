#include "golden.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <sstream>

#include <fmt/format.h>

#include "knowledge/snapshot_builder.h"

namespace yishou::rule_checks {

namespace {

std::vector<std::string> words_of(const std::string& line) {
  std::istringstream in{line};
  std::vector<std::string> words;
  for (std::string word; in >> word;) words.push_back(word);
  return words;
}

/// `2024-03-01T10:00` stands for `2024-03-01 10:00:00`, `-` for an empty cell.
std::string cell_of(const std::string& column, std::string word) {
  if (word == "-") return {};
  const bool time = column.ends_with("time");
  if (time && word.size() > 10 && word[10] == 'T') word[10] = ' ';
  if (time && word.size() == 16) word += ":00";
  return word;
}

class Reader {
 public:
  explicit Reader(Golden& golden) : golden_(golden) {}

  void read(const std::string& text) {
    std::istringstream in{text};
    for (std::string line; std::getline(in, line);) {
      ++row_;
      if (section_ == "oracle") {
        golden_.oracle += line + "\n";
        continue;
      }
      if (line.empty() || line.starts_with('#')) continue;
      if (line.starts_with(' ')) {
        indented(line);
      } else {
        heading(line);
      }
    }
  }

 private:
  [[noreturn]] void refuse(const std::string& what) const {
    fmt::print(stderr, "{}:{}: {}\n", golden_.path, row_, what);
    std::abort();
  }

  void heading(const std::string& line) {
    const std::vector<std::string> words = words_of(line);
    section_ = words[0];
    columns_.clear();
    if (section_ == "verdict") {
      golden_.verdict = line.substr(section_.size() + 1);
    } else if (section_ == "case") {
      golden_.cases.push_back(
          {.name = line.substr(section_.size() + 1), .row = row_, .claims = {}, .finds = {}, .undecided = {}});
    } else if (section_ == "clear" || section_ == "undecided") {
      if (section_ == "clear") current().clear = true;
      current().undecided.assign(words.begin() + 1, words.end());
      std::ranges::sort(current().undecided);
    } else if (section_ != "knowledge" && section_ != "parameters" && section_ != "finds" && section_ != "oracle" &&
               table_of(section_) == section_) {
      refuse("no such section: " + section_);
    }
  }

  void indented(const std::string& line) {
    if (section_ == "knowledge" || section_ == "parameters") {
      std::string& text = section_ == "knowledge" ? golden_.points : golden_.parameters;
      text += line.substr(line.find_first_not_of(' ')) + "\n";
      return;
    }
    std::vector<std::string> words = words_of(line);
    if (columns_.empty()) {
      for (const std::string& word : words) columns_.push_back(section_ == "finds" ? word : column_of(word));
      return;
    }
    if (words.size() != columns_.size()) refuse("as many cells as columns are needed");
    Row row;
    for (std::size_t i = 0; i < words.size(); ++i) row[columns_[i]] = cell_of(columns_[i], words[i]);
    if (section_ == "finds") {
      current().finds.push_back(std::move(row));
    } else {
      current().claims[table_of(section_)].push_back(std::move(row));
    }
  }

  Case& current() {
    if (golden_.cases.empty()) refuse("this belongs to a case");
    return golden_.cases.back();
  }

  Golden& golden_;
  int row_ = 0;
  std::string section_;
  std::vector<std::string> columns_;
};

}  // namespace

Golden read_golden(const rules::Rule& rule) {
  Golden golden;
  golden.path = fmt::format("tests/golden/rules/{:03}.golden", rule.info().number);
  const std::string text = read_file(golden.path);
  if (text.empty()) {
    fmt::print(stderr, "rule {} has no golden file: write {}\n", rule.info().number, golden.path);
    std::abort();
  }
  Reader{golden}.read(text);
  for (Case& one : golden.cases) fill_defaults(one.claims);
  return golden;
}

knowledge::Snapshot snapshot_of(const Golden& golden) {
  auto snapshot = knowledge::snapshot_from_csv(golden.points, golden.parameters, "");
  if (!snapshot.has_value()) {
    fmt::print(stderr, "{}: {}\n", golden.path, snapshot.error().message);
    std::abort();
  }
  return std::move(*snapshot);
}

std::vector<const rules::Rule*> every_rule() {
  const std::span<const rules::Rule* const> rules = rules::all_rules();
  return {rules.begin(), rules.end()};
}

}  // namespace yishou::rule_checks

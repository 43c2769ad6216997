#include "volumes/file.h"

#include <array>
#include <charconv>
#include <fstream>
#include <sstream>

#include <fmt/format.h>

#include "csv/records.h"
#include "lake/files.h"

namespace yishou::volumes {
namespace {

constexpr std::string_view kMagic = "yishou-volumes", kVersion = "1";
constexpr std::size_t kNumbers = 6;
// Stored: what a row's second field may be.
constexpr std::string_view kDay = "day", kKind = "kind", kPersons = "persons";
constexpr std::pair<std::string_view, std::vector<PartCell> InstitutionVolumes::*> kParts[] = {
    {"charge_type", &InstitutionVolumes::charge_types},
    {"department", &InstitutionVolumes::departments},
    {"doctor", &InstitutionVolumes::doctors}};

using Numbers = std::array<std::int64_t, kNumbers>;

void write_row(std::string& out, std::string_view institution, std::string_view what, std::int64_t when,
               std::string_view code, const Numbers& numbers) {
  csv::append_field(out, institution);
  out += fmt::format(",{},{},", what, when);
  csv::append_field(out, code);
  for (const std::int64_t number : numbers) out += fmt::format(",{}", number);
  out += '\n';
}

Numbers numbers_of(const Sums& sums, std::int64_t visits = 0, std::int64_t persons = 0) {
  return {sums.settlements, sums.lines, sums.total, sums.fund, visits, persons};
}
Sums sums_of(const Numbers& n) { return {.settlements = n[0], .lines = n[1], .total = n[2], .fund = n[3]}; }

bool read_number(std::string_view text, std::int64_t& number) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc{} && end == text.data() + text.size();
}

// One row into its place; false when it is none of ours.
bool take_row(InstitutionVolumes& to, std::string_view what, std::int64_t when, std::string_view code,
              const Numbers& n) {
  if (what == kDay) {
    to.days.push_back({static_cast<Day>(when), sums_of(n)});
    return true;
  }
  const int month = static_cast<int>(when);
  if (what == kPersons) {
    to.persons.push_back({month, n[5]});
    return true;
  }
  if (what == kKind) {
    std::int64_t kind = 0;
    if (!read_number(code, kind) || kind < 0 || kind > static_cast<std::int64_t>(rules::VisitClass::kPharmacy)) {
      return false;
    }
    to.kinds.push_back({month, static_cast<rules::VisitClass>(kind), n[4], n[5], sums_of(n)});
    return true;
  }
  for (const auto& [name, cells] : kParts) {
    if (what != name) continue;
    (to.*cells).push_back({month, std::string{code}, n[1], n[2]});
    return true;
  }
  return false;
}

std::unexpected<Error> damaged(const std::string& file) {
  return fail(
      ErrorCode::kBadInput,
      fmt::format("the file of volumes is damaged or of another version; remove it, it is made anew: {}", file));
}

}  // namespace

Status save(const Volumes& volumes, const std::string& file) {
  std::string out = fmt::format("{},{},", kMagic, kVersion);
  csv::append_field(out, volumes.lake);
  out += fmt::format(",{}\n", volumes.counted_at);
  for (const auto& [code, one] : volumes.institutions) {
    for (const DayCell& cell : one.days) write_row(out, code, kDay, cell.day, "", numbers_of(cell.sums));
    for (const KindCell& cell : one.kinds) {
      write_row(out, code, kKind, cell.month, std::to_string(static_cast<int>(cell.kind)),
                numbers_of(cell.sums, cell.visits, cell.persons));
    }
    for (const MonthPersons& cell : one.persons) {
      write_row(out, code, kPersons, cell.month, "", numbers_of({}, 0, cell.persons));
    }
    for (const auto& [name, cells] : kParts) {
      for (const PartCell& cell : one.*cells) {
        write_row(out, code, name, cell.month, cell.code,
                  numbers_of({.settlements = 0, .lines = cell.lines, .total = cell.amount, .fund = 0}));
      }
    }
  }
  out += "end\n";  // a file that was cut is seen
  return lake::replace_file(file, out);
}

Result<Volumes> load(const std::string& file) {
  std::ifstream in(file, std::ios::binary);
  if (!in) return fail(ErrorCode::kNotFound, fmt::format("there is no file of volumes yet: {}", file));
  std::stringstream text;
  text << in.rdbuf();
  const std::string bytes = std::move(text).str();
  csv::Records records(bytes);
  const csv::Record* record = records.next();
  Volumes volumes;
  if (record == nullptr || record->fields.size() != 4 || record->fields[0] != kMagic || record->fields[1] != kVersion ||
      !read_number(record->fields[3], volumes.counted_at)) {
    return damaged(file);
  }
  volumes.lake = record->fields[2];
  bool ended = false;
  auto at = volumes.institutions.end();
  while ((record = records.next()) != nullptr) {
    ended = record->fields.size() == 1 && record->fields[0] == "end";
    if (ended) break;
    Numbers numbers{};
    std::int64_t when = 0;
    bool good = record->fields.size() == 4 + kNumbers && read_number(record->fields[2], when);
    for (std::size_t i = 0; good && i < kNumbers; ++i) good = read_number(record->fields[4 + i], numbers[i]);
    if (!good) return damaged(file);
    if (at == volumes.institutions.end() || at->first != record->fields[0]) {
      at = volumes.institutions.try_emplace(std::string{record->fields[0]}).first;
    }
    if (!take_row(at->second, record->fields[1], when, record->fields[3], numbers)) return damaged(file);
  }
  if (!ended) return damaged(file);
  return volumes;
}

}  // namespace yishou::volumes

#include "history/withdrawals.h"

#include <algorithm>
#include <limits>
#include <memory>
#include <unordered_map>

#include <fmt/format.h>

#include "base/check.h"
#include "history/journal_rows.h"
#include "lake/manifest.h"

namespace yishou::history {
namespace {

constexpr char kWithdrawalMark = '-';
constexpr std::string_view kScans = "drug_trac_d";

std::vector<std::size_t> places_of(const model::Table& table, std::initializer_list<std::string_view> names) {
  std::vector<std::size_t> places;
  for (const std::string_view name : names) {
    const auto found = std::ranges::find(table.columns, name, &model::Column::name);
    YISHOU_CHECK(found != table.columns.end(), "a column by which a withdrawal is known");
    places.push_back(static_cast<std::size_t>(found - table.columns.begin()));
  }
  return places;
}

std::vector<std::size_t> known_by(const model::Table& table) {
  if (table.name == kScans) {
    return places_of(table, {"fixmedins_code", "med_list_codg", "scan_time", "setl_id", "psn_no", "scan_type"});
  }
  return places_of(table, {"fixmedins_code", "fixmedins_bchno"});
}

std::vector<bool> mask_of(const model::Table& table, std::span<const std::size_t> columns) {
  std::vector<bool> wanted(table.columns.size());
  for (const std::size_t column : columns) wanted[column] = true;
  return wanted;
}

/// A table whose reports bring scans, and the kinds of scan that come with it.
struct Scanned {
  std::string_view table, time;
  std::string_view scan_types[2];
};
constexpr Scanned kScanned[] = {{"purcinfo_d", "purc_time", {"1", "4"}}, {"selinfo_d", "sel_time", {"2", "3"}}};

std::string batch_values(const StockBatch& batch) {
  std::string bytes;
  lake::append_value(bytes, batch.fixmedins_code);
  lake::append_value(bytes, batch.fixmedins_bchno);
  return bytes;
}

}  // namespace

WithdrawalEntry::WithdrawalEntry(const StockBatch& batch)
    : table(fmt::format("{}{}", kWithdrawalMark, batch.table->name)), line(batch_values(batch)) {}

bool is_withdrawal(const JournalEntry& entry) noexcept { return entry.table.starts_with(kWithdrawalMark); }

Withdrawals::OfTable& Withdrawals::of(const model::Table& table) {
  const auto found = tables_.find(table.name);
  if (found != tables_.end()) return found->second;
  return tables_.emplace(table.name, OfTable{&table, known_by(table), {}, {}}).first->second;
}

Result<Withdrawals> Withdrawals::collect(const Journal& journal, std::uint64_t last, const std::string& lake,
                                         const lake::Manifest& manifest) {
  Withdrawals all;
  YISHOU_CHECK_OK(journal.each(last, [&](std::uint64_t number, const JournalEntry& entry) -> Status {
    if (!is_withdrawal(entry)) return {};
    const model::Table* table = model::find_table(entry.table.substr(1));
    const auto institution = lake::first_text(entry.line);
    if (table == nullptr || !institution) {
      return fail(
          ErrorCode::kBadInput,
          "the journal of facts holds a withdrawal that this program cannot read; use the program that wrote it");
    }
    OfTable& of_table = all.of(*table);
    of_table.last[std::string{entry.line}] = number;
    of_table.institutions.emplace(*institution);
    return {};
  }));
  if (!all.empty()) YISHOU_CHECK_OK(all.collect_scans(journal, last, lake, manifest));
  return all;
}

const std::uint64_t* Withdrawals::last_of(const intake::RowFormat& format, const intake::Row& row) const {
  const auto of_table = tables_.find(format.table->name);
  if (of_table == tables_.end()) return nullptr;
  const auto found = of_table->second.last.find(lake::values_of(row, format, of_table->second.columns));
  return found == of_table->second.last.end() ? nullptr : &found->second;
}

bool Withdrawals::takes_out(std::uint64_t number, const intake::RowFormat& format, const intake::Row& row) const {
  const std::uint64_t* last = last_of(format, row);
  return last != nullptr && number < *last;
}

// Which scans go: those of what is withdrawn, less those of what was reported before and stays.
Status Withdrawals::collect_scans(const Journal& journal, std::uint64_t last, const std::string& lake,
                                  const lake::Manifest& manifest) {
  std::unordered_map<std::string, std::uint64_t> gone;   // scan without its kind → the entry that takes it out
  std::unordered_map<std::string, std::uint64_t> stays;  // … → the first entry that stays
  for (const Scanned& scanned : kScanned) {
    const auto of_table = tables_.find(scanned.table);
    if (of_table == tables_.end()) continue;
    gone.clear();
    stays.clear();
    const model::Table& table = *of_table->second.table;
    auto columns = places_of(table, {"fixmedins_code", "med_list_codg", scanned.time, "setl_id", "psn_no"});
    const std::set<std::string>& theirs = of_table->second.institutions;
    const auto note = [&](std::uint64_t number, const intake::RowFormat& format, const intake::Row& row) -> Status {
      if (!theirs.contains(std::string{row.value(format, format.owner).text})) return {};
      std::string scan = lake::values_of(row, format, columns);
      const std::uint64_t* by = last_of(format, row);
      if (by != nullptr && number < *by) {
        std::uint64_t& latest = gone[std::move(scan)];
        latest = std::max(latest, *by);
      } else {
        stays.try_emplace(std::move(scan), number);
      }
      return {};
    };
    auto wanted = mask_of(table, columns);
    for (const std::size_t column : of_table->second.columns) wanted[column] = true;
    const intake::RowFormat format(table);
    YISHOU_CHECK_OK(lake::read_institutions(lake, manifest, format, wanted, theirs,
                                            [&](intake::Row row) { return note(0, format, row); }));
    YISHOU_CHECK_OK(each_journal_row(journal, last, table, note));
    for (const auto& [scan, by] : gone) {
      const auto kept = stays.find(scan);
      if (kept != stays.end() && kept->second < by) continue;
      OfTable& scans = of(*model::find_table(kScans));
      scans.institutions.insert(theirs.begin(), theirs.end());
      for (const std::string_view type : scanned.scan_types) {
        std::string values = scan;
        lake::append_value(values, type);
        std::uint64_t& latest = scans.last[std::move(values)];
        latest = std::max(latest, by);
      }
    }
  }
  return {};
}

std::vector<lake::Withdrawal> Withdrawals::of_lake() const {
  std::vector<lake::Withdrawal> all;
  for (const auto& [name, of_table] : tables_) {
    lake::Withdrawal& one = all.emplace_back();
    one.table = of_table.table;
    one.columns = of_table.columns;
    one.institutions = of_table.institutions;
    for (const auto& [values, last] : of_table.last) one.values.insert(values);
  }
  return all;
}

Result<std::vector<bool>> find_reported(const Journal& journal, const std::string& lake,
                                        std::span<const StockBatch> batches) {
  enum class Seen : std::uint8_t { kNowhere, kReported, kWithdrawn };
  std::vector<bool> reported;
  std::map<const model::Table*, std::unordered_map<std::string, Seen>> seen;
  std::map<const model::Table*, std::set<std::string>> institutions;
  for (const StockBatch& batch : batches) {
    seen[batch.table].emplace(batch_values(batch), Seen::kNowhere);
    institutions[batch.table].insert(batch.fixmedins_code);
  }
  for (auto& [table, theirs] : seen) {
    const intake::RowFormat format(*table);
    const auto columns = known_by(*table);
    const auto note = [&](const intake::RowFormat& of, const intake::Row& row, bool in_lake) -> Status {
      const auto found = theirs.find(lake::values_of(row, of, columns));
      if (found == theirs.end() || (in_lake && found->second == Seen::kWithdrawn)) return {};
      found->second = Seen::kReported;
      return {};
    };
    // The journal first: what is drained meanwhile is then found in the lake.
    constexpr auto kAll = std::numeric_limits<std::uint64_t>::max();
    YISHOU_CHECK_OK(each_journal_row(journal, kAll, *table,
                                     [&](std::uint64_t, const intake::RowFormat& of, const intake::Row& row) {
      return note(of, row, false);
    }, [&](std::string_view values) {
      const auto found = theirs.find(std::string{values});
      if (found != theirs.end()) found->second = Seen::kWithdrawn;
    }));
    YISHOU_TRY(const lake::Manifest manifest, lake::Manifest::open(lake));
    YISHOU_CHECK_OK(lake::read_institutions(lake, manifest, format, mask_of(*table, columns), institutions[table],
                                            [&](intake::Row row) { return note(format, row, true); }));
  }
  for (const StockBatch& batch : batches) {
    reported.push_back(seen[batch.table].at(batch_values(batch)) == Seen::kReported);
  }
  return reported;
}

}  // namespace yishou::history

#include "server/overview_ranks.h"

#include <algorithm>
#include <functional>
#include <utility>

#include "server/json.h"

namespace yishou::server {

namespace json = boost::json;

namespace {

__extension__ using Wide = __int128;

constexpr std::size_t kRegionDigits = 6;

json::value billed_share(Fen part, Fen whole) {
  if (whole <= 0) return nullptr;
  return static_cast<double>(part) / static_cast<double>(whole);
}

}  // namespace

OverviewRanks::OverviewRanks(const std::vector<cases::DisputeGroup>& disputed, const ClaimsSeen& claims, Period period,
                             const Places& places)
    : places_(places), billed_known_(claims.known()) {
  const auto row_of = [&](std::string_view code) -> Row& {
    Row& row = rows_[std::string{code}];
    row.code = code;
    row.region = places_.region_of(code);
    return row;
  };
  for (const SeenInstitution& one : claims.institutions()) {
    const Fen billed = one.volumes->sums(period.from, period.to).total;
    if (billed != 0) row_of(one.code).billed = billed;
  }
  for (const cases::DisputeGroup& group : disputed) {
    Row& row = row_of(group.key);
    row.findings = group.findings;
    row.lines = group.lines;
    row.recoverable = group.vola_lines;
  }
}

json::object OverviewRanks::row_json(const Row& row) const {
  return {{"findings", row.findings},
          {"lines", row.lines},
          {"recoverable", yuan(row.recoverable)},
          {"medfee_sumamt", billed_known_ ? yuan(row.billed) : json::value(nullptr)},
          {"share", billed_known_ ? billed_share(row.recoverable, row.billed) : json::value(nullptr)}};
}

json::object OverviewRanks::institutions(std::size_t most) const {
  std::vector<const Row*> rows;
  for (const auto& [code, row] : rows_) {
    if (row.findings > 0) rows.push_back(&row);
  }
  const auto first = [&] {
    json::array items;
    for (std::size_t i = 0; i < std::min(most, rows.size()); ++i) {
      json::object one = row_json(*rows[i]);
      one["fixmedins_code"] = rows[i]->code;
      one["fixmedins_name"] = places_.name_of(rows[i]->code);
      one["admdvs"] = rows[i]->region;
      items.push_back(std::move(one));
    }
    return items;
  };
  json::object out;
  std::ranges::stable_sort(rows, std::greater<>{}, &Row::recoverable);
  out["by_recoverable"] = first();
  std::erase_if(rows, [](const Row* row) { return row->billed <= 0; });
  std::ranges::stable_sort(rows, [](const Row* a, const Row* b) {
    return Wide{a->recoverable} * b->billed > Wide{b->recoverable} * a->billed;
  });
  out["by_share"] = first();
  return out;
}

std::size_t OverviewRanks::level() const {
  std::string_view common;
  bool first = true;
  for (const auto& [code, row] : rows_) {
    if (row.region.empty()) continue;
    if (std::exchange(first, false)) {
      common = row.region;
    } else {
      common =
          common.substr(0, static_cast<std::size_t>(std::ranges::mismatch(common, row.region).in1 - common.begin()));
    }
  }
  return std::min(common.size() / 2 * 2 + 2, kRegionDigits);
}

json::array OverviewRanks::regions(std::size_t most) const {
  const std::size_t digits = level();
  std::map<std::string, Row> sums;
  for (const auto& [code, row] : rows_) {
    Row& sum = sums[row.region.substr(0, digits)];
    sum.findings += row.findings;
    sum.lines += row.lines;
    sum.recoverable += row.recoverable;
    sum.billed += row.billed;
  }
  std::vector<std::pair<std::string, Row>> rows(sums.begin(), sums.end());
  std::ranges::stable_sort(rows, std::greater<>{}, [](const auto& one) { return one.second.recoverable; });
  json::array items;
  for (std::size_t i = 0; i < std::min(most, rows.size()); ++i) {
    json::object one = row_json(rows[i].second);
    one["admdvs"] = rows[i].first;
    items.push_back(std::move(one));
  }
  return items;
}

}  // namespace yishou::server

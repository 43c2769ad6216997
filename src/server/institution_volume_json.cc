#include "server/institution_volume_json.h"

#include <fmt/format.h>

#include "server/claims_seen.h"
#include "server/json.h"

namespace yishou::server {

namespace json = boost::json;

namespace {

json::object kind_json(const volumes::KindCell& cell) {
  json::object out = volume_json(cell.sums);
  out["kind"] = volumes::name_of(cell.kind);
  out["visits"] = cell.visits;
  return out;
}

}  // namespace

std::map<std::string, PartSums> part_sums(const std::vector<volumes::PartCell>& cells, Months months) {
  std::map<std::string, PartSums> sums;
  for (const volumes::PartCell& cell : cells) {
    if (!months.have(cell.month)) continue;
    PartSums& sum = sums[cell.code];
    sum.lines += cell.lines;
    sum.amount += cell.amount;
  }
  return sums;
}

json::object institution_volume_json(const volumes::InstitutionVolumes& volumes, Months months) {
  std::map<int, json::object> by_month;
  std::map<rules::VisitClass, volumes::KindCell> by_kind;
  for (const volumes::MonthPersons& cell : volumes.persons) {
    if (months.have(cell.month)) by_month[cell.month]["persons"] = cell.persons;
  }
  std::map<int, json::array> kinds;
  for (const volumes::KindCell& cell : volumes.kinds) {
    if (!months.have(cell.month)) continue;
    json::object one = kind_json(cell);
    one["persons"] = cell.persons;
    kinds[cell.month].push_back(std::move(one));
    auto& sum = by_kind.try_emplace(cell.kind, volumes::KindCell{.month = 0, .kind = cell.kind}).first->second;
    sum.visits += cell.visits;
    sum.sums.add(cell.sums);
  }
  json::array month_items, kind_items, charge_items;
  for (auto& [month, cells] : kinds) {
    json::object one = std::move(by_month[month]);
    if (!one.contains("persons")) one["persons"] = 0;
    one["month"] = fmt::format("{:04}-{:02}", month / 100, month % 100);
    one["kinds"] = std::move(cells);
    month_items.push_back(std::move(one));
  }
  for (const auto& [kind, cell] : by_kind) kind_items.push_back(kind_json(cell));
  for (const auto& [code, sum] : part_sums(volumes.charge_types, months)) {
    charge_items.push_back(
        json::object{{"med_chrgitm_type", code}, {"lines", sum.lines}, {"det_item_fee_sumamt", yuan(sum.amount)}});
  }
  return {{"by_month", std::move(month_items)},
          {"by_kind", std::move(kind_items)},
          {"by_charge_type", std::move(charge_items)}};
}

}  // namespace yishou::server

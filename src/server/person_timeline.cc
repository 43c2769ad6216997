#include "server/person_timeline.h"

#include <algorithm>
#include <functional>
#include <map>
#include <vector>

#include "rules/common_ground.h"
#include "server/json.h"
#include "volumes/volumes.h"

namespace yishou::server {

namespace json = boost::json;
using model::Index;

namespace {

constexpr std::size_t kMostLanes = 50, kMostDispensings = 2'000;

/// Sums of valid settlements.
struct Spent {
  std::int64_t settlements = 0;
  Fen total = 0, fund = 0;

  void add(const model::Settlement& one) {
    ++settlements;
    if (one.total != kNoNumber) total += one.total;
    if (one.fund != kNoNumber) fund += one.fund;
  }
  [[nodiscard]] json::object json() const {
    return {{"settlements", settlements}, {"medfee_sumamt", yuan(total)}, {"fund_pay_sumamt", yuan(fund)}};
  }
};

bool is_drug(const model::ClaimBlock& block, Index line) {
  const int type = rules::list_type_of(block, line);
  return type >= 101 && type <= 103;  // 西药中成药、中药饮片、自制剂
}

json::object dispensing_json(const model::ClaimBlock& block, Index line) {
  const model::Lines& l = block.lines;
  const Index visit = l.visit[line];
  return {
      {"bkkp_sn", l.sn[line]},
      {"mdtrt_id", visit == model::kNone ? std::string_view{} : block.visits[visit].mdtrt_id},
      {"fee_ocur_time", time_text(l.time[line])},
      {"med_list_codg", block.item_code(line)},
      {"cnt", l.cnt[line] == kNoNumber ? json::value(nullptr) : json::value(format_trimmed(l.cnt[line], kQtyScale))},
      {"prd_days", l.days[line] < 0 ? json::value(nullptr) : json::value(l.days[line])},
      {"det_item_fee_sumamt", yuan(l.amount[line])}};
}

}  // namespace

bool TimeSpan::touches(Second begin, Second end) const {
  if (begin == kNoSecond) return open();
  const Second last = end == kNoSecond ? begin : std::max(begin, end);
  return (from == kNoSecond || last >= from) && (to == kNoSecond || begin < to);
}

json::object dispensings_json(const PersonFacts& facts, std::span<const Index> lines, TimeSpan span) {
  const model::ClaimBlock& block = facts.block();
  std::map<std::string_view, std::vector<Index>> by_drug;
  for (const Index line : lines) {
    if (block.lines.valid[line] == 0 || !is_drug(block, line)) continue;
    if (!span.touches(block.lines.time[line], kNoSecond)) continue;
    by_drug[rules::generic_key(block.item_code(line))].push_back(line);
  }
  std::vector<std::pair<std::string_view, std::vector<Index>>> lanes(by_drug.begin(), by_drug.end());
  std::ranges::stable_sort(lanes, std::greater<>{}, [](const auto& lane) { return lane.second.size(); });
  bool more = lanes.size() > kMostLanes;
  if (more) lanes.resize(kMostLanes);
  json::array items;
  std::size_t left = kMostDispensings;
  for (const auto& [key, own] : lanes) {
    json::array shown;
    Fen amount = 0;
    for (const Index line : own) {
      if (block.lines.amount[line] != kNoNumber) amount += block.lines.amount[line];
      if (left == 0) continue;
      --left;
      shown.push_back(dispensing_json(block, line));
    }
    more = more || shown.size() < own.size();
    items.push_back(json::object{
        {"key", key}, {"lines", own.size()}, {"det_item_fee_sumamt", yuan(amount)}, {"items", std::move(shown)}});
  }
  return {{"lanes", std::move(items)}, {"more", more}};
}

json::array money_by_year_json(const PersonFacts& facts, std::span<const Index> settlements) {
  std::map<std::pair<int, rules::VisitClass>, Spent, std::greater<>> years;
  for (const Index s : settlements) {
    const model::Settlement& one = facts.block().settlements[s];
    if (!one.valid || one.setl_time == kNoSecond) continue;
    years[{civil_from_day(day_of(one.setl_time)).year, rules::visit_class(one.med_type)}].add(one);
  }
  json::array items;
  for (const auto& [key, spent] : years) {
    json::object one = spent.json();
    one["year"] = key.first;
    one["kind"] = volumes::name_of(key.second);
    items.push_back(std::move(one));
  }
  return items;
}

json::object visit_money_json(const PersonFacts& facts, Index visit, std::span<const Index> settlements) {
  const model::ClaimBlock& block = facts.block();
  Spent spent;
  rules::VisitClass kind = rules::visit_class(block.visits[visit].med_type);
  for (const Index s : settlements) {
    const model::Settlement& one = block.settlements[s];
    if (one.visit != visit || !one.valid) continue;
    spent.add(one);
    if (kind == rules::VisitClass::kUnknown) kind = rules::visit_class(one.med_type);
  }
  json::object out = spent.json();
  out["kind"] = volumes::name_of(kind);
  return out;
}

}  // namespace yishou::server

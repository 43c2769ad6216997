#include "server/shadow_tally.h"

#include <algorithm>

#include <fmt/format.h>

#include "backtest/compare.h"
#include "server/json.h"

namespace yishou::server {

namespace json = boost::json;

namespace {

constexpr std::size_t kInstitutionsShown = 20;

backtest::Accused accused_of(const model::Finding& f) {
  return {.row = 0,
          .subject = fmt::format("{}|{}|{}|{}|{}", f.fixmedins_code, f.mdtrt_id, f.setl_id, f.begin_time, f.end_time),
          .observed = f.observed,
          .lines = f.bkkp_sns,
          .vola = f.vola_amt,
          .fund = f.fund_amt};
}

std::vector<backtest::Accused> accused_of(std::span<const model::Finding* const> findings) {
  std::vector<backtest::Accused> all;
  for (const model::Finding* finding : findings) all.push_back(accused_of(*finding));
  return all;
}

void add_to(ShadowCounts& sum, const ShadowCounts& one) {
  sum.now += one.now;
  sum.draft += one.draft;
  sum.added += one.added;
  sum.dropped += one.dropped;
  sum.changed += one.changed;
  sum.money_added += one.money_added;
  sum.money_dropped += one.money_dropped;
  sum.money_changed += one.money_changed;
}

json::object shown_counts(const ShadowCounts& counts) {
  return {{"now", counts.now},
          {"draft", counts.draft},
          {"added", counts.added},
          {"dropped", counts.dropped},
          {"changed", counts.changed},
          {"money_added", yuan(counts.money_added)},
          {"money_dropped", yuan(counts.money_dropped)},
          {"money_changed", yuan(counts.money_changed)}};
}

json::array kept_counts(const ShadowCounts& c) {
  return {c.now, c.draft, c.added, c.dropped, c.changed, c.money_added, c.money_dropped, c.money_changed};
}

ShadowCounts read_counts(const json::value& value) {
  const json::array& a = value.as_array();
  const auto at = [&](std::size_t i) { return a.at(i).as_int64(); };
  return {at(0), at(1), at(2), at(3), at(4), at(5), at(6), at(7)};
}

// The number of the bucket that a count falls into.
std::size_t bucket_of(std::int64_t count) {
  const auto& begins = ShadowTally::kBucketBegins;
  return static_cast<std::size_t>(std::ranges::upper_bound(begins, count) - begins.begin()) - 1;
}

std::int64_t moved(const ShadowCounts& counts) { return counts.added + counts.dropped + counts.changed; }
Fen money_moved(const ShadowCounts& counts) {
  return counts.money_added + counts.money_dropped + std::abs(counts.money_changed);
}

using Findings = std::vector<const model::Finding*>;

std::map<std::uint16_t, std::pair<Findings, Findings>> by_rule(std::span<const model::Finding> now,
                                                               std::span<const model::Finding> draft) {
  std::map<std::uint16_t, std::pair<Findings, Findings>> rules;
  for (const model::Finding& finding : now) rules[finding.rule_no].first.push_back(&finding);
  for (const model::Finding& finding : draft) rules[finding.rule_no].second.push_back(&finding);
  return rules;
}

}  // namespace

void ShadowTally::add(const ShadowAsked& asked, std::span<const model::Finding> now,
                      std::span<const model::Finding> draft) {
  ShadowCounts sum;
  for (const auto& [rule, sides] : by_rule(now, draft)) {
    ShadowCounts counts;
    compare(asked, sides.first, sides.second, counts);
    add_to(rules_[rule], counts);
    add_to(sum, counts);
  }
  if (moved(sum) > 0) {
    auto place = institutions_.find(asked.institution);
    if (place == institutions_.end() && institutions_.size() < kMaxInstitutions) {
      place = institutions_.emplace(asked.institution, ShadowCounts{}).first;
    }
    if (place != institutions_.end()) add_to(place->second, sum);
  }
  if (asked.doctor.empty()) return;
  const Day day = day_of(asked.at);
  // Yesterday stays open: what was asked at midnight may be judged later.
  while (!open_days_.empty() && open_days_.begin()->first.first < day - 1) {
    fold(open_days_.begin()->second, now_buckets_, draft_buckets_);
    open_days_.erase(open_days_.begin());
  }
  const std::pair key{day, std::string{asked.doctor}};
  if (open_days_.size() >= kMaxDoctorDays && !open_days_.contains(key)) return;
  DoctorDay& of = open_days_[key];
  of.now += sum.now;
  of.draft += sum.draft;
}

void ShadowTally::compare(const ShadowAsked& asked, std::span<const model::Finding* const> now,
                          std::span<const model::Finding* const> draft, ShadowCounts& counts) {
  counts.now = static_cast<std::int64_t>(now.size());
  counts.draft = static_cast<std::int64_t>(draft.size());
  for (const backtest::Pair& pair : backtest::pair_up(accused_of(now), accused_of(draft))) {
    if (pair.same) continue;
    if (pair.now == backtest::kNobody) {
      ++counts.added;
      counts.money_added += draft[pair.draft]->vola_amt;
      keep_sample(asked, *draft[pair.draft], "added");
    } else if (pair.draft == backtest::kNobody) {
      ++counts.dropped;
      counts.money_dropped += now[pair.now]->vola_amt;
      keep_sample(asked, *now[pair.now], "dropped");
    } else {
      ++counts.changed;
      counts.money_changed += draft[pair.draft]->vola_amt - now[pair.now]->vola_amt;
      keep_sample(asked, *draft[pair.draft], "changed");
    }
  }
}

void ShadowTally::keep_sample(const ShadowAsked& asked, const model::Finding& finding, std::string_view change) {
  const auto alike = std::ranges::count_if(samples_, [&](const ShadowSample& sample) {
    return sample.rule_no == finding.rule_no && sample.change == change;
  });
  if (static_cast<std::size_t>(alike) >= kSamplesOfEach) return;
  samples_.push_back({.rule_no = finding.rule_no,
                      .change = std::string{change},
                      .at = asked.at,
                      .institution = std::string{asked.institution},
                      .person = std::string{asked.person},
                      .content = finding.vola_cont,
                      .amount = finding.vola_amt});
}

void ShadowTally::fold(const DoctorDay& day, Buckets& now, Buckets& draft) {
  ++now[bucket_of(day.now)];
  ++draft[bucket_of(day.draft)];
}

json::object ShadowTally::shown() const {
  ShadowCounts total;
  json::array rules;
  for (const auto& [rule, counts] : rules_) {
    add_to(total, counts);
    json::object one = shown_counts(counts);
    one["rule_no"] = rule;
    rules.push_back(std::move(one));
  }
  Buckets now = now_buckets_, draft = draft_buckets_;
  for (const auto& [key, day] : open_days_) fold(day, now, draft);
  json::array days;
  for (std::size_t i = 0; i < kBucketBegins.size(); ++i) {
    json::value to = nullptr;
    if (i + 1 < kBucketBegins.size()) to = kBucketBegins[i + 1] - 1;
    days.push_back(json::object{{"from", kBucketBegins[i]}, {"to", to}, {"now", now[i]}, {"draft", draft[i]}});
  }
  std::vector<std::pair<std::string_view, const ShadowCounts*>> order;
  for (const auto& [code, counts] : institutions_) order.emplace_back(code, &counts);
  std::ranges::stable_sort(order, [](const auto& a, const auto& b) {
    return std::pair{money_moved(*a.second), moved(*a.second)} > std::pair{money_moved(*b.second), moved(*b.second)};
  });
  json::array institutions;
  for (const auto& [code, counts] : order) {
    if (institutions.size() == kInstitutionsShown) break;
    json::object one = shown_counts(*counts);
    one["fixmedins_code"] = code;
    institutions.push_back(std::move(one));
  }
  json::array samples;
  for (const ShadowSample& sample : samples_) {
    samples.push_back(json::object{{"rule_no", sample.rule_no},
                                   {"change", sample.change},
                                   {"at", time_text(sample.at)},
                                   {"fixmedins_code", sample.institution},
                                   {"psn_no", sample.person},
                                   {"content", sample.content},
                                   {"amount", yuan(sample.amount)}});
  }
  return {{"total", shown_counts(total)},
          {"by_rule", std::move(rules)},
          {"doctor_days", std::move(days)},
          {"institutions", std::move(institutions)},
          {"samples", std::move(samples)}};
}

json::object ShadowTally::kept() const {
  json::array rules, institutions, days, samples;
  for (const auto& [rule, counts] : rules_) rules.push_back(json::array{rule, kept_counts(counts)});
  for (const auto& [code, counts] : institutions_) institutions.push_back(json::array{code, kept_counts(counts)});
  for (const auto& [key, day] : open_days_) days.push_back(json::array{key.first, key.second, day.now, day.draft});
  for (const ShadowSample& s : samples_) {
    samples.push_back(json::array{s.rule_no, s.change, s.at, s.institution, s.person, s.content, s.amount});
  }
  return {{"rules", std::move(rules)},
          {"institutions", std::move(institutions)},
          {"days", std::move(days)},
          {"now", json::array(now_buckets_.begin(), now_buckets_.end())},
          {"draft", json::array(draft_buckets_.begin(), draft_buckets_.end())},
          {"samples", std::move(samples)}};
}

Result<ShadowTally> ShadowTally::read(const json::value& kept) {
  ShadowTally tally;
  try {
    const json::object& object = kept.as_object();
    for (const json::value& one : object.at("rules").as_array()) {
      tally.rules_[one.at(0).to_number<std::uint16_t>()] = read_counts(one.at(1));
    }
    for (const json::value& one : object.at("institutions").as_array()) {
      tally.institutions_[std::string{one.at(0).as_string()}] = read_counts(one.at(1));
    }
    for (const json::value& one : object.at("days").as_array()) {
      tally.open_days_[{one.at(0).to_number<Day>(), std::string{one.at(1).as_string()}}] = {one.at(2).as_int64(),
                                                                                            one.at(3).as_int64()};
    }
    for (std::size_t i = 0; i < kBucketBegins.size(); ++i) {
      tally.now_buckets_[i] = object.at("now").at(i).as_int64();
      tally.draft_buckets_[i] = object.at("draft").at(i).as_int64();
    }
    for (const json::value& one : object.at("samples").as_array()) {
      const auto text = [&](std::size_t i) { return std::string{one.at(i).as_string()}; };
      tally.samples_.push_back({one.at(0).to_number<std::uint16_t>(), text(1), one.at(2).as_int64(), text(3), text(4),
                                text(5), one.at(6).as_int64()});
    }
  } catch (const std::exception& error) {  // of Boost.JSON: a member is missing or of another kind
    return fail(ErrorCode::kBadInput,
                fmt::format("the counts of a shadow run are damaged, start it anew: {}", error.what()));
  }
  return tally;
}

}  // namespace yishou::server

#include "institution_check.h"

#include <algorithm>
#include <tuple>

#include <fmt/format.h>

#include "base/check.h"
#include "rules/common_ground.h"

namespace yishou::rule_checks {

namespace {

/// `2024-03-01`, or `2024-03-01T08:00:00` when there is an hour.
std::string moment(Second time) {
  if (rules::is_date_only(time)) return format_day(day_of(time));
  std::string text = format_second(time);
  text[10] = 'T';
  return text;
}

/// Copies what a rule says into texts, and checks the promises on the way. The key of a finding without lines has the begin in
/// place of the visit: `@/fixmedins_code/begin//observed`; of an undecided one `@/fixmedins_code/begin/code`.
class Recorder final : public rules::InstitutionSink {
 public:
  Recorder(const rules::Rule& rule, const knowledge::Snapshot& snapshot, Result& result)
      : rule_(rule), snapshot_(snapshot), result_(result) {}

  void accuse(const rules::InstitutionAccusation& a) override {
    YISHOU_CHECK(a.rule == rule_.info().number, "a rule speaks for itself");
    YISHOU_CHECK(!a.observed.empty() && !a.limit.empty() && !a.content.empty(), "texts of a finding");
    YISHOU_CHECK(!a.institution.empty() && a.begin != kNoSecond, "a finding about an institution says where and when");
    Found found;
    for (const rules::AccusedLine& line : a.lines) {
      found.lines.emplace_back(line.sn);
      found.amounts.push_back(line.amount);
      found.funds.push_back(line.fund);
    }
    if (a.lines.empty()) {
      found.subject = fmt::format("@/{}/{}/", a.institution, moment(a.begin));
      found.amounts.push_back(0);
      found.funds.push_back(0);
    }
    found.observed = a.observed;
    found.limit = a.limit;
    found.content = a.content;
    found.begin = a.begin;
    found.end = a.end;
    if (a.point != model::kNone) found.point = snapshot_.point(a.point).point_id;
    result_.findings.push_back(std::move(found));
  }
  void undecided(const rules::InstitutionDoubt& doubt) override {
    YISHOU_CHECK(doubt.rule == rule_.info().number && !doubt.missing.empty(), "a rule says what is missing");
    result_.undecided.push_back(fmt::format("@/{}/{}/{}", doubt.institution, moment(doubt.begin), doubt.item));
  }

 private:
  const rules::Rule& rule_;
  const knowledge::Snapshot& snapshot_;
  Result& result_;
};

void for_stock_rows(const Claims& claims, const std::string& table, const std::string& time, model::StockMove move,
                    const std::function<void(const model::StockRow&)>& take) {
  for (const Row& row : claims.rows(table)) {
    const bool comes_back = move == model::StockMove::kSale && cell(row, "sel_retn_flag") == "1";
    const std::string_view cnt = cell(row, "cnt"), at = cell(row, time);
    take({.institution = cell(row, "fixmedins_code"),
          .item = cell(row, "med_list_codg"),
          .move = comes_back ? model::StockMove::kReturn : move,
          .time = at.empty() ? kNoSecond : parse_second(at).value(),
          .cnt = cnt.empty() ? kNoNumber : parse_decimal(cnt, kQtyScale).value()});
  }
}

void fill_books(rules::StockBooks& books, const Claims& claims) {
  for_stock_rows(claims, "invinfo_d", "inv_time", model::StockMove::kCount,
                 [&](const model::StockRow& row) { books.add_count(row); });
  books.close_counts();
  const auto move = [&](const model::StockRow& row) { books.add_movement(row); };
  for_stock_rows(claims, "purcinfo_d", "purc_time", model::StockMove::kPurchase, move);
  for_stock_rows(claims, "selinfo_d", "sel_time", model::StockMove::kSale, move);
  for_stock_rows(claims, "invchg_d", "chg_time", model::StockMove::kChange, move);
}

/// Cuts the persons into blocks and hands each to one of two workers by turns: `take(worker, block)`.
class TwoWorkers {
 public:
  TwoWorkers(const Claims& claims, const std::vector<std::string>& persons, std::size_t persons_in_block)
      : workers_{Blocks(claims), Blocks(claims)}, persons_(persons), persons_in_block_(persons_in_block) {}

  template <typename Take>
  void for_each_block(Take&& take) {
    std::size_t worker = 0;
    for (std::size_t begin = 0; begin < persons_.size(); begin += persons_in_block_) {
      const std::size_t end = std::min(begin + persons_in_block_, persons_.size());
      model::ClaimBlock block = workers_[worker].block_of(
          {persons_.begin() + static_cast<std::ptrdiff_t>(begin), persons_.begin() + static_cast<std::ptrdiff_t>(end)});
      rules::set_doubtful_aside(block);
      take(worker, block);
      worker = 1 - worker;
    }
  }

 private:
  Blocks workers_[2];
  const std::vector<std::string>& persons_;
  std::size_t persons_in_block_;
};

void run_months(const rules::MonthRule& rule, const knowledge::Snapshot& snapshot, TwoWorkers& workers,
                Recorder& recorder) {
  rules::MonthTally tallies[2]{rules::MonthTally(snapshot.parameters()), rules::MonthTally(snapshot.parameters())};
  workers.for_each_block([&](std::size_t worker, const model::ClaimBlock& block) { tallies[worker].add(block); });
  const rules::MonthTally* const both[]{&tallies[1], &tallies[0]};
  rule.judge(rules::MonthTally::merge(both), snapshot, recorder);
}

void run_stock(const rules::StockRule& rule, const knowledge::Snapshot& snapshot, const Claims& claims,
               TwoWorkers& workers, Recorder& recorder) {
  rules::StockBooks books;
  fill_books(books, claims);
  rules::StockTally tallies[2]{rules::StockTally(books), rules::StockTally(books)};
  std::map<model::Index, std::vector<rules::StockLine>> lines;
  model::TextArena texts;
  workers.for_each_block([&](std::size_t worker, const model::ClaimBlock& block) {
    tallies[worker].add(block, [&](model::Index line, model::Index interval) {
      rules::StockLine kept = rules::stock_line(block, line, interval);
      kept.sn = texts.keep(kept.sn);
      lines[interval].push_back(kept);
    });
  });
  std::vector<rules::StockSums> sums(books.intervals().size());
  for (const rules::StockTally& tally : tallies) rules::add_sums(sums, tally.sums());
  const rules::StockEvaluation evaluation{books, sums, snapshot};
  std::vector<model::Index> oversold;
  rule.judge_books(evaluation, oversold, recorder);
  for (const model::Index interval : oversold) {
    std::ranges::sort(lines[interval], {}, [](const rules::StockLine& line) { return std::tuple(line.time, line.sn); });
    rule.accuse_excess(evaluation, interval, lines[interval], recorder);
  }
}

}  // namespace

bool is_institution_rule(const rules::Rule& rule) {
  return rule.month_rule() != nullptr || rule.stock_rule() != nullptr;
}

Result run_institution_rule(const rules::Rule& rule, const knowledge::Snapshot& snapshot, const Claims& claims,
                            const std::vector<std::string>& persons, std::size_t persons_in_block) {
  Result result;
  Recorder recorder{rule, snapshot, result};
  TwoWorkers workers(claims, persons, persons_in_block);
  if (rule.month_rule() != nullptr) run_months(*rule.month_rule(), snapshot, workers, recorder);
  if (rule.stock_rule() != nullptr) run_stock(*rule.stock_rule(), snapshot, claims, workers, recorder);
  std::ranges::sort(result.undecided);
  return result;
}

}  // namespace yishou::rule_checks

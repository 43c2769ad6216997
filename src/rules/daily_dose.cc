// More of a drug a day than a limit, on one line: the share beyond it is in dispute. Rule 68: the dose and the times a day that
// the line describes in words; rule 77: pieces, by weight and days.
#include <fmt/format.h>

#include "rules/dose_text.h"
#include "rules/line_rule.h"

namespace yishou::rules {

namespace {

using model::Fact;
using model::Index;

class DrugDailyDose final : public Rule {
 public:
  explicit DrugDailyDose(RuleInfo info) : info_(std::move(info)) {}
  [[nodiscard]] const RuleInfo& info() const noexcept override { return info_; }

  void evaluate(const Evaluation& evaluation, FindingSink& sink) const noexcept override {
    const model::Lines& lines = evaluation.block.lines;
    judge_lines(evaluation, info_, sink, [&](Index line, std::uint32_t index) {
      const knowledge::Point& point = evaluation.snapshot.point(index);
      if (point.num == kNoNumber || point.unit.empty()) return Judgement::undecided(kNoCondition);
      const std::optional<Dose> dose = read_dose(lines.dose[line]);
      if (!dose.has_value()) return Judgement::undecided("单次剂量");
      const std::int64_t times = times_a_day(lines.frequency[line]);
      if (times == 0) return Judgement::undecided("使用频次");
      const std::optional<DailyDose> daily = daily_dose(*dose, times, point.unit);
      if (!daily.has_value()) return Judgement::undecided("单次剂量（单位与限量不同）");
      const WideNumber most = WideNumber{point.num} * daily->one;
      if (daily->amount <= most) return Judgement::clear();
      const Fen excess = share_of_wide(lines.net_amount[line], daily->amount - most, daily->amount);
      const std::string is = number_text(static_cast<Qty>((daily->amount + daily->one / 2) / daily->one));
      const std::string limit = fmt::format("每日不超过{}{}", number_text(point.num), point.unit);
      Judgement judgement =
          Judgement::accused(fmt::format("每日{}{}", is, point.unit), limit,
                             fmt::format("{}单次剂量{}、频次{}，每日用量{}{}，超过说明书{}的上限，超出部分金额{}。",
                                         charged(evaluation, line, index), lines.dose[line], lines.frequency[line], is,
                                         point.unit, limit, yuan(excess)));
      judgement.amount = excess;
      return judgement;
    });
  }

 private:
  RuleInfo info_;
};

class PiecesDailyDose final : public Rule {
 public:
  explicit PiecesDailyDose(RuleInfo info) : info_(std::move(info)) {}
  [[nodiscard]] const RuleInfo& info() const noexcept override { return info_; }

  void evaluate(const Evaluation& evaluation, FindingSink& sink) const noexcept override {
    const model::Lines& lines = evaluation.block.lines;
    const auto& factor = evaluation.snapshot.parameters().number("tcm_over_factor");
    judge_lines(evaluation, info_, sink, [&](Index line, std::uint32_t index) {
      const knowledge::Point& point = evaluation.snapshot.point(index);
      if (point.num == kNoNumber) return Judgement::undecided(kNoCondition);
      const std::int64_t days = lines.days[line];
      if (days < 1) return Judgement::undecided("处方天数（剂数）");
      const Qty daily = mul_div(point.num, factor.at(lines.day[line]), kOne);
      const Qty grams = lines.net_cnt[line];
      if (grams / days < daily || grams <= daily * days) return Judgement::clear();
      const Fen excess = share_of(lines.net_amount[line], grams - daily * days, grams);
      Judgement judgement = Judgement::accused(
          fmt::format("{}克，供{}日使用", number_text(grams), days), fmt::format("每日不超过{}克", number_text(daily)),
          fmt::format("{}共{}克，供{}日使用，超过每日{}克（药典日用量上限{}克的{}倍），超出部分金额{}。",
                      charged(evaluation, line, index), number_text(grams), days, number_text(daily),
                      number_text(point.num), number_text(factor.at(lines.day[line])), yuan(excess)));
      judgement.amount = excess;
      return judgement;
    });
  }

 private:
  RuleInfo info_;
};

}  // namespace

const Rule& drug_daily_dose_rule() {
  static const DrugDailyDose rule{
      {.number = 68,
       .slug = "drug_daily_dose",
       .verdict = model::Verdict::kSuspicion,
       .severity = 2,
       .basis = "药品说明书：每日最大用量",
       .meaning_zh = "医嘱的单次剂量乘以每日次数，超过药品说明书的每日最大用量，超出部分存疑",
       .meaning_en = "A dose times its times a day above the largest daily dose of the leaflet; the share beyond it",
       .parameters = {},
       .reads = model::facts(Fact::kLineDose, Fact::kLineFrequency),
       .consults = {}}};
  return rule;
}

const Rule& pieces_daily_dose_rule() {
  static const PiecesDailyDose rule{
      {.number = 77,
       .slug = "pieces_daily_dose",
       .verdict = model::Verdict::kSuspicion,
       .severity = 3,
       .basis = "中国药典：中药饮片的日用量上限",
       .meaning_zh = "一味中药饮片的每日用量，超过药典日用量上限的规定倍数，超出部分存疑",
       .meaning_en =
           "More grams of a piece a day than the allowed multiple of the pharmacopoeia's largest daily amount",
       .parameters = {"tcm_over_factor"},
       .reads = model::facts(Fact::kLineDays),
       .consults = {}}};
  return rule;
}

}  // namespace yishou::rules

// Rule 52: too many admissions in ninety days, at any institution. A window ends with an admission; one finding for each year of
// the admissions that end the offending windows.
#include <algorithm>
#include <tuple>
#include <vector>

#include <fmt/format.h>

#include "rules/stays.h"
#include "rules/wording.h"

namespace yishou::rules {

namespace {

using model::Fact;

constexpr Day kWindow = 90;  // days; the name of the parameter, stays_90, says so

struct Admission {
  const PaidVisit* visit;
  Day day;
  bool certain;  ///< its main diagnosis is known, and is none that calls for repeated stays
};

/// The different days of admission in a window that moves on in time.
class Window {
 public:
  explicit Window(bool only_certain) : only_certain_(only_certain) {}
  /// The days in (day − 90, day], day being that of place `last`. Days never go back.
  std::int64_t move_to(std::span<const Admission> all, std::size_t last) {
    for (; end_ <= last; ++end_) {
      const Admission& admission = all[end_];
      if ((only_certain_ && !admission.certain) || (!days_.empty() && days_.back() == admission.day)) continue;
      days_.push_back(admission.day);
    }
    while (first_ < days_.size() && days_[first_] <= all[last].day - kWindow) ++first_;
    return static_cast<std::int64_t>(days_.size() - first_);
  }
  [[nodiscard]] Day first_day() const { return days_[first_]; }

 private:
  bool only_certain_;
  std::size_t end_ = 0, first_ = 0;
  std::vector<Day> days_;
};

/// What the windows that end in one year come to.
struct Year {
  int year = 0;
  Day first_day = kNoDay;  ///< of the earliest offending window
  const PaidVisit* last = nullptr;
  std::int64_t most = 0;
  Fen vola = 0, fund = 0;
  bool possible = false;  ///< a window that would offend if the unknown main diagnoses counted
};

class FrequentStays final : public Rule {
 public:
  explicit FrequentStays(RuleInfo info) : info_(std::move(info)) {}
  [[nodiscard]] const RuleInfo& info() const noexcept override { return info_; }

  void evaluate(const Evaluation& evaluation, FindingSink& sink) const noexcept override {
    const model::ClaimBlock& block = evaluation.block;
    const auto& limit = evaluation.snapshot.parameters().number("stays_90");
    PaidVisits visits;
    std::vector<Admission> admissions;
    for (const model::Person& person : block.persons) {
      if (num_settled_as(block, person, kStayTypes) * kOne <= limit.least()) continue;  // most people
      collect(evaluation, visits.of(block, person), admissions);
      const bool many = std::ssize(admissions) * kOne > limit.at(kNoDay);
      const auto unplaced =
          std::ranges::stable_partition(admissions, [](const Admission& a) { return a.day != kNoDay; });
      for (const Admission& admission : unplaced) {
        if (many) sink.undecided(info_.number, subject_of_visit(block, *admission.visit), "入院日期");
      }
      admissions.erase(unplaced.begin(), unplaced.end());
      std::ranges::sort(admissions, {}, [&](const Admission& a) {
        return std::tuple(a.visit->begin, block.visits[a.visit->visit].mdtrt_id);
      });
      judge(evaluation, admissions, sink);
    }
  }

 private:
  static void collect(const Evaluation& evaluation, std::span<const PaidVisit> visits,
                      std::vector<Admission>& admissions) {
    const auto& cycles = evaluation.snapshot.parameters().codes("cycle_diags");
    admissions.clear();
    for (const PaidVisit& visit : visits) {
      const Day day = day_of(visit.begin);
      if (!visit.is_stay() || is_among(visit.main_diagnosis, cycles.at(day))) continue;
      admissions.push_back({&visit, day, !visit.main_diagnosis.empty()});
    }
  }

  void judge(const Evaluation& evaluation, std::span<const Admission> admissions, FindingSink& sink) const {
    const auto& limits = evaluation.snapshot.parameters().number("stays_90");
    Window certain{true}, all{false};
    Year year;
    const auto say = [&] {
      if (year.last != nullptr) {
        accuse(evaluation, year, sink);
      } else if (year.possible) {
        const Subject person{.person = evaluation.block.settlements[admissions.front().visit->settlement].person};
        sink.undecided(info_.number, person, "主要诊断（缺失，或标明多个）");
      }
    };
    std::size_t last = 0;
    for (std::size_t i = 0; i < admissions.size(); ++i) {
      const Admission& admission = admissions[i];
      // Admissions of one day end the same window.
      last = std::max(last, i);
      while (last + 1 < admissions.size() && admissions[last + 1].day == admission.day) ++last;
      const int number = civil_from_day(admission.day).year;
      if (number != year.year) {
        say();
        year = {};
        year.year = number;
      }
      const std::int64_t limit = limits.at(admission.day);
      const std::int64_t count = certain.move_to(admissions, last);
      year.possible = year.possible || all.move_to(admissions, last) * kOne > limit;
      if (!admission.certain || count * kOne <= limit) continue;
      if (year.last == nullptr) year.first_day = certain.first_day();
      year.last = admission.visit;
      year.most = std::max(year.most, count);
      year.vola += admission.visit->total;
      year.fund += admission.visit->fund;
    }
    say();
  }

  void accuse(const Evaluation& evaluation, const Year& year, FindingSink& sink) const {
    const model::ClaimBlock& block = evaluation.block;
    const Day last_day = day_of(year.last->begin);
    const std::int64_t limit = evaluation.snapshot.parameters().number("stays_90").at(last_day);
    Accusation accusation = about_visit(block, info_.number, *year.last);
    accusation.subject.institution = model::kNone;  // the stays may lie anywhere
    accusation.begin = start_of(year.first_day);
    accusation.end = year.last->begin;
    accusation.vola = year.vola;
    accusation.fund = year.fund;
    accusation.observed = fmt::format("{}次", year.most);
    accusation.limit = fmt::format("90天内不超过{}次", number_text(limit));
    accusation.content =
        fmt::format("{}至{}期间频繁住院，90天内住院达{}次，超过{}次的住院费用{}。", format_day(year.first_day),
                    format_day(last_day), year.most, number_text(limit), yuan(year.vola));
    sink.accuse(accusation);
  }

  RuleInfo info_;
};

}  // namespace

const Rule& frequent_stays_rule() {
  static const FrequentStays rule{
      {.number = 52,
       .version = 2,
       .slug = "frequent_stays",
       .verdict = model::Verdict::kSuspicion,
       .severity = 3,
       .basis = "医疗保障基金使用监督管理条例：不得重复享受、虚假住院",
       .meaning_zh = "90天内住院次数过多（周期性治疗的主要诊断除外）",
       .meaning_en = "Too many admissions within 90 days, those for periodic treatment not counted",
       .parameters = {"stays_90", "cycle_diags"},
       .reads = paid_visit_facts() | main_diagnosis_facts(),
       .consults = {}}};
  return rule;
}

}  // namespace yishou::rules

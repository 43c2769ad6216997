// Rule 41: fee lines uploaded later than the hours allowed. A time of 00:00:00 is a date only (A11): such a line is clear when it
// was in time at any hour of its day, else undecided.
#include <algorithm>
#include <vector>

#include <fmt/format.h>

#include "rules/common_ground.h"
#include "rules/wording.h"

namespace yishou::rules {

namespace {

using model::Fact;
using model::Index;

class LateUpload final : public Rule {
 public:
  explicit LateUpload(RuleInfo info) : info_(std::move(info)) {}
  [[nodiscard]] const RuleInfo& info() const noexcept override { return info_; }

  void evaluate(const Evaluation& evaluation, FindingSink& sink) const noexcept override {
    const model::ClaimBlock& block = evaluation.block;
    const model::Lines& lines = block.lines;
    const auto& hours = evaluation.snapshot.parameters().number("upload_hours");
    std::vector<Index> late;
    for (const model::Person& person : block.persons) {
      late.clear();
      for (Index line = person.lines.begin; line < person.lines.end; ++line) {
        if (lines.effective[line] == 0) continue;
        const Second charged = lines.time[line];
        const Second uploaded = lines.created[line];
        if (charged == kNoSecond || uploaded == kNoSecond) {
          sink.undecided(info_.number, line, uploaded == kNoSecond ? "上传时间" : "费用时间");
          continue;
        }
        // At worst the line was charged in the first and uploaded in the last second that its times leave open.
        const Second worst = (is_date_only(uploaded) ? uploaded + kSecondsPerDay - 1 : uploaded) - charged;
        if (worst * kOne <= hours.at(lines.day[line]) * kSecondsOfHour) continue;
        if (is_date_only(charged) || is_date_only(uploaded)) {
          sink.undecided(info_.number, line, "时刻（只有日期）");
        } else {
          late.push_back(line);
        }
      }
      say(evaluation, late, hours, sink);
    }
  }

 private:
  static constexpr Second kSecondsOfHour = 3600;

  /// Grain: visit.
  void say(const Evaluation& evaluation, std::vector<Index>& late, const knowledge::Dated<std::int64_t>& hours,
           FindingSink& sink) const {
    const model::Lines& lines = evaluation.block.lines;
    std::ranges::stable_sort(late, {}, [&](Index line) { return lines.visit[line]; });
    std::vector<Fen> nothing;
    for (std::size_t begin = 0; begin < late.size();) {
      std::size_t end = begin;
      Second longest = 0;
      for (; end < late.size() && lines.visit[late[end]] == lines.visit[late[begin]]; ++end) {
        longest = std::max(longest, lines.created[late[end]] - lines.time[late[end]]);
      }
      const std::span<const Index> run{late.data() + begin, end - begin};
      nothing.assign(run.size(), 0);
      const std::string allowed = number_text(hours.at(lines.day[run.front()]));
      Accusation accusation;
      accusation.rule = info_.number;
      accusation.person = lines.person[run.front()];
      accusation.lines = run;
      accusation.amounts = nothing;
      accusation.funds = nothing;
      accusation.observed = fmt::format("{}行，最迟{}小时", run.size(), longest / kSecondsOfHour);
      accusation.limit = fmt::format("{}小时内上传", allowed);
      accusation.content =
          fmt::format("{}等{}行费用在发生{}小时后才上传，最迟的在{}小时后。",
                      charged(evaluation, run.front(), model::kNone), run.size(), allowed, longest / kSecondsOfHour);
      sink.accuse(accusation);
      begin = end;
    }
  }

  RuleInfo info_;
};

}  // namespace

const Rule& late_upload_rule() {
  static const LateUpload rule{{.number = 41,
                                .slug = "late_upload",
                                .verdict = model::Verdict::kSuspicion,
                                .severity = 3,
                                .basis = "医疗保障基金使用监督管理条例：及时上传医疗费用数据",
                                .meaning_zh = "费用发生后超过规定小时数才上传",
                                .meaning_en = "Fee lines uploaded later than the hours allowed after the fee",
                                .parameters = {"upload_hours"},
                                .reads = model::facts(Fact::kLineCreated),
                                .consults = {}}};
  return rule;
}

}  // namespace yishou::rules

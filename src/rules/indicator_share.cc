// Indicators 56–63: the share of something in an institution's month, beside its peers: same month, rank and type. An outlier
// is a hint where to look, never a verdict on a line. Amounts and shares are whole numbers (peer_spread.h).
#include <algorithm>
#include <map>
#include <optional>
#include <vector>

#include <fmt/format.h>

#include "rules/institution_rule.h"
#include "rules/peer_spread.h"

namespace yishou::rules {

namespace {

constexpr model::SmallCode kMedical = 1;  // fixmedins_type
constexpr std::string_view kRanks[] = {"", "一级及未定级", "二级", "三级"};

/// What an indicator divides by what, and how many cases a month needs.
struct Ratio {
  std::int64_t MonthSums::* part;
  std::int64_t MonthSums::* whole;
  std::int64_t MonthSums::* cases;
  std::string_view part_name, whole_name, cases_name;
  bool money;
};

/// Hundredths of a percent: "12.34%".
std::string percent(std::int64_t share) { return format_decimal(mul_div(share, 10'000, kShareOne), 2) + "%"; }

class IndicatorShare final : public MonthRule {
 public:
  IndicatorShare(RuleInfo info, Ratio ratio, std::string_view name)
      : info_(std::move(info)), ratio_(ratio), name_(name) {}
  [[nodiscard]] const RuleInfo& info() const noexcept override { return info_; }

  void judge(std::span<const InstitutionMonth> months, const knowledge::Snapshot& snapshot,
             InstitutionSink& sink) const noexcept override {
    const auto& min_cases = snapshot.parameters().number("min_cases");
    std::map<std::pair<Day, int>, std::vector<const InstitutionMonth*>> peers;
    for (const InstitutionMonth& one : months) {
      if (one.sums.*ratio_.cases * kOne < min_cases.at(one.month) || one.sums.*ratio_.whole <= 0) continue;
      if (one.type == kMedical && one.rank != 0) {
        peers[{one.month, one.rank}].push_back(&one);
      } else if (one.type == kMedical || one.type == model::kNoCode) {
        sink.undecided({.rule = info_.number,
                        .institution = one.institution,
                        .item = {},
                        .begin = start_of(one.month),
                        .end = last_second(one.month),
                        .missing = one.type == kMedical ? "机构等级" : "机构类型"});
      }
    }
    for (const auto& [group, institutions] : peers) judge_group(institutions, snapshot, sink);
  }

 private:
  static Second last_second(Day month) {
    const CivilDate date = civil_from_day(month);
    const CivilDate next = date.month == 12 ? CivilDate{date.year + 1, 1, 1} : CivilDate{date.year, date.month + 1, 1};
    return start_of(day_from_civil(next)) - 1;
  }

  [[nodiscard]] std::int64_t share(const InstitutionMonth& one) const {
    return share_of_whole(one.sums.*ratio_.part, one.sums.*ratio_.whole);
  }

  void judge_group(std::span<const InstitutionMonth* const> peers, const knowledge::Snapshot& snapshot,
                   InstitutionSink& sink) const {
    const Day month = peers.front()->month;
    const auto parameter = [&](std::string_view name) { return snapshot.parameters().number(name).at(month); };
    std::vector<std::int64_t> shares;
    for (const InstitutionMonth* one : peers) shares.push_back(share(*one));
    const PeerSpread spread(shares);
    const bool enough = static_cast<std::int64_t>(peers.size()) * kOne >= parameter("min_peers");
    const std::int64_t z_limit = parameter("z_limit"), min_diff = parameter("min_diff");
    for (const InstitutionMonth* one : peers) {
      measure(*one, shares, enough ? std::optional(spread.limit(z_limit)) : std::nullopt, sink);
      if (enough && spread.stands_out(share(*one), z_limit, min_diff))
        accuse(*one, spread, z_limit, peers.size(), sink);
    }
  }

  void measure(const InstitutionMonth& one, std::span<const std::int64_t> sorted, std::optional<std::int64_t> limit,
               InstitutionSink& sink) const {
    sink.measured({.rule = info_.number,
                   .institution = one.institution,
                   .month = one.month,
                   .rank = one.rank,
                   .share = share(one),
                   .limit = limit,
                   .cases = one.sums.*ratio_.cases,
                   .part = one.sums.*ratio_.part,
                   .whole = one.sums.*ratio_.whole,
                   .peers = static_cast<std::int64_t>(sorted.size()),
                   .place = place_of(sorted, share(one)),
                   .least = percentile_of(sorted, 0),
                   .p10 = percentile_of(sorted, 10),
                   .p25 = percentile_of(sorted, 25),
                   .median = percentile_of(sorted, 50),
                   .p75 = percentile_of(sorted, 75),
                   .p90 = percentile_of(sorted, 90),
                   .most = percentile_of(sorted, 100)});
  }

  [[nodiscard]] std::string amount_text(std::int64_t value) const {
    return ratio_.money ? format_decimal(value, kFenScale) + "元" : fmt::format("{}例", value);
  }

  void accuse(const InstitutionMonth& one, const PeerSpread& spread, std::int64_t z_limit, std::size_t peers,
              InstitutionSink& sink) const {
    const CivilDate date = civil_from_day(one.month);
    InstitutionAccusation accusation;
    accusation.rule = info_.number;
    accusation.institution = one.institution;
    accusation.begin = start_of(one.month);
    accusation.end = last_second(one.month);
    accusation.observed = percent(share(one));
    accusation.limit = percent(spread.limit(z_limit));
    accusation.content = fmt::format(
        "{}年{}月该机构{}为{}（{}{}，{}{}），同月{}医疗机构共{}家，中位数{}，离群界限{}"
        "，明显高于同类机构，请核查原因。",
        date.year, date.month, name_, accusation.observed, ratio_.part_name, amount_text(one.sums.*ratio_.part),
        ratio_.whole_name, amount_text(one.sums.*ratio_.whole), kRanks[one.rank], peers, percent(spread.median()),
        accusation.limit);
    accusation.evidence = fmt::format("{}{}例，同类机构{}家，中位数{}", ratio_.cases_name, one.sums.*ratio_.cases,
                                      peers, percent(spread.median()));
    sink.accuse(accusation);
  }

  RuleInfo info_;
  Ratio ratio_;
  std::string_view name_;
};

constexpr Ratio of_amounts(std::int64_t MonthSums::* part, std::string_view part_name) {
  return {part, &MonthSums::all, &MonthSums::settlements, part_name, "医疗费用", "结算", true};
}
constexpr Ratio of_discharges(std::int64_t MonthSums::* part, std::string_view part_name) {
  return {part, &MonthSums::discharges, &MonthSums::discharges, part_name, "出院", "出院", false};
}

RuleInfo info_of(std::uint16_t number, std::string_view slug, std::string_view basis, std::string_view meaning_zh,
                 std::string_view meaning_en, bool stays) {
  RuleInfo info{.number = number,
                .slug = slug,
                .verdict = model::Verdict::kSuspicion,
                .severity = 3,
                .basis = basis,
                .meaning_zh = meaning_zh,
                .meaning_en = meaning_en,
                .parameters = {"min_cases", "min_peers", "z_limit", "min_diff"},
                .reads = stays ? MonthTally::stay_facts() : MonthTally::amount_facts(),
                .consults = {}};
  if (number == 63) {
    info.version = 2;
    info.parameters.insert(info.parameters.end(), {"readmit_days", "cycle_diags"});
  }
  return info;
}

constexpr std::string_view kBasis = "医疗机构费用结构监测：与同月、同级、同类机构比较的离群值，仅提示核查";
constexpr std::string_view kQualityBasis = "医疗质量安全核心指标监测：与同月、同级、同类机构比较的离群值，仅提示核查";

}  // namespace

const Rule& drug_share_rule() {
  static const IndicatorShare rule{
      info_of(
          56, "drug_share", kBasis,
          "机构当月西药费与中成药费占全部医疗费用的比例，明显高于同月同级医疗机构（中位数加若干倍离散度，且至少高出一"
          "定百分点）",
          "Western and patent drugs take a share of an institution's monthly charges far above that of its peers of "
          "the same month and rank (median plus some spreads, and at least some points)",
          false),
      of_amounts(&MonthSums::drugs, "药费"), "药费占比"};
  return rule;
}

const Rule& exam_share_rule() {
  static const IndicatorShare rule{
      info_of(
          57, "exam_share", kBasis, "机构当月检查费与化验费占全部医疗费用的比例，明显高于同月同级医疗机构",
          "Examinations and laboratory tests take a share of an institution's monthly charges far above that of its "
          "peers",
          false),
      of_amounts(&MonthSums::exams, "检查检验费"), "检验检查费占比"};
  return rule;
}

const Rule& material_share_rule() {
  static const IndicatorShare rule{
      info_of(58, "material_share", kBasis, "机构当月卫生材料费占全部医疗费用的比例，明显高于同月同级医疗机构",
              "Consumables take a share of an institution's monthly charges far above that of its peers", false),
      of_amounts(&MonthSums::materials, "耗材费"), "耗材费占比"};
  return rule;
}

const Rule& treatment_share_rule() {
  static const IndicatorShare rule{
      info_of(59, "treatment_share", kBasis, "机构当月治疗费占全部医疗费用的比例，明显高于同月同级医疗机构",
              "Treatments take a share of an institution's monthly charges far above that of its peers", false),
      of_amounts(&MonthSums::treatments, "治疗费"), "治疗费占比"};
  return rule;
}

const Rule& ct_share_rule() {
  static const IndicatorShare rule{
      info_of(
          60, "ct_share", kBasis,
          "机构当月CT检查（项目编码002103开头）费用占全部医疗费用的比例，明显高于同月同级医疗机构",
          "CT scans (item codes 002103…) take a share of an institution's monthly charges far above that of its peers",
          false),
      of_amounts(&MonthSums::ct, "CT检查费"), "CT检查费占比"};
  return rule;
}

const Rule& mri_share_rule() {
  static const IndicatorShare rule{
      info_of(61, "mri_share", kBasis,
              "机构当月磁共振检查（项目编码002102开头）费用占全部医疗费用的比例，明显高于同月同级医疗机构",
              "MRI scans (item codes 002102…) take a share of an institution's monthly charges far above that of its "
              "peers",
              false),
      of_amounts(&MonthSums::mri, "磁共振检查费"), "磁共振检查费占比"};
  return rule;
}

const Rule& hospital_infection_rule() {
  static const IndicatorShare rule{
      info_of(
          62, "hospital_infection", kQualityBasis,
          "机构当月出院病例中，次要诊断为入院时没有的感染（脓毒症、肺炎、泌尿道、切口、导管与植入物感染等）的比例，明显"
          "高于同月同级医疗机构",
          "The share of a month's discharges with a secondary diagnosis of an infection that was not present on "
          "admission lies far above that of the institution's peers",
          true),
      of_discharges(&MonthSums::infected, "院内感染"), "院内感染发生率"};
  return rule;
}

const Rule& readmission_rule() {
  static const IndicatorShare rule{
      info_of(
          63, "readmission", kQualityBasis,
          "机构当月出院病例中，31天内因同类主要诊断再次入住本机构（周期性治疗除外）的比例，明显高于同月同级医疗机构",
          "The share of a month's discharges followed within 31 days by another stay in the same institution for the "
          "same category of main diagnosis, courses of treatment apart, lies far above that of its peers",
          true),
      of_discharges(&MonthSums::readmitted, "非计划再入院"), "非计划再入院率"};
  return rule;
}

}  // namespace yishou::rules

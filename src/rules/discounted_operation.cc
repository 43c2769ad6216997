// Rule 15: of several operations of one group on one day, the second and later ones are charged at a share of the full price.
// The same incision is not in the data; the same visit, day and group stand for it.
#include <algorithm>
#include <compare>
#include <vector>

#include <fmt/format.h>

#include "rules/line_rule.h"
#include "rules/person_verdicts.h"
#include "rules/price_cap.h"
#include "rules/runs.h"

namespace yishou::rules {

namespace {

using model::Fact;
using model::Index;

/// One effective line of an operation in one group.
struct Operation {
  Index visit;
  Day day;
  std::string_view group;
  model::CodeDictionary::Id item;
  Index line;
  std::uint32_t point;
  friend auto operator<=>(const Operation&, const Operation&) = default;

  [[nodiscard]] bool same_bucket(const Operation& other) const {
    return visit == other.visit && day == other.day && group == other.group;
  }
};

/// One item code of a bucket: its lines lie together.
struct Item {
  std::span<const Operation> lines;
  Micro full = kNoNumber;  ///< full price of the code, kNoNumber: not known
  Micro rank = kNoNumber;  ///< what the main operation is chosen by: the full price, else the price billed
};

/// (pric − ratio × full) × cnt in fen, rounded half away from zero, exact inside.
Fen excess_price(Micro pric, std::int64_t ratio, Micro full, Qty cnt) {
  __extension__ using Wide = __int128;
  const Wide product = (Wide{pric} * kOne - Wide{ratio} * full) * cnt;
  constexpr Wide kFenUnit = Wide{1'000'000} * kOne * kOne / 100;  // millionths × ten-thousandths² in one fen
  return static_cast<Fen>((product + (product >= 0 ? kFenUnit / 2 : -kFenUnit / 2)) / kFenUnit);
}

class DiscountedOperation final : public Rule {
 public:
  explicit DiscountedOperation(RuleInfo info) : info_(std::move(info)) {}
  [[nodiscard]] const RuleInfo& info() const noexcept override { return info_; }

  void evaluate(const Evaluation& evaluation, FindingSink& sink) const noexcept override {
    const model::ClaimBlock& block = evaluation.block;
    const auto& ratio = evaluation.snapshot.parameters().number("second_op_ratio");
    std::vector<Operation> operations;
    std::vector<Item> items;
    std::vector<Bucket> buckets;
    PersonVerdicts verdicts;
    for_each_wanted_person(evaluation, evaluation.matches.of(info_.number, knowledge::Side::kCode),
                           [&](std::span<const Match> run) {
      operations.clear();
      buckets.clear();
      for (const Match& match : run) collect(evaluation, match, operations, verdicts);
      std::ranges::sort(operations);
      for_each_bucket(operations, [&](auto bucket) {
        judge(evaluation, bucket, ratio.at(bucket.front().day), items, buckets, verdicts);
      });
      verdicts.say(block, info_, sink,
                   [&](std::span<const Hit> hits, Accusation& accusation, std::vector<Index>& related) {
        describe(evaluation, buckets[hits.front().bucket], hits, accusation, related);
      });
    });
  }

 private:
  struct Bucket {
    std::span<const Operation> main;
    std::size_t kinds;
    std::int64_t ratio;
  };

  static void collect(const Evaluation& evaluation, const Match& match, std::vector<Operation>& operations,
                      PersonVerdicts& verdicts) {
    const model::Lines& lines = evaluation.block.lines;
    const Index line = match.line;
    for_points(evaluation, match, [&](std::uint32_t index) {
      const knowledge::Point& point = evaluation.snapshot.point(index);
      if (point.needs_condition || point.values_count == 0) {
        if (lines.claimed[line] != 0) verdicts.undecide(line, kNoCondition);
        return;
      }
      if (lines.day[line] == kNoDay) {
        if (lines.claimed[line] != 0) verdicts.undecide(line, "费用日期");
        return;
      }
      for (const std::string_view group : evaluation.snapshot.values(point)) {
        operations.push_back({lines.visit[line], lines.day[line], group, lines.item[line], line, index});
      }
    });
  }

  /// Two points may put a line into the same group; it counts once.
  static bool repeats(std::span<const Operation> operations, std::size_t i) {
    return i > 0 && operations[i].line == operations[i - 1].line;
  }

  static void judge(const Evaluation& evaluation, std::span<const Operation> operations, std::int64_t ratio,
                    std::vector<Item>& items, std::vector<Bucket>& buckets, PersonVerdicts& verdicts) {
    const model::ClaimBlock& block = evaluation.block;
    items.clear();
    for_each_run(operations, [](const auto& a, const auto& b) { return a.item == b.item; },
                 [&](auto run) { items.push_back(price(evaluation, run)); });
    if (items.size() < 2) return;
    const auto& main = *std::ranges::max_element(items, [&](const Item& a, const Item& b) {
      if (a.rank != b.rank) return a.rank < b.rank;
      return block.item_code(a.lines.front().line) > block.item_code(b.lines.front().line);
    });
    const auto number = static_cast<std::uint32_t>(buckets.size());
    buckets.push_back({main.lines, items.size(), ratio});
    for (const Item& item : items) {
      if (&item == &main) continue;
      for (std::size_t i = 0; i < item.lines.size(); ++i) {
        const Index line = item.lines[i].line;
        if (repeats(item.lines, i) || block.lines.claimed[line] == 0) continue;
        const Micro pric = block.lines.pric[line];
        if (item.full == kNoNumber || pric == kNoNumber) {
          verdicts.undecide(line, item.full == kNoNumber ? "项目全价（限价）" : "单价");
          continue;
        }
        const Fen excess = excess_price(pric, ratio, item.full, block.lines.net_cnt[line]);
        __extension__ using Wide = __int128;
        if (Wide{pric} * kOne > Wide{ratio} * item.full) verdicts.accuse(number, line, excess);
      }
    }
  }

  static Item price(const Evaluation& evaluation, std::span<const Operation> operations) {
    const model::Lines& lines = evaluation.block.lines;
    Item item{.lines = operations, .full = kNoNumber, .rank = kNoNumber};
    for (const Operation& operation : operations) {
      const Micro limit = lines.pric_limit[operation.line];
      if (limit > 0) item.full = std::max(item.full, limit);
      item.rank = std::max(item.rank, lines.pric[operation.line]);
    }
    if (item.full == kNoNumber) {
      for (const Operation& operation : operations)
        item.full = std::max(item.full, price_cap_of(evaluation, operation.line).cap);
    }
    if (item.full != kNoNumber) item.rank = item.full;
    return item;
  }

  void describe(const Evaluation& evaluation, const Bucket& bucket, std::span<const Hit> hits, Accusation& accusation,
                std::vector<Index>& related) const {
    const model::Lines& lines = evaluation.block.lines;
    for (std::size_t i = 0; i < bucket.main.size(); ++i) {
      if (!repeats(bucket.main, i)) related.push_back(bucket.main[i].line);
    }
    const Index first = hits.front().line;
    const std::string share = format_trimmed(bucket.ratio * 100, kQtyScale);
    accusation.point = point_of(evaluation, first);
    accusation.observed =
        fmt::format("同日同组手术{}项，非主手术单价{}元", bucket.kinds, format_trimmed(lines.pric[first], kMicroScale));
    accusation.limit = fmt::format("第二项及以后的手术不超过全价的{}%", share);
    accusation.content = fmt::format(
        "{}与主手术“{}”为同日同组手术，第二项及以后的手术应按不超过全价的{}%收费，实际单价{}元，超出部分金额{}。",
        charged(evaluation, first, accusation.point),
        item_name(evaluation, bucket.main.front().line, bucket.main.front().point), share,
        format_trimmed(lines.pric[first], kMicroScale), yuan(sum_of(hits)));
    std::ranges::sort(related);
  }

  /// The rule's first point that holds for the line.
  std::uint32_t point_of(const Evaluation& evaluation, Index line) const {
    const std::span<const Match> matches = evaluation.matches.of(info_.number, knowledge::Side::kCode);
    std::uint32_t first = model::kNone;
    for_points(evaluation, *std::ranges::lower_bound(matches, line, {}, &Match::line),
               [&](std::uint32_t point) { first = std::min(first, point); });
    return first;
  }

  RuleInfo info_;
};

}  // namespace

const Rule& operation_discount_rule() {
  static const DiscountedOperation rule{
      {.number = 15,
       .slug = "operation_discount",
       .verdict = model::Verdict::kViolation,
       .severity = 2,
       .basis = "医疗服务价格政策：经同一切口进行的两种及以上手术，第二及以后的手术按规定折价计收",
       .meaning_zh = "同日同组的第二项及以后的手术未按规定折价收费",
       .meaning_en = "A second operation of a group on one day charged above the prescribed share of its full price",
       .parameters = {"second_op_ratio"},
       .reads = model::facts(Fact::kLinePric, Fact::kLinePricLimit, Fact::kInstitutionLevel, Fact::kSetlLevel,
                             Fact::kVisitLevel),
       .consults = {kPriceCapRule}}};
  return rule;
}

}  // namespace yishou::rules

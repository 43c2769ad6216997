// Stock books against bills: more billed than was there to sell, and counts that the books do not explain. Rules 43, 48. A code
// never counted is not known to be in order: undecided.
#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "rules/common_ground.h"
#include "rules/institution_rule.h"
#include "rules/wording.h"

namespace yishou::rules {

namespace {

using model::Index;
using model::kNone;
__extension__ using Wide = __int128;

/// How billed units become stock units: own(code, num).
struct Conversion {
  Qty units = kOne;             ///< billed units in one stock unit, ten-thousandths
  std::uint32_t point = kNone;  ///< where it stands; kNone: one is one
};

class StockBalance final : public StockRule {
 public:
  /// `letters`: what the codes begin with.
  StockBalance(RuleInfo info, std::string_view letters) : info_(std::move(info)), letters_(letters) {}
  [[nodiscard]] const RuleInfo& info() const noexcept override { return info_; }

  void billed_limits(const StockBooks& books, const knowledge::Snapshot& snapshot,
                     std::span<Qty> limits) const noexcept override {
    const Conversions conversions(snapshot, info_.number);
    for (const StockBook& book : books.books()) {
      if (!letters_.contains(book.item.front())) continue;
      for (Index i = book.first; i < book.last; ++i) {
        const StockInterval& interval = books.intervals()[i];
        if (!interval.received_known) continue;
        limits[i] = billed_limit(interval, conversions.of(book.item, interval));
      }
    }
  }

  void judge_books(const StockEvaluation& evaluation, std::vector<Index>& oversold,
                   InstitutionSink& sink) const noexcept override {
    const Conversions conversions(evaluation.snapshot, info_.number);
    for (const StockBook& book : evaluation.books.books()) {
      if (!letters_.contains(book.item.front())) continue;
      if (book.first == book.last) {
        if (book.first_move != kNoSecond) doubt(book, book.first_move, book.last_move, "库存盘点", sink);
        continue;
      }
      for (Index i = book.first; i < book.last; ++i) {
        judge_interval(evaluation, book, i, conversions, oversold, sink);
      }
    }
  }

  void accuse_excess(const StockEvaluation& evaluation, Index index, std::span<const StockLine> lines,
                     InstitutionSink& sink) const noexcept override {
    const StockInterval& interval = evaluation.books.intervals()[index];
    const StockBook& book = evaluation.books.books()[interval.book];
    const Conversions conversions(evaluation.snapshot, info_.number);
    const Conversion conversion = conversions.of(book.item, interval);
    const Qty limit = billed_limit(interval, conversion);
    std::vector<AccusedLine> accused;
    Qty sum = 0;
    Fen amount = 0;
    Second last = kNoSecond;
    for (const StockLine& line : lines) {
      const Qty before = sum;
      sum += line.units;
      if (sum <= limit || !line.claimed) continue;
      const Qty excess = std::min(line.units, sum - std::max(before, limit));
      const Fen vola = share_of(line.amount, excess, line.units);
      accused.push_back({line.sn, vola, fund_share(vola, line.total, line.fund, line.inscp)});
      amount += vola;
      last = line.time;
    }
    if (accused.empty()) return;
    InstitutionAccusation accusation;
    accusation.rule = info_.number;
    accusation.institution = book.institution;
    accusation.lines = accused;
    accusation.begin = interval.begin;
    accusation.end = interval.end != kNoSecond ? interval.end : last;
    accusation.point = conversion.point;
    accusation.observed = fmt::format("结算{}", number_text(sum));
    accusation.limit = fmt::format("可供{}", number_text(limit));
    accusation.content = fmt::format(
        "{}盘点后至{}，“{}”期初盘存加购进、退回及其他变动折合可供{}，医保结算{}，超出{}，超出部分的医保结算金额{}。",
        format_second(interval.begin), interval.end != kNoSecond ? format_second(interval.end) : "数据截止",
        name_of(evaluation.snapshot, book.item, conversion), number_text(limit), number_text(sum),
        number_text(sum - limit), yuan(amount));
    accusation.evidence = stock_text(interval);
    sink.accuse(accusation);
  }

 private:
  /// The conversions that the knowledge holds, looked up once for each code.
  class Conversions {
   public:
    Conversions(const knowledge::Snapshot& snapshot, std::uint16_t rule)
        : snapshot_(snapshot),
          rule_(rule),
          any_(std::ranges::any_of(snapshot.points(), [&](const knowledge::Point& p) { return p.rule == rule; })) {}

    /// Of the points in force on the day with the longest code, the one with the fewest units.
    [[nodiscard]] Conversion of(std::string_view code, Day day) const {
      Conversion out;
      if (!any_) return out;
      const knowledge::ItemKnowledge known = snapshot_.resolve(code);
      int length = -1;
      for (const knowledge::CodeGroup& group : known.groups) {
        if (group.rule != rule_ || group.side != knowledge::Side::kCode) continue;
        for (const knowledge::CodePoint& at : std::span(known.points).subspan(group.begin, group.count)) {
          const knowledge::Point& point = snapshot_.point(at.point);
          if (length >= 0 && at.code_length != length) break;
          if (point.state == knowledge::State::kReference || !point.in_force(day)) continue;
          const Qty units = point.num == kNoNumber || point.num <= 0 ? kOne : point.num;
          if (length < 0 || units < out.units) out = {units, at.point};
          length = at.code_length;
        }
      }
      return out;
    }

    /// Of the days of the interval's begin and end the one that allows more: a conversion that comes into force meanwhile
    /// accuses nobody.
    [[nodiscard]] Conversion of(std::string_view code, const StockInterval& interval) const {
      const Day kOpenEnd = day_from_civil({9999, 12, 31});
      const Conversion first = of(code, day_of(interval.begin));
      const Conversion last = of(code, interval.end == kNoSecond ? kOpenEnd : day_of(interval.end));
      return last.units > first.units ? last : first;
    }

   private:
    const knowledge::Snapshot& snapshot_;
    std::uint16_t rule_;
    bool any_;
  };

  /// What was there to sell, in billed units; at least nothing.
  static Qty billed_limit(const StockInterval& interval, const Conversion& conversion) {
    return std::max<Qty>(0, mul_div(interval.available(), conversion.units, kOne));
  }

  void judge_interval(const StockEvaluation& evaluation, const StockBook& book, Index index,
                      const Conversions& conversions, std::vector<Index>& oversold, InstitutionSink& sink) const {
    const StockInterval& interval = evaluation.books.intervals()[index];
    const StockSums& sums = evaluation.sums[index];
    if (!interval.received_known) {
      if (sums.lines > 0 || interval.has_sales) doubt(book, interval.begin, interval.end, "进销存记录的数量", sink);
      return;
    }
    const Day day = day_of(interval.begin);
    const auto parameter = [&](std::string_view name) { return evaluation.snapshot.parameters().number(name).at(day); };
    const std::int64_t tolerance = parameter("stock_tol");
    const Qty limit = billed_limit(interval, conversions.of(book.item, interval));
    if (sums.lines > 0 && Wide{sums.units} * kOne > Wide{limit} * (kOne + tolerance)) oversold.push_back(index);
    if (interval.end == kNoSecond || !interval.has_sales) return;
    if (!interval.sold_known || !interval.next_known) {
      doubt(book, interval.begin, interval.end, "进销存记录的数量", sink);
      return;
    }
    const Qty expected = interval.available() - interval.sold;
    const Qty difference = interval.next_count - expected;
    const Qty distance = difference < 0 ? -difference : difference;
    const bool beyond =
        distance > parameter("stock_abs") && Wide{distance} * kOne > Wide{tolerance} * interval.available();
    if (!beyond) return;
    InstitutionAccusation accusation;
    accusation.rule = info_.number;
    accusation.institution = book.institution;
    accusation.begin = interval.begin;
    accusation.end = interval.end;
    accusation.observed = fmt::format("{}盘点{}", book.item, number_text(interval.next_count));
    accusation.limit = fmt::format("账面{}", number_text(expected));
    accusation.content =
        fmt::format("{}盘点与{}盘点之间，“{}”账面应存{}，实际盘点{}，{}{}，账实不符。", format_second(interval.begin),
                    format_second(interval.end), book.item, number_text(expected), number_text(interval.next_count),
                    difference < 0 ? "盘亏" : "盘盈", number_text(distance));
    accusation.evidence = fmt::format("{}，销售{}", stock_text(interval), number_text(interval.sold));
    sink.accuse(accusation);
  }

  void doubt(const StockBook& book, Second begin, Second end, std::string_view fact, InstitutionSink& sink) const {
    sink.undecided({.rule = info_.number,
                    .institution = book.institution,
                    .item = book.item,
                    .begin = begin,
                    .end = end,
                    .missing = fact});
  }

  static std::string stock_text(const StockInterval& interval) {
    return fmt::format("期初盘点{}，购进、退回及其他变动合计{}", number_text(interval.count),
                       number_text(interval.received));
  }

  static std::string name_of(const knowledge::Snapshot& snapshot, std::string_view item, const Conversion& conversion) {
    if (conversion.point == kNone || snapshot.point(conversion.point).name.empty()) return std::string{item};
    return fmt::format("{}（{}）", snapshot.point(conversion.point).name, item);
  }

  RuleInfo info_;
  std::string_view letters_;
};

RuleInfo info_of(std::uint16_t number, std::string_view slug, std::string_view meaning_zh,
                 std::string_view meaning_en) {
  return {.number = number,
          .slug = slug,
          .verdict = model::Verdict::kSuspicion,
          .severity = 2,
          .basis = "定点医药机构进销存管理：购进、销售、盘点与医保结算应当相符",
          .meaning_zh = meaning_zh,
          .meaning_en = meaning_en,
          .parameters = {"stock_tol", "stock_abs"},
          .reads = {},
          .consults = {}};
}

}  // namespace

const Rule& drug_stock_rule() {
  static const StockBalance rule{
      info_of(43, "drug_stock",
              "两次盘点之间，药品的医保结算数量超过期初盘存加购进、退回及其他变动（超出部分按时间先后指认明细）；或者盘"
              "点数与账"
              "面应存数不符",
              "Between two stock counts more of a drug was billed than the opening count, purchases, returns and other "
              "changes can explain (the excess lines in order of time are accused); or a count differs from the books"),
      "XZT"};
  return rule;
}

const Rule& consumable_stock_rule() {
  static const StockBalance rule{
      info_of(48, "consumable_stock",
              "两次盘点之间，医用耗材的医保结算数量超过期初盘存加购进、退回及其他变动（超出部分按时间先后指认明细）；或"
              "者盘点数"
              "与账面应存数不符",
              "Between two stock counts more of a consumable was billed than the opening count, purchases, returns and "
              "other changes can explain (the excess lines in order of time are accused); or a count differs from the "
              "books"),
      "C"};
  return rule;
}

}  // namespace yishou::rules

// The common ground of rules.md A1–A16: what counts as a line, a visit, an age, a level, an amount. Every rule stands on it;
// nothing here accuses anybody.
#pragma once

#include <algorithm>
#include <cstdint>
#include <span>
#include <string_view>

#include "knowledge/snapshot.h"
#include "model/block.h"
#include "model/facts.h"
#include "rules/matching.h"
#include "rules/rule.h"

namespace yishou::rules {

/// The facts that lay_ground and money need; read whatever rules are chosen.
[[nodiscard]] const model::FactSet& ground_facts();

/// Lays the derived columns of a freshly read block: Settlement::in_effect (A1), Lines::day, effective, claimed, net_cnt,
/// net_amount, doubtful (A1–A3), Visit::diagnoses (A8). Once per block, before any rule.
void lay_ground(model::ClaimBlock& block);

/// Is there a line of which it is not known whether it was returned (A2: a return without name and time).
[[nodiscard]] bool has_doubtful(const model::ClaimBlock& block) noexcept;
/// Takes those lines as returned: they are not effective. After lay_ground.
void set_doubtful_aside(model::ClaimBlock& block) noexcept;

/// A4: a birth date that systems write when they know none (`birth_placeholders`) is no birth date.
void forget_placeholders(model::ClaimBlock& block, const knowledge::Parameters& parameters);

/// True when a line would count by A1 and A2 but for its count, which is missing: nothing is known of what it stands for.
[[nodiscard]] bool lacks_count(const model::ClaimBlock& block, model::Index line) noexcept;

/// A4. Of the line's person, settlement and visit. kMissing when unknown, contradictory, or newborn on the mother's account.
[[nodiscard]] model::Sex sex_of(const model::ClaimBlock& block, model::Index line) noexcept;
/// The same of a settlement with its person and visit.
[[nodiscard]] model::Sex sex_of_settlement(const model::ClaimBlock& block, model::Index settlement) noexcept;

/// A4, A5. `known` false: missing or contradictory. `newborn`: on the mother's account; then days = years = 0 and known.
struct Age {
  bool known = false;
  bool newborn = false;
  int years = 0;
  int days = 0;
};
[[nodiscard]] Age age_of(const model::ClaimBlock& block, model::Index line) noexcept;
/// The same of a settlement with its person and visit, on a day.
[[nodiscard]] Age age_of_settlement(const model::ClaimBlock& block, model::Index settlement, Day day) noexcept;

/// A6 of one hosp_lv: 3, 2, 1; 0 for anything else.
[[nodiscard]] int rank_of_level(model::SmallCode level) noexcept;
/// A6: 3 tertiary, 2 secondary, 1 primary or not graded; 0 missing.
[[nodiscard]] int level_rank(const model::ClaimBlock& block, model::Index line) noexcept;
/// True for a retail pharmacy: fixmedins_type 2, or med_type 41.
[[nodiscard]] bool is_pharmacy(const model::ClaimBlock& block, model::Index line) noexcept;

/// A7, from the settlement's med_type.
enum class VisitClass : std::uint8_t { kUnknown, kInpatient, kEmergency, kOutpatient, kPharmacy };
[[nodiscard]] VisitClass visit_class(std::int32_t med_type) noexcept;
/// The settlement's med_type of a settled line; -1 when missing.
[[nodiscard]] std::int32_t med_type_of(const model::ClaimBlock& block, model::Index line) noexcept;

/// A9: list_type, else by the shape of the code; -1 when neither says.
[[nodiscard]] int list_type_of(const model::ClaimBlock& block, model::Index line) noexcept;
/// The same of a code alone.
[[nodiscard]] int list_type_of_code(std::string_view code) noexcept;
/// A9: X… first 10 characters, Z… first 11, otherwise the whole code.
[[nodiscard]] std::string_view generic_key(std::string_view code) noexcept;

/// True when a diagnosis code has the form of a national one (ICD-10: a letter, two digits, more). Any other, a hospital's own,
/// tells no disease: it may be every one.
[[nodiscard]] bool is_national_diagnosis(std::string_view code) noexcept;
/// A8: what is missing of the diagnoses of the visit and the line, to say that one is not among them: all of them, or the
/// meaning of a code that is not national. Empty when nothing is.
[[nodiscard]] std::string_view missing_diagnosis(const model::ClaimBlock& block, model::Index line) noexcept;
/// A8: has the visit of the line (or the line itself) a diagnosis with one of the prefixes. A prefix may be a range of
/// three-character categories, `C00-C97`.
[[nodiscard]] bool has_diagnosis(const model::ClaimBlock& block, model::Index line,
                                 std::span<const std::string_view> prefixes) noexcept;
/// True when `code` (trimmed, upper case) begins with `prefix`, or lies in the range `prefix` names.
[[nodiscard]] bool matches_code(std::string_view code, std::string_view prefix) noexcept;

/// A12: the share of `amount` that `part` of `whole` units has, rounded half away from zero.
[[nodiscard]] Fen share_of(Fen amount, Qty part, Qty whole) noexcept;
/// A12: the fund's share of an amount in dispute on a line.
[[nodiscard]] Fen fund_share(const model::ClaimBlock& block, model::Index line, Fen vola) noexcept;

/// The same, of a line whose settlement has these sums: medfee_sumamt, fund_pay_sumamt, and the line's inscp_amt.
[[nodiscard]] Fen fund_share(Fen vola, Fen total, Fen fund, Fen inscp) noexcept;

/// A9: what a code meets on a day: of the points in force, all with the longest code. Calls `visit(code_point)`. Without a date
/// only points without dates hold.
template <typename Visit>
void for_codes(const Evaluation& evaluation, std::span<const knowledge::CodePoint> points, Day day, Visit&& visit) {
  int length = -1;
  for (const knowledge::CodePoint& code : points) {
    if (length >= 0 && code.code_length != length) break;
    if (!evaluation.snapshot.point(code.point).in_force(day)) continue;
    length = code.code_length;
    visit(code);
  }
}

/// The same of the points that a code meets (Evaluation::codes), on a day; calls `visit(point)`.
template <typename Visit>
void for_points(const Evaluation& evaluation, std::span<const knowledge::CodePoint> points, Day day, Visit&& visit) {
  for_codes(evaluation, points, day, [&](const knowledge::CodePoint& code) { visit(code.point); });
}

/// The same of a match on the line's date.
template <typename Visit>
void for_points(const Evaluation& evaluation, const Match& match, Visit&& visit) {
  for_points(evaluation, std::span{match.points, match.count}, evaluation.block.lines.day[match.line], visit);
}

/// The same without "longest code": every point in force (pairs, A9).
template <typename Visit>
void for_all_points(const Evaluation& evaluation, const Match& match, Visit&& visit) {
  const Day day = evaluation.block.lines.day[match.line];
  for (std::uint32_t i = 0; i < match.count; ++i) {
    if (evaluation.snapshot.point(match.points[i].point).in_force(day)) visit(match.points[i].point);
  }
}

/// Cuts matches into the runs of one person and calls `visit(run)` for each.
template <typename Visit>
void for_each_person(const model::ClaimBlock& block, std::span<const Match> matches, Visit&& visit) {
  for (std::size_t begin = 0; begin < matches.size();) {
    const model::Index person = block.lines.person[matches[begin].line];
    std::size_t end = begin + 1;
    while (end < matches.size() && block.lines.person[matches[end].line] == person) ++end;
    visit(matches.subspan(begin, end - begin));
    begin = end;
  }
}
/// The same of the runs that hold a wanted line, for rules whose findings touch lines of the run alone.
template <typename Visit>
void for_each_wanted_person(const Evaluation& evaluation, std::span<const Match> matches, Visit&& visit) {
  for_each_person(evaluation.block, matches, [&](std::span<const Match> run) {
    if (std::ranges::any_of(run, [&](const Match& match) { return evaluation.wants(match.line); })) visit(run);
  });
}

/// True when a time carries no hour: exactly 00:00:00 (A11).
[[nodiscard]] constexpr bool is_date_only(Second time) noexcept { return time == start_of(day_of(time)); }

/// Accuses one line for one amount. The usual end of a line rule.
void accuse_line(FindingSink& sink, const model::ClaimBlock& block, std::uint16_t rule, model::Index line, Fen amount,
                 std::uint32_t point, std::string observed, std::string limit, std::string content);

}  // namespace yishou::rules

#include "rules/common_ground.h"

#include <algorithm>
#include <utility>

#include "base/check.h"

namespace yishou::rules {

using model::Fact;
using model::Index;
using model::kNone;
using model::Sex;

const model::FactSet& ground_facts() {
  static const model::FactSet set = model::facts(
      Fact::kLineTime, Fact::kLineCnt, Fact::kLineAmount, Fact::kLineInscp, Fact::kLineChrgitmLv, Fact::kLineItem,
      Fact::kLineInstitution, Fact::kLineDoctor, Fact::kLineOriginal, Fact::kLineValid, Fact::kSetlTotal,
      Fact::kSetlFund, Fact::kSetlRefund, Fact::kSetlOriginal, Fact::kSetlValid, Fact::kVisitValid);
  return set;
}

namespace {

/// A settlement and visit may be missing when a line is unsettled; such lines are never effective.
const model::Settlement* settlement_of(const model::ClaimBlock& block, Index line) noexcept {
  const Index settlement = block.lines.settlement[line];
  return settlement == kNone ? nullptr : &block.settlements[settlement];
}
/// The visit's row when it counts (A1).
const model::Visit* visit_of(const model::ClaimBlock& block, Index line) noexcept {
  const Index visit = block.lines.visit[line];
  if (visit == kNone || !block.visits[visit].counts) return nullptr;
  return &block.visits[visit];
}

char upper(char c) noexcept { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; }

/// `code` is upper case; a prefix in a table may be written in lower case.
bool begins_with(std::string_view code, std::string_view prefix) noexcept {
  if (code.size() < prefix.size()) return false;
  for (std::size_t i = 0; i < prefix.size(); ++i) {
    if (code[i] != upper(prefix[i])) return false;
  }
  return true;
}
/// Compares the first characters of `code` with `bound`, as many as `bound` has.
int compare_head(std::string_view code, std::string_view bound) noexcept {
  for (std::size_t i = 0; i < bound.size(); ++i) {
    if (i >= code.size()) return -1;
    const char b = upper(bound[i]);
    if (code[i] != b) return code[i] < b ? -1 : 1;
  }
  return 0;
}

/// A4: what person, settlement and visit say together; the latter two may be missing.
Sex joint_sex(const model::Person& person, const model::Settlement* settlement, const model::Visit* visit) noexcept {
  if (visit != nullptr && (visit->newborn || visit->patient_unknown)) return Sex::kMissing;
  Sex known = Sex::kMissing;
  for (const Sex sex : {person.sex, settlement != nullptr ? settlement->sex : Sex::kMissing,
                        visit != nullptr ? visit->sex : Sex::kMissing}) {
    if (sex == Sex::kMissing) continue;
    if (known != Sex::kMissing && known != sex) return Sex::kMissing;
    known = sex;
  }
  return known;
}

Age joint_age(const model::Person& person, const model::Settlement* settlement, const model::Visit* visit,
              Day day) noexcept {
  if (visit != nullptr && visit->newborn) return {.known = true, .newborn = true, .years = 0, .days = 0};
  if (day == kNoDay || (visit != nullptr && visit->patient_unknown)) return {};
  Day known = kNoDay;
  for (const Day birth :
       {person.birth, settlement != nullptr ? settlement->birth : kNoDay, visit != nullptr ? visit->birth : kNoDay}) {
    if (birth == kNoDay) continue;
    if (known != kNoDay && known != birth) return {};
    known = birth;
  }
  // A day before the birth contradicts itself: the age is not known.
  if (known == kNoDay || known > day) return {};
  return {.known = true, .newborn = false, .years = completed_years(known, day), .days = day - known};
}

const model::Visit* counting_visit(const model::ClaimBlock& block, Index visit) noexcept {
  return visit == kNone || !block.visits[visit].counts ? nullptr : &block.visits[visit];
}

}  // namespace

bool lacks_count(const model::ClaimBlock& block, Index line) noexcept {
  const model::Lines& lines = block.lines;
  if (lines.cnt[line] != kNoNumber || lines.valid[line] == 0) return false;
  const model::Settlement* settlement = settlement_of(block, line);
  return settlement != nullptr && settlement->in_effect && (lines.amount[line] == kNoNumber || lines.amount[line] >= 0);
}

Sex sex_of(const model::ClaimBlock& block, Index line) noexcept {
  return joint_sex(block.persons[block.lines.person[line]], settlement_of(block, line), visit_of(block, line));
}
Sex sex_of_settlement(const model::ClaimBlock& block, Index settlement) noexcept {
  const model::Settlement& row = block.settlements[settlement];
  return joint_sex(block.persons[row.person], &row, counting_visit(block, row.visit));
}

Age age_of(const model::ClaimBlock& block, Index line) noexcept {
  return joint_age(block.persons[block.lines.person[line]], settlement_of(block, line), visit_of(block, line),
                   block.lines.day[line]);
}
Age age_of_settlement(const model::ClaimBlock& block, Index settlement, Day day) noexcept {
  const model::Settlement& row = block.settlements[settlement];
  return joint_age(block.persons[row.person], &row, counting_visit(block, row.visit), day);
}

int rank_of_level(model::SmallCode level) noexcept {
  if (level >= 1 && level <= 4) return 3;
  if (level >= 5 && level <= 7) return 2;
  if (level >= 8 && level <= 11) return 1;
  return 0;
}

int level_rank(const model::ClaimBlock& block, Index line) noexcept {
  if (const int own = rank_of_level(block.institution(line).level); own != 0) return own;
  if (const model::Settlement* settlement = settlement_of(block, line); settlement != nullptr) {
    if (const int own = rank_of_level(settlement->level); own != 0) return own;
  }
  const model::Visit* visit = visit_of(block, line);
  return visit != nullptr ? rank_of_level(visit->level) : 0;
}

bool is_pharmacy(const model::ClaimBlock& block, Index line) noexcept {
  return block.institution(line).type == 2 || med_type_of(block, line) == 41;
}

VisitClass visit_class(std::int32_t med_type) noexcept {
  switch (med_type) {
    case 21:
    case 22:
    case 23:
    case 24:
    case 25:
    case 26:
    case 28:
    case 52: return VisitClass::kInpatient;
    case 13: return VisitClass::kEmergency;
    case 11:
    case 12:
    case 14:
    case 19:
    case 51:
    case 9901: return VisitClass::kOutpatient;
    case 41: return VisitClass::kPharmacy;
    default: return VisitClass::kUnknown;
  }
}

std::int32_t med_type_of(const model::ClaimBlock& block, Index line) noexcept {
  const model::Settlement* settlement = settlement_of(block, line);
  return settlement != nullptr ? settlement->med_type : -1;
}

int list_type_of(const model::ClaimBlock& block, Index line) noexcept {
  if (block.lines.list_type[line] != model::kNoCode) return block.lines.list_type[line];
  return list_type_of_code(block.item_code(line));
}

int list_type_of_code(std::string_view code) noexcept {
  if (code.empty()) return -1;
  switch (code[0]) {
    case 'X':
    case 'Z': return 101;
    case 'T': return 102;
    case 'C': return 301;
    default: break;
  }
  const bool digits = std::ranges::all_of(code, [](char c) { return c >= '0' && c <= '9'; });
  return code.size() == 15 && digits ? 201 : -1;
}

std::string_view generic_key(std::string_view code) noexcept {
  if (code.starts_with('X')) return code.substr(0, 10);
  if (code.starts_with('Z')) return code.substr(0, 11);
  return code;
}

bool is_national_diagnosis(std::string_view code) noexcept {
  const auto digit = [&](std::size_t at) { return code[at] >= '0' && code[at] <= '9'; };
  return code.size() >= 3 && code[0] >= 'A' && code[0] <= 'Z' && digit(1) && digit(2) &&
         std::ranges::all_of(code, [](char c) { return c > ' ' && c <= '~'; });
}

std::string_view missing_diagnosis(const model::ClaimBlock& block, Index line) noexcept {
  constexpr std::string_view kForeign = "诊断（有编码不是国家疾病诊断编码）";
  const std::string_view own = block.lines.disease[line];
  if (!own.empty() && !is_national_diagnosis(own)) return kForeign;
  const Index visit = block.lines.visit[line];
  const model::Range range = visit == kNone ? model::Range{} : block.visits[visit].diagnoses;
  for (Index i = range.begin; i < range.end; ++i) {
    if (!is_national_diagnosis(block.visit_diagnoses[i])) return kForeign;
  }
  return own.empty() && range.size() == 0 ? std::string_view{"诊断"} : std::string_view{};
}

bool has_diagnosis(const model::ClaimBlock& block, Index line, std::span<const std::string_view> prefixes) noexcept {
  const auto fits = [&](std::string_view code) {
    return std::ranges::any_of(prefixes, [&](std::string_view prefix) { return matches_code(code, prefix); });
  };
  if (const std::string_view own = block.lines.disease[line]; !own.empty() && fits(own)) return true;
  const Index visit = block.lines.visit[line];
  if (visit == kNone) return false;
  const model::Range range = block.visits[visit].diagnoses;
  for (Index i = range.begin; i < range.end; ++i) {
    if (fits(block.visit_diagnoses[i])) return true;
  }
  return false;
}

bool matches_code(std::string_view code, std::string_view prefix) noexcept {
  if (prefix.empty()) return false;
  // A range is written with a hyphen or, as in print, with an en dash.
  constexpr std::string_view kEnDash = "\xE2\x80\x93";
  std::size_t at = prefix.find('-');
  std::size_t width = 1;
  if (at == std::string_view::npos) {
    at = prefix.find(kEnDash);
    width = kEnDash.size();
  }
  if (at == std::string_view::npos || at == 0 || at + width >= prefix.size()) return begins_with(code, prefix);
  return compare_head(code, prefix.substr(0, at)) >= 0 && compare_head(code, prefix.substr(at + width)) <= 0;
}

Fen share_of(Fen amount, Qty part, Qty whole) noexcept { return mul_div(amount, part, whole); }

Fen fund_share(const model::ClaimBlock& block, Index line, Fen vola) noexcept {
  const model::Settlement* settlement = settlement_of(block, line);
  if (settlement == nullptr) return 0;
  return fund_share(vola, settlement->total, settlement->fund, block.lines.inscp[line]);
}

Fen fund_share(Fen vola, Fen total, Fen fund, Fen inscp) noexcept {
  if (total == kNoNumber || fund == kNoNumber || total == 0) return 0;
  const Fen share = mul_div(vola, fund, total);
  return inscp == kNoNumber ? share : std::min(share, inscp);
}

void accuse_line(FindingSink& sink, const model::ClaimBlock& block, std::uint16_t rule, Index line, Fen amount,
                 std::uint32_t point, std::string observed, std::string limit, std::string content) {
  Accusation accusation;
  accusation.rule = rule;
  accusation.person = block.lines.person[line];
  accusation.lines = std::span{&line, 1};
  accusation.amounts = std::span{&amount, 1};
  accusation.point = point;
  accusation.observed = std::move(observed);
  accusation.limit = std::move(limit);
  accusation.content = std::move(content);
  sink.accuse(accusation);
}

}  // namespace yishou::rules

#include "knowledge/own_checks.h"

#include <algorithm>

#include "csv/small_table.h"
#include "knowledge/code_range.h"
#include "knowledge/item_code.h"

namespace yishou::knowledge {
namespace {

bool is_one_of(std::uint16_t rule, std::initializer_list<std::uint16_t> rules) {
  return std::ranges::find(rules, rule) != rules.end();
}

enum class CodeKind : std::uint8_t { kAny, kDrug, kPiece, kItem, kConsumable, kDiagnosis, kOperation };

// What the column `code` of a rule holds.
CodeKind code_kind(std::uint16_t rule) {
  if (is_one_of(rule, {3, 4, 75, 77})) return CodeKind::kPiece;
  if (is_one_of(rule, {37, 54, 55})) return CodeKind::kDiagnosis;
  if (is_one_of(rule, {39, 40, 44})) return CodeKind::kOperation;
  if (is_one_of(rule, {32, 33, 34, 84, 85, 86, 87, 88})) return CodeKind::kConsumable;
  if ((rule >= 14 && rule <= 31) || (rule >= 78 && rule <= 83)) return CodeKind::kItem;
  if (rule <= 13 && rule != 11) return CodeKind::kDrug;
  if (is_one_of(rule, {45, 47}) || (rule >= 64 && rule <= 74)) return CodeKind::kDrug;
  return CodeKind::kAny;
}

// What the parts of the column `value` are, where they are codes.
CodeKind value_kind(std::uint16_t rule) {
  if (is_one_of(rule, {8, 20, 40, 70, 71, 78, 79, 82, 83, 88})) return CodeKind::kDiagnosis;
  if (is_one_of(rule, {5, 11, 44, 69, 74})) return CodeKind::kDrug;
  if (is_one_of(rule, {25, 26, 64, 84})) return CodeKind::kItem;
  if (rule == 30) return CodeKind::kConsumable;
  if (rule == 75) return CodeKind::kPiece;
  return CodeKind::kAny;
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
bool is_word(char c) { return is_digit(c) || is_upper(c) || (c >= 'a' && c <= 'z') || c == '+' || c == '*'; }

// Whether `text` is a prefix of a code of `digits` digits after an optional letter, a point, and what follows it.
bool is_dotted_prefix(std::string_view text, std::size_t digits) {
  std::size_t i = 0;
  while (i < text.size() && i < digits && is_digit(text[i])) ++i;
  if (i == text.size()) return true;
  return i == digits && text[i] == '.' && std::ranges::all_of(text.substr(i + 1), is_word);
}

bool is_diagnosis(std::string_view code) {
  return !code.empty() && is_upper(code[0]) && is_dotted_prefix(code.substr(1), 2);
}
bool is_operation(std::string_view code) { return !code.empty() && is_digit(code[0]) && is_dotted_prefix(code, 2); }

// Whether a code is whole and of another kind: a prefix may be anything, a whole code tells what it is.
bool is_of_another_kind(CodeKind kind, std::string_view code) {
  if (kind == CodeKind::kDiagnosis) return !is_diagnosis(code);
  if (kind == CodeKind::kOperation) return !is_operation(code);
  if (kind == CodeKind::kAny || !is_code(code)) return false;
  constexpr std::size_t kLongEnough = 15;  // shorter ones may be the prefixes of anything
  const char first = code[0];
  switch (kind) {
    case CodeKind::kDrug: return is_digit(first) || (first == 'C' && code.size() >= kLongEnough);
    case CodeKind::kPiece: return is_digit(first) || first == 'X' || (first == 'C' && code.size() >= kLongEnough);
    case CodeKind::kItem: return !is_digit(first) && (first != 'C' || code.size() >= kLongEnough);
    case CodeKind::kConsumable: return first != 'C';
    default: return false;
  }
}

struct Words {
  std::string_view zh, en;
};

Words words_of(CodeKind kind) {
  switch (kind) {
    case CodeKind::kAny: break;
    case CodeKind::kDrug: return {"须为药品编码（或其前几位）", "must be the code of a drug, or its beginning"};
    case CodeKind::kPiece:
      return {"须为中药饮片编码（或其前几位）", "must be the code of a decoction piece, or its beginning"};
    case CodeKind::kItem:
      return {"须为医疗服务项目编码（或其前几位）", "must be the code of a service item, or its beginning"};
    case CodeKind::kConsumable:
      return {"须为医用耗材编码（或其前几位）", "must be the code of a consumable, or its beginning"};
    case CodeKind::kDiagnosis:
      return {"须为 ICD-10 编码或其前几位（大写字母起，如 N40、I63.9），范围写作 C60-C63",
              "must be an ICD-10 code or its beginning (a capital letter first: N40, I63.9), or a range C60-C63"};
    case CodeKind::kOperation:
      return {"须为 ICD-9-CM-3 编码或其前几位（如 60.2），范围写作 60-64",
              "must be an ICD-9-CM-3 code or its beginning (60.2), or a range 60-64"};
  }
  return {};
}

// The parts of a `;`-list, trimmed, without empty ones.
std::vector<std::string_view> parts_of(std::string_view list) {
  std::vector<std::string_view> parts;
  while (!list.empty()) {
    const std::size_t end = std::min(list.find(';'), list.size());
    if (const auto part = csv::trim(list.substr(0, end)); !part.empty()) parts.push_back(part);
    list.remove_prefix(std::min(end + 1, list.size()));
  }
  return parts;
}

// Rules whose value holds words: what is none of them would never match, and so accuse everything or nothing.
std::optional<CellRemark> wrong_word(const PointRow& row) {
  for (const std::string_view part : parts_of(row.value)) {
    const std::uint32_t bit = object_bit(part);
    if (row.rule == 73 && part != "P" && part != "L")
      return CellRemark{"value", "须为 P、L 或 P;L", "must be P, L or P;L", std::string{part}};
    if (row.rule == 80 && (bit & (kNewborn | kInfant | kChild)) == 0) {
      return CellRemark{"value", "须为 新生儿、婴幼儿 或 儿童", "must be 新生儿, 婴幼儿 or 儿童", std::string{part}};
    }
    const bool visit = (bit & (kInpatient | kEmergency | kOutpatient | kPharmacy)) != 0;
    if (is_one_of(row.rule, {13, 22}) && !visit && !all_digits(part)) {
      return CellRemark{"value", "须为 住院、急诊、门诊、购药 或医疗类别代码，以分号分隔",
                        "must be 住院, 急诊, 门诊, 购药 or med_type codes, with semicolons between them",
                        std::string{part}};
    }
  }
  return std::nullopt;
}

// Numbers that must be above zero: a limit of nothing would accuse every line, an age of nothing every person.
std::optional<CellRemark> nothing_as_limit(const PointRow& row) {
  const CellRemark num{"num", "须大于零", "must be above zero", "0"};
  const CellRemark num2{"num2", "须大于零", "must be above zero", "0"};
  const bool positive = is_one_of(
      row.rule, {5, 6, 7, 9, 10, 14, 18, 19, 23, 26, 27, 28, 31, 32, 33, 34, 43, 45, 48, 66, 68, 72, 77, 79, 86});
  if (positive && row.num == 0) return num;
  if (is_one_of(row.rule, {9, 26, 31}) && row.num2 == 0) return num2;
  return std::nullopt;
}

}  // namespace

bool rows_join(std::uint16_t rule) noexcept {
  return rule > 88 || is_one_of(rule, {5,  8,  11, 20, 21, 22, 25, 26, 30, 37, 40, 44, 64,
                                       69, 70, 71, 73, 74, 75, 78, 79, 82, 83, 84, 85, 88});
}

bool longest_code_decides(std::uint16_t rule) noexcept {
  return rule <= 88 && !is_one_of(rule, {11, 25, 26, 30, 69, 74, 75});
}

std::string_view contradiction(const PointRow& a, const PointRow& b) {
  if (a.rule != b.rule || rows_join(a.rule) || a.scope != b.scope || a.region != b.region) return {};
  if (a.value == b.value && a.num == b.num && a.num2 == b.num2) return {};
  const bool a_before_b = a.valid_to != kNoDay && b.valid_from != kNoDay && a.valid_to < b.valid_from;
  const bool b_before_a = b.valid_to != kNoDay && a.valid_from != kNoDay && b.valid_to < a.valid_from;
  if (a_before_b || b_before_a) return {};
  for (const std::string& code : a.codes) {
    if (std::ranges::find(b.codes, code) != b.codes.end()) return code;
  }
  return {};
}

std::optional<CellRemark> lacks(const PointRow& row) {
  if (row.needs_condition) return std::nullopt;
  if (is_one_of(row.rule, {39, 54, 67, 81, 87}) && row.value != "男" && row.value != "女") {
    return CellRemark{"value", "须为 男 或 女", "must be 男 or 女", row.value};
  }
  if (is_one_of(row.rule, {12, 24}) && !row.value.starts_with("二级") && !row.value.starts_with("三级")) {
    return CellRemark{"value", "须为 二级 或 三级", "must be 二级 or 三级", row.value};
  }
  const bool value = is_one_of(row.rule, {5,  8,  11, 13, 15, 20, 21, 22, 25, 26, 30, 37, 40, 64,
                                          70, 71, 73, 74, 75, 78, 79, 80, 82, 83, 84, 85, 88});
  if (value && parts_of(row.value).empty()) {
    return CellRemark{"value", "该规则必须填写", "this rule cannot judge without it", {}};
  }
  const bool number = is_one_of(row.rule, {10, 14, 23, 27, 28, 31, 34, 45, 68, 77, 86});
  if (number && row.num == kNoNumber)
    return CellRemark{"num", "该规则必须填写", "this rule cannot judge without it", {}};
  if (row.rule == 68 && row.unit.empty()) {
    return CellRemark{"unit", "该规则必须填写（剂量单位）", "this rule needs the unit of the dose", {}};
  }
  if (row.rule == 31 && row.num2 == kNoNumber)
    return CellRemark{"num2", "该规则必须填写（周期天数）", "this rule needs the days of its cycle", {}};
  if (row.rule == 9 && row.num == kNoNumber && row.num2 == kNoNumber) {
    return CellRemark{"num", "num 与 num2 至少填一个", "num or num2 must be given", {}};
  }
  if (row.rule == 55 && row.num == kNoNumber && row.num2 == kNoNumber) {
    return CellRemark{"num",
                      "num（最小年龄）与 num2（最大年龄）至少填一个",
                      "num (least age) or num2 (greatest age) must be given",
                      {}};
  }
  if (row.rule == 55 && row.num != kNoNumber && row.num2 != kNoNumber && row.num > row.num2) {
    return CellRemark{"num", "不得大于 num2（最大年龄）", "must not exceed num2 (the greatest age)",
                      format_trimmed(row.num, kQtyScale)};
  }
  const bool grade = row.num == kOne || row.num == 2 * kOne || row.num == 3 * kOne;
  if (row.rule == 45 && row.num != 0 && !grade) {
    return CellRemark{"num", "须为 1、2 或 3（非限制、限制、特殊使用级）", "must be 1, 2 or 3 (the grade)",
                      format_trimmed(row.num, kQtyScale)};
  }
  if (auto nothing = nothing_as_limit(row); nothing.has_value()) return nothing;
  return wrong_word(row);
}

std::optional<CellRemark> wrong_shape(const PointRow& row, const std::vector<std::string>& codes) {
  const CodeKind kind = code_kind(row.rule);
  for (const std::string& code : codes) {
    if (is_of_another_kind(kind, code)) return CellRemark{"code", words_of(kind).zh, words_of(kind).en, code};
  }
  const CodeKind values = value_kind(row.rule);
  for (const std::string_view part : parts_of(row.value)) {
    // Of a range its first category tells the kind.
    const auto codes_of_part = expand_range(part);
    if (codes_of_part.has_value() && is_of_another_kind(values, codes_of_part->front()))
      return CellRemark{"value", words_of(values).zh, words_of(values).en, std::string{part}};
  }
  return std::nullopt;
}

std::optional<CellRemark> odd_shape(const PointRow& row, const std::vector<std::string>& codes) {
  const CodeKind kind = code_kind(row.rule);
  for (const std::string& code : codes) {
    const char first = code[0];
    bool usual = true;
    switch (kind) {
      case CodeKind::kDrug: usual = first == 'X' || first == 'Z' || first == 'T'; break;
      case CodeKind::kPiece: usual = first == 'T'; break;
      case CodeKind::kItem: usual = is_digit(first); break;
      case CodeKind::kConsumable: usual = first == 'C'; break;
      default: break;
    }
    if (!usual) return CellRemark{"code", words_of(kind).zh, words_of(kind).en, code};
  }
  return std::nullopt;
}

}  // namespace yishou::knowledge

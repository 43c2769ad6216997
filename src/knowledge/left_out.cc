#include "knowledge/left_out.h"

#include <array>

#include <fmt/format.h>

#include "base/check.h"
#include "csv/small_table.h"

namespace yishou::knowledge {
namespace {

struct Reason {
  Why why;
  bool refusal;
  std::string_view zh, en;
};

constexpr std::array<Reason, 20> kReasons{{
    {Why::kTitle, false, "表头以上的标题", "a title above the header"},
    {Why::kTotal, false, "合计行", "a total"},
    {Why::kNote, false, "说明文字", "a note"},
    {Why::kNoTable, true, "工作表中找不到认识的表头：请核对列名",
     "no header we know in this sheet: check the column names"},
    {Why::kUnknownRule, true, "认不出是哪条规则：请在“规则名称”列或工作表名中写出规则全称",
     "no national rule recognised: write its full name in a column 规则名称 or in the sheet's name"},
    {Why::kNoName, true, "没有名称：请补上药品或项目名称", "no name: fill it in"},
    {Why::kNoCode, true, "没有编码：请在编码表中补上", "no code: add it to the code sheet"},
    {Why::kBadCode, true, "编码不合规范（X+22、Z+19、T+9、15 位项目编码或 C 开头）：请核对",
     "the code has no known shape (X+22, Z+19, T+9, 15 digits, or C…): check it"},
    {Why::kLostZeros, true, "编码按数字存储，丢了前导零，且无法确定原码：请把该列改为文本重填",
     "the code is stored as a number, has lost its zeros and cannot be told for certain: make the column text"},
    {Why::kNoDetail, true, "编码表中的名称在明细表中没有：请核对名称",
     "a name of the code sheet is not in the detail sheet: check it"},
    {Why::kUnread, true, "公式没有结果或单元格出错：请改为数值",
     "a formula without result or an error cell: put in the value"},
    {Why::kRepeated, false, "与前面的行完全相同", "the same as an earlier row"},
    {Why::kContradicts, true, "与前面的行互相矛盾：请只留一行", "contradicts an earlier row: leave one"},
    {Why::kBadValue, true, "内容不合要求：请按格式说明改正",
     "the value is not what the column must hold: correct it by the format page"},
    {Why::kTooEarly, true, "公布日早于它所替代的知识点：请核对 --published",
     "published before the point it would supersede: check --published"},
    {Why::kCycle, true, "替代关系成环：请改正 supersedes",
     "points supersede one another in a circle: correct supersedes"},
    {Why::kAgainstBase, true,
     "与库中已有知识点在同一时间矛盾：请沿用其 point_id，改起止日期，或先撤回（yishou knowledge withdraw）",
     "contradicts a point of the base on the same dates: use its point_id, other dates, or withdraw it first (yishou "
     "knowledge withdraw)"},
    {Why::kOddShape, false, "编码形状少见，已收入：请核对", "an unusual code, taken: check it"},
    {Why::kShadowed, false, "同一规则下更长的编码另有不同限定，在其范围内以更长者为准：请核对",
     "a longer code of the same rule has another limit and decides where it fits: check it"},
    {Why::kShadows, false, "同一规则下较短的编码另有不同限定，在本编码范围内以本行为准：请核对",
     "a shorter code of the same rule has another limit; this row decides where it fits: check it"},
}};

const Reason& reason(Why why) noexcept {
  const auto& found = kReasons[static_cast<std::size_t>(why)];
  YISHOU_DCHECK(found.why == why, "reasons stand in the order of the enum");
  return found;
}

}  // namespace

std::string rejects_table(const std::vector<LeftOut>& all) {
  std::string out = "file,sheet,row,column,reason,need,text\n";
  for (const LeftOut& left : all) {
    if (!is_refusal(left.why)) continue;
    for (const std::string_view field : {std::string_view{left.file}, std::string_view{left.sheet}}) {
      csv::append_field(out, field);
      out += ',';
    }
    out += fmt::format("{},", left.row);
    for (const std::string_view field : {std::string_view{left.column}, why_zh(left.why), left.need_zh}) {
      csv::append_field(out, field);
      out += ',';
    }
    csv::append_field(out, left.text);
    out += '\n';
  }
  return out;
}

std::string_view shortened(std::string_view text, std::size_t bytes) noexcept {
  if (text.size() <= bytes) return text;
  while (bytes > 0 && (static_cast<unsigned char>(text[bytes]) & 0xC0) == 0x80) --bytes;
  return text.substr(0, bytes);
}

bool is_refusal(Why why) noexcept { return reason(why).refusal; }
std::string_view why_zh(Why why) noexcept { return reason(why).zh; }
std::string_view why_en(Why why) noexcept { return reason(why).en; }

}  // namespace yishou::knowledge

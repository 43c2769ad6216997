#include "knowledge/official_table.h"

#include <algorithm>
#include <utility>

namespace yishou::knowledge {
namespace {

using Kind = TableColumn;

// What the published documents call their columns. The first name of a header row that fits is taken.
constexpr std::pair<std::string_view, Kind> kTitles[] = {
    {"序号", Kind::kSequence},      {"药品通用名", Kind::kName},
    {"药品名称", Kind::kName},      {"通用名", Kind::kName},
    {"通用名称", Kind::kName},      {"药品通用名称", Kind::kName},
    {"项目名称", Kind::kName},      {"医疗服务项目名称", Kind::kName},
    {"中药饮片名称", Kind::kName},  {"饮片名称", Kind::kName},
    {"耗材名称", Kind::kName},      {"医用耗材名称", Kind::kName},
    {"知识点名称", Kind::kName},    {"名称", Kind::kName},
    {"主项名称", Kind::kName},      {"项目A名称", Kind::kName},
    {"项目A", Kind::kName},         {"国标代码", Kind::kCode},
    {"药品代码", Kind::kCode},      {"药品编码", Kind::kCode},
    {"项目编码", Kind::kCode},      {"项目代码", Kind::kCode},
    {"医保编码", Kind::kCode},      {"医保代码", Kind::kCode},
    {"国家医保编码", Kind::kCode},  {"国家医保代码", Kind::kCode},
    {"医保药品编码", Kind::kCode},  {"医保药品代码", Kind::kCode},
    {"国标编码", Kind::kCode},      {"耗材编码", Kind::kCode},
    {"耗材代码", Kind::kCode},      {"饮片代码", Kind::kCode},
    {"编码", Kind::kCode},          {"代码", Kind::kCode},
    {"主项编码", Kind::kCode},      {"主项代码", Kind::kCode},
    {"项目A编码", Kind::kCode},     {"药品说明", Kind::kText},
    {"项目说明", Kind::kText},      {"限定支付范围", Kind::kText},
    {"支付范围", Kind::kText},      {"医保支付范围", Kind::kText},
    {"限定条件", Kind::kText},      {"限制条件", Kind::kText},
    {"限定内容", Kind::kText},      {"说明", Kind::kText},
    {"备注", Kind::kText},          {"知识点", Kind::kText},
    {"检出逻辑", Kind::kLogic},     {"规则逻辑", Kind::kLogic},
    {"违规逻辑", Kind::kLogic},     {"逻辑", Kind::kLogic},
    {"规则名称", Kind::kRule},      {"规则", Kind::kRule},
    {"规则分类", Kind::kRule},      {"限定类型", Kind::kType},
    {"限定对象", Kind::kValue},     {"限定值域", Kind::kValue},
    {"限定性别", Kind::kValue},     {"值域", Kind::kValue},
    {"频度", Kind::kFrequency},     {"从项名称", Kind::kPairName},
    {"项目B名称", Kind::kPairName}, {"项目B", Kind::kPairName},
    {"从项编码", Kind::kPairCode},  {"从项代码", Kind::kPairCode},
    {"项目B编码", Kind::kPairCode}, {"限制数量", Kind::kQuantity},
    {"限定数量", Kind::kQuantity},  {"数量单位", Kind::kUnit},
    {"频次上限", Kind::kTimes},     {"疗程周期", Kind::kCycle},
    {"周期", Kind::kCycle},
};

constexpr std::size_t kHeaderWithin = 50;

}  // namespace

std::string bare_title(std::string_view title) {
  std::string out;
  for (std::size_t i = 0; i < title.size();) {
    const std::string_view rest = title.substr(i);
    if (rest.starts_with("(") || rest.starts_with("（")) break;
    if (rest.starts_with("　")) {
      i += std::string_view{"　"}.size();
      continue;
    }
    if (std::string_view{" \t\r\n*"}.find(title[i]) == std::string_view::npos) out += title[i];
    ++i;
  }
  return out;
}

std::optional<OfficialTable> find_table(const Sheet& sheet) {
  std::string titles;
  for (std::size_t place = 0; place < sheet.rows.size() && place < kHeaderWithin; ++place) {
    const SheetRow& row = sheet.rows[place];
    OfficialTable table{.sheet = &sheet, .header = place, .columns = {}, .titles = titles, .drugs = false};
    std::size_t known = 0;
    for (std::size_t column = 0; column < row.cells.size(); ++column) {
      const std::string title = bare_title(row.cells[column].text);
      const auto found = std::ranges::find(kTitles, title, &std::pair<std::string_view, Kind>::first);
      if (found == std::end(kTitles)) continue;
      auto& where = table.columns[static_cast<std::size_t>(found->second)];
      if (where.has_value()) continue;
      where = column;
      ++known;
      if (title.find("药") != std::string::npos || title.find("饮片") != std::string::npos) table.drugs = true;
    }
    if (known >= 2 && (table.has(Kind::kName) || table.has(Kind::kCode))) return table;
    for (const Cell& cell : row.cells) titles += cell.text + '\n';
  }
  return std::nullopt;
}

}  // namespace yishou::knowledge

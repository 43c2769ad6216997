// Workbooks as published, as damaged, and as hostile; and the points found in them.
#include "knowledge/workbook.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "knowledge/official_document.h"
#include "knowledge/test_workbook.h"

namespace yishou::knowledge {
namespace {

using ::testing::HasSubstr;

std::string refusal(std::string_view bytes) {
  const auto workbook = read_workbook(bytes, "f.xlsx");
  return workbook.has_value() ? std::string{} : workbook.error().message;
}

OfficialDocument found(const std::vector<TestSheet>& sheets, std::string_view file = "f.xlsx",
                       const std::function<bool(std::string_view)>& known = [](std::string_view) { return false; }) {
  const std::string bytes = workbook_of(sheets);
  const auto workbook = read_workbook(bytes, file);
  EXPECT_TRUE(workbook.has_value()) << workbook.error().message;
  auto document = find_points(*workbook, file, known);
  EXPECT_TRUE(document.has_value()) << document.error().message;
  return *std::move(document);
}

std::vector<Why> whys(const OfficialDocument& document) {
  std::vector<Why> out;
  for (const LeftOut& left : document.left) out.push_back(left.why);
  return out;
}

TEST(WorkbookTest, CellsOfEveryKind) {
  const std::string bytes = workbook_of({{"一", {{"文", "#12", "#1.5", "#1.10200004E14", "="}, {}, {"", "b"}}, {}}});
  const auto workbook = read_workbook(bytes, "f.xlsx");
  ASSERT_TRUE(workbook.has_value()) << workbook.error().message;
  ASSERT_EQ(workbook->sheets.size(), 1u);
  const Sheet& sheet = workbook->sheets[0];
  ASSERT_EQ(sheet.rows.size(), 2u);
  EXPECT_EQ(sheet.rows[0].cells[1].text, "12");
  EXPECT_EQ(sheet.rows[0].cells[2].text, "1.5");
  EXPECT_EQ(sheet.rows[0].cells[3].text, "110200004000000");
  EXPECT_EQ(sheet.rows[0].cells[4].kind, CellKind::kUnread);
  EXPECT_EQ(sheet.rows[1].number, 3u);
  EXPECT_EQ(sheet.rows[1].cells[0].kind, CellKind::kEmpty);
}

TEST(WorkbookTest, WhatIsNoWorkbook) {
  EXPECT_THAT(refusal(""), HasSubstr("no .xlsx workbook"));
  EXPECT_THAT(refusal("rule_no,code\n"), HasSubstr("no .xlsx workbook"));
  EXPECT_THAT(refusal("\xD0\xCF\x11\xE0old"), HasSubstr("save it as .xlsx"));
  EXPECT_THAT(refusal("PK\x03\x04"), HasSubstr("damaged"));
  EXPECT_THAT(refusal(zip_of({{"a.txt", "hello"}})), HasSubstr("no workbook"));
  const std::string whole = workbook_of({{"一", {{"a"}}, {}}});
  for (std::size_t size = 2; size < whole.size(); size += 37) EXPECT_NE(refusal(whole.substr(0, size)), "") << size;
}

TEST(WorkbookTest, PartsThatAreTooLargeOrBroken) {
  const auto with_sheet = [](std::string xml) {
    return zip_of({{"xl/workbook.xml", R"(<workbook><sheets><sheet name="a" r:id="s"/></sheets></workbook>)"},
                   {"xl/_rels/workbook.xml.rels", R"(<R><Relationship Id="s" Type="x" Target="s.xml"/></R>)"},
                   {"xl/s.xml", std::move(xml)}});
  };
  EXPECT_EQ(refusal(with_sheet("<worksheet><sheetData/></worksheet>")), "");
  EXPECT_THAT(refusal(with_sheet(std::string(std::size_t{60} << 20, ' '))),
              HasSubstr("48 MiB"));  // a bomb: 60 KiB packed
  EXPECT_THAT(refusal(with_sheet("<worksheet><sheetData><row")), HasSubstr("no XML"));
  EXPECT_THAT(
      refusal(with_sheet(R"(<worksheet><sheetData><row r="1"><c r="ZZ1"><v>1</v></c></row></sheetData></worksheet>)")),
      HasSubstr("more than 256 columns"));
  EXPECT_THAT(refusal(with_sheet(R"(<worksheet><sheetData><row r="1048577"/></sheetData></worksheet>)")),
              HasSubstr("last row"));
  EXPECT_THAT(refusal(with_sheet(R"(<worksheet><sheetData><row r="5"/><row r="5"/></sheetData></worksheet>)")),
              HasSubstr("out of order"));
  std::string many = "<worksheet><sheetData>";
  for (int i = 0; i < 200000; ++i) many += "<row/>";
  EXPECT_EQ(refusal(with_sheet(many + "</sheetData></worksheet>")), "");
  const std::string entity = R"(<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/hostname">]><worksheet><sheetData><row>)"
                             R"(<c t="inlineStr"><is><t>&b;</t></is></c></row></sheetData></worksheet>)";
  const auto workbook = read_workbook(with_sheet(entity), "f.xlsx");
  ASSERT_TRUE(workbook.has_value()) << workbook.error().message;
  EXPECT_EQ(workbook->sheets[0].rows[0].cells[0].text, "&b;");  // no file is read
}

TEST(OfficialDocumentTest, HeaderBelowTitlesTotalsAndNotesLeftOut) {
  const auto document = found({{"“医疗服务项目限定频次”规则对应知识点明细",
                                {{"附件"},
                                 {"序号", "项目名称", "限制数量", "数量单位", "项目编码"},
                                 {"#1", "住院诊查费", "#1", "日", "001102000050000"},
                                 {"#2", "颅内压监测", "#24", "小时", "001102000050001"},
                                 {"序号", "项目名称", "限制数量", "数量单位", "项目编码"},
                                 {"合计"},
                                 {"备注：由各省细化"}},
                                {}}});
  ASSERT_EQ(document.points.size(), 2u);
  EXPECT_EQ(document.points[0].rule, 27);
  EXPECT_EQ(derive(document.points[0]).num, kOne);
  EXPECT_EQ(derive(document.points[1]).num, 24 * kOne);
  EXPECT_EQ(whys(document), (std::vector<Why>{Why::kTitle, Why::kTitle, Why::kTotal, Why::kNote}));
}

TEST(OfficialDocumentTest, CodeSheetBesideDetailSheet) {
  const auto document = found({{"明细",
                                {{"药品通用名", "药品说明", "限定类型", "限定对象"},
                                 {"甲片", "限儿童。", "限定年龄对象", "儿童"},
                                 {"乙片", "用于小儿感冒。", "限定年龄对象", "儿童"},
                                 {"丙片", "无编码", "限定年龄对象", "儿童"}},
                                {}},
                               {"编码",
                                {{"药品通用名", "序号", "国标代码", "限定类型"},
                                 {"甲片", "#1", "XA01AAA001A001010100001", "限定年龄对象"},
                                 {"", "#2", "xa01aaa001a001010100002", "限定年龄对象"},
                                 {"乙片", "#1", "ZA01AAA0010010100001", "限定年龄对象"},
                                 {"丁片", "#1", "ZA01AAA0010010100009", "限定年龄对象"},
                                 {"乙片", "#2", "ZA01", "限定年龄对象"}},
                                R"(<mergeCells><mergeCell ref="A2:A3"/></mergeCells>)"}});
  ASSERT_EQ(document.points.size(), 2u);
  EXPECT_EQ(document.points[0].rule, 7);  // the text begins with 限
  EXPECT_EQ(document.points[0].codes.size(), 2u);
  EXPECT_EQ(document.points[0].codes[1], "XA01AAA001A001010100002");
  EXPECT_EQ(document.points[1].rule, 65);
  EXPECT_EQ(whys(document), (std::vector<Why>{Why::kBadCode, Why::kNoCode, Why::kNoDetail}));
}

TEST(OfficialDocumentTest, LostZerosAreRepairedOnlyWhenTheCodeIsKnown) {
  const TestSheet sheet{"医疗服务项目限支付疗程",
                        {{"项目名称", "备注", "项目代码"},
                         {"甲", "支付不超过30天。", "#3402000210000"},
                         {"乙", "支付不超过30天。", "#3402000220000"}},
                        {}};
  const auto document = found({sheet}, "f.xlsx", [](std::string_view code) { return code == "003402000210000"; });
  ASSERT_EQ(document.points.size(), 1u);
  EXPECT_EQ(document.points[0].codes[0], "003402000210000");
  EXPECT_EQ(whys(document), std::vector<Why>{Why::kLostZeros});
}

TEST(OfficialDocumentTest, TheRuleColumnDecidesNotTheFile) {
  const TestSheet sheet{"Sheet1",
                        {{"规则名称", "中药饮片名称", "国家医保编码"},
                         {"中药饮片单方使用不予支付", "甲", "T000000001"},
                         {"没有这样的规则", "乙", "T000000002"}},
                        {}};
  const auto document = found({sheet}, "“中药饮片单复方均不予支付”规则.xlsx");
  ASSERT_EQ(document.points.size(), 2u);
  EXPECT_EQ(document.points[0].rule, 4);
  EXPECT_EQ(document.points[1].rule, 3);
  const auto unnamed = found({sheet}, "f.xlsx");
  EXPECT_EQ(whys(unnamed), std::vector<Why>{Why::kUnknownRule});
}

TEST(OfficialDocumentTest, OneRowForEachCodeIsOnePoint) {
  const auto document = found({{"药品限适应症",
                                {{"药品名称", "药品代码", "限定支付范围"},
                                 {"甲片", "XA01AAA001A001010100001", "限甲。"},
                                 {"甲片", "XA01AAA001A001010100002", "限甲。"},
                                 {"甲片", "XA01AAA001A001010100002", "限甲。"}},
                                {}}});
  ASSERT_EQ(document.points.size(), 1u);
  EXPECT_EQ(document.points[0].codes.size(), 2u);
  EXPECT_TRUE(derive(document.points[0]).needs_condition);
  EXPECT_EQ(whys(document), std::vector<Why>{Why::kRepeated});
}

TEST(OfficialDocumentTest, ContradictionsFormulasAndMissingNames) {
  const auto document = found({{"药品区分性别使用",
                                {{"药品名称", "药品代码", "限定性别"},
                                 {"甲片", "XA01AAA001A001010100001", "男"},
                                 {"甲片", "XA01AAA001A001010100002", "女"},
                                 {"", "XA01AAA001A001010100003", "女"},
                                 {"乙片", "=", "女"}},
                                {}}});
  ASSERT_EQ(document.points.size(), 1u);
  EXPECT_EQ(whys(document), (std::vector<Why>{Why::kContradicts, Why::kNoName, Why::kUnread}));
}

TEST(OfficialDocumentTest, NoTableAtAll) {
  const auto workbook = read_workbook(workbook_of({{"一", {{"你好"}, {"世界"}}, {}}}), "f.xlsx");
  ASSERT_TRUE(workbook.has_value());
  EXPECT_FALSE(find_points(*workbook, "f.xlsx", [](std::string_view) { return false; }).has_value());
}

}  // namespace
}  // namespace yishou::knowledge

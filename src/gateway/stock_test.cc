// Stock transactions: rows that intake takes, keys that a repetition keeps, items refused one by one.
#include "gateway/stock.h"

#include <algorithm>
#include <set>
#include <string>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "intake/cell.h"
#include "model/tables.h"

namespace yishou::gateway {
namespace {

using ::testing::HasSubstr;

constexpr std::string_view kFive = R"("med_list_codg":"XN01","fixmedins_hilist_id":"L1","fixmedins_bchno":"B1",)";

std::string item_json(std::string_view more) { return fmt::format("{{{}{}}}", kFive, more); }
std::string sale_json(std::string_view more = "") {
  return item_json(fmt::format(R"("sel_retn_cnt":2,"sel_retn_time":"2026-03-02 09:20:00","rtal_docno":"R1"{})", more));
}
std::string message_json(std::string_view node, std::string_view items) {
  return fmt::format(R"({{"infno":"35","fixmedins_code":"P1","input":{{"{}":{}}}}})", node, items);
}

class StockTest : public ::testing::Test {
 protected:
  StockReport read(TransactionKind kind, std::string_view node, std::string_view items,
                   const StockSettings& settings = {}) {
    EXPECT_TRUE(message_.read(message_json(node, items)));
    auto report = read_stock(message_, {.kind = kind, .batch = false}, settings);
    EXPECT_TRUE(report) << report.error().message;
    if (report) expect_taken_by_intake(*report);
    return report ? std::move(*report) : StockReport{};
  }
  ExtractRow one_row(TransactionKind kind, std::string_view node, std::string_view item,
                     const StockSettings& settings = {}) {
    const StockReport report = read(kind, node, item, settings);
    EXPECT_TRUE(report.rejects.empty()) << report.rejects[0].field << report.rejects[0].reason;
    EXPECT_GE(report.rows.size(), 1u);
    return report.rows.empty() ? ExtractRow{} : report.rows[0];
  }
  std::string rejected(TransactionKind kind, std::string_view node, std::string_view item) {
    const StockReport report = read(kind, node, item);
    EXPECT_TRUE(report.rows.empty());
    return report.rejects.empty() ? "taken" : fmt::format("{} {}", report.rejects[0].field, report.rejects[0].reason);
  }

  Message message_;

 private:
  static void expect_taken_by_intake(const StockReport& report) {
    for (const ExtractRow& row : report.rows) {
      const model::Table* table = model::find_table(row.table);
      ASSERT_NE(table, nullptr);
      std::set<std::string_view> seen;
      for (const auto& [name, value] : row.columns) {
        EXPECT_TRUE(seen.insert(name).second) << name << " twice";
        const auto column = std::ranges::find(table->columns, name, &model::Column::name);
        ASSERT_NE(column, table->columns.end()) << name;
        intake::Cell cell;
        EXPECT_EQ(intake::parse_cell(intake::cell_rule(*table, *column), value, cell), nullptr) << name << "=" << value;
        EXPECT_FALSE(cell.null) << name;
      }
      for (const model::Column& column : table->columns) {
        EXPECT_TRUE(!column.must_exist || seen.contains(column.name)) << row.table << " lacks " << column.name;
      }
    }
  }
};

TEST_F(StockTest, EachTransactionFillsItsTable) {
  const ExtractRow count = one_row(TransactionKind::kStockCount, "invinfo",
                                   item_json(R"("invdate":"2026-03-01","inv_cnt":"12.50","manu_lotnum":"M1")"));
  EXPECT_EQ(count.table, "invinfo_d");
  EXPECT_EQ(count.value("cnt"), "12.5");
  EXPECT_EQ(count.value("inv_time"), "2026-03-01 00:00:00");
  EXPECT_EQ(count.value("fixmedins_code"), "P1");
  EXPECT_EQ(count.value("manu_lotnum"), "M1");
  const ExtractRow change =
      one_row(TransactionKind::kStockChange, "invinfo",
              item_json(R"("cnt":-3,"pric":1.5,"inv_chg_time":"20260301080000","inv_chg_type":"101")"));
  EXPECT_EQ(change.table, "invchg_d");
  EXPECT_EQ(change.value("cnt"), "-3");
  EXPECT_EQ(change.value("chg_time"), "2026-03-01 08:00:00");
  EXPECT_EQ(change.value("pric"), "1.5");
  const ExtractRow bought =
      one_row(TransactionKind::kPurchase, "purcinfo",
              item_json(R"("purc_retn_cnt":1e2,"purc_retn_stoin_time":"2026-03-01T08:00:00","purc_invo_codg":"I1",)"
                        R"("spler_name":"示例公司")"));
  EXPECT_EQ(bought.table, "purcinfo_d");
  EXPECT_EQ(bought.value("cnt"), "100");
  EXPECT_EQ(bought.value("purc_invo_no"), "I1");
  EXPECT_EQ(bought.value("spler_name"), "示例公司");
  const ExtractRow sent_back = one_row(TransactionKind::kPurchaseReturn, "purcinfo",
                                       item_json(R"("purc_retn_cnt":5,"purc_retn_stointime":"2026-03-02 08:00:00")"));
  EXPECT_EQ(sent_back.table, "purcinfo_d");
  EXPECT_EQ(sent_back.value("cnt"), "-5") << "what goes back leaves the stock";
  EXPECT_EQ(sent_back.value("purc_time"), "2026-03-02 08:00:00");
  const ExtractRow sold =
      one_row(TransactionKind::kSale, "selinfo", sale_json(R"(,"MDTRT_SETL_TYPE":1,"setl_id":"S1","psn_no":"-")"));
  EXPECT_EQ(sold.table, "selinfo_d");
  EXPECT_EQ(sold.value("sel_retn_flag"), "0");
  EXPECT_EQ(sold.value("mdtrt_setl_type"), "1");
  EXPECT_EQ(sold.value("psn_no"), "");
  const ExtractRow returned =
      one_row(TransactionKind::kSaleReturn, "selinfo",
              item_json(R"("sel_retn_cnt":-2,"sel_retn_time":"2026-03-03 09:20:00","mdtrt_setl_type":"2",)"
                        R"("medins_prod_sel_no":"N7")"));
  EXPECT_EQ(returned.value("sel_retn_flag"), "1");
  EXPECT_EQ(returned.value("cnt"), "2");
  EXPECT_EQ(returned.value("mdtrt_setl_type"), "2");
  EXPECT_EQ(returned.value("bkkp_sn"), "DOC:N7");
}

TEST_F(StockTest, ARegionSaysWhichChangesTakeOut) {
  const StockSettings settings{.outgoing_changes = {"102"}};
  const auto cnt = [&](std::string_view type, std::string_view sent) {
    return std::string(one_row(TransactionKind::kStockChange, "invinfo",
                               item_json(fmt::format(
                                   R"("cnt":{},"inv_chg_time":"2026-03-01 08:00:00","inv_chg_type":"{}")", sent, type)),
                               settings)
                           .value("cnt"));
  };
  EXPECT_EQ(cnt("102", "3"), "-3");
  EXPECT_EQ(cnt("102", "-3"), "-3");
  EXPECT_EQ(cnt("102", "0"), "0");
  EXPECT_EQ(cnt("101", "3"), "3");
}

TEST_F(StockTest, TraceCodesComeInFourShapes) {
  for (const std::string_view codes :
       {R"(,"drugtracinfo":[{"drug_trac_codg":"0001"},{"drug_trac_codg":""},{"drug_trac_codg":"0001"}])",
        R"(,"drugtracinfo":{"drug_trac_codg":"0001"})", R"(,"drug_trac_codg":"0001")", R"(,"drugtracinfo":["0001"])",
        R"(,"drugtracinfo":"","drug_trac_codg":"0001")"}) {
    const StockReport report = read(TransactionKind::kSale, "selinfo", sale_json(codes));
    ASSERT_EQ(report.rows.size(), 2u) << codes;
    EXPECT_EQ(report.rows[1].table, "drug_trac_d");
    EXPECT_EQ(report.rows[1].value("drug_trac_codg"), "0001");
    EXPECT_EQ(report.rows[1].value("scan_type"), "2");
    EXPECT_EQ(report.rows[1].value("scan_time"), "2026-03-02 09:20:00");
    EXPECT_EQ(report.rows[1].value("bkkp_sn"), "") << "a document is no fee line";
  }
  const std::string codes = R"(,"drugtracinfo":[{"drug_trac_codg":"0001"}])";
  const auto scan_type = [&](TransactionKind kind, std::string_view node, std::string_view more) {
    const StockReport report = read(kind, node, item_json(std::string(more) + codes));
    return report.rows.size() == 2 ? std::string(report.rows[1].value("scan_type")) : "none";
  };
  EXPECT_EQ(scan_type(TransactionKind::kPurchase, "purcinfo",
                      R"("purc_retn_cnt":1,"purc_retn_stoin_time":"2026-03-01 08:00:00")"),
            "1");
  EXPECT_EQ(
      scan_type(TransactionKind::kSaleReturn, "selinfo", R"("sel_retn_cnt":1,"sel_retn_time":"2026-03-01 08:00:00")"),
      "3");
  EXPECT_EQ(scan_type(TransactionKind::kPurchaseReturn, "purcinfo",
                      R"("purc_retn_cnt":1,"purc_retn_stoin_time":"2026-03-01 08:00:00")"),
            "4");
  EXPECT_EQ(scan_type(TransactionKind::kStockCount, "invinfo", R"("inv_cnt":1,"invdate":"2026-03-01")"), "none");
}

TEST_F(StockTest, AMissingKeyRefusesTheItemAlone) {
  const std::string good = sale_json();
  for (const auto& [without, field] : std::initializer_list<std::pair<std::string_view, std::string_view>>{
           {R"("med_list_codg":"XN01",)", "med_list_codg"},
           {R"("fixmedins_hilist_id":"L1",)", "fixmedins_hilist_id"},
           {R"("fixmedins_bchno":"B1",)", "fixmedins_bchno"},
           {R"("sel_retn_cnt":2,)", "sel_retn_cnt"},
           {R"("sel_retn_time":"2026-03-02 09:20:00",)", "sel_retn_time"}}) {
    std::string bad = good;
    bad.erase(bad.find(without), without.size());
    const StockReport report = read(TransactionKind::kSale, "selinfoDetail", "[" + bad + "," + good + "]");
    EXPECT_EQ(report.rows.size(), 1u);
    ASSERT_EQ(report.rejects.size(), 1u) << field;
    EXPECT_EQ(report.rejects[0].item, 1u);
    EXPECT_EQ(report.rejects[0].field, field);
    EXPECT_THAT(report.rejects[0].reason, HasSubstr("请填写"));
  }
}

TEST_F(StockTest, MalformedValuesAreRefusedWithTheirField) {
  EXPECT_THAT(
      rejected(TransactionKind::kSale, "selinfo", item_json(R"("sel_retn_cnt":"两盒","sel_retn_time":"2026-03-02")")),
      HasSubstr("sel_retn_cnt 不是数"));
  EXPECT_THAT(rejected(TransactionKind::kSale, "selinfo", item_json(R"("sel_retn_cnt":1,"sel_retn_time":"昨天")")),
              HasSubstr("sel_retn_time"));
  EXPECT_THAT(rejected(TransactionKind::kSale, "selinfo", sale_json(R"(,"finl_trns_pric":"免费")")),
              HasSubstr("finl_trns_pric"));
  EXPECT_THAT(
      rejected(TransactionKind::kSale, "selinfo", sale_json(R"(,"drug_trac_codg":")" + std::string(101, '1') + "\"")),
      HasSubstr("drug_trac_codg"));
  EXPECT_THAT(rejected(TransactionKind::kSale, "selinfo", sale_json(R"(,"setl_id":")" + std::string(5000, '1') + "\"")),
              HasSubstr("setl_id"));
  EXPECT_THAT(rejected(TransactionKind::kSale, "selinfoDetail", "[7]"), HasSubstr("JSON"));
}

TEST_F(StockTest, SentAgainItIsTheSame) {
  const std::string batch = "[" + sale_json() + "," + sale_json(R"(,"trdn_flag":"1")") + "," + sale_json() + "]";
  const auto told = [&] {
    std::string all;
    for (const ExtractRow& row : read(TransactionKind::kSale, "selinfoDetail", batch).rows) {
      for (const auto& [name, value] : row.columns) all += fmt::format("{}={} ", name, value);
    }
    return all;
  };
  const std::string first = told();
  EXPECT_EQ(told(), first);
  const StockReport report = read(TransactionKind::kSale, "selinfoDetail", batch);
  ASSERT_EQ(report.rows.size(), 2u) << "the same once more is taken once";
  EXPECT_EQ(report.rows[0].value("bkkp_sn"), "DOC:R1");
  EXPECT_EQ(report.rows[1].value("bkkp_sn"), "DOC:R1#2") << "two sales of one document are two";
}

TEST_F(StockTest, ATwinWithOtherContentIsRefusedWhereNothingTellsThemApart) {
  const auto change = [](int cnt) {
    return item_json(fmt::format(R"("cnt":{},"inv_chg_time":"2026-03-01 08:00:00")", cnt));
  };
  const StockReport report =
      read(TransactionKind::kStockChange, "invinfoDetail", "[" + change(1) + "," + change(2) + "," + change(1) + "]");
  EXPECT_EQ(report.rows.size(), 1u);
  ASSERT_EQ(report.rejects.size(), 1u);
  EXPECT_EQ(report.rejects[0].item, 2u);
  EXPECT_THAT(report.rejects[0].reason, HasSubstr("合并"));
  const StockReport sales =
      read(TransactionKind::kSale, "selinfoDetail",
           "[" + sale_json(R"(,"feedetl_sn":"F1")") + "," + sale_json(R"(,"feedetl_sn":"F1","trdn_flag":"1")") + "]");
  EXPECT_EQ(sales.rejects.size(), 1u) << "one fee line is one sale";
}

TEST_F(StockTest, ARefusedItemLeavesNoKeyBehind) {
  const std::string refused = sale_json(R"(,"drug_trac_codg":")" + std::string(101, '1') + "\"");
  const StockReport report = read(TransactionKind::kSale, "selinfoDetail", "[" + refused + "," + sale_json() + "]");
  EXPECT_EQ(report.rows.size(), 1u);
  EXPECT_EQ(report.rejects.size(), 1u);
}

TEST_F(StockTest, ADeletionNamesItsTable) {
  const StockReport report = read(TransactionKind::kStockDelete, "data",
                                  R"([{"fixmedins_bchno":" B1 ","inv_data_type":"4"},{"fixmedins_bchno":"B2",)"
                                  R"("inv_data_type":9},{"inv_data_type":1}])");
  ASSERT_EQ(report.deletions.size(), 1u);
  EXPECT_EQ(report.deletions[0].table, "selinfo_d");
  EXPECT_EQ(report.deletions[0].fixmedins_code, "P1");
  EXPECT_EQ(report.deletions[0].fixmedins_bchno, "B1") << "as the report of it is taken";
  ASSERT_EQ(report.rejects.size(), 2u);
  EXPECT_EQ(report.rejects[0].field, "inv_data_type");
  EXPECT_EQ(report.rejects[1].field, "fixmedins_bchno");
}

TEST_F(StockTest, WithoutItemsOrInstitutionItIsAnError) {
  const auto refusal = [&](std::string_view body) {
    EXPECT_TRUE(message_.read(body));
    const auto report = read_stock(message_, {.kind = TransactionKind::kSale, .batch = true}, {});
    return report ? "taken" : report.error().message;
  };
  EXPECT_THAT(refusal(message_json("selinfoDetail", "[]")), HasSubstr("input.selinfoDetail"));
  EXPECT_THAT(refusal(message_json("purcinfo", "{}")), HasSubstr("input.selinfoDetail"));
  EXPECT_THAT(refusal(message_json("selinfo", "\"\"")), HasSubstr("缺少明细"));
  EXPECT_THAT(refusal(R"({"input":{"selinfo":{}}})"), HasSubstr("fixmedins_code"));
  std::string codes = R"({"drugtracinfo":[)";
  for (std::size_t i = 0; i <= kMaxTraceCodes; ++i) codes += "1,";
  codes.back() = ']';
  EXPECT_THAT(refusal(message_json("selinfo", sale_json("," + codes.substr(1)))), HasSubstr("追溯码超过 100000 个"));
  std::string many = "[";
  for (std::size_t i = 0; i <= kMaxStockItems; ++i) many += "{},";
  many.back() = ']';
  EXPECT_THAT(refusal(message_json("selinfoDetail", many)), HasSubstr("超过 5000 条"));
}

TEST_F(StockTest, TheAnswerSaysWhatWasRefused) {
  std::string out;
  write_stock_output(out, read(TransactionKind::kSale, "selinfo", sale_json()));
  EXPECT_EQ(out, R"({"result":{"retRslt":"1","msgRslt":"受理成功"}})");
  out.clear();
  write_stock_output(out, read(TransactionKind::kSale, "selinfoDetail", "[" + sale_json() + ",{},{},{},{}]"));
  EXPECT_THAT(out, HasSubstr(R"({"result":{"retRslt":"0","msgRslt":"受理 1 条，拒收 4 条；第 2 条 med_list_codg)"));
  EXPECT_THAT(out, ::testing::Not(HasSubstr("第 5 条")));
}

}  // namespace
}  // namespace yishou::gateway

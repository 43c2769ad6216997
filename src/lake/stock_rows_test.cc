// The stock books as the engine sees them: every row once, counts by themselves, what is missing said to be missing.
#include "lake/stock_rows.h"

#include <algorithm>

#include <gtest/gtest.h>

#include "lake/claims.h"
#include "lake/load_fixture.h"

namespace yishou::lake {
namespace {

using StockRowsTest = LoadTest;

std::string text_of(const model::StockRow& row) {
  constexpr const char* kMoves[] = {"count", "purchase", "sale", "return", "change"};
  return fmt::format("{} {} {} {} {}", row.institution, row.item, kMoves[static_cast<std::size_t>(row.move)],
                     format_second(row.time), format_trimmed(row.cnt, kQtyScale));
}

TEST_F(StockRowsTest, CountsThenEverythingElse) {
  const std::vector<std::string> files{
      write("fee_list_d.csv", kFeeHeader + fee(1, 1)),
      write("invinfo_d.csv",
            "fixmedins_code,med_list_codg,cnt,inv_time\nH1,X01,5.5,2024-03-01 08:00:00\nH2,X01,,2024-03-02\n"),
      write("purcinfo_d.csv", "fixmedins_code,med_list_codg,cnt,purc_time\nH1,X01,3,2024-03-01 09:00:00\n"),
      write("selinfo_d.csv",
            "fixmedins_code,med_list_codg,cnt,sel_time,bkkp_sn,sel_retn_flag\nH1,X01,2,2024-03-01 10:00:00,B1,0\n"
            "H1,X01,-1,2024-03-01 11:00:00,B1,1\n"),
      write("invchg_d.csv", "fixmedins_code,med_list_codg,cnt,chg_time\nH1,X01,-1,2024-03-01 12:00:00\n")};
  const auto done = take(files);
  ASSERT_TRUE(done.has_value()) << done.error().message;
  const auto claims = LakeClaims::open(lake_, {});
  ASSERT_TRUE(claims.has_value()) << claims.error().message;
  std::vector<std::string> counts, movements;
  const auto into = [](std::vector<std::string>& texts) {
    return [&texts](const model::StockRow& row) -> Status {
      texts.push_back(text_of(row));
      return {};
    };
  };
  ASSERT_TRUE((*claims)->read_stock_counts(into(counts)).has_value());
  ASSERT_TRUE((*claims)->read_stock_movements(into(movements)).has_value());
  const auto stopped = (*claims)->read_stock_movements(
      [](const model::StockRow&) -> Status { return fail(ErrorCode::kConflict, "enough"); });
  ASSERT_FALSE(stopped.has_value());
  EXPECT_EQ(stopped.error().message, "enough") << "the visitor's own error is none of the lake";
  std::ranges::sort(counts);
  std::ranges::sort(movements);
  EXPECT_EQ(counts,
            (std::vector<std::string>{"H1 X01 count 2024-03-01 08:00:00 5.5", "H2 X01 count 2024-03-02 00:00:00 "}));
  EXPECT_EQ(movements,
            (std::vector<std::string>{"H1 X01 change 2024-03-01 12:00:00 -1", "H1 X01 purchase 2024-03-01 09:00:00 3",
                                      "H1 X01 return 2024-03-01 11:00:00 -1", "H1 X01 sale 2024-03-01 10:00:00 2"}));
}

TEST_F(StockRowsTest, ALakeWithoutStockBooksHasNone) {
  const auto done = take({write("fee_list_d.csv", kFeeHeader + fee(1, 1))});
  ASSERT_TRUE(done.has_value()) << done.error().message;
  const auto claims = LakeClaims::open(lake_, {});
  ASSERT_TRUE(claims.has_value());
  const auto none = [](const model::StockRow&) -> Status {
    ADD_FAILURE() << "a row from nowhere";
    return {};
  };
  EXPECT_TRUE((*claims)->read_stock_counts(none).has_value());
  EXPECT_TRUE((*claims)->read_stock_movements(none).has_value());
}

}  // namespace
}  // namespace yishou::lake

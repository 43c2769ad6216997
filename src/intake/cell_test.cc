#include "intake/cell.h"

#include <gtest/gtest.h>

#include "intake/row.h"

namespace yishou::intake {
namespace {

using enum model::ColumnKind;

bool takes(model::ColumnKind kind, std::string_view text, std::int64_t number) {
  Cell cell;
  const char* reason = parse_cell({kind, true, false}, text, cell);
  return reason == nullptr && !cell.null && cell.number == number;
}
bool refuses(model::ColumnKind kind, std::string_view text) {
  Cell cell;
  return parse_cell({kind, false, false}, text, cell) != nullptr;
}

TEST(Cell, NumbersAreExactAndRounded) {
  EXPECT_TRUE(takes(kMoney, " 12.345 ", 1235));
  EXPECT_TRUE(takes(kMoney, "-12.345", -1235));
  EXPECT_TRUE(takes(kMoney, "+0.004999", 0));
  EXPECT_TRUE(takes(kMoney, "99999999.99", 9'999'999'999));
  EXPECT_TRUE(refuses(kMoney, "100000000")) << "sums of a nation's rows must fit";
  EXPECT_TRUE(refuses(kMoney, "-999999999999999.99"));
  EXPECT_TRUE(takes(kQuantity, "0.33335", 3334));
  EXPECT_TRUE(takes(kPrice, "1.5", 1'500'000));
  EXPECT_TRUE(takes(kInteger, "7.00", 7));
  for (const char* bad : {"1,234.5", "-", "NaN", "1e99", "inf", "0x10", "1 2", ".", "١", "99999999999999999999"}) {
    for (const auto kind : {kMoney, kQuantity, kPrice, kInteger}) EXPECT_TRUE(refuses(kind, bad)) << bad;
  }
  EXPECT_TRUE(refuses(kInteger, "2.5"));
  EXPECT_TRUE(refuses(kInteger, "3000000000"));
  EXPECT_TRUE(refuses(kQuantity, "100000000")) << "sums and products of quantities stay within 64 bits";
  EXPECT_TRUE(refuses(kPrice, "100000000"));
  EXPECT_TRUE(takes(kQuantity, "99999999.9999", 999'999'999'999));
}

TEST(Cell, DatesAndTimes) {
  EXPECT_TRUE(takes(kDate, "2024-02-29", day_from_civil({2024, 2, 29})));
  EXPECT_TRUE(takes(kTime, "1970-01-02", 86400));
  for (const char* bad :
       {"0000-00-00", "9999-12-31", "2023-02-29", "1899-12-31", "2100-01-01", "20240101", "2024-1-1"}) {
    EXPECT_TRUE(refuses(kDate, bad)) << bad;
    EXPECT_TRUE(refuses(kTime, bad)) << bad;
  }
  EXPECT_TRUE(refuses(kTime, "2024-01-01 24:00:00"));
}

TEST(Cell, EmptyIsMissingUnlessAValueMustBeThere) {
  Cell cell;
  EXPECT_EQ(parse_cell({kMoney, false, false}, "  ", cell), nullptr);
  EXPECT_TRUE(cell.null);
  EXPECT_NE(parse_cell({kText, true, false}, "\t", cell), nullptr);
}

TEST(Cell, OpenEndsAreMissingWhereTheyMayBe) {
  const auto rule = [](const char* table, const char* name) {
    const model::Table& t = *model::find_table(table);
    for (const auto& column : t.columns) {
      if (column.name == name) return cell_rule(t, column);
    }
    return CellRule{};
  };
  EXPECT_TRUE(rule("fixmedins_b", "enddate").open_end);
  EXPECT_TRUE(rule("mdtrt_d", "endtime").open_end);
  EXPECT_FALSE(rule("setl_d", "enddate").open_end);
  EXPECT_FALSE(rule("fixmedins_b", "begndate").open_end);
  Cell cell;
  EXPECT_EQ(parse_cell({kTime, false, true}, "9999-12-31 23:59:59", cell), nullptr);
  EXPECT_TRUE(cell.null);
  EXPECT_EQ(check_number({kDate, false, true}, day_from_civil({9999, 12, 31}), cell), nullptr);
  EXPECT_TRUE(cell.null);
  EXPECT_NE(check_number({kDate, false, false}, day_from_civil({9999, 12, 31}), cell), nullptr);
}

TEST(Row, GivesBackWhatWasPutIn) {
  const RowFormat format(*model::find_table("fixmedins_b"));
  RowBuilder builder(format);
  const std::string long_name(1000, 'n');
  builder.begin(1003);
  for (std::size_t c = 0; c < format.columns; ++c) {
    if (c == 0) {
      builder.text("H01");
    } else if (c == 1) {
      builder.text(long_name);
    } else if (c == 5) {
      builder.number(-7);
    } else {
      builder.null();
    }
  }
  const Row row = builder.finish(42);
  EXPECT_EQ(row.order(), 42u);
  EXPECT_EQ(row.value(format, 0).text, "H01");
  EXPECT_EQ(row.value(format, 1).text, long_name);
  EXPECT_EQ(row.value(format, 5).number, -7);
  EXPECT_TRUE(row.value(format, 9).null);
  std::size_t nulls = 0;
  row.each(format, [&](std::size_t, bool null, std::int64_t, std::string_view) { nulls += null ? 1 : 0; });
  EXPECT_EQ(nulls, format.columns - 3);
}

}  // namespace
}  // namespace yishou::intake

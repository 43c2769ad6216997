// The extracts' columns (contract §2): which there are, and how a row of the city fills them. One description serves both
// Parquet and CSV.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "duck/duck.h"
#include "simulate/ledger.h"

namespace yishou::simulate {

enum class Table : std::uint8_t {
  kPerson,
  kSettlement,
  kVisit,
  kLine,
  kDiagnosis,
  kOperation,
  kSale,
  kScan,  // of a partition
  kInstitution,
  kStaff,
  kStock,
  kPurchase,
  kStockChange,  // of the city
};
inline constexpr int kPartitionTables = 8;

/// The file's stem, e.g. "fee_list_d".
[[nodiscard]] std::string_view table_name(Table table);
[[nodiscard]] const std::vector<duck::Producer::Column>& columns(Table table);

/// A stock movement of one institution and drug.
struct Movement {
  std::int32_t institution;
  ItemIndex item;
  std::int64_t units;
  Second time;
  std::string_view supplier;
};

/// What rows are read from.
struct Source {
  const City* city = nullptr;
  const Partition* rows = nullptr;               ///< for the tables of a partition
  const std::vector<Movement>* stock = nullptr;  ///< for kStock, kPurchase, kStockChange
};

[[nodiscard]] std::size_t row_count(Table table, const Source& source);

/// Takes one row, column by column, in the order of columns().
class Sink {
 public:
  virtual ~Sink() = default;
  virtual void text(std::string_view value) = 0;            ///< "" is a missing value
  virtual void digits(std::uint64_t value, int width) = 0;  ///< as text with leading zeros; 0 is a missing value
  virtual void date(Day value) = 0;
  virtual void time(Second value) = 0;
  virtual void money(Fen value) = 0;
  virtual void amount(std::int64_t value, int scale) = 0;  ///< scale 4 or 6
  virtual void whole(std::int64_t value) = 0;
  virtual void missing() = 0;
};

/// Writes row `index` of the table. Thread-safe for different sinks.
void emit(Table table, const Source& source, std::size_t index, Sink& sink);

/// The trace code as text: 7 digits of the drug, 13 of the pack.
[[nodiscard]] std::string trace_text(const Scan& scan);
/// psn_no as text.
[[nodiscard]] std::string person_text(std::uint64_t number);
[[nodiscard]] std::string number_text(std::uint64_t number);

}  // namespace yishou::simulate

// manifest.json of a lake: which files hold which rows. Whoever reads a lake reads this first; only load.cc writes it.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/calendar.h"
#include "base/result.h"

namespace yishou::lake {

/// One Parquet file of a table.
struct Part {
  std::string file;  ///< relative to the lake; "" when the part has no rows
  std::int64_t rows = 0;
  Day first_day = kNoDay;  ///< fee_list_d only: the earliest and latest date of fee_ocur_time
  Day last_day = kNoDay;
};

/// A whole lake at one moment (docs/formats/lake.md). A value: it stays true while a later load runs, because a load keeps
/// the files of the generation before it.
struct Manifest {
  static constexpr int kFormat = 1;  ///< stored; rises when an older program could not read the lake

  int format = kFormat;
  std::int64_t generation = 0;     ///< counts loads; 0 = nothing loaded yet
  std::string load;                ///< id of the last load, the folder of its refused rows
  std::string mark;                ///< LoadOptions::mark of the last load
  unsigned person_parts = 1;       ///< number of parts of every by-person table, a power of two
  unsigned institution_parts = 1;  ///< the same for every by-institution table
  Day first_fee_day = kNoDay;      ///< over all fee lines; kNoDay without any
  Day last_fee_day = kNoDay;
  /// By table name. By-person tables that have rows have exactly person_parts parts, and part i of each holds the same
  /// persons; likewise by institution; other tables have one. A table without rows is not here.
  std::map<std::string, std::vector<Part>, std::less<>> tables;

  /// Reads LAKE/manifest.json. kNotFound: no lake there; kUnsupported: made by another version; kBadInput: damaged.
  [[nodiscard]] static Result<Manifest> open(const std::string& lake);

  /// Parts of a table; empty when it has no rows.
  [[nodiscard]] const std::vector<Part>& parts(std::string_view table) const;
  /// Rows of a table.
  [[nodiscard]] std::int64_t rows(std::string_view table) const;
  /// Paths of the files of a table that have rows, with `lake` before them.
  [[nodiscard]] std::vector<std::string> files(const std::string& lake, std::string_view table) const;

  [[nodiscard]] std::string to_json() const;
  [[nodiscard]] static Result<Manifest> from_json(std::string_view json, const std::string& file);
};

/// The part of `parts` (a power of two) that holds a person's or an institution's rows (docs/formats/lake.md: FNV-1a 64,
/// finished by MurmurHash3's fmix64, top bits). Stored; never changes within a format.
[[nodiscard]] std::uint64_t owner_hash(std::string_view owner) noexcept;
[[nodiscard]] unsigned part_of(std::uint64_t owner_hash, unsigned parts) noexcept;

}  // namespace yishou::lake

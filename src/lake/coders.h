// Coders: text columns of few distinct values become small numbers inside the engine, once for each entry of a column's
// dictionary instead of once for each row.
#pragma once

#include <string_view>

#include "base/result.h"
#include "duck/duck.h"
#include "lake/institutions.h"
#include "model/block.h"

namespace yishou::lake {

/// What the coders of one part write to and readers look up in. Used by one thread.
struct Codebook {
  model::Dictionaries& codes;          ///< the worker's
  model::CodeDictionary persons;       ///< psn_no, of this part alone
  const Institutions& institutions;

  [[nodiscard]] model::CodeDictionary::Id institution(std::string_view code);
  /// The text of a coded diagnosis or insurance type; "" for -1.
  [[nodiscard]] std::string_view word(std::int32_t code) const;
};

/// The coder of a column by its name, as a function in SQL; "" for columns that stay as they are.
[[nodiscard]] std::string_view coder_of(std::string_view column);
/// Makes the coders known to a database, through one of its connections. `book` must outlive both.
[[nodiscard]] Status register_coders(duck::Connection& connection, Codebook& book);

}  // namespace yishou::lake

// Coders: text columns of few distinct values become small numbers inside the engine, once for each entry of a column's
// dictionary instead of once for each row.
#pragma once

#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "duck/duck.h"
#include "lake/institutions.h"
#include "model/block.h"
#include "model/text_arena.h"

namespace yishou::lake {

/// Texts in the order in which they came. Equal texts may have several codes: the entries of a column's dictionary differ
/// anyway, and looking each up among all of a part costs more than it saves.
class TextList {
 public:
  /// The code of `text`; that of the text before, if they are equal.
  [[nodiscard]] std::int32_t add(std::string_view text) {
    if (texts_.empty() || texts_.back() != text) texts_.push_back(storage_.keep(text));
    return static_cast<std::int32_t>(texts_.size() - 1);
  }
  /// "" for kNullCode.
  [[nodiscard]] std::string_view text(std::int32_t code) const {
    return code < 0 ? std::string_view{} : texts_[static_cast<std::size_t>(code)];
  }

 private:
  model::TextArena storage_;
  std::vector<std::string_view> texts_;
};

/// What the coders of one part write to and readers look up in. Used by one thread.
struct Codebook {
  model::Dictionaries& codes;  ///< the worker's
  const Institutions& institutions;
  // Of this part alone.
  model::CodeDictionary persons{};  ///< psn_no
  TextList ids{};                   ///< of the fee lines' visits, settlements, prescriptions and original lines

  [[nodiscard]] model::CodeDictionary::Id institution(std::string_view code);
  /// The text of a coded diagnosis or insurance type; "" for kNullCode.
  [[nodiscard]] std::string_view word(std::int32_t code) const {
    return code < 0 ? std::string_view{} : codes.words.text(static_cast<model::CodeDictionary::Id>(code));
  }
};

/// The coder of a table's column, as a function in SQL; "" for columns that stay as they are.
[[nodiscard]] std::string_view coder_of(std::string_view table, std::string_view column);
/// The two engines that read one part after another, with the coders in both. Opening one costs milliseconds, so they are kept.
class ReadingEngines {
 public:
  /// `memory_bytes` bounds each of the two.
  [[nodiscard]] static Result<std::unique_ptr<ReadingEngines>> open(std::uint64_t memory_bytes);

  /// What the coders write to from now on; must outlive every query made meanwhile.
  void use(Codebook& book) { book_ = &book; }
  [[nodiscard]] const duck::Database& side() const { return side_; }
  [[nodiscard]] const duck::Database& main() const { return main_; }

 private:
  ReadingEngines(duck::Database side, duck::Database main) : side_(std::move(side)), main_(std::move(main)) {}
  [[nodiscard]] Status register_coders(const duck::Database& database);

  duck::Database side_;  ///< the four smaller tables
  duck::Database main_;  ///< the fee lines; a query of side_ may run inside one of main_
  Codebook* book_ = nullptr;
};

}  // namespace yishou::lake

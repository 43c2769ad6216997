// PartReader: one part of the lake as blocks of whole persons. Five sorted tables are walked side by side and joined by
// person; numbers are copied into the block's columns, texts stay where the engine put them.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "duck/duck.h"
#include "engine/engine.h"
#include "lake/column_plan.h"
#include "lake/table_cursor.h"
#include "model/block.h"

namespace yishou::lake {

/// fixmedins_b in memory, by code; shared by all readers of a run.
using Institutions = std::map<std::string, model::Institution, std::less<>>;

/// The columns a run reads of each by-person table.
struct ReadPlan {
  explicit ReadPlan(const model::FactSet& wanted);
  ColumnPlan lines, settlements, visits, diagnoses, persons;
};

/// The files of one part; empty where the table has no rows there.
struct PartFiles {
  std::string lines, settlements, visits, diagnoses, persons;
};

class PartReader final : public engine::BlockSource {
 public:
  struct Setup {
    std::shared_ptr<const Institutions> institutions;
    model::Dictionaries* codes = nullptr;
    Day data_begin = kNoDay;
    std::size_t block_lines = 65536;  ///< a block is closed after the person in which it reaches this many lines
  };
  /// Opens the five tables on `connection`, which the reader keeps.
  [[nodiscard]] static Result<std::unique_ptr<PartReader>> open(duck::Connection connection, const PartFiles& files,
                                                                const ReadPlan& plan, Setup setup);
  [[nodiscard]] Result<bool> next(model::ClaimBlock& block) override;

 private:
  /// Finds a person's rows by id: hashes sorted once, then binary search.
  class IdIndex {
   public:
    void clear() {
      entries_.clear();
      sorted_ = 0;
    }
    void add(std::string_view id, model::Index row);
    void sort();
    void sort_if_untidy();
    template <typename IdOf>
    [[nodiscard]] model::Index find(std::string_view id, IdOf&& id_of) const;

   private:
    struct Entry {
      std::uint64_t hash;
      model::Index row;
    };
    std::vector<Entry> entries_;
    std::size_t sorted_ = 0;  // entries added later are few and searched one by one
  };

  PartReader(duck::Connection connection, const ReadPlan& plan, Setup setup);
  [[nodiscard]] Status read_person(model::ClaimBlock& block, std::string_view psn_no);
  [[nodiscard]] Status read_settlements(model::ClaimBlock& block, model::Index person);
  [[nodiscard]] Status read_visits(model::ClaimBlock& block, model::Index person);
  [[nodiscard]] Status read_diagnoses(model::ClaimBlock& block, model::Index person);
  [[nodiscard]] Status read_lines(model::ClaimBlock& block, model::Index person);
  void append_lines(model::ClaimBlock& block, model::Index person, std::size_t begin, std::size_t end);
  [[nodiscard]] model::Index visit_of(model::ClaimBlock& block, model::Index person, std::string_view mdtrt_id);
  [[nodiscard]] model::CodeDictionary::Id institution_of(std::string_view code);
  void hold(model::ClaimBlock& block, const duck::Chunk& chunk);
  [[nodiscard]] std::string_view upper(model::ClaimBlock& block, std::string_view code);

  duck::Connection connection_;
  ReadPlan plan_;
  Setup setup_;
  TableCursor lines_, settlements_, visits_, diagnoses_, persons_;
  IdIndex settlement_ids_, visit_ids_;
};

}  // namespace yishou::lake

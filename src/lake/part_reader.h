// PartReader: one part of the lake as blocks of whole persons. The fee lines are fed from inside the engine's pipeline; the
// four smaller tables, sorted by person too, are walked beside them.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "duck/duck.h"
#include "engine/engine.h"
#include "lake/coders.h"
#include "lake/column_plan.h"
#include "lake/id_index.h"
#include "lake/row_of_code.h"
#include "lake/table_cursor.h"
#include "model/block.h"

namespace yishou::lake {

/// The columns a run reads of each by-person table.
struct ReadPlan {
  explicit ReadPlan(const model::FactSet& wanted);
  ColumnPlan lines, settlements, visits, diagnoses, operations, persons;
};

/// The files of one part; empty where the table has no rows there.
struct PartPaths {
  std::string lines, settlements, visits, diagnoses, operations, persons;
};

/// Reads one part once. Used by one thread.
class PartReader {
 public:
  struct Setup {
    const Institutions* institutions = nullptr;
    model::Dictionaries* codes = nullptr;
    const model::StaffGrades* staff = nullptr;  ///< nullptr: withheld
    Day data_begin = kNoDay;
    bool operations_known = true;
    std::size_t block_lines = 0;  ///< a block is closed after the person in which it reaches this many lines
  };
  PartReader(const PartPaths& files, const ReadPlan& plan, Setup setup)
      : files_(files),
        plan_(plan),
        setup_(setup),
        book_{*setup.codes, *setup.institutions},
        no_institution_(book_.institution({})),
        no_item_(book_.codes.items.intern({})) {}

  /// Hands the part to `visit`, block by block.
  [[nodiscard]] Status read(ReadingEngines& engines, const engine::BlockVisitor& visit);

 private:
  [[nodiscard]] Status open_cursors(const duck::Database& database);
  [[nodiscard]] Status take_chunk(const duck::Chunk& chunk, const engine::BlockVisitor& visit);
  [[nodiscard]] Status skip_to(std::string_view psn_no, bool to_the_end, const engine::BlockVisitor& visit);
  [[nodiscard]] Status begin_person(TableCursor::PersonCode code, const engine::BlockVisitor& visit);
  [[nodiscard]] Status flush(const engine::BlockVisitor& visit);
  [[nodiscard]] Status read_settlements(TableCursor::PersonCode code);
  [[nodiscard]] Status read_visits(TableCursor::PersonCode code);
  [[nodiscard]] Status read_diagnoses(TableCursor::PersonCode code);
  [[nodiscard]] Status read_operations(TableCursor::PersonCode code);
  void append_pending();
  void append_owners(const duck::Chunk& chunk, std::size_t begin, std::size_t end);
  void append_codes(const duck::Chunk& chunk, std::size_t begin, std::size_t end, model::Index at);
  void append_numbers(const duck::Chunk& chunk, std::size_t begin, std::size_t end, model::Index at);
  void append_texts(const duck::Chunk& chunk, std::size_t begin, std::size_t end, model::Index at);
  [[nodiscard]] model::Index visit_of(std::string_view mdtrt_id);

  PartPaths files_;
  ReadPlan plan_;
  Setup setup_;
  Codebook book_;
  model::CodeDictionary::Id no_institution_, no_item_;  // of lines whose code is withheld or missing
  TableCursor settlements_, visits_, diagnoses_, operations_, persons_;
  model::ClaimBlock block_;
  /// Rows of the current chunk that have their owners in block_ and nothing else yet: the other columns are filled for many
  /// persons at once.
  struct Pending {
    const duck::Chunk* chunk = nullptr;
    std::size_t begin = 0, end = 0;
  } pending_;
  IdIndex settlement_ids_, visit_ids_;           // of the last person of block_
  RowOfCode settlement_rows_, visit_rows_;       // the same, by the codes of the lines' ids
  TableCursor::PersonCode current_person_ = -1;  // -1: no line read yet
};

}  // namespace yishou::lake

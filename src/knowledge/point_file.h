// Batch files: points in our own schema with their source, as they ship and as a base stores them (docs/formats/knowledge.md).
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "knowledge/snapshot_builder.h"

namespace yishou::knowledge {

/// A point with where it comes from.
struct StoredPoint {
  PointRow row;
  std::string batch;         ///< batch_01 …, or the name of an import
  std::string document;      ///< file name of the published document
  std::string document_row;  ///< its row there, as far as known
  std::string supersedes;    ///< id of the point that this one replaces; empty: none
  Day published_at = kNoDay;
  std::size_t order = 0;  ///< of its batch in the base; not stored in the file
};

/// The header line of a batch file, without line end.
[[nodiscard]] std::string_view point_file_header();
/// Appends one point as a line.
void append_point(std::string& out, const StoredPoint& point);
/// A whole batch file: header and lines.
[[nodiscard]] std::string write_points(const std::vector<StoredPoint>& points);
/// Reads a batch file. Refuses at the first bad row, naming file, row, column and remedy.
[[nodiscard]] Result<std::vector<StoredPoint>> read_points(std::string_view text, std::string_view file);

/// What a finding cites for a published point: batch, document, row and id, in Chinese.
[[nodiscard]] std::string basis_of(const StoredPoint& point);

}  // namespace yishou::knowledge

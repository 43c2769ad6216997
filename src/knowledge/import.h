// Import: files of several kinds into a base, and what that changes.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "base/result.h"
#include "knowledge/base.h"
#include "knowledge/left_out.h"
#include "knowledge/point_file.h"

namespace yishou::knowledge {

struct ImportOptions {
  Day published_at = kNoDay;  ///< of official documents; kNoDay: not said
  Day known_since = kNoDay;   ///< the day the base learns it; must be given
  bool dry_run = false;       ///< report, write nothing
};

/// One point of an import against the base before it.
struct Change {
  enum class Kind : std::uint8_t { kNew, kUnchanged, kChanged };
  Kind kind = Kind::kNew;
  StoredPoint before, after;                ///< before: empty when new
  std::vector<std::string> added, removed;  ///< codes
};

/// The change from `before` (nullptr: none) to `after`.
[[nodiscard]] Change make_change(const StoredPoint* before, StoredPoint after);

struct FileReport {
  std::string file;  ///< name without folders
  BatchKind kind = BatchKind::kPublished;
  std::string batch;  ///< name in the base
  std::vector<Change> changes;
  std::vector<LeftOut> left;
  std::vector<LeftOut> warnings;  ///< of rows that were taken
  std::size_t parameters = 0;     ///< rows of a parameter file
  std::size_t untouched =
      0;  ///< official points of the same rules in the base that the document does not name; they stay in force
  std::size_t superseded_since = 0;  ///< unchanged points of which the base knows a later version
};

struct ImportReport {
  std::vector<FileReport> files;
  std::filesystem::path rejects;  ///< file of refused rows; empty: none, or a dry run

  [[nodiscard]] bool any_refused() const;
  [[nodiscard]] std::size_t count(Change::Kind kind) const;
};

/// Reads every file (workbooks, own points, parameters, our batch files: told apart by content), compares, and writes one batch
/// for each file that changes something, all in one step. Fails, with nothing written, when a file as a whole cannot be read.
[[nodiscard]] Result<ImportReport> import_files(KnowledgeBase& base, const std::vector<std::filesystem::path>& files,
                                                const ImportOptions& options);

/// A file at hand.
struct NamedText {
  std::string name, bytes;
};
/// The same with files that were sent and not stored.
[[nodiscard]] Result<ImportReport> import_texts(KnowledgeBase& base, const std::vector<NamedText>& files,
                                                const ImportOptions& options);

/// The differences between two sets of effective rows, by point id: for `knowledge diff`.
struct PointDifference {
  enum class Kind : std::uint8_t { kAdded, kRemoved, kChanged };
  Kind kind = Kind::kAdded;
  PointRow before, after;
};
[[nodiscard]] std::vector<PointDifference> compare(const std::vector<PointRow>& before,
                                                   const std::vector<PointRow>& after);

}  // namespace yishou::knowledge

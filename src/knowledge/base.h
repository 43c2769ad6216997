// KnowledgeBase: a folder of immutable batch files on two time axes (docs/formats/knowledge.md). Anyone reads; one writes.
#pragma once

#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "knowledge/parameters.h"
#include "knowledge/point_file.h"
#include "knowledge/snapshot.h"

namespace yishou::knowledge {

/// What a batch file holds. Stored by these words: published, own, parameters, shipped (tables of
/// our own that come with the program).
enum class BatchKind : std::uint8_t { kPublished, kOwn, kParameters, kShipped };

/// One line of the manifest.
struct Batch {
  std::size_t order = 0;  ///< from 1
  std::string file;       ///< relative to the folder
  BatchKind kind = BatchKind::kPublished;
  std::string name;           ///< batch_01 …
  Day published_at = kNoDay;  ///< kNoDay: not published with a date
  Day known_since = kNoDay;   ///< the day on which it came into this base; kNoDay: always known
  std::size_t points = 0, codes = 0;
  std::string digest;  ///< SM3 of the file
};

/// The default folder: $YISHOU_BASE, else yishou/knowledge in the user's data folder (XDG). Fails when no home is known.
[[nodiscard]] Result<std::filesystem::path> default_base_folder();

/// A base as it was when it was opened. Const members may be called from any thread.
class KnowledgeBase {
 public:
  /// Opens the base in `folder`; makes it from the shipped knowledge when the folder does not exist or is empty. Refuses a
  /// folder that is something else, another version, or a damaged manifest.
  [[nodiscard]] static Result<KnowledgeBase> open(const std::filesystem::path& folder);

  [[nodiscard]] const std::filesystem::path& folder() const { return folder_; }
  [[nodiscard]] const std::vector<Batch>& batches() const { return batches_; }

  /// The file of a batch, proved by its digest.
  [[nodiscard]] Result<std::string> text_of(const Batch& batch) const;

  /// The points of the batches known on `as_known` (kNoDay: all), in order of the batches, as they stand in the files but with
  /// row.known_since set. Each file is proved by its digest.
  [[nodiscard]] Result<std::vector<StoredPoint>> points(Day as_known = kNoDay) const;

  /// The same, as they hold in a region: newest version of own points, values inherited, validity from supersession, own
  /// points in place of published ones with the same rule and code, basis filled.
  [[nodiscard]] Result<std::vector<PointRow>> effective(Day as_known, std::string_view region) const;

  /// The rows that override the shipped parameters, as known on that day: of the batches, then of parameters.csv; any region.
  [[nodiscard]] Result<std::vector<ParameterRow>> parameter_rows(Day as_known) const;

  /// The rows of one batch of parameters.
  [[nodiscard]] Result<std::vector<ParameterRow>> parameter_rows_of(const Batch& batch) const;

  /// The region's parameters as known on that day: the shipped ones, those of the batches, those of parameters.csv.
  [[nodiscard]] Result<Parameters> parameters(Day as_known, std::string_view region) const;

  /// Everything known on a day in a region. The same content gives the same version id.
  [[nodiscard]] Result<Snapshot> snapshot(Day as_known, std::string_view region) const;

  /// Adds batches (order, file, points, codes and digest are filled here) in one step: all or none. `texts` are their files.
  /// Holds the lock meanwhile: kBusy when another process writes, or when the base changed since it was opened.
  [[nodiscard]] Status append(std::vector<Batch> batches, const std::vector<std::string>& texts);

  /// A copy on which changes are tried: what is appended to it stays in memory, and all its members see it. Needs the folder as long
  /// as it lives; no lock, and no rejects are written.
  [[nodiscard]] KnowledgeBase trial() const;
  /// A trial without the batches of these orders: what would hold if they had never come.
  [[nodiscard]] KnowledgeBase trial_without(const std::set<std::size_t>& orders) const;
  /// Appends what was appended to a trial of this base, in one step; gives the new batches.
  [[nodiscard]] Result<std::vector<Batch>> adopt(const KnowledgeBase& trial);

  /// Writes a file under the folder's `rejects/` and returns its path.
  [[nodiscard]] Result<std::filesystem::path> write_rejects(std::string_view name, std::string_view text) const;

 private:
  std::filesystem::path folder_;
  std::vector<Batch> batches_;
  std::string manifest_digest_;
  bool is_trial_ = false;
  std::map<std::size_t, std::string> kept_;  // of a trial: files of its own batches by order
};

/// Turns points in order of their batches into what holds in a region (see KnowledgeBase::effective). Pure.
[[nodiscard]] std::vector<PointRow> make_effective(std::vector<StoredPoint> points, std::string_view region);

}  // namespace yishou::knowledge

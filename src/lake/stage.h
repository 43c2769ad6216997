// First half of a load: extracts become typed rows put aside by owner, with the refused ones logged.
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "base/result.h"
#include "intake/extract.h"
#include "lake/manifest.h"
#include "lake/part_file.h"
#include "lake/spill.h"
#include "lake/strangers.h"

namespace yishou::lake {

/// Owners are put aside in this many partitions by the top bits of their hash, so a table has at most this many parts.
inline constexpr unsigned kStagePartitions = 1024;

/// Runs work(thread) on `threads` threads; the first Error ends all that ask `stop`.
[[nodiscard]] Status in_parallel(unsigned threads,
                                 const std::function<Status(unsigned, const std::atomic<bool>& stop)>& work);

/// One table during a load.
struct TableWork {
  TableWork(const model::Table& of, const std::atomic<bool>* asked_to_stop) : format(of), stop(asked_to_stop) {}
  intake::RowFormat format;
  const std::atomic<bool>* stop;                                    ///< LoadOptions::stop
  std::vector<std::pair<std::uint64_t, intake::Extract>> extracts;  ///< with their numbers in the call
  std::unique_ptr<intake::RejectLog> rejects;
  std::string rejects_file;
  std::optional<Spill> rows;
  std::optional<Spill> keys;              ///< only where keys may move to other owners
  std::atomic<std::uint64_t> staged = 0;  ///< rows of the load (not those of the lake staged again)
  bool restaged = false;                  ///< the lake's own rows are in `rows` too: its parts are cut anew
  Strangers strangers;
  Withdrawal withdrawal;
  std::set<unsigned> touched;  ///< parts of the lake that lose rows to other parts
  Counts counts;
  std::vector<Part> parts;  ///< what the load leaves
};

using LoadProgress = std::function<void(const std::string& table, std::uint64_t rows, bool writing)>;

/// kConflict once `stop`, which may be null, is set.
[[nodiscard]] Status go_on(const std::atomic<bool>* stop);

/// Opens the spill files of a table in `folder`.
[[nodiscard]] Status open_stage(TableWork& work, const std::string& folder);
/// Reads all extracts of a table.
[[nodiscard]] Status stage_extracts(TableWork& work, unsigned threads, const LoadProgress& progress);
/// Puts the rows of the lake's own parts aside too.
[[nodiscard]] Status restage_parts(TableWork& work, const std::vector<std::string>& files,
                                   std::vector<PartFiles>& engines);
/// Adds the keys of the lake's own parts to `keys`.
[[nodiscard]] Status stage_keys(TableWork& work, const std::vector<std::string>& files,
                                std::vector<PartFiles>& engines);

}  // namespace yishou::lake

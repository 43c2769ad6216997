// LakeClaims: a lake as the engine reads it, part by part.
#pragma once

#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "duck/duck.h"
#include "engine/engine.h"
#include "lake/manifest.h"
#include "lake/part_reader.h"

namespace yishou::lake {

/// Thread-safe after open(): each read_part() has engines to itself.
class LakeClaims final : public engine::Claims {
 public:
  struct Options {
    std::size_t block_lines = 4096;  ///< lines of a block: what stays in a core's second-level cache
    std::uint64_t reader_memory_bytes = std::uint64_t{256} << 20;  ///< of each of a reader's two engines
  };
  /// Reads the manifest, fixmedins_b and medins_staff_b. kNotFound without a lake; kUnsupported for a lake of another version.
  [[nodiscard]] static Result<std::unique_ptr<LakeClaims>> open(const std::string& lake, const Options& options);

  [[nodiscard]] std::size_t num_parts() const override { return manifest_.person_parts; }
  [[nodiscard]] Status read_part(std::size_t part, const model::FactSet& wanted, model::Dictionaries& codes,
                                 const engine::BlockVisitor& visit) const override;

  [[nodiscard]] Status read_stock_counts(const engine::StockVisitor& take) const override;
  [[nodiscard]] Status read_stock_movements(const engine::StockVisitor& take) const override;

  [[nodiscard]] const Manifest& manifest() const { return manifest_; }
  [[nodiscard]] const Institutions& institutions() const { return institutions_; }
  [[nodiscard]] const model::StaffGrades& staff() const { return staff_; }
  /// Names of the institutions by code, for reports.
  [[nodiscard]] const std::map<std::string, std::string, std::less<>>& institution_names() const { return names_; }
  /// Their admdvs, where it is known.
  [[nodiscard]] const std::map<std::string, std::string, std::less<>>& institution_regions() const { return regions_; }

 private:
  LakeClaims(std::string lake, Manifest manifest, const Options& options)
      : lake_(std::move(lake)), manifest_(std::move(manifest)), options_(options) {}
  [[nodiscard]] Status read_institutions();
  [[nodiscard]] Status read_staff();
  [[nodiscard]] Result<std::unique_ptr<ReadingEngines>> take_engines() const;
  void give_back(std::unique_ptr<ReadingEngines> engines) const;
  [[nodiscard]] std::string file_of(std::string_view table, std::size_t part) const;

  std::string lake_;
  Manifest manifest_;
  Options options_;
  Institutions institutions_;
  model::StaffGrades staff_;
  mutable std::mutex mutex_;
  mutable std::vector<std::unique_ptr<ReadingEngines>> idle_;  // as many as readers have run at once
  std::map<std::string, std::string, std::less<>> names_, regions_;
};

}  // namespace yishou::lake

// Scope: whose data an account may see. Every read of persons' or institutions' data takes one; there is none by
// default.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace yishou::identity {

/// Regions are prefixes of 行政区划 codes of 2, 4 or 6 digits, "" the whole nation; institutions come beside the regions,
/// not within them. A value; immutable.
class Scope {
 public:
  /// Sorted and without doubles. kBadCall for a malformed code, more than 50 regions or 500 institutions, or nothing at
  /// all.
  [[nodiscard]] static Result<Scope> make(std::vector<std::string> regions, std::vector<std::string> institutions);
  /// For the program itself: audits, exports of the administrator's backup. Never from a request.
  [[nodiscard]] static Scope whole();

  /// Whether data of an institution in this region lies inside. A missing region lies in the nation only.
  [[nodiscard]] bool sees(std::string_view region, std::string_view institution) const;
  [[nodiscard]] bool is_national() const noexcept { return !regions_.empty() && regions_.front().empty(); }
  [[nodiscard]] const std::vector<std::string>& regions() const noexcept { return regions_; }
  [[nodiscard]] const std::vector<std::string>& institutions() const noexcept { return institutions_; }

  /// As stored: regions, then `|`, then institutions, with `,` between.
  [[nodiscard]] std::string text() const;
  [[nodiscard]] static Result<Scope> parse(std::string_view text);
  bool operator==(const Scope&) const = default;

 private:
  Scope(std::vector<std::string> regions, std::vector<std::string> institutions)
      : regions_(std::move(regions)), institutions_(std::move(institutions)) {}
  std::vector<std::string> regions_, institutions_;
};

/// Whether `code` can be an institution's: 1 to 40 of letters, digits, `-` and `_`.
[[nodiscard]] bool is_institution_code(std::string_view code) noexcept;

}  // namespace yishou::identity

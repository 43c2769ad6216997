// Places: names and regions of institutions as the lake has them, and which of them a scope sees.
#pragma once

#include <memory>
#include <string_view>

#include "identity/scope.h"
#include "precheck/surroundings.h"

namespace yishou::server {

/// Immutable; any thread.
class Places {
 public:
  explicit Places(std::shared_ptr<const precheck::Surroundings> surroundings)
      : surroundings_(std::move(surroundings)) {}

  /// "" when it is not known.
  [[nodiscard]] std::string_view name_of(std::string_view institution) const;
  /// Six digits; "" when it is not known.
  [[nodiscard]] std::string_view region_of(std::string_view institution) const;
  /// Whether data of the institution lies inside the scope, as the operational store decides it for its findings.
  [[nodiscard]] bool sees(const identity::Scope& scope, std::string_view institution) const;
  [[nodiscard]] const precheck::Surroundings& surroundings() const { return *surroundings_; }

 private:
  std::shared_ptr<const precheck::Surroundings> surroundings_;
};

/// Whether `code` is six digits of 行政区划; an institution with any other has no region.
[[nodiscard]] bool is_region(std::string_view code) noexcept;

}  // namespace yishou::server

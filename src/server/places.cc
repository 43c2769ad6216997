#include "server/places.h"

#include <algorithm>

namespace yishou::server {

bool is_region(std::string_view code) noexcept {
  return code.size() == 6 && std::ranges::all_of(code, [](char c) { return c >= '0' && c <= '9'; });
}

std::string_view Places::name_of(std::string_view institution) const {
  const auto found = surroundings_->institution_names.find(institution);
  return found == surroundings_->institution_names.end() ? std::string_view{} : std::string_view{found->second};
}

std::string_view Places::region_of(std::string_view institution) const {
  const auto found = surroundings_->institution_regions.find(institution);
  const bool known = found != surroundings_->institution_regions.end() && is_region(found->second);
  return known ? std::string_view{found->second} : std::string_view{};
}

bool Places::sees(const identity::Scope& scope, std::string_view institution) const {
  return scope.sees(region_of(institution), institution);
}

}  // namespace yishou::server

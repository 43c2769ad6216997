#include "identity/scope.h"

#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace yishou::identity {
namespace {

constexpr std::size_t kMaxRegions = 50, kMaxInstitutions = 500;

bool is_region(std::string_view code) noexcept {
  const auto digit = [](char c) { return c >= '0' && c <= '9'; };
  return code.size() <= 6 && code.size() % 2 == 0 && std::all_of(code.begin(), code.end(), digit);
}

void sort_once(std::vector<std::string>& codes) {
  std::sort(codes.begin(), codes.end());
  codes.erase(std::unique(codes.begin(), codes.end()), codes.end());
}

std::vector<std::string> split(std::string_view text) {
  std::vector<std::string> parts;
  while (true) {
    const auto end = text.find(',');
    parts.emplace_back(text.substr(0, end));
    if (end == std::string_view::npos) return parts;
    text.remove_prefix(end + 1);
  }
}

}  // namespace

bool is_institution_code(std::string_view code) noexcept {
  const auto letter = [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '_';
  };
  return !code.empty() && code.size() <= 40 && std::all_of(code.begin(), code.end(), letter);
}

Result<Scope> Scope::make(std::vector<std::string> regions, std::vector<std::string> institutions) {
  if (regions.empty() && institutions.empty())
    return fail(ErrorCode::kBadCall, "a scope without region and institution sees nothing; give at least one");
  if (regions.size() > kMaxRegions || institutions.size() > kMaxInstitutions)
    return fail(ErrorCode::kBadCall,
                fmt::format("a scope takes at most {} regions and {} institutions; use a shorter prefix", kMaxRegions,
                            kMaxInstitutions));
  for (const auto& region : regions)
    if (!is_region(region))
      return fail(ErrorCode::kBadCall,
                  fmt::format("a region is 2, 4 or 6 digits of 行政区划, or empty for the nation; correct it: {}",
                              region.substr(0, 20)));
  for (const auto& code : institutions)
    if (!is_institution_code(code))
      return fail(ErrorCode::kBadCall,
                  fmt::format("an institution code is 1 to 40 letters and digits; correct it: {}", code.substr(0, 50)));
  sort_once(regions);
  sort_once(institutions);
  return Scope{std::move(regions), std::move(institutions)};
}

Scope Scope::whole() { return Scope{{""}, {}}; }

bool Scope::sees(std::string_view region, std::string_view institution) const {
  if (!institution.empty() && std::binary_search(institutions_.begin(), institutions_.end(), institution)) return true;
  return std::any_of(regions_.begin(), regions_.end(),
                     [&](const std::string& prefix) { return region.starts_with(prefix); });
}

std::string Scope::text() const {
  // "-" keeps "no region" apart from the region "", the nation.
  return fmt::format("{}|{}", regions_.empty() ? "-" : fmt::format("{}", fmt::join(regions_, ",")),
                     fmt::join(institutions_, ","));
}

Result<Scope> Scope::parse(std::string_view text) {
  const auto bar = text.find('|');
  if (bar == std::string_view::npos)
    return fail(ErrorCode::kBadInput, "a stored scope is damaged; set the scope of the account anew");
  const auto regions = text.substr(0, bar), institutions = text.substr(bar + 1);
  return make(regions == "-" ? std::vector<std::string>{} : split(regions),
              institutions.empty() ? std::vector<std::string>{} : split(institutions));
}

}  // namespace yishou::identity

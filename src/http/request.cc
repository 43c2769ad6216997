// Look-ups in a request. Linear: a request has a dozen headers.
#include "http/request.h"

#include <algorithm>
#include <array>

namespace yishou::http {

namespace {

constexpr char lower(char c) noexcept { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }

const Field* find_exact(const std::vector<Field>& fields, std::string_view name) noexcept {
  const auto found = std::ranges::find(fields, name, &Field::name);
  return found == fields.end() ? nullptr : &*found;
}

}  // namespace

bool same_word(std::string_view a, std::string_view b) noexcept {
  return a.size() == b.size() &&
         std::equal(a.begin(), a.end(), b.begin(), [](char x, char y) { return lower(x) == lower(y); });
}

std::string_view method_name(Method method) noexcept {
  constexpr std::array<std::string_view, kMethods> kNames{"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"};
  return kNames[static_cast<std::size_t>(method)];
}

std::string_view Request::header(std::string_view name) const noexcept {
  for (const Field& field : headers) {
    if (same_word(field.name, name)) return field.value;
  }
  return {};
}

std::size_t Request::count_headers(std::string_view name) const noexcept {
  return static_cast<std::size_t>(
      std::ranges::count_if(headers, [&](const Field& field) { return same_word(field.name, name); }));
}

std::optional<std::string_view> Request::query_value(std::string_view name) const noexcept {
  const Field* found = find_exact(query, name);
  return found == nullptr ? std::nullopt : std::optional(found->value);
}

std::string_view Request::param(std::string_view name) const noexcept {
  const Field* found = find_exact(params, name);
  return found == nullptr ? std::string_view() : found->value;
}

}  // namespace yishou::http

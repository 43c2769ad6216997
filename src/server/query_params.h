// The query of a request, read with clear refusals: nothing unknown, nothing twice, every value of its kind.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/calendar.h"
#include "base/decimal.h"
#include "base/result.h"
#include "http/request.h"

namespace yishou::server {

/// The refusal of a parameter: `name` should be `wanted`.
[[nodiscard]] std::unexpected<Error> refuse_param(std::string_view name, std::string_view wanted);

/// Views the request. A parameter that is there and empty counts as missing. Errors are kBadCall and name the parameter.
class QueryParams {
 public:
  /// Refuses parameters that are not `known`, and those that come twice.
  [[nodiscard]] static Result<QueryParams> read(const http::Request& request, std::span<const std::string_view> known);
  [[nodiscard]] static Result<QueryParams> read(const http::Request& request,
                                                std::initializer_list<std::string_view> known) {
    return read(request, std::span(known.begin(), known.size()));
  }

  /// "" when it is missing.
  [[nodiscard]] std::string_view text(std::string_view name) const { return request_.query_value(name).value_or(""); }
  [[nodiscard]] bool has(std::string_view name) const { return !text(name).empty(); }
  /// Texts between commas, none of them empty.
  [[nodiscard]] Result<std::vector<std::string_view>> list(std::string_view name) const;
  [[nodiscard]] Result<std::optional<std::int64_t>> integer(std::string_view name, std::int64_t least,
                                                            std::int64_t most) const;
  /// The same from 1 on; 0 when it is missing: cursors that are numbers.
  [[nodiscard]] Result<std::int64_t> number_from_one(std::string_view name) const;
  /// `true` or `false`.
  [[nodiscard]] Result<bool> flag(std::string_view name) const;
  /// Yuan with at most two decimals.
  [[nodiscard]] Result<std::optional<Fen>> money(std::string_view name) const;
  /// `YYYY-MM-DD` (its begin) or `YYYY-MM-DD HH:MM:SS`; kNoSecond when missing.
  [[nodiscard]] Result<Second> time(std::string_view name) const;
  /// `limit`: 1 … 200, 50 when missing.
  [[nodiscard]] Result<int> limit() const;

 private:
  explicit QueryParams(const http::Request& request) : request_(request) {}
  const http::Request& request_;
};

/// An integer of decimal digits, with a sign where it is negative; nullopt for anything else, and outside the limits.
[[nodiscard]] std::optional<std::int64_t> integer_of(std::string_view text, std::int64_t least,
                                                     std::int64_t most) noexcept;

}  // namespace yishou::server

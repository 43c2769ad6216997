// The parameters of a query: known names only, each once, so that a misspelt filter is refused and not silently ignored.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include <boost/json.hpp>

#include "base/calendar.h"
#include "base/result.h"
#include "http/request.h"

namespace yishou::server {

/// Views into the request.
class Parameters {
 public:
  /// `known`: every name that may come. kBadCall names one that is unknown or comes twice.
  [[nodiscard]] static Result<Parameters> parse(const http::Request& request,
                                                std::initializer_list<std::string_view> known);

  /// "" when it is missing.
  [[nodiscard]] std::string_view text(std::string_view name) const;
  /// `limit`: rows of a page, 1 to 200; 50 when it is missing.
  [[nodiscard]] Result<int> limit() const;
  /// A whole number from 1 on; 0 when it is missing.
  [[nodiscard]] Result<std::int64_t> number(std::string_view name) const;
  /// A day (its begin) or a time; kNoSecond when it is missing.
  [[nodiscard]] Result<Second> time(std::string_view name) const;

 private:
  explicit Parameters(const http::Request& request) : request_(request) {}
  const http::Request& request_;
};

/// The answer of a list: `items`, and the cursor of the next page or null.
[[nodiscard]] boost::json::object page(boost::json::array items, std::string_view next);

}  // namespace yishou::server

// JSON of the API: bodies read with clear refusals, answers written.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <boost/json.hpp>

#include "base/calendar.h"
#include "base/decimal.h"
#include "base/result.h"
#include "http/request.h"
#include "http/response.h"

namespace yishou::server {

/// The members of a JSON body. kBadCall: no object, too deep, or an unknown member, so that a misspelt name is not silently ignored.
class Body {
 public:
  /// `known`: every member that may come.
  [[nodiscard]] static Result<Body> parse(const http::Request& request, std::initializer_list<std::string_view> known);

  /// Of an object that is at hand already, such as a stored one.
  [[nodiscard]] static Result<Body> of(boost::json::value value, std::initializer_list<std::string_view> known);

  /// An object that must be there, with its own known members.
  [[nodiscard]] Result<Body> part(std::string_view name, std::initializer_list<std::string_view> known) const;
  /// A text that must be there and must not be empty.
  [[nodiscard]] Result<std::string> text(std::string_view name) const;
  /// A text that may be missing or null: then "".
  [[nodiscard]] Result<std::string> optional_text(std::string_view name) const;
  [[nodiscard]] Result<std::int64_t> integer(std::string_view name) const;
  [[nodiscard]] Result<bool> boolean(std::string_view name, bool otherwise) const;
  [[nodiscard]] Result<std::vector<std::string>> texts(std::string_view name) const;
  [[nodiscard]] bool has(std::string_view name) const { return object_.contains(name); }
  [[nodiscard]] const boost::json::object& object() const { return object_; }

 private:
  explicit Body(boost::json::object object) : object_(std::move(object)) {}
  boost::json::object object_;
};

void send(http::Response& response, const boost::json::value& value, unsigned status = 200);

/// The answer of a list: `items`, and the cursor of the next page or null.
[[nodiscard]] boost::json::object page(boost::json::array items, std::string_view next);

/// Money as text with two decimals ("12.30"), null when it is missing; times as text, null when missing.
[[nodiscard]] boost::json::value yuan(Fen amount);
[[nodiscard]] boost::json::value time_text(Second time);
[[nodiscard]] boost::json::value day_text(Day day);

}  // namespace yishou::server

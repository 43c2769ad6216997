#include "server/json.h"

#include <algorithm>

#include <fmt/format.h>

namespace yishou::server {

namespace json = boost::json;

namespace {

std::unexpected<Error> refuse(std::string_view name, std::string_view wanted) {
  return fail(ErrorCode::kBadCall,
              fmt::format("字段 {} 应为{} · the member {} is missing or malformed", name, wanted, name));
}

}  // namespace

Result<Body> Body::parse(const http::Request& request, std::initializer_list<std::string_view> known) {
  json::parse_options options;
  options.max_depth = 16;
  boost::system::error_code error;
  json::value value = json::parse(request.body, error, {}, options);
  if (error) return fail(ErrorCode::kBadCall, "请求体应为一个 JSON 对象 · the body must be one JSON object");
  return of(std::move(value), known);
}

Result<Body> Body::of(json::value value, std::initializer_list<std::string_view> known) {
  if (!value.is_object()) {
    return fail(ErrorCode::kBadCall, "请求体应为一个 JSON 对象 · the body must be one JSON object");
  }
  for (const auto& member : value.as_object()) {
    if (std::ranges::find(known, std::string_view{member.key()}) == known.end()) {
      return fail(ErrorCode::kBadCall, fmt::format("未知字段 {} · unknown member", std::string_view{member.key()}));
    }
  }
  return Body(std::move(value.as_object()));
}

Result<Body> Body::part(std::string_view name, std::initializer_list<std::string_view> known) const {
  const json::value* value = object_.if_contains(name);
  if (value == nullptr || !value->is_object()) return refuse(name, "对象");
  return of(*value, known);
}

Result<std::string> Body::text(std::string_view name) const {
  const json::value* value = object_.if_contains(name);
  if (value == nullptr || !value->is_string() || value->as_string().empty()) return refuse(name, "非空文本");
  return std::string{value->as_string()};
}

Result<std::string> Body::optional_text(std::string_view name) const {
  const json::value* value = object_.if_contains(name);
  if (value == nullptr || value->is_null()) return std::string{};
  if (!value->is_string()) return refuse(name, "文本");
  return std::string{value->as_string()};
}

Result<std::int64_t> Body::integer(std::string_view name) const {
  const json::value* value = object_.if_contains(name);
  if (value == nullptr || !value->is_int64()) return refuse(name, "整数");
  return value->as_int64();
}

Result<bool> Body::boolean(std::string_view name, bool otherwise) const {
  const json::value* value = object_.if_contains(name);
  if (value == nullptr || value->is_null()) return otherwise;
  if (!value->is_bool()) return refuse(name, "true 或 false");
  return value->as_bool();
}

Result<std::vector<std::string>> Body::texts(std::string_view name) const {
  const json::value* value = object_.if_contains(name);
  std::vector<std::string> found;
  if (value == nullptr || value->is_null()) return found;
  if (!value->is_array()) return refuse(name, "文本数组");
  for (const json::value& one : value->as_array()) {
    if (!one.is_string()) return refuse(name, "文本数组");
    found.emplace_back(one.as_string());
  }
  return found;
}

void send(http::Response& response, const json::value& value, unsigned status) {
  response.send_json(json::serialize(value));
  response.status = status;
}

json::object page(json::array items, std::string_view next) {
  json::object made;
  made["items"] = std::move(items);
  made["next"] = next.empty() ? json::value(nullptr) : json::value(json::string(next));
  return made;
}

json::value yuan(Fen amount) {
  if (amount == kNoNumber) return nullptr;
  return json::string(format_decimal(amount, kFenScale));
}

json::value time_text(Second time) {
  if (time == kNoSecond) return nullptr;
  return json::string(format_second(time));
}

json::value day_text(Day day) {
  if (day == kNoDay) return nullptr;
  return json::string(format_day(day));
}

}  // namespace yishou::server

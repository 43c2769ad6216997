#include "server/parameters.h"

#include <algorithm>
#include <charconv>
#include <optional>

#include <fmt/format.h>

namespace yishou::server {
namespace {

constexpr std::int64_t kMaxLimit = 200;
constexpr int kUsualLimit = 50;

std::optional<std::int64_t> whole_number(std::string_view text) {
  std::int64_t number = 0;
  const char* end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, number);
  if (error != std::errc{} || stop != end) return std::nullopt;
  return number;
}

}  // namespace

Result<Parameters> Parameters::parse(const http::Request& request, std::initializer_list<std::string_view> known) {
  for (const http::Field& field : request.query) {
    if (std::ranges::find(known, field.name) == known.end()) {
      return fail(ErrorCode::kBadCall, fmt::format("未知参数 {} · unknown parameter of the query", field.name));
    }
    if (std::ranges::count(request.query, field.name, &http::Field::name) > 1) {
      return fail(ErrorCode::kBadCall,
                  fmt::format("参数 {} 重复 · the parameter comes twice: send it once", field.name));
    }
  }
  return Parameters(request);
}

std::string_view Parameters::text(std::string_view name) const { return request_.query_value(name).value_or(""); }

Result<int> Parameters::limit() const {
  const auto value = request_.query_value("limit");
  if (!value.has_value()) return kUsualLimit;
  const auto number = whole_number(*value);
  if (!number.has_value() || *number < 1 || *number > kMaxLimit) {
    return fail(ErrorCode::kBadCall,
                fmt::format("limit 应为 1 至 {} 的整数 · limit is a number from 1 to {}", kMaxLimit, kMaxLimit));
  }
  return static_cast<int>(*number);
}

Result<std::int64_t> Parameters::number(std::string_view name) const {
  const auto value = request_.query_value(name);
  if (!value.has_value()) return 0;
  const auto number = whole_number(*value);
  if (!number.has_value() || *number < 1) {
    return fail(ErrorCode::kBadCall, fmt::format("参数 {} 应为正整数 · the parameter is a number from 1 on", name));
  }
  return *number;
}

Result<Second> Parameters::time(std::string_view name) const {
  const auto value = request_.query_value(name);
  if (!value.has_value()) return kNoSecond;
  if (const auto second = parse_second(*value)) return *second;
  return fail(ErrorCode::kBadCall,
              fmt::format("参数 {} 应为 YYYY-MM-DD 或 YYYY-MM-DD HH:MM:SS · the parameter is a day or a time", name));
}

boost::json::object page(boost::json::array items, std::string_view next) {
  boost::json::object made;
  made["items"] = std::move(items);
  made["next"] = next.empty() ? boost::json::value(nullptr) : boost::json::value(boost::json::string(next));
  return made;
}

}  // namespace yishou::server

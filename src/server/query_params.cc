#include "server/query_params.h"

#include <algorithm>
#include <charconv>
#include <limits>

#include <fmt/format.h>

namespace yishou::server {
namespace {

constexpr std::int64_t kMostRows = 200, kUsualRows = 50;
constexpr std::size_t kMostListed = 200;

}  // namespace

std::unexpected<Error> refuse_param(std::string_view name, std::string_view wanted) {
  return fail(ErrorCode::kBadCall, fmt::format("参数 {} 应为{} · the parameter {} is malformed", name, wanted, name));
}

std::optional<std::int64_t> integer_of(std::string_view text, std::int64_t least, std::int64_t most) noexcept {
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size() || value < least || value > most) return std::nullopt;
  return value;
}

Result<QueryParams> QueryParams::read(const http::Request& request, std::span<const std::string_view> known) {
  for (auto field = request.query.begin(); field != request.query.end(); ++field) {
    if (std::ranges::find(known, field->name) == known.end()) {
      return fail(ErrorCode::kBadCall, fmt::format("未知参数 {} · unknown parameter", field->name.substr(0, 80)));
    }
    if (std::any_of(request.query.begin(), field, [&](const http::Field& f) { return f.name == field->name; })) {
      return fail(ErrorCode::kBadCall,
                  fmt::format("参数 {} 重复 · the parameter {} comes twice", field->name, field->name));
    }
  }
  return QueryParams(request);
}

Result<std::vector<std::string_view>> QueryParams::list(std::string_view name) const {
  std::vector<std::string_view> parts;
  std::string_view rest = text(name);
  if (rest.empty()) return parts;
  for (;;) {
    const std::size_t end = rest.find(',');
    parts.push_back(rest.substr(0, end));
    if (parts.back().empty() || parts.size() > kMostListed) return refuse_param(name, "以逗号分隔的值（至多 200 个）");
    if (end == std::string_view::npos) return parts;
    rest.remove_prefix(end + 1);
  }
}

Result<std::optional<std::int64_t>> QueryParams::integer(std::string_view name, std::int64_t least,
                                                         std::int64_t most) const {
  if (!has(name)) return std::nullopt;
  const auto value = integer_of(text(name), least, most);
  if (!value) return refuse_param(name, fmt::format(" {} 到 {} 的整数", least, most));
  return value;
}

Result<std::int64_t> QueryParams::number_from_one(std::string_view name) const {
  YISHOU_TRY(const auto number, integer(name, 1, std::numeric_limits<std::int64_t>::max()));
  return number.value_or(0);
}

Result<bool> QueryParams::flag(std::string_view name) const {
  const std::string_view value = text(name);
  if (!value.empty() && value != "true" && value != "false") return refuse_param(name, " true 或 false");
  return value == "true";
}

Result<std::optional<Fen>> QueryParams::money(std::string_view name) const {
  if (!has(name)) return std::nullopt;
  const std::string_view value = text(name);
  const std::size_t point = value.find('.');
  const auto fen = parse_decimal(value, kFenScale);
  if (!fen || (point != std::string_view::npos && value.size() - point > 3)) {
    return refuse_param(name, "金额（元，至多两位小数）");
  }
  return fen;
}

Result<Second> QueryParams::time(std::string_view name) const {
  if (!has(name)) return kNoSecond;
  const auto second = parse_second(text(name));
  if (!second) return refuse_param(name, " YYYY-MM-DD 或 YYYY-MM-DD HH:MM:SS");
  return *second;
}

Result<int> QueryParams::limit() const {
  YISHOU_TRY(const auto rows, integer("limit", 1, kMostRows));
  return static_cast<int>(rows.value_or(kUsualRows));
}

}  // namespace yishou::server

// Header fields by the letter: everything an answer's head is made of.
#include "http/header_text.h"

#include <algorithm>
#include <array>
#include <iterator>

#include <fmt/format.h>

#include "base/calendar.h"
#include "http/request.h"

namespace yishou::http {

namespace {

constexpr bool is_token_char(char c) noexcept {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
         std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos;
}

void append_line(std::string& out, std::string_view name, std::string_view value) {
  out.append(name).append(": ").append(value).append("\r\n");
}

}  // namespace

bool is_token(std::string_view text) noexcept { return !text.empty() && std::ranges::all_of(text, is_token_char); }

bool is_header_value(std::string_view text) noexcept {
  return std::ranges::none_of(text, [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return (byte < 0x20 && byte != '\t') || byte == 0x7f;
  });
}

bool is_written_by_server(std::string_view name) noexcept {
  constexpr std::array<std::string_view, 7> kNames{"Content-Length", "Transfer-Encoding", "Connection",  "Keep-Alive",
                                                   "Date",           "X-Request-Id",      "Content-Type"};
  return std::ranges::any_of(kNames, [name](std::string_view own) { return same_word(own, name); });
}

std::string_view reason_phrase(unsigned status) noexcept {
  switch (status) {
    case 200: return "OK";
    case 201: return "Created";
    case 202: return "Accepted";
    case 204: return "No Content";
    case 206: return "Partial Content";
    case 301: return "Moved Permanently";
    case 302: return "Found";
    case 303: return "See Other";
    case 304: return "Not Modified";
    case 400: return "Bad Request";
    case 401: return "Unauthorized";
    case 403: return "Forbidden";
    case 404: return "Not Found";
    case 405: return "Method Not Allowed";
    case 406: return "Not Acceptable";
    case 408: return "Request Timeout";
    case 409: return "Conflict";
    case 410: return "Gone";
    case 411: return "Length Required";
    case 412: return "Precondition Failed";
    case 413: return "Content Too Large";
    case 414: return "URI Too Long";
    case 415: return "Unsupported Media Type";
    case 417: return "Expectation Failed";
    case 422: return "Unprocessable Content";
    case 428: return "Precondition Required";
    case 429: return "Too Many Requests";
    case 431: return "Request Header Fields Too Large";
    case 500: return "Internal Server Error";
    case 501: return "Not Implemented";
    case 503: return "Service Unavailable";
    case 504: return "Gateway Timeout";
    case 505: return "HTTP Version Not Supported";
    case 507: return "Insufficient Storage";
    default: return "Status";
  }
}

void append_head(std::string& out, const Response& response, const HeadFacts& facts) {
  fmt::format_to(std::back_inserter(out), "HTTP/1.1 {} {}\r\n", response.status, reason_phrase(response.status));
  append_line(out, "Date", facts.date);
  // 204 and 304 have no body and so no length of one.
  if (response.status != 204 && response.status != 304) {
    fmt::format_to(std::back_inserter(out), "Content-Length: {}\r\n", facts.content_length);
  }
  if (!response.content_type.empty()) append_line(out, "Content-Type", response.content_type);
  append_line(out, "X-Request-Id", facts.request_id);
  append_line(out, "X-Content-Type-Options", "nosniff");
  if (response.header("Cache-Control").empty()) append_line(out, "Cache-Control", "no-store");
  if (response.content_type.starts_with("text/html")) {
    if (response.header("Content-Security-Policy").empty())
      append_line(out, "Content-Security-Policy", facts.page_policy);
    append_line(out, "X-Frame-Options", "DENY");
    append_line(out, "Referrer-Policy", "no-referrer");
  }
  if (facts.hsts_seconds > 0) {
    fmt::format_to(std::back_inserter(out), "Strict-Transport-Security: max-age={}\r\n", facts.hsts_seconds);
  }
  for (const auto& [name, value] : response.headers()) append_line(out, name, value);
  // Of HTTP/1.0 clients those that asked for keep-alive wait for this word; others read it as what they have anyway.
  append_line(out, "Connection", facts.close ? "close" : "keep-alive");
  out.append("\r\n");
}

std::string http_date(std::int64_t seconds) {
  constexpr std::array<const char*, 7> kDays{"Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"};
  constexpr std::array<const char*, 12> kMonths{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const Day day = day_of(seconds);
  const std::int64_t rest = seconds - start_of(day);
  const CivilDate date = civil_from_day(day);
  return fmt::format("{}, {:02} {} {:04} {:02}:{:02}:{:02} GMT", kDays[static_cast<std::size_t>(((day % 7) + 7) % 7)],
                     date.day, kMonths[static_cast<std::size_t>(date.month - 1)], date.year, rest / 3600,
                     rest / 60 % 60, rest % 60);
}

std::string_view next_member(std::string_view& list) noexcept {
  const std::size_t comma = list.find(',');
  std::string_view member = list.substr(0, comma);
  list = comma == std::string_view::npos ? std::string_view() : list.substr(comma + 1);
  const std::size_t first = member.find_first_not_of(" \t");
  if (first == std::string_view::npos) return {};
  return member.substr(first, member.find_last_not_of(" \t") - first + 1);
}

}  // namespace yishou::http

// Writes problem+json.
#include "http/problem.h"

#include <iterator>

#include <fmt/format.h>

#include "http/header_text.h"
#include "http/json_text.h"

namespace yishou::http {

namespace {

std::string_view chinese_title(unsigned status) noexcept {
  switch (status) {
    case 400: return "请求有误";
    case 401: return "未登录";
    case 403: return "无权操作";
    case 404: return "未找到";
    case 405: return "方法不允许";
    case 406: return "无可接受的格式";
    case 408: return "请求超时";
    case 409: return "冲突";
    case 411: return "缺少长度";
    case 412: return "前提不成立";
    case 413: return "内容过大";
    case 414: return "地址过长";
    case 415: return "不支持的内容类型";
    case 417: return "无法满足期望";
    case 422: return "内容无法处理";
    case 428: return "缺少前提";
    case 429: return "请求过多";
    case 431: return "请求头过大";
    case 500: return "内部错误";
    case 501: return "未实现";
    case 503: return "暂不可用";
    case 505: return "不支持的 HTTP 版本";
    case 507: return "空间不足";
    default: return "请求未完成";
  }
}

void append_member(std::string& out, std::string_view name, std::string_view text) {
  append_json_text(out, name);
  out.push_back(':');
  append_json_text(out, text);
}

// What went wrong inside may name files and addresses: the log has it, the client this; "" where the client gets the error itself.
std::string_view told_instead(ErrorCode code) noexcept {
  switch (code) {
    case ErrorCode::kIo:
      return "服务暂时够不到它的数据，请稍后重试 · the service cannot reach its data for the moment: try again later";
    case ErrorCode::kNoSpace:
      return "磁盘空间已满，本次未受理，已受理的都在；请管理员腾出空间后重发 · the disk is full: this was not taken, "
             "what was taken "
             "before is kept; send it again once the administrator has made room";
    case ErrorCode::kEngine:
      return "服务内部出错，请把请求号告诉管理员 · the service failed: tell the administrator the request id";
    default: return {};
  }
}

}  // namespace

unsigned status_of(ErrorCode code) noexcept {
  switch (code) {
    case ErrorCode::kBadCall: return 400;
    case ErrorCode::kBadInput: return 422;
    case ErrorCode::kNotFound: return 404;
    case ErrorCode::kDenied: return 403;
    case ErrorCode::kConflict: return 409;
    case ErrorCode::kTooMuch: return 429;
    case ErrorCode::kBusy: return 503;
    case ErrorCode::kNoSpace: return 507;
    case ErrorCode::kUnsupported: return 501;
    case ErrorCode::kIo: return 503;
    case ErrorCode::kEngine: return 500;
  }
  return 500;
}

std::string title_of(unsigned status) { return fmt::format("{} · {}", chinese_title(status), reason_phrase(status)); }

void answer_problem(const Request& request, Response& response, const Problem& problem) {
  std::string json = "{";
  append_member(json, "type", problem.type.empty() ? "about:blank" : problem.type);
  json.push_back(',');
  append_member(json, "title", problem.title.empty() ? title_of(problem.status) : problem.title);
  fmt::format_to(std::back_inserter(json), ",\"status\":{},", problem.status);
  append_member(json, "detail", problem.detail);
  json.push_back(',');
  append_member(json, "request_id", request.id);
  for (const auto& [name, text] : problem.extra) {
    json.push_back(',');
    append_member(json, name, text);
  }
  json.push_back('}');
  response.status = problem.status;
  response.content_type = "application/problem+json";
  response.send_static({});
  response.body = std::move(json);
}

void answer_problem(const Request& request, Response& response, unsigned status, std::string detail) {
  answer_problem(request, response, Problem{status, {}, std::move(detail), {}, {}});
}

void answer_error(const Request& request, Response& response, const Error& error) {
  const unsigned status = status_of(error.code);
  const std::string_view told = told_instead(error.code);
  if (!told.empty()) response.log_note = error.message;
  // Who knows better has said so.
  if ((status == 503 || status == 429) && response.header("Retry-After").empty())
    response.set_header("Retry-After", "1");
  answer_problem(request, response, status, told.empty() ? error.message : std::string{told});
}

}  // namespace yishou::http

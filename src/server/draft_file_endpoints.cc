// Files of a draft: a workbook or table is read, compared with what holds, and kept as the facts that an import would keep. What else
// stood in it is told once and forgotten.
#include <algorithm>
#include <chrono>

#include <fmt/format.h>

#include "http/conditional.h"
#include "knowledge/import.h"
#include "knowledge/manifest.h"
#include "knowledge/point_file.h"
#include "server/api.h"
#include "server/draft_call.h"
#include "server/draft_changes.h"
#include "server/draft_json.h"
#include "server/json.h"
#include "server/knowledge_words.h"
#include "server/path_number.h"
#include "server/query_params.h"
#include "server/recorded.h"

namespace yishou::server {
namespace {

namespace json = boost::json;
using drafts::Draft;
using http::Method;
using identity::Permission;

constexpr std::size_t kUploadBytes = std::size_t{16} << 20;
constexpr std::size_t kMaxFileNameBytes = 150;
constexpr std::chrono::seconds kUploadTime{60};

Result<std::string> file_name(const QueryParams& query) {
  const std::string_view name = query.text("name");
  const bool plain = !name.empty() && name.size() <= kMaxFileNameBytes && !name.starts_with('.') &&
                     std::ranges::none_of(name, [](char c) {
    return static_cast<unsigned char>(c) < 0x20 || c == 0x7f || c == '/' || c == '\\' || c == ':';
  });
  if (!plain) return refuse_param("name", "不含路径的文件名，至多 150 字节");
  return std::string{name};
}

// A draft of a region holds nothing that reaches outside; a published document is of the nation.
Status check_regions(const knowledge::KnowledgeBase& trial, const knowledge::Batch& batch, std::string_view region) {
  if (region.empty()) return {};
  const auto outside = [&] {
    return fail(
        ErrorCode::kBadCall,
        fmt::format(
            "文件含有草案地区 {} 以外的行；国家公布的文件须用全国的草案 · the file has rows outside the draft's "
            "region; published documents need a draft of the nation",
            region));
  };
  if (batch.kind == knowledge::BatchKind::kParameters) {
    YISHOU_TRY(const auto rows, trial.parameter_rows_of(batch));
    for (const auto& row : rows) {
      if (!row.region.starts_with(region)) return outside();
    }
    return {};
  }
  YISHOU_TRY(const std::string text, trial.text_of(batch));
  YISHOU_TRY(const auto points, knowledge::read_points(text, batch.name));
  for (const auto& point : points) {
    if (!point.row.region.starts_with(region)) return outside();
  }
  return {};
}

Status add_file(const Call& call, http::Response& response) {
  YISHOU_TRY(const QueryParams query, QueryParams::read(call.request, {"name", "published_at"}));
  YISHOU_TRY(const std::string name, file_name(query));
  Day published = kNoDay;
  if (query.has("published_at")) {
    const auto day = parse_day(query.text("published_at"));
    if (!day) return refuse_param("published_at", "YYYY-MM-DD");
    published = *day;
  }
  YISHOU_TRY(const Draft draft, find_draft(call));
  if (!http::matches_or_answer(call.request, response, draft_etag(draft))) return {};
  YISHOU_TRY(DraftChanges changes, stored_changes_of(draft.content));
  YISHOU_TRY(const auto files, call.app.drafts->files(draft.draft_no, changes.files));
  const auto in_force = call.app.live->in_force();
  const Day today = day_of(call.now.beijing());
  const Day known_since = known_since_of(*in_force->base, today);
  knowledge::KnowledgeBase before = in_force->base->trial();
  YISHOU_CHECK_OK(lay(before, DraftChanges{}, files,
                      {.name = fmt::format("draft-{}", draft.draft_no), .from = today, .known_since = known_since}));
  knowledge::KnowledgeBase trial = before;
  const auto report = knowledge::import_texts(trial, {{name, std::string{call.request.body}}},
                                              {.published_at = published, .known_since = known_since});
  if (!report.has_value()) return fail(ErrorCode::kBadCall, report.error().message);
  const knowledge::FileReport& read = report->files.front();
  if (trial.batches().size() == before.batches().size()) {
    return fail(ErrorCode::kConflict,
                fmt::format("文件没有带来新内容：{} 行未收 · the file brings nothing new: {} rows were left out",
                            read.left.size(), read.left.size()));
  }
  const knowledge::Batch& batch = trial.batches().back();
  YISHOU_CHECK_OK(check_regions(trial, batch, draft.region));
  YISHOU_TRY(std::string text, trial.text_of(batch));
  const drafts::DraftFile file{.file_no = 0, .name = name, .published_at = published, .content = std::move(text)};
  const std::string_view region = draft.region.empty() ? std::string_view{call.app.settings.region} : draft.region;
  YISHOU_TRY(json::object diff, diff_json(before, trial, region));
  YISHOU_TRY(const Draft changed,
             carry_out(call, about_draft(call, draft.draft_no, fmt::format("add file {}", name)), [&] {
    return call.app.drafts->add_file(call.who, {draft.draft_no, draft.version}, file, [&](std::int64_t number) {
      changes.files.push_back(number);
      return json::serialize(json_of(changes));
    }, call.now.beijing());
  }));
  YISHOU_TRY(json::object told, draft_json(call, changed));
  response.set_header("ETag", draft_etag(changed));
  send(response,
       json::object{{"draft", std::move(told)},
                    {"file_no", changes.files.back()},
                    {"kind", knowledge::kind_word(read.kind)},
                    {"unchanged",
                     std::ranges::count(read.changes, knowledge::Change::Kind::kUnchanged, &knowledge::Change::kind)},
                    {"untouched", read.untouched},
                    {"diff", std::move(diff)},
                    {"left_out", left_json(read.left)},
                    {"remarks", left_json(read.warnings)}},
       201);
  return {};
}

Status drop_file(const Call& call, http::Response& response) {
  YISHOU_TRY([[maybe_unused]] const QueryParams none, QueryParams::read(call.request, {}));
  YISHOU_TRY(const Draft draft, find_draft(call));
  YISHOU_TRY(DraftChanges changes, stored_changes_of(draft.content));
  const auto number = path_number(call.request.param("file"));
  if (!number.has_value() || std::erase(changes.files, *number) == 0) {
    return fail(ErrorCode::kNotFound,
                fmt::format("草案没有这个文件：{} · the draft has no such file", call.request.param("file")));
  }
  if (!http::matches_or_answer(call.request, response, draft_etag(draft))) return {};
  YISHOU_TRY(const Draft changed,
             carry_out(call, about_draft(call, draft.draft_no, fmt::format("drop file {}", *number)), [&] {
    return call.app.drafts->change(call.who, {draft.draft_no, draft.version}, draft.title,
                                   json::serialize(json_of(changes)), call.now.beijing());
  }));
  return send_draft(call, response, changed);
}

}  // namespace

void add_draft_file_endpoints(Api& api) {
  const auto add = [&](Method method, std::string_view pattern, std::string_view operation, auto handle,
                       http::RouteOptions options) {
    api.add({.method = method,
             .pattern = std::string{pattern},
             .operation = std::string{operation},
             .entry = Entry::kPermitted,
             .permission = Permission::kChangeRules,
             .handle = handle,
             .options = std::move(options)});
  };
  add(Method::kPost, "/v1/drafts/{no}/files", "addDraftFile", add_file,
      {.max_body = kUploadBytes,
       .content_type = "application/octet-stream",
       .handle_time = kUploadTime,
       .body_time = kUploadTime});
  add(Method::kDelete, "/v1/drafts/{no}/files/{file}", "dropDraftFile", drop_file, {});
}

}  // namespace yishou::server

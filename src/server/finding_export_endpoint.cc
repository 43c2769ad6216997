// The export of findings as a file: what a search finds, masked as the pages are.
#include <atomic>
#include <filesystem>
#include <memory>

#include <fmt/format.h>

#include "report/case_writer.h"
#include "rules/catalogue.h"
#include "server/api.h"
#include "server/finding_query.h"
#include "server/places.h"

namespace yishou::server {
namespace {

namespace fs = std::filesystem;

constexpr int kPageRows = 1000;
constexpr int kMostAtATime = 2;  // each holds a thread of the pool, and memory for sorting
constexpr std::chrono::minutes kExportTime{10};

struct ExportKind {
  std::string_view name, media_type;
};
constexpr ExportKind kExportKinds[] = {{"csv", "text/csv; charset=utf-8"},
                                       {"xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}};

/// One of the exports that run at a time.
class ExportSlot {
 public:
  explicit ExportSlot(std::atomic<int>& running) : running_(running), number_(++running) {}
  ~ExportSlot() { --running_; }
  ExportSlot(const ExportSlot&) = delete;
  ExportSlot& operator=(const ExportSlot&) = delete;
  [[nodiscard]] bool free() const { return number_ <= kMostAtATime; }

 private:
  std::atomic<int>& running_;
  int number_;
};

/// Removes a file that was sent, or could not be.
class TemporaryFile {
 public:
  explicit TemporaryFile(fs::path path) : path_(std::move(path)) {}
  ~TemporaryFile() {
    std::error_code gone_already;
    fs::remove(path_, gone_already);
  }
  TemporaryFile(const TemporaryFile&) = delete;
  TemporaryFile& operator=(const TemporaryFile&) = delete;
  [[nodiscard]] std::string text() const { return path_.string(); }

 private:
  fs::path path_;
};

report::WriterOptions writer_options(const Places& places) {
  report::WriterOptions options;
  for (const rules::CatalogueEntry& entry : rules::catalogue()) {
    options.rules.push_back(
        {entry.number, std::string{entry.code}, std::string{entry.name_zh}, std::string{entry.name_en}});
  }
  options.institutions = places.surroundings().institution_names;
  return options;
}

Status write_export(const Call& call, const cases::FindingFilter& filter, const std::string& path) {
  const Places places(call.app.live->current()->surroundings);
  const auto states = cases::all_states();
  std::vector<std::string_view> names;
  for (const cases::State state : states) names.push_back(cases::name_of(state));
  YISHOU_TRY(auto writer, report::CaseWriter::open(path, writer_options(places), std::move(names)));
  std::string cursor;
  do {
    YISHOU_TRY(cases::FindingPage page, call.app.findings->page(filter, call.who.scope, call.who.role,
                                                                cases::Sort::kTaken, false, cursor, kPageRows));
    for (const cases::CaseFinding& one : page.findings) {
      const auto state = static_cast<std::size_t>(std::ranges::find(states, one.state) - states.begin());
      YISHOU_CHECK_OK(writer.add(one.finding, state));
    }
    cursor = std::move(page.next);
  } while (!cursor.empty() && !call.app.stopping);
  if (!cursor.empty())
    return fail(ErrorCode::kBusy, "服务正在停止，请稍后再导出 · the service is stopping, export later");
  YISHOU_CHECK_OK(writer.finish());
  return {};
}

Status export_findings(const Call& call, http::Response& response, const fs::path& folder, std::atomic<int>& running) {
  YISHOU_TRY(const FindingQuery query, read_finding_query(call, {"format"}));
  const auto kind = std::ranges::find(kExportKinds, query.params.text("format"), &ExportKind::name);
  if (kind == std::end(kExportKinds)) return refuse_param("format", " csv 或 xlsx");
  YISHOU_TRY(const cases::FindingTotals totals, call.app.findings->totals(query.filter, call.who.scope));
  if (totals.findings > call.app.settings.export_findings) {
    return fail(
        ErrorCode::kBadCall,
        fmt::format("共 {} 条，超过一次导出上限 {} 条，请缩小条件分批导出 · {} findings are more than the {} of one "
                    "export: narrow the search",
                    totals.findings, call.app.settings.export_findings, totals.findings,
                    call.app.settings.export_findings));
  }
  const ExportSlot slot(running);
  if (!slot.free()) {
    return fail(ErrorCode::kBusy, "已有导出正在进行，请稍后再试 · other exports are running, try again in a minute");
  }
  identity::Access access = call.access(identity::Action::kExportFindings);
  describe_search(call, query.filter, access);
  access.reason += fmt::format(" findings={}", totals.findings);
  access.result = "ok";
  YISHOU_TRY(const auto record, call.app.access_log->append(access));
  std::error_code unmade;  // what is wrong is said when the file cannot be written
  fs::create_directories(folder, unmade);
  fs::permissions(folder, fs::perms::owner_all, unmade);
  const TemporaryFile file(folder / fmt::format("findings-{}.{}", record, kind->name));
  YISHOU_CHECK_OK(write_export(call, query.filter, file.text()));
  YISHOU_CHECK_OK(response.send_file(file.text()));
  response.content_type = kind->media_type;
  response.set_header("Content-Disposition", fmt::format("attachment; filename=\"findings-{}-{}.{}\"",
                                                         format_day(day_of(call.now.beijing())), record, kind->name));
  return {};
}

}  // namespace

void add_finding_export_endpoint(Api& api) {
  const fs::path folder = fs::path(api.app().settings.state) / "exports";
  std::error_code nothing_left;
  fs::remove_all(folder, nothing_left);  // of a process that was killed: nobody will fetch it
  const auto running = std::make_shared<std::atomic<int>>(0);
  api.add({.method = http::Method::kGet,
           .pattern = "/v1/findings/export",
           .operation = "exportFindings",
           .permission = identity::Permission::kExportFindings,
           .handle = [folder, running](
                         const Call& call,
                         http::Response& response) { return export_findings(call, response, folder, *running); },
           .options = {.handle_time = kExportTime}});
}

}  // namespace yishou::server

// Shadow runs on the disk: STATE/shadows/ID.json, written whole.
#include <filesystem>

#include <fmt/format.h>

#include "knowledge/files.h"
#include "server/shadow.h"
#include "server/shadow_run.h"

namespace yishou::server {

namespace json = boost::json;

namespace {

constexpr std::size_t kShadowFileBytes = std::size_t{64} << 20;

}  // namespace

std::string Shadows::file_of(std::string_view id) const {
  return (std::filesystem::path(parts_.settings.state) / "shadows" / fmt::format("{}.json", id)).string();
}

void Shadows::keep_all() {
  for (const auto& run : runs()) {
    {
      const std::lock_guard lock(run->mutex);
      if (!run->changed) continue;
    }
    const Status kept = keep(*run);
    if (kept.has_value()) continue;
    parts_.log.write(http::LogLevel::kError, "shadow",
                     {{"shadow", std::string_view{run->id}}, {"error", std::string_view{kept.error().message}}});
  }
}

// Under the run's lock to its end: a run that is removed meanwhile must not come back.
Status Shadows::keep(Run& run) {
  const std::lock_guard lock(run.mutex);
  if (run.removed) return {};
  const json::object kept{{"id", run.id},
                          {"name", run.name},
                          {"made_by", run.made_by},
                          {"made_at", run.made_at},
                          {"scope", run.scope.text()},
                          {"draft", json_of(run.draft)},
                          {"requests", run.requests},
                          {"failed", run.failed},
                          {"dropped", run.dropped},
                          {"undecided_now", run.undecided_now},
                          {"undecided_draft", run.undecided_draft},
                          {"tally", run.tally.kept()}};
  YISHOU_CHECK_OK(knowledge::write_file(file_of(run.id), json::serialize(kept)));
  run.changed = false;
  return {};
}

Result<std::shared_ptr<Shadows::Run>> Shadows::read(const std::string& path) const {
  YISHOU_TRY(const std::string text, knowledge::read_file(path, kShadowFileBytes));
  boost::system::error_code error;
  json::value value = json::parse(text, error);
  const auto damaged = [](std::string_view why) {
    return fail(ErrorCode::kBadInput,
                fmt::format("this file of a shadow run is damaged; delete it and start the run anew: {}", why));
  };
  if (error) return damaged(error.message());
  auto body = Body::of(std::move(value), {"id", "name", "made_by", "made_at", "scope", "draft", "requests", "failed",
                                          "dropped", "undecided_now", "undecided_draft", "tally"});
  if (!body.has_value()) return damaged(body.error().message);
  const auto fill = [&](Run& run) -> Status {
    YISHOU_TRY(run.id, body->text("id"));
    YISHOU_TRY(run.name, body->text("name"));
    YISHOU_TRY(run.made_by, body->text("made_by"));
    YISHOU_TRY(run.made_at, body->integer("made_at"));
    YISHOU_TRY(const std::string scope, body->text("scope"));
    YISHOU_TRY(run.scope, identity::Scope::parse(scope));
    const json::value* draft = body->object().if_contains("draft");
    YISHOU_TRY(run.draft, stored_draft_of(draft == nullptr ? json::value(nullptr) : *draft));
    if (!run.draft.rules_off.empty()) {
      YISHOU_TRY(run.off, rules::choose("rules_off", run.draft.rules_off));
    }
    YISHOU_TRY(run.requests, body->integer("requests"));
    YISHOU_TRY(run.failed, body->integer("failed"));
    YISHOU_TRY(run.dropped, body->integer("dropped"));
    YISHOU_TRY(run.undecided_now, body->integer("undecided_now"));
    YISHOU_TRY(run.undecided_draft, body->integer("undecided_draft"));
    YISHOU_TRY(run.tally, ShadowTally::read(body->object().contains("tally") ? body->object().at("tally") : nullptr));
    return {};
  };
  auto run = std::make_shared<Run>();
  if (const Status filled = fill(*run); !filled.has_value()) return damaged(filled.error().message);
  if (file_of(run->id) != path) return damaged("its name is not that of its run");
  return run;
}

}  // namespace yishou::server

#include "server/app.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <thread>

#include <fmt/format.h>

#include "cases/schema.h"
#include "drafts/schema.h"
#include "identity/log_chain.h"
#include "identity/schema.h"
#include "identity/store_key.h"
#include "lake/files.h"
#include "server/places.h"
#include "server/state_folder.h"
#include "sql/migrate.h"
#include "sql/text.h"

namespace yishou::server {

namespace fs = std::filesystem;

std::string database_of(const Settings& settings) {
  return settings.database.empty() ? "sqlite:" + (fs::path(settings.state) / "yishou.db").string() : settings.database;
}

std::string key_file_of(const Settings& settings) {
  if (!settings.key_file.empty()) return settings.key_file;
  return fs::path(settings.state).lexically_normal().parent_path() /
         (fs::path(settings.state).lexically_normal().filename().string() + ".keys");
}

Result<std::unique_ptr<sql::Database>> open_database(const Settings& settings) {
  YISHOU_TRY(auto database, sql::Database::open({.address = database_of(settings)}));
  YISHOU_CHECK_OK(check_state_folder(settings, *database));
  const std::array schemas{identity::schema(), cases::schema(), drafts::schema()};
  YISHOU_CHECK_OK(sql::migrate(*database, schemas, now().beijing()));
  return database;
}

Result<identity::LogVerdict> verify_log(const Settings& settings) {
  YISHOU_TRY(const auto database, open_database(settings));
  YISHOU_TRY(const auto sealer, identity::open_sealer(*database, key_file_of(settings)));
  identity::AccessLog log(*database, sealer);
  return verify_log(settings, log);
}

Result<identity::LogVerdict> verify_log(const Settings& settings, identity::AccessLog& log) {
  const std::string anchor_file = key_file_of(settings) + ".log-head";
  YISHOU_TRY(const auto anchor, identity::read_anchor(anchor_file));
  YISHOU_TRY(const identity::LogVerdict verdict, log.verify(anchor));
  if (verdict.whole) YISHOU_CHECK_OK(identity::write_anchor(anchor_file, verdict.head));
  return verdict;
}

Result<std::unique_ptr<App>> App::open(const Settings& settings) {
  std::unique_ptr<App> app(new App);
  app->settings = settings;
  YISHOU_TRY(const http::LogLevel level, http::parse_log_level(settings.log_level));
  YISHOU_TRY(app->log, http::Log::open(settings.log_file, level));
  YISHOU_CHECK_OK(lake::make_folder(settings.state));
  YISHOU_TRY(app->database, open_database(settings));
  YISHOU_TRY(auto sealer, identity::open_sealer(*app->database, key_file_of(settings)));
  app->sealer = std::make_unique<crypto::Sealer>(std::move(sealer));
  sql::Database& database = *app->database;
  YISHOU_CHECK_OK(identity::note_service_has_newest_key(database, *app->sealer));
  app->accounts = std::make_unique<identity::Accounts>(database, settings.identity);
  app->sessions = std::make_unique<identity::Sessions>(database, settings.identity);
  app->tokens = std::make_unique<identity::ApiTokens>(database);
  app->access_log = std::make_unique<identity::AccessLog>(database, *app->sealer);
  app->institution_settings = std::make_unique<identity::InstitutionSettingsStore>(database, *app->sealer);
  app->findings = std::make_unique<cases::Findings>(database, *app->sealer);
  app->changes = std::make_unique<cases::Changes>(database, *app->sealer);
  app->finding_files = std::make_unique<cases::FindingFiles>(*app->database, *app->sealer);
  app->saved_searches = std::make_unique<cases::SavedSearches>(*app->database, *app->sealer);
  app->institutions = std::make_unique<cases::Institutions>(database);
  app->measures = std::make_unique<cases::InstitutionMeasures>(database);
  app->jobs = std::make_unique<cases::Jobs>(database);
  app->drafts = std::make_unique<drafts::Drafts>(database);
  YISHOU_TRY(const auto first, app->accounts->make_first_administrator(now().beijing()));
  if (first.has_value()) app->first_password = first->password;

  app->live = std::make_unique<LiveKnowledge>(settings.base, settings.lake, settings.region);
  const unsigned cores = std::max(1u, std::thread::hardware_concurrency());
  YISHOU_TRY(app->facts,
             history::FactBook::open({.state = settings.state,
                                      .lake = settings.lake,
                                      .memory_bytes = settings.memory_bytes,
                                      .threads = settings.build_threads == 0 ? cores : settings.build_threads,
                                      .building = [log = app->log.get()](std::uint64_t lines) {
    log->write(http::LogLevel::kInfo, "history_building", {{"lines", static_cast<std::int64_t>(lines)}});
  }}));
  YISHOU_CHECK_OK(app->live->reload());
  YISHOU_CHECK_OK(app->take_institutions());
  app->volumes = std::make_unique<LiveVolumes>(app->settings, *app->log);
  YISHOU_TRY(app->reminders, ReminderLog::open((fs::path(settings.state) / "reminders").string(),
                                               app->sealer->blind_indexes("psn_no")));
  if (settings.demonstration) {
    YISHOU_TRY(app->demonstration, make_demonstration(*app, now()));
    app->first_password.clear();  // replaced by the public one
  } else {
    YISHOU_CHECK_OK(refuse_demonstration(*app));
  }
  YISHOU_TRY(app->shadows, Shadows::open({.settings = app->settings,
                                          .live = *app->live,
                                          .store = app->facts->store(),
                                          .sealer = *app->sealer,
                                          .drafts = *app->drafts,
                                          .log = *app->log}));
  app->callers = std::make_unique<GatewayCallers>(app->settings, *app->institution_settings);
  YISHOU_CHECK_OK(app->callers->refresh());
  const unsigned io_threads = settings.http.io_threads == 0 ? cores : settings.http.io_threads;
  app->settings.http.io_threads = io_threads;
  app->gateway = std::make_unique<GatewayDesk>(GatewayDesk::Parts{.live = *app->live,
                                                                  .callers = *app->callers,
                                                                  .facts = *app->facts,
                                                                  .reminders = *app->reminders,
                                                                  .log = *app->log,
                                                                  .metrics = app->metrics,
                                                                  .shadows = *app->shadows,
                                                                  .region = settings.region},
                                               io_threads);
  YISHOU_TRY(app->runner, JobRunner::start({.settings = app->settings,
                                            .database = database,
                                            .sealer = *app->sealer,
                                            .jobs = *app->jobs,
                                            .drafts = *app->drafts,
                                            .log = *app->log,
                                            .drain_facts = [self = app.get()] { return self->drain_facts(); }}));
  return app;
}

Status App::drain_facts() {
  volumes->wake();  // a load beside the service changes the lake too
  if (facts->waiting() == 0) return {};
  YISHOU_TRY(const auto drained, facts->drain(&stopping));
  log->write(http::LogLevel::kInfo, "facts_drained",
             {{"rows", static_cast<std::int64_t>(drained.rows)},
              {"withdrawn", drained.withdrawn},
              {"lake_generation", drained.lake_generation}});
  volumes->wake();
  YISHOU_CHECK_OK(live->reload());
  return take_institutions();
}

namespace {

// A name as the database keeps it: rows of institutions come from anywhere, and one bad name must not stop an audit.
std::string name_to_keep(const std::string& name) {
  constexpr std::size_t kMost = 500;  // bytes
  if (!sql::is_storable(name)) return {};
  std::size_t end = std::min(name.size(), kMost);
  while (end < name.size() && end > 0 && (static_cast<unsigned char>(name[end]) & 0xc0) == 0x80) --end;
  return name.substr(0, end);
}

}  // namespace

Status App::take_institutions() {
  const auto surroundings = live->current()->surroundings;
  std::vector<cases::Institution> all;
  for (const auto& [code, facts_of] : surroundings->institutions) {
    const auto name = surroundings->institution_names.find(code);
    const auto region = surroundings->institution_regions.find(code);
    if (!identity::is_institution_code(code)) continue;  // rows of bills may name anything
    const auto text = [](int number) { return number < 0 ? std::string{} : fmt::format("{:02}", number); };
    all.push_back({.code = code,
                   .name = name == surroundings->institution_names.end() ? std::string{} : name_to_keep(name->second),
                   .admdvs = region != surroundings->institution_regions.end() && is_region(region->second)
                                 ? region->second
                                 : std::string{},
                   .level = text(facts_of.level),
                   .type = facts_of.type < 0 ? std::string{} : std::to_string(facts_of.type)});
  }
  return institutions->put(all);
}

}  // namespace yishou::server

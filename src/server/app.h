// App: everything the routes stand on, opened once.
#pragma once

#include <atomic>
#include <memory>
#include <optional>
#include <string>

#include "cases/changes.h"
#include "cases/finding_files.h"
#include "cases/findings.h"
#include "cases/institution_measures.h"
#include "cases/institutions.h"
#include "cases/jobs.h"
#include "cases/saved_searches.h"
#include "crypto/sealer.h"
#include "drafts/drafts.h"
#include "history/fact_book.h"
#include "http/log.h"
#include "http/metrics.h"
#include "identity/accounts.h"
#include "identity/institution_settings.h"
#include "identity/log.h"
#include "identity/sessions.h"
#include "server/demonstration.h"
#include "server/gateway_callers.h"
#include "server/gateway_desk.h"
#include "server/job_runner.h"
#include "server/live_knowledge.h"
#include "server/live_volumes.h"
#include "server/reminder_log.h"
#include "server/settings.h"
#include "server/shadow.h"
#include "sql/database.h"

namespace yishou::server {

/// Any thread. Members are in the order in which they depend on each other.
class App {
 public:
  /// Opens everything; long work (building the history) is told to the log. Errors: of every part, with its remedy.
  [[nodiscard]] static Result<std::unique_ptr<App>> open(const Settings& settings);

  Settings settings;
  std::unique_ptr<http::Log> log;
  http::Metrics metrics;
  std::unique_ptr<sql::Database> database;
  std::unique_ptr<crypto::Sealer> sealer;
  std::unique_ptr<identity::Accounts> accounts;
  std::unique_ptr<identity::Sessions> sessions;
  std::unique_ptr<identity::ApiTokens> tokens;
  std::unique_ptr<identity::AccessLog> access_log;
  std::unique_ptr<identity::InstitutionSettingsStore> institution_settings;
  std::unique_ptr<cases::Findings> findings;
  std::unique_ptr<cases::Changes> changes;
  std::unique_ptr<cases::FindingFiles> finding_files;
  std::unique_ptr<cases::SavedSearches> saved_searches;
  std::unique_ptr<cases::Institutions> institutions;
  std::unique_ptr<cases::InstitutionMeasures> measures;
  std::unique_ptr<cases::Jobs> jobs;
  std::unique_ptr<drafts::Drafts> drafts;
  std::unique_ptr<LiveKnowledge> live;
  std::unique_ptr<LiveVolumes> volumes;
  std::unique_ptr<history::FactBook> facts;
  std::unique_ptr<ReminderLog> reminders;
  std::unique_ptr<Shadows> shadows;
  std::unique_ptr<GatewayCallers> callers;
  std::unique_ptr<GatewayDesk> gateway;
  std::atomic<bool> stopping = false;
  std::string first_password;                  ///< of the first administrator, when this start made one; shown once
  std::optional<Demonstration> demonstration;  ///< of settings.demonstration
  std::unique_ptr<JobRunner> runner;           ///< after all that jobs stand on

  /// Loads what waits into the lake; afterwards its institutions are in force and known to the store. Nothing when nothing waits.
  [[nodiscard]] Status drain_facts();
  /// Takes the lake's institutions into the operational store.
  [[nodiscard]] Status take_institutions();

 private:
  App() = default;
};

/// Where the state folder keeps things when the settings do not say.
[[nodiscard]] std::string database_of(const Settings& settings);
[[nodiscard]] std::string key_file_of(const Settings& settings);
/// Proves the chain of the access log, against the head that was kept in STATE-KEYS.log-head when it was proved before; keeps the new
/// head there when the chain is whole.
[[nodiscard]] Result<identity::LogVerdict> verify_log(const Settings& settings);
/// The same for a service that runs and has its log open.
[[nodiscard]] Result<identity::LogVerdict> verify_log(const Settings& settings, identity::AccessLog& log);
/// A database opened and brought to the newest form, for the service and for commands that look into it.
[[nodiscard]] Result<std::unique_ptr<sql::Database>> open_database(const Settings& settings);

}  // namespace yishou::server

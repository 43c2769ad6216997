// The kinds of jobs: each reads the lake and the knowledge by itself, and gives its result as JSON.
#pragma once

#include <string>

#include "base/result.h"
#include "cases/jobs.h"
#include "crypto/sealer.h"
#include "server/draft_text.h"
#include "server/job_watch.h"
#include "server/run_choice.h"
#include "server/settings.h"
#include "sql/database.h"

namespace yishou::server {

/// What a job stands on.
struct JobGround {
  const Settings& settings;
  sql::Database& database;
  const crypto::Sealer& sealer;
  drafts::Drafts& drafts;
  std::int64_t job_no;
  std::string folder;  ///< STATE/jobs/N: kept
  std::string work;    ///< inside it: gone afterwards
  unsigned threads;
};

/// An audit whose findings go into the operational store, whole or, when the job is stopped before, not at all. What the run covers and
/// no longer finds is marked as gone.
[[nodiscard]] Result<std::string> run_audit(const JobGround& ground, const RunChoice& choice, JobWatch& watch);

/// What a back-test is asked for.
struct BacktestChoice {
  RunChoice run;
  DraftText draft;
};
/// What a draft would add and drop on the lake. Keeps the findings that differ in `kChangesFile`. Persons are told apart by a blind
/// index, here and in the result: nobody needs to know them to judge a draft.
[[nodiscard]] Result<std::string> run_backtest(const JobGround& ground, const BacktestChoice& choice, JobWatch& watch);
inline constexpr std::string_view kChangesFile = "changes.csv";
inline constexpr std::size_t kTouched = 100;  ///< institutions and doctors that its result names

/// What a job's parameters ask for, as they come and as they are stored. kBadCall names what is wrong.
inline constexpr std::string_view kAuditKind = "audit", kBacktestKind = "backtest";
[[nodiscard]] Result<RunChoice> audit_choice_of(const boost::json::value& parameters);
[[nodiscard]] Result<BacktestChoice> backtest_choice_of(const boost::json::value& parameters);
/// The same as it is stored, where it may try a draft of the store.
[[nodiscard]] Result<BacktestChoice> stored_backtest_choice_of(const boost::json::value& parameters);
/// As it is stored.
[[nodiscard]] boost::json::object json_of(const BacktestChoice& choice);

}  // namespace yishou::server

#include "server/shadow.h"

#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <filesystem>

#include <fmt/format.h>

#include "crypto/random.h"
#include "gateway/envelope.h"
#include "identity/masking.h"
#include "lake/files.h"
#include "precheck/rule_choice.h"
#include "rules/choice.h"
#include "server/clock.h"
#include "server/shadow_run.h"

namespace yishou::server {

namespace fs = std::filesystem;
namespace json = boost::json;

namespace {

using Steady = std::chrono::steady_clock;
constexpr std::chrono::milliseconds kLook{2};  // who hands over wakes nobody: that would cost him more than the copy
constexpr std::chrono::seconds kKeepEvery{30};
constexpr int kShadowGivesWay = 10;  // of nice(2)

}  // namespace

/// What the thread keeps from question to question.
struct Shadows::Bench {
  gateway::Message message;
  gateway::AnalysisParser parser;
  std::shared_ptr<const InForce> in_force;
  std::unique_ptr<precheck::Judge> judge;
  std::vector<std::shared_ptr<Run>> runs;
  std::vector<const rules::Rule*> rules, draft_rules;
  std::vector<model::Finding> now;
};

Shadows::Shadows(const Parts& parts) : parts_(parts) {}

Result<std::unique_ptr<Shadows>> Shadows::open(const Parts& parts) {
  std::unique_ptr<Shadows> shadows(new Shadows(parts));
  const fs::path folder = fs::path(parts.settings.state) / "shadows";
  YISHOU_CHECK_OK(lake::make_folder(folder.string()));
  std::error_code error;
  for (fs::directory_iterator at(folder, error), end; !error && at != end; at.increment(error)) {
    if (at->path().extension() != ".json") continue;
    auto run = shadows->read(at->path().string());
    if (run.has_value()) {
      shadows->runs_.push_back(std::move(*run));
    } else {
      parts.log.write(http::LogLevel::kError, "shadow",
                      {{"file", at->path().filename().native()}, {"error", std::string_view{run.error().message}}});
    }
  }
  if (error) {
    return fail(ErrorCode::kIo,
                fmt::format("the folder of shadow runs cannot be read, give the service the right to it: "
                            "{}: {}",
                            folder.string(), error.message()));
  }
  std::ranges::sort(shadows->runs_, {}, [](const auto& run) { return std::pair{run->made_at, run->id}; });
  shadows->num_runs_ = shadows->runs_.size();
  shadows->thread_ = std::thread([self = shadows.get()] { self->work(); });
  return shadows;
}

Shadows::~Shadows() {
  {
    const std::lock_guard lock(queue_mutex_);
    ending_ = true;
    wake_.notify_one();
  }
  if (thread_.joinable()) thread_.join();
}

void Shadows::hand_over(gateway::TransactionKind kind, std::string_view body, Second at) {
  const auto bytes = static_cast<std::int64_t>(body.size());
  // Two that come at once may pass the limits together, by one question each.
  if (waiting_ >= kMaxWaiting || waiting_bytes_ + bytes > kMaxWaitingBytes) {
    dropped_.fetch_add(1, std::memory_order_relaxed);
    return;
  }
  Question question{kind, at, std::string{body}};  // copied before the lock: others hand over too
  waiting_ += 1;
  waiting_bytes_ += bytes;
  const std::lock_guard lock(queue_mutex_);
  queue_.push_back(std::move(question));
}

std::vector<std::shared_ptr<Shadows::Run>> Shadows::runs() {
  const std::lock_guard lock(runs_mutex_);
  return runs_;
}

void Shadows::work() {
  ::setpriority(PRIO_PROCESS, static_cast<id_t>(::gettid()), kShadowGivesWay);
  Bench bench;
  std::deque<Question> mine;
  auto next_keep = Steady::now() + kKeepEvery;
  for (bool ending = false; !ending;) {
    {
      std::unique_lock lock(queue_mutex_);
      const auto awaited = [&] { return ending_ || !queue_.empty() || num_runs_ > 0; };
      if (queue_.empty() && !ending_ && num_runs_ > 0) wake_.wait_for(lock, kLook);
      wake_.wait(lock, awaited);
      ending = ending_;
      mine.swap(queue_);
    }
    bench.runs = runs();
    if (const std::int64_t dropped = dropped_.exchange(0); dropped > 0) {
      for (const auto& run : bench.runs) {
        const std::lock_guard lock(run->mutex);
        run->dropped += dropped;
        run->changed = true;
      }
    }
    if (bench.runs.empty()) {  // nothing of what was in force is held for nothing
      bench.in_force.reset();
      bench.judge.reset();
    }
    for (const Question& question : mine) {
      if (!ending && !bench.runs.empty()) judge(bench, question);
      waiting_bytes_ -= static_cast<std::int64_t>(question.body.size());
      waiting_ -= 1;
    }
    mine.clear();
    if (ending || Steady::now() >= next_keep) {
      keep_all();
      next_keep = Steady::now() + kKeepEvery;
    }
  }
}

// Lays the draft over what is in force now.
void Shadows::make_ready(Run& run, const std::shared_ptr<const InForce>& in_force) {
  if (run.made_from == in_force) return;
  const bool same_knowledge =
      run.made_from && run.live && run.made_from->live->snapshot->version() == in_force->live->snapshot->version();
  run.made_from = in_force;
  run.judge.reset();
  std::shared_ptr<const knowledge::Snapshot> snapshot = same_knowledge ? run.live->snapshot : nullptr;
  run.live.reset();
  std::string why;
  if (!snapshot) {
    Result<knowledge::Snapshot> made =
        snapshot_of(run.draft, *in_force->base, parts_.settings.region, parts_.drafts, day_of(now().beijing()));
    if (made.has_value()) {
      snapshot = std::make_shared<const knowledge::Snapshot>(std::move(*made));
    } else {
      why = made.error().message;
    }
  }
  if (snapshot) {
    run.live = std::make_shared<const precheck::Live>(precheck::Live{snapshot, in_force->live->surroundings});
    run.judge = std::make_unique<precheck::Judge>(run.live, parts_.store);
  }
  const std::lock_guard lock(run.mutex);
  run.error = std::move(why);
  run.knowledge = snapshot ? snapshot->version() : std::string{};
}

void Shadows::judge(Bench& bench, const Question& question) {
  const auto failed = [&] {
    for (const auto& run : bench.runs) {
      const std::lock_guard lock(run->mutex);
      ++run->failed;
      run->changed = true;
    }
  };
  // It was read before, by the one who answered it; an error here is one of memory or of a limit.
  if (!bench.message.read(question.body).has_value()) return failed();
  const auto request = bench.parser.read(bench.message);
  if (!request.has_value()) return failed();
  const auto in_force = parts_.live.in_force();
  if (bench.in_force != in_force) {
    bench.in_force = in_force;
    bench.judge = std::make_unique<precheck::Judge>(in_force->live, parts_.store);
  }
  for (const auto& run : bench.runs) make_ready(*run, in_force);
  const auto stage =
      question.kind == gateway::TransactionKind::kAnalyzeBefore ? precheck::Stage::kBefore : precheck::Stage::kDuring;
  bench.rules = precheck::choose_rules(stage, (*request)->trig_scen, (*request)->rule_ids);
  for (const gateway::AnalysisPatient& patient : (*request)->patients) {
    if (!patient.proposal.visits.empty()) judge_patient(bench, patient, question);
  }
}

void Shadows::judge_patient(Bench& bench, const gateway::AnalysisPatient& patient, const Question& question) {
  const model::ProposedVisit& visit = patient.proposal.visits[patient.proposal.current];
  const std::string_view envelope = bench.message.envelope().fixmedins_code;
  const std::string_view institution = envelope.empty() ? visit.institution : envelope;
  const auto& regions = bench.in_force->live->surroundings->institution_regions;
  const auto region = regions.find(institution);
  const auto now = bench.judge->judge(patient.proposal, bench.rules);
  if (now.has_value()) bench.now.assign(now->findings.begin(), now->findings.end());
  const std::string doctor =
      patient.doctor.empty()
          ? std::string{}
          : parts_.sealer.blind_index("shadow_doctor", fmt::format("{}|{}", institution, patient.doctor));
  const std::string person =
      identity::shown(identity::Role::kAnalyst, identity::Sensitive::kPersonNumber, patient.proposal.psn_no);
  const ShadowAsked asked{.at = question.at, .institution = institution, .doctor = doctor, .person = person};
  for (const auto& run : bench.runs) {
    if (!run->judge || !run->scope.sees(region == regions.end() ? std::string_view{} : region->second, institution)) {
      continue;
    }
    bench.draft_rules = bench.rules;
    std::erase_if(bench.draft_rules,
                  [&](const rules::Rule* rule) { return std::ranges::find(run->off, rule) != run->off.end(); });
    const auto draft = run->judge->judge(patient.proposal, bench.draft_rules);
    const std::lock_guard lock(run->mutex);
    run->changed = true;
    if (!now.has_value() || !draft.has_value()) {
      ++run->failed;
      continue;
    }
    ++run->requests;
    run->undecided_now += static_cast<std::int64_t>(now->undecided);
    run->undecided_draft += static_cast<std::int64_t>(draft->undecided);
    run->tally.add(asked, bench.now, draft->findings);
  }
}

Result<ShadowView> Shadows::start(const std::string& name, const DraftText& draft, const identity::Principal& who,
                                  Second at) {
  auto run = std::make_shared<Run>();
  if (!draft.rules_off.empty()) {
    YISHOU_TRY(run->off, rules::choose("rules_off", draft.rules_off));
  }
  // Tried now, so that whoever asks learns what is wrong with it.
  const auto in_force = parts_.live.in_force();
  YISHOU_TRY(const auto snapshot,
             snapshot_of(draft, *in_force->base, parts_.settings.region, parts_.drafts, day_of(at)));
  run->id = "s" + crypto::random_token_hex().substr(0, 16);
  run->name = name;
  run->made_by = who.account_id;
  run->made_at = at;
  run->draft = draft;
  run->scope = who.scope;
  run->knowledge = snapshot.version();
  const std::lock_guard lock(runs_mutex_);
  if (runs_.size() >= kMaxRuns) {
    return fail(ErrorCode::kConflict,
                fmt::format("同时最多 {} 个影子运行，请先结束一个 · at most {} shadow runs at once: "
                            "end one first",
                            kMaxRuns, kMaxRuns));
  }
  YISHOU_CHECK_OK(keep(*run));
  runs_.push_back(run);
  num_runs_ = runs_.size();
  {
    const std::lock_guard queue_lock(queue_mutex_);
    wake_.notify_one();
  }
  return view(*run);
}

std::vector<ShadowView> Shadows::list(const identity::Scope& scope) {
  std::vector<ShadowView> views;
  for (const auto& run : runs()) {
    if (scope.is_national() || scope == run->scope) views.push_back(view(*run));
  }
  std::ranges::reverse(views);
  return views;
}

Result<ShadowView> Shadows::find(std::string_view id, const identity::Scope& scope) {
  for (const auto& run : runs()) {
    if (run->id == id && (scope.is_national() || scope == run->scope)) return view(*run);
  }
  return fail(ErrorCode::kNotFound, fmt::format("没有这个影子运行：{} · no such shadow run", id));
}

Status Shadows::remove(std::string_view id, const identity::Scope& scope) {
  const std::lock_guard lock(runs_mutex_);
  const auto place = std::ranges::find_if(
      runs_, [&](const auto& run) { return run->id == id && (scope.is_national() || scope == run->scope); });
  if (place == runs_.end()) {
    return fail(ErrorCode::kNotFound, fmt::format("没有这个影子运行：{} · no such shadow run", id));
  }
  {
    const std::lock_guard run_lock((*place)->mutex);
    YISHOU_CHECK_OK(lake::remove_all(file_of(id)));
    (*place)->removed = true;
  }
  runs_.erase(place);
  num_runs_ = runs_.size();
  return {};
}

ShadowView Shadows::view(Run& run) const {
  const std::lock_guard lock(run.mutex);
  return {.id = run.id,
          .name = run.name,
          .made_by = run.made_by,
          .made_at = run.made_at,
          .draft = run.draft,
          .scope = run.scope,
          .knowledge = run.knowledge,
          .error = run.error,
          .requests = run.requests,
          .failed = run.failed,
          .dropped = run.dropped,
          .waiting = waiting_.load(),
          .undecided_now = run.undecided_now,
          .undecided_draft = run.undecided_draft,
          .tally = run.tally.shown()};
}

}  // namespace yishou::server

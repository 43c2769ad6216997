// One shadow run from inside; for the files of Shadows alone.
#pragma once

#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "precheck/judge.h"
#include "rules/choice.h"
#include "server/shadow.h"

namespace yishou::server {

struct Shadows::Run {
  // Set once.
  std::string id, name, made_by;
  Second made_at = kNoSecond;
  DraftText draft;
  identity::Scope scope = identity::Scope::whole();
  // The thread's alone.
  std::shared_ptr<const precheck::Live> live;  // the draft over the surroundings in force
  std::shared_ptr<const InForce> made_from;
  std::unique_ptr<precheck::Judge> judge;
  std::vector<const rules::Rule*> off;
  // Guarded by mutex.
  std::mutex mutex;
  std::string knowledge, error;
  std::int64_t requests = 0, failed = 0, dropped = 0, undecided_now = 0, undecided_draft = 0;
  ShadowTally tally;
  bool changed = false, removed = false;
};

}  // namespace yishou::server

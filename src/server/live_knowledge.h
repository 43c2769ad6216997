// LiveKnowledge: what judges now: the knowledge of the region and the surroundings of the lake; replaced as a whole, while requests go on.
#pragma once

#include <atomic>
#include <memory>
#include <mutex>
#include <string>

#include "base/result.h"
#include "knowledge/base.h"
#include "precheck/judge.h"

namespace yishou::server {

/// What judges, and the base it was made from, as both were at one moment.
struct InForce {
  std::shared_ptr<const precheck::Live> live;
  std::shared_ptr<const knowledge::KnowledgeBase> base;
};

/// Any thread.
class LiveKnowledge {
 public:
  LiveKnowledge(std::string base, std::string lake, std::string region)
      : base_(std::move(base)), lake_(std::move(lake)), region_(std::move(region)) {}

  /// Reads both anew and puts them in force together; on an error what was in force stays.
  [[nodiscard]] Status reload();
  /// Never null after the first successful reload().
  [[nodiscard]] std::shared_ptr<const precheck::Live> current() const { return live_.load(); }
  /// The same with its base; for those that may wait.
  [[nodiscard]] std::shared_ptr<const InForce> in_force() const { return in_force_.load(); }
  /// Held by who changes the base, from looking at what is in force to reload(): one at a time.
  [[nodiscard]] std::unique_lock<std::mutex> hold_for_change() { return std::unique_lock(changing_); }

 private:
  std::string base_, lake_, region_;
  std::mutex reloading_, changing_;
  std::atomic<std::shared_ptr<const precheck::Live>> live_;
  std::atomic<std::shared_ptr<const InForce>> in_force_;
};

}  // namespace yishou::server

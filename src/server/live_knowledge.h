// LiveKnowledge: what judges now: the knowledge of the region and the surroundings of the lake; replaced as a whole, while requests go on.
#pragma once

#include <atomic>
#include <memory>
#include <mutex>
#include <string>

#include "base/result.h"
#include "precheck/judge.h"

namespace yishou::server {

/// Any thread.
class LiveKnowledge {
 public:
  LiveKnowledge(std::string base, std::string lake, std::string region)
      : base_(std::move(base)), lake_(std::move(lake)), region_(std::move(region)) {}

  /// Reads both anew and puts them in force together; on an error what was in force stays.
  [[nodiscard]] Status reload();
  /// Never null after the first successful reload().
  [[nodiscard]] std::shared_ptr<const precheck::Live> current() const { return live_.load(); }

 private:
  std::string base_, lake_, region_;
  std::mutex reloading_;
  std::atomic<std::shared_ptr<const precheck::Live>> live_;
};

}  // namespace yishou::server

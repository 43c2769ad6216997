#include "server/live_knowledge.h"

#include "knowledge/base.h"

namespace yishou::server {

Status LiveKnowledge::reload() {
  const std::lock_guard lock(reloading_);
  YISHOU_TRY(const auto base, knowledge::KnowledgeBase::open(base_));
  YISHOU_TRY(auto snapshot, base.snapshot(kNoDay, region_));
  YISHOU_TRY(auto surroundings, precheck::surroundings_of(lake_));
  live_.store(std::make_shared<const precheck::Live>(
      precheck::Live{std::make_shared<const knowledge::Snapshot>(std::move(snapshot)),
                     std::make_shared<const precheck::Surroundings>(std::move(surroundings))}));
  return {};
}

}  // namespace yishou::server

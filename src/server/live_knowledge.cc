#include "server/live_knowledge.h"

namespace yishou::server {

Status LiveKnowledge::reload() {
  const std::lock_guard lock(reloading_);
  YISHOU_TRY(auto base, knowledge::KnowledgeBase::open(base_));
  YISHOU_TRY(auto snapshot, base.snapshot(kNoDay, region_));
  YISHOU_TRY(auto surroundings, precheck::surroundings_of(lake_));
  auto live = std::make_shared<const precheck::Live>(
      precheck::Live{std::make_shared<const knowledge::Snapshot>(std::move(snapshot)),
                     std::make_shared<const precheck::Surroundings>(std::move(surroundings))});
  in_force_.store(std::make_shared<const InForce>(
      InForce{live, std::make_shared<const knowledge::KnowledgeBase>(std::move(base))}));
  live_.store(std::move(live));
  return {};
}

}  // namespace yishou::server

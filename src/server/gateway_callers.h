// GatewayCallers: who may speak at the gateway, from the settings of institutions; looked up for every message.
#pragma once

#include <atomic>
#include <cstdint>
#include <map>
#include <memory>
#include <string>

#include "base/result.h"
#include "gateway/nonce_guard.h"
#include "gateway/signature.h"
#include "http/request.h"
#include "identity/institution_settings.h"
#include "server/clock.h"
#include "server/settings.h"

namespace yishou::server {

/// An institution as the gateway treats it.
struct Caller {
  gateway::InstitutionAccess access;
  identity::InstitutionSettings settings;
};

/// Any thread.
class GatewayCallers {
 public:
  GatewayCallers(const Settings& settings, identity::InstitutionSettingsStore& store);

  /// Reads the settings of institutions anew if they changed.
  [[nodiscard]] Status refresh();

  /// Whose message this is. An Error whose message is for err_msg when the headers do not prove it. With open trust: the institution
  /// that the envelope names, with its settings if it has any.
  [[nodiscard]] Result<std::shared_ptr<const Caller>> identify(const http::Request& request,
                                                               std::string_view fixmedins_code,
                                                               const Moment& now) const;

 private:
  struct Table {
    std::int64_t revision = -1;
    std::map<std::string, std::shared_ptr<const Caller>, std::less<>> by_paasid, by_apikey, by_code;
  };
  const Settings& settings_;
  identity::InstitutionSettingsStore& store_;
  std::atomic<std::shared_ptr<const Table>> table_;
  mutable gateway::NonceGuard nonces_;
};

}  // namespace yishou::server

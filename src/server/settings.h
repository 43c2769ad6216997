// Every setting of the service. The command reads them from file, environment and flags (cli/serve_options.cc), where each is explained.
#pragma once

#include <cstdint>
#include <string>

#include "http/server.h"
#include "identity/settings.h"

namespace yishou::server {

enum class GatewayTrust : std::uint8_t {
  kSigned,  ///< a message must carry the x-tif signature or the apikey of its institution
  kOpen,    ///< every message is believed: for closed test networks and demonstrations only
};

struct Settings {
  std::string lake, state, base;
  std::string database;  ///< `sqlite:PATH` or `postgresql://…`; empty: SQLite in the state folder
  std::string key_file;  ///< empty: STATE.keys, beside the state folder
  std::string region;    ///< 行政区划 whose parameters and knowledge hold; empty: the nation's
  std::uint64_t memory_bytes = std::uint64_t{512} << 20;  ///< of the history of persons
  unsigned build_threads = 0;                             ///< for building the history; 0: one for each core
  std::int64_t drain_seconds = 300;                       ///< facts go into the lake this often
  std::int64_t facts_bytes = 64 << 20;                    ///< largest body of facts
  GatewayTrust gateway_trust = GatewayTrust::kSigned;
  std::int64_t signature_window_s = 300;
  bool refuse_replays = false;             ///< a signed message is taken once
  int jobs_nice = 10;                      ///< jobs give way to answers: their priority, of nice(2)
  double login_rate = 1;                   ///< log-ins a second from one address
  double request_rate = 50;                ///< requests a second of one account or token
  double unmask_per_hour = 30;             ///< persons whose sensitive values one account may see in an hour
  std::int64_t export_findings = 200'000;  ///< most findings of one export
  bool demonstration = false;              ///< demonstration accounts may exist and the front page names them
  http::Settings http;
  identity::IdentitySettings identity;
  std::string log_file;  ///< empty: standard error
  std::string log_level = "info";
  std::int64_t grace_ms = 10'000;  ///< for requests that run when the service stops
};

}  // namespace yishou::server

#include "server/gateway_callers.h"

#include <fmt/format.h>

namespace yishou::server {
namespace {

constexpr std::size_t kNoncesPerCaller = 100'000;

std::unexpected<Error> refuse(gateway::SignatureVerdict verdict) {
  return fail(ErrorCode::kDenied, std::string{gateway::verdict_text(verdict)});
}

}  // namespace

GatewayCallers::GatewayCallers(const Settings& settings, identity::InstitutionSettingsStore& store)
    : settings_(settings),
      store_(store),
      table_(std::make_shared<const Table>()),
      nonces_(settings.signature_window_s, kNoncesPerCaller) {}

Status GatewayCallers::refresh() {
  YISHOU_TRY(const std::int64_t revision, store_.revision());
  if (table_.load()->revision == revision) return {};
  YISHOU_TRY(const auto all, store_.all());
  auto table = std::make_shared<Table>();
  table->revision = revision;
  for (const identity::InstitutionSettings& one : all) {
    if (!one.active) continue;
    auto caller = std::make_shared<const Caller>(Caller{
        .access = {.paasid = one.paasid, .token = one.token, .apikey = one.apikey, .institutions = {one.institution}},
        .settings = one});
    if (!one.paasid.empty()) table->by_paasid.emplace(one.paasid, caller);
    if (!one.apikey.empty()) table->by_apikey.emplace(one.apikey, caller);
    table->by_code.emplace(one.institution, std::move(caller));
  }
  table_.store(std::move(table));
  return {};
}

Result<std::shared_ptr<const Caller>> GatewayCallers::identify(const http::Request& request,
                                                               std::string_view fixmedins_code,
                                                               const Moment& now) const {
  using gateway::SignatureVerdict;
  const auto table = table_.load();
  if (settings_.gateway_trust == GatewayTrust::kOpen) {
    const auto found = table->by_code.find(fixmedins_code);
    if (found != table->by_code.end()) return found->second;
    static const auto kStranger = std::make_shared<const Caller>();
    return kStranger;
  }
  for (const std::string_view name : {"apikey", "x-tif-paasid", "x-tif-timestamp", "x-tif-nonce", "x-tif-signature"}) {
    if (request.count_headers(name) > 1) {
      return fail(ErrorCode::kDenied, fmt::format("鉴权请求头重复，请只发一次 · this header came twice: {}", name));
    }
  }
  std::shared_ptr<const Caller> caller;
  if (const std::string_view key = request.header("apikey"); !key.empty()) {
    const auto found = table->by_apikey.find(key);
    if (found == table->by_apikey.end()) return refuse(SignatureVerdict::kUnknownCaller);
    caller = found->second;
    const auto verdict = gateway::verify_apikey(key, caller->access);
    if (verdict != SignatureVerdict::kValid) return refuse(verdict);
  } else {
    const gateway::SignatureHeaders headers{.paasid = request.header("x-tif-paasid"),
                                            .timestamp = request.header("x-tif-timestamp"),
                                            .nonce = request.header("x-tif-nonce"),
                                            .signature = request.header("x-tif-signature")};
    const auto found = table->by_paasid.find(headers.paasid);
    static const gateway::InstitutionAccess kNobody;
    const auto& access = found == table->by_paasid.end() ? kNobody : found->second->access;
    const auto verdict = gateway::verify_x_tif(headers, access, now.unix_s(), settings_.signature_window_s);
    if (verdict != SignatureVerdict::kValid) return refuse(verdict);
    caller = found->second;
    if (settings_.refuse_replays &&
        nonces_.remember(headers.paasid, headers.nonce, gateway::timestamp_seconds(headers.timestamp), now.unix_s()) !=
            gateway::NonceVerdict::kFresh) {
      return fail(ErrorCode::kDenied, "报文重复提交，请更换随机数后重发 · replayed, or too many at once: sign it anew");
    }
  }
  if (!gateway::may_speak_for(caller->access, fixmedins_code)) {
    return fail(ErrorCode::kDenied,
                fmt::format("无权代表该机构：{} · may not speak for this institution", fixmedins_code));
  }
  return caller;
}

}  // namespace yishou::server

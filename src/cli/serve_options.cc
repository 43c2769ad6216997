#include "cli/serve_options.h"

#include <algorithm>
#include <charconv>
#include <cstdlib>

#include <fmt/format.h>

#include "cli/choices.h"

namespace yishou::cli {
namespace {

// Every option that a file or a variable may set, without the dashes.
constexpr std::string_view kNames[] = {"lake",
                                       "state",
                                       "base",
                                       "region",
                                       "listen",
                                       "certificate",
                                       "key",
                                       "behind-proxy",
                                       "database",
                                       "key-file",
                                       "memory",
                                       "io-threads",
                                       "pool-threads",
                                       "connections",
                                       "drain-seconds",
                                       "facts-size",
                                       "gateway",
                                       "signature-window",
                                       "refuse-replays",
                                       "login-rate",
                                       "request-rate",
                                       "unmask-per-hour",
                                       "export-findings",
                                       "log-file",
                                       "log-level",
                                       "grace",
                                       "demonstration",
                                       "session-idle",
                                       "session-length",
                                       "max-failed-logins",
                                       "lockout",
                                       "min-password-length"};

std::string variable_of(std::string_view name) {
  std::string variable = "YISHOU_";
  for (const char c : name) variable += c == '-' ? '_' : static_cast<char>(c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c);
  return variable;
}

}  // namespace

void add_serve_options(CLI::App& command, Session& session, ServeCall& call, bool state_only) {
  server::Settings& s = call.settings;
  const auto add = [&](const char* name, auto& value, const char* zh, const char* en) {
    return command.add_option(name, value, session.say(zh, en))->capture_default_str();
  };
  add("--state", s.state, "状态目录：库、历史、日志都在其中", "folder of the service's state: store, history, journal")
      ->required();
  add("--database", s.database, "运行库：sqlite:路径 或 postgresql://…；空为状态目录中的 SQLite",
      "operational store: sqlite:PATH or postgresql://…; empty: SQLite in the state folder");
  add("--key-file", s.key_file, "密钥文件；空为状态目录旁的 状态目录.keys。应与库分开备份",
      "key file; empty: STATE.keys beside the state folder. Back it up apart from the store");
  if (state_only) return;
  add("--lake", s.lake, "数据湖", "the lake")->required();
  add("--base", s.base, "知识库目录；空为默认", "knowledge base; empty: the default one");
  add("--region", s.region, "本统筹区行政区划，决定参数与地方知识",
      "行政区划 of this region: whose parameters and knowledge hold");
  add("--listen", call.listen, "监听地址 主机:端口", "address to listen at, HOST:PORT");
  add("--certificate", call.certificate, "TLS 证书链（PEM）；空为明文，只允许本机或反向代理之后",
      "TLS certificate chain (PEM); empty: plain, for this machine or behind a proxy only");
  add("--key", call.key, "TLS 私钥（PEM）", "TLS private key (PEM)");
  command.add_flag("--behind-proxy", call.behind_proxy,
                   session.say("允许在网络地址上明文监听（前面有终止 TLS 的代理）",
                               "plain listening at a network address, behind a proxy that ends TLS"));
  add("--memory", call.memory_mib, "历史库内存上限，MiB", "memory of the history of persons, MiB")
      ->check(CLI::Range(64, 1 << 20));
  add("--io-threads", s.http.io_threads, "收发线程；0 为每核一个", "io threads; 0: one for each core");
  add("--pool-threads", s.http.pool_threads, "查询线程", "threads for queries and exports")->check(CLI::Range(1, 256));
  add("--connections", s.http.connections, "最多同时连接", "connections at once");
  add("--drain-seconds", s.drain_seconds, "每隔多少秒把新事实装入数据湖",
      "new facts go into the lake this often, seconds")
      ->check(CLI::Range(1, 86400));
  add("--facts-size", call.facts_mib, "一次事实上传的上限，MiB", "largest body of facts, MiB")
      ->check(CLI::Range(1, 1024));
  add("--gateway", call.gateway_trust, "网关：signed 验签；open 不验（仅限封闭测试网与示范）",
      "gateway: signed, or open (closed test networks and demonstrations only)")
      ->check(CLI::IsMember({"signed", "open"}));
  add("--signature-window", s.signature_window_s, "签名时间窗，秒", "window of the signature's time, seconds")
      ->check(CLI::Range(1, 86400));
  command.add_flag("--refuse-replays", s.refuse_replays,
                   session.say("同一签名报文只收一次", "a signed message is taken once"));
  add("--login-rate", s.login_rate, "每个地址每秒登录次数", "log-ins a second from one address")
      ->check(CLI::Range(0.01, 1000.0));
  add("--request-rate", s.request_rate, "每个账户每秒请求数", "requests a second of one account")
      ->check(CLI::Range(0.1, 1e6));
  add("--unmask-per-hour", s.unmask_per_hour, "每个账户每小时可查看多少人的敏感信息",
      "persons whose sensitive values one account may see in an hour")
      ->check(CLI::Range(1.0, 1e6));
  add("--export-findings", s.export_findings, "一次导出最多多少条疑点", "most findings of one export")
      ->check(CLI::Range(1, 5'000'000));
  add("--log-file", s.log_file, "日志文件；空为标准错误", "log file; empty: standard error");
  add("--log-level", s.log_level, "日志级别", "log level")->check(CLI::IsMember({"debug", "info", "warn", "error"}));
  add("--grace", s.grace_ms, "停止时等请求结束的毫秒数", "milliseconds for running requests when stopping")
      ->check(CLI::Range(0, 600'000));
  command.add_flag("--demonstration", s.demonstration,
                   session.say("示范：建立口令公开的示范账户，不得用于真实数据",
                               "demonstration: accounts with public passwords; never with real data"));
  add("--session-idle", s.identity.session_idle_s, "会话闲置多少秒后失效",
      "a session ends after idling this long, seconds");
  add("--session-length", s.identity.session_absolute_s, "会话最长秒数", "longest session, seconds");
  add("--max-failed-logins", s.identity.max_failed_logins, "连续失败多少次后锁定",
      "failures in a row that lock a login");
  add("--lockout", s.identity.lockout_s, "锁定秒数", "a lock lasts this long, seconds");
  add("--min-password-length", s.identity.min_password_length, "口令最短字符数", "least length of a password");
}

Result<server::Settings> settings_of(const ServeCall& call) {
  server::Settings settings = call.settings;
  const std::size_t colon = call.listen.rfind(':');
  int port = -1;
  if (colon != std::string::npos) {
    const char* end = call.listen.data() + call.listen.size();
    if (std::from_chars(call.listen.data() + colon + 1, end, port).ptr != end) port = -1;
  }
  if (port < 0 || port > 65535) {
    return fail(ErrorCode::kBadCall, fmt::format("--listen wants HOST:PORT, not {}", call.listen));
  }
  std::string host = call.listen.substr(0, colon);
  if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
  if (host == "localhost") host = "127.0.0.1";
  settings.http.listen = {{.address = host,
                           .port = static_cast<std::uint16_t>(port),
                           .certificate_file = call.certificate,
                           .key_file = call.key}};
  settings.http.plain_network = call.behind_proxy;
  settings.gateway_trust = call.gateway_trust == "open" ? server::GatewayTrust::kOpen : server::GatewayTrust::kSigned;
  settings.memory_bytes = static_cast<std::uint64_t>(call.memory_mib) << 20;
  settings.facts_bytes = call.facts_mib << 20;
  YISHOU_TRY(const auto base, base_folder(settings.base));
  settings.base = base.string();
  return settings;
}

std::vector<std::string> with_environment(int argc, char** argv) {
  std::vector<std::string> words(argv + std::min(argc, 1), argv + argc);
  if (std::ranges::find(words, "serve") == words.end()) return words;
  std::vector<std::string> more;
  for (const std::string_view name : kNames) {
    const char* value = std::getenv(variable_of(name).c_str());
    const std::string option = fmt::format("--{}", name);
    const bool given = std::ranges::any_of(
        words, [&](const std::string& word) { return word == option || word.starts_with(option + "="); });
    if (value != nullptr && *value != '\0' && !given) more.push_back(fmt::format("{}={}", option, value));
  }
  words.insert(words.end(), more.begin(), more.end());
  return words;
}

}  // namespace yishou::cli

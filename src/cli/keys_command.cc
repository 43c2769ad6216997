// yishou keys: the sealing keys of the service's store.
#include <memory>

#include <fmt/format.h>

#include "cli/command.h"
#include "cli/serve_options.h"
#include "server/key_rotation.h"

namespace yishou::cli {
namespace {

Result<int> add_key(const Session& session, const ServeCall& call) {
  YISHOU_TRY(const std::uint32_t number, server::rotate_key(call.settings));
  fmt::print("{}\n",
             session.say(fmt::format("已加入密钥 {}；请重启服务，再运行 yishou keys reseal", number),
                         fmt::format("key {} added; restart the service, then run yishou keys reseal", number)));
  return 0;
}

Result<int> reseal(const Session& session, const ServeCall& call) {
  YISHOU_TRY(const std::int64_t values, server::seal_anew(call.settings, {}));
  fmt::print("{}\n", session.say(fmt::format("已用最新密钥重新封存 {} 个值", values),
                                 fmt::format("{} values sealed anew with the newest key", values)));
  return 0;
}

Result<int> remove_key(const Session& session, const ServeCall& call, std::uint32_t number) {
  YISHOU_CHECK_OK(server::remove_key(call.settings, number));
  fmt::print("{}\n",
             session.say(fmt::format("已移除密钥 {}；此前的备份仍需它，请与那些备份一起另存", number),
                         fmt::format("key {} removed; older backups still need it: keep it with them", number)));
  return 0;
}

}  // namespace

void add_keys(CLI::App& app, Session& session) {
  const auto call = std::make_shared<ServeCall>();
  const auto number = std::make_shared<std::uint32_t>(0);
  CLI::App* keys = app.add_subcommand("keys", session.say("运行库的封存密钥", "the sealing keys of the store"));
  keys->require_subcommand(1);
  CLI::App* rotate =
      keys->add_subcommand("rotate", session.say("加入一把新密钥（服务下次启动后用它封存）",
                                                 "add a key; the service seals with it from its next start"));
  add_serve_options(*rotate, session, *call, true);
  rotate->callback([&session, call] { session.run = [&session, call] { return add_key(session, *call); }; });
  CLI::App* again = keys->add_subcommand(
      "reseal", session.say("用最新密钥重新封存旧值；可随时中断、重来，服务可照常运行",
                            "seal old values anew; may be ended and called again, the service may run"));
  add_serve_options(*again, session, *call, true);
  again->callback([&session, call] { session.run = [&session, call] { return reseal(session, *call); }; });
  CLI::App* remove = keys->add_subcommand(
      "remove", session.say("移除一把不再封存任何值的旧密钥", "remove an old key that seals nothing any more"));
  add_serve_options(*remove, session, *call, true);
  remove->add_option("number", *number, session.say("密钥编号", "the number of the key"))->required();
  remove->callback([&session, call, number] {
    session.run = [&session, call, number] { return remove_key(session, *call, *number); };
  });
}

}  // namespace yishou::cli

// yishou rules manual: writes the pages of docs/rules from the rules themselves and the knowledge that comes with the program.
#include <unistd.h>

#include <filesystem>
#include <memory>

#include <fmt/format.h>

#include "cli/rules_command.h"
#include "manual/pages.h"
#include "report/report.h"

namespace yishou::cli {
namespace {

namespace fs = std::filesystem;

/// The shipped knowledge: a base made for this purpose, gone afterwards.
class ShippedBase {
 public:
  ShippedBase() : folder_(fs::temp_directory_path() / fmt::format("yishou-manual-{}", ::getpid())) {}
  ShippedBase(const ShippedBase&) = delete;
  ShippedBase& operator=(const ShippedBase&) = delete;
  ~ShippedBase() {
    std::error_code ignored;
    fs::remove_all(folder_, ignored);
  }
  [[nodiscard]] Result<knowledge::Snapshot> snapshot() const {
    YISHOU_TRY(const auto base, knowledge::KnowledgeBase::open(folder_));
    return base.snapshot(kNoDay, "");
  }

 private:
  fs::path folder_;
};

Result<int> write_manual(const Session& session, const std::string& out) {
  std::error_code error;
  fs::create_directories(out, error);
  if (error) return fail(ErrorCode::kIo, fmt::format("cannot make the folder, check its place and rights: {}", out));
  const ShippedBase shipped;
  YISHOU_TRY(const knowledge::Snapshot snapshot, shipped.snapshot());
  const auto pages = manual::pages(snapshot);
  for (const auto& [name, text] : pages) YISHOU_CHECK_OK(report::write_text((fs::path(out) / name).string(), text));
  fmt::print("{}\n", session.say(fmt::format("已写出 {} 页：{}", pages.size(), out),
                                 fmt::format("{} pages written: {}", pages.size(), out)));
  return 0;
}

}  // namespace

void add_rules_manual(CLI::App& rules, Session& session) {
  auto out = std::make_shared<std::string>();
  CLI::App* verb =
      rules.add_subcommand("manual", session.say("写出规则手册（docs/rules 即由此生成）",
                                                 "writes the manual of the rules (docs/rules is made by it)"));
  verb->add_option("--out", *out, session.say("文件夹", "folder"))->required();
  verb->callback([out, &session] { session.run = [out, &session] { return write_manual(session, *out); }; });
}

}  // namespace yishou::cli

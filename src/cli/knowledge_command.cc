// yishou knowledge: list, show; ship for developers. Import and diff stand in files of their own.
#include "cli/knowledge_command.h"

#include <algorithm>
#include <array>
#include <ctime>
#include <filesystem>
#include <map>
#include <memory>
#include <vector>

#include <fmt/format.h>

#include "knowledge/base.h"
#include "knowledge/describe.h"
#include "knowledge/files.h"
#include "knowledge/manifest.h"
#include "knowledge/official_rules.h"
#include "knowledge/ship.h"
#include "report/text.h"

namespace yishou::cli {

using knowledge::KnowledgeBase;

Result<KnowledgeBase> open_base(const std::string& folder) {
  if (!folder.empty()) return KnowledgeBase::open(folder);
  YISHOU_TRY(const std::filesystem::path place, knowledge::default_base_folder());
  return KnowledgeBase::open(place);
}

void add_base_option(CLI::App& command, std::string& folder, const Session& session) {
  command.add_option("--base", folder,
                     session.say("知识库文件夹（默认 $YISHOU_BASE，再次为用户数据文件夹）",
                                 "the knowledge base (default: $YISHOU_BASE, then the user's data folder)"));
}

std::string open_day(Day day, const Session& session) {
  return day == kNoDay ? session.say("一向知道", "always") : format_day(day);
}

std::string rule_title(std::uint16_t rule) { return fmt::format("{} {}", rule, knowledge::rule_name(rule)); }

Result<Day> date_option(const std::string& text, std::string_view option) {
  if (text.empty()) return kNoDay;
  const auto day = parse_day(text);
  if (!day.has_value()) return fail(ErrorCode::kBadCall, fmt::format("{} takes a date YYYY-MM-DD: {}", option, text));
  return *day;
}

Result<Day> known_since_day(const KnowledgeBase& base, const std::string& option) {
  YISHOU_TRY(const Day given, date_option(option, "--known-since"));
  const std::time_t now = std::time(nullptr);
  std::tm local{};
  localtime_r(&now, &local);
  Day today = day_from_civil({local.tm_year + 1900, local.tm_mon + 1, local.tm_mday});
  if (given != kNoDay && given > today) {
    return fail(ErrorCode::kBadCall,
                fmt::format("--known-since lies after today, {}: nothing is known before its day: {}",
                            format_day(today), option));
  }
  if (given != kNoDay) return given;
  for (const knowledge::Batch& batch : base.batches()) today = std::max(today, batch.known_since);
  return today;
}

void print_remark(char mark, const knowledge::LeftOut& remark, const Session& session) {
  fmt::print("  {} {}{}{}: {}{}{}\n", mark, remark.sheet.empty() ? "" : remark.sheet + " ",
             remark.row == 0 ? std::string{}
                             : session.say(fmt::format("第 {} 行", remark.row), fmt::format("row {}", remark.row)),
             remark.column.empty() ? "" : " " + remark.column,
             session.say(knowledge::why_zh(remark.why), knowledge::why_en(remark.why)),
             remark.need_zh.empty()
                 ? ""
                 : session.say(fmt::format("（{}）", remark.need_zh), fmt::format(" ({})", remark.need_en)),
             remark.text.empty() ? "" : ": " + remark.text);
}

std::string codes_text(const std::vector<std::string>& codes) {
  std::string out;
  for (std::size_t i = 0; i < codes.size() && i < 5; ++i) out += (i == 0 ? "" : " ") + codes[i];
  if (codes.size() > 5) out += fmt::format(" … ({})", codes.size());
  return out;
}

namespace {

// ---------------------------------------------------------------------------------------------- list

struct ListCall {
  std::string base, region, state;
  std::uint16_t rule = 0;
};

std::string state_text(knowledge::State state, const Session& session) {
  return session.say(knowledge::describe_state(state), knowledge::describe_state_en(state));
}

// The points of one rule as they stand in a region: ids to confirm, and who stands behind each.
Result<int> list_points(const KnowledgeBase& base, const ListCall& call, const Session& session) {
  if (knowledge::rule_name(call.rule).empty()) {
    return fail(ErrorCode::kBadCall, fmt::format("no rule has this number: give --rule 1 to 88: {}", call.rule));
  }
  const auto wanted = knowledge::parse_state(call.state);
  if (!wanted.has_value()) {
    return fail(ErrorCode::kBadCall,
                fmt::format("--state takes official, listed, confirmed or reference: {}", call.state));
  }
  YISHOU_TRY(const std::vector<knowledge::PointRow> rows, base.effective(kNoDay, call.region));
  fmt::print("{}\n", rule_title(call.rule));
  std::size_t shown = 0;
  for (const knowledge::PointRow& row : rows) {
    if (row.rule != call.rule || (!call.state.empty() && row.state != *wanted)) continue;
    ++shown;
    fmt::print("{}  {}{}  {}  {}  [{}]\n", report::pad_right(row.point_id, 24), state_text(row.state, session),
               row.region.empty() ? "" : " " + row.region, row.name, knowledge::describe_limit(row),
               codes_text(row.codes));
  }
  fmt::print("{}\n", session.say(fmt::format("{} 个知识点", shown), fmt::format("{} points", shown)));
  return 0;
}

Result<int> run_list(const ListCall& call, const Session& session) {
  YISHOU_TRY(const KnowledgeBase base, open_base(call.base));
  if (call.rule != 0) return list_points(base, call, session);
  fmt::print("{}  {}\n", session.say("知识库", "knowledge base"), base.folder().string());
  fmt::print("{}\n", session.say("序  批次                  种类        公布日      获知日      知识点   编码",
                                 "no  batch                 kind        published   known since points   codes"));
  for (const knowledge::Batch& batch : base.batches()) {
    fmt::print("{:>2}  {}  {}  {}  {}  {:>6} {:>6}\n", batch.order, report::pad_right(batch.name, 20),
               report::pad_right(knowledge::kind_word(batch.kind), 10),
               report::pad_right(format_day(batch.published_at), 10),
               report::pad_right(open_day(batch.known_since, session), 10), batch.points, batch.codes);
  }
  // As they stand in the region: a point that was confirmed and withdrawn again counts once.
  YISHOU_TRY(const std::vector<knowledge::PointRow> points, base.effective(kNoDay, call.region));
  struct Counts {
    std::array<std::size_t, 4> states{};
    std::size_t waiting = 0;
  };
  std::map<std::uint16_t, Counts> rules;
  for (const knowledge::PointRow& point : points) {
    Counts& counts = rules[point.rule];
    ++counts.states[static_cast<std::size_t>(point.state)];
    if (point.needs_condition) ++counts.waiting;
  }
  fmt::print(
      "\n{}\n",
      session.say("规则                                      国家公布 规则所列 地方确认 仅供参考 待结构化",
                  "rule                                      official listed confirmed reference needs condition"));
  for (const auto& [rule, counts] : rules) {
    const auto of = [&](knowledge::State state) { return counts.states[static_cast<std::size_t>(state)]; };
    fmt::print("{}  {:>8} {:>8} {:>8} {:>8} {:>8}\n", report::pad_right(rule_title(rule), 40),
               of(knowledge::State::kOfficial), of(knowledge::State::kListed), of(knowledge::State::kConfirmed),
               of(knowledge::State::kReference), counts.waiting);
  }
  YISHOU_TRY(const knowledge::Snapshot snapshot, base.snapshot(kNoDay, call.region));
  fmt::print("\n{} {}\n", session.say("知识版本", "knowledge version"), snapshot.version());
  return 0;
}

void add_list(CLI::App& knowledge, Session& session) {
  const auto call = std::make_shared<ListCall>();
  CLI::App* const command =
      knowledge.add_subcommand("list", session.say("批次、各规则知识点数、版本；或一条规则的知识点",
                                                   "batches, points by rule, version; or the points of one rule"));
  add_base_option(*command, call->base, session);
  command->add_option("--region", call->region, session.say("行政区划代码", "行政区划 code"));
  command->add_option("--rule", call->rule, session.say("只列这条规则的知识点", "the points of this rule"));
  command->add_option("--state", call->state,
                      session.say("只列某种状态（与 --rule 同用）：official、listed、confirmed、reference",
                                  "only one state (with --rule): official, listed, confirmed or reference"));
  command->callback([call, &session] { session.run = [call, &session] { return run_list(*call, session); }; });
}

// ---------------------------------------------------------------------------------------------- show

Result<int> run_show(const std::string& folder, const std::string& region, const std::string& code,
                     const Session& session) {
  YISHOU_TRY(const KnowledgeBase base, open_base(folder));
  YISHOU_TRY(const std::vector<knowledge::StoredPoint> points, base.points());
  std::map<std::string, const knowledge::StoredPoint*> successor;
  for (const knowledge::StoredPoint& point : points) {
    if (!point.supersedes.empty()) successor[point.supersedes] = &point;
  }
  YISHOU_TRY(const std::vector<knowledge::PointRow> rows, base.effective(kNoDay, region));
  std::size_t found = 0;
  for (const knowledge::PointRow& row : rows) {
    if (!knowledge::meets(row, code)) continue;
    if (found++ == 0) fmt::print("{}\n", code);
    fmt::print("\n{}  {}  {}\n", rule_title(row.rule), row.name, knowledge::describe_limit(row));
    fmt::print("  {} {}\n", session.say("适用的费用日期：", "fee dates:"), knowledge::describe_validity(row));
    fmt::print("  {} {}", session.say("获知日：", "known since:"), open_day(row.known_since, session));
    if (const auto later = successor.find(row.point_id); later != successor.end()) {
      const std::string since = open_day(later->second->row.known_since, session);
      fmt::print(
          "{}", session.say(fmt::format("；{} 起获知已被 {} 替代", since, later->second->row.point_id),
                            fmt::format("; known since {} that {} supersedes it", since, later->second->row.point_id)));
    }
    fmt::print("\n  {} {}  {}\n", session.say("依据：", "basis:"), row.basis, row.point_id);
    fmt::print("  {} {}{}\n", session.say("状态：", "state:"), state_text(row.state, session),
               row.region.empty() ? "" : "  " + row.region);
  }
  if (found == 0) {
    return fail(ErrorCode::kNotFound, fmt::format("no knowledge point has this code or a prefix of it: {}", code));
  }
  return 0;
}

void add_show(CLI::App& knowledge, Session& session) {
  struct Call {
    std::string base, region, code;
  };
  const auto call = std::make_shared<Call>();
  CLI::App* const command =
      knowledge.add_subcommand("show", session.say("一个编码的全部限定：何时适用、何时获知",
                                                   "every limit on a code: when it holds, since when it is known"));
  add_base_option(*command, call->base, session);
  command->add_option("--region", call->region, session.say("行政区划代码", "行政区划 code"));
  command->add_option("code", call->code, session.say("医保编码", "item code"))->required()->type_name("CODE");
  command->callback([call, &session] {
    session.run = [call, &session] { return run_show(call->base, call->region, call->code, session); };
  });
}

// ---------------------------------------------------------------------------------------------- ship

void add_ship(CLI::App& knowledge, Session& session) {
  struct Options {
    std::string from, out;
  };
  const auto options = std::make_shared<Options>();
  CLI::App* const command = knowledge.add_subcommand(
      "ship", session.say("由公布的清单生成随产品发布的知识（开发用）",
                          "make the shipped knowledge from the published lists (for developers)"));
  command->group("");  // not in the help
  command->add_option("--from", options->from)->required();
  command->add_option("--out", options->out)->required();
  command->callback([options, &session] {
    session.run = [options]() -> Result<int> {
      YISHOU_TRY(const std::string text, knowledge::make_shipped_points(options->from));
      YISHOU_CHECK_OK(knowledge::write_file(std::filesystem::path{options->out} / "points.csv", text));
      return 0;
    };
  });
}

}  // namespace

void add_knowledge(CLI::App& app, Session& session) {
  CLI::App* const command = app.add_subcommand(
      "knowledge",
      session.say("知识库：导入、列出、查看、确认、比较", "the knowledge base: import, list, show, confirm, diff"));
  command->require_subcommand(1);
  add_knowledge_import(*command, session);
  add_list(*command, session);
  add_show(*command, session);
  add_knowledge_confirm(*command, session);
  add_knowledge_diff(*command, session);
  add_ship(*command, session);
}

}  // namespace yishou::cli

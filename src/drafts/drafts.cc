#include "drafts/drafts.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

namespace yishou::drafts {
namespace {

constexpr std::string_view kDraftColumns =
    "draft_no, title, region, author, state, version, content_no, made_at, changed_at, publisher, effective_from, "
    "batches, backtest_job, shadow_id";

std::unexpected<Error> no_draft(std::int64_t draft_no) {
  return fail(ErrorCode::kNotFound, fmt::format("没有这份草案：{} · no such draft", draft_no));
}

std::vector<std::string> lines_of(std::string_view text) {
  std::vector<std::string> lines;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    lines.emplace_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return lines;
}

std::string text_of(const std::vector<std::string>& lines) {
  std::string text;
  for (const std::string& line : lines) text += (text.empty() ? "" : "\n") + line;
  return text;
}

Result<Draft> draft_of(const sql::Row& row) {
  const auto state = draft_state_of(row.text(4));
  if (!state) {
    return fail(ErrorCode::kUnsupported, fmt::format("a draft is in a state that this program does not know; start the "
                                                     "newer version that wrote it: {}",
                                                     row.number(0)));
  }
  Draft draft;
  draft.draft_no = row.number(0);
  draft.title = row.text(1);
  draft.region = row.text(2);
  draft.author = row.text(3);
  draft.state = *state;
  draft.version = row.number(5);
  draft.content_no = row.number(6);
  draft.made_at = row.number(7);
  draft.changed_at = row.number(8);
  draft.publisher = row.text(9);
  draft.effective_from = row[10].is_null() ? kNoDay : static_cast<Day>(row.number(10));
  draft.batches = lines_of(row.text(11));
  draft.backtest_job = row[12].is_null() ? 0 : row.number(12);
  draft.shadow_id = row.text(13);
  return draft;
}

Status check_texts(std::string_view title, std::string_view content) {
  if (title.empty() || title.size() > Drafts::kMaxTitleBytes) {
    return fail(ErrorCode::kBadCall, fmt::format("标题应有 1–{} 字节 · the title has 1 to {} bytes; correct it",
                                                 Drafts::kMaxTitleBytes, Drafts::kMaxTitleBytes));
  }
  if (content.size() > Drafts::kMaxContentBytes) {
    return fail(ErrorCode::kTooMuch, "草案超过 4 MiB，请分成几份 · the draft has more than 4 MiB: make several of it");
  }
  return {};
}

Status check_hand(const identity::Principal& who, const Draft& draft, DraftStep step) {
  const bool author = who.account_id == draft.author;
  switch (hand_of(step)) {
    case Hand::kEither: return {};
    case Hand::kAuthor:
      if (author) return {};
      return fail(ErrorCode::kDenied, "草案只能由起草人改动 · only its author changes a draft: make one of your own");
    case Hand::kAnother: break;
  }
  if (author) {
    return fail(
        ErrorCode::kDenied,
        "起草人不能发布或撤回自己的草案，须由另一人复核 · its author cannot put a draft in force or take it back: a "
        "second person must");
  }
  if (who.is_program) {
    return fail(ErrorCode::kDenied,
                "发布与撤回须由人操作，程序令牌不可 · a person puts in force, not a program: sign in to do it");
  }
  return {};
}

}  // namespace

/// A step inside its transaction.
struct Drafts::Taken {
  sql::Transaction transaction;
  Draft draft;
};

Result<Draft> Drafts::make(const identity::Principal& who, std::string_view title, std::string_view region,
                           std::string_view content, Second now) {
  YISHOU_CHECK_OK(check_texts(title, content));
  YISHOU_TRY(auto transaction, database_.begin());
  YISHOU_TRY(const auto rows,
             transaction.query("UPDATE draft_counter SET value = value + 1 WHERE one = 1 RETURNING value"));
  const std::int64_t draft_no = rows.at(0).number(0);
  YISHOU_CHECK_OK(
      transaction.change("INSERT INTO drafts VALUES ($1, $2, $3, $4, 'open', 1, 1, $5, $5, '', NULL, '', NULL, '')",
                         {draft_no, title, region, who.account_id, now}));
  YISHOU_CHECK_OK(transaction.change("INSERT INTO draft_contents VALUES ($1, 1, $2)", {draft_no, content}));
  YISHOU_CHECK_OK(transaction.change("INSERT INTO draft_events VALUES ($1, 1, $2, $3, $4, '', 'open', '')",
                                     {draft_no, now, who.account_id, name_of(DraftStep::kMake)}));
  YISHOU_CHECK_OK(transaction.commit());
  return find(draft_no, who.scope);
}

Result<Draft> Drafts::find(std::int64_t draft_no, const identity::Scope& scope) {
  YISHOU_TRY(const auto rows,
             database_.query(fmt::format("SELECT {} FROM drafts WHERE draft_no = $1", kDraftColumns), {draft_no}));
  if (rows.empty() || !scope.sees(rows[0].text(2), "")) return no_draft(draft_no);
  YISHOU_TRY(Draft draft, draft_of(rows[0]));
  YISHOU_TRY(draft.content, content(draft_no, draft.content_no));
  return draft;
}

Result<std::vector<Draft>> Drafts::list(std::optional<DraftState> state, std::int64_t before, int limit,
                                        const identity::Scope& scope) {
  if (limit < 1 || limit > 1000) {
    return fail(ErrorCode::kBadCall, fmt::format("a page of drafts has 1 to 1000; ask for fewer: {}", limit));
  }
  std::string where = "draft_no > 0";
  sql::Values values;
  const auto place = [&](sql::Value value) {
    values.push_back(std::move(value));
    return fmt::format("${}", values.size());
  };
  if (state) where += " AND state = " + place(name_of(*state));
  if (before > 0) where += " AND draft_no < " + place(before);
  if (!scope.is_national()) {
    std::string any = "1 = 0";
    for (const std::string& region : scope.regions()) {
      any += fmt::format(" OR substr(region, 1, {}) = {}", region.size(), place(region));
    }
    where += fmt::format(" AND ({})", any);
  }
  const std::string most = place(limit);
  YISHOU_TRY(const auto rows,
             database_.query(fmt::format("SELECT {} FROM drafts WHERE {} ORDER BY draft_no DESC LIMIT {}",
                                         kDraftColumns, where, most),
                             values));
  std::vector<Draft> drafts;
  for (const auto& row : rows) {
    YISHOU_TRY(auto draft, draft_of(row));
    drafts.push_back(std::move(draft));
  }
  return drafts;
}

Result<std::vector<DraftEvent>> Drafts::events(std::int64_t draft_no, const identity::Scope& scope) {
  YISHOU_CHECK_OK(find(draft_no, scope));
  YISHOU_TRY(const auto rows, database_.query("SELECT version, at, account_id, step, from_state, to_state, reason FROM "
                                              "draft_events WHERE draft_no = $1 ORDER BY version",
                                              {draft_no}));
  std::vector<DraftEvent> events;
  for (const auto& row : rows) {
    events.push_back({row.number(0), row.number(1), row.text(2), row.text(3), row.text(4), row.text(5), row.text(6)});
  }
  return events;
}

Result<std::string> Drafts::content(std::int64_t draft_no, std::int64_t content_no) {
  YISHOU_TRY(const auto rows,
             database_.query("SELECT content FROM draft_contents WHERE draft_no = $1 AND content_no = $2",
                             {draft_no, content_no}));
  if (rows.empty()) return no_draft(draft_no);
  return rows[0].text(0);
}

Result<std::vector<DraftFile>> Drafts::files(std::int64_t draft_no, const std::vector<std::int64_t>& numbers) {
  std::vector<DraftFile> files;
  for (const std::int64_t number : numbers) {
    YISHOU_TRY(const auto rows,
               database_.query("SELECT file_no, name, published_at, content FROM draft_files WHERE draft_no = $1 AND "
                               "file_no = $2",
                               {draft_no, number}));
    if (rows.empty()) return no_draft(draft_no);
    files.push_back({rows[0].number(0), rows[0].text(1),
                     rows[0][2].is_null() ? kNoDay : static_cast<Day>(rows[0].number(2)), rows[0].text(3)});
  }
  return files;
}

// The draft one version further, and the event; nothing is seen of it before the commit.
Result<Drafts::Taken> Drafts::begin_step(const identity::Principal& who, const SeenDraft& seen, DraftStep step,
                                         std::string_view reason, Second now) {
  if (reason.size() > kMaxReasonBytes) {
    return fail(ErrorCode::kBadCall, "理由超过 2000 字节 · the reason has more than 2000 bytes: shorten it");
  }
  YISHOU_TRY(auto transaction, database_.begin());
  // The row is held from here to the end of the transaction.
  YISHOU_TRY(
      const auto rows,
      transaction.query(fmt::format("UPDATE drafts SET version = version + 1, changed_at = $2 WHERE draft_no = $1 "
                                    "RETURNING {}",
                                    kDraftColumns),
                        {seen.draft_no, now}));
  if (rows.empty() || !who.scope.sees(rows[0].text(2), "")) return no_draft(seen.draft_no);
  YISHOU_TRY(Draft draft, draft_of(rows[0]));
  if (draft.version != seen.version + 1) {
    return fail(ErrorCode::kConflict, "草案已被改动，请重新查看 · the draft was changed meanwhile: look at it again");
  }
  const auto to = after(step, draft.state);
  if (!to) {
    return fail(ErrorCode::kConflict,
                fmt::format("草案处于 {}，不能 {} · a draft in this state cannot take this step: {}",
                            name_of(draft.state), name_of(step), name_of(draft.state)));
  }
  YISHOU_CHECK_OK(check_hand(who, draft, step));
  YISHOU_CHECK_OK(
      transaction.change("UPDATE drafts SET state = $2 WHERE draft_no = $1", {draft.draft_no, name_of(*to)}));
  YISHOU_CHECK_OK(transaction.change(
      "INSERT INTO draft_events VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
      {draft.draft_no, draft.version, now, who.account_id, name_of(step), name_of(draft.state), name_of(*to), reason}));
  draft.state = *to;
  return Taken{std::move(transaction), std::move(draft)};
}

Result<Draft> Drafts::finish_step(Taken taken, const identity::Scope& scope) {
  YISHOU_CHECK_OK(taken.transaction.commit());
  return find(taken.draft.draft_no, scope);
}

Status Drafts::write_content(Taken& taken, std::string_view title, std::string_view content) {
  YISHOU_CHECK_OK(check_texts(title, content));
  const std::int64_t number = taken.draft.content_no + 1;
  YISHOU_CHECK_OK(taken.transaction.change("INSERT INTO draft_contents VALUES ($1, $2, $3)",
                                           {taken.draft.draft_no, number, content}));
  YISHOU_CHECK_OK(taken.transaction.change("UPDATE drafts SET title = $2, content_no = $3 WHERE draft_no = $1",
                                           {taken.draft.draft_no, title, number}));
  return {};
}

Result<Draft> Drafts::change(const identity::Principal& who, const SeenDraft& seen, std::string_view title,
                             std::string_view content, Second now) {
  YISHOU_TRY(Taken taken, begin_step(who, seen, DraftStep::kChange, "", now));
  YISHOU_CHECK_OK(write_content(taken, title, content));
  return finish_step(std::move(taken), who.scope);
}

Result<Draft> Drafts::add_file(const identity::Principal& who, const SeenDraft& seen, const DraftFile& file,
                               const std::function<std::string(std::int64_t file_no)>& content_with, Second now) {
  if (file.content.size() > kMaxFileBytes) {
    return fail(ErrorCode::kTooMuch, "文件太大，请分成几个 · the file is too large: send it in parts");
  }
  YISHOU_TRY(Taken taken, begin_step(who, seen, DraftStep::kChange, file.name, now));
  YISHOU_TRY(const auto rows,
             taken.transaction.query("SELECT coalesce(max(file_no), 0) + 1 FROM draft_files WHERE draft_no = $1",
                                     {seen.draft_no}));
  const std::int64_t number = rows.at(0).number(0);
  if (number > static_cast<std::int64_t>(kMaxFiles)) {
    return fail(ErrorCode::kTooMuch,
                fmt::format("一份草案至多收 {} 个文件，请另起一份 · a draft takes at most {} files: "
                            "make another one",
                            kMaxFiles, kMaxFiles));
  }
  const sql::Value published = file.published_at == kNoDay ? sql::Value{} : sql::Value{file.published_at};
  YISHOU_CHECK_OK(taken.transaction.change("INSERT INTO draft_files VALUES ($1, $2, $3, $4, $5)",
                                           {seen.draft_no, number, file.name, published, file.content}));
  YISHOU_CHECK_OK(write_content(taken, taken.draft.title, content_with(number)));
  return finish_step(std::move(taken), who.scope);
}

Result<Draft> Drafts::take(const identity::Principal& who, const SeenDraft& seen, DraftStep step,
                           std::string_view reason, Second now) {
  YISHOU_TRY(Taken taken, begin_step(who, seen, step, reason, now));
  return finish_step(std::move(taken), who.scope);
}

Result<Draft> Drafts::publish(const identity::Principal& who, const SeenDraft& seen, Day effective_from,
                              const PutInForce& put, Second now) {
  YISHOU_TRY(Taken taken,
             begin_step(who, seen, DraftStep::kPublish, fmt::format("from {}", format_day(effective_from)), now));
  YISHOU_TRY(const auto batches, put());
  YISHOU_CHECK_OK(taken.transaction.change(
      "UPDATE drafts SET publisher = $2, effective_from = $3, batches = $4 WHERE draft_no = $1",
      {taken.draft.draft_no, who.account_id, effective_from, text_of(batches)}));
  return finish_step(std::move(taken), who.scope);
}

Result<Draft> Drafts::roll_back(const identity::Principal& who, const SeenDraft& seen, std::string_view reason,
                                const PutInForce& put, Second now) {
  YISHOU_TRY(Taken taken, begin_step(who, seen, DraftStep::kRollBack, reason, now));
  YISHOU_TRY([[maybe_unused]] const auto batches, put());
  return finish_step(std::move(taken), who.scope);
}

Status Drafts::note_backtest(std::int64_t draft_no, std::int64_t job_no) {
  YISHOU_CHECK_OK(database_.change("UPDATE drafts SET backtest_job = $2 WHERE draft_no = $1", {draft_no, job_no}));
  return {};
}

Status Drafts::note_shadow(std::int64_t draft_no, std::string_view shadow_id) {
  YISHOU_CHECK_OK(database_.change("UPDATE drafts SET shadow_id = $2 WHERE draft_no = $1", {draft_no, shadow_id}));
  return {};
}

}  // namespace yishou::drafts

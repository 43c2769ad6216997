// Drafts: changes of rules, parameters and knowledge that somebody prepares and somebody else puts in force; as the database remembers
// them. What a change means is not of this room: contents are texts of the caller.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/calendar.h"
#include "base/result.h"
#include "drafts/life.h"
#include "identity/account.h"
#include "identity/scope.h"
#include "sql/database.h"

namespace yishou::drafts {

struct Draft {
  std::int64_t draft_no = 0;
  std::string title;
  std::string region;  ///< 0, 2, 4 or 6 digits: it changes nothing outside
  std::string author;  ///< account_id
  DraftState state = DraftState::kOpen;
  std::int64_t version = 1;     ///< to be given back with a step
  std::int64_t content_no = 1;  ///< which content it has now; each stays as it was written
  std::string content;          ///< JSON
  Second made_at = kNoSecond, changed_at = kNoSecond;
  std::string publisher;             ///< account_id; empty until published
  Day effective_from = kNoDay;       ///< of a published one
  std::vector<std::string> batches;  ///< of a published one: names in the knowledge base
  std::int64_t backtest_job = 0;     ///< the latest; 0: none
  std::string shadow_id;             ///< the latest; empty: none
};

/// A file that belongs to a draft, as it would be imported.
struct DraftFile {
  std::int64_t file_no = 0;
  std::string name;
  Day published_at = kNoDay;
  std::string content;
};

struct DraftEvent {
  std::int64_t version = 0;  ///< of the draft after it
  Second at = kNoSecond;
  std::string account_id, step, from_state, to_state, reason;
};

/// The draft as the person saw it.
struct SeenDraft {
  std::int64_t draft_no;
  std::int64_t version;
};

/// What a publication puts in force: the names of the new batches.
using PutInForce = std::function<Result<std::vector<std::string>>()>;

/// Any thread. A draft whose region lies outside the scope does not exist: kNotFound. Steps: kConflict when the draft was changed
/// meanwhile or is not in a state for the step, kDenied when the person may not take it (see Hand).
class Drafts {
 public:
  static constexpr std::size_t kMaxTitleBytes = 200, kMaxReasonBytes = 2'000;
  static constexpr std::size_t kMaxContentBytes = std::size_t{4} << 20, kMaxFileBytes = std::size_t{64} << 20;
  static constexpr std::size_t kMaxFiles = 20;

  explicit Drafts(sql::Database& database) : database_(database) {}

  [[nodiscard]] Result<Draft> make(const identity::Principal& who, std::string_view title, std::string_view region,
                                   std::string_view content, Second now);
  [[nodiscard]] Result<Draft> find(std::int64_t draft_no, const identity::Scope& scope);
  /// The latest first, those below `before` (0: from the end), at most `limit` (1 … 1000); without their content.
  [[nodiscard]] Result<std::vector<Draft>> list(std::optional<DraftState> state, std::int64_t before, int limit,
                                                const identity::Scope& scope);
  /// The oldest first.
  [[nodiscard]] Result<std::vector<DraftEvent>> events(std::int64_t draft_no, const identity::Scope& scope);
  /// A content as it was, for who was asked to try it; of any scope.
  [[nodiscard]] Result<std::string> content(std::int64_t draft_no, std::int64_t content_no);
  /// Files by their numbers, in that order; of any scope.
  [[nodiscard]] Result<std::vector<DraftFile>> files(std::int64_t draft_no, const std::vector<std::int64_t>& numbers);

  /// Another title and content. The state becomes open.
  [[nodiscard]] Result<Draft> change(const identity::Principal& who, const SeenDraft& seen, std::string_view title,
                                     std::string_view content, Second now);
  /// The same, with a file that becomes part of it: `content_with` makes the content from the file's number.
  [[nodiscard]] Result<Draft> add_file(const identity::Principal& who, const SeenDraft& seen, const DraftFile& file,
                                       const std::function<std::string(std::int64_t file_no)>& content_with,
                                       Second now);
  /// propose, reject (with a reason), discard.
  [[nodiscard]] Result<Draft> take(const identity::Principal& who, const SeenDraft& seen, DraftStep step,
                                   std::string_view reason, Second now);
  /// Published if and only if `put` succeeds. When the database fails after it, what `put` did stands, and the draft is proposed still.
  [[nodiscard]] Result<Draft> publish(const identity::Principal& who, const SeenDraft& seen, Day effective_from,
                                      const PutInForce& put, Second now);
  /// The reverse of a published one, in the same way.
  [[nodiscard]] Result<Draft> roll_back(const identity::Principal& who, const SeenDraft& seen, std::string_view reason,
                                        const PutInForce& put, Second now);
  /// Notes the latest trial.
  [[nodiscard]] Status note_backtest(std::int64_t draft_no, std::int64_t job_no);
  [[nodiscard]] Status note_shadow(std::int64_t draft_no, std::string_view shadow_id);

 private:
  struct Taken;
  [[nodiscard]] Result<Taken> begin_step(const identity::Principal& who, const SeenDraft& seen, DraftStep step,
                                         std::string_view reason, Second now);
  [[nodiscard]] Result<Draft> finish_step(Taken taken, const identity::Scope& scope);
  [[nodiscard]] Status write_content(Taken& taken, std::string_view title, std::string_view content);

  sql::Database& database_;
};

}  // namespace yishou::drafts

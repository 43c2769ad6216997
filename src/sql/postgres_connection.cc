// The one file that knows libpq.
#include <poll.h>

#include <charconv>
#include <unordered_map>

#include <fmt/format.h>
#include <libpq-fe.h>

#include "base/check.h"
#include "base/hash.h"
#include "sql/connection.h"

namespace yishou::sql {
namespace {

constexpr std::size_t kMaxKeptPostgresStatements = 256;
// Types of PostgreSQL (pg_type.dat); fixed for all versions.
constexpr Oid kBool = 16, kInt8 = 20, kInt2 = 21, kInt4 = 23;

struct ClearResult {
  void operator()(PGresult* result) const noexcept { PQclear(result); }
};
struct CloseServer {
  void operator()(PGconn* handle) const noexcept { PQfinish(handle); }
};
using PostgresResult = std::unique_ptr<PGresult, ClearResult>;

std::string one_line(const char* said) {
  std::string text = said != nullptr ? said : "";
  if (const auto end = text.find('\n'); end != std::string::npos) text.resize(end);
  return text;
}

Error line_lost(const char* said) {
  return {ErrorCode::kIo,
          fmt::format("the line to the PostgreSQL server broke; try again, and look whether the server runs: {}",
                      one_line(said))};
}

// The detail, which may hold values of persons, is kept out; the state is of SQL (appendix A of the manual).
Error postgres_error(PGconn* handle, const PGresult* result) {
  const char* field = PQresultErrorField(result, PG_DIAG_SQLSTATE);
  const std::string_view state = field != nullptr ? field : "";
  const auto said = one_line(PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY));
  if (state == "23505") return {ErrorCode::kConflict, fmt::format("it is there already: {}", said)};
  if (state == "23503")
    return {ErrorCode::kNotFound, "what it refers to is not there, or something refers to it still"};
  if (state == "42501") return {ErrorCode::kDenied, fmt::format("the database refuses it: {}", said)};
  if (state == "53100")
    return {ErrorCode::kNoSpace, "no disk space is left for the database; make room, nothing was lost"};
  if (state == "40001" || state == "40P01" || state == "55P03" || state == "57014" || state == "53300")
    return {ErrorCode::kBusy, fmt::format("the database is busy with others; try again: {}", said)};
  if (state.starts_with("57P") || state.starts_with("08") || PQstatus(handle) == CONNECTION_BAD)
    return line_lost(said.empty() ? PQerrorMessage(handle) : said.c_str());
  if (state == "54000") return {ErrorCode::kTooMuch, fmt::format("a value is too large for the database: {}", said)};
  if (state.starts_with("22") || state.starts_with("23"))
    return {ErrorCode::kBadInput, fmt::format("the database refuses the value: {}", said)};
  if (state.starts_with("XX"))
    return {ErrorCode::kBadInput, fmt::format("the database is damaged; restore it from its backup: {}", said)};
  if (state.starts_with("58"))
    return {ErrorCode::kIo, fmt::format("the database server cannot reach its files: {}", said)};
  return {ErrorCode::kEngine, fmt::format("the database refused a statement: {} {}", state, said)};
}

class PostgresConnection final : public Connection {
 public:
  explicit PostgresConnection(std::unique_ptr<PGconn, CloseServer> handle) : handle_(std::move(handle)) {}

  Result<Outcome> run(std::string_view text, std::span<const Value> values) override {
    YISHOU_TRY(const std::string name, prepared(text));
    // Numbers are written beside; the array does not move once it is filled.
    std::vector<std::string> digits(values.size());
    std::vector<const char*> places(values.size(), nullptr);
    for (std::size_t i = 0; i < values.size(); ++i) {
      if (const auto* number = values[i].number()) {
        digits[i] = std::to_string(*number);
        places[i] = digits[i].c_str();
      } else if (const auto* word = values[i].text()) {
        places[i] = word->c_str();
      }
    }
    const PostgresResult result{PQexecPrepared(handle_.get(), name.c_str(), static_cast<int>(values.size()),
                                               places.data(), nullptr, nullptr, 0)};
    const auto status = PQresultStatus(result.get());
    if (status != PGRES_TUPLES_OK && status != PGRES_COMMAND_OK) return refused(result.get());
    return outcome_of(result.get());
  }

  Status script(const std::string& statements) override {
    const PostgresResult result{PQexec(handle_.get(), statements.c_str())};
    const auto status = PQresultStatus(result.get());
    if (status != PGRES_TUPLES_OK && status != PGRES_COMMAND_OK && status != PGRES_EMPTY_QUERY)
      return refused(result.get());
    return {};
  }

  // A server that went away has closed its end: that can be read.
  bool alive() override {
    if (PQstatus(handle_.get()) != CONNECTION_OK || PQtransactionStatus(handle_.get()) != PQTRANS_IDLE) return false;
    pollfd line{PQsocket(handle_.get()), POLLIN, 0};
    if (::poll(&line, 1, 0) == 0) return true;
    return PQconsumeInput(handle_.get()) == 1 && PQstatus(handle_.get()) == CONNECTION_OK;
  }

  Result<bool> only_reads(std::string_view) override { return true; }

 private:
  std::unexpected<Error> refused(const PGresult* result) {
    if (result == nullptr) return std::unexpected(line_lost(PQerrorMessage(handle_.get())));
    return std::unexpected(postgres_error(handle_.get(), result));
  }

  Result<std::string> prepared(std::string_view text) {
    const auto kept = statements_.find(text);
    if (kept != statements_.end()) return kept->second;
    if (statements_.size() >= kMaxKeptPostgresStatements) {
      YISHOU_CHECK_OK(script("DEALLOCATE ALL"));
      statements_.clear();
    }
    const auto name = fmt::format("s{}", ++made_);
    const PostgresResult result{PQprepare(handle_.get(), name.c_str(), std::string{text}.c_str(), 0, nullptr)};
    if (PQresultStatus(result.get()) != PGRES_COMMAND_OK) return refused(result.get());
    statements_.emplace(std::string{text}, name);
    return name;
  }

  static Outcome outcome_of(const PGresult* result) {
    Outcome outcome;
    const int rows = PQntuples(result), columns = PQnfields(result);
    outcome.rows.reserve(static_cast<std::size_t>(rows));
    for (int r = 0; r < rows; ++r) {
      Values values;
      values.reserve(static_cast<std::size_t>(columns));
      for (int c = 0; c < columns; ++c) values.push_back(value_of(result, r, c));
      outcome.rows.emplace_back(std::move(values));
    }
    const std::string_view changed = PQcmdTuples(const_cast<PGresult*>(result));
    std::from_chars(changed.data(), changed.data() + changed.size(), outcome.changed);
    return outcome;
  }

  static Value value_of(const PGresult* result, int row, int column) {
    if (PQgetisnull(result, row, column) == 1) return {};
    const std::string_view text{PQgetvalue(result, row, column),
                                static_cast<std::size_t>(PQgetlength(result, row, column))};
    switch (PQftype(result, column)) {
      case kBool: return text == "t" ? 1 : 0;
      case kInt2:
      case kInt4:
      case kInt8: {
        std::int64_t number = 0;
        std::from_chars(text.data(), text.data() + text.size(), number);
        return number;
      }
      default: return text;
    }
  }

  std::unique_ptr<PGconn, CloseServer> handle_;
  std::unordered_map<std::string, std::string, BytesHash, std::equal_to<>> statements_;
  std::uint64_t made_ = 0;
};

}  // namespace

Result<std::unique_ptr<Connection>> open_postgres(const std::string& address, const Waits& waits) {
  const auto connect_s = std::to_string(waits.connect_s);
  const auto options =
      fmt::format("-c statement_timeout={} -c lock_timeout={} -c synchronous_commit=on -c timezone=UTC",
                  waits.statement_ms, waits.busy_ms);
  // The first stands for the whole address; what follows holds where the address does not say otherwise.
  const char* const keys[] = {"connect_timeout", "options", "client_encoding", "application_name", "dbname", nullptr};
  const char* const values[] = {connect_s.c_str(), options.c_str(), "UTF8", "yishou", address.c_str(), nullptr};
  std::unique_ptr<PGconn, CloseServer> handle{PQconnectdbParams(keys, values, 1)};
  if (handle == nullptr || PQstatus(handle.get()) != CONNECTION_OK)
    return fail(ErrorCode::kIo,
                fmt::format("the PostgreSQL server gives no connection; look whether it runs and whether "
                            "address and password in the settings are right: {}",
                            one_line(handle ? PQerrorMessage(handle.get()) : "no memory")));
  PQsetNoticeProcessor(handle.get(), [](void*, const char*) {}, nullptr);
  return std::make_unique<PostgresConnection>(std::move(handle));
}

}  // namespace yishou::sql

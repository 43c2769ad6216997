// Expected failures: a broad code and one sentence for a person. Bad rows of input are not errors (intake::Reject), and our
// own bugs stop the program (base/check.h).
#pragma once

#include <string>
#include <utility>

namespace yishou {

/// Broad classes of failure; cli/exit_code.cc alone turns them into exit codes.
enum class ErrorCode {
  kBadCall,      ///< the call was wrong: unknown option, table, rule, region
  kBadInput,     ///< a file is not what it must be as a whole (single rows are rejects)
  kNotFound,     ///< a file, lake, knowledge base or code that does not exist
  kBusy,         ///< another process holds the lake or the knowledge base
  kUnsupported,  ///< made by another version, or a format we do not read
  kNoSpace,      ///< no disk space left
  kIo,           ///< the operating system refused
  kEngine,       ///< a database refused
  kDenied,       ///< the caller may not do this, or did not prove who he is
  kConflict,     ///< changed by somebody else meanwhile, or there already
  kTooMuch,      ///< more than a limit allows: size, rate
};

/// What went wrong: `message` is one sentence, fixed text first, values last, that names file, row, column and the remedy.
struct Error {
  ErrorCode code;
  std::string message;
};

}  // namespace yishou

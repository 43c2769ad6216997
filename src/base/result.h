// Result<T>: a value, or an Error for a person. The one alias of the house.
#pragma once

#include <expected>
#include <string>
#include <utility>

#include "base/error.h"

namespace yishou {

template <typename T>
using Result = std::expected<T, Error>;
using Status = Result<void>;

/// Makes a failed Result: `return fail(ErrorCode::kBadInput, fmt::format(...))`.
[[nodiscard]] inline std::unexpected<Error> fail(ErrorCode code, std::string message) {
  return std::unexpected<Error>(Error{code, std::move(message)});
}

/// Passes the Error of another Result on.
template <typename T>
[[nodiscard]] std::unexpected<Error> pass(Result<T>& failed) {
  return std::unexpected<Error>(std::move(failed.error()));
}

#define YISHOU_CONCAT_(a, b) a##b
#define YISHOU_CONCAT(a, b) YISHOU_CONCAT_(a, b)

/// YISHOU_TRY(auto x, f()): x is the value of f(), or this function returns f()'s Error.
#define YISHOU_TRY(declaration, expression) YISHOU_TRY_(YISHOU_CONCAT(yishou_try_, __LINE__), declaration, expression)
#define YISHOU_TRY_(temporary, declaration, expression)         \
  auto temporary = (expression);                                \
  if (!temporary.has_value()) return ::yishou::pass(temporary); \
  declaration = std::move(*temporary)

/// YISHOU_CHECK_OK(f()): this function returns f()'s Error if there is one.
#define YISHOU_CHECK_OK(expression)                                       \
  do {                                                                    \
    auto yishou_status = (expression);                                    \
    if (!yishou_status.has_value()) return ::yishou::pass(yishou_status); \
  } while (false)

}  // namespace yishou

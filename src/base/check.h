// YISHOU_CHECK: our own bugs stop the program, in release too. Never used on input.
#pragma once

#include <cstdio>
#include <cstdlib>

/// Stops with file, line and the broken promise. `promise` says what must hold.
#define YISHOU_CHECK(condition, promise)                                                                           \
  do {                                                                                                             \
    if (!(condition)) [[unlikely]] {                                                                               \
      std::fprintf(stderr, "yishou: broken promise at %s:%d: %s (%s)\n", __FILE__, __LINE__, promise, #condition); \
      std::abort();                                                                                                \
    }                                                                                                              \
  } while (false)

#ifdef NDEBUG
#define YISHOU_DCHECK(condition, promise) static_cast<void>(0)
#else
#define YISHOU_DCHECK(condition, promise) YISHOU_CHECK(condition, promise)
#endif

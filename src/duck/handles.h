// What stands behind the types of duck.h: the engine's own handles. For this room only.
#pragma once

#include <duckdb.h>

#include <atomic>
#include <memory>

#include "duck/duck.h"

namespace yishou::duck {

struct Database::Impl {
  duckdb_database handle = nullptr;
  std::atomic<unsigned> next_feed{0};  // names of feeds must differ: a function once registered stays
  ~Impl() { duckdb_close(&handle); }
};

struct Connection::Impl {
  std::shared_ptr<Database::Impl> database;
  duckdb_connection handle = nullptr;
  ~Impl() { duckdb_disconnect(&handle); }
};

/// The engine's type of a column; the caller destroys it.
[[nodiscard]] duckdb_logical_type make_type(Kind kind);

}  // namespace yishou::duck

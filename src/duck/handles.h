// What stands behind the types of duck.h: the engine's own handles. For this room only.
#pragma once

#include <duckdb.h>
#include <unistd.h>

#include <atomic>
#include <memory>

#include "duck/duck.h"

namespace yishou::duck {

struct Database::Impl {
  duckdb_database handle = nullptr;
  std::atomic<unsigned> next_feed{0};  // names of feeds must differ: a function once registered stays
  int folder = -1;                     // of the database file, where its path could not be given as it is
  ~Impl() {
    duckdb_close(&handle);
    if (folder >= 0) ::close(folder);
  }
};

struct Connection::Impl {
  std::shared_ptr<Database::Impl> database;
  duckdb_connection handle = nullptr;
  ~Impl() { duckdb_disconnect(&handle); }
};

/// The engine's type of a column; the caller destroys it.
[[nodiscard]] duckdb_logical_type make_type(Kind kind);

}  // namespace yishou::duck

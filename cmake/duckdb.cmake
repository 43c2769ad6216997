# DuckDB, the embedded engine: the target duckdb::duckdb.
#   -DYISHOU_DUCKDB_ROOT=DIR   a DuckDB you have already (DIR/include/duckdb.h, DIR/lib/libduckdb.so)
#   otherwise                  what `./dev setup` fetched, checked by hash, into build/deps/duckdb
set(YISHOU_DUCKDB_ROOT "${CMAKE_SOURCE_DIR}/build/deps/duckdb" CACHE PATH "folder with include/ and lib/ of DuckDB")
find_path(DUCKDB_INCLUDE_DIR duckdb.h HINTS "${YISHOU_DUCKDB_ROOT}/include")
find_library(DUCKDB_LIBRARY duckdb HINTS "${YISHOU_DUCKDB_ROOT}/lib")
if(NOT DUCKDB_INCLUDE_DIR OR NOT DUCKDB_LIBRARY)
  message(FATAL_ERROR "DuckDB not found under ${YISHOU_DUCKDB_ROOT}: run ./dev setup, or pass -DYISHOU_DUCKDB_ROOT=DIR")
endif()
add_library(duckdb::duckdb SHARED IMPORTED)
set_target_properties(duckdb::duckdb PROPERTIES IMPORTED_LOCATION "${DUCKDB_LIBRARY}" IMPORTED_NO_SONAME FALSE)
target_include_directories(duckdb::duckdb SYSTEM INTERFACE "${DUCKDB_INCLUDE_DIR}")

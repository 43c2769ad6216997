// A small city with planted schemes, made once for the tests of this folder, and audits of it as plain rows.
#pragma once

#include <filesystem>
#include <set>
#include <string>
#include <tuple>

#include "engine/engine.h"
#include "knowledge/snapshot.h"
#include "lake/claims.h"

namespace yishou::audit_tests {

/// The folder of this process's files; gone at the end.
const std::filesystem::path& scratch();
/// Extracts of a city of 1,500 persons and 12 months, made at the first call.
const std::filesystem::path& city();
/// Loads extracts into a new lake; parts of at most `rows_per_part` fee lines (roughly).
std::filesystem::path load_lake(const std::filesystem::path& extracts, const std::string& name,
                                std::int64_t rows_per_part);
/// The shipped knowledge.
const knowledge::Snapshot& shipped();

/// Everything about a finding that does not name its person: rule, verdict, lines, evidence, amounts, values.
using Row = std::tuple<int, int, std::string, std::string, Fen, Fen, std::string, std::string>;
/// The findings of an audit with all rules, indeterminate ones too, with (row, finding_id) in order.
std::multiset<std::pair<Row, std::string>> audit(const std::filesystem::path& lake, unsigned threads,
                                                 std::size_t block_lines);

}  // namespace yishou::audit_tests

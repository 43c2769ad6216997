// What is planted: schemes (violations and frauds), and honest look-alikes beside them. Each leaves rows of truth.
#pragma once

#include <string>
#include <string_view>

#include "simulate/planter.h"

namespace yishou::simulate {

/// Honest events that look like a scheme. In every city, honest or not.
void plant_lookalikes(const City& city, Ledger& ledger, Life& life);
/// The schemes. Ledger::plant(true) must have been called.
void plant_schemes(const City& city, Ledger& ledger, Life& life);

/// The table cases.csv: its honest rows, or the others.
void plant_cases(Planter& planter, bool honest);
/// The schemes of one file each, or (honest) their look-alikes.
void plant_buckets(Planter& planter, bool honest);
void plant_records(Planter& planter, bool honest);
void plant_stays(Planter& planter, bool honest);
void plant_frequency(Planter& planter, bool honest);
void plant_stock(Planter& planter, bool honest);
void plant_indicators(Planter& planter, bool honest);
/// National rules on lines and courses; frauds of persons; frauds of whole counters, which are rarer: one kind in each
/// partition, all kinds in the first.
void plant_policy(Planter& planter);
void plant_fraud(Planter& planter);
void plant_counters(Planter& planter);

/// A row of truth.csv, with its line end.
[[nodiscard]] std::string truth_row(const Truth& truth);
/// The city's own knowledge points, for rules whose published points hold only a text (importable file).
[[nodiscard]] std::string_view local_points();

}  // namespace yishou::simulate
